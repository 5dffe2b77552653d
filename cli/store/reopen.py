"""`bailu store reopen`: say what time it is, where a desk's clock is not believed because the office was closed."""

from __future__ import annotations

import click

from cli.output import print_line, print_note, print_record
from cli.verbs import Verb, command_id_option, dry_run_option, output_option
from presentation.language import N_, _
from presentation.rows.columns import Kind
from presentation.rows.values import human
from usecases.commands.log_proposals import propose_reopening
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "reopen",
    cls=Verb,
    help=N_(
        "Open an office again that was closed for longer than a computer's clock is believed.\n\n"
        "An administrator or supervisor says what time it is, by the clock of this computer. Another confirms it at "
        "another one, whose clock has to agree."
    ),
)
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(settings: Settings, dry_run: bool, command_id: str | None, output: str | None) -> None:
    proposed = propose_reopening(OfficerSession(settings), command_id=command_id, dry_run=dry_run)
    if print_record(proposed, output):
        return
    values = {"proposal": proposed.proposal, "now": human(Kind.INSTANT, proposed.now)}
    if proposed.repeated:
        print_line(_("Recorded before, under the same command id: nothing new."))
    elif dry_run:
        print_line(_("Would propose as %(proposal)s that it is %(now)s.") % values)
    else:
        print_line(_("Proposed as %(proposal)s: it is %(now)s.") % values)
        print_note(_("Another person, whose computer's clock agrees, confirms it: bailu confirm %(proposal)s") % values)
