"""经办留痕: who did what, when, and who stood by whose work: for four eyes and for trails.

One row for each act of an officer, at the position of its fact, append-only. `act` is a key of
`domain.office.roles.PERMISSIONS`. Acts that two people share are two rows: `part` is `first` for who began and `second`
for who answered, with the `outcome`; the second names the officer and the position of the first, so that every pair can
be looked at in one row. Everything else is `alone`. `about` is the proposal, objection, demand, batch or letter.

What follows of itself (a settlement, a reopening, a demand reduced because less was overpaid, what a confirmation
sets in force, what a payment run draws) is nobody's act and has no row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import BigInteger, Column, Connection, String, Table

from projections.database.connections import insert
from projections.engine.model import METADATA
from projections.engine.row_cache import RowCache
from projections.events.entries import Entry

NAME = "officer_acts"
VERSION = 1
ACTS_DONE = Table(
    NAME,
    METADATA,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("officer", String, nullable=False),
    Column("act", String, nullable=False),
    Column("part", String, nullable=False),
    Column("outcome", String),
    Column("application", String),
    Column("stream", String, nullable=False),
    Column("about", String),
    Column("first_officer", String),
    Column("first_position", BigInteger),
    Column("effective_on", String, nullable=False),
    Column("recorded_at", String, nullable=False),
    sqlite_with_rowid=False,
)
HALVES = Table(
    "officer_acts_open",
    METADATA,
    Column("stream", String, primary_key=True),
    Column("halves", String, nullable=False),  # JSON: officer and position of what waits for a second, by what it is
    sqlite_with_rowid=False,
)
TABLES = (ACTS_DONE, HALVES)
INDEXES: Mapping[str, Sequence[Sequence[str]]] = {
    NAME: (("officer", "position"), ("application", "position"), ("act", "position"))
}
_CAPACITY = 100_000


class Done(NamedTuple):
    """How a fact is read: the act, its part, what came of it, what it is about, and which half it opens or closes."""

    act: str
    part: str = "alone"
    outcome: str | None = None
    about: str | None = None
    half: str | None = None


class Open(msgspec.Struct, gc=False):
    """What in one stream waits for a second officer."""

    stream: str
    halves: dict[str, tuple[str, int]]


def begin(tables: Sequence[Table]) -> ActsFold:
    return ActsFold(*tables)


class ActsFold:
    """See `projections.engine.model.Fold`."""

    def __init__(self, acts: Table, halves: Table) -> None:
        self._acts = acts
        self._open = RowCache(halves, read=_read, row=_row, weigh=lambda each: 2, capacity=_CAPACITY)
        self._rows: list[tuple[Any, ...]] = []

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        mine = [(entry, done) for entry in entries if entry.name in EVENTS and (done := _ACTS[entry.name](entry))]
        self._open.fetch(connection, {entry.stream for entry, done in mine if done.half})
        for entry, done in mine:
            first = self._first_half(entry, done)
            self._rows.append(
                (
                    entry.position,
                    entry.actor,
                    done.act,
                    done.part,
                    done.outcome,
                    entry.subject if entry.name.startswith("application.") else None,
                    entry.stream,
                    done.about,
                    *(first or (None, None)),
                    entry.effective_on,
                    entry.recorded_at,
                )
            )

    def write(self, connection: Connection, *, lazily: bool) -> None:
        insert(connection, self._acts, self._rows)
        self._rows.clear()
        self._open.write(connection, lazily=lazily)

    def _first_half(self, entry: Entry[Any], done: Done) -> tuple[str, int] | None:
        """Note a first half; of a second one, who did the first, and where."""
        if done.half is None:
            return None
        if done.part == "second":
            opened = self._open.change(entry.stream)
            return opened.halves.pop(done.half, None) if opened else None
        opened = self._open.change(entry.stream)
        if opened is None:
            opened = Open(entry.stream, {})
            self._open.add(entry.stream, opened)
        opened.halves[done.half] = (entry.actor, entry.position)
        return None


Reading = Callable[[Entry[Any]], Done | None]


def _alone(act: str, about: str | None = None) -> Reading:
    """An act of one officer; `about` is the member of the fact that says what it is about."""
    return lambda entry: Done(act, about=getattr(entry.data, about) if about else None)


def _first(act: str, about: str = "proposal") -> Reading:
    return lambda entry: Done(act, "first", None, getattr(entry.data, about), entry.data.proposal)


def _required(entry: Entry[Any]) -> Done:
    return Done(entry.data.act, "first", None, entry.data.proposal, entry.data.proposal)


def _change_proposed(entry: Entry[Any]) -> Done:
    return Done(entry.data.act, "first", None, entry.data.recovery, entry.data.proposal)


def _answered(outcome: str) -> Reading:
    return lambda entry: Done(entry.data.act, "second", outcome, entry.data.proposal, entry.data.proposal)


def _register_answered(outcome: str) -> Reading:
    return lambda entry: Done("register-entry", "second", outcome, entry.data.proposal, entry.data.proposal)


def _reviewed(outcome: str) -> Reading:
    return lambda entry: Done("assess", "second", outcome, None, "assessment")


def _ordered(part: str, outcome: str | None = None) -> Reading:
    return lambda entry: Done("order-payment", part, outcome, entry.data.batch, f"batch {entry.data.batch}")


def _credited(entry: Entry[Any]) -> Done | None:
    return Done("record-credits", about=entry.data.credit.batch) if entry.data.credit else None


def _issued(entry: Entry[Any]) -> Done:
    demand = entry.data.letter == "recovery-demand"
    return Done("issue-demand" if demand else "issue-letter", about=entry.data.about or entry.data.letter)


_ACTS: Mapping[str, Reading] = {
    "policy.edition-adopted.v1": _alone("adopt-policy", "edition"),
    "calendar.year-adopted.v1": _alone("adopt-calendar"),
    "officer.enrolled.v1": _alone("keep-officers"),
    "officer.role-granted.v1": _alone("keep-officers"),
    "officer.role-revoked.v1": _alone("keep-officers"),
    "officer.suspended.v1": _alone("keep-officers"),
    "officer.key-rotated.v1": _alone("keep-officers"),
    "people.linked.v1": _alone("link-persons"),
    "register.entry-proposed.v1": _first("register-entry"),
    "register.end-proposed.v1": _first("register-entry"),
    "register.proposal-confirmed.v1": _register_answered("confirmed"),
    "register.proposal-declined.v1": _register_answered("declined"),
    "fund.opened.v1": _alone("open-fund"),
    "batch.exported.v1": lambda entry: Done("export-payment", about=entry.subject),
    "application.submitted.v1": _alone("submit"),
    "application.confirmation-required.v1": _required,
    "application.proposal-confirmed.v1": _answered("confirmed"),
    "application.proposal-declined.v1": _answered("declined"),
    "application.correction-requested.v1": _alone("request-correction"),
    "application.corrected.v1": _alone("correct"),
    "application.accepted.v1": _alone("accept"),
    "application.not-accepted.v1": _alone("refuse"),
    "application.withdrawn.v2": _alone("withdraw"),
    "application.suspended.v1": _alone("suspend"),
    "application.resumed.v1": _alone("resume"),
    "application.documents-attached.v1": _alone("attach"),
    "application.account-proposed.v1": _first("account"),
    "application.letter-issued.v1": _issued,
    "application.facts-verified.v1": _alone("verify"),
    "application.assessed.v1": lambda entry: Done("assess", "first", half="assessment"),
    "application.approved.v1": _reviewed("approved"),
    "application.rejected.v1": _reviewed("rejected"),
    "application.sent-back.v1": _reviewed("sent-back"),
    "application.notice-published.v1": _alone("publish-notice"),
    "application.notice-closed.v1": _alone("close-notice"),
    "application.milestone-reported.v1": _first("milestone"),
    "application.payment-ordered.v2": _ordered("first"),
    "application.payment-released.v1": _ordered("second", "released"),
    "application.payment-cancelled.v2": _ordered("second", "cancelled"),
    "application.payment-failed.v1": _alone("record-credits", "batch"),
    "application.partially-paid.v2": _credited,
    "application.settled.v2": _credited,
    "application.payment-returned.v1": _alone("record-credits", "batch"),
    "application.paid-by-offset.v1": _alone("offset-recovery", "recovery"),
    "application.objection-raised.v1": _alone("raise-objection", "objection"),
    "application.objection-answer-proposed.v1": _first("answer-objection", "objection"),
    "application.waiver-requested.v1": _first("waive"),
    "application.revision-proposed.v1": _first("revise"),
    "application.recovery-demanded.v1": _first("demand-recovery", "recovery"),
    "application.recovery-served.v1": _alone("serve-recovery", "recovery"),
    "application.recovery-objected.v1": _alone("object-to-recovery", "recovery"),
    "application.recovery-planned.v1": _alone("plan-recovery", "recovery"),
    "application.recovery-received.v1": _alone("receive-recovery", "recovery"),
    "application.recovery-offset.v1": _alone("offset-recovery", "recovery"),
    "application.recovery-change-proposed.v1": _change_proposed,
}
EVENTS = frozenset(_ACTS)

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, tuple[str, int]]).decode


def _read(row: Sequence[Any]) -> Open:
    stream, halves = row
    return Open(stream, _decode(halves))


def _row(opened: Open) -> tuple[Any, ...]:
    return opened.stream, _encode(opened.halves).decode()
