"""Whether the facts that a rule names are words of the pack's vocabulary, and of the right type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from domain.entitlement.rules import APPLICANT, RECEIVED_ON
from policies.pack import Pack
from policies.problems import Complaint, Path
from policies.rule_tables import Word

SPECIAL = frozenset((APPLICANT, RECEIVED_ON))
"""Words that may stand where a fact could."""


def named_facts(table: BaseModel) -> Iterator[tuple[str, str, Word]]:
    """The facts that a rule names itself, each with the key of the table that names it and what that key wants."""
    for key, field in type(table).model_fields.items():
        named = getattr(table, key)
        if key == "when" and isinstance(named, BaseModel):
            yield from named_facts(named)
        for word in field.metadata if named is not None else ():
            if isinstance(word, Word):
                for fact in [named] if isinstance(named, str) else named:
                    if fact not in SPECIAL:
                        yield key, fact, word


def facts_of(table: BaseModel) -> tuple[str, ...]:
    return tuple(fact for _, fact, _ in named_facts(table))


def check_words(pack: Pack, table: BaseModel, path: Path) -> Iterator[Complaint]:
    """Every fact that `table` names is defined, and of a type that the rule can work with."""
    for key, fact, word in named_facts(table):
        yield from check_word(pack, fact, (*path, key), word.types)


def check_word(pack: Pack, fact: str, path: Path, types: tuple[str, ...] = ()) -> Iterator[Complaint]:
    if fact not in pack.ids["facts"]:
        yield path, "unknown-fact", {"found": fact}
    elif types and fact in pack.facts and pack.facts[fact].type not in types:
        yield path, "wrong-fact-type", {"fact": fact, "found": pack.facts[fact].type, "expected": ", ".join(types)}


def check_choices(pack: Pack, fact: str, choices: Iterable[str], path: Path) -> Iterator[Complaint]:
    """Every one of `choices` is a choice of `fact`."""
    if fact in pack.facts:
        for choice in choices:
            if choice not in pack.facts[fact].choices:
                yield path, "unknown-choice", {"fact": fact, "found": choice}
