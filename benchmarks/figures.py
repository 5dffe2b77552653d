"""How figures are made: every side of a comparison runs three times, in turn, each time in a folder of its own.

What counts is the ratio of the medians of one run, since machines differ and are noisy. CPU stands beside wall time:
the first tells what the code costs, the second includes what it waits for. ADR 0039.
"""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter

ROUNDS = 3

Work = Callable[[], int]
"""Does what is measured, and tells how many there were of what is counted."""


@dataclass(frozen=True, slots=True)
class Timing:
    count: int
    cpu_s: float
    wall_s: float


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison. `prepare` makes ready in an empty folder, which is not measured, and gives the work."""

    name: str
    prepare: Callable[[Path], Work]


@dataclass(slots=True)
class Comparison:
    """Ours first, then the baselines; each with its timings. `limit` says what keeps ours from being faster."""

    title: str
    unit: str
    limit: str
    bars: dict[str, float] = field(default_factory=dict)
    """By the name of a baseline: the least ratio that goals ask for."""
    timings: dict[str, list[Timing]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def rate(self, name: str, *, cpu: bool = False) -> float:
        """The median of a side, a second."""
        return median(timing.count / (timing.cpu_s if cpu else timing.wall_s) for timing in self.timings[name])

    def ratio(self, name: str, *, cpu: bool = False) -> float:
        """How many times as fast as this baseline ours is."""
        ours = next(iter(self.timings))
        return self.rate(ours, cpu=cpu) / self.rate(name, cpu=cpu)

    def lines(self) -> Iterator[str]:
        yield from (f"### {self.title}", "", f"| {self.unit} a second | wall | CPU | ours: × wall | × CPU | bar |")
        yield "|---|---:|---:|---:|---:|---:|"
        for name in self.timings:
            cells = [name, f"{self.rate(name):,.0f}", f"{self.rate(name, cpu=True):,.0f}"]
            if name != next(iter(self.timings)):
                bar = self.bars.get(name)
                cells += [f"{self.ratio(name):.2f}", f"{self.ratio(name, cpu=True):.2f}", f"≥ {bar:g}" if bar else ""]
            else:
                cells += ["", "", ""]
            yield f"| {' | '.join(cells)} |"
        yield from ("", *(f"- {note}" for note in self.notes), *([""] if self.notes else []), self.limit, "")


def compare(comparison: Comparison, *sides: Side, rounds: int = ROUNDS) -> Comparison:
    """Run every side in each round, each round beginning with another one."""
    comparison.timings = {side.name: [] for side in sides}
    for turn in range(rounds):
        for side in (*sides[turn % len(sides) :], *sides[: turn % len(sides)]):
            with tempfile.TemporaryDirectory(prefix="bailu-bench-", dir=".") as folder:
                timing = timed(side.prepare(Path(folder)))
            comparison.timings[side.name].append(timing)
            rate = timing.count / timing.wall_s
            print(f"  {side.name}: {rate:,.0f} {comparison.unit}/s, {timing.cpu_s:.2f} s of CPU", flush=True)
    return comparison


def and_close(close: Callable[[], None], work: Work) -> Work:
    """The work, after which what it was done on is closed: connections are few."""

    def done() -> int:
        try:
            return work()
        finally:
            close()

    return done


def timed(work: Work) -> Timing:
    """Measure once, with what earlier measurements left on the heap out of the way."""
    gc.collect()
    gc.freeze()
    began, cpu = perf_counter(), cpu_seconds()
    count = work()
    return Timing(count, cpu_seconds() - cpu, perf_counter() - began)


def cpu_seconds() -> float:
    """Of this process and of those that it has waited for."""
    usages = (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
