"""异议、撤销、豁免与变更: what is disputed, taken back, waived and decided anew."""

from __future__ import annotations

from datetime import date

from domain.application.values import Award, Determination, Due, LimitUse, LineFinding, Portion, Ranges, Sealed
from domain.base import CONSEQUENCE, Event, alone, event, first
from domain.entitlement.findings import Finding, OwedBy


@event("application.objection-raised.v1", alone("raise-objection", about="objection"))
class ObjectionRaised(Event):
    """异议: somebody objects to what was decided. The lines it names are held; `lines` empty means all."""

    objection: str
    lines: Ranges
    received_on: date
    raised_by: str
    """`applicant` or `third-party`."""
    grounds: Sealed

    @property
    def happened_on(self) -> date:
        return self.received_on


@event("application.objection-answer-proposed.v1", first("answer-objection", about="objection", pair="proposal"))
class ObjectionAnswerProposed(Event):
    """An assessor's proposal to uphold or dismiss an objection; counts once an approver confirms it."""

    proposal: str
    objection: str
    upheld: bool
    reason: Sealed


@event("application.objection-upheld.v1", CONSEQUENCE)
class ObjectionUpheld(Event):
    """The lines go back to assessment: what is unpaid of them is not owed until then, and their limits are free.

    `status` is where the case as a whole goes back to, None when other lines go on. `changed` is by how much the
    entitlement of each instalment changes.
    """

    objection: str
    lines: Ranges
    changed: tuple[Portion, ...]
    status: str | None


@event("application.objection-dismissed.v1", CONSEQUENCE)
class ObjectionDismissed(Event):
    objection: str


TAKING_BACK = ("take-back-refusal", "take-back-rejection")
"""The acts under which a decision is taken back."""


@event("application.taking-back-proposed.v1", first(pair="proposal"))
class TakingBackProposed(Event):
    """Somebody says that the case was refused, or rejected, by mistake; counts once another person confirms it."""

    proposal: str
    act: str
    """One of `TAKING_BACK`."""
    reason: Sealed


@event("application.decision-taken-back.v1", CONSEQUENCE)
class DecisionTakenBack(Event):
    """撤销原决定, 重新办理: the refusal or rejection does not stand, and the case is submitted, or accepted, again.

    `status` is where it is: after a refusal where it was refused, also waiting for a correction.
    """

    status: str
    revoked: bool
    """Its letter had been served by then, so that a letter of its own (撤销决定书) says so."""


@event("application.waiver-requested.v1", first("waive", about="proposal", pair="proposal"))
class WaiverRequested(Event):
    """An approver asks that a limit be waived for some lines; a supervisor grants it (closing-1: 原则上)."""

    proposal: str
    limit: str
    lines: Ranges
    reason: Sealed


@event("application.limit-waived.v1", CONSEQUENCE)
class LimitWaived(Event):
    limit: str
    lines: Ranges


@event("application.revision-proposed.v1", first("revise", about="proposal", pair="proposal"))
class RevisionProposed(Event):
    """变更: an assessor's proposal to decide anew what the case is entitled to, on today's facts.

    `struck` lines, and the instalments `struck_items` of others, do not count whatever the policy says; `revived` ones
    count again, and so do their forfeited instalments, or those in `revived_items` alone. `changed` is by how much the
    entitlement of each instalment changes.
    """

    proposal: str
    ground: str
    reason: Sealed
    struck: Ranges
    revived: Ranges
    struck_items: tuple[Due, ...]
    revived_items: tuple[Due, ...]
    edition: str
    digest: str
    payer: str
    findings: tuple[Finding, ...]
    line_findings: tuple[LineFinding, ...]
    awards: tuple[Award, ...]
    uses: tuple[LimitUse, ...]
    determined: tuple[Determination, ...]
    changed: tuple[Portion, ...]
    opened: Ranges
    """Lines that were refused, and of which something is not known by now: a follow-up decides on them."""
    owed_by: tuple[OwedBy, ...]


@event("application.revised.v1", CONSEQUENCE)
class ApplicationRevised(Event):
    """An approver stands by a revision: the entitlement, its instalments and the uses of limits are these now.

    `added` lines had nothing before, and go on public notice before they are paid. `opened` lines were refused, and are
    open again.
    """

    ground: str
    edition: str
    digest: str
    payer: str
    """The authority that pays from now on: another one where the register names it and nothing was ordered yet."""
    entitled_fen: int
    awards: tuple[Award, ...]
    uses: tuple[LimitUse, ...]
    struck: Ranges
    revived: Ranges
    struck_items: tuple[Due, ...]
    revived_items: tuple[Due, ...]
    added: Ranges
    changed: tuple[Portion, ...]
    determined: tuple[Determination, ...]
    opened: Ranges
    owed_by: tuple[OwedBy, ...]


DisputeEvent = (
    ObjectionRaised
    | ObjectionAnswerProposed
    | ObjectionUpheld
    | ObjectionDismissed
    | TakingBackProposed
    | DecisionTakenBack
    | WaiverRequested
    | LimitWaived
    | RevisionProposed
    | ApplicationRevised
)
