"""经办留痕: who did what, when, and who stood by whose work: for four eyes and for trails.

One row for each act of an officer, at the position of its event, append-only, as the event itself declares it
(`domain.base.Act`). `act` is a key of `domain.office.roles.PERMISSIONS`. Acts that two people share are two rows: the
`part` of who began is `first` and of who answered `second`, with the `outcome`; the second names the officer and the
position of the first, so that every pair can be looked at in one row. Everything else is `alone`. `about` is the
proposal, objection, demand, batch or letter.

What follows of itself (a settlement, a reopening, a demand reduced because less was overpaid, what a confirmation
sets in force, what a payment run draws) is nobody's act and has no row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import BigInteger, Column, Connection, String, Table

from domain.application.events.disputes import TAKING_BACK
from domain.base import SUBJECT, Act, Part
from domain.catalogue import ACTS
from projections.database.connections import insert
from projections.engine.model import METADATA
from projections.engine.row_cache import RowCache
from projections.events.entries import Entry

NAME = "officer_acts"
VERSION = 6
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
    """How an event is read: the act, its part, what came of it, what it is about, and which half it opens or closes."""

    act: str
    part: str
    outcome: str | None
    about: str | None
    half: str | None


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
        self._open = RowCache(halves, read=_read, row=_row, weigh=lambda _half: 2, capacity=_CAPACITY)
        self._rows: list[tuple[Any, ...]] = []

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        mine = [(entry, done) for entry in entries if entry.name in EVENTS and (done := _done(entry))]
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
            if opened and done.act in _BRINGING_BACK:
                # What the end of the case dropped may be asked again behind it: confirmed, brought back, asked.
                opened.halves[_ASKED_AGAIN] = (entry.actor, entry.position + 2)
            return opened.halves.pop(done.half, None) if opened else None
        opened = self._open.change(entry.stream)
        if opened is None:
            opened = Open(entry.stream, {})
            self._open.add(entry.stream, opened)
        begun = _declared(opened, entry, done) if entry.name == _REQUIRED else (entry.actor, entry.position)
        opened.halves[done.half] = begun
        return None


_REQUIRED = "application.confirmation-required.v1"
_BRINGING_BACK = frozenset({"answer-objection", *TAKING_BACK})
_ASKED_AGAIN = "=again"


def _declared(opened: Open, entry: Entry[Any], done: Done) -> tuple[str, int]:
    """By whom and where it was declared what has to be confirmed, also when it is asked again."""
    declared = f"=declared {done.act}"
    _officer, again = opened.halves.get(_ASKED_AGAIN, ("", 0))
    if entry.position == again and declared in opened.halves:
        opened.halves[_ASKED_AGAIN] = ("", again + 1)
        return opened.halves[declared]
    opened.halves[declared] = (entry.actor, entry.position)
    return opened.halves[declared]


_ACTS: Mapping[str, Act] = {name: act for name, act in ACTS.items() if act.part is not Part.CONSEQUENCE}
EVENTS = frozenset(_ACTS)


def _done(entry: Entry[Any]) -> Done | None:
    """How the act that the event declares reads in this one; None when it is nobody's."""
    declared = _ACTS[entry.name]
    if declared.only_with is not None and _member(entry, declared.only_with) is None:
        return None
    about = _member(entry, declared.about) or _member(entry, declared.or_about)
    return Done(_permission(entry, declared), declared.part.value, declared.outcome, about, _half(entry, declared))


def _permission(entry: Entry[Any], declared: Act) -> str:
    other = declared.otherwise
    if other is not None and _member(entry, other.member) in other.values:
        return other.permission
    return declared.permission or str(entry.data.act)


def _half(entry: Entry[Any], declared: Act) -> str | None:
    if declared.part is Part.ALONE:
        return None
    if declared.pair is None:
        return declared.permission
    within = _member(entry, declared.pair_within)
    half = f"{declared.pair} {_member(entry, declared.pair)}"
    return half if within is None else f"{half} {within}"


def _member(entry: Entry[Any], name: str | None) -> Any:
    if name is None:
        return None
    return entry.subject if name == SUBJECT else _getter(name)(entry.data)


_getter = cache(attrgetter)
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, tuple[str, int]]).decode


def _read(row: Sequence[Any]) -> Open:
    stream, halves = row
    return Open(stream, _decode(halves))


def _row(opened: Open) -> tuple[Any, ...]:
    return opened.stream, _encode(opened.halves).decode()
