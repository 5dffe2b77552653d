"""`bailu register list`: list the entries of the registers, and what waits for confirmation."""

from __future__ import annotations

from datetime import date

import click

from cli.output import print_listing
from cli.parameters import DAY
from cli.register._rows import ENTRIES, entry_rows
from cli.verbs import Verb, option, output_option
from domain.errors import NoSuchThing
from presentation.language import N_
from usecases.intake.editions import known_registers
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("list", cls=Verb, help=N_("List the entries of the registers, and what waits for confirmation."))
@click.argument("name", metavar="[REGISTER]", required=False)
@option("--on", "on", type=DAY, help=N_("Only what is in force on this day."))
@output_option
@click.pass_obj
def command(settings: Settings, name: str | None, on: date | None, output: str | None) -> None:
    session = OfficerSession(settings)
    known = known_registers(session)
    if name is not None and name not in known:
        raise NoSuchThing("no-such-register", register=name)
    today = session.today()
    with session.repository() as repository:
        rows = [
            row
            for each in ([name] if name else known)
            for row in entry_rows(each, repository.register(each), today, on)
        ]
    print_listing(ENTRIES, rows, output)
