"""An allotment from the city to the Torch committee, and what becomes of it: each act with what comes before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache

from domain.base import replace
from domain.office.allotment_proposals import (
    Achievement,
    AnyAllotmentCommand,
    EvaluateAllotment,
    MakeAllotment,
    PartOfFund,
    ReclaimAllotment,
    ReleaseAllotment,
    SettleAllotment,
    Target,
)
from domain.office.fund_proposals import SurrenderFund
from domain.office.roles import Actor
from domain.treasury.allotment import Allotment
from tests.domain import sample_cases as s
from tests.domain.fund_history import FIRST, SECOND
from tests.domain.given_when_then import History
from tests.domain.sample_cases import CITY, JIANG, OPENING, TORCH, WU, ZHENG, of

NUMBER = "350200-2024-A001"
OF_TORCH, OTHER_OF_TORCH = f"{TORCH}-2024-F001", f"{TORCH}-2024-F002"
MADE, EVALUATED, SETTLED = date(2024, 3, 1), date(2024, 11, 29), date(2024, 12, 2)
DOCUMENT = "厦财社〔2024〕30号"
TARGETS = (Target(what="岗位技能培训", quantity=5_000, unit="人次", due_on=date(2024, 10, 31)),)
TWO_TARGETS = (*TARGETS, Target(what="零工市场", quantity=3, unit="家", due_on=date(2024, 11, 30), weight=3))
MAKE = MakeAllotment(
    holder=CITY,
    edition=f"{s.POLICY}@1",
    receiver=TORCH,
    year=2024,
    schemes=("key-enterprise-training",),
    document=DOCUMENT,
    parts=(PartOfFund(fund=FIRST, amount_fen=8_000_000_00), PartOfFund(fund=SECOND, amount_fen=2_000_000_00)),
    targets=TARGETS,
)


def evaluation(*achieved: tuple[int, int]) -> EvaluateAllotment:
    """By target and quantity."""
    achievements = tuple(Achievement(target=target, quantity=quantity) for target, quantity in achieved)
    return EvaluateAllotment(allotment=NUMBER, achievements=achievements, document="厦人社绩〔2024〕3号")


def release(amount_fen: int) -> ReleaseAllotment:
    return ReleaseAllotment(allotment=NUMBER, amount_fen=amount_fen, document="厦财社〔2024〕41号")


def settlement(amount_fen: int) -> SettleAllotment:
    return SettleAllotment(allotment=NUMBER, amount_fen=amount_fen, document="厦财社〔2024〕52号")


def reclaim(amount_fen: int) -> ReclaimAllotment:
    return ReclaimAllotment(allotment=NUMBER, amount_fen=amount_fen, document="厦财社〔2024〕53号")


@cache
def city_money(*, central_fen: int = 8_000_000_00, municipal_fen: int = 4_000_000_00) -> History:
    """A fund of central money, which goes first, and one of the city's own."""
    return s.agreed(
        (s.opening("central", central_fen, direct=True, document="闽财社〔2024〕1号"), WU, JIANG, OPENING),
        (s.opening("municipal", municipal_fen, document="厦财社〔2024〕2号"), WU, JIANG, OPENING),
    )


def done(*acts: tuple[AnyAllotmentCommand, date], after: History) -> History:
    """What finance or the keepers of the allotment propose, and what their second person confirms."""
    return s.agreed(*((command, *pair(command), day) for command, day in acts), after=after)


def pair(command: AnyAllotmentCommand) -> tuple[Actor, Actor]:
    return (s.SHEN, JIANG) if isinstance(command, EvaluateAllotment) else (WU, ZHENG)


@cache
def made(targets: tuple[Target, ...] = TARGETS) -> History:
    return done((replace(MAKE, targets=targets), MADE), after=city_money())


@cache
def evaluated(*achieved: tuple[int, int], targets: tuple[Target, ...] = TARGETS) -> History:
    return done((evaluation(*achieved), EVALUATED), after=made(targets))


@cache
def settled() -> History:
    """80 % achieved: 2 400 000 of the 3 000 000 are released."""
    return done((settlement(2_400_000_00), SETTLED), after=evaluated((1, 4_000)))


@cache
def owed() -> History:
    """Nothing was achieved, and the district had surrendered all that it was advanced."""
    by, second = of(TORCH, WU), of(TORCH, ZHENG)
    gone = [
        (SurrenderFund(fund=fund, amount_fen=fen, treasury_due_fen=0, document="…"), by, second, EVALUATED)
        for fund, fen in ((OF_TORCH, 5_600_000_00), (OTHER_OF_TORCH, 1_400_000_00))
    ]
    acts = ((evaluation((1, 0)), EVALUATED), (settlement(0), SETTLED), (reclaim(0), SETTLED))
    return done(*acts, after=s.agreed(*gone, after=made()))


Act = tuple[History, AnyAllotmentCommand, date]


def acts() -> Mapping[str, Act]:
    """By permission: after what, what somebody proposes, and when."""
    return {
        "make-allotment": (city_money(), MAKE, MADE),
        "evaluate-allotment": (made(), evaluation((1, 4_000)), EVALUATED),
        "release-allotment": (evaluated((1, 4_000)), release(1_000_000_00), EVALUATED),
        "settle-allotment": (evaluated((1, 4_000)), settlement(2_400_000_00), SETTLED),
        "reclaim-allotment": (settled(), reclaim(1_400_000_00), SETTLED),
    }


def assert_sound(allotment: Allotment) -> None:
    """What holds of every allotment, whatever was done about it."""
    assert allotment.advance_fen + allotment.released_fen <= allotment.total_fen
    assert allotment.advance_fen + allotment.released_fen + allotment.reserved_fen + allotment.lapsed_fen == (
        allotment.total_fen
    )
    assert 0 <= allotment.reclaimed_fen <= allotment.advance_fen + allotment.released_fen
    assert 0 <= allotment.owed_fen <= allotment.unearned_fen
    assert all(part.reserved_fen >= 0 for part in allotment.parts)
    for part, due in zip(allotment.parts, allotment.due_by_part(), strict=True):
        gave: Counter[str] = Counter()
        for move in part.moves:
            gave[move.out_of] += move.amount_fen
        assert all(0 <= fen <= gave[fund] for fund, fen in part.reclaimed.items())
        assert all(fen >= 0 for fen in due.values()) or allotment.settled_on is None
