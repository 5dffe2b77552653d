"""`bailu application approve`: approve assessments, as a second officer: money is owed then, and limits are used."""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing
from cli.preview import print_preview
from cli.prompt import agree, asked_here
from cli.verbs import Verb, yes_option
from domain.application.commands import ApproveApplication
from domain.application.status import Status
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.dossiers.approval_sheet import approval_previews


@click.command(
    "approve",
    cls=Verb,
    help=N_(
        "Approve assessments, as a second officer: money is owed then, and limits are used.\n\n"
        "On a terminal, the clause, the computation and the amount are shown before you are asked."
    ),
)
@yes_option
@choosing(Status.ASSESSED)
def command(run: BatchRun, yes: bool) -> int:
    numbers = run.numbers()
    if asked_here(yes=yes, dry_run=run.dry_run):
        amounts_fen = []
        for preview, amount_fen in approval_previews(run.session, numbers):
            print_preview(preview)
            amounts_fen.append(amount_fen)
        if amounts_fen:
            question = _("Approve %(count)s application(s), in all %(amount)s?")
            values = {"count": len(amounts_fen), "amount": amount_in_words(sum(amounts_fen))}
            agree(question % values, yes=run.dry_run)
    return run.give(lambda number: run.prepare(number, ApproveApplication(application=number)), numbers)
