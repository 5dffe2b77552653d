"""`bailu application transfer`: hand a file over to the authority that is competent for it."""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing, reason_option
from cli.parameters import NAME
from cli.verbs import Verb, option
from domain.application.commands import TransferApplication
from presentation.language import N_


@click.command(
    "transfer",
    cls=Verb,
    help=N_(
        "Propose to hand a file over to another authority (移送), before anything is decided.\n\n"
        "An assessor proposes it and an approver confirms it. The file goes on there under its number: clerks of that "
        "authority accept it, and it is assessed anew. `bailu application letter NUMBER transfer-notice` writes what "
        "the applicant is told."
    ),
)
@option("--to", type=NAME, required=True, help=N_("The authority that is competent."))
@reason_option
@choosing()
def command(run: BatchRun, to: str, reason: str) -> int:
    return run.give(
        lambda number: run.prepare_with_reason(
            number, reason, lambda sealed: TransferApplication(application=number, to=to, reason=sealed)
        )
    )
