"""A standby server that has to confirm: what was told done survives the change to it, and nothing else is told done."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from store.databases import open_database
from store.errors import StoreUnavailable
from tests.bureau import Bureau, identity
from tests.domain import sample_cases as s
from tests.domain.sample_cases import CHEN
from tests.postgres import Server, why_not

ON = date(2024, 9, 27)
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


@pytest.fixture
def pair() -> Iterator[Pair]:
    if reason := why_not():
        pytest.skip(f"no PostgreSQL to test on: {reason}")
    pair = Pair()
    yield pair
    pair.remove()


@contextmanager
def a_desk(url: str) -> Iterator[Bureau]:
    desk = Bureau(open_database(url, lock_timeout_s=PATIENCE_S))
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


def test_nothing_is_told_done_that_the_standby_does_not_have_and_all_that_is_survives_the_change(pair: Pair) -> None:
    Bureau.found(pair.url).close()
    with a_desk(pair.either) as desk:
        told_done = [desk.act(s.training(f"person-{number}"), by=CHEN, on=ON) for number in range(3)]
        pair.second.stop("fast")
        for name, act in (("cancelled", "pg_cancel_backend"), ("ended", "pg_terminate_backend"), ("waited for", None)):
            helper = whenever_it_waits(pair, act) if act else None
            began = time.monotonic()
            with pytest.raises(StoreUnavailable, match="outcome-unknown") as unknown:
                desk.act(s.training(f"person-{name}"), by=CHEN, on=ON, command_id=name)
            assert time.monotonic() - began < PATIENCE_S + 5
            if helper:
                helper.join()
        assert "synchronous_standby_names: second; connected: -" in str(unknown.value.values["reason"])
        pair.second.start(cluster_name="second")
        for name in ("cancelled", "ended", "waited for"):
            again = desk.act(s.training(f"person-{name}"), by=CHEN, on=ON, command_id=name)
            assert again.events
            told_done.append(again)
        pair.first.stop("immediate")
        pair.second.promote()
        began = time.monotonic()
        told_done.append(desk.act(s.training("person-of-the-second"), by=CHEN, on=ON))
        assert time.monotonic() - began < PATIENCE_S + 5
        with desk.database.reading() as view:
            known = {row.position for row in view.rows(limit=10_000)}
            assert all(view.command(identity(name)) for name in ("cancelled", "ended", "waited for"))
    assert {recorded.position for result in told_done for recorded in result.events} <= known
