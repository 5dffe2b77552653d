"""`bailu register list`: list the entries of the registers, and what waits for confirmation."""

from __future__ import annotations

from datetime import date

import click

from cli.output import print_listing
from cli.parameters import DAY, NAME
from cli.verbs import Verb, option, output_option
from presentation.language import N_
from usecases.dossiers.register_entries import RegisterEntry, register_entries
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("list", cls=Verb, help=N_("List the entries of the registers, and what waits for confirmation."))
@click.argument("register", type=NAME, metavar="[REGISTER]", required=False)
@option("--on", "on", type=DAY, help=N_("Only what is in force on this day."))
@output_option
@click.pass_obj
def command(settings: Settings, register: str | None, on: date | None, output: str | None) -> None:
    print_listing(RegisterEntry, register_entries(OfficerSession(settings), register, on=on), output)
