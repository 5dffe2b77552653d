"""Payment runs that had gone to the bank before a restore: what the restored log has forgotten is not paid twice."""

from __future__ import annotations

from collections.abc import Sequence

from domain.application.state.case import Case
from domain.decisions.numbers import is_numbered
from domain.decisions.repository import Repository
from domain.errors import NoSuchThing, NotAllowed
from domain.office.log import SentRun
from domain.streams import Kind
from domain.treasury.batch import Batch


def sent_run(repository: Repository, cases: Sequence[Case]) -> SentRun | None:
    """The run that was sent for these cases and that the log does not have: it is ordered again under its number.

    Raises `NotAllowed("sent-together")` when other cases are ordered with them, or not all of them.
    """
    numbers = {case.number for case in cases}
    for run in repository.log().sent.values():
        paid = {item.application for item in run.items}
        if paid & numbers and _recorded(repository, run.batch) is None:
            if paid != numbers:
                raise NotAllowed("sent-together", batch=run.batch, applications=", ".join(sorted(paid)))
            return run
    return None


def sent_as_recorded(repository: Repository, runs: Sequence[SentRun]) -> None:
    """Runs that the restored log has were sent as it has them, or some of their applications were left out.

    Raises `NotAllowed`: `sent-number` for what is no run or application, `batch-standing` for a run that was cancelled,
    `sent-unlike-run` for another amount.
    """
    for run in runs:
        _numbered(run)
        batch = _recorded(repository, run.batch)
        if batch is None:
            continue
        if batch.status == "cancelled":
            raise NotAllowed("batch-standing", batch=run.batch, standing=batch.status)
        for item in run.items:
            ordered = batch.items.get(item.application)
            ordered_fen = ordered.amount_fen if ordered is not None else 0
            if ordered_fen != item.amount_fen:
                raise NotAllowed(
                    "sent-unlike-run",
                    application=item.application,
                    batch=run.batch,
                    sent_fen=item.amount_fen,
                    ordered_fen=ordered_fen,
                )


def _numbered(run: SentRun) -> None:
    names = [(Kind.BATCH, run.batch), *((Kind.APPLICATION, item.application) for item in run.items)]
    strange = next((name for kind, name in names if not is_numbered(kind, name)), None)
    if strange is not None:
        raise NotAllowed("sent-number", number=strange)


def _recorded(repository: Repository, batch: str) -> Batch | None:
    try:
        return repository.batch(batch)
    except NoSuchThing:
        return None
