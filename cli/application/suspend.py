"""`bailu application suspend`: suspend applications: nothing is decided or ordered until they are resumed. What a bank
does goes on.
"""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing, reason_option
from cli.verbs import Verb
from domain.application.commands import SuspendApplication
from presentation.language import N_


@click.command(
    "suspend",
    cls=Verb,
    help=N_("Suspend applications: nothing is decided or ordered until they are resumed. What a bank does goes on."),
)
@reason_option
@choosing()
def command(run: BatchRun, reason: str) -> int:
    return run.give(
        lambda number: run.prepare_with_reason(
            number, reason, lambda sealed: SuspendApplication(application=number, reason=sealed)
        )
    )
