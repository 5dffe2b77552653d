"""Whole processes: cold starts, and what a question costs as the log grows, in time and in memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter, process_time

from benchmarks.office import Office
from projections.building.runner import catch_up
from projections.engine.views import Views
from projections.payout_history.queries import Filter, history
from store.addresses import views_beside

RUNS = 7
BAILU = str(Path(sys.executable).with_name("bailu"))
QUESTIONS: Mapping[str, Sequence[str]] = {
    "todo": ("todo", "-o", "json"),
    "application list": ("application", "list", "-o", "jsonl"),
    "audit trail": ("audit", "trail", "-o", "jsonl"),
    "history": ("history", "-o", "jsonl"),
    "audit verify": ("audit", "verify"),
    "projection rebuild": ("projection", "rebuild"),
}


@dataclass(frozen=True, slots=True)
class Ran:
    cpu_s: float
    wall_s: float
    memory_mb: float


_LAUNCHER = """
import json, os, subprocess, sys, time
began = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_pid, status, usage = os.wait4(process.pid, 0)
wall = time.perf_counter() - began
print(json.dumps([os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024]))
"""
"""Starts from a small process: what a process holds is at least what the one that it was forked from held."""


def run(argv: Sequence[str], environment: Mapping[str, str]) -> Ran:
    """One process to its end: its CPU, wall time and the most memory that it held."""
    launch = [sys.executable, "-S", "-c", _LAUNCHER, *argv]
    told = subprocess.run(launch, env=dict(environment), check=True, capture_output=True)
    code, cpu_s, wall_s, memory_mb = json.loads(told.stdout)
    assert code == 0, f"{' '.join(argv)}: {code}"
    return Ran(cpu_s, wall_s, memory_mb)


def environment_of(store: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BAILU_")}
    return kept | {"BAILU_STORE": str(store), "BAILU_AS": "admin", "LANG": "C.UTF-8"}


def cold_starts(folder: Path) -> list[str]:
    """In turn, seven times each: medians, against what importing click costs."""
    environment = environment_of(folder / "cold" / "bailu.db")
    for words in ("init", "history -o json"):
        subprocess.run([BAILU, *words.split()], env=environment, check=True, capture_output=True)
    sides = {
        "`python -c 'import click'`": [sys.executable, "-c", "import click"],
        "`bailu --help`": [BAILU, "--help"],
        "a command: `bailu officer rotate-key admin`": [BAILU, "officer", "rotate-key", "admin"],
        "a question: `bailu history -o json`": [BAILU, "history", "-o", "json"],
    }
    bars = dict(zip(sides, ("", "≤ 2", "≤ 5", "≤ 6"), strict=True))
    ran: dict[str, list[Ran]] = {name: [] for name in sides}
    for _round in range(RUNS):
        for name, argv in sides.items():
            ran[name].append(run(argv, environment))
    base = median(timing.cpu_s for timing in next(iter(ran.values())))
    lines = ["### Cold starts", "", "| whole process | CPU, ms | wall, ms | CPU, × `import click` | bar |"]
    lines.append("|---|---:|---:|---:|---:|")
    for name, runs in ran.items():
        cpu, wall = median(timing.cpu_s for timing in runs), median(timing.wall_s for timing in runs)
        lines.append(f"| {name} | {cpu * 1000:.0f} | {wall * 1000:.0f} | {cpu / base:.1f} | {bars[name]} |")
    limit = (
        "What limits it: imports. A command waits for cryptography, msgspec and the domain; a question for SQLAlchemy."
    )
    return [*lines, "", limit, ""]


def growth(folder: Path, sizes: Sequence[int]) -> list[str]:
    """Stores of so many applications, all settled but twenty: each question as a process, and a command."""
    told: dict[str, list[Ran]] = {name: [] for name in QUESTIONS}
    commands, events, payees = [], [], []
    for size in sizes:
        path = folder / f"growth-{size}.db"
        office = Office.found(path)
        office.live(size)
        numbers = [office.receive(size + number) for number in range(1, 21)]
        events.append(office.size())
        payees.append(_payees(office, size))
        for name, argv in QUESTIONS.items():
            run([BAILU, *argv], environment_of(path))  # Read models are built the first time.
            told[name].append(run([BAILU, *argv], environment_of(path)))
        commands.append(_command_ms(office, numbers))
        office.database.close()
    heads = " | ".join(f"{count:,} events" for count in events)
    lines = ["### As the log grows", "", f"| | {heads} | last ÷ first | bar |", f"|---|{'---:|' * (len(events) + 2)}"]
    lines.append(_row("one more command, ms of CPU", [f"{ms:.2f}" for ms in commands], commands, "≤ 1.15"))
    for name in QUESTIONS:
        cpu = [timing.cpu_s for timing in told[name]]
        lines.append(_row(f"`{name}`, s of CPU", [f"{seconds:.2f}" for seconds in cpu], cpu, ""))
    for name in QUESTIONS:
        memory = [timing.memory_mb for timing in told[name]]
        lines.append(_row(f"`{name}`, MB of memory", [f"{mb:.0f}" for mb in memory], memory, "≤ 1.5"))
    for at, quantile in enumerate(("p50", "p99")):
        ms = [pair[at] for pair in payees]
        bar = "p99 < 1 ms" if quantile == "p99" else ""
        lines.append(_row(f"history of a payee in process, {quantile}, ms", [f"{value:.2f}" for value in ms], ms, bar))
    limit = (
        "What limits it: lists and trails hold every row before they print the first one, so their memory grows with"
        " the log; a command, the worklist and the history of one payee read what they need."
    )
    return [*lines, "", limit, ""]


def _row(name: str, cells: Sequence[str], values: Sequence[float], bar: str) -> str:
    return f"| {name} | {' | '.join(cells)} | {values[-1] / values[0]:.2f} | {bar} |"


def _command_ms(office: Office, numbers: Sequence[str]) -> float:
    """The median CPU of accepting, verifying and assessing one more application."""
    times = []
    for officer, command in office.steps()[:3]:
        for number in numbers:
            began = process_time()
            office.do(officer, command(number))
            times.append((process_time() - began) * 1000)
    return median(times)


def _payees(office: Office, size: int) -> tuple[float, float]:
    """p50 and p99 of the history of one of a thousand payees, in milliseconds, in this process."""
    views = Views(office.database, views_beside(office.database.url))
    catch_up(views, ["payout_history"])
    random, times = Random(size), []
    payees = sorted({row.payee for row in history(views).rows})
    for payee in random.choices(payees, k=1_000):
        began = perf_counter()
        history(views, Filter(payee=payee))
        times.append((perf_counter() - began) * 1000)
    views.close()
    cut = quantiles(times, n=100)
    return cut[49], cut[98]
