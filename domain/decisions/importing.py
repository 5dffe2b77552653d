"""What lines that were settled elsewhere are decided by: the edition that applies now, and what registers say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.base import Decision, replace
from domain.decisions.funding import authority_exists
from domain.decisions.gathering import answer
from domain.decisions.numbers import next_import
from domain.decisions.repository import Repository
from domain.entitlement.assessment import questions
from domain.entitlement.claim import Use
from domain.entitlement.edition import Edition
from domain.errors import NotAllowed
from domain.imports import counting, imports
from domain.imports.counting import Answers
from domain.imports.events import LinesProposed
from domain.imports.imports import ImportCommand, ImportLines, TakeBackImport
from domain.office.roles import Actor


def decide(repository: Repository, command: ImportCommand, actor: Actor, today: date) -> Decision:
    """Raises what `domain.imports.imports` raises, `NoSuchThing("policy-not-adopted")`, `("no-such-authority")` and
    `("no-such-import")`.
    """
    if isinstance(command, ImportLines):
        edition = repository.edition_for(command.policy, today)
        authority_exists(repository, command.authority)
        number = next_import(repository, command.authority, today)
        answers = answers_for(repository, edition, command, number, today)
        wanted, held = _used(repository, counting.wanted_uses(command, number, edition, answers))
        earlier = repository.imports()
        return imports.propose(number, command, edition, answers, earlier, wanted, held, actor, today)
    state = repository.imported(command.number)
    if isinstance(command, TakeBackImport):
        return imports.take_back(state, command, actor)
    edition = repository.edition(state.brought.edition)
    answers = answers_for(repository, edition, state.brought, state.number, today)
    wanted, held = _used(repository, counting.wanted_uses(state.brought, state.number, edition, answers))
    return imports.confirm(state, command, edition, answers, repository.imports(), wanted, held, actor)


def _used(
    repository: Repository, wanted: Mapping[int, tuple[Use, ...]]
) -> tuple[Mapping[int, tuple[Use, ...]], tuple[Use, ...]]:
    """What lines would use, and what others hold of the same limits: persons of two documents as one."""
    people = repository.people()
    pairs = {(use.limit, use.subject) for uses in wanted.values() for use in uses}
    held = repository.uses({(limit, alias) for limit, subject in pairs for alias in people.aliases(subject)})
    return {line: people.one_subject(uses) for line, uses in wanted.items()}, people.one_subject(held)


def answers_for(
    repository: Repository, edition: Edition, brought: ImportLines | LinesProposed, number: str, today: date
) -> Answers:
    """What registers say of the entries that the lines name: on the day of each, or else today, since the register may
    begin later than what was settled; then the entry says which one it is, and nothing of what was true before.

    Raises `NotAllowed("no-such-scheme")`.
    """
    if brought.scheme not in edition.schemes:
        raise NotAllowed("no-such-scheme", scheme=brought.scheme, policy=edition.ref)
    answers = {}
    for claim, _line, _amount_fen in counting.claims(brought, number):
        for asked in questions(edition, claim):
            if asked in answers:
                continue
            listed = answer(repository, edition, asked)
            if listed.entry is None:
                listed = replace(answer(repository, edition, replace(asked, on=today)), facts={})
            answers[asked] = listed
    return answers
