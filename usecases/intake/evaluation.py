"""The file of `policy evaluate`: an application that may leave out who asks and where, and that is not checked for it.

A citizen's calculator has no identity numbers to give, and a test case invents them, so documents, codes and accounts
are taken as they stand. Facts are checked as strictly as in an application that is handed in (see `check`).
"""

from __future__ import annotations

from pathlib import Path

from usecases.intake.application import DeclaredApplicant, DeclaredLine, DeclaredPerson, DeclaredUse, EvaluationFile
from usecases.intake.documents import read_tree
from usecases.intake.facts import iso_day
from usecases.intake.forms import EvaluationForm, PersonForm, facts_of, fill
from usecases.intake.text import folded
from usecases.problems import Problem, Where


def read_evaluation(path: Path) -> tuple[EvaluationFile | None, tuple[Problem, ...]]:
    """The evaluation in the JSON or TOML file at `path`, or None with every problem that stands in the way."""
    tree, problems = read_tree(path)
    if tree is None or problems:
        return None, problems
    form, problems = fill(EvaluationForm, tree)
    if form is None:
        return None, problems
    received_on = None if form.received_on is None else iso_day(form.received_on)
    if isinstance(received_on, Problem):
        return None, (received_on.at(Where(path="received_on")),)
    evaluation = EvaluationFile(
        scheme=form.scheme,
        policy=form.policy,
        authority=form.authority,
        received_on=received_on,
        applicant=_applicant(form),
        facts=facts_of(form),
        lines=tuple(DeclaredLine(facts=facts_of(line), person=_person(line.person)) for line in form.lines),
        registers=form.registers,
        used=tuple(DeclaredUse(**use.model_dump()) for use in form.used),
    )
    return evaluation, ()


def _applicant(form: EvaluationForm) -> DeclaredApplicant | None:
    given = form.applicant
    if given is None:
        return None
    return DeclaredApplicant(
        kind=given.kind,
        name=given.name,
        uscc=None if given.uscc is None else folded(given.uscc),
        uscc_absent_because=given.uscc_absent_because,
        id_kind=given.id_kind,
        id_number=None if given.id_number is None else folded(given.id_number),
    )


def _person(form: PersonForm | None) -> DeclaredPerson | None:
    if form is None:
        return None
    number = None if form.id_number is None else folded(form.id_number)
    return DeclaredPerson(name=form.name, id_kind=form.id_kind, id_number=number)
