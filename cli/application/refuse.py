"""`bailu application refuse`: refuse to accept applications, citing the clause it rests on."""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing, reason_option
from cli.parameters import NAME
from cli.verbs import Verb, option
from domain.application.commands import RefuseApplication
from presentation.language import N_


@click.command("refuse", cls=Verb, help=N_("Refuse to accept applications, citing the clause it rests on."))
@option(
    "--clause", type=NAME, required=True, help=N_("The clause, or the interpretation, by its id, such as closing-3.")
)
@reason_option
@choosing()
def command(run: BatchRun, clause: str, reason: str) -> int:
    return run.give(
        lambda number: run.prepare_with_reason(
            number, reason, lambda sealed: RefuseApplication(application=number, clause=clause, reason=sealed)
        )
    )
