"""What a run measures: rates, and the baselines that they are held against."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A rate, what was counted, and, for ours, the baseline that it is held against and the bar."""

    name: str
    count: int
    unit: str
    seconds: float
    against: str = ""
    bar: float = 0.0

    @property
    def rate(self) -> float:
        return self.count / self.seconds


class Run:
    def __init__(self) -> None:
        self.figures: dict[str, Figure] = {}

    def measure(self, name: str, unit: str, work: Callable[[], int], against: str = "", bar: float = 0.0) -> None:
        # What earlier measurements left on the heap is no burden of this one.
        gc.collect()
        gc.freeze()
        started = time.perf_counter()
        count = work()
        figure = Figure(name, count, unit, time.perf_counter() - started, against, bar)
        self.figures[name] = figure
        print(f"  {name}: {figure.rate:,.0f} {unit}/s ({count:,} in {figure.seconds:.2f} s)", flush=True)

    def ratio(self, figure: Figure) -> float:
        return figure.rate / self.figures[figure.against].rate
