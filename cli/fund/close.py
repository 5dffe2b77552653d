"""`bailu fund close`: close a fund that is empty."""

from __future__ import annotations

import click

from cli.fund._propose import Asked, propose
from cli.parameters import NAME
from cli.verbs import Verb, money_options, output_option
from domain.office.fund_proposals import CloseFund
from presentation.language import N_, _
from usecases.commands.fund_acts import planned
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "close",
    cls=Verb,
    help=N_(
        "Propose to close a fund that is empty; a supervisor confirms it.\n\n"
        "Whatever comes back to it afterwards is due to the treasury."
    ),
)
@click.argument("fund", type=NAME)
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings, fund: str, yes: bool, dry_run: bool, command_id: str | None, output: str | None
) -> None:
    propose(
        planned(OfficerSession(settings), CloseFund(fund=fund), command_id),
        Asked(yes=yes, dry_run=dry_run, output=output),
        _("close the fund %(fund)s, which is empty"),
        {"fund": fund},
        fund=fund,
        amount_fen=None,
    )
