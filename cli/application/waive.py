"""`bailu application waive`: ask, as an approver, that a limit be waived for some lines or for all; a supervisor grants
it.
"""

from __future__ import annotations

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing, lines_option, reason_option
from cli.verbs import Verb, option
from domain.application.commands import RequestWaiver
from domain.application.values import Ranges, ranges
from presentation.language import N_
from store.commands.executor import PreparedCommand


@click.command(
    "waive",
    cls=Verb,
    help=N_("Ask, as an approver, that a limit be waived for some lines or for all; a supervisor grants it."),
)
@option("--limit", required=True, metavar="LIMIT", help=N_("The limit, by its id in the notice (`bailu policy show`)."))
@lines_option
@reason_option
@choosing()
def command(run: BatchRun, limit: str, lines: Ranges, reason: str) -> int:
    def prepare(number: str) -> PreparedCommand:
        with run.session.repository() as repository:
            named = lines or ranges(repository.case(number).lines)
        return run.prepare_with_reason(
            number, reason, lambda said: RequestWaiver(application=number, limit=limit, lines=named, reason=said)
        )

    return run.give(prepare)
