"""What can be asked of the recovery book: open demands by age, ground and payee."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import select

from domain.application.values import PlannedPart
from projections.engine.query_result import QueryResult, day, query_result
from projections.engine.views import Views
from projections.recovery_book import model as recovery_book
from projections.recovery_book.model import DEMANDS


class Demand(NamedTuple):
    """A demand as it stands, amounts in fen (see `projections.recovery_book.model`)."""

    demand: str
    application: str
    recovery: str
    payee: str
    scheme: str
    authority: str
    payer: str
    ground: str
    basis: str
    standing: str
    demanded_on: date
    approved_on: date | None
    served_on: date | None
    due_on: date | None
    notified_fen: int
    statement_days: int
    notice_served_on: date | None
    statement_on: date | None
    no_statement: bool
    reminded: bool
    reminder_until: date | None
    next_due_on: date | None
    demanded_fen: int
    received_fen: int
    offset_fen: int
    reduced_fen: int
    written_off_fen: int
    cancelled_fen: int
    open_fen: int
    owed_back_fen: int
    objected: bool
    cancelled: bool
    referred_to: str | None
    plan: tuple[PlannedPart, ...]
    proposal: str
    recorded_at: datetime
    position: int

    def age_days(self, today: date) -> int:
        """How many days ago it was served, or was recorded while it was not."""
        return (today - (self.served_on or self.demanded_on)).days

    def overdue(self, today: date) -> bool:
        """Whether the payee should have paid by now: the day that it had to be paid by is over, and it is not."""
        return self.next_due_on is not None and self.next_due_on < today

    def overdue_fen(self, today: date) -> int:
        """What should have been paid by now: of a plan, only its parts whose day is over."""
        later_fen = sum(part.amount_fen for part in self.plan if part.due_on >= today)
        return max(0, self.open_fen - later_fen) if self.overdue(today) else 0


def recoveries(
    views: Views,
    *,
    application: str | None = None,
    ground: str | None = None,
    authority: str | None = None,
    payer: str | None = None,
    payee: str | None = None,
    only_open: bool = False,
) -> QueryResult[Demand]:
    """The demands that have every value given, the oldest first; `only_open` leaves out what came to its end, and
    has what is only intended."""
    wanted = {"application": application, "ground": ground, "authority": authority, "payer": payer, "payee": payee}
    query = select(DEMANDS).where(*(DEMANDS.c[name] == value for name, value in wanted.items() if value is not None))
    if only_open:
        query = query.where((DEMANDS.c.open_fen > 0) | (DEMANDS.c.standing == "intended"))
    with views.asking(recovery_book) as (connection, standing):
        rows = connection.execute(query).all()
    return query_result(_in_time_of(map(_demand, rows)), standing)


_read_plan = msgspec.json.Decoder(tuple[PlannedPart, ...]).decode


def _in_time_of(demands: Iterable[Demand]) -> Iterator[Demand]:
    """In their order in time; they are read when they are asked for."""
    yield from sorted(demands, key=_in_time)


def _in_time(demand: Demand) -> tuple[date, str]:
    return demand.served_on or demand.demanded_on, demand.demand


def _demand(row: Sequence[Any]) -> Demand:
    values = dict(zip(Demand._fields, row, strict=True))
    return Demand._make(row)._replace(
        demanded_on=date.fromisoformat(values["demanded_on"]),
        approved_on=day(values["approved_on"]),
        served_on=day(values["served_on"]),
        due_on=day(values["due_on"]),
        notice_served_on=day(values["notice_served_on"]),
        statement_on=day(values["statement_on"]),
        reminder_until=day(values["reminder_until"]),
        next_due_on=day(values["next_due_on"]),
        plan=_read_plan(values["plan"]),
        recorded_at=datetime.fromisoformat(values["recorded_at"]),
    )
