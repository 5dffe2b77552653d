"""The way of a command about a demand of one case: which demand is meant, what it would do, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from domain import streams
from domain.application.state.case import Case, application_stream
from domain.decisions.commands import Command
from domain.errors import NotAllowed
from presentation.rows.columns import Row
from presentation.words.case_events import event_sentence
from store.commands.repository import changed_by
from store.line.envelope import Recorded, read_all
from usecases.commands.planned import Outcome, Plan, plan
from usecases.dossiers.demand_sheet import Demand, balance_lines, demand_row, owed_back_fen
from usecases.dossiers.dossier import Dossier, applicant_shown, open_dossier
from usecases.dossiers.fund_moves import FundMove, fund_moves
from usecases.intake.sealing import sealed_reason
from usecases.session.officer_session import OfficerSession


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAction:
    """A command about a demand that was decided without recording it, and sentences about what it would do."""

    plan: Plan
    lines: tuple[str, ...]


class DemandResult(Row):
    """What became of a command about a demand; amounts of the case in fen, as they are with it recorded."""

    number: str
    status: str
    recorded: bool
    repeated: bool
    proposal: str | None
    recovery: str | None
    overpaid_fen: int
    recovered_fen: int
    written_off_fen: int
    owed_back_fen: int
    demands: tuple[Demand, ...]
    happened: tuple[str, ...]
    funds: tuple[FundMove, ...]


class DemandAction:
    """The case `number`, and a command about one of its demands, under `command_id` if that is given.

    Raises `NoSuchThing("no-such-application")`.
    """

    def __init__(self, session: OfficerSession, number: str, *, command_id: str | None) -> None:
        self.session = session
        self.number = number
        self.command_id = command_id
        self.dossier: Dossier = open_dossier(session, number)

    @property
    def case(self) -> Case:
        """The case as it was before the command."""
        return self.dossier.case

    @property
    def heading(self) -> str:
        """Number, scheme and payee, masked where it is a person."""
        return f"{self.number}  {self.dossier.scheme_name}  {applicant_shown(self.session, self.case).name}"

    def demand(self, named: str | None) -> str:
        """The demand that is meant: the only one that is open, unless it is named; of a command that was recorded
        before under its id, the one that it was about.

        Raises `NotAllowed`: `recovery-unsaid` and `nothing-demanded`.
        """
        if named is not None:
            return named
        if earlier := self.recorded_before("recovery"):
            return earlier
        open_demands = [recovery.recovery for recovery in self.case.recoveries.values() if recovery.open_fen]
        if len(open_demands) == 1 or len(self.case.recoveries) == 1:
            return (open_demands or list(self.case.recoveries))[0]
        if not open_demands:
            raise NotAllowed("nothing-demanded", application=self.number)
        raise NotAllowed("recovery-unsaid", application=self.number, recoveries=", ".join(open_demands))

    def recorded_before(self, field: str) -> str | None:
        """The value of a field of the events that were recorded before under the command id; None if there are none."""
        if self.command_id is None:
            return None
        with self.session.database.reading() as view:
            command = view.command(self.command_id.lower())
            rows = view.rows(after=command.first_position - 1, limit=command.count) if command else []
        return next((value for one in read_all(rows) if (value := getattr(one.event, field, None))), None)

    def plan(self, command: Command) -> Plan:
        """Raises the `Refusal` that declines the command."""
        return plan(self.session, self.session.prepare(command, command_id=self.command_id))

    def plan_with_reason(self, reason: str, command: Callable[[str], Command]) -> Plan:
        """The command with a reason, sealed under the key of the applicant. Raises the `Refusal` that declines it."""
        sealed, sealer = sealed_reason(self.session, self.case, reason)
        prepared = self.session.prepare(
            command(sealed), clear=command(reason), sealer=sealer, command_id=self.command_id
        )
        return plan(self.session, prepared)

    def balances(self, planned: Plan) -> Iterator[str]:
        """What changes in what is open, overpaid and owed back; in sentences."""
        return balance_lines(self.case, self._case_after(planned.events, repeated=planned.repeated))

    def fund_moves(self, planned: Plan) -> tuple[FundMove, ...]:
        return fund_moves(self.session, planned.events, recorded=planned.repeated)

    def happened(self, events: Iterable[Recorded]) -> list[tuple[str, str]]:
        """The events of cases, each with the number of its case and in words."""
        prefix = streams.prefix(streams.Kind.APPLICATION)
        return [
            (one.stream.removeprefix(prefix), event_sentence(one.event))
            for one in events
            if one.stream.startswith(prefix)
        ]

    def result(self, outcome: Outcome) -> DemandResult:
        """What became of the command, with the demands that it was about."""
        after = self._case_after(outcome.events, repeated=outcome.repeated)
        about = {getattr(one.event, "recovery", None) for one in outcome.events}
        new = () if outcome.repeated else self._of_case(outcome.events)
        recorded = (*self.dossier.recorded, *new)
        return DemandResult(
            number=self.number,
            status=after.status,
            recorded=outcome.recorded,
            repeated=outcome.repeated,
            proposal=next((p for one in outcome.events if (p := getattr(one.event, "proposal", None))), None),
            recovery=after.recovery,
            overpaid_fen=after.overpaid_fen,
            recovered_fen=after.recovered_fen,
            written_off_fen=after.written_off_fen,
            owed_back_fen=owed_back_fen(after),
            demands=tuple(
                demand_row(recovery, recorded) for recovery in after.recoveries.values() if recovery.recovery in about
            ),
            happened=tuple(f"{number}: {sentence}" for number, sentence in self.happened(outcome.events)),
            funds=fund_moves(self.session, outcome.events, recorded=outcome.recorded),
        )

    def _case_after(self, events: Iterable[Recorded], *, repeated: bool) -> Case:
        """The case with the events of a command; those of a repeated one it has already."""
        if repeated:
            return self.case
        return changed_by(self.case, tuple(one.event for one in self._of_case(events)), self.session.officer)

    def _of_case(self, events: Iterable[Recorded]) -> tuple[Recorded, ...]:
        stream = application_stream(self.number)
        return tuple(one for one in events if one.stream == stream)
