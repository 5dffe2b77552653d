"""`bailu recovery plan`: agree that a demand is paid back in parts, which together are what is open of it."""

from __future__ import annotations

import click

from cli.parameters import DAY, YUAN
from cli.recovery._demand_run import DemandRun, about_demand
from cli.verbs import Verb, option
from domain.application.values import PlannedPart
from presentation.language import N_, _
from usecases.commands.recovery import pay_in_parts


class PartOfPlan(click.ParamType[PlannedPart]):
    """A day and an amount in yuan, as `2024-07-31=1000.00`."""

    name = "date=yuan"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> PlannedPart:
        if isinstance(value, PlannedPart):
            return value
        day, equals, amount = str(value).partition("=")
        if not equals:
            self.fail(_("%(text)s: write DATE=YUAN, such as 2024-07-31=1000.") % {"text": value}, param, ctx)
        return PlannedPart(due_on=DAY.convert(day, param, ctx), amount_fen=YUAN.convert(amount, param, ctx))


@click.command(
    "plan",
    cls=Verb,
    help=N_("Agree that a demand is paid back in parts, which together are what is open of it."),
)
@option(
    "--part",
    "parts",
    type=PartOfPlan(),
    multiple=True,
    required=True,
    metavar="DATE=YUAN",
    help=N_("A part and by when it is due; give it again for each."),
)
@about_demand
def command(run: DemandRun, recovery: str | None, parts: tuple[PlannedPart, ...]) -> None:
    run.record(pay_in_parts(run.action, recovery, parts), _("Record this plan?"))
