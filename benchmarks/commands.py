"""Commands on SQLite: one at a time and in bulk, and how many pages of the write-ahead log each of them writes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import baselines
from benchmarks.figures import Comparison, Side, Work, and_close, compare
from benchmarks.office import Office
from benchmarks.replay import Statement, recording, replay
from store.sqlite import recorder

OURS = "bailu"
STOCK = "(a) stock eventsourcing"
STOCK_BULK = "(a2) stock eventsourcing, 200 aggregates a save"
RAW = "(d) raw sqlite3, the same lines in as many transactions"
REPLAY = "(d+) our rows, indexes and statements, replayed raw"
_FRAME, _HEADER = 24 + 4096, 32


def one_at_a_time(folder: Path, single: int) -> Comparison:
    """The life of `single` cases, each command in a transaction of its own, every commit durable."""
    base = folder / "single.db"
    Office.found(base).database.close()
    cases, lines, statements, commands = _recorded(base, folder, single)

    def ours(place: Path) -> Work:
        office = Office.open(str(shutil.copy(base, place / "store.db")))
        return and_close(office.database.close, lambda: office.live_singly(range(single)))

    def stock(place: Path) -> Work:
        app = baselines.stock(place / "stock.db")
        return and_close(app.close, lambda: baselines.stock_live(app, cases))

    def raw(place: Path) -> Work:
        connection = baselines.raw_store(place / "raw.db")
        return and_close(connection.close, lambda: baselines.raw_transactions(connection, lines))

    def again(place: Path) -> Work:
        path = Path(shutil.copy(base, place / "store.db"))
        return lambda: replay(path, statements, commands)

    comparison = Comparison(
        "One command at a time, SQLite",
        "commands",
        "What limits it: the replay is what the disk and SQLite cost with our rows; the rest is Python: folding and"
        " deciding, encoding the line, one Ed25519 signature, the root of the tree. (a) keeps neither policy nor"
        " limits, signs nothing, and has no tree.",
        {REPLAY: 0.5},
    )
    compare(comparison, Side(OURS, ours), Side(STOCK, stock), Side(RAW, raw), Side(REPLAY, again))
    comparison.notes.append(f"Frames of the write-ahead log a command, a count without noise: {_frames(base):.2f}.")
    comparison.notes.append(_submissions(base))
    return comparison


def in_bulk(folder: Path, applications: int) -> Comparison:
    """From receipt to settlement, some hundreds of commands a transaction."""
    office = Office.found(folder / "bulk.db")
    office.live(applications)
    cases = baselines.cases_of(office.database)
    office.database.close()

    def ours(place: Path) -> Work:
        office = Office.found(place / "store.db")
        return and_close(office.database.close, lambda: office.live(applications))

    def stock(place: Path) -> Work:
        app = baselines.stock(place / "stock.db")
        return and_close(app.close, lambda: baselines.stock_fill(app, cases))

    comparison = Comparison(
        "In bulk, SQLite",
        "events",
        "What limits it: pure Python. Deciding takes the most, then making and encoding events, sealing and one"
        " signature a command; the disk is waited for once in some hundreds of commands. (a2) makes the"
        " events of the cases (not those of funds and runs) with the same data, and decides nothing.",
        {STOCK_BULK: 0.4},
    )
    compare(comparison, Side(OURS, ours), Side(STOCK_BULK, stock))
    comparison.notes.append(
        f"Frames of the write-ahead log a command, one at a time, behind these {applications:,} applications:"
        f" {_frames(folder / 'bulk.db', first=applications + 1):.2f}."
    )
    comparison.notes.append(_submissions(folder / "bulk.db", first=applications + 1))
    return comparison


def _recorded(
    base: Path, folder: Path, single: int
) -> tuple[list[list[baselines.Step]], list[list[bytes]], list[Statement], int]:
    """The events of the cases for the baselines, and what our commands gave to SQLite."""
    with recording() as statements:
        office = Office.open(str(shutil.copy(base, folder / "recorded.db")))
        founded = office.size()
        statements.clear()
        commands = office.live_singly(range(single))
    given = list(statements)
    cases, lines = baselines.cases_of(office.database), baselines.commands_of(office.database, after=founded)
    office.database.close()
    return cases, lines, given, commands


def _frames(base: Path, *, first: int = 0, cases: int = 20) -> float:
    """Pages that a command appends to the write-ahead log."""
    return _frames_of(base, lambda office: office.live_singly(range(first, first + cases)))


def _submissions(base: Path, *, first: int = 0, cases: int = 200) -> str:
    """What it costs that persons can be found (ADR 0052), in the same unit."""

    def receive(*, indexed: bool) -> Callable[[Office], int]:
        def work(office: Office) -> int:
            office.indexed = indexed
            return len([office.receive(worker) for worker in range(first, first + cases)])

        return work

    indexed, without = _frames_of(base, receive(indexed=True)), _frames_of(base, receive(indexed=False))
    return f"Frames a submission of one person: {indexed:.2f}; {without:.2f} without the index of persons."


def _frames_of(base: Path, work: Callable[[Office], int]) -> float:
    """Pages that each of so many commands as `work` says appends to the log, which is not checkpointed meanwhile."""
    with _unchecked():
        path = Path(shutil.copy(base, base.with_suffix(".frames.db")))
        wal = path.with_name(f"{path.name}-wal")
        wal.unlink(missing_ok=True)
        office = Office.open(str(path))
        office.go_on()
        before = wal.stat().st_size if wal.exists() else _HEADER
        commands = work(office)
        frames = (wal.stat().st_size - max(before, _HEADER)) / _FRAME
        office.database.close()
    return frames / commands


@contextmanager
def _unchecked() -> Iterator[None]:
    kept = vars(recorder)["CONNECTION_PRAGMAS"]
    vars(recorder)["CONNECTION_PRAGMAS"] = (*kept, "PRAGMA wal_autocheckpoint=0")
    try:
        yield
    finally:
        vars(recorder)["CONNECTION_PRAGMAS"] = kept
