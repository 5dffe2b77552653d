"""Which demand is meant, and what it takes back: of which payments, and for which instalments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from domain.application.state.balances import Recovery, restoring
from domain.application.state.case import Case
from domain.application.state.proceedings import intended
from domain.application.values import OWED_BACK, Due, Restored, portions
from domain.errors import NoSuchThing, NotAllowed


class Owing(Protocol):
    """A case with its demands, or demands that were brought in without one."""

    @property
    def number(self) -> str: ...
    @property
    def recoveries(self) -> Mapping[str, Recovery]: ...


def the_recovery(case: Owing, recovery: str) -> Recovery:
    """Raises `NoSuchThing("no-such-recovery")`."""
    demand = case.recoveries.get(recovery)
    if demand is None:
        raise NoSuchThing("no-such-recovery", application=case.number, recovery=recovery)
    return demand


def approved_one(case: Owing, recovery: str) -> Recovery:
    """A demand that a supervisor approved, whatever is open of it. Raises `NotAllowed`: `recovery-only-told` while it
    is only intended, `nothing-open` where it was dropped before it was approved, and `recovery-not-approved`.
    """
    demand = the_recovery(case, recovery)
    values = {"application": case.number, "recovery": recovery}
    if intended(demand):
        raise NotAllowed("recovery-only-told", **values)
    if demand.cancelled and not demand.approved:
        raise NotAllowed("nothing-open", **values)
    if not demand.approved:
        raise NotAllowed("recovery-not-approved", **values)
    return demand


def live(case: Owing, recovery: str, *, approved: bool = False) -> Recovery:
    """A demand of which something is open. Raises `NotAllowed`: as `approved_one` does where that is asked for, and
    `nothing-open`.
    """
    demand = approved_one(case, recovery) if approved else the_recovery(case, recovery)
    if not demand.open_fen:
        raise NotAllowed("nothing-open", application=case.number, recovery=recovery)
    return demand


def not_more_than_open(case: Owing, recovery: Recovery, amount_fen: int) -> None:
    """Raises `NotAllowed("more-than-open")`."""
    if amount_fen > recovery.open_fen:
        raise NotAllowed("more-than-open", application=case.number, amount_fen=amount_fen, open_fen=recovery.open_fen)


def overpaid(case: Case, amount_fen: int) -> dict[Due, int]:
    """`amount_fen` divided over the instalments of which too much was paid, the last lines first."""
    over_fen = {due: item.over_fen for due, item in case.items.items()}
    return _last_first({OWED_BACK: case.owed_back.over_fen, **over_fen}, amount_fen)


def forgiven(case: Case, amount_fen: int) -> dict[Due, int]:
    """`amount_fen` divided over the instalments of which something is written off, the last lines first."""
    return _last_first({due: item.forgiven_fen for due, item in case.items.items()}, amount_fen)


def taken_back(case: Case, amounts_fen: Mapping[Due, int]) -> tuple[Restored, ...]:
    """Which payments these amounts come from, and of each what it restores: of the newest run first, and of one that
    pays an item for each fund what was drawn last before the rest.
    """
    over = dict(amounts_fen)
    restored_payments: list[Restored] = []
    age = {batch: number for number, batch in enumerate(dict.fromkeys(one.batch for one in case.payments.values()))}
    newest_first = sorted(case.payments.values(), key=lambda one: (age[one.batch], one.place), reverse=True)
    for payment in newest_first:
        taken: dict[Due, int] = {}
        for due in sorted(payment.amounts_fen, reverse=True):
            part_fen = min(over.get(due, 0), payment.left_fen(due))
            if part_fen:
                taken[due] = part_fen
                over[due] -= part_fen
        back_fen = sum(taken.values())
        if back_fen:
            restored = Restored(
                batch=payment.batch,
                fund=payment.fund,
                items=portions(taken),
                amount_fen=back_fen,
                drawn=restoring(payment.drawn, back_fen),
            )
            restored_payments.append(restored)
    assert not any(over.values()), "what was overpaid was paid"
    return tuple(restored_payments)


def _last_first(most_fen: Mapping[Due, int], amount_fen: int) -> dict[Due, int]:
    divided: dict[Due, int] = {}
    for due, most in sorted(most_fen.items(), reverse=True):
        part_fen = min(amount_fen, most)
        if part_fen > 0:
            divided[due] = part_fen
            amount_fen -= part_fen
    assert not amount_fen, "no more is taken back than was overpaid"
    return divided
