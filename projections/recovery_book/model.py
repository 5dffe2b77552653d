"""追回台账: each demand to pay money back, from its proposal to the last fen.

One row a demand, amounts in fen. Always `demanded_fen` = `received_fen` + `offset_fen` + `reduced_fen` +
`written_off_fen` + `cancelled_fen` + `open_fen`; a demand that the supervisor declined is cancelled. What came in
beyond a demand, owed back or overpaid besides, is in `owed_back_fen`. How old a demand is follows at the moment of
asking, from `served_on`, or `demanded_on` while it was not served. No event but those of demands and receipt is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Connection, String, Table

from domain.application.state.letters import RECOVERY_NOTICE, REMINDER
from domain.application.state.money import demand_status, next_due
from projections.engine.model import METADATA
from projections.engine.row_cache import RowCache
from projections.events import event_views as s
from projections.events.entries import Entry
from projections.folds.debts import ABOUT_DEBTS, CONFIRMED, DECLINED, OF_THE_FILE, PROPOSED, brought
from projections.folds.demands import ABOUT_DEMANDS, DEMANDING, Demand, PlannedPart, demanded, notified
from store.errors import StoreUnavailable

_R = TypeVar("_R")
NAME = "recovery_book"
VERSION = 5
DEMANDS = Table(
    NAME,
    METADATA,
    Column("demand", String, primary_key=True),  # the application and the id of the demand in it
    Column("application", String, nullable=False),
    Column("recovery", String, nullable=False),
    Column("payee", String, nullable=False),  # a USCC or a pseudonym
    Column("scheme", String, nullable=False),
    Column("authority", String, nullable=False),
    Column("payer", String, nullable=False),
    Column("ground", String, nullable=False),
    Column("basis", String, nullable=False),
    Column("standing", String, nullable=False),
    Column("demanded_on", String, nullable=False),
    Column("approved_on", String),
    Column("served_on", String),
    Column("due_on", String),  # as served
    Column("notified_fen", BigInteger, nullable=False),  # by the notice before the demand; 0 where none was needed
    Column("statement_days", BigInteger, nullable=False),
    Column("notice_served_on", String),
    Column("statement_on", String),
    Column("no_statement", Boolean, nullable=False),
    Column("reminded", Boolean, nullable=False),
    Column("reminder_until", String),
    Column("next_due_on", String),  # of the part of the plan that is to be paid next, else as served
    Column("demanded_fen", BigInteger, nullable=False),
    Column("received_fen", BigInteger, nullable=False),
    Column("offset_fen", BigInteger, nullable=False),
    Column("reduced_fen", BigInteger, nullable=False),
    Column("written_off_fen", BigInteger, nullable=False),
    Column("cancelled_fen", BigInteger, nullable=False),
    Column("open_fen", BigInteger, nullable=False),
    Column("owed_back_fen", BigInteger, nullable=False),
    Column("objected", Boolean, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Column("referred_to", String),
    Column("plan", String, nullable=False),  # JSON: each part's day and amount
    Column("proposal", String, nullable=False),
    Column("recorded_at", String, nullable=False),  # of the last event about it, as is the position
    Column("position", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
CASES = Table(
    "recovery_book_case",
    METADATA,
    Column("application", String, primary_key=True),
    Column("payee", String, nullable=False),
    Column("scheme", String, nullable=False),
    Column("authority", String, nullable=False),
    Column("payer", String, nullable=False),
    Column("proposals", String, nullable=False),  # JSON: the demand by its proposal
    sqlite_with_rowid=False,
)
TABLES = (DEMANDS, CASES)
INDEXES: Mapping[str, Sequence[Sequence[str]]] = {
    NAME: (("authority", "demand"), ("payer", "demand"), ("ground", "demand"), ("payee", "demand"))
}
_TRANSFERRED = "application.transferred.v1"
_DECIDED = (_TRANSFERRED, "application.approved.v1", "application.revised.v1")
"""They say who pays, and so who demands."""
_SUBMITTED, _DEMANDED = "application.submitted.v1", "application.recovery-demanded.v1"
_NOTIFIED, _SERVED = "application.recovery-notified.v1", "application.letter-served.v1"
_DECLINED = "application.proposal-declined.v1"
_OF_CASES = frozenset({_SUBMITTED, *_DECIDED, _NOTIFIED, _DEMANDED, _DECLINED, _SERVED, *ABOUT_DEMANDS})
_OF_DEBTS = frozenset({PROPOSED, CONFIRMED, DECLINED, *ABOUT_DEBTS})
EVENTS = _OF_CASES | _OF_DEBTS
_CAPACITY = 50_000
"""Applications, and demands, kept in memory: some 40 MB."""


class Case(msgspec.Struct, gc=False):
    application: str
    payee: str
    scheme: str
    authority: str
    payer: str
    proposals: dict[str, str]


class Booked(msgspec.Struct, gc=False):
    case: Case
    demand: Demand
    recorded_at: str
    position: int


def begin(tables: Sequence[Table]) -> RecoveryFold:
    return RecoveryFold(*tables)


class RecoveryFold:
    """See `projections.engine.model.Fold`."""

    def __init__(self, demands: Table, cases: Table) -> None:
        self._demands = RowCache(demands, read=_read, row=_row, weigh=lambda row: 1, capacity=_CAPACITY)
        self._cases = RowCache(cases, read=_read_case, row=_case_row, weigh=lambda row: 1, capacity=_CAPACITY)

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        self._take_debts(connection, [entry for entry in entries if entry.name in _OF_DEBTS])
        mine = [entry for entry in entries if entry.name in _OF_CASES and _about_demand(entry)]
        self._cases.fetch(connection, {entry.subject for entry in mine if entry.version > 1})
        apart = (_SUBMITTED, *_DECIDED, _NOTIFIED, _DECLINED)
        wanted = (_named(entry) for entry in mine if entry.name not in apart)
        declined = (
            _key(entry.subject, recovery)
            for entry in mine
            if entry.name == _DECLINED and (case := self._cases.get(entry.subject))
            for recovery in case.proposals.values()
        )
        self._demands.fetch(connection, {*wanted, *declined})
        for entry in mine:
            self._happened(entry)

    def _take_debts(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        """Of files of demands from before this log: `proposals` of such a file has the names of its demands."""
        self._cases.fetch(connection, {entry.stream for entry in entries if entry.version > 1})
        about = (
            _key(entry.stream, recovery)
            for entry in entries
            if (held := self._cases.get(entry.stream))
            for recovery in _debts_meant(entry, held)
        )
        self._demands.fetch(connection, set(about))
        for entry in entries:
            if entry.name == PROPOSED:
                self._brought(entry)
                continue
            for recovery in _debts_meant(entry, _there(self._cases.get(entry.stream), entry)):
                booked = _there(self._demands.change(_key(entry.stream, recovery)), entry)
                if entry.name == CONFIRMED:
                    booked.demand.approved_on = booked.demand.demanded_on
                elif entry.name == DECLINED:
                    booked.demand.decline()
                else:
                    ABOUT_DEBTS[entry.name](booked.demand, entry)
                booked.recorded_at, booked.position = entry.recorded_at, entry.position

    def _brought(self, entry: Entry[s.DebtsProposed]) -> None:
        authority, names = entry.data.authority, {debt.recovery: debt.recovery for debt in entry.data.debts}
        self._cases.add(entry.stream, Case(entry.stream, "", "", authority, authority, names))
        for debt in entry.data.debts:
            case = Case(entry.stream, debt.payee, debt.scheme, authority, authority, {})
            booked = Booked(case, brought(entry.data.proposal, debt), entry.recorded_at, entry.position)
            self._demands.add(_key(entry.stream, debt.recovery), booked)

    def write(self, connection: Connection, *, lazily: bool) -> None:
        self._cases.write(connection, lazily=lazily)
        self._demands.write(connection, lazily=lazily)

    def _happened(self, entry: Entry[Any]) -> None:
        if entry.name == _SUBMITTED:
            self._cases.add(entry.subject, _submitted(entry))
            return
        case = _there(self._cases.change(entry.subject), entry)
        if entry.name in _DECIDED:
            if entry.name == _TRANSFERRED:
                case.authority = entry.data.authority
            case.payer = entry.data.payer or case.authority
            return
        if entry.name == _NOTIFIED:
            self._demands.add(_named(entry), Booked(case, notified(entry), entry.recorded_at, entry.position))
            return
        if entry.name == _DEMANDED:
            case.proposals[entry.data.proposal] = entry.data.recovery
            told = self._demands.change(_named(entry))
            if told is None:
                self._demands.add(_named(entry), Booked(case, demanded(entry), entry.recorded_at, entry.position))
                return
            booked = told
            demanded(entry, told.demand)
        elif entry.name == _DECLINED:
            recovery = case.proposals[entry.data.proposal]
            booked = _there(self._demands.change(_key(entry.subject, recovery)), entry)
            booked.demand.decline()
        elif entry.name == _SERVED:
            served = self._demands.change(_named(entry))
            if served is None:
                return
            booked = served
            due_on = date.fromisoformat(entry.data.due_on) if entry.data.due_on else None
            booked.demand.letter_served(entry.data.letter, date.fromisoformat(entry.data.served_on), due_on)
        else:
            booked = _there(self._demands.change(_named(entry)), entry)
            ABOUT_DEMANDS[entry.name](booked.demand, entry)
        booked.recorded_at, booked.position = entry.recorded_at, entry.position


def _debts_meant(entry: Entry[Any], file: Case) -> tuple[str, ...]:
    """The demands that an event changes: all of them, where their file is answered."""
    if entry.name in (CONFIRMED, DECLINED):
        return tuple(file.proposals) if entry.data.act == OF_THE_FILE else ()
    return () if entry.name == PROPOSED else (entry.data.recovery,)


def _about_demand(entry: Entry[Any]) -> bool:
    if entry.name == _SERVED:
        return entry.data.letter in (RECOVERY_NOTICE, REMINDER)
    return entry.name != _DECLINED or entry.data.act == DEMANDING


def _named(entry: Entry[Any]) -> str:
    """The demand that an event is about, which a letter names otherwise."""
    return _key(entry.subject, entry.data.about if entry.name == _SERVED else entry.data.recovery)


def _key(application: str, recovery: str) -> str:
    return f"{application} {recovery}"


def _submitted(entry: Entry[s.Submitted]) -> Case:
    return Case(
        application=entry.subject,
        payee=entry.data.applicant.party,
        scheme=entry.data.scheme,
        authority=entry.data.authority,
        payer=entry.data.payer or entry.data.authority,
        proposals={},
    )


def _there(row: _R | None, entry: Entry[Any]) -> _R:
    if row is None:
        raise StoreUnavailable("views-corrupt", model=NAME, application=entry.subject)
    return row


_encode = msgspec.json.Encoder().encode
_decode_plan = msgspec.json.Decoder(list[PlannedPart]).decode
_decode_proposals = msgspec.json.Decoder(dict[str, str]).decode
_of_demand = [name for name in Demand.__struct_fields__ if name != "plan"]
_DAYS = ("demanded_on", "approved_on", "served_on", "due_on", "notice_served_on", "statement_on", "reminder_until")
_columns = [column.name for column in DEMANDS.columns]


def _read_case(row: Sequence[Any]) -> Case:
    application, payee, scheme, authority, payer, proposals = row
    return Case(application, payee, scheme, authority, payer, _decode_proposals(proposals))


def _case_row(case: Case) -> tuple[Any, ...]:
    return case.application, case.payee, case.scheme, case.authority, case.payer, _encode(case.proposals).decode()


def _read(row: Sequence[Any]) -> Booked:
    values = dict(zip(_columns, row, strict=True))
    values |= {name: date.fromisoformat(values[name]) for name in _DAYS if values[name] is not None}
    demand = Demand(**{name: values[name] for name in _of_demand}, plan=_decode_plan(values["plan"]))
    case = Case(values["application"], values["payee"], values["scheme"], values["authority"], values["payer"], {})
    return Booked(case, demand, values["recorded_at"], values["position"])


def _row(booked: Booked) -> tuple[Any, ...]:
    case, demand = booked.case, booked.demand
    values: dict[str, Any] = {name: getattr(demand, name) for name in _of_demand}
    values |= {
        "demand": _key(case.application, demand.recovery),
        "application": case.application,
        "payee": case.payee,
        "scheme": case.scheme,
        "authority": case.authority,
        "payer": case.payer,
        "standing": demand_status(demand),
        "next_due_on": next_due(demand)[0],
        "open_fen": demand.open_fen,
        "plan": _encode(demand.plan).decode(),
        "recorded_at": booked.recorded_at,
        "position": booked.position,
    }
    values |= {name: values[name].isoformat() for name in (*_DAYS, "next_due_on") if values[name] is not None}
    return tuple(values[name] for name in _columns)
