"""The year of the city: month by month applications come in, are decided and paid, revised and recovered; districts are
allotted money, which follows what they achieve; at the year's end what is left of the money is carried over, and what
is still to be paid is paid from that.

Each step is done in bulk for all cases that it is due for, by officers of the authority whose it is. What goes wrong is
drawn when it is due, so that the same seed and size give the same year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from benchmarks.city import paying, review
from benchmarks.city.allotting import EVALUATED, SETTLED, Allotments
from benchmarks.city.files import SCHEMES, SIZE
from benchmarks.city.fraud import Fraud, Planted
from benchmarks.city.handled import Handled
from benchmarks.city.office import CityOffice, officer
from benchmarks.city.recovering import Recoveries
from benchmarks.city.town import Town
from domain.office.fund_proposals import CarryOverFund
from domain.office.proposed import ConfirmForOffice
from domain.office.roles import Role
from usecases.intake.application import ApplicationFile

MONTHS = tuple(date(2024, month, 1) for month in range(1, 13))
AFTER = tuple(date(2025, month, 1) for month in range(1, 9))
"""Months in which nothing more comes in, and what came in is done: the second stage of who came last falls due."""
_MONTH_OF_WORK = timedelta(seconds=300_000)
"""Over so much time the commands about all applications of a year are spread each month, if they are many."""
EACH_SORT = 5_000
"""One fraud of each sort for so many applications, and one at least."""
Watch = Callable[[str], None]


@dataclass(slots=True)
class CityYear:
    """`size` applications, but of each scheme one at least, and the planted ones besides."""

    office: CityOffice
    size: int
    seed: int = 1
    watch: Watch = lambda line: None
    cases: dict[str, Handled] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)

    def live(self, last: date = AFTER[-1]) -> None:
        """Month by month, up to and including the one that begins on the `last` day."""
        office, recoveries = self.office, Recoveries(self.office)
        town = Town(Random(self.seed), office.edition)
        allotments = Allotments(office, self.size, Random(self.seed))
        fraud = Fraud(max(1, self.size // EACH_SORT))
        office.hours.a_command = min(office.hours.a_command, _MONTH_OF_WORK / self.size)
        on_notice: list[Handled] = []
        payable: list[Handled] = []
        undecided: list[Handled] = []
        runs: list[paying.Sent] = []
        for count, month in enumerate(month for month in (*MONTHS, *AFTER) if month <= last):
            office.hours.be(month)
            self._allot(allotments, month)
            # What the months before have left.
            for run in runs:
                payable += self._not_in(payable, paying.answer_later(office, run))
            paying.stand_by_accounts(office, town, payable)
            reached = paying.report_milestones(office, self.cases.values())
            payable += self._not_in(payable, [case.number for case in reached])
            closed = {case.number: case for case in paying.closed(office, on_notice)}
            payable += closed.values()
            running = [case for case in on_notice if case.number not in closed]
            runs = self._pay(payable, month)
            paid = [case for case in payable if not office.case(case.number).payable()]
            recoveries.go_on(paid)
            payable = [case for case in payable if office.case(case.number).payable()]
            follow_ups, assessed = review.follow_up(office, undecided) if undecided else ([], [])
            # What this month brings.
            received = review.receive(office, town, self._files(town, fraud, count)) if count < len(MONTHS) else []
            self.cases.update((case.number, case) for case in received)
            review.accept(office, received)
            approved, undecided = review.decide(office, received)
            on_notice = [*approved, *assessed]
            review.publish(office, [*on_notice, *follow_ups])
            on_notice += [*follow_ups, *running]
            self.watch(f"{month:%Y-%m}: {len(received):,} received, {office.size():,} events")
        self.planted = [*fraud.planted, review.confirming_pair()]

    def _allot(self, allotments: Allotments, month: date) -> None:
        if month == MONTHS[0]:
            allotments.make()
        elif month == EVALUATED:
            allotments.evaluate()
        elif month == SETTLED:
            allotments.settle()
        elif month == AFTER[0]:
            self._carry_over()
            allotments.reclaim()

    def _not_in(self, cases: list[Handled], numbers: Iterable[str]) -> list[Handled]:
        there = {case.number for case in cases}
        return [self.cases[number] for number in numbers if number not in there]

    def _files(self, town: Town, fraud: Fraud, month: int) -> list[tuple[date, ApplicationFile, Planted | None]]:
        """What comes in during a month, in the order of days; the last working days of it are for deciding."""
        first = MONTHS[month]
        days = [first + timedelta(days=day) for day in range(20) if (first + timedelta(days=day)).weekday() < 5]
        drawn: list[tuple[date, ApplicationFile, Planted | None]] = [*fraud.draw(town, month, len(MONTHS), days)]
        for share, draw in SCHEMES.values():
            many = max(1, round(self.size * share / SIZE))
            # A scheme of few cases has one in the middle of the year.
            begun, ended = ((many * part + len(MONTHS) // 2) // len(MONTHS) for part in (month, month + 1))
            for _ in range(ended - begun):
                day = town.random.choice(days)
                drawn.append((day, draw(town, day), None))
        return sorted(drawn, key=lambda one: one[0])

    def _pay(self, payable: list[Handled], month: date) -> list[paying.Sent]:
        """Runs of what is payable, and what the bank says of them some days later."""
        office = self.office
        sent = paying.order(office, payable)
        office.hours.be(month + timedelta(days=6))
        for run, items in sent:
            paying.answer(office, run, items, self.cases)
        return [run for run, _ in sent if run.later]

    def _carry_over(self) -> None:
        """结转: what is left of each fund of the year that ended."""
        for fund, holder, left_fen in list(self._left()):
            office = self.office
            office.at_once(officer(Role.FINANCE, holder, 0), CarryOverFund(fund=fund, amount_fen=left_fen))
            office.at_once(officer(Role.FINANCE, holder, 1), ConfirmForOffice(proposal=None))

    def _left(self) -> Iterator[tuple[str, str, int]]:
        with self.office.executor.repository() as repository:
            for fund in repository.funds():
                if fund.year == MONTHS[0].year and fund.balance_fen:
                    yield fund.fund, fund.holder, fund.balance_fen

    def money(self) -> Counter[str]:
        """What became of the cases, by status, and what was paid in all, in fen."""
        counted: Counter[str] = Counter()
        for number in self.cases:
            case = self.office.case(number)
            counted[case.status.value] += 1
            counted["paid_fen"] += sum(item.paid_fen for item in case.items.values())
        return counted
