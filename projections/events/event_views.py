"""What read models need of each event's data, and no more.

A rebuild decodes a million lines, so these are small msgspec structs rather than the domain's events: what they do not
name is skipped without becoming a Python object. A test holds every member against the event that it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from projections.events import money_views as m
from projections.events.money_views import Ranges


class BackedUp(msgspec.Struct, gc=False):
    outer_keys: str


class Empty(msgspec.Struct, gc=False):
    """Of an event whose happening alone is folded."""


class Opened(msgspec.Struct, gc=False):
    log: str


class Adopted(msgspec.Struct, gc=False):
    edition: str
    digest: str
    content: str


class Linked(msgspec.Struct, gc=False):
    person: str
    other: str


class Applicant(msgspec.Struct, gc=False):
    kind: str
    party: str
    name: str | None


class Account(msgspec.Struct, gc=False):
    account: str
    holder_is_applicant: bool

    @property
    def pays_to(self) -> str:
        """Two accounts with the same text pay to the same account of the same kind of holder."""
        return f"{self.account} {'applicant' if self.holder_is_applicant else 'other holder'}"


class Line(msgspec.Struct, gc=False):
    """`facts` are left as they stand in the log: of a few lines somebody asks for a few of them."""

    line: int
    facts: msgspec.Raw
    person: str | None = None


class Submitted(msgspec.Struct, gc=False):
    scheme: str
    edition: str
    digest: str
    authority: str
    received_on: str
    applicant: Applicant
    account: Account
    facts: msgspec.Raw
    lines: list[Line]


class Corrected(msgspec.Struct, gc=False):
    applicant: Applicant
    account: Account
    facts: msgspec.Raw
    lines: list[Line]


def persons_of(handed_in: Submitted | Corrected) -> dict[int, str]:
    """A line without a person whose applicant is a person is about the applicant."""
    applicant = handed_in.applicant.party if handed_in.applicant.kind == "person" else None
    persons = ((line.line, line.person or applicant) for line in handed_in.lines)
    return {line: person for line, person in persons if person is not None}


def everybody_in(handed_in: Submitted | Corrected) -> dict[int, str]:
    """The same, and as line 0 an applicant who is known by a pseudonym and whom no line is about."""
    persons, applicant = persons_of(handed_in), handed_in.applicant
    if applicant.name is None and applicant.party not in persons.values():
        return {0: applicant.party, **persons}
    return persons


class Proposed(msgspec.Struct, gc=False):
    """Of an event that opens, confirms or declines a proposal about `act`."""

    proposal: str
    act: str


class RightProposed(msgspec.Struct, gc=False):
    proposal: str
    act: str
    officer: str
    authority: str


class TermProposed(msgspec.Struct, gc=False):  # Its act is told by the name of the event.
    proposal: str
    officer: str
    authority: str


class FundProposed(msgspec.Struct, gc=False):
    proposal: str
    holder: str


class Proposal(msgspec.Struct, gc=False):
    """Of an event that opens, confirms or declines a proposal, whose act is told by its name."""

    proposal: str


class AnswerProposed(msgspec.Struct, gc=False):
    proposal: str
    objection: str


class ChangeProposed(msgspec.Struct, gc=False):
    proposal: str
    act: str
    recovery: str


class ReceiptProposed(msgspec.Struct, gc=False):
    proposal: str
    recovery: str


class MilestoneReported(msgspec.Struct, gc=False):
    proposal: str
    milestone: str
    lines: Ranges


class Objected(msgspec.Struct, gc=False):
    objection: str
    lines: Ranges


class Dismissed(msgspec.Struct, gc=False):
    objection: str


class VerifiedValue(msgspec.Struct, gc=False):
    fact: str
    value: msgspec.Raw
    lines: Ranges


class Verified(msgspec.Struct, gc=False):
    values: list[VerifiedValue]


class AccountCorrected(msgspec.Struct, gc=False):
    account: Account


class Letter(msgspec.Struct, gc=False):
    letter: str
    about: str | None


class Assessed(msgspec.Struct, gc=False):
    eligible: bool
    entitled_fen: int


class Published(msgspec.Struct, gc=False):
    lines: Ranges
    published_on: str
    closes_on: str
    payable_from: str


SHAPES: Mapping[str, type[msgspec.Struct]] = {
    "log.opened.v1": Opened,
    "log.restored.v1": Empty,
    "log.closed.v1": Empty,
    "log.backed-up.v1": BackedUp,
    "log.reopening-proposed.v1": Proposal,
    "log.fault-proposed.v1": Proposal,
    "log.sent-proposed.v1": Proposal,
    "log.enrolment-proposed.v1": RightProposed,
    "log.grant-proposed.v1": RightProposed,
    "log.exception-proposed.v1": TermProposed,
    "log.deputy-proposed.v1": TermProposed,
    "log.removal-proposed.v1": TermProposed,
    "log.rotation-proposed.v1": RightProposed,
    "log.proposal-confirmed.v1": Proposed,
    "log.proposal-declined.v1": Proposed,
    "office.fund-proposed.v1": FundProposed,
    "office.edition-proposed.v1": Proposal,
    "office.calendar-year-proposed.v1": Proposal,
    "office.link-proposed.v1": Proposal,
    "office.proposal-confirmed.v1": Proposed,
    "office.proposal-declined.v1": Proposed,
    "policy.edition-adopted.v1": Adopted,
    "calendar.year-adopted.v1": Empty,
    "officer.enrolled.v1": Empty,
    "officer.second-person-enrolled.v1": Empty,
    "officer.key-replaced.v1": Empty,
    "officer.role-granted.v1": Empty,
    "officer.exception-granted.v1": Empty,
    "officer.deputy-appointed.v1": Empty,
    "officer.deputyship-ended.v1": Empty,
    "officer.role-revoked.v1": Empty,
    "officer.suspended.v1": Empty,
    "officer.key-lost.v1": Empty,
    "officer.key-rotated.v1": Empty,
    "officer.handed-over.v1": Empty,
    "people.linked.v1": Linked,
    "register.entry-proposed.v1": Proposal,
    "register.end-proposed.v1": Proposal,
    "register.proposal-confirmed.v1": Proposal,
    "register.proposal-declined.v1": Proposal,
    "fund.opened.v1": Empty,
    "batch.ordered.v1": m.RunOrdered,
    "batch.released.v1": Empty,
    "batch.items-dropped.v1": m.RunItemsDropped,
    "batch.cancelled.v1": Empty,
    "batch.exported.v1": m.RunExported,
    "batch.credited.v1": m.RunItems,
    "batch.failed.v1": m.RunItems,
    **{f"batch.reply-{what}.v1": Proposal for what in ("proposed", "confirmed", "declined")},
    "application.submitted.v1": Submitted,
    "application.confirmation-required.v1": Proposed,
    "application.proposal-confirmed.v1": Proposed,
    "application.proposal-declined.v1": Proposed,
    "application.correction-requested.v1": Empty,
    "application.corrected.v1": Corrected,
    "application.accepted.v1": Empty,
    "application.not-accepted.v1": Empty,
    "application.withdrawn.v1": m.Withdrawn,
    "application.suspended.v1": Empty,
    "application.resumed.v1": Empty,
    "application.documents-attached.v1": Empty,
    "application.account-proposed.v1": Proposal,
    "application.account-corrected.v1": AccountCorrected,
    "application.letter-issued.v1": Letter,
    "application.facts-verified.v1": Verified,
    "application.assessed.v1": Assessed,
    "application.sent-back.v1": Empty,
    "application.approved.v1": m.Approved,
    "application.rejected.v1": Empty,
    "application.notice-published.v1": Published,
    "application.notice-closed.v1": Empty,
    "application.milestone-reported.v1": MilestoneReported,
    "application.milestone-met.v1": m.Met,
    "application.instalment-forfeited.v1": m.Forfeited,
    "application.payment-ordered.v1": m.Ordered,
    "application.payment-released.v1": m.Released,
    "application.payment-cancelled.v1": m.Ordered,
    "application.payment-failed.v1": m.Ordered,
    "application.partially-paid.v1": m.PartlyPaid,
    "application.settled.v1": m.Settled,
    "application.reopened.v1": Empty,
    "application.payment-returned.v1": m.Returned,
    "application.paid-by-offset.v1": m.PaidByOffset,
    "application.objection-raised.v1": Objected,
    "application.objection-answer-proposed.v1": AnswerProposed,
    "application.objection-upheld.v1": m.Upheld,
    "application.taking-back-proposed.v1": Proposed,
    "application.decision-taken-back.v1": m.TakenBack,
    "application.objection-dismissed.v1": Dismissed,
    "application.waiver-requested.v1": Proposal,
    "application.limit-waived.v1": Empty,
    "application.revision-proposed.v1": Proposal,
    "application.revised.v1": m.Revised,
    "application.recovery-demanded.v1": m.Demanded,
    "application.recovery-approved.v1": m.OfDemand,
    "application.recovery-served.v1": m.Served,
    "application.recovery-objected.v1": m.OfDemand,
    "application.recovery-planned.v1": m.Planned,
    "application.recovery-receipt-proposed.v1": ReceiptProposed,
    "application.recovery-received.v1": m.Received,
    "application.recovery-offset.v1": m.Offset,
    "application.recovery-change-proposed.v1": ChangeProposed,
    "application.recovery-reduced.v1": m.Reduced,
    "application.recovery-cancelled.v1": m.Cancelled,
    "application.recovery-written-off.v1": m.WrittenOff,
    "application.recovery-referred.v1": m.Referred,
}
"""By stored name. An event under an older name is brought to today's shape first (see `store.line.upcasts`)."""
