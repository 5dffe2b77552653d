"""Payment runs that had gone to the bank before a restore: what the restored log has forgotten is not paid twice."""

from __future__ import annotations

from collections.abc import Sequence

from domain.application.state.case import Case
from domain.decisions.numbers import is_numbered
from domain.decisions.repository import Repository
from domain.errors import NoSuchThing, NotAllowed
from domain.office.log import SentRun
from domain.streams import Kind, prefix
from domain.treasury.batch import Batch
from domain.treasury.messages import ItemKey


def sent_run(repository: Repository, cases: Sequence[Case]) -> SentRun | None:
    """The run that was sent for these cases and that the log does not have: it is ordered again under its number.

    Raises `NotAllowed("sent-together")` when other cases are ordered with them, or not all of them that the log has: a
    case that was lost as well is handed in again, and is told apart by its number.
    """
    numbers = {case.number for case in cases}
    for run in repository.log().sent.values():
        paid = {item.application for item in run.items}
        if paid & numbers and _recorded(repository, run.batch) is None:
            paid = {number for number in paid if number in numbers or _is_there(repository, number)}
            if paid != numbers:
                raise NotAllowed("sent-together", batch=run.batch, applications=", ".join(sorted(paid)))
            return run
    return None


def sent_as_recorded(repository: Repository, runs: Sequence[SentRun]) -> None:
    """Runs that the restored log has were sent as it has them, or some of their applications were left out.

    Raises `NotAllowed`: `sent-number` for what is no run or application, or a run beyond the numbers that can have been
    given, `batch-standing` for a run that was cancelled,
    `sent-unlike-run` for another amount.
    """
    for run in runs:
        _numbered(repository, run)
        batch = _recorded(repository, run.batch)
        if batch is None:
            continue
        if batch.status == "cancelled":
            raise NotAllowed("batch-standing", batch=run.batch, standing=batch.status)
        for item in run.items:
            ordered = batch.items.get(ItemKey(item.application, item.fund))
            ordered_fen = ordered.amount_fen if ordered is not None else 0
            if ordered_fen != item.amount_fen:
                raise NotAllowed(
                    "sent-unlike-run",
                    application=item.application,
                    batch=run.batch,
                    sent_fen=item.amount_fen,
                    ordered_fen=ordered_fen,
                )


def _numbered(repository: Repository, run: SentRun) -> None:
    names = [(Kind.BATCH, run.batch), *((Kind.APPLICATION, item.application) for item in run.items)]
    strange = next((name for kind, name in names if not is_numbered(kind, name)), None)
    if strange is not None:
        raise NotAllowed("sent-number", number=strange)
    series, _, number = run.batch.rpartition("-")
    stream = f"{prefix(Kind.BATCH)}{series}"
    given = max(repository.series().get(stream, 0), repository.log().last_given("batch", stream))
    if int(number) > given:
        raise NotAllowed("sent-number", number=run.batch)


def _is_there(repository: Repository, number: str) -> bool:
    try:
        repository.case(number)
    except NoSuchThing:
        return False
    return True


def _recorded(repository: Repository, batch: str) -> Batch | None:
    try:
        return repository.batch(batch)
    except NoSuchThing:
        return None
