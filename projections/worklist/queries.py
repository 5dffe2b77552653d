"""What can be asked of the worklist."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, select

from domain.worklist import Work
from projections.engine.query_result import QueryResult, query_result
from projections.engine.views import Views
from projections.worklist import model as worklist
from projections.worklist.model import WORKLIST
from projections.worklist.rows import work


def works(
    views: Views,
    *,
    actions: Collection[str] = (),
    of: str | None = None,
    scheme: str | None = None,
    authority: str | None = None,
    due_by: date | None = None,
) -> QueryResult[Work]:
    """What is to be done, by stream: allotments, applications, payment runs, and then what two people agree about.

    With `actions`, `of`, `scheme`, `authority` only what has these values; with `due_by` only what has a day, which
    comes no later.
    """
    column = WORKLIST.c
    wanted: list[ColumnElement[bool]] = [column.action.in_(actions)] if actions else []
    equal = {"of": of, "scheme": scheme, "authority": authority}
    wanted += [column[name] == value for name, value in equal.items() if value is not None]
    if due_by is not None:
        wanted.append(column.due_on <= due_by.isoformat())
    query = select(WORKLIST).where(*wanted).order_by(column.stream, column.ordinal)
    with views.asking(worklist) as (connection, standing):
        rows = connection.execute(query).all()
    return query_result(map(work, rows), standing)
