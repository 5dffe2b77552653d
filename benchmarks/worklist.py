"""What `todo` and lists cost beside closed cases, which have nothing that is to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from benchmarks.office import Office
from benchmarks.processes import BAILU, Ran, environment_of, run

RUNS = 3
QUESTIONS: Mapping[str, Sequence[str]] = {
    "todo": ("todo", "-o", "json"),
    "proposals": ("proposals", "-o", "json"),
    "application list --status submitted": ("application", "list", "--status", "submitted", "-o", "json"),
}


def beside_closed_cases(folder: Path, *, closed: int, opened: int) -> list[str]:
    """The same open cases alone, and behind many closed ones; each question as a process, in turn."""
    stores = {count: _store(folder / f"closed-{count}.db", count, opened) for count in (0, closed)}
    ran: dict[tuple[str, int], list[Ran]] = {(name, count): [] for name in QUESTIONS for count in stores}
    for name, argv in QUESTIONS.items():
        for store in stores.values():
            run([BAILU, *argv], environment_of(store))  # Read models are built the first time.
        for _round in range(RUNS):
            for count, store in stores.items():
                ran[name, count].append(run([BAILU, *argv], environment_of(store)))
    lines = ["### Beside closed cases", ""]
    lines += [f"| CPU, s | {opened:,} open | and {closed:,} closed | ratio | bar |", "|---|---:|---:|---:|---:|"]
    for name in QUESTIONS:
        alone, beside = (median(timing.cpu_s for timing in ran[name, count]) for count in stores)
        lines.append(f"| `{name}` | {alone:.2f} | {beside:.2f} | {beside / alone:.2f} | ≤ 1.3 |")
    limit = "What limits it: nothing that grows with closed cases; most of it is the start of the process."
    return [*lines, "", limit, ""]


def _store(path: Path, closed: int, opened: int) -> Path:
    office = Office.found(path)
    office.live(closed)
    for number in range(1, opened + 1):
        office.receive(closed + number)
    office.database.close()
    return path
