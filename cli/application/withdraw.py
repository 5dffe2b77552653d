"""`bailu application withdraw`: record that the applicants took their applications back."""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing, reason_option
from cli.verbs import Verb
from domain.application.commands import WithdrawApplication
from presentation.language import N_


@click.command("withdraw", cls=Verb, help=N_("Record that the applicants took their applications back."))
@reason_option
@choosing()
def command(run: BatchRun, reason: str) -> int:
    return run.give(
        lambda number: run.prepare_with_reason(
            number, reason, lambda sealed: WithdrawApplication(application=number, reason=sealed)
        )
    )
