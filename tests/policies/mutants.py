"""The pack with one thing wrong: each value nudged, each condition dropped. A mutant that no test breaks is a gap.

`python -m tests.policies.mutants` runs all of them and reports the share that tests notice; `test_mutants` runs some.
Only tests of what the pack *does* are tried: the page for citizens and the example editions, which would differ for
any change at all, are left out. ADR 0024.
"""

from __future__ import annotations

import copy
import importlib
import itertools
import pkgutil
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from types import ModuleType
from typing import Any

import tests.policies
from domain.entitlement.edition import Edition
from policies import shipped
from policies.build import build
from policies.checks import check
from policies.structure import read
from tests.policies import documents

Path = tuple[str | int, ...]

WORDS_ONLY = {"title", "interpreter", "clauses", "interpretations", "facts", "pays_nobody"}
"""Sections without a value that decides."""
DROPPED = {
    *("application_conditions", "line_conditions", "reads", "verify", "alike", "taken_as", "unsettled"),
    "funding_order",
}
"""Tables whose entries are dropped one by one."""
OPTIONAL_TABLES = {"yearly", "not_above", "receipt", "budget", "when", "day", "waivable", "quota", "owned", "kind"}
"""What may be missing, so that it can be dropped as a whole."""
ELEMENTS = {
    *("accepted", "among", "kinds", "limits", "stages", "facts", "district", "municipal", "upgraded"),
    *("required", "optional", "attributes"),
}
"""Lists whose elements are dropped one by one."""
OTHERWISE = {
    "government": {"city": "district", "district": "city"},
    "rule": {"true": "false", "false": "true"},
    "otherwise": {"not-limited": "none", "none": "not-limited", "applicant": "none", "scheme": "none"},
    "on": {"hired_on": "received_on", "period_from": "received_on"},
    "key": {"entry": "applicant"},
    "kind": {"body": "site", "site": "project", "project": "site", "team": "site", "post": "site", "product": "site"},
    "over": {"person": "applicant", "certificate": "person", "site": "applicant", "applicant": "person"},
    "milestone": {"employed-3-months": "employed-6-months", "employed-6-months": "employed-3-months"},
}
"""Words that decide, and what they are changed to."""


@dataclass(frozen=True, slots=True)
class Mutant:
    kind: str
    path: Path
    raw: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.kind} {'.'.join(map(str, self.path))}"

    def edition(self) -> Edition | None:
        """The edition; None when `policy check` refuses it."""
        pack, complaints = read(self.raw)
        if complaints or list(check(pack)):
            return None
        return build(self.raw, documents.EDITION.digest)  # Not by its digest is a mutant to be told.


def mutants() -> Iterator[Mutant]:
    """Every mutant, in the order of the pack."""
    raw = tomllib.loads(shipped("xiamen-2023-187").decode(), parse_float=Decimal)
    for path, value in _walk(raw, ()):
        key = path[-1]
        if path[0] in WORDS_ONLY or key in ("zh", "en", "id", "number", "document", "issued_on"):
            continue
        for kind, other in (*_nudged(key, value), *_replaced(raw, path, value)):
            yield Mutant(kind, path, _with(raw, path, other))
        if path[0] == "limits" and len(path) == 2 and "waivable" not in value:
            yield Mutant("waivable", (*path, "waivable"), _with(raw, path, {**value, "waivable": True}))
        if key == "interpretation" and "clause" in _at(raw, path[:-1]):
            yield Mutant("dropped", path, _without(raw, path))
        if len(path) > 1 and (path[-2] in DROPPED or (path[0] in ("funding_order", "authorities") and len(path) == 2)):
            yield Mutant("dropped", path, _without(raw, path))
        if key in OPTIONAL_TABLES or key == "otherwise" or (key == "fact" and "at_most_yuan" in _at(raw, path[:-1])):
            yield Mutant("dropped", path, _without(raw, path))
        if key in ELEMENTS and isinstance(value, list):
            for index in range(len(value)):
                yield Mutant("dropped", (*path, index), _with(raw, path, value[:index] + value[index + 1 :]))


def _nudged(key: object, value: object) -> Iterator[tuple[str, object]]:
    match value:
        case bool():
            yield "flipped", not value
        case int() | Decimal():
            yield "one more", value + 1
            if value > 1:
                yield "one less", value - 1
        case date():
            yield "a day later", value + timedelta(days=1)
            yield "a day earlier", value - timedelta(days=1)
        case str() if value in OTHERWISE.get(str(key), {}):
            yield "otherwise", OTHERWISE[str(key)][value]
        case str() if key == "clause":
            yield "other clause", "m01" if value != "m01" else "m02"


def _replaced(raw: Mapping[str, Any], path: Path, value: object) -> Iterator[tuple[str, object]]:
    """Another register, or another fact of the same type for which the scheme asks as well; another attribute."""
    if path[-1] == "register":
        yield "other register", next(name for name in raw["registers"] if name != value)
    if len(path) > 1 and path[-2] == "reads":
        facts = raw["facts"]
        attributes = raw["registers"][_at(raw, path[:-2])["register"]].get("attributes", ())
        wanted = "text" if value == "key" else facts[value]["type"]
        for name in attributes:
            if name != value and facts[name]["type"] == wanted:
                yield "other attribute", name
                break
    if path[-1] in ("fact", "of", "first") and path[0] == "schemes":
        scheme, facts = raw["schemes"][path[1]], raw["facts"]
        asked = [name for part in ("line_facts", "application_facts") for name in _asked(scheme.get(part, {}))]
        asked += [
            name for part in ("line_conditions", "application_conditions") for name in _read(scheme.get(part, {}))
        ]
        for name in asked:
            if name != value and facts[name]["type"] == facts[value]["type"]:
                yield "other fact", name
                break


def _asked(facts: Mapping[str, Any]) -> list[str]:
    return [*facts.get("required", ()), *facts.get("optional", ())]


def _read(conditions: Mapping[str, Any]) -> list[str]:
    return [fact for condition in conditions.values() for fact in condition.get("reads", ())]


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if path:
        yield path, value
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in entries:
        yield from _walk(child, (*path, key))


def _with(raw: Mapping[str, Any], path: Path, value: object) -> Mapping[str, Any]:
    changed = _apart(raw, path)
    _at(changed, path[:-1])[path[-1]] = value
    return changed


def _without(raw: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    changed = _apart(raw, path)
    del _at(changed, path[:-1])[path[-1]]
    return changed


def _apart(raw: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    """A pack whose tables on the way to `path` are its own. All others it shares with the pack: nobody writes there."""
    changed = table = dict(raw)
    for key in path[:-1]:
        table[key] = table = copy.copy(table[key])
    return changed


def _at(raw: Any, path: Path) -> Any:
    for key in path:
        raw = raw[key]
    return raw


OTHERS = ("test_worked_examples", "test_pack_house", "test_pack_sources")

Trial = tuple[Callable[..., None], Mapping[str, Any]]


@cache
def modules() -> tuple[ModuleType, ...]:
    """The tests of what the pack does."""
    names = [module.name for module in pkgutil.iter_modules(tests.policies.__path__)]
    wanted = [name for name in names if name.startswith("test_clause") or name in OTHERS]
    return tuple(importlib.import_module(f"tests.policies.{name}") for name in wanted)


@cache
def trials(module: ModuleType) -> tuple[Trial, ...]:
    """The tests of a module with their parameters, as pytest would run them; those that need a fixture are left out."""
    collected: list[Trial] = []
    for name, function in vars(module).items():
        if not name.startswith("test_") or not callable(function):
            continue
        marks = [mark for mark in getattr(function, "pytestmark", []) if mark.name == "parametrize"]
        for chosen in itertools.product(*(_parameters(*mark.args[:2]) for mark in marks)):
            given = {key: value for arguments in chosen for key, value in arguments.items()}
            if set(function.__code__.co_varnames[: function.__code__.co_argcount]) == set(given):
                collected.append((function, given))
    return tuple(collected)


def _parameters(names: str | tuple[str, ...], values: Any) -> list[dict[str, Any]]:
    if isinstance(names, str):
        names = tuple(name.strip() for name in names.split(","))
    plain = [getattr(value, "values", value) if type(value).__name__ == "ParameterSet" else value for value in values]
    return [dict(zip(names, value if len(names) > 1 else (value,), strict=True)) for value in plain]


def broken_by(mutant: Mutant) -> str | None:
    """The first test that the mutant breaks, `policy check` when it is refused, None when nothing notices."""
    edition = mutant.edition()
    if edition is None:
        return "policy check"
    clause = edition.schemes[str(mutant.path[1])].clause if mutant.path[0] == "schemes" else ""
    # The sources are looked at in a moment, and the tests of the mutant's own clause are the likeliest to break.
    near_first = sorted(modules(), key=lambda module: _distance(module, clause))
    original = documents.EDITION
    patched = [module for module in (documents, *modules()) if vars(module).get("EDITION") is original]
    patched += [module for module in modules() if module not in patched and hasattr(module, "EDITION")]
    before = {module: vars(module)["EDITION"] for module in patched}
    try:
        for module in patched:
            vars(module)["EDITION"] = edition
        for module in near_first:
            for function, given in trials(module):
                try:
                    function(**given)
                except Exception:
                    return f"{module.__name__}::{function.__name__}"
    finally:
        for module, own in before.items():
            vars(module)["EDITION"] = own
    return None


EQUIVALENT: Mapping[str, str] = {}
"""Mutants that decide nothing otherwise, each with the reason why no test could tell."""


def _distance(module: ModuleType, clause: str) -> int:
    if module.__name__.endswith("test_pack_sources"):
        return 0
    return 1 if clause in getattr(module, "CLAUSES", ()) else 2


def main() -> int:
    began = time.monotonic()
    assert all(broken_by(mutant) is None for mutant in [unchanged()]), "the tests hold for the pack itself"
    by_kind: dict[str, list[str | None]] = {}
    for mutant in mutants():
        breaker = broken_by(mutant)
        by_kind.setdefault(mutant.kind, []).append(breaker)
        if breaker is None:
            print(f"not noticed: {mutant.name}", flush=True)
    everything = [breaker for of_kind in by_kind.values() for breaker in of_kind]
    for kind, outcomes in {**by_kind, "together": everything}.items():
        refused, noticed = outcomes.count("policy check"), sum(breaker is not None for breaker in outcomes)
        share = 100 * noticed / len(outcomes)
        print(f"{kind}: {noticed} of {len(outcomes)} noticed ({share:.1f} %), {refused} of them by `policy check`")
    print(f"{time.monotonic() - began:.0f} s")
    return 0


def unchanged() -> Mutant:
    """The pack as it is."""
    return Mutant("unchanged", ("id",), tomllib.loads(shipped("xiamen-2023-187").decode(), parse_float=Decimal))


if __name__ == "__main__":
    sys.exit(main())
