"""`bailu recovery import`: propose to take over demands from before this log."""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line, print_record
from cli.parameters import FILE, WORDS
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from cli.waiting import print_waiting
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.commands.import_debts import import_debts
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "import",
    cls=Verb,
    help=N_(
        "Propose to take over demands from before this log (期初债权), what is still owed; a supervisor confirms it."
        "\n\n"
        "No case stands behind them, and their terms run on. What comes in for them is due to the treasury (待缴国库). "
        "`bailu recovery template` prints the columns; `bailu recovery receive`, serve, reduce, cancel, write-off and "
        "refer take the name of the file and of the demand, such as debt-350200-2024-0001 r3."
    ),
)
@click.argument("file", type=FILE)
@option("--body", type=WORDS, required=True, help=N_("Who made the demands."))
@option("--document", type=WORDS, required=True, help=N_("The number of the document by which they are handed over."))
@option("--treasury", type=WORDS, required=True, help=N_("The account, or the indicator, that what comes in goes to."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    file: Path,
    body: str,
    document: str,
    treasury: str,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    imported = import_debts(
        OfficerSession(settings),
        file,
        body=body,
        document=document,
        treasury=treasury,
        command_id=command_id,
        dry_run=dry_run,
    )
    if print_record(imported, output):
        return
    values = {"count": imported.debts, "amount": amount_in_words(imported.open_fen)}
    if dry_run:
        print_line(_("Would propose to take over %(count)s demand(s), open: %(amount)s.") % values)
    else:
        print_line(_("It is proposed to take over %(count)s demand(s), open: %(amount)s.") % values)
        print_waiting(imported.proposal)
