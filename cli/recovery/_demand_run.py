"""The way of a verb about a demand, as people see it: shown with its money, agreed to, recorded, and told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

from cli.fund_moves import print_fund_moves
from cli.output import print_line, print_listing, print_note, print_record
from cli.parameters import NAME
from cli.prompt import execute_agreed
from cli.verbs import money_options, output_option
from cli.waiting import print_waiting
from domain.imports.debts import is_debt
from presentation.language import _
from usecases.commands.debt_action import DebtAction
from usecases.commands.demand_action import DemandAction, PlannedAction
from usecases.commands.planned import Outcome
from usecases.commands.proposing import proposal_in
from usecases.dossiers.demand_sheet import COLUMNS
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

DEMAND_ID = re.compile(r"r\d{1,4}", re.ASCII)
"""How a demand, or the notice before it, is named in its case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandRun:
    """One verb about a demand, with the options that all of them share."""

    action: DemandAction
    yes: bool
    dry_run: bool
    output: str | None

    def record(self, planned: PlannedAction, question: str) -> None:
        """Show what was planned, ask, record it, and print what became of it."""
        if self.output in (None, "table"):
            self._print_plan(planned)
        outcome = execute_agreed(planned.plan, question, yes=self.yes, dry_run=self.dry_run)
        result = self.action.result(outcome)
        if self.output in ("csv", "xlsx"):
            print_listing(COLUMNS, result.demands, self.output)
        elif not print_record(result, self.output):
            self._print_outcome(outcome)

    def _print_plan(self, planned: PlannedAction) -> None:
        print_line(self.action.heading)
        for sentence in (*planned.lines, *self.action.balances(planned.plan)):
            print_line(f"  {sentence}")
        print_fund_moves(self.action.fund_moves(planned.plan))

    def _print_outcome(self, outcome: Outcome) -> None:
        if not outcome.events or outcome.repeated:
            print_line(_("Recorded before: nothing new."))
        elif not outcome.recorded:
            print_note(_("Nothing was recorded: this is what would be."))
        else:
            for number, sentence in self.action.happened(outcome.events):
                print_line(_("%(number)s: %(happened)s.") % {"number": number, "happened": sentence})
            print_waiting(proposal_in(outcome))


def about_demand(verb: Callable[..., None]) -> Callable[..., None]:
    """A verb about one demand: it gets its `DemandRun`, and which demand is meant where there are several."""

    @wraps(verb)
    def run(
        settings: Settings,
        /,
        number: str,
        yes: bool,
        dry_run: bool,
        command_id: str | None,
        output: str | None,
        **options: Any,
    ) -> None:
        about = DebtAction if is_debt(number) else DemandAction
        action = about(OfficerSession(settings), number, command_id=command_id)
        verb(DemandRun(action=action, yes=yes, dry_run=dry_run, output=output), **options)

    named = click.argument("recovery", type=NAME, required=False, metavar="[DEMAND]")(run)
    return click.argument("number", type=NAME)(money_options(output_option(click.pass_obj(named))))
