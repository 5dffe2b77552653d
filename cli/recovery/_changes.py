"""追回: `reduce`, `cancel`, `write-off` and `refer`. Finance proposes each, and a supervisor grants it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cli.recovery._demand_run import Act
from domain.application.commands import RecoveryCommand
from domain.application.events import RecoveryChangeProposed
from presentation.language import _
from presentation.words.amounts import amount_in_words
from store.commands.executor import Result
from usecases.dossiers.demand_sheet import standing

Make = Callable[[str, str], RecoveryCommand]
"""The command about a demand, with its reason."""


def propose(act: Act, recovery: str | None, reason: str, make: Make) -> None:
    meant = act.demand(recovery)
    said = act.prepare_with_reason(reason, lambda sealed: make(meant, sealed))

    def shows(planned: Result) -> Iterable[str]:
        yield from standing(act.case, meant)
        for each in planned.events:
            if isinstance(each.event, RecoveryChangeProposed):
                yield _("Proposed about %(amount)s of it; a supervisor decides.") % {
                    "amount": amount_in_words(each.event.amount_fen)
                }

    act.give(said, _("Propose this?"), shows)
