"""`bailu public-notice publish`: put applications on public notice from today on: approved ones, and lines that a
revision added.
"""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing
from cli.verbs import Verb
from domain.application.commands import PublishNotice
from presentation.language import N_


@click.command(
    "publish",
    cls=Verb,
    help=N_("Put applications on public notice from today on: approved ones, and lines that a revision added."),
)
@choosing("publish-notice")
def command(run: BatchRun) -> int:
    return run.give(lambda number: run.prepare(number, PublishNotice(application=number)))
