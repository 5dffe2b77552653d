"""`bailu application resume`: resume suspended applications: they go on where they were."""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing
from cli.verbs import Verb
from domain.application.commands import ResumeApplication
from presentation.language import N_


@click.command("resume", cls=Verb, help=N_("Resume suspended applications: they go on where they were."))
@choosing("resume")
def command(run: BatchRun) -> int:
    return run.give(lambda number: run.prepare(number, ResumeApplication(application=number)))
