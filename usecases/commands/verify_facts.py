"""核验: what comparisons with other registers found about the facts that applicants declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path

from domain.application.commands import VerifyFacts
from domain.application.state.case import Case
from domain.application.state.stated import WHOLE_APPLICATION, Verified
from domain.application.values import VerifiedValue, ranges
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Value
from domain.entitlement.vocabulary import FactType
from domain.errors import NotAllowed
from store.commands.executor import PreparedCommand
from store.vault.sealing import Vault
from usecases.commands.application_files import existing_file
from usecases.commands.batch import Batch, Task
from usecases.commands.table_rows import Places
from usecases.errors import refuse_file
from usecases.intake.sealing import certificate_pseudonym
from usecases.problems import Problem, in_file_order
from usecases.progress import OnNote

Comparison = tuple[str, date]
"""The source that was asked, and the day on which."""
ComparedFact = tuple[int, str, Value]
"""The line (or `WHOLE_APPLICATION`), the fact, and the value that the source has."""


def prepare_all_declared(batch: Batch, comparison: Comparison, number: str) -> PreparedCommand | None:
    """The command that confirms as declared what the scheme wants verified and no comparison has answered yet.

    None when there is nothing of that.
    """
    with batch.session.repository() as repository:
        case = repository.case(number)
        edition = repository.edition(case.edition)
    wanted = edition.schemes[case.scheme].verify
    declared = {WHOLE_APPLICATION: case.facts, **{line.line: line.facts for line in case.lines.values()}}
    unanswered = [
        (line, fact, value)
        for line, facts in declared.items()
        for fact, value in facts.items()
        if fact in wanted and fact not in case.verified.get(line, {})
    ]
    return _prepare(batch, case, comparison, unanswered, None)


def verification_tasks(batch: Batch, numbers: Sequence[str], path: Path, *, of_table: bool, note: OnNote) -> list[Task]:
    """A task for each comparison in the table at `path` about each application; `of_table` says that the table names
    the applications.

    Raises `FilesRefused` with everything that is wrong with the table, `NotAllowed("nothing-verified")` when no row is
    about the applications, and as `Places` and `existing_file`.
    """
    existing_file(path)
    if not numbers:
        return []
    digest = sha256(path.read_bytes()).hexdigest()
    places = Places(batch.session, numbers, of_table=of_table)
    compared, problems = _read(batch, places, path)
    if passed_over := places.passed_over():
        note(passed_over)
    if problems:
        raise refuse_file(path, problems)
    tasks: list[Task] = [
        (number, partial(_prepare, batch, case, comparison, facts, digest, part=f"{comparison[0]} {comparison[1]}"))
        for number, case in places.cases.items()
        for comparison, facts in compared.get(number, {}).items()
    ]
    if not tasks:
        raise NotAllowed("nothing-verified", application=", ".join(places.cases))
    return tasks


def _read(
    batch: Batch, places: Places, path: Path
) -> tuple[Mapping[str, Mapping[Comparison, Sequence[ComparedFact]]], Sequence[Problem]]:
    """What the table has, by application and comparison, and everything that is wrong with it."""
    from usecases.intake.verifications import read_verifications

    edition = places.edition()
    table = read_verifications(path, edition, batch.session.today())
    problems = list(table.problems)
    compared: dict[str, dict[Comparison, list[ComparedFact]]] = {}
    for row in table.results:
        place = places.of(row.about)
        if isinstance(place, Problem):
            problems.append(place)
        elif place is not None:
            number, line = place
            vault = batch.session.vault
            facts = [(line, fact, _sealed(vault, edition, fact, value)) for fact, value in row.facts.items()]
            compared.setdefault(number, {}).setdefault((row.source, row.checked_on), []).extend(facts)
    return compared, in_file_order(problems)


def _sealed(vault: Vault, edition: Edition, fact: str, value: Value) -> Value:
    """Of a certificate number only the pseudonym is recorded, as when an application is handed in."""
    if edition.vocabulary[fact].type is FactType.CERTIFICATE:
        return certificate_pseudonym(vault, str(value))
    return value


def _prepare(
    batch: Batch,
    case: Case,
    comparison: Comparison,
    facts: Iterable[ComparedFact],
    file_sha256: str | None,
    part: str = "",
) -> PreparedCommand | None:
    """The command that records what is new; None when the same comparison had all of it before."""
    source, checked_on = comparison
    lines: dict[tuple[str, Value], list[int]] = {}
    for line, fact, value in facts:
        if case.verified.get(line, {}).get(fact) != Verified(value=value, source=source, checked_on=checked_on):
            lines.setdefault((fact, value), []).append(line)
    if not lines:
        return None
    command = VerifyFacts(
        application=case.number,
        source=source,
        checked_on=checked_on,
        values=tuple(_values(lines)),
        file_sha256=file_sha256,
    )
    return batch.prepare(case.number, command, part=part)


def _values(lines: Mapping[tuple[str, Value], Sequence[int]]) -> Iterable[VerifiedValue]:
    for (fact, value), places in lines.items():
        if WHOLE_APPLICATION in places:
            yield VerifiedValue(fact=fact, value=value)
        if of_lines := [line for line in places if line != WHOLE_APPLICATION]:
            yield VerifiedValue(fact=fact, value=value, lines=ranges(of_lines))
