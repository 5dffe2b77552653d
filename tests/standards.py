"""The example tables of standards, by standard, as they are read beside the shipped notice."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from domain.entitlement.standards import StandardTable
from policies import shipped
from policies.loader import load_adopted
from policies.standard_files import read_standard

FOLDER = Path(__file__).parents[1] / "examples" / "standards"


@cache
def example_tables() -> dict[str, StandardTable]:
    edition = load_adopted(shipped("xiamen-2023-187"))
    tables = (read_standard(path.read_bytes(), edition)[0] for path in sorted(FOLDER.glob("*.toml")))
    return {table.standard: table for table in tables}
