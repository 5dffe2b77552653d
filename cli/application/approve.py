"""`bailu application approve`: approve assessments, as a second officer: money is owed then, and limits are used."""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing
from cli.preview import print_preview
from cli.prompt import agree, asked_here
from cli.shared_account import shared_account_option
from cli.verbs import Verb, option, yes_option
from domain.application.commands import ApproveApplication
from domain.base import replace
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from store.commands.executor import PreparedCommand
from usecases.dossiers.approval_sheet import approval_previews


@click.command(
    "approve",
    cls=Verb,
    help=N_(
        "Approve assessments, as a second officer: money is owed then, and limits are used.\n\n"
        "On a terminal, the clause, the computation and the amount are shown before you are asked."
    ),
)
@option(
    "--leave-open",
    is_flag=True,
    help=N_("Approve what can be decided, and leave lines open on which something is not known."),
)
@shared_account_option
@yes_option
@choosing("approve")
def command(run: BatchRun, leave_open: bool, shared_account: str | None, yes: bool) -> int:
    numbers = run.numbers(*(("approve-in-part",) if leave_open else ()))
    versions: dict[str, int] = {}
    if asked := asked_here(yes=yes, dry_run=run.dry_run):
        previews = list(approval_previews(run.session, numbers))
        for assessment in previews:
            print_preview(assessment.preview)
            versions[assessment.preview.number] = assessment.assessed_version
        if previews:
            question = _("Approve %(count)s application(s), in all %(amount)s?")
            amount_fen = sum(assessment.amount_fen for assessment in previews)
            agree(question % {"count": len(previews), "amount": amount_in_words(amount_fen)}, yes=run.dry_run)

    def prepare(number: str) -> PreparedCommand:
        # What is approved is what was shown, whatever is assessed meanwhile.
        shown = versions.get(number, 0) if asked else None
        approval = ApproveApplication(application=number, assessed_version=shown, leaving_open=leave_open)
        if shared_account is None:
            return run.prepare(number, approval)
        return run.prepare_with_reason(number, shared_account, lambda reason: replace(approval, shared_account=reason))

    return run.give(prepare, numbers)
