"""What can be asked of the acts of officers: who did what, and who stood by whose work."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from projections.engine.query_result import QueryResult, query_result
from projections.engine.views import Views
from projections.officer_acts import model as officer_acts
from projections.officer_acts.model import ACTS_DONE


class ActDone(NamedTuple):
    """One act; of a second half, also who did the first, and at which position."""

    position: int
    officer: str
    act: str
    part: str
    outcome: str | None
    application: str | None
    stream: str
    about: str | None
    first_officer: str | None
    first_position: int | None
    effective_on: date
    recorded_at: datetime


def acts(
    views: Views,
    *,
    officer: str | None = None,
    application: str | None = None,
    act: str | None = None,
    part: str | None = None,
) -> QueryResult[ActDone]:
    """The acts that have every value given, in the order in which they were recorded."""
    wanted = {"officer": officer, "application": application, "act": act, "part": part}
    query = select(ACTS_DONE).where(
        *(ACTS_DONE.c[name] == value for name, value in wanted.items() if value is not None)
    )
    with views.asking(officer_acts) as (connection, standing):
        rows = connection.execute(query.order_by(ACTS_DONE.c.position)).all()
    return query_result(
        (
            ActDone._make(row)._replace(
                effective_on=date.fromisoformat(row.effective_on), recorded_at=datetime.fromisoformat(row.recorded_at)
            )
            for row in rows
        ),
        standing,
    )
