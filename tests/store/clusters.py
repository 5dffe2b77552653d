"""A server that commits and standby servers one of which has to confirm, for the tests of what is told done."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg

from tests.postgres import Server

NAMES = ("one", "two", "three")
_CONFIRMING = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = 'quorum'"
_LOOKS_FOR_MORE = "SELECT pg_last_wal_receive_lsn() IS NOT NULL"
_RECEIVED = "SELECT greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0'"
_WHO_WAITS = "FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND backend_type = 'client backend'"


class Cluster:
    """Servers of which the `primary` commits and the `standbys` follow. Whichever commits needs one of the others."""

    def __init__(self, size: int) -> None:
        self._names = {Server.in_new_folder(): name for name in NAMES[:size]}
        self.primary, *others = self._names
        self.standbys: list[Server] = []
        self.start(self.primary)
        self.join(*others)

    @property
    def url(self) -> str:
        """The store on the server that commits now."""
        return self.primary.url()

    @property
    def anywhere(self) -> str:
        """The store on whichever server is the one to write to."""
        return self.primary.url().replace(f"host={self.primary.folder}", "&".join(self._whichever()))

    def start(self, *servers: Server) -> None:
        for server in servers:
            server.start(**self._settings(server))

    def join(self, *servers: Server) -> None:
        """As standby servers of the one that commits, whatever they were before."""
        with ThreadPoolExecutor() as pool:
            for _ in pool.map(lambda server: server.follow(self.primary, **self._settings(server)), servers):
                pass
        self.standbys += servers
        self.await_confirming(len(self.standbys))

    def await_confirming(self, wanted: int) -> None:
        """Until so many standby servers follow closely enough to confirm a commit."""
        with self.primary.administrator() as connection:
            until(f"{wanted} standby servers that confirm", lambda: _answer(connection, _CONFIRMING) >= wanted)

    def promote_whoever_has_most(self) -> Server:
        """After the end of the primary: another commits, and the rest follow it; the one that is lost.

        An acknowledged commit is on one of the standby servers, and it is not said on which: only of the one that
        received most can be said that it has them all.
        """
        lost, self.primary = self.primary, max(self.standbys, key=_received)
        self.standbys.remove(self.primary)
        self.primary.promote()
        return lost

    def remove(self) -> None:
        for server in self._names:
            server.remove()

    def _whichever(self) -> Sequence[str]:
        return (f"host={','.join(str(server.folder) for server in self._names)}", "target_session_attrs=read-write")

    def _settings(self, server: Server) -> dict[str, str]:
        """The same for all: a standby server looks for the one that commits as a desk does, so that there is nothing
        to be changed, and nothing to be forgotten, when another one commits.
        """
        others = ", ".join(self._names.values())
        return {
            "cluster_name": self._names[server],
            "synchronous_standby_names": f"'ANY 1 ({others})'",
            "primary_conninfo": f"'{' '.join((*self._whichever(), 'user=postgres'))}'",
            "wal_retrieve_retry_interval": "50",
            "wal_keep_size": "512",
        }


def desks_that_wait(server: Server) -> int:
    """How many wait for a standby server."""
    with server.administrator() as connection:
        return int(_answer(connection, f"SELECT count(*) {_WHO_WAITS}"))


def end_a_wait(server: Server, how: str) -> None:
    """Somebody ends, on the server, the wait of a desk for a standby server."""
    with server.administrator() as connection:
        until("a desk that waits", lambda: bool(_answer(connection, f"SELECT {how}(pid) {_WHO_WAITS} LIMIT 1")))


def until(what: str, holds: Callable[[], bool], patience_s: float = 30) -> None:
    deadline = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < deadline, f"there is not: {what}"
        time.sleep(0.01)


def _received(standby: Server) -> int:
    """How much of the log a standby server has, in bytes.

    One that was started in the absence of a primary has received nothing: it has what it replays, and has replayed all
    of that when it begins to look for more.
    """
    with standby.administrator() as connection:
        until("a standby server that looks for more", lambda: bool(_answer(connection, _LOOKS_FOR_MORE)))
        return int(_answer(connection, _RECEIVED))


def _answer(connection: psycopg.Connection[Any], question: str) -> Any:
    row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None
