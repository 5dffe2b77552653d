"""Which tests prove which clause: `python -m tests.policies.proofs` keeps the list that `policy coverage` shows.

A module whose name begins with `test_clause` says in `CLAUSES` what it is about. A test that applies the rules proves
how they behave; one that only reads the pack shows what it states. ADR 0057.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path

ROOM = Path(__file__).parent
HOUSE = ROOM.parents[1]
KEPT = HOUSE / "policies" / "packs" / "xiamen-2023-187.tests.json"


RUNS = {"answer", "assessed", "assess", "by_entries", "evaluate", "questions", "milestone_due"}
"""What applies the rules to a case. A test that calls none of these only reads the pack, and proves no behaviour."""


def proofs() -> dict[str, dict[str, list[str]]]:
    """By clause: `tests/policies/test_clause_m01.py::test_…`, in the order of the files, by what they prove."""
    by_clause: dict[str, dict[str, list[str]]] = {}
    for path in sorted(ROOM.glob("test_clause*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        for clause in _clauses(tree):
            module = path.relative_to(HOUSE).as_posix()
            tests = by_clause.setdefault(clause, {"behaviour": [], "wording": []})
            for name in functions:
                if name.startswith("test_"):
                    kind = "behaviour" if _runs(name, functions) else "wording"
                    tests[kind].append(f"{module}::{name}")
    return dict(sorted(by_clause.items()))


def _runs(name: str, functions: Mapping[str, ast.FunctionDef], seen: frozenset[str] = frozenset()) -> bool:
    """Whether a function of a module applies the rules, itself or by a function beside it."""
    called = {
        node.func.id
        for node in ast.walk(functions[name])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    beside = (called & functions.keys()) - seen - {name}
    return bool(called & RUNS) or any(_runs(other, functions, seen | {name}) for other in beside)


def _clauses(tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["CLAUSES"]:
            return sorted(ast.literal_eval(node.value))
    raise AssertionError("a module of tests of clauses says which in CLAUSES")


def written() -> str:
    return json.dumps(proofs(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    KEPT.write_text(written(), "utf-8")
