"""How far the items of a run have come, and what all that the bank said of each comes to."""

from __future__ import annotations

from domain.treasury.batch import Batch
from domain.treasury.batch_events import Unmatched
from domain.treasury.messages import BankMessage
from domain.treasury.standing import Stage, Standing, standing


def stage_of(run: Batch, application: str) -> Stage:
    if run.cancelled or application not in run.items:
        return Stage.STOPPED
    if not run.released:
        return Stage.ORDERED
    return Stage.EXPORTED if run.exported else Stage.RELEASED


def standing_of(run: Batch, application: str, further: tuple[BankMessage, ...] = ()) -> Standing:
    """What all that the bank said of an item, and `further` messages, come to."""
    item = run.item(application)
    assert item is not None, "what the bank speaks of was ordered"
    return standing(item.amount_fen, stage_of(run, application), (*run.of(application), *further), run.assigned)


def unmatched_of(run: Batch, application: str) -> tuple[Unmatched, ...]:
    """What of an item waits for two people to say what it is: nothing, or one."""
    unmatched = standing_of(run, application).unmatched
    if not unmatched:
        return ()
    told = run.answers[application]
    since = min(told[key].value_on for key in unmatched)
    return (Unmatched(application=application, amount_fen=sum(unmatched.values()), since=since),)
