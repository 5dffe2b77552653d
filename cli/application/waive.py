"""`bailu application waive`: ask, as an approver, that a limit be waived for some lines or for all; a supervisor grants
it.
"""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing, lines_option, reason_option
from cli.parameters import NAME
from cli.verbs import Verb, option
from domain.application.values import Ranges
from presentation.language import N_
from usecases.commands.request_waiver import waiver_request


@click.command(
    "waive",
    cls=Verb,
    help=N_("Ask, as an approver, that a limit be waived for some lines or for all; a supervisor grants it."),
)
@option(
    "--limit",
    type=NAME,
    required=True,
    metavar="LIMIT",
    help=N_("The limit, by its id in the notice (`bailu policy show`)."),
)
@lines_option
@reason_option
@choosing()
def command(run: BatchRun, limit: str, lines: Ranges, reason: str) -> int:
    return run.give(
        lambda number: run.prepare_with_reason(
            number, reason, waiver_request(run.session, number, limit=limit, lines=lines)
        )
    )
