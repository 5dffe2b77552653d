"""What events about money do to the positions of a case: orders, credits, returns, milestones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from domain.application import events as f
from domain.application.state.balances import Item
from domain.application.state.case import Case
from domain.application.status import ON_APPROVAL
from domain.application.values import (
    OWED_BACK,
    Award,
    Due,
    LimitUse,
    Portion,
    amounts_of,
    expand,
    ranges,
    spread,
)
from domain.base import replace

Items = Mapping[Due, Item]
NOTHING_ENTITLED = Item(entitled_fen=0)


def items_of(awards: tuple[Award, ...]) -> dict[Due, Item]:
    """The instalments that an approval creates, each waiting for its milestone or payable after the notice."""
    return {
        Due(line, part.instalment): Item(
            entitled_fen=part.amount_fen, payable=part.payable, waiting=part.payable != ON_APPROVAL
        )
        for award in awards
        for line in expand(award.lines)
        for part in award.parts
    }


def milestones_of(awards: Iterable[Award]) -> dict[Due, str]:
    """What each instalment of the awards waits for."""
    return {
        Due(line, part.instalment): part.payable
        for award in awards
        for line in expand(award.lines)
        for part in award.parts
    }


def changed(items: Items, by: tuple[Portion, ...], payable: Mapping[Due, str]) -> dict[Due, Item]:
    """The items with their entitlement changed; a new one waits for what `payable` says."""
    after = dict(items)
    for due, amount_fen in amounts_of(by).items():
        item = after.get(due)
        if item is None:
            milestone = payable[due]
            item = Item(entitled_fen=0, payable=milestone, waiting=milestone != ON_APPROVAL)
        after[due] = replace(item, entitled_fen=item.entitled_fen + amount_fen)
    return after


def given_up(items: Items, amounts: tuple[Portion, ...]) -> dict[Due, Item]:
    return {**items, **_shifted(items, {due: -fen for due, fen in spread(amounts)}, "entitled_fen")}


def touched(item: Item) -> bool:
    """Whether money of the item moved, or is about to."""
    return bool(item.paid_fen or item.ordered_fen)


def uses_without(uses: Iterable[LimitUse], lines: Collection[int]) -> tuple[LimitUse, ...]:
    return _uses_where(uses, lambda line: line not in lines)


def uses_within(uses: Iterable[LimitUse], lines: Collection[int]) -> tuple[LimitUse, ...]:
    return _uses_where(uses, lambda line: line in lines)


def _uses_where(uses: Iterable[LimitUse], wanted: Callable[[int], bool]) -> tuple[LimitUse, ...]:
    remaining = ((use, ranges(line for line in expand(use.lines) if wanted(line))) for use in uses)
    return tuple(replace(use, lines=lines) for use, lines in remaining if lines)


def milestone_met(state: Case, happened: f.MilestoneMet, by: str) -> Case:
    """What had been forfeited is owed again; of it a later instalment waits on, if it waited before."""
    items = dict(state.items)
    for due, amount_fen in spread(happened.revived):
        items[due] = replace(items[due], entitled_fen=amount_fen, forfeited=False, missed="")
    for due in happened.items:
        items[due] = replace(items[due], waiting=False)
    return replace(state, items=items)


def forfeited(state: Case, happened: f.InstalmentForfeited, by: str) -> Case:
    lost = {
        due: replace(state.items[due], entitled_fen=0, forfeited=True, missed=happened.milestone)
        for due in happened.items
    }
    return replace(state, items={**state.items, **lost})


def moved(state: Case, amounts: Mapping[Due, int], position: str, sign: int = 1) -> Case:
    """`amounts` added to (or with -1 taken from) a position of their instalments."""
    signed = {due: sign * amount_fen for due, amount_fen in amounts.items()}
    back = signed.pop(OWED_BACK, 0)
    owed_back = _shifted({OWED_BACK: state.owed_back}, {OWED_BACK: back}, position)[OWED_BACK]
    return replace(state, items={**state.items, **_shifted(state.items, signed, position)}, owed_back=owed_back)


def _shifted(items: Items, by: Mapping[Due, int], position: str) -> dict[Due, Item]:
    """A bank may credit what a case that has ended has given up: then it is entitled to nothing of it."""
    before = {due: items.get(due, NOTHING_ENTITLED) for due in by}
    return {
        due: replace(before[due], **{position: getattr(before[due], position) + amount_fen})
        for due, amount_fen in by.items()
    }


def added(held: Mapping[Due, int], amounts: Mapping[Due, int], sign: int = 1) -> dict[Due, int]:
    after = dict(held)
    for due, amount_fen in amounts.items():
        after[due] = after.get(due, 0) + sign * amount_fen
    return after
