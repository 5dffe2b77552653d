"""What can be asked of the public notices: what is or was on notice, until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import select

from projections.engine.query_result import QueryResult, day, query_result
from projections.engine.views import Views
from projections.public_notice import model as public_notice
from projections.public_notice.model import NOTICES


class Notice(NamedTuple):
    """A public notice; `lines` are line numbers with what each was entitled to then, in fen."""

    notice: str
    application: str
    number: int
    scheme: str
    authority: str
    edition: str
    organisation: str | None
    lines: tuple[tuple[int, int], ...]
    line_count: int
    amount_fen: int
    published_on: date
    closes_on: date
    payable_from: date
    standing: str
    ended_on: date | None
    position: int

    def runs(self, today: date) -> bool:
        """Whether it is on notice today: not ended, and its last day not over."""
        return self.standing == "open" and today <= self.closes_on


def notices(
    views: Views, *, application: str | None = None, authority: str | None = None, only_open: bool = False
) -> QueryResult[Notice]:
    """The notices that have every value given, in the order of publication; `only_open` those not ended yet."""
    wanted = {"application": application, "authority": authority, "standing": "open" if only_open else None}
    query = select(NOTICES).where(*(NOTICES.c[name] == value for name, value in wanted.items() if value is not None))
    with views.asking(public_notice) as (connection, standing):
        rows = connection.execute(query.order_by(NOTICES.c.position)).all()
    return query_result(map(_notice, rows), standing)


_read_lines = msgspec.json.Decoder(tuple[tuple[int, int], ...]).decode


def _notice(row: Sequence[Any]) -> Notice:
    values = dict(zip(Notice._fields, row, strict=True))
    return Notice._make(row)._replace(
        lines=_read_lines(values["lines"]),
        published_on=date.fromisoformat(values["published_on"]),
        closes_on=date.fromisoformat(values["closes_on"]),
        payable_from=date.fromisoformat(values["payable_from"]),
        ended_on=day(values["ended_on"]),
    )
