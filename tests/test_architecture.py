"""The packages at the top and the words of identifiers: rules of CONTRIBUTING as tests. ADR 0001."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
BESIDE = {"tests", "benchmarks", "docs", "examples"}
"""Folders at the top that are not installed."""
CHAIN = ("domain", "policies", "audit", "store", "projections", "presentation", "usecases", "cli")


def folders() -> set[str]:
    """The packages that are installed, by the folders that there are."""
    return {path.parent.name for path in ROOT.glob("*/__init__.py")} - BESIDE


def settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def contracts(kind: str) -> list[dict[str, Any]]:
    return [contract for contract in settings()["tool"]["importlinter"]["contracts"] if contract["type"] == kind]


def layered() -> set[str]:
    """The packages that the contract of the chain names; it has no container."""
    (chain,) = (contract for contract in contracts("layers") if not contract.get("containers"))
    return {name.strip() for layer in chain["layers"] for name in layer.split("|")}


def listed_in_ruff() -> set[str]:
    (group,) = (key for key in settings()["tool"]["ruff"]["lint"]["per-file-ignores"] if key.startswith("{domain"))
    return set(group[1 : group.index("}")].split(","))


@pytest.mark.parametrize(
    ("place", "listed"),
    [
        ("the chain in this test", set(CHAIN)),
        ("import-linter: layers", layered()),
        ("import-linter: root packages", set(settings()["tool"]["importlinter"]["root_packages"])),
        ("import-linter: no circles", set(contracts("acyclic_siblings")[0]["ancestors"])),
        ("hatch", set(settings()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])),
        ("mypy", set(settings()["tool"]["mypy"]["packages"]) - {"benchmarks"}),
        ("ruff", listed_in_ruff()),
        ("Makefile", set(re.findall(r"^PACKAGES := (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.M)[0].split())),
    ],
)
def test_every_list_of_packages_is_that_of_the_folders(place: str, listed: set[str]) -> None:
    assert listed == folders(), place


def test_every_package_has_its_layers_and_none_is_forgotten() -> None:
    """`exhaustive` makes import-linter fail on a module that no layer names; here, on a package without layers.

    The files of a group of verbs are those of its map, which `tests/cli/test_verbs.py` holds.
    """
    containers = [container for contract in contracts("layers") for container in contract.get("containers", ())]
    packages = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for name in folders()
        for path in (ROOT / name).rglob("__init__.py")
        if name != "cli" or path.parent.name == "cli"
        if len(
            [
                sibling
                for sibling in path.parent.iterdir()
                if sibling.suffix == ".py" or (sibling / "__init__.py").exists()
            ]
        )
        > 2
    }
    assert sorted(containers) == sorted(packages)
    assert all(contract["exhaustive"] for contract in contracts("layers") if contract.get("containers"))


TAKEN = frozenset(
    {
        *("room", "rooms", "door", "doors", "house", "turn", "turns", "say", "says", "said", "saying", "going", "kept"),
        *("whom", "foresee", "doctoring", "trouble", "troubles", "unwritten", "lacking", "casework"),
    }
)
"""Words of talk, or with a meaning of their own in this trade: never in an identifier."""
VAGUE = frozenset({"found", "said", "each", "known", "going"})
"""Names that could be anything's: a variable is called for what it holds."""
CONTRACT = frozenset({"said", "says", "trouble", "troubles", "troubles_total"})
"""Keys of JSON answers, which are a contract."""


def identifiers(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every name that a module gives: of a class, a function, an argument, a variable, a field."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name, node.lineno
            case ast.arg():
                yield node.arg, node.lineno
            case ast.Name(ctx=ast.Store()):
                yield node.id, node.lineno
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr, node.lineno
            case ast.MatchAs() | ast.MatchStar() if node.name:
                yield node.name, node.lineno
            case ast.ExceptHandler() if node.name:
                yield node.name, node.lineno


def words(name: str) -> list[str]:
    """`RecordBankReply` is record, bank, reply; `due_on` is due, on."""
    return [part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def test_identifiers_use_standard_words() -> None:
    misnamed = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for package in CHAIN
        for path in sorted((ROOT / package).rglob("*.py"))
        for name, line in identifiers(ast.parse(path.read_text("utf-8")))
        if name not in CONTRACT and (name in VAGUE or TAKEN.intersection(words(name)))
    ]
    assert misnamed == []
    assert not [
        path for package in CHAIN for path in (ROOT / package).rglob("*.py") if TAKEN.intersection(words(path.stem))
    ]
