"""What lines that were settled elsewhere are decided by: the edition that applies now, and what registers say."""

from __future__ import annotations

from datetime import date

from domain.base import Decision, replace
from domain.decisions.funding import authority_exists
from domain.decisions.numbers import next_import
from domain.decisions.repository import Repository
from domain.entitlement.assessment import questions
from domain.entitlement.edition import Edition
from domain.errors import NotAllowed
from domain.imports import imports
from domain.imports.events import LinesProposed
from domain.imports.imports import Answers, ConfirmImport, ImportLines
from domain.office.roles import Actor


def decide(repository: Repository, command: ImportLines | ConfirmImport, actor: Actor, today: date) -> Decision:
    """Raises what `domain.imports.imports` raises, `NoSuchThing("policy-not-adopted")`, `("no-such-authority")` and
    `("no-such-import")`.
    """
    if isinstance(command, ImportLines):
        edition = repository.edition_for(command.policy, today)
        authority_exists(repository, command.authority)
        number = next_import(repository, command.authority, today)
        answers = answers_for(repository, edition, command, number, today)
        earlier = repository.imports()
        return imports.propose(number, command, edition, answers, earlier, actor, today)
    state = repository.imported(command.number)
    edition = repository.edition(state.brought.edition)
    answers = answers_for(repository, edition, state.brought, state.number, today)
    return imports.confirm(state, command, edition, answers, actor)


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
    for claim, _line, _amount_fen in imports.claims(brought, number):
        for asked in questions(edition, claim):
            if asked in answers:
                continue
            register = repository.register(asked.register)
            answer = register.answer(asked, edition.policy)
            if answer.entry is None:
                answer = replace(register.answer(replace(asked, on=today), edition.policy), facts={})
            answers[asked] = answer
    return answers
