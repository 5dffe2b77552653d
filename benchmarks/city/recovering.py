"""Money that was paid wrongly: revised and told of, demanded and served, collected or written off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from benchmarks.city import people
from benchmarks.city.handled import Handled
from benchmarks.city.office import CityOffice
from benchmarks.city.paying import by_payer, confirmed
from benchmarks.city.review import step
from domain.application import commands as c
from domain.application.status import Ground, ServiceWay
from domain.decisions.commands import Command
from domain.office.roles import Role
from domain.treasury.recoveries import ReceiveRecovery

_DEMAND = "r1"
_NOTICE = "recovery-notice"
_STATEMENT_DAYS = 5
_PAYMENT_DAYS = timedelta(days=30)
_WHY = ""
_FILE = "8e" * 32


@dataclass(slots=True)
class Recoveries:
    """Each at the step it has come to: a month lies between two steps."""

    office: CityOffice
    notified: list[Handled] = field(default_factory=list)
    demanded: list[Handled] = field(default_factory=list)

    def go_on(self, paid: Sequence[Handled]) -> None:
        demanded, notified = self.demanded, self.notified
        self._collect(demanded)
        self.demanded = self._demand(notified)
        self.notified = self._notify(paid)

    def _notify(self, paid: Sequence[Handled]) -> list[Handled]:
        """Of some the first line turns out not to have been due: it is struck, and the payee is told."""
        wrong = [case for case in paid if self._first_line_paid(case) and people.share(self.office.random, 0.7)]

        def revised(case: Handled) -> tuple[str, Command]:
            return case.assessor, c.ReviseApplication(
                application=case.number, ground=Ground.INELIGIBLE, reason=_WHY, struck=((1, 1),)
            )

        cases = [case for case, _ in step(self.office, wrong, revised)]
        cases = [case for case, _ in step(self.office, cases, lambda case: (case.approver, confirmed(case)))]
        cases = self._by_finance(
            cases,
            lambda number: c.NotifyRecovery(
                application=number, ground=Ground.INELIGIBLE, basis="closing-3", days=_STATEMENT_DAYS, reason=_WHY
            ),
        )
        self._by_finance(
            cases, lambda number: c.IssueLetter(application=number, letter=_NOTICE, about=_DEMAND, sha256=_FILE)
        )
        return self._by_finance(
            cases,
            lambda number: c.ServeLetter(
                application=number,
                letter=_NOTICE,
                about=_DEMAND,
                way=ServiceWay.BY_POST,
                served_on=self.office.hours.day,
                receipt="EMS",
            ),
        )

    def _first_line_paid(self, case: Handled) -> bool:
        state = self.office.case(case.number)
        paid = any(item.paid_fen for due, item in state.items.items() if due.line == 1)
        return case.planted is None and paid and not state.recoveries and not state.orders

    def _demand(self, cases: list[Handled]) -> list[Handled]:
        """Nothing came within the days of the notice: it is demanded, approved and served."""
        self._by_finance(cases, lambda number: c.HearRecovery(application=number, recovery=_DEMAND))
        cases = self._by_finance(
            cases, lambda number: c.DemandRecovery(application=number, recovery=_DEMAND, reason=_WHY)
        )
        self._supervised(cases)
        day = self.office.hours.day
        return self._by_finance(
            cases,
            lambda number: c.ServeRecovery(
                application=number, recovery=_DEMAND, served_on=day, due_on=day + _PAYMENT_DAYS
            ),
        )

    def _collect(self, cases: list[Handled]) -> None:
        """Most pay, some of them a half; of the others some is written off."""
        paying = [case for case in cases if people.share(self.office.random, 75)]
        came = self._by_finance(paying, self._receipt)
        step(self.office, came, lambda case: (by_payer(self.office, case, number=1), confirmed(case)))
        hopeless = [case for case in cases if case not in paying and people.share(self.office.random, 30)]
        self._supervised(
            self._by_finance(
                hopeless, lambda number: c.WriteOffRecovery(application=number, recovery=_DEMAND, reason=_WHY)
            )
        )

    def _receipt(self, number: str) -> Command:
        open_fen = self.office.case(number).recoveries[_DEMAND].open_fen
        return ReceiveRecovery(
            application=number,
            recovery=_DEMAND,
            amount_fen=open_fen // 2 if people.share(self.office.random, 20) else open_fen,
            received_on=self.office.hours.day,
            reference=f"R{number}",
        )

    def _by_finance(self, cases: Sequence[Handled], command: Callable[[str], Command]) -> list[Handled]:
        """Those about which a finance officer of the payer could do it."""
        done = step(self.office, cases, lambda case: (by_payer(self.office, case), command(case.number)))
        return [case for case, _ in done]

    def _supervised(self, cases: Sequence[Handled]) -> None:
        step(self.office, cases, lambda case: (by_payer(self.office, case, Role.SUPERVISOR), confirmed(case)))
