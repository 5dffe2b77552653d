"""Demands of many cases at once: every one is shown, the officer is asked once, and each is recorded on its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cli.application.round import Round
from cli.prompt import agree
from cli.render import note
from domain.errors import Refusal
from store.commands.executor import Result
from usecases.dossiers.dossier import Dossier, open_dossier
from usecases.session.desk import Said

Shows = Callable[[Dossier, Result], Iterable[str]]
"""What an officer sees of one case before being asked."""


def ask_once(
    going: Round,
    numbers: Sequence[str],
    say_of: Callable[[str], Said],
    shows: Shows,
    question: Callable[[Sequence[Result]], str],
    *,
    yes: bool,
) -> int:
    """Show what each command would do, ask `question` about all of it, and go the round; the worst exit code.

    A case that is refused stands in nobody's way: the round says why.
    """
    said: dict[str, Said] = {}
    planned: list[Result] = []
    for number in numbers:
        try:
            said[number] = say_of(number)
            result = going.desk.execute(said[number], dry_run=True)
        except Refusal:
            continue
        if result.facts and not result.repeated:
            planned.append(result)
            dossier = open_dossier(going.desk, number)
            note(f"{number}  {dossier.scheme_name}")
            for sentence in shows(dossier, result):
                note(f"  {sentence}")
    if planned and not going.dry_run:
        agree(question(planned), yes=yes)
    return going.give(lambda number: said.get(number) or say_of(number), numbers)
