"""`bailu standard adopt`: propose to adopt a table of rates."""

from __future__ import annotations

import click

from cli.output import print_line, print_record
from cli.parameters import FILE_OR_NAME
from cli.verbs import Verb, command_id_option, dry_run_option, output_option
from cli.waiting import print_waiting
from presentation.language import N_, _
from usecases.commands.adopt_standard import adopt_standard
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "adopt",
    cls=Verb,
    help=N_(
        "Propose to adopt a table of rates (TOML), where a notice names none itself; a supervisor confirms it.\n\n"
        "A later table has the next number and says from which day on it applies. Cases that are decided stay as "
        "they are until they are revised."
    ),
)
@click.argument("file", type=FILE_OR_NAME)
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(settings: Settings, file: str, dry_run: bool, command_id: str | None, output: str | None) -> None:
    adoption = adopt_standard(OfficerSession(settings), file, command_id=command_id, dry_run=dry_run)
    standard = adoption.standard
    if print_record(standard, output):
        return
    values = {"standard": standard.standard, "count": standard.rates, "applies_from": standard.applies_from}
    if not adoption.changes:
        print_line(_("The table %(standard)s was adopted before: nothing changed.") % values)
    elif dry_run:
        print_line(_("Would propose the table %(standard)s, %(count)s rate(s), from %(applies_from)s on.") % values)
    else:
        print_line(_("The table %(standard)s is proposed, %(count)s rate(s), from %(applies_from)s on.") % values)
        print_waiting(standard.proposal)
