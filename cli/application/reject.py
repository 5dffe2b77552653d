"""`bailu application reject`: reject what was assessed as not eligible; its findings are the reason."""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing
from cli.verbs import Verb
from domain.application.commands import RejectApplication
from presentation.language import N_


@click.command("reject", cls=Verb, help=N_("Reject what was assessed as not eligible; its findings are the reason."))
@choosing()
def command(run: BatchRun) -> int:
    return run.give(lambda number: run.prepare(number, RejectApplication(application=number)))
