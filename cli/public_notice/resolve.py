"""`bailu public-notice resolve`: propose to uphold or to dismiss an objection, such as o1; an approver confirms."""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing, reason_option
from cli.verbs import Verb, option
from domain.application.commands import AnswerObjection
from presentation.language import N_, _


@click.command(
    "resolve",
    cls=Verb,
    help=N_(
        "Propose to uphold or to dismiss an objection, such as o1; an approver confirms.\n\n"
        "Upheld, its lines go back to assessment, what is unpaid of them is not owed, and their limits are free."
    ),
)
@option("--uphold/--dismiss", "upheld", default=None, help=N_("What is answered."))
@reason_option
@choosing(last="OBJECTION")
def command(run: BatchRun, last: str, upheld: bool | None, reason: str) -> int:
    if upheld is None:
        raise click.UsageError(_("Say --uphold or --dismiss."))
    return run.give(
        lambda number: run.prepare_with_reason(
            number,
            reason,
            lambda sealed: AnswerObjection(application=number, objection=last, upheld=upheld, reason=sealed),
        )
    )
