"""What read models need of each event's data, and no more.

A rebuild decodes a million lines, so these are small msgspec structs rather than the domain's events: what they do not
name is skipped without becoming a Python object. A test holds every member against the event that it comes from.
"""

from __future__ import annotations

import msgspec

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
    payer: str | None
    received_on: str
    applicant: Applicant
    account: Account
    facts: msgspec.Raw
    lines: list[Line]


class Transferred(msgspec.Struct, gc=False):
    authority: str
    payer: str | None


class Corrected(msgspec.Struct, gc=False):
    applicant: Applicant
    account: Account
    facts: msgspec.Raw
    lines: list[Line]
    still_verified: Ranges


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


class MonthCloseProposed(msgspec.Struct, gc=False):
    proposal: str
    authority: str


class FundProposed(msgspec.Struct, gc=False):
    proposal: str
    holder: str


class ImportProposed(msgspec.Struct, gc=False):
    proposal: str
    authority: str


class BroughtDebt(msgspec.Struct, gc=False):
    recovery: str
    payee: str
    scheme: str
    ground: str
    open_fen: int
    document: str
    decided_on: str
    served_on: str | None
    due_on: str | None
    reminder_until: str | None


class DebtsProposed(msgspec.Struct, gc=False):
    proposal: str
    authority: str
    debts: list[BroughtDebt]


class DebtAnswer(msgspec.Struct, gc=False):
    proposal: str
    act: str


class DebtReceiptProposed(msgspec.Struct, gc=False):
    proposal: str
    recovery: str


class DebtChangeProposed(msgspec.Struct, gc=False):
    proposal: str
    recovery: str
    act: str


class DebtServed(msgspec.Struct, gc=False):
    recovery: str
    served_on: str
    due_on: str


class DebtReceived(msgspec.Struct, gc=False):
    recovery: str
    reference: str
    treasury_due_fen: int
    written_back_fen: int
    beyond_fen: int


class DebtPayoutProposed(msgspec.Struct, gc=False):
    proposal: str
    to: str


class DebtPaidOut(msgspec.Struct, gc=False):
    to: str
    amount_fen: int
    document: str


class OfDebt(msgspec.Struct, gc=False):
    recovery: str


class DebtChanged(msgspec.Struct, gc=False):
    recovery: str
    act: str
    amount_fen: int
    referred_to: str | None


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
    """Of money that came in for a demand, or is to be kept back for it."""

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


class CorrectionRequested(msgspec.Struct, gc=False):
    lines: Ranges


class Letter(msgspec.Struct, gc=False):
    letter: str
    about: str | None
    sha256: str
    issued_on: str


class LetterServed(msgspec.Struct, gc=False):
    letter: str
    about: str | None
    sha256: str
    served_on: str
    due_on: str | None


class Assessed(msgspec.Struct, gc=False):
    eligible: bool
    undecided: bool
    open_lines: Ranges
    owed_by: list[str]
    payer: str | None
    entitled_fen: int


class Published(msgspec.Struct, gc=False):
    lines: Ranges
    published_on: str
    closes_on: str
    payable_from: str
