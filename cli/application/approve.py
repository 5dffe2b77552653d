"""`bailu application approve`: approve assessments, as a second officer: money is owed then, and limits are used."""

from __future__ import annotations

from collections.abc import Sequence

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing
from cli.output import print_note
from cli.prompt import agree, asked_here
from cli.verbs import Verb, yes_option
from domain.application.commands import ApproveApplication
from domain.application.status import Status
from domain.application.values import Award, expand
from domain.errors import NoSuchThing
from domain.money import yuan
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.dossiers.dossier import Dossier, called, open_dossier


@click.command(
    "approve",
    cls=Verb,
    help=N_(
        "Approve assessments, as a second officer: money is owed then, and limits are used.\n\n"
        "On a terminal, the clause, the computation and the amount are shown before you are asked."
    ),
)
@yes_option
@choosing(Status.ASSESSED)
def command(run: BatchRun, yes: bool) -> int:
    numbers = run.numbers()
    if asked_here(yes=yes, dry_run=run.dry_run) and (amounts_fen := [_preview(each) for each in _open(run, numbers)]):
        question = _("Approve %(count)s application(s), in all %(amount)s?")
        said = {"count": len(amounts_fen), "amount": amount_in_words(sum(amounts_fen))}
        agree(question % said, yes=run.dry_run)
    return run.give(lambda number: run.prepare(number, ApproveApplication(application=number)), numbers)


def _open(run: BatchRun, numbers: Sequence[str]) -> list[Dossier]:
    """Those that can be approved; of the others, the round says why not."""
    found = []
    for number in numbers:
        try:
            dossier = open_dossier(run.session, number)
        except NoSuchThing:
            continue
        if dossier.case.status is Status.ASSESSED and dossier.case.assessment is not None:
            found.append(dossier)
    return found


def _preview(dossier: Dossier) -> int:
    """Show the clause, the computation and the amount; the amount, in fen."""
    assessed = dossier.case.assessment
    assert assessed is not None, "an assessed case has its assessment"
    print_note(f"{dossier.case.number}  {dossier.scheme_name}")
    clause = dossier.edition.schemes[dossier.case.scheme].amount.clause
    if clause in dossier.edition.clauses:
        print_note(f"  {clause} {called(dossier.edition.clauses[clause].names)}")
    for award in assessed.awards:
        print_note(f"  {_computation(dossier, award)}")
    print_note("  " + _("In all %(amount)s") % {"amount": amount_in_words(assessed.entitled_fen)})
    return assessed.entitled_fen


def _computation(dossier: Dossier, award: Award) -> str:
    from presentation.words.findings import computed
    from presentation.words.phrases import line_numbers

    steps = "; ".join(computed(step.code, step.values, dossier.edition) for step in award.arithmetic)
    count = len(list(expand(award.lines)))
    return _("Line(s) %(lines)s: %(steps)s; %(count)s × %(each)s = %(total)s yuan") % {
        "lines": line_numbers(award.lines),
        "steps": steps,
        "count": count,
        "each": yuan(award.amount_fen // count),
        "total": yuan(award.amount_fen),
    }
