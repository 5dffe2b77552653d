"""Whether a well-formed pack makes sense: names that tell things apart, no repetitions, rules that can be met."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from pydantic import BaseModel

from domain.entitlement.amounts import DETERMINED
from domain.entitlement.paying import PAID_BY
from domain.entitlement.standing import DAY_PASSED, LINE_ABOUT, ONE_NAME
from policies.limit_tables import ExclusiveTable, QuotaTable, SumTable
from policies.pack import FactsTable, Pack, SchemeTable
from policies.problems import Complaint, Path
from policies.rule_tables import (
    AtLeastShareTable,
    AtLeastTable,
    AtMostTable,
    ByBandTable,
    ByChoiceTable,
    ConditionalTable,
    DeterminedTable,
    FlatTable,
    InOrderTable,
    NotMoreThanTable,
    OneOfTable,
    OnRegisterTable,
    StagedTable,
)
from policies.tables import Named

_ID = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
_TOLD_APART = ("authorities", "funding_order", "registers", "standards", "milestones", "limits", "schemes", "facts")
"""What people find by what it is called: in rosters, in lists, on the page for citizens."""
_OURS = frozenset(
    ("acceptance-window", "applicant-kind", LINE_ABOUT, DAY_PASSED, ONE_NAME, PAID_BY, "amount", "amount-cost")
)
"""The names of findings that do not come from a condition or a limit of the pack."""


def check_sense(pack: Pack) -> Iterator[Complaint]:
    """Every complaint about names, lists, registers and rules of which one makes another pointless."""
    yield from _names(pack)
    for name, fact in pack.facts.items():
        yield from _ids(fact.choices, ("facts", name, "choices"))
        yield from _called(fact.choices, ("facts", name, "choices"))
        if (fact.type == "fen") != name.endswith("_fen"):
            yield ("facts", name), "fen-misnamed", {"fact": name}
    for name, limit in pack.limits.items():
        if isinstance(limit, ExclusiveTable) and limit.fact in pack.facts:
            for choice in pack.facts[limit.fact].choices:
                if choice not in limit.excluded_by:
                    yield ("limits", name, "excluded_by"), "choice-not-excluded", {"fact": limit.fact, "found": choice}
    for name, scheme in pack.schemes.items():
        yield from _scheme(pack, scheme, ("schemes", name))
    yield from _unasked_registers(pack)


def check_lists(table: BaseModel, path: Path) -> Iterator[Complaint]:
    """No list of words of `table` names the same thing twice: a limit that is named twice would count twice."""
    if isinstance(table, FactsTable):
        return  # Facts that are asked for twice are told of with both of their lists in view.
    for name, field in type(table).model_fields.items():
        value = getattr(table, name)
        lists: dict[Path, list[object]] = {(): value} if isinstance(value, list) else {}
        if isinstance(value, dict):
            lists = {(key,): member for key, member in value.items() if isinstance(member, list)}
        for within, listed in lists.items():
            words = [member for member in listed if isinstance(member, str)]
            for word in dict.fromkeys(word for word in words if words.count(word) > 1):
                yield (*path, field.alias or name, *within), "listed-twice", {"found": word}


def _names(pack: Pack) -> Iterator[Complaint]:
    for section, ids in pack.ids.items():
        yield from _ids(sorted(ids), (section,))
    for section in _TOLD_APART:
        yield from _called(pack.sections[section], (section,))


def _ids(ids: Iterable[str], path: Path) -> Iterator[Complaint]:
    for name in ids:
        if not _ID.fullmatch(name):
            yield (*path, name), "not-an-id", {"found": name}


def _called(tables: Mapping[str, Named], path: Path) -> Iterator[Complaint]:
    """No two are called the same in either language."""
    for (first, one), (second, other) in combinations(tables.items(), 2):
        for called, same in ((one.zh, other.zh), (one.en, other.en)):
            if called.strip() == same.strip():
                yield (*path, second), "called-alike", {"first": first, "second": second, "called": called}


def _scheme(pack: Pack, scheme: SchemeTable, path: Path) -> Iterator[Complaint]:
    both = {**scheme.application_conditions, **scheme.line_conditions}
    taken = {*_OURS, *scheme.limits}
    for level, conditions in (
        ("application_conditions", scheme.application_conditions),
        ("line_conditions", scheme.line_conditions),
    ):
        yield from _ids(conditions, (*path, level))
        for name, condition in conditions.items():
            if name in taken or (level == "line_conditions" and name in scheme.application_conditions):
                yield (*path, level, name), "name-taken", {"name": name}
            if isinstance(condition, InOrderTable) and condition.first == condition.last:
                yield (*path, level, name), "compared-with-itself", {"fact": condition.first}
            if isinstance(condition, AtLeastShareTable | NotMoreThanTable) and condition.fact == condition.of:
                yield (*path, level, name), "compared-with-itself", {"fact": condition.fact}
    for (first, one), (second, other) in combinations(both.items(), 2):
        if _exclude_each_other(one, other):
            level = "line_conditions" if second in scheme.line_conditions else "application_conditions"
            yield (*path, level, second), "never-met", {"other": first}
    if isinstance(scheme.amount, DeterminedTable) and DETERMINED not in pack.ids["facts"]:
        yield (*path, "amount"), "determined-unnamed", {"fact": DETERMINED}
    yield from _bounds(pack, scheme, path)


def _exclude_each_other(one: BaseModel, other: BaseModel) -> bool:
    """Whether no line can meet both: a bound above the other, or choices of which none is accepted by both."""
    if any(isinstance(table, ConditionalTable) and table.when for table in (one, other)):
        return False
    if isinstance(one, AtMostTable) and isinstance(other, AtLeastTable):
        one, other = other, one
    if isinstance(one, AtLeastTable) and isinstance(other, AtMostTable):
        return one.fact == other.fact and one.minimum > other.maximum
    if isinstance(one, OneOfTable) and isinstance(other, OneOfTable):
        return one.fact == other.fact and not set(one.accepted) & set(other.accepted)
    return False


def _bounds(pack: Pack, scheme: SchemeTable, path: Path) -> Iterator[Complaint]:
    """A budget, or a limit on a sum, that is less than what a single line is worth at the least pays nobody."""
    least = _least_yuan(scheme)
    bounds = [((*path, "budget"), scheme.budget.yuan)] if scheme.budget else []
    for index, name in enumerate(scheme.limits):
        if isinstance(limit := pack.limits.get(name), SumTable):
            bounds.append(((*path, "limits", index), limit.at_most_yuan))
    for where, most in bounds:
        if least is not None and most < least:
            yield where, "nothing-fits", {"floor": str(least), "cap": str(most)}


def _least_yuan(scheme: SchemeTable) -> Decimal | None:
    """The least that a line of the scheme is worth; None where it may be any small amount."""
    match scheme.amount:
        case FlatTable(yuan=yuan):
            return yuan
        case ByChoiceTable(yuan=rates):
            return min(rates.values())
        case ByBandTable(bands=bands):
            return min(band.yuan for band in bands)
        case StagedTable(stages=stages):
            return sum((stage.yuan for stage in stages), Decimal())
        case DeterminedTable(at_least_yuan=floor):
            return floor
    return None


def _unasked_registers(pack: Pack) -> Iterator[Complaint]:
    if not pack.schemes or pack.ids["schemes"] - pack.schemes.keys() or pack.ids["limits"] - pack.limits.keys():
        return  # What could not be read may be what asks it.
    asked = {limit.register_ for limit in pack.limits.values() if isinstance(limit, QuotaTable)}
    for scheme in pack.schemes.values():
        for condition in (*scheme.application_conditions.values(), *scheme.line_conditions.values()):
            if isinstance(condition, OnRegisterTable):
                asked.add(condition.register_)
    for name in pack.sections["registers"]:
        if name not in asked:
            yield ("registers", name), "register-unasked", {"register": name}
