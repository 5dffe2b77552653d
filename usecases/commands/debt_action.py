"""The way of a command about a demand from before this log: as of one of a case, without a case behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from domain.decisions.commands import Command
from domain.errors import NoSuchThing, NotAllowed
from domain.imports import debts
from domain.imports.debt_events import TREASURY
from domain.imports.debt_payouts import PayOut
from domain.imports.debts import Debts
from presentation.words.debt_events import debt_sentence
from store.line.envelope import Recorded
from usecases.commands.demand_action import DemandAction, DemandResult, PlannedAction
from usecases.commands.planned import Outcome, Plan, plan
from usecases.dossiers.debts import payee_shown
from usecases.dossiers.demand_sheet import demand_row, open_lines
from usecases.session.officer_session import OfficerSession


class DebtAction(DemandAction):
    """The file of demands `number`, and a command about one of them. Raises `NoSuchThing("no-such-debts")`."""

    def __init__(self, session: OfficerSession, number: str, *, command_id: str | None) -> None:
        self.session = session
        self.number = number
        self.command_id = command_id
        with session.repository() as repository:
            self._before = repository.debts(number)

    @property
    def case(self) -> Debts:  # type: ignore[override]  # commands about a demand ask of it what both have
        """The demands as they were before the command; there is no case."""
        return self._before

    @property
    def heading(self) -> str:
        return f"{self.number}  {self._before.brought.body}  {self._before.brought.document}"

    def plan_with_reason(self, reason: str, command: Callable[[str], Command]) -> Plan:
        recovery = str(getattr(command(reason), "recovery", ""))
        if recovery not in self._before.recoveries:
            raise NotAllowed("not-of-debts", application=self.number)
        party = self._before.debt(recovery).payee
        sealer = self.session.sealing([party])
        prepared = self.session.prepare(
            command(sealer.seal(party, {"reason": reason})),
            clear=command(reason),
            sealer=sealer,
            command_id=self.command_id,
        )
        return plan(self.session, prepared)

    def balances(self, planned: Plan) -> Iterator[str]:
        after = self._after(planned.events, repeated=planned.repeated)
        about = {str(getattr(one.event, "recovery", "")) for one in planned.events}
        yield from open_lines(self._before.recoveries, after.recoveries)
        for recovery in about & self._before.recoveries.keys():
            yield payee_shown(self.session, self._before.debt(recovery))

    def happened(self, events: Iterable[Recorded]) -> list[tuple[str, str]]:
        return [(one.stream, debt_sentence(one.event)) for one in events if one.stream == self.number]

    def result(self, outcome: Outcome) -> DemandResult:
        after = self._after(outcome.events, repeated=outcome.repeated)
        about = {getattr(one.event, "recovery", getattr(one.event, "to", None)) for one in outcome.events}
        recoveries = [one for one in after.recoveries.values() if one.recovery in about]
        return DemandResult(
            number=self.number,
            status="",
            recorded=outcome.recorded,
            repeated=outcome.repeated,
            proposal=next((p for one in outcome.events if (p := getattr(one.event, "proposal", None))), None),
            recovery="",
            overpaid_fen=0,
            recovered_fen=sum(one.received_fen for one in recoveries),
            written_off_fen=sum(one.written_off_fen for one in recoveries),
            owed_back_fen=sum(after.due_fen(one.recovery) for one in recoveries),
            demands=tuple(map(demand_row, recoveries)),
            happened=tuple(f"{number}: {sentence}" for number, sentence in self.happened(outcome.events)),
            funds=(),
        )

    def _after(self, events: Iterable[Recorded], *, repeated: bool) -> Debts:
        after = self._before
        for one in () if repeated else events:
            after = debts.evolve(after, self.number, one.event, self.session.officer)
        return after


def pay_out(action: DemandAction, recovery: str | None, *, document: str) -> PlannedAction:
    """To pay the treasury, or the payee of a demand, all that is due today. Raises `NoSuchThing("no-such-debts")` for
    an application: what comes in for it goes to funds, and what goes beyond is ordered.
    """
    if not isinstance(action, DebtAction):
        raise NoSuchThing("no-such-debts", number=action.number)
    to = recovery or TREASURY
    command = PayOut(application=action.number, to=to, amount_fen=action.case.due_fen(to), document=document)
    # The same command again is the same, whatever is due by then.
    prepared = action.session.prepare(command, clear=[action.number, to, document], command_id=action.command_id)
    planned = plan(action.session, prepared)
    lines = (debt_sentence(one.event) for one in planned.events if one.stream == action.number)
    return PlannedAction(plan=planned, lines=tuple(lines))
