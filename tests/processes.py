"""Processes beside that of a test, which may be killed: they share nothing with it, and begin in no time."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

PRELOADED = (
    "tests.projections.test_runner",
    "tests.store.test_contention",
    "tests.store.test_limit_races",
    "tests.store.test_postgres_tail",
    "tests.store.test_processes",
)


def processes() -> multiprocessing.context.BaseContext:
    """Processes that share nothing with this one, but begin in one that has read our modules, and so in no time."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*PRELOADED])
    return context


class Running:
    """A process that does `work`, to which a connection is given besides: what it sends there survives its end."""

    def __init__(self, work: Callable[..., None], *given: object) -> None:
        context = processes()
        self._receiving, sending = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(work, given, sending))  # type: ignore[attr-defined]
        self._process.start()
        sending.close()

    def next(self) -> Any:
        """What it sent next, which is waited for."""
        return self._receiving.recv()

    def rest(self) -> list[Any]:
        """What it sent from here to its end, which is waited for. What a kill cut off was not sent."""
        return list(self._sent())

    def kill(self) -> None:
        """With SIGKILL: it does nothing more, not even to tidy up."""
        self._process.kill()

    def ended(self, within_s: float = 120) -> int | None:
        """The exit code, which is waited for; None if it goes on for longer."""
        self._process.join(within_s)
        exit_code: int | None = self._process.exitcode
        return exit_code

    def _sent(self) -> Iterator[Any]:
        with suppress(EOFError, OSError):
            while True:
                yield self._receiving.recv()


def _work(work: Callable[..., None], given: tuple[object, ...], sending: Connection) -> None:
    work(*given, sending)
