"""What follows of itself from a decision about a case: a settlement, a reopening, a demand that has become too high.

ADR 0028.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.application import events as f
from domain.application.folding.case import evolve
from domain.application.state.case import Case
from domain.application.status import PAYING, Status
from domain.base import Event


def with_consequences(case: Case, events: tuple[Event, ...], by: str) -> tuple[Event, ...]:
    """The events of a decision, and those that follow from them: whoever decides need not think of them."""
    if not events:
        return ()
    after = case_after(case, events, by)
    reductions = tuple(_reductions(after))
    after = case_after(after, reductions, by)
    return (*events, *reductions, *_settled_or_reopened(after))


def case_after(case: Case, events: tuple[Event, ...], by: str) -> Case:
    for happened in events:
        case = evolve(case, happened, by)
    return case


def _reductions(case: Case) -> Iterator[f.RecoveryReduced]:
    """No more is demanded than is overpaid and not written off; the newest demand gives way first."""
    excess_fen = case.demanded_fen - case.collectable_fen
    for recovery in reversed([*case.recoveries.values()]):
        part_fen = min(excess_fen, recovery.open_fen)
        if part_fen > 0:
            yield f.RecoveryReduced(recovery=recovery.recovery, amount_fen=part_fen, because="overpaid-less")
            excess_fen -= part_fen


def _settled_or_reopened(case: Case) -> Iterator[Event]:
    if case.stage is Status.SETTLED:
        if not case.settled_once():
            yield f.ApplicationReopened()
    elif (case.stage in PAYING or _emptied(case)) and case.settled_once():
        yield f.ApplicationSettled(credit=None)


def _emptied(case: Case) -> bool:
    """Of an approval everything may have been revised away before it was ever published."""
    return case.stage is Status.APPROVED and not case.entitled_fen
