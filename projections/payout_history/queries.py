"""What can be asked of the read models. Every question is one SELECT, and says as of which position it is answered.

The caller catches up first (`projections.building.runner.catch_up`) if it may write; a reader that may not is told in
the answer how far behind the log's head it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from projections.engine.query_result import QueryResult, query_result
from projections.engine.views import Views
from projections.events.entries import instant_text
from projections.payout_history import model as payout_history
from projections.payout_history.rows import MOVEMENTS, Kind

Known = datetime | int
"""A moment of what was known: an aware instant, or a position."""


class Movement(NamedTuple):
    """One movement of money; the sign of the amount is explained in `projections.payout_history.model`."""

    position: int
    ordinal: int
    application: str
    line: int
    instalment: int
    kind: str
    amount_fen: int
    source: str | None
    fund: str | None
    person: str | None
    payee: str
    scheme: str
    authority: str
    payer: str | None
    effective_on: date
    recorded_at: datetime
    reference: str | None
    batch: str | None
    recovery: str | None
    clause: str | None
    edition: str
    digest: str


class Total(NamedTuple):
    """Of the movements of one kind: how many, and what they add up to."""

    kind: str
    movements: int
    amount_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which movements are asked about: those that have every value given.

    `as_of` bounds the day on which they took effect, `known_at` what had been recorded; together they answer "what did
    we believe on 30 June about payments up to 31 May". Of a payee or a person several pseudonyms may be given, for one
    who is known under several documents.
    """

    application: str | None = None
    payee: str | tuple[str, ...] | None = None
    person: str | tuple[str, ...] | None = None
    scheme: str | None = None
    authority: str | None = None
    payer: str | None = None
    source: str | None = None
    as_of: date | None = None
    known_at: Known | None = None


EVERYTHING = Filter()


def history(views: Views, asked: Filter = EVERYTHING) -> QueryResult[Movement]:
    """The movements asked about, in the order in which they were recorded."""
    return _movements(views, _values(asked))


def diff(views: Views, after: Known, until: Known, asked: Filter = EVERYTHING) -> QueryResult[Movement]:
    """What was recorded later than `after` and not later than `until`."""
    return _movements(views, _values(asked) | _known("after", after) | _known("until", until))


def totals(views: Views, asked: Filter = EVERYTHING) -> QueryResult[Total]:
    """What the movements asked about add up to, kind by kind in the order of `Kind`."""
    values = _values(asked)
    with views.asking(payout_history) as (connection, standing):
        by_kind = {row[0]: Total(row[0], row[1], int(row[2])) for row in connection.execute(_sums(*values), values)}
    return query_result((by_kind[kind] for kind in Kind if kind in by_kind), standing)


_EQUAL = ("application", "payee", "person", "scheme", "authority", "payer", "source")
_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    **{column: MOVEMENTS.c[column] == bindparam(column) for column in _EQUAL},
    **{f"{column}_any": MOVEMENTS.c[column].in_(bindparam(f"{column}_any", expanding=True)) for column in _EQUAL},
    "as_of": MOVEMENTS.c.effective_on <= bindparam("as_of"),
    "known_position": MOVEMENTS.c.position <= bindparam("known_position"),
    "known_instant": MOVEMENTS.c.recorded_at <= bindparam("known_instant"),
    "until_position": MOVEMENTS.c.position <= bindparam("until_position"),
    "until_instant": MOVEMENTS.c.recorded_at <= bindparam("until_instant"),
    "after_position": MOVEMENTS.c.position > bindparam("after_position"),
    "after_instant": MOVEMENTS.c.recorded_at > bindparam("after_instant"),
}


@cache
def _rows(*conditions: str) -> Select[Any]:
    """Built once for each set of conditions, for that takes longer than running it."""
    query = select(MOVEMENTS).where(*(_CONDITIONS[name] for name in conditions))
    return query.order_by(MOVEMENTS.c.position, MOVEMENTS.c.ordinal)


@cache
def _sums(*conditions: str) -> Select[Any]:
    kind, amount_fen = MOVEMENTS.c.kind, MOVEMENTS.c.amount_fen
    query = select(kind, func.count(), func.sum(amount_fen)).where(*(_CONDITIONS[name] for name in conditions))
    return query.group_by(kind)


def _values(asked: Filter) -> dict[str, Any]:
    given = _given({column: getattr(asked, column) for column in _EQUAL})
    values = {f"{name}_any" if isinstance(value, tuple) else name: value for name, value in given.items()}
    if asked.as_of is not None:
        values["as_of"] = asked.as_of.isoformat()
    if asked.known_at is not None:
        values |= _known("known", asked.known_at)
    return values


def _given(values: Mapping[str, str | None]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _known(what: str, moment: Known) -> dict[str, Any]:
    if isinstance(moment, datetime):
        return {f"{what}_instant": instant_text(moment)}
    return {f"{what}_position": moment}


def _movements(views: Views, values: dict[str, Any]) -> QueryResult[Movement]:
    with views.asking(payout_history) as (connection, standing):
        rows = connection.execute(_rows(*values), values).all()
    return query_result(map(_movement, rows), standing)


def _movement(row: Sequence[Any]) -> Movement:
    *before, effective_on, recorded_at, reference, batch, recovery, clause, edition, digest = row
    days = (date.fromisoformat(effective_on), datetime.fromisoformat(recorded_at))
    return Movement._make((*before, *days, reference, batch, recovery, clause, edition, digest))
