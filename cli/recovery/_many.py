"""Demands of many cases at once: every one is shown, the officer is asked once, and each is recorded on its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cli.batch_run import BatchRun
from cli.output import print_note
from cli.prompt import agree
from domain.errors import Refusal
from store.commands.executor import PreparedCommand, Result
from usecases.dossiers.dossier import Dossier, open_dossier

Shows = Callable[[Dossier, Result], Iterable[str]]
"""What an officer sees of one case before being asked."""


def ask_once(
    run: BatchRun,
    numbers: Sequence[str],
    prepare_for: Callable[[str], PreparedCommand],
    shows: Shows,
    question: Callable[[Sequence[Result]], str],
    *,
    yes: bool,
) -> int:
    """Show what each command would do, ask `question` about all of it, and go the round; the worst exit code.

    A case that is refused stands in nobody's way: the round says why.
    """
    said: dict[str, PreparedCommand] = {}
    planned: list[Result] = []
    for number in numbers:
        try:
            said[number] = prepare_for(number)
            result = run.session.execute(said[number], dry_run=True)
        except Refusal:
            continue
        if result.events and not result.repeated:
            planned.append(result)
            dossier = open_dossier(run.session, number)
            print_note(f"{number}  {dossier.scheme_name}")
            for sentence in shows(dossier, result):
                print_note(f"  {sentence}")
    if planned and not run.dry_run:
        agree(question(planned), yes=yes)
    return run.give(lambda number: said.get(number) or prepare_for(number), numbers)
