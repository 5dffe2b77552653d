"""What can be asked of the register of applications: how they stand now."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import select

from domain.worklist import Work
from projections.application_register import model
from projections.application_register.row import REGISTER
from projections.engine.query_result import QueryResult, day, query_result
from projections.engine.views import Views


class Registration(NamedTuple):
    """An application as it stands."""

    number: str
    scheme: str
    authority: str
    payer: str | None
    applicant: str
    received_on: date
    status: str
    lines: int
    entitled_fen: int
    ordered_fen: int
    paid_fen: int
    recovered_fen: int
    written_off_fen: int
    overpaid_fen: int
    outstanding_fen: int
    payable_fen: int
    demanded_fen: int
    recovery: str
    closes_on: date | None
    payable_from: date | None
    assessed_by: str | None
    version: int
    recorded_at: datetime
    position: int
    next_act: str | None
    next_of: str | None
    next_about: str | None
    next_role: str | None
    due_on: date | None
    open_acts: tuple[Work, ...]


def register(
    views: Views,
    *,
    number: str | None = None,
    status: str | None = None,
    scheme: str | None = None,
    authority: str | None = None,
    payer: str | None = None,
    payable: bool = False,
) -> QueryResult[Registration]:
    """The applications that have every value given, as they stand now, by number; with `payable`, only those of which
    something could be ordered.
    """
    wanted = {"number": number, "status": status, "scheme": scheme, "authority": authority, "payer": payer}
    values = {name: value for name, value in wanted.items() if value is not None}
    query = select(*(REGISTER.c[column] for column in Registration._fields)).order_by(REGISTER.c.number)
    if payable:
        query = query.where(REGISTER.c.payable_fen > 0)
    with views.asking(model) as (connection, standing):
        rows = connection.execute(query.where(*(REGISTER.c[column] == value for column, value in values.items()))).all()
    return query_result(map(_registration, rows), standing)


def _registration(row: Any) -> Registration:
    return Registration._make(row)._replace(
        received_on=date.fromisoformat(row.received_on),
        closes_on=day(row.closes_on),
        payable_from=day(row.payable_from),
        recorded_at=datetime.fromisoformat(row.recorded_at),
        due_on=day(row.due_on),
        open_acts=_open_acts(row.open_acts),
    )


_open_acts = msgspec.json.Decoder(tuple[Work, ...]).decode
