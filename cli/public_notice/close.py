"""`bailu public-notice close`: close notices that have run their time; what they awarded is payable then."""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing
from cli.verbs import Verb
from domain.application.commands import CloseNotice
from presentation.language import N_


@click.command("close", cls=Verb, help=N_("Close notices that have run their time; what they awarded is payable then."))
@choosing("close-notice")
def command(run: BatchRun) -> int:
    return run.give(lambda number: run.prepare(number, CloseNotice(application=number)))
