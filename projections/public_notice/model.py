"""公示: what is or was on public notice, until when, and what stood on it.

One row a notice: a case has one for what was approved, and another for lines that a revision added. Of people it says
nothing, not even pseudonyms: lines are numbers, with what each was entitled to when the notice was published, and the
applicant is named only where that is an organisation, whose name is public. A notice board opens the names it may
show from the cases themselves, and masks them.

`standing` is `open` until an officer closes the notice (`closed`), or the case is withdrawn, rejected or sent back
(`ended`); `closes_on` is its last day in either case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table

from projections.engine.model import METADATA
from projections.engine.row_cache import RowCache
from projections.events import event_views as s
from projections.events.entries import Entry
from projections.events.money_views import Ranges, expand
from projections.folds.entitlements import Amounts, Items, awarded, change, forfeit, give_up
from store.errors import StoreUnavailable

_R = TypeVar("_R")
NAME = "public_notice"
VERSION = 3
NOTICES = Table(
    NAME,
    METADATA,
    Column("notice", String, primary_key=True),  # the application and the number of the notice
    Column("application", String, nullable=False),
    Column("number", Integer, nullable=False),  # from 1 within the application
    Column("scheme", String, nullable=False),
    Column("authority", String, nullable=False),
    Column("edition", String, nullable=False),
    Column("organisation", String),  # the applicant's name, if it is an organisation with a public one
    Column("lines", String, nullable=False),  # JSON: line and what it was entitled to, in fen
    Column("line_count", Integer, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("published_on", String, nullable=False),
    Column("closes_on", String, nullable=False),
    Column("payable_from", String, nullable=False),
    Column("standing", String, nullable=False),
    Column("ended_on", String),  # closed, or ended otherwise
    Column("position", BigInteger, nullable=False),  # of the publication
    sqlite_with_rowid=False,
)
CASES = Table(
    "public_notice_case",
    METADATA,
    Column("application", String, primary_key=True),
    Column("scheme", String, nullable=False),
    Column("authority", String, nullable=False),
    Column("edition", String, nullable=False),
    Column("organisation", String),
    Column("amounts", String, nullable=False),  # JSON: [[line, instalment], fen], what each is entitled to
    Column("notices", Integer, nullable=False),
    sqlite_with_rowid=False,
)
TABLES = (NOTICES, CASES)
INDEXES: Mapping[str, Sequence[Sequence[str]]] = {NAME: (("standing", "position"), ("authority", "position"))}
_CAPACITY = 100_000
"""Lines and instalments kept in memory: some 40 MB."""


class Case(msgspec.Struct, gc=False):
    application: str
    scheme: str
    authority: str
    edition: str
    organisation: str | None
    entitled_fen: Amounts
    notices: int

    def weight(self) -> int:
        return 4 + len(self.entitled_fen)

    def named(self) -> str:
        """The last notice."""
        return f"{self.application} {self.notices}"

    def on_notice(self, lines: Ranges) -> list[tuple[int, int]]:
        amounts = dict.fromkeys(expand(lines), 0)
        for (line, _), amount_fen in self.entitled_fen.items():
            if line in amounts:
                amounts[line] += amount_fen
        return list(amounts.items())


class Notice(msgspec.Struct, gc=False):
    """A row, its members in the order of the columns."""

    notice: str
    application: str
    number: int
    scheme: str
    authority: str
    edition: str
    organisation: str | None
    lines: str
    line_count: int
    amount_fen: int
    published_on: str
    closes_on: str
    payable_from: str
    standing: str
    ended_on: str | None
    position: int


def begin(tables: Sequence[Table]) -> NoticeFold:
    return NoticeFold(*tables)


class NoticeFold:
    """See `projections.engine.model.Fold`."""

    def __init__(self, notices: Table, cases: Table) -> None:
        self._notices = RowCache(
            notices, read=lambda row: Notice(*row), row=msgspec.structs.astuple, weigh=_weight, capacity=_CAPACITY
        )
        self._cases = RowCache(cases, read=_read, row=_row, weigh=Case.weight, capacity=_CAPACITY)

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        mine = [entry for entry in entries if entry.name in EVENTS]
        self._cases.fetch(connection, {entry.subject for entry in mine if entry.version > 1})
        ended = {entry.subject for entry in mine if entry.name in _ENDS}
        cases = (self._cases.get(number) for number in ended)
        self._notices.fetch(connection, {case.named() for case in cases if case is not None and case.notices})
        for entry in mine:
            if entry.name == _SUBMITTED:
                self._cases.add(entry.subject, _submitted(entry))
            else:
                self._happened(_there(self._cases.change(entry.subject), entry), entry)

    def write(self, connection: Connection, *, lazily: bool) -> None:
        self._cases.write(connection, lazily=lazily)
        self._notices.write(connection, lazily=lazily)

    def _happened(self, case: Case, entry: Entry[Any]) -> None:
        if entry.name == _PUBLISHED:
            case.notices += 1
            self._notices.add(case.named(), _published(case, entry))
        elif entry.name in _ENDS and case.notices and _ends(entry):
            notice = _there(self._notices.change(case.named()), entry)
            if notice.standing == "open":
                notice.standing = "closed" if entry.name == _CLOSED else "ended"
                notice.ended_on = entry.effective_on
        _entitle(case, entry)


_SUBMITTED, _APPROVED = "application.submitted.v1", "application.approved.v1"
_FOLLOWED_UP = "application.followed-up.v1"
_PUBLISHED, _CLOSED = "application.notice-published.v1", "application.notice-closed.v1"
_UPHELD, _WITHDRAWN = "application.objection-upheld.v1", "application.withdrawn.v1"
_REVISED, _FORFEITED = "application.revised.v1", "application.instalment-forfeited.v1"
_TRANSFERRED = "application.transferred.v1"
_ENDS = frozenset({_CLOSED, _UPHELD, _WITHDRAWN, "application.rejected.v1", "application.not-accepted.v1"})
EVENTS = frozenset({_SUBMITTED, _APPROVED, _FOLLOWED_UP, _PUBLISHED, _REVISED, _FORFEITED, _TRANSFERRED, *_ENDS})


def _ends(entry: Entry[Any]) -> bool:
    """An objection upheld for some lines leaves the notice of the others standing."""
    return entry.name != _UPHELD or entry.data.status is not None


def _entitle(case: Case, entry: Entry[Any]) -> None:
    match entry.name:
        case "application.transferred.v1":
            case.authority = entry.data.authority
        case "application.approved.v1":
            case.entitled_fen = awarded(entry.data.awards)
        case "application.followed-up.v1":
            case.entitled_fen.update(awarded(entry.data.awards))
        case "application.revised.v1" | "application.objection-upheld.v1":
            change(case.entitled_fen, entry.data.changed)
        case "application.instalment-forfeited.v1":
            forfeit(case.entitled_fen, entry.data.items)
        case "application.withdrawn.v1":
            give_up(case.entitled_fen, entry.data.given_up)


def _submitted(entry: Entry[s.Submitted]) -> Case:
    applicant = entry.data.applicant
    return Case(
        application=entry.subject,
        scheme=entry.data.scheme,
        authority=entry.data.authority,
        edition=entry.data.edition,
        organisation=applicant.name if applicant.kind == "organisation" else None,
        entitled_fen={},
        notices=0,
    )


def _published(case: Case, entry: Entry[s.Published]) -> Notice:
    lines = case.on_notice(entry.data.lines)
    return Notice(
        notice=case.named(),
        application=case.application,
        number=case.notices,
        scheme=case.scheme,
        authority=case.authority,
        edition=case.edition,
        organisation=case.organisation,
        lines=_encode(lines).decode(),
        line_count=len(lines),
        amount_fen=sum(amount_fen for _, amount_fen in lines),
        published_on=entry.data.published_on,
        closes_on=entry.data.closes_on,
        payable_from=entry.data.payable_from,
        standing="open",
        ended_on=None,
        position=entry.position,
    )


def _there(row: _R | None, entry: Entry[Any]) -> _R:
    if row is None:
        raise StoreUnavailable("views-corrupt", model=NAME, application=entry.subject)
    return row


_encode = msgspec.json.Encoder().encode
_decode_amounts = msgspec.json.Decoder(Items).decode


def _weight(notice: Notice) -> int:
    return 4 + notice.line_count


def _read(row: Sequence[Any]) -> Case:
    application, scheme, authority, edition, organisation, amounts, notices = row
    return Case(application, scheme, authority, edition, organisation, dict(_decode_amounts(amounts)), notices)


def _row(case: Case) -> tuple[Any, ...]:
    amounts = _encode(list(case.entitled_fen.items())).decode()
    return case.application, case.scheme, case.authority, case.edition, case.organisation, amounts, case.notices
