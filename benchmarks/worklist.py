"""What `todo` costs beside closed cases: `python -m benchmarks.worklist [--closed N] [--open N]`.

Two stores: one with as many open cases only, one with closed cases besides. For each it is measured how long the
worklist takes to build, to catch up with one command and to answer, and what folding every case would take instead.
CPU stands beside wall time, since machines are noisy.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter, process_time
from typing import TypeVar

from benchmarks.office import Office
from domain.application import commands as c
from domain.work_views import UnderEdition
from domain.worklist import of_case
from projections.building.rebuild import rebuild
from projections.building.runner import catch_up
from projections.engine.views import Views
from projections.worklist.queries import works
from store.addresses import views_beside

_T = TypeVar("_T")
_MODEL = ["worklist"]


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.worklist")
    asked.add_argument("--closed", type=int, default=10_000)
    asked.add_argument("--open", type=int, default=1_000)
    arguments = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="bailu-bench-", dir=".") as folder:
        for closed in (0, arguments.closed):
            _measure(Path(folder) / f"{closed}.db", closed, arguments.open)


def _measure(path: Path, closed: int, opened: int) -> None:
    office = Office.found(path)
    office.live(closed)
    received = [office.receive(closed + number) for number in range(1, opened + 1)]
    views = Views(office.database, views_beside(office.database.url))
    print(f"{closed:,} closed and {opened:,} open cases, {office.size():,} events")
    _timed("build the worklist", lambda: catch_up(views, _MODEL))
    office.do("lin", c.AcceptApplication(application=received[0]))
    _timed("catch up with one command", lambda: catch_up(views, _MODEL))
    rows, cpu, wall = min((_timed("", lambda: works(views).rows) for _ in range(5)), key=lambda timing: timing[1])
    print(f"  answer, best of 5: {cpu * 1_000:9.1f} ms CPU {wall * 1_000:9.1f} ms wall, {len(rows):,} rows")
    _whole_process(path)
    _timed("fold every case instead", lambda: _folded(Office.open(str(path))))
    _timed("rebuild the worklist", lambda: rebuild(views, _MODEL))
    _timed("rebuild the register of applications", lambda: rebuild(views, ["application_register"]))
    views.close()
    office.database.close()


def _whole_process(path: Path) -> None:
    """`bailu todo`, with the start of Python and all imports."""
    script = "from cli.main import main; main(['todo', '-o', 'json'])"
    environ = {**os.environ, "BAILU_STORE": str(path), "PYTHONPATH": str(Path(__file__).parent.parent)}
    before, wall = getrusage(RUSAGE_CHILDREN), perf_counter()
    subprocess.run([sys.executable, "-c", script], env=environ, stdout=subprocess.DEVNULL, check=True)
    after, wall = getrusage(RUSAGE_CHILDREN), perf_counter() - wall
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"  bailu todo, the whole process: {cpu * 1_000:9.1f} ms CPU {wall * 1_000:9.1f} ms wall")


def _folded(office: Office) -> int:
    count = 0
    """By a desk that has none of them in memory, as one that has just been opened."""
    with office.executor.repository() as repository:
        for number in repository.names("application"):
            repository.begin_command()
            case = repository.case(number)
            count += len(list(of_case(case, UnderEdition(case=case, edition=repository.edition(case.edition)))))
    return count


def _timed(doing: str, work: Callable[[], _T]) -> tuple[_T, float, float]:
    cpu, wall = process_time(), perf_counter()
    result = work()
    cpu, wall = process_time() - cpu, perf_counter() - wall
    if doing:
        print(f"  {doing}: {cpu * 1_000:9.1f} ms CPU {wall * 1_000:9.1f} ms wall")
    return result, cpu, wall


if __name__ == "__main__":
    main()
