"""The index beside the events (uses, names, accounts, references, demands): written in the transaction of a command."""

from __future__ import annotations

from collections.abc import Mapping

from domain.application.state.case import Case
from domain.base import Decision
from domain.imports import debts, imports
from domain.imports.debts import Debts
from domain.imports.imports import Import
from domain.streams import Kind, prefix
from domain.treasury import batch as batches
from domain.treasury.batch import Batch
from store.commands.repository import Repository, changed_by
from store.log import Writing

_CASES = prefix(Kind.APPLICATION)


def index_cases(
    log: Writing, repository: Repository, decision: Decision, before: Mapping[str, Case], officer: str
) -> None:
    """Keep the index of limit uses, names, accounts, references and demands beside the events: it is a pure function of
    them.
    """
    for stream, events in decision.items():
        if not stream.startswith(_CASES):
            continue
        case = before.get(stream)
        after = changed_by(case, events, officer)
        repository.took(after)
        if case is None or not after.indexed_as(case):
            log.replace_uses(after.number, case.indexed_uses if case else (), after.indexed_uses)


def indexed(repository: Repository, stream: str) -> Import | Debts | Batch | None:
    """What is in the index beside cases, by its stream: what was brought in, and runs; None before it begins."""
    kind, _, batch = stream.partition("-")
    if kind == "batch":
        return repository.batch(batch) if repository.version_of(stream) else None
    return repository.brought_in(stream)


def index_others(log: Writing, decision: Decision, before: Mapping[str, Import | Debts | Batch], officer: str) -> None:
    """The same of what was brought in, of which what is only proposed holds nothing, and of payment runs."""
    for stream, state in before.items():
        after = state
        for happened in decision[stream]:
            match after:
                case Import():
                    after = imports.evolve(after, after.number, happened, officer)
                case Debts():
                    after = debts.evolve(after, after.number, happened, officer)
                case Batch():
                    after = batches.evolve(after, happened, officer, after.ordered_on)
        if not (isinstance(state, Batch) and isinstance(after, Batch) and after.indexed_as(state)):
            log.replace_uses(stream, state.indexed_uses, after.indexed_uses)
