"""`bailu audit declare-fault`: declare that a part of the log does not verify, and that the office knows of it."""

from __future__ import annotations

import click

from cli.output import print_line, print_record
from cli.parameters import WORDS
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from cli.waiting import print_waiting
from presentation.language import N_, _
from usecases.commands.log_proposals import propose_fault
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "declare-fault",
    cls=Verb,
    help=N_(
        "Declare that what stands from position FIRST to LAST does not verify, and that the office knows of it.\n\n"
        "An administrator or supervisor declares it, and another confirms it. `bailu audit verify` then calls the "
        "errors there known; the log does not verify all the same."
    ),
)
@click.argument("first", type=click.IntRange(min=1), metavar="FIRST")
@click.argument("last", type=click.IntRange(min=1), metavar="LAST")
@option("--reason", type=WORDS, required=True, help=N_("What happened; it is recorded in the open."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings, first: int, last: int, reason: str, dry_run: bool, command_id: str | None, output: str | None
) -> None:
    session = OfficerSession(settings)
    proposed = propose_fault(session, first, last, reason, command_id=command_id, dry_run=dry_run)
    if print_record(proposed, output):
        return
    values = {"proposal": proposed.proposal, "first": first, "last": last}
    if proposed.repeated:
        print_line(_("Recorded before, under the same command id: nothing new."))
    elif dry_run:
        print_line(_("Would propose as %(proposal)s that %(first)s to %(last)s are known not to verify.") % values)
    else:
        print_line(_("Proposed as %(proposal)s: %(first)s to %(last)s are known not to verify.") % values)
        print_waiting(proposed.proposal)
