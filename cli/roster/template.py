"""`bailu roster template`: write an empty roster of a scheme, as a workbook with drop-down lists and notes."""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line, print_record
from cli.parameters import FILE, NAME
from cli.roster._options import policy_option
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from usecases.intake.empty_roster import write_empty_roster
from usecases.session.settings import Settings


@click.command(
    "template", cls=Verb, help=N_("Write an empty roster of a scheme, as a workbook with drop-down lists and notes.")
)
@click.argument("scheme", type=NAME)
@click.argument("file", type=FILE, required=False)
@policy_option
@output_option
@click.pass_obj
def command(settings: Settings, scheme: str, file: Path | None, policy: str | None, output: str | None) -> None:
    roster = write_empty_roster(settings, scheme, file, policy)
    if not print_record(roster, output):
        print_line(_("The roster %(file)s is ready to be filled in.") % {"file": roster.file})
