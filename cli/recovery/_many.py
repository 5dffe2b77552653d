"""Demands of many cases at once: every one is shown, the officer is asked once, and each is recorded on its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cli.batch_run import BatchRun
from cli.output import print_note
from cli.prompt import agree
from store.commands.executor import PreparedCommand
from usecases.commands.planned import Plan, plan_each
from usecases.dossiers.dossier import Dossier, open_dossier


def ask_once(
    run: BatchRun,
    prepare_for: Callable[[str], PreparedCommand],
    lines: Callable[[Dossier, Plan], Iterable[str]],
    question: Callable[[Sequence[Plan]], str],
    *,
    yes: bool,
) -> int:
    """Show in `lines` what each command would do, ask `question` about all of them, and record them; the worst exit
    code.

    A case that is declined does not stop the others: it is reported when they are recorded.
    """
    numbers = run.numbers()
    plans: dict[str, Plan] = {}
    for number, plan in plan_each(run.session, numbers, prepare_for):
        plans[number] = plan
        if plan.changes:
            dossier = open_dossier(run.session, number)
            print_note(f"{number}  {dossier.scheme_name}")
            for sentence in lines(dossier, plan):
                print_note(f"  {sentence}")
    changes = [plan for plan in plans.values() if plan.changes]
    if changes and not run.dry_run:
        agree(question(changes), yes=yes)
    return run.give(lambda number: plans[number].prepared if number in plans else prepare_for(number), numbers)
