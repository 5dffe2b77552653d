"""A server that commits and a standby that has to confirm, for the tests of what is told done."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from store.databases import open_database
from tests.bureau import Bureau
from tests.postgres import Server

PATIENCE_S = 1.0
"""For a lock; the longest silence of a desk is this and five seconds."""


class Pair:
    """A server that commits, and a standby that has to confirm."""

    def __init__(self) -> None:
        self.first = Server.fresh()
        self.second = Server.standby_of(self.first)
        with self.first.administrator() as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = 'second'")
            connection.execute("SELECT pg_reload_conf()")
        self.url = self.first.url()

    @property
    def either(self) -> str:
        """The store on whichever of the two is the one to write to."""
        hosts = f"host={self.first.folder},{self.second.folder}&target_session_attrs=read-write"
        return self.url.replace(f"host={self.first.folder}", hosts)

    def remove(self) -> None:
        for server in (self.first, self.second):
            server.remove()


@contextmanager
def a_desk(url: str, patience_s: float = PATIENCE_S) -> Iterator[Bureau]:
    desk = Bureau(open_database(url, lock_timeout_s=patience_s))
    yield desk
    desk.close()


def whenever_it_waits(pair: Pair, act: str) -> threading.Thread:
    """Somebody who ends the wait for the standby, on the server."""

    def end_it() -> None:
        waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND backend_type = 'client backend'"
        with pair.first.administrator() as connection:
            for _ in range(200):
                if rows := connection.execute(waiting).fetchall():
                    connection.execute(f"SELECT {act}(%s)", rows[0])
                    return
                time.sleep(0.01)

    thread = threading.Thread(target=end_it)
    thread.start()
    return thread
