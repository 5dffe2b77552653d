"""What a well-formed pack may still get wrong: unknown names, values without a source, rules over nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from types import NoneType

from pydantic import BaseModel

from domain.entitlement.amounts import DETERMINED
from domain.entitlement.vocabulary import ENTRY
from policies.amount_checks import check_standard
from policies.limit_tables import ExcludesTable, ExclusiveTable, LimitTable, QuotaTable, TimesTable
from policies.pack import Pack
from policies.problems import Complaint, Path
from policies.rule_tables import DeterminedTable, StagedTable
from policies.scheme_checks import check_scheme
from policies.sense_checks import check_lists, check_sense
from policies.tables import FactTable, Header, PaysNobodyTable, Sourced
from policies.word_checks import check_choices, check_word, check_words

_ELSEWHERE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+([-_][a-z0-9]+)*")
"""A limit of another notice."""
_VALUES = (str, int, Decimal, date, NoneType)
"""What has no table within it. Most of a pack is text, and whether something is a model is asked slowly."""


def check(pack: Pack) -> Iterator[Complaint]:
    """Every complaint about how the parts of `pack` fit together."""
    tables = list(_all_tables(pack))
    yield from _sources(pack, tables)
    if pack.header:
        yield from _header(pack.header)
    cities = [name for name, authority in pack.authorities.items() if authority.government == "city"]
    for name in cities[1:]:
        yield ("authorities", name, "government"), "second-city", {"found": name, "city": cities[0]}
    for name, fact in pack.facts.items():
        yield from _fact(fact, ("facts", name))
    for name, limit in pack.limits.items():
        yield from _limit(pack, limit, ("limits", name))
    for name, register in pack.registers.items():
        for index, attribute in enumerate(register.attributes):
            where = ("registers", name, "attributes", index)
            yield from check_word(pack, attribute, where)
            sealed = attribute in pack.facts and pack.facts[attribute].type == "certificate"
            if sealed or attribute in (ENTRY, DETERMINED):
                yield where, "attribute-of-applications", {"fact": attribute}
    for name, standard in pack.standards.items():
        yield from check_standard(pack, standard, ("standards", name))
    for name, milestone in pack.milestones.items():
        yield from check_word(pack, milestone.fact, ("milestones", name, "fact"), ("day",))
    for name, scheme in pack.schemes.items():
        yield from check_scheme(pack, scheme, ("schemes", name))
    for name, part in pack.sections["pays_nobody"].items():
        yield from _pays_nobody(pack, part, ("pays_nobody", name))
    yield from _unused(pack)
    yield from _uncovered(pack, tables)
    yield from check_sense(pack)


def _sources(pack: Pack, tables: Iterable[tuple[Path, BaseModel]]) -> Iterator[Complaint]:
    """Every value cites a clause or an interpretation, and what it cites is there; no list says a thing twice."""
    for path, table in tables:
        clause = getattr(table, "clause", None)
        interpretation = getattr(table, "interpretation", None)
        if clause is not None and clause not in pack.ids["clauses"]:
            yield (*path, "clause"), "unknown-clause", {"found": clause}
        if interpretation is not None and interpretation not in pack.ids["interpretations"]:
            yield (*path, "interpretation"), "unknown-interpretation", {"found": interpretation}
        yield from check_lists(table, path)
        if isinstance(table, Sourced) and clause is None and interpretation is None:
            yield path, "no-source", {}


def _all_tables(pack: Pack) -> Iterator[tuple[Path, BaseModel]]:
    """Every table, those of the head first."""
    yield from _tables(pack.header, ())
    for name, section in pack.sections.items():
        yield from _tables(section, (name,))


def _tables(part: object, path: Path) -> Iterator[tuple[Path, BaseModel]]:
    """Every table within `part`, itself included."""
    within: Iterable[tuple[str | int, object]]
    if isinstance(part, BaseModel):
        yield path, part
        within = ((field.alias or name, getattr(part, name)) for name, field in type(part).model_fields.items())
    else:
        within = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in within:
        if not isinstance(value, _VALUES):
            yield from _tables(value, (*path, key))


def _header(header: Header) -> Iterator[Complaint]:
    last = header.received.to
    for first in sorted({header.issued_on, header.received.from_}):
        if first > last:
            yield ("received", "to"), "dates-out-of-order", {"first": first.isoformat(), "last": last.isoformat()}
    if header.applies_from and header.applies_from > last:
        values = {"first": header.applies_from.isoformat(), "last": last.isoformat()}
        yield ("applies_from",), "dates-out-of-order", values


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
        for scheme, choice in limit.alike[fact].taken_as.items():
            if scheme not in pack.ids["schemes"]:
                yield (*path, "alike", fact, "taken_as", scheme), "unknown-scheme", {"found": scheme}
            yield from check_choices(pack, fact, [choice], (*path, "alike", fact, "taken_as"))
    for index, other in enumerate(limit.also):
        if other not in pack.ids["limits"]:
            yield (*path, "also", index), "unknown-limit", {"found": other}
        elif (counted := pack.limits.get(other)) and counted.over != limit.over:
            yield (*path, "also", index), "also-over-other", {"found": other, "over": counted.over}
    if limit.within and limit.within.from_ > limit.within.to:
        first, last = limit.within.from_.isoformat(), limit.within.to.isoformat()
        yield (*path, "within"), "dates-out-of-order", {"first": first, "last": last}
    if isinstance(limit, TimesTable) and limit.also and (limit.alike or limit.yearly or limit.per_scheme):
        yield (*path, "also"), "also-with-alike", {}
    if isinstance(limit, ExcludesTable):
        for index, other in enumerate(limit.excluded):
            if not _ELSEWHERE.fullmatch(other):
                yield (*path, "excluded", index), "not-of-another-notice", {"found": other}
        if limit.alike or limit.yearly or limit.within or limit.day or limit.also:
            yield path, "excludes-all", {}
    if isinstance(limit, ExclusiveTable):
        for award, others in limit.excluded_by.items():
            yield from check_choices(pack, limit.fact, [award, *others], (*path, "excluded_by", award))
    if isinstance(limit, QuotaTable):
        if limit.register_ not in pack.ids["registers"]:
            yield (*path, "register"), "unknown-register", {"found": limit.register_}
        elif (register := pack.registers.get(limit.register_)) and register.quota is None:
            yield (*path, "register"), "register-without-quota", {"found": limit.register_}


def _pays_nobody(pack: Pack, part: PaysNobodyTable, path: Path) -> Iterator[Complaint]:
    """What is said to pay nobody stands in the clause, word for word."""
    if part.clause not in pack.ids["clauses"]:
        yield (*path, "clause"), "unknown-clause", {"found": part.clause}
    elif (clause := pack.sections["clauses"].get(part.clause)) and part.quote not in clause.text:
        yield (*path, "quote"), "not-in-clause", {"clause": part.clause}


def _uncovered(pack: Pack, tables: Iterable[tuple[Path, BaseModel]]) -> Iterator[Complaint]:
    """Every clause is used by something, or said to pay nobody: nothing of a notice is left out in silence."""
    if pack.header is None or any(pack.ids[name] - pack.sections[name].keys() for name in pack.sections):
        return  # What could not be read may be what uses it.
    citing = [table for path, table in tables if path[:1] != ("interpretations",)]
    used = {getattr(table, "clause", None) for table in citing}
    leaned_on = {getattr(table, "interpretation", None) for table in citing}
    used |= {table.clause for name, table in pack.sections["interpretations"].items() if name in leaned_on}
    for name in pack.sections["clauses"]:
        if name not in used:
            yield ("clauses", name), "clause-unused", {"clause": name}


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
    standards = {one.standard for one in amounts if isinstance(one, DeterminedTable)}
    for name in pack.standards:
        if name not in standards:
            yield ("standards", name), "standard-unused", {"standard": name}
    for name in pack.milestones:
        if name not in milestones:
            yield ("milestones", name), "milestone-unreachable", {"milestone": name}
