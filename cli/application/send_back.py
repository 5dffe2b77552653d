"""`bailu application send-back`: send assessments back, to be made again."""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing, reason_option
from cli.verbs import Verb
from domain.application.commands import SendBackApplication
from presentation.language import N_


@click.command("send-back", cls=Verb, help=N_("Send assessments back, to be made again."))
@reason_option
@choosing()
def command(run: BatchRun, reason: str) -> int:
    return run.give(
        lambda number: run.prepare_with_reason(
            number, reason, lambda sealed: SendBackApplication(application=number, reason=sealed)
        )
    )
