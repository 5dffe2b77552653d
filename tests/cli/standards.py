"""Tables of standards as a bureau adopts them: the examples that stand beside the notice, by the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import POLICY, Bailu
from tests.standards import FOLDER

NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
"""Of the example tables, one a standard."""
DRAW_RULES = FOLDER.parent / "funds" / "draw-rules.toml"


def example(name: str) -> Path:
    return FOLDER / f"{name}.toml"


def adopt_standards(bureau: Bailu, *names: str) -> None:
    """The example tables of these standards, each proposed and confirmed on the bureau's first day."""
    for name in names:
        bureau.agreed("standard", "adopt", example(name), officer="lin", second="xu")


def changed(bureau: Bailu, name: str, *changes: tuple[str, str]) -> Path:
    """An example table with changes, each of which must hit something."""
    content = example(name).read_text("utf-8")
    for old, new in changes:
        assert old in content, old
        content = content.replace(old, new, 1)
    path = bureau.folder / f"{name}.toml"
    path.write_text(content, encoding="utf-8")
    return path


def rewritten(bureau: Bailu, rates: str, *, standard: str = "skill-certificate", number: int = 1) -> Path:
    """A table of one's own, under the head of an example."""
    head = (
        f'policy = "{POLICY}"\nstandard = "{standard}"\nnumber = {number}\nbody = "示例局"\n'
        f'document = "示例标准〔2024〕{number}号"\napplies_from = 2024-01-01\n\n'
    )
    path = bureau.folder / "own.toml"
    path.write_text(head + rates, encoding="utf-8")
    return path
