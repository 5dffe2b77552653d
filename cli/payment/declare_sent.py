"""`bailu payment declare-sent`: say which runs had gone to the bank when the store was restored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import print_line, print_listing, print_note, print_record, print_table
from cli.parameters import FILE
from cli.prompt import execute_agreed
from cli.verbs import Verb, money_options, option, output_option
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    # Help does not wait for what reads workbooks.
    from usecases.commands.declare_sent import DeclaredSent, PlannedDeclaration


@click.command(
    "declare-sent",
    cls=Verb,
    help=N_(
        "Say which runs had gone to the bank when the store was restored.\n\n"
        "Each FILE is what `bailu payment export` had made of a run. Give all of them, also of runs that the restored "
        "log still has, or --none. Another finance officer confirms it; until then no money is ordered, released or "
        "exported."
    ),
)
@click.argument("files", type=FILE, nargs=-1, metavar="FILE...")
@option("--none", "nothing", is_flag=True, help=N_("No run had been sent between the copy and the restore."))
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    files: tuple[Path, ...],
    nothing: bool,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    if nothing == bool(files):
        raise click.UsageError(_("Give the files of the runs that had been sent, or --none."))
    from usecases.commands.declare_sent import SentRunRow, plan_declaration

    planned = plan_declaration(OfficerSession(settings), files, command_id=command_id)
    if output in (None, "table"):
        if planned.rows:
            print_table(SentRunRow, planned.rows)
        if planned.unknown:
            note = _("Not in this log: %(numbers)s. Handed in once more they get other numbers: they are paid already.")
            print_note(note % {"numbers": ", ".join(planned.unknown)})
    outcome = execute_agreed(planned.plan, _question(planned), yes=yes, dry_run=dry_run)
    if output in ("csv", "xlsx"):
        print_listing(SentRunRow, planned.rows, output)
        return
    declared = planned.declared(outcome)
    if not print_record(declared, output):
        _print(declared)


def _question(planned: PlannedDeclaration) -> str:
    if not planned.rows:
        return _("Declare that no run had been sent?")
    values = {"count": len(planned.rows), "amount": amount_in_words(planned.amount_fen)}
    return _("Declare that %(count)s run(s) had been sent, together %(amount)s?") % values


def _print(declared: DeclaredSent) -> None:
    if declared.repeated:
        print_line(_("Recorded before, under the same command id: nothing new."))
    elif not declared.recorded:
        print_line(_("Nothing was recorded: this is what would be declared."))
    else:
        print_line(_("Proposed as %(proposal)s.") % {"proposal": declared.proposal})
        print_note(
            _("Another finance officer confirms it: bailu confirm %(proposal)s") % {"proposal": declared.proposal}
        )
