"""What the record of persons holds of each application: whom its lines are about, its money, its uses of limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Boolean, Column, String, Table

from projections.engine.model import METADATA
from projections.engine.row_cache import RowCache
from projections.events import bank_views as v
from projections.events import event_views as s
from projections.events import money_views as m
from projections.events.entries import Entry
from projections.events.money_views import expand, spread
from projections.folds.balances import Positions, Written, nothing_yet

CASES = Table(
    "person_record_case",
    METADATA,
    Column("application", String, primary_key=True),
    Column("scheme", String, nullable=False),
    Column("authority", String, nullable=False),
    Column("applicant", String, nullable=False),
    Column("is_person", Boolean, nullable=False),  # whether the applicant is one
    Column("received_on", String, nullable=False),
    Column("persons", String, nullable=False),  # JSON: pseudonym by line
    Column("paid_on", String, nullable=False),  # JSON: the last value date by line
    Column("uses", String, nullable=False),  # JSON
    Column("positions", String, nullable=False),  # JSON
    sqlite_with_rowid=False,
)
_CAPACITY = 100_000
"""Lines and instalments kept in memory: some 40 MB."""


class Use(msgspec.Struct, gc=False):
    limit: str
    over: str
    qualifier: str
    on: str
    amount_fen: int
    lines: list[int]


class Case(msgspec.Struct, gc=False):
    application: str
    scheme: str
    authority: str
    applicant: str
    is_person: bool
    received_on: str
    persons: dict[int, str]
    paid_on: dict[int, str]
    uses: list[Use]
    positions: Positions

    def correct(self, corrected: s.Corrected) -> None:
        self.persons = s.persons_of(corrected)

    def weight(self) -> int:
        return 4 + len(self.persons) + len(self.positions.items)

    def keep_uses(self, wanted: Callable[[int], bool]) -> None:
        """Only the uses of some lines are held any longer."""
        for use in self.uses:
            use.lines = [line for line in use.lines if wanted(line)]
        self.uses = [use for use in self.uses if use.lines]


def submitted(entry: Entry[s.Submitted]) -> Case:
    return Case(
        application=entry.subject,
        scheme=entry.data.scheme,
        authority=entry.data.authority,
        applicant=entry.data.applicant.party,
        is_person=entry.data.applicant.kind == "person",
        received_on=entry.data.received_on,
        persons=s.persons_of(entry.data),
        paid_on={},
        uses=[],
        positions=nothing_yet(),
    )


def _transferred(case: Case, entry: Entry[s.Transferred]) -> None:
    case.authority = entry.data.authority


def _taken(case: Case, entry: Entry[m.Approved] | Entry[m.Revised]) -> None:
    case.uses = _of(entry.data.uses)


def _of(uses: Iterable[m.LimitUse]) -> list[Use]:
    return [Use(use.limit, use.over, use.qualifier, use.on, use.amount_fen, list(expand(use.lines))) for use in uses]


def _followed_up(case: Case, entry: Entry[m.FollowedUp]) -> None:
    case.uses += _of(entry.data.uses)


def _freed(case: Case, entry: Entry[Any]) -> None:
    case.uses = []


def _withdrawn(case: Case, entry: Entry[m.Withdrawn]) -> None:
    """Lines that were paid keep theirs; the positions have no others any more."""
    paid = {line for line, _ in case.positions.items}
    case.keep_uses(lambda line: line in paid)


def _upheld(case: Case, entry: Entry[m.Upheld]) -> None:
    """Free are the uses of lines that went back and of which no money moved, or is about to."""
    if entry.data.status is not None:
        case.uses = []
        return
    moved = {line for (line, _), item in case.positions.items.items() if item.paid_fen or item.ordered_fen}
    idle = set(expand(entry.data.lines)) - moved
    case.keep_uses(lambda line: line not in idle)


def _redated(case: Case, entry: Entry[v.Redated]) -> None:
    case.paid_on.update((line, entry.effective_on) for (line, _), _ in spread(entry.data.items) if line)


def _credited(case: Case, entry: Entry[m.PartlyPaid] | Entry[m.Settled] | Entry[m.PaidByOffset]) -> None:
    if entry.data.credit is not None:
        case.paid_on.update((line, entry.effective_on) for (line, _), _ in spread(entry.data.credit.items) if line)


USES: Mapping[str, Callable[[Case, Entry[Any]], None]] = {
    "application.not-accepted.v1": _freed,
    "application.rejected.v1": _freed,
    "application.withdrawn.v1": _withdrawn,
    "application.transferred.v1": _transferred,
    "application.approved.v1": _taken,
    "application.followed-up.v1": _followed_up,
    "application.revised.v1": _taken,
    "application.objection-upheld.v1": _upheld,
    "application.partially-paid.v1": _credited,
    "application.settled.v1": _credited,
    "application.paid-by-offset.v1": _credited,
    "application.payment-redated.v1": _redated,
}
"""What events do to uses and dates of payment, after they have done to the positions what they do."""


def cached_cases(table: Table) -> RowCache[Case]:
    return RowCache(table, read=_read, row=_row, weigh=Case.weight, capacity=_CAPACITY)


_encode = msgspec.json.Encoder().encode
_decode_by_line = msgspec.json.Decoder(dict[int, str]).decode
_decode_uses = msgspec.json.Decoder(list[Use]).decode
_decode_positions = msgspec.json.Decoder(Written).decode


def _read(row: Sequence[Any]) -> Case:
    application, scheme, authority, applicant, is_person, received_on, persons, paid_on, uses, positions = row
    return Case(
        application=application,
        scheme=scheme,
        authority=authority,
        applicant=applicant,
        is_person=is_person,
        received_on=received_on,
        persons=_decode_by_line(persons),
        paid_on=_decode_by_line(paid_on),
        uses=_decode_uses(uses),
        positions=_decode_positions(positions).read(),
    )


def _row(case: Case) -> tuple[Any, ...]:
    retained: Iterable[object] = (case.persons, case.paid_on, case.uses, Written.of(case.positions))
    return (
        case.application,
        case.scheme,
        case.authority,
        case.applicant,
        case.is_person,
        case.received_on,
        *(_encode(member).decode() for member in retained),
    )
