"""What the city allots to districts: 70 % in January, evaluated in November, settled in December, reclaimed afterwards.

Money of the province and of the city goes to the Torch committee, the city's own to two districts, for what districts
pay by the notice (closing-2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from benchmarks.city.office import CityOffice, officer
from benchmarks.city.town import CITY, TORCH
from domain.money import half_up
from domain.office.allotment_proposals import (
    Achievement,
    AnyAllotmentCommand,
    EvaluateAllotment,
    MakeAllotment,
    PartOfFund,
    ReclaimAllotment,
    SettleAllotment,
    Target,
)
from domain.office.fund_proposals import OpenFund
from domain.office.indicator import Indicator
from domain.office.proposed import ConfirmForOffice
from domain.office.roles import Role
from domain.treasury.allotment import Allotment
from domain.treasury.allotment_acts import reclaimable
from domain.treasury.allotment_making import parts_of

RECEIVERS = {TORCH: 6_000_00, "350211": 20_000_00, "350212": 20_000_00}
"""Who is allotted money, and how much of it for each application of the year, in fen."""
PROVINCIAL = 40
"""Per cent of what Torch is allotted."""
SCHEMES = ("key-enterprise-training", "gig-market", "hr-park")
ACHIEVED, BY_TORCH = (55, 115), (45, 60)
"""Of each target so many per cent are achieved, at least and at most; Torch spends more, and owes the rest."""
YEAR = 2024
EVALUATED, SETTLED = date(YEAR, 11, 1), date(YEAR, 12, 1)
_DUE = date(YEAR, 10, 31)


@dataclass(slots=True)
class Allotments:
    """`size` applications come in during the year. Chance is drawn here alone: nothing else depends on it."""

    office: CityOffice
    size: int
    random: Random

    def make(self) -> None:
        """In the first days of the year, before anything is paid."""
        torch_fen = RECEIVERS[TORCH] * self.size
        self._open_provincial(half_up(torch_fen * PROVINCIAL, 100))
        for number, (receiver, each_fen) in enumerate(RECEIVERS.items(), 1):
            sources = ("provincial", "municipal") if receiver == TORCH else ("municipal",)
            self._agree(
                Role.FINANCE,
                MakeAllotment(
                    holder=CITY,
                    edition=self.office.edition.ref,
                    receiver=receiver,
                    year=YEAR,
                    schemes=SCHEMES,
                    document=f"示例财社〔{YEAR}〕下达{number}号",
                    parts=self._parts(sources, each_fen * self.size),
                    targets=self._targets(),
                ),
            )

    def evaluate(self) -> None:
        for allotment in self._all():
            achieved = BY_TORCH if allotment.receiver == TORCH else ACHIEVED
            achievements = tuple(
                Achievement(target=number, quantity=target.quantity * self.random.randint(*achieved) // 100)
                for number, target in enumerate(allotment.targets, 1)
            )
            document = f"示例人社绩〔{YEAR}〕{allotment.receiver}号"
            command = EvaluateAllotment(allotment=allotment.allotment, achievements=achievements, document=document)
            self._agree(Role.CLERK, command)

    def settle(self) -> None:
        for allotment in self._all():
            document = f"示例财社〔{YEAR}〕清算{allotment.receiver}号"
            command = SettleAllotment(
                allotment=allotment.allotment, amount_fen=allotment.releasable_fen, document=document
            )
            self._agree(Role.FINANCE, command)

    def reclaim(self) -> None:
        """What was not achieved, as far as it is there after the carry-over."""
        with self.office.executor.repository() as repository:
            funds = {fund.fund: fund for fund in repository.funds()}
        for allotment in self._all():
            if not allotment.due_fen:
                continue
            amount_fen = sum(part.amount_fen for part in reclaimable(allotment, funds, self.office.hours.day))
            document = f"示例财社〔{YEAR + 1}〕收回{allotment.receiver}号"
            command = ReclaimAllotment(allotment=allotment.allotment, amount_fen=amount_fen, document=document)
            self._agree(Role.FINANCE, command)

    def _open_provincial(self, amount_fen: int) -> None:
        document = f"示例闽财社〔{YEAR}〕1号"
        indicator = Indicator(source="provincial", programme="employment", origin_year=YEAR, document=document)
        opening = OpenFund(holder=CITY, year=YEAR, indicator=indicator, amount_fen=amount_fen)
        self.office.at_once(officer(Role.FINANCE, CITY, 0), opening)
        self.office.at_once(officer(Role.SUPERVISOR, CITY, 0), ConfirmForOffice(proposal=None))

    def _parts(self, sources: tuple[str, ...], total_fen: int) -> tuple[PartOfFund, ...]:
        """Out of the city's funds of these sources, in the order in which they pay."""
        with self.office.executor.repository() as repository:
            funds = [fund for fund in repository.funds() if fund.holder == CITY and fund.source in sources]
        funds.sort(key=lambda fund: sources.index(fund.source))
        return parts_of(funds, total_fen, self.office.hours.day)

    def _targets(self) -> tuple[Target, ...]:
        trained = Target(what="重点企业岗位技能培训", quantity=5 * self.size, unit="人次", due_on=_DUE, weight=3)
        markets = Target(what="零工市场建设", quantity=max(2, self.size // 500), unit="家", due_on=_DUE)
        return (trained, markets)

    def _all(self) -> Iterator[Allotment]:
        with self.office.executor.repository() as repository:
            yield from repository.allotments()

    def _agree(self, role: Role, command: AnyAllotmentCommand) -> None:
        second = officer(Role.SUPERVISOR, CITY, 0) if role is Role.CLERK else officer(role, CITY, 1)
        self.office.at_once(officer(role, CITY, 0), command)
        self.office.at_once(second, ConfirmForOffice(proposal=None))
