"""`bailu application take-back`: take a refusal or a rejection back that was a mistake."""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing, reason_option
from cli.verbs import Verb
from domain.application.commands import TakeBackDecision
from presentation.language import N_


@click.command(
    "take-back",
    cls=Verb,
    help=N_(
        "Take a refusal, or a rejection, back that was a mistake (撤销原决定, 重新办理).\n\n"
        "Of a refusal a clerk proposes it and a supervisor confirms it, of a rejection an assessor and an approver. "
        "The case is submitted, or accepted, again. Where the letter of refusal had been made, "
        "`bailu application letter NUMBER revocation` writes the one that revokes it. While somebody objects, an "
        "answer to the objection does it instead."
    ),
)
@reason_option
@choosing()
def command(run: BatchRun, reason: str) -> int:
    return run.give(
        lambda number: run.prepare_with_reason(
            number, reason, lambda sealed: TakeBackDecision(application=number, reason=sealed)
        )
    )
