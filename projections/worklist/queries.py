"""What can be asked of the worklist: the payment runs and the proposals about registers that wait for somebody."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from domain.office.roles import Proposal
from projections.engine.query_result import QueryResult, query_result
from projections.engine.views import Views
from projections.worklist import model
from projections.worklist.model import PROPOSALS, RUNS

REGISTER_ENTRY = "register-entry"
"""The one kind of proposal that registers have."""


class OpenRun(NamedTuple):
    """A payment run that waits (`domain.worklist.RunView`); `files` counts those that were made for the bank."""

    batch: str
    authority: str
    status: str
    files: int
    ordered_by: str
    amount_fen: int

    @property
    def exported(self) -> tuple[str, ...]:
        return ("",) * self.files


def open_runs(views: Views) -> QueryResult[OpenRun]:
    """Payment runs that wait for their release, their file, or the bank, by number."""
    columns = (RUNS.c[name] for name in ("batch", "authority", "status", "exported", "ordered_by", "amount_fen"))
    with views.asking(model) as (connection, status):
        rows = connection.execute(select(*columns).where(RUNS.c.open == 1).order_by(RUNS.c.batch)).all()
    return query_result(map(OpenRun._make, rows), status)


def register_proposals(views: Views) -> QueryResult[tuple[str, Proposal]]:
    """What is proposed about registers and not answered: the register and the proposal, in the order of proposing."""
    columns = (PROPOSALS.c[name] for name in ("register", "proposal", "proposed_by"))
    with views.asking(model) as (connection, status):
        rows = connection.execute(select(*columns).where(PROPOSALS.c.open == 1).order_by(PROPOSALS.c.position)).all()
    return query_result(((row[0], Proposal(id=row[1], act=REGISTER_ENTRY, by=row[2])) for row in rows), status)
