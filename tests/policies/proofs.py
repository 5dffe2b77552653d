"""Which tests prove which clause: `python -m tests.policies.proofs` keeps the list that `policy coverage` shows.

A module whose name begins with `test_clause` says in `CLAUSES` what it proves; each of its tests proves all of that.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path

ROOM = Path(__file__).parent
HOUSE = ROOM.parents[1]
KEPT = HOUSE / "policies" / "packs" / "xiamen-2023-187.tests.json"


def proofs() -> dict[str, list[str]]:
    """By clause: `tests/policies/test_clause_m01.py::test_…`, in the order of the files."""
    by_clause: dict[str, list[str]] = {}
    for path in sorted(ROOM.glob("test_clause*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[:5] == "test_"]
        for clause in _clauses(tree):
            module = path.relative_to(HOUSE).as_posix()
            by_clause.setdefault(clause, []).extend(f"{module}::{name}" for name in names)
    return dict(sorted(by_clause.items()))


def _clauses(tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["CLAUSES"]:
            return sorted(ast.literal_eval(node.value))
    raise AssertionError("a module of tests of clauses says which in CLAUSES")


def written() -> str:
    return json.dumps(proofs(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    KEPT.write_text(written(), "utf-8")
