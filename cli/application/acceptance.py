"""受理: `accept`, `refuse`, `request-correction` and `withdraw`."""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing, lines_option, reason_option
from cli.verbs import Verb, option
from domain.application.commands import (
    AcceptApplication,
    RefuseApplication,
    RequestCorrection,
    WithdrawApplication,
)
from domain.application.status import Status
from domain.application.values import Ranges
from presentation.language import N_


@click.command("accept", cls=Verb, help=N_("Accept applications: they are complete, and are assessed next."))
@choosing(Status.SUBMITTED)
def accept(run: BatchRun) -> int:
    return run.give(lambda number: run.prepare(number, AcceptApplication(application=number)))


@click.command("refuse", cls=Verb, help=N_("Refuse to accept applications, citing the clause it rests on."))
@option("--clause", required=True, help=N_("The clause, or the interpretation, by its id, such as closing-3."))
@reason_option
@choosing()
def refuse(run: BatchRun, clause: str, reason: str) -> int:
    return run.give(
        lambda number: run.prepare_with_reason(
            number, reason, lambda sealed: RefuseApplication(application=number, clause=clause, reason=sealed)
        )
    )


@click.command(
    "request-correction",
    cls=Verb,
    help=N_("Ask the applicant for a correction: once, and for everything that is missing."),
)
@lines_option
@reason_option
@choosing(Status.SUBMITTED)
def request_correction(run: BatchRun, lines: Ranges, reason: str) -> int:
    return run.give(
        lambda number: run.prepare_with_reason(
            number, reason, lambda said: RequestCorrection(application=number, lines=lines, reason=said)
        )
    )


@click.command("withdraw", cls=Verb, help=N_("Record that the applicants took their applications back."))
@reason_option
@choosing()
def withdraw(run: BatchRun, reason: str) -> int:
    return run.give(
        lambda number: run.prepare_with_reason(
            number, reason, lambda said: WithdrawApplication(application=number, reason=said)
        )
    )
