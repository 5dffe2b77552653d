"""Rates that were measured, and the ratios of one run to each other."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

REPORT = Path(__file__).parent.parent / "docs" / "benchmarks.md"
POSTGRESQL = "## PostgreSQL"
"""Under this heading `benchmarks.postgres` writes, and everything above it is `benchmarks`."""
HEADING = ("| what | rate | of the baseline | first bar |", "|---|---:|---:|---:|")


def parts_of_the_report() -> tuple[str, str]:
    """What was written above the heading of PostgreSQL, and from it on."""
    above, heading, below = REPORT.read_text("utf-8").partition(POSTGRESQL) if REPORT.exists() else ("", "", "")
    return above.rstrip() + "\n" if above else "", heading + below


@dataclass(frozen=True, slots=True)
class Figure:
    """A rate, what was counted, and, for ours, the baselines that it is held against and the bar of the first."""

    name: str
    count: int
    unit: str
    seconds: float
    against: Sequence[str] = ()
    bar: float = 0.0

    @property
    def rate(self) -> float:
        return self.count / self.seconds


class Run:
    def __init__(self) -> None:
        self.figures: dict[str, Figure] = {}

    def measure(
        self, name: str, unit: str, work: Callable[[], int], against: Sequence[str] = (), bar: float = 0.0
    ) -> None:
        # What earlier measurements left on the heap is no burden of this one.
        gc.collect()
        gc.freeze()
        started = time.perf_counter()
        count = work()
        self.note(Figure(name, count, unit, time.perf_counter() - started, against, bar))

    def note(self, figure: Figure) -> None:
        self.figures[figure.name] = figure
        counted = f"{figure.rate:,.0f} {figure.unit}/s ({figure.count:,} in {figure.seconds:.2f} s)"
        print(f"  {figure.name}: {counted}", flush=True)

    def ratio(self, figure: Figure, against: str) -> float:
        return figure.rate / self.figures[against].rate

    def rows(self) -> list[str]:
        """A row of the table under `HEADING` for each figure."""
        lines = []
        for figure in self.figures.values():
            held = ", ".join(f"{self.ratio(figure, each):.2f} × {each[:3]}" for each in figure.against)
            bar = f"{figure.bar:g} ×" if figure.bar else ""
            lines.append(f"| {figure.name} | {figure.rate:,.0f} {figure.unit}/s | {held} | {bar} |")
        return lines
