"""What a well-formed pack may still get wrong: unknown names, values without a source, rules over nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from policies.pack import Pack
from policies.problems import Complaint, Path
from policies.rule_tables import ExclusiveTable, LimitTable, QuotaTable, StagedTable
from policies.scheme_checks import check_scheme
from policies.tables import FactTable, Header, Sourced
from policies.word_checks import check_choices, check_word, check_words


def check(pack: Pack) -> Iterator[Complaint]:
    """Every complaint about how the parts of `pack` fit together."""
    yield from _sources(pack)
    if pack.header:
        yield from _header(pack.header)
    for name, fact in pack.facts.items():
        yield from _fact(fact, ("facts", name))
    for name, limit in pack.limits.items():
        yield from _limit(pack, limit, ("limits", name))
    for name, milestone in pack.milestones.items():
        yield from check_word(pack, milestone.fact, ("milestones", name, "fact"), ("day",))
    for name, scheme in pack.schemes.items():
        yield from check_scheme(pack, scheme, ("schemes", name))
    yield from _unused(pack)


def _sources(pack: Pack) -> Iterator[Complaint]:
    """Every value cites a clause or an interpretation, and what it cites is there."""
    starts: list[tuple[Path, object]] = [((), pack.header), *(((name,), pack.sections[name]) for name in pack.sections)]
    for path, table in (found for start, part in starts for found in _tables(part, start)):
        clause = getattr(table, "clause", None)
        interpretation = getattr(table, "interpretation", None)
        if clause is not None and clause not in pack.ids["clauses"]:
            yield (*path, "clause"), "unknown-clause", {"found": clause}
        if interpretation is not None and interpretation not in pack.ids["interpretations"]:
            yield (*path, "interpretation"), "unknown-interpretation", {"found": interpretation}
        if isinstance(table, Sourced) and clause is None and interpretation is None:
            yield path, "no-source", {}


def _tables(part: object, path: Path) -> Iterator[tuple[Path, BaseModel]]:
    """Every table within `part`, itself included."""
    if isinstance(part, BaseModel):
        yield path, part
        for name, field in type(part).model_fields.items():
            yield from _tables(getattr(part, name), (*path, field.alias or name))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _tables(value, (*path, key))
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from _tables(value, (*path, index))


def _header(header: Header) -> Iterator[Complaint]:
    last = header.received.to
    for first in sorted({header.issued_on, header.received.from_}):
        if first > last:
            yield ("received", "to"), "dates-out-of-order", {"first": first.isoformat(), "last": last.isoformat()}


def _fact(fact: FactTable, path: Path) -> Iterator[Complaint]:
    chosen = fact.type in ("choice", "rank")
    if chosen and not fact.choices:
        yield path, "choices-missing", {"type": fact.type}
    if fact.choices and not chosen:
        yield path, "choices-not-allowed", {"type": fact.type}
    for choice in fact.choices if fact.type == "rank" else ():
        if not choice.isdecimal():
            yield (*path, "choices", choice), "not-a-rank", {"found": choice}


def _limit(pack: Pack, limit: LimitTable, path: Path) -> Iterator[Complaint]:
    yield from check_words(pack, limit, path)
    for fact in limit.alike:
        yield from check_word(pack, fact, (*path, "alike", fact))
    if isinstance(limit, ExclusiveTable):
        for award, others in limit.excluded_by.items():
            yield from check_choices(pack, limit.fact, [award, *others], (*path, "excluded_by", award))
    if isinstance(limit, QuotaTable):
        if limit.register_ not in pack.ids["registers"]:
            yield (*path, "register"), "unknown-register", {"found": limit.register_}
        elif (register := pack.sections["registers"].get(limit.register_)) and register.quota is None:
            yield (*path, "register"), "register-without-quota", {"found": limit.register_}


def _unused(pack: Pack) -> Iterator[Complaint]:
    """Limits over nothing, and milestones that nobody can reach."""
    amounts = [scheme.amount for scheme in pack.schemes.values()]
    limits = {limit for scheme in pack.schemes.values() for limit in scheme.limits}
    milestones = {stage.milestone for one in amounts if isinstance(one, StagedTable) for stage in one.stages}
    if pack.ids["schemes"] - pack.schemes.keys():
        return  # A scheme that could not be read may be the one that uses them.
    for name in pack.limits:
        if name not in limits:
            yield ("limits", name), "limit-over-nothing", {"limit": name}
    for name in pack.milestones:
        if name not in milestones:
            yield ("milestones", name), "milestone-unreachable", {"milestone": name}
