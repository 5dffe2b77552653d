"""`bailu application request-correction`: ask the applicant for a correction, once, and for everything missing."""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing, lines_option, reason_option
from cli.parameters import NAME
from cli.verbs import Verb, option
from domain.application.commands import RequestCorrection
from domain.application.values import Ranges
from presentation.language import N_


@click.command(
    "request-correction",
    cls=Verb,
    help=N_("Ask the applicant for a correction: once, and for everything that is missing."),
)
@lines_option
@option(
    "--fact",
    "facts",
    type=NAME,
    multiple=True,
    help=N_("A fact that is to be compared, and that the applicant is to confirm or state otherwise; may be repeated."),
)
@reason_option
@choosing("accept")
def command(run: BatchRun, lines: Ranges, facts: tuple[str, ...], reason: str) -> int:
    return run.give(
        lambda number: run.prepare_with_reason(
            number,
            reason,
            lambda sealed: RequestCorrection(application=number, lines=lines, reason=sealed, facts=facts),
        )
    )
