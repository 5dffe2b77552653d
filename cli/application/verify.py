"""核验: `verify`, what comparisons with other registers found about the facts that applicants declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import click

from cli.batch_run import BatchRun, Task
from cli.case_selection import WORDS, choosing
from cli.output import print_note
from cli.parameters import DAY
from cli.verbs import Verb, option
from domain.application.commands import VerifyFacts
from domain.application.state.case import Case
from domain.application.state.stated import WHOLE_APPLICATION, Verified
from domain.application.status import Status
from domain.application.values import VerifiedValue, ranges
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Value
from domain.entitlement.vocabulary import FactType
from domain.errors import NotAllowed
from presentation.language import N_, _
from store.commands.executor import PreparedCommand
from usecases.commands.application_files import there
from usecases.commands.table_rows import Places
from usecases.errors import refuse_file
from usecases.intake.sealing import certificate_pseudonym
from usecases.problems import Problem, in_file_order

Comparison = tuple[str, date]
"""The source that was asked, and the day on which."""


Found = tuple[int, str, Value]
"""The line (or `WHOLE_APPLICATION`), the fact, and its value."""


@click.command(
    "verify",
    cls=Verb,
    help=N_(
        "Record what comparisons with other registers found, from a table; without numbers, about every application "
        "that the table names.\n\n"
        "With --all-declared there is no file: every declared fact that the scheme wants verified, and that no "
        "comparison has answered yet, is confirmed as declared."
    ),
)
@option("--all-declared", is_flag=True, help=N_("Confirm everything that was declared."))
@option("--source", type=WORDS, help=N_("With --all-declared: who was asked, such as the social insurance register."))
@option("--on", type=DAY, metavar="DATE", help=N_("With --all-declared: the day of the comparison; today if not said."))
@choosing(Status.ACCEPTED, last="FILE", unless="all_declared", file="last")
def command(run: BatchRun, last: str | None, all_declared: bool, source: str | None, on: date | None) -> int:
    if last is None:
        if source is None:
            raise click.UsageError(_("--all-declared takes --source: who confirmed it?"))
        checked = (source, on or run.session.today())
        return run.work([(number, partial(_declared, run, number, checked)) for number in run.numbers()])
    if source is not None or on is not None:
        raise click.UsageError(_("--source and --on go with --all-declared; a file says them for each row."))
    return _verify_file(run, there(Path(last)))


def _declared(run: BatchRun, number: str, checked: Comparison) -> PreparedCommand | None:
    with run.session.repository() as repository:
        case = repository.case(number)
        edition = repository.edition(case.edition)
    wanted = edition.schemes[case.scheme].verify
    stated = {WHOLE_APPLICATION: case.facts, **{line.line: line.facts for line in case.lines.values()}}
    found = [
        (line, fact, value)
        for line, facts in stated.items()
        for fact, value in facts.items()
        if fact in wanted and fact not in case.verified.get(line, {})
    ]
    return _prepare(run, case, checked, found)


def _verify_file(run: BatchRun, path: Path) -> int:
    numbers = run.numbers()
    if not numbers:
        return run.work([])
    places = Places(run.session, numbers, of_table=run.of_table)
    found, problems = _read(run, places, path)
    if problems:
        raise refuse_file(path, problems)
    tasks: list[Task] = [
        (number, partial(_prepare, run, case, checked, found[number][checked], part=f"{checked[0]} {checked[1]}"))
        for number, case in places.cases.items()
        for checked in found.get(number, {})
    ]
    if not tasks:
        raise NotAllowed("nothing-verified", application=", ".join(places.cases))
    return run.work(tasks)


def _read(
    run: BatchRun, places: Places, path: Path
) -> tuple[Mapping[str, Mapping[Comparison, Sequence[Found]]], Sequence[Problem]]:
    """What the table says, by application and comparison, and everything that is wrong with it."""
    from usecases.intake.verifications import read_verifications

    edition = _edition(run, places)
    table = read_verifications(path, edition, run.session.today())
    problems = list(table.problems)
    found: dict[str, dict[Comparison, list[Found]]] = {}
    for each in table.found:
        place = places.of(each.about)
        if isinstance(place, Problem):
            problems.append(place)
        elif place is not None:
            number, line = place
            facts = [(line, fact, _sealed(run, edition, fact, value)) for fact, value in each.facts.items()]
            found.setdefault(number, {}).setdefault((each.source, each.checked_on), []).extend(facts)
    if passed_over := places.passed_over():
        print_note(passed_over)
    return found, in_file_order(problems)


def _edition(run: BatchRun, places: Places) -> Edition:
    refs = sorted({case.edition for case in places.cases.values()})
    if len(refs) > 1:
        raise NotAllowed("several-editions", editions=", ".join(refs))
    with run.session.repository() as repository:
        return repository.edition(refs[0])


def _sealed(run: BatchRun, edition: Edition, fact: str, value: Value) -> Value:
    """A certificate number is kept as its pseudonym, as it is when an application is handed in."""
    if edition.vocabulary[fact].type is FactType.CERTIFICATE:
        return certificate_pseudonym(run.session.vault, str(value))
    return value


def _prepare(
    run: BatchRun, case: Case, checked: Comparison, found: Iterable[Found], part: str = ""
) -> PreparedCommand | None:
    """The command that records what is new; None when the same comparison said all of it before."""
    source, checked_on = checked
    lines: dict[tuple[str, Value], list[int]] = {}
    for line, fact, value in found:
        if case.verified.get(line, {}).get(fact) != Verified(value=value, source=source, checked_on=checked_on):
            lines.setdefault((fact, value), []).append(line)
    if not lines:
        return None
    command = VerifyFacts(application=case.number, source=source, checked_on=checked_on, values=tuple(_values(lines)))
    return run.prepare(case.number, command, part=part)


def _values(lines: Mapping[tuple[str, Value], Sequence[int]]) -> Iterable[VerifiedValue]:
    for (fact, value), found in lines.items():
        if WHOLE_APPLICATION in found:
            yield VerifiedValue(fact=fact, value=value)
        if of_lines := [line for line in found if line != WHOLE_APPLICATION]:
            yield VerifiedValue(fact=fact, value=value, lines=ranges(of_lines))
