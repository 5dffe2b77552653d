"""Allotments at random, beside all else that a town does: made, evaluated, released, settled, reclaimed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from domain.office.allotment_proposals import (
    Achievement,
    AllotmentProposal,
    EvaluateAllotment,
    MakeAllotment,
    PartOfFund,
    ReclaimAllotment,
    ReleaseAllotment,
    SettleAllotment,
    Target,
)
from domain.office.roles import Actor
from domain.streams import OFFICE
from domain.treasury.allotment import Allotment
from domain.treasury.allotment_acts import reclaimable
from tests.domain.given_when_then import Minute, answer_to
from tests.domain.sample_cases import CITY, POLICY
from tests.projections.random_acts import ANN, BO, CY
from tests.projections.random_applications import AUTHORITIES

if TYPE_CHECKING:
    from tests.projections.random_histories import Town


def work(town: Town) -> None:
    """Now and then something is proposed; what waits is mostly confirmed before long."""
    waiting = [one for one in town.office.proposed.waiting.values() if isinstance(one.event, AllotmentProposal)]
    if waiting and town.chance.random() < 0.2:
        opened = town.chance.choice(waiting)
        proposed = Minute(OFFICE, opened.event, opened.proposal.by, town.today)
        town.do(answer_to(proposed, declined=town.chance.random() < 0.15), ANN)
    elif town.chance.random() < 0.03:
        if len(town.office.allotments) < 3 and town.chance.random() < 0.4:
            _allot(town)
        elif town.office.allotments:
            name, allotment = town.chance.choice([*town.office.allotments.items()])
            town.do(*town.chance.choice([*_about(town, name, allotment)]))


def _allot(town: Town) -> None:
    """Out of what a fund of the city has, or a little more, but so that much is left to pay from."""
    of_city = [fund for fund in town.office.funds.values() if fund.holder == CITY]
    if of_city:
        fund = town.chance.choice(of_city)
        days = [town.today + timedelta(days=town.chance.randint(-5, 20)) for _ in range(town.chance.randint(1, 3))]
        making = MakeAllotment(
            holder=CITY,
            edition=f"{POLICY}@1",
            receiver=town.chance.choice(AUTHORITIES),
            year=fund.year,
            schemes=("key-enterprise-training",),
            document=f"d{len(town.office.allotments)}",
            parts=(
                PartOfFund(fund=fund.fund, amount_fen=town.chance.randint(1, min(fund.balance_fen + 1_000, 400_000))),
            ),
            targets=tuple(Target(what="t", quantity=town.chance.randint(1, 9), unit="u", due_on=day) for day in days),
        )
        town.do(making, CY)


def _about(town: Town, name: str, allotment: Allotment) -> Iterator[tuple[object, Actor]]:
    targets = range(1, len(allotment.targets) + 1)
    achieved = tuple(Achievement(target=target, quantity=town.chance.randint(0, 9)) for target in targets)
    some = town.chance.sample(achieved, town.chance.randint(1, len(achieved)))
    yield EvaluateAllotment(allotment=name, achievements=tuple(some), document="d"), BO
    if allotment.open_targets:
        yield EvaluateAllotment(allotment=name, achievements=achieved, document="d"), BO
    most_fen = allotment.releasable_fen
    if most_fen and allotment.settled_on is None:
        yield (
            ReleaseAllotment(allotment=name, amount_fen=max(1, most_fen // 2), document=f"d{len(allotment.releases)}"),
            CY,
        )
    if not allotment.open_targets:
        yield SettleAllotment(allotment=name, amount_fen=most_fen, document="d"), CY
        there = reclaimable(allotment, town.office.funds, town.today) if allotment.settled_on else ()
        yield ReclaimAllotment(allotment=name, amount_fen=sum(part.amount_fen for part in there), document="d"), CY
