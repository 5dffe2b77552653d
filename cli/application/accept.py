"""`bailu application accept`: accept applications: they are complete, and are assessed next."""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing
from cli.verbs import Verb
from domain.application.commands import AcceptApplication
from presentation.language import N_


@click.command("accept", cls=Verb, help=N_("Accept applications: they are complete, and are assessed next."))
@choosing("accept")
def command(run: BatchRun) -> int:
    return run.give(lambda number: run.prepare(number, AcceptApplication(application=number)))
