"""The values that commands and events of a case share. What is personal is sealed before it gets here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from domain.base import Struct
from domain.entitlement.findings import Finding, Value
from domain.entitlement.uses import Over
from domain.entitlement.vocabulary import ENTRY

Sealed = str
"""Ciphertext under the key of the party whom it is about; only the desk can make or open it."""

Ranges = tuple[tuple[int, int], ...]
"""A set of line numbers as ascending, disjoint ranges, both ends included: 26 equal lines cost as much as one."""


def ranges(lines: Iterable[int]) -> Ranges:
    runs: list[tuple[int, int]] = []
    for line in sorted(set(lines)):
        if runs and runs[-1][1] == line - 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return tuple(runs)


def expand(lines: Ranges) -> Iterator[int]:
    for first, last in lines:
        yield from range(first, last + 1)


def contains(lines: Ranges, line: int) -> bool:
    return any(first <= line <= last for first, last in lines)


class Due(NamedTuple):
    """The unit of payment: one instalment of one line."""

    line: int
    instalment: int


OWED_BACK = Due(0, 0)
"""Stands for no line: money that came in beyond what was demanded, and is owed back to the payee."""


class Portion(Struct):
    """Money of one instalment, the same for each of `lines`: `amount_fen` a line."""

    lines: Ranges
    instalment: int
    amount_fen: int


def portions(amounts_fen: Mapping[Due, int]) -> tuple[Portion, ...]:
    """The amounts by instalment, grouped where only the line differs; what is zero is left out."""
    groups: dict[tuple[int, int], list[int]] = {}
    for due, amount_fen in sorted(amounts_fen.items()):
        if amount_fen:
            groups.setdefault((due.instalment, amount_fen), []).append(due.line)
    return tuple(
        Portion(lines=ranges(lines), instalment=instalment, amount_fen=amount_fen)
        for (instalment, amount_fen), lines in groups.items()
    )


def spread(grouped: Iterable[Portion]) -> Iterator[tuple[Due, int]]:
    """Each instalment of grouped portions with its amount, in the order of the groups."""
    for portion in grouped:
        for line in expand(portion.lines):
            yield Due(line, portion.instalment), portion.amount_fen


def amounts_of(grouped: Iterable[Portion]) -> dict[Due, int]:
    """The same by instalment."""
    return dict(spread(grouped))


class ApplicantKind(StrEnum):
    ORGANISATION = "organisation"
    PERSON = "person"


class Applicant(Struct):
    """Who applies and is paid. `party` is the USCC of an organisation, whose name is public and stands in the clear,
    else a pseudonym; the name of a person or of a team without a USCC is in `sealed`, with the identity number.
    """

    kind: ApplicantKind
    party: str
    name: str | None
    id_kind: str | None = None
    birth_year: int | None = None
    sealed: Sealed | None = None
    called: str | None = None
    """The pseudonym of a person's name under this number: equal for equal names, and for no other person's."""
    printed_on: str | None = None
    """The document, with its number, that has a code which fails its check; None of one that passes. ADR 0062."""


class Account(Struct):
    """Where the money goes: pseudonyms of account and, if known, of its bank's number (联行号); all of it is sealed."""

    account: str
    sealed: Sealed
    holder_is_applicant: bool
    union_number: str | None = None

    def pays_as(self, other: Account) -> bool:
        """Whether money sent here reaches the same account of the same kind of holder, however it was sealed."""
        return (self.account, self.holder_is_applicant) == (other.account, other.holder_is_applicant)


class Document(Struct):
    """A document handed in; the file itself is not in the log. `sealed` holds its name, which often names a person."""

    sha256: str | None
    number: str | None
    sealed: Sealed


class Line(Struct):
    """One claimed unit as handed in. `facts` are declared values by fact name; `person`, `certificate` and `called` (as
    of an applicant) are pseudonyms; `sealed` holds the person's name, identity number and certificate number.
    """

    line: int
    facts: Mapping[str, Value]
    person: str | None = None
    id_kind: str | None = None
    birth_year: int | None = None
    certificate: str | None = None
    called: str | None = None
    sealed: Sealed | None = None

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes two lines of an application the same claim, so that a corrected file keeps their numbers."""
        told_apart = (ENTRY, "site", "benefit", "period_from")
        return (self.person, self.certificate, *(self.facts.get(name) for name in told_apart))


class VerifiedValue(Struct):
    """A value that a comparison confirmed or corrected; `lines` empty means a fact of the application."""

    fact: str
    value: Value
    lines: Ranges = ()


class ConfirmedFact(Struct):
    """A fact that the applicant stated again, as before, when asked to correct it; line 0 is the application."""

    fact: str
    lines: Ranges


class LineFinding(Struct):
    """One finding, for all the lines on which it came out the same."""

    lines: Ranges
    finding: Finding


class Part(Struct):
    """One instalment of an award: `payable` is `on-approval` or the id of the milestone it waits for."""

    instalment: int
    amount_fen: int
    payable: str


class Computed(Struct):
    """One step of the arithmetic, as a code and its values."""

    code: str
    values: Mapping[str, Value]


class Award(Struct):
    """What each of `lines` is entitled to, in instalments, and how that was computed."""

    lines: Ranges
    parts: tuple[Part, ...]
    arithmetic: tuple[Computed, ...]

    @property
    def amount_fen(self) -> int:
        """Of all the lines together."""
        return sum(last - first + 1 for first, last in self.lines) * sum(part.amount_fen for part in self.parts)


class LimitUse(Struct):
    """A limit used once by each of `lines`. What it counts `over` says where the line has the subject.

    `amount_fen` is of each line, for limits that sum money. A site or an entry stands here itself, as `subject`:
    a register may have told which one the line meant.
    """

    limit: str
    over: Over
    qualifier: str
    on: date
    amount_fen: int
    lines: Ranges
    subject: str | None = None


def lines_of(uses: Iterable[LimitUse]) -> set[int]:
    """The lines that hold some use."""
    return {line for use in uses for line in expand(use.lines)}


class Determination(Struct):
    """An amount that a body determined for `lines`, in fen a line, as the assessor typed it, with the sealed reason.

    `body` is whose decision it is, `document` the number of its minutes, `score_sheet` that of the sheet with the
    scores, where the body scores.
    """

    lines: Ranges
    amount_fen: int
    reason: Sealed
    body: str
    document: str
    score_sheet: str | None = None


class Draw(Struct):
    """What one fund gives toward a payment."""

    fund: str
    source: str
    amount_fen: int


HELD_FOR_PAYEE = "owed-back"
"""A clearing account, not a fund: money received beyond a demand, until it is paid back."""
UNMATCHED = "clearing"
"""Another one: what a bank credited beyond the order, until it is returned, recovered or assigned."""
BANK_ERROR = "bank-error"
"""Another one: what a bank credited of an order that had come to nothing, and its funds have no more."""
CLEARING = frozenset({HELD_FOR_PAYEE, UNMATCHED, BANK_ERROR})


class Credit(Struct):
    """What the bank says it credited of an item: `drawn` in funding order, `value_on` the bank's value date."""

    batch: str
    fund: str | None
    items: tuple[Portion, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]
    value_on: date
    reference: str


class Restored(Struct):
    """What of one payment came back: of which instalments, and to which funds, the one drawn last before the others."""

    batch: str
    fund: str | None
    items: tuple[Portion, ...]
    amount_fen: int
    drawn: tuple[Draw, ...]


class ReceiptValues(Struct):
    """Money that came in: how much, in fen, on which value date, and under which number of the bank."""

    amount_fen: int
    received_on: date
    reference: str


class PlannedPart(Struct):
    """One part of a plan by which a demand is paid back: `amount_fen` by the end of `due_on`."""

    due_on: date
    amount_fen: int
