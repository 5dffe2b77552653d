"""Three servers that fail under load, one after another: what the desks were told, and how long they waited for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from store.databases import open_database
from tests.bureau import Bureau
from tests.postgres import Server
from tests.store.clusters import Cluster, desks_that_wait, end_a_wait, until
from tests.store.load import STORED, UNKNOWN, Load, Tally, judged
from usecases.integrity.log_verification import verify_log

BEYOND_PATIENCE_S = 5.0
"""No desk is left without a word for longer than it waits for a lock, and this."""
_campaigns: list[Figures] = []


@dataclass(frozen=True, slots=True)
class Figures:
    """What some failovers came to."""

    failovers: int
    tally: Tally
    longest_silence_s: float
    beyond_patience_s: float


class Office:
    """Desks at work on three servers. Each step ends when the desks were told what it is about."""

    def __init__(self, cluster: Cluster, load: Load) -> None:
        self.cluster = cluster
        self.load = load
        self.failovers = 0

    def work(self, transactions: int = 20) -> None:
        """Until so many more transactions are told done."""
        before = self._times_told(STORED)
        until("desks that go on", lambda: self._times_told(STORED) >= before + transactions)

    def lose_standbys(self) -> list[Server]:
        """Those that were there, and are not any more."""
        lost = [standby for standby in self.cluster.standbys if standby.runs]
        for standby in lost:
            standby.stop("fast")
        return lost

    def wait_in_vain(self) -> list[str]:
        """While there is no standby server, waits for one are cancelled, cut off and given up, and nothing is told
        done. What was told unknown.
        """
        until("a desk that waits", lambda: desks_that_wait(self.cluster.primary) > 0)
        time.sleep(0.3)  # What a standby server has confirmed was told by then.
        done, unknown = self._times_told(STORED), self._times_told(UNKNOWN)

        def given_up() -> bool:
            assert self._times_told(STORED) == done, "only one server has what is told done"
            return self._times_told(UNKNOWN) > unknown + 2

        self.end_a_wait("pg_cancel_backend")
        self.end_a_wait("pg_terminate_backend")
        until("a wait that is given up", given_up)
        return [command for command, word in [*self.load.told.items()] if word == UNKNOWN]

    def end_a_wait(self, how: str) -> None:
        end_a_wait(self.cluster.primary, how)

    def settle(self, unknown: Sequence[str]) -> None:
        """What was told unknown is given again until it is told done."""
        until("an answer to what was unknown", lambda: all(self.load.told[command] == STORED for command in unknown))

    def be_told_of_no_server(self) -> None:
        """The server that commits crashes, and no other takes its place before desks gave up."""
        self.cluster.primary.stop("immediate")
        before = self._times_told("store-unreachable")
        until("desks that cannot reach a server", lambda: self._times_told("store-unreachable") > before)

    def fail_over(self) -> Server:
        """The server that commits crashes, if it has not; another takes its place. The one that is lost."""
        cluster = self.cluster
        if cluster.primary.runs:
            cluster.primary.stop("immediate")
        cluster.start(*(standby for standby in cluster.standbys if not standby.runs))
        lost = cluster.promote_whoever_has_most()
        self.failovers += 1
        return lost

    def _times_told(self, word: str) -> int:
        assert self.load.broken == []
        return sum(answer.word == word for answer in [*self.load.answers])


def failed_over(patience_s: Sequence[float], story: Callable[[Office], None]) -> Figures:
    """What a story comes to, with a desk for each of these times that it waits for a lock. That the log is one and
    verifies is asserted.
    """
    cluster = Cluster(3)
    try:
        Bureau.found(cluster.url).close()
        with Load(cluster.anywhere, patience_s, again=True) as load:
            office = Office(cluster, load)
            story(office)
        tally = judged(cluster.url, load)
        _assert_verifies(cluster.url)
    finally:
        cluster.remove()
    return Figures(
        failovers=office.failovers,
        tally=tally,
        longest_silence_s=max(answer.silence_s for answer in load.answers),
        beyond_patience_s=max(answer.beyond_patience_s for answer in load.answers),
    )


def enter(figures: Figures) -> None:
    _campaigns.append(figures)


def table() -> Iterator[str]:
    """Lines to print; none when no campaign was run."""
    if not _campaigns:
        return
    yield f"{'failovers':>9}{'acknowledged':>14}{'lost':>6}{'longest silence':>17}{'beyond the lock timeout':>25}"
    for figures in _campaigns:
        tally, longest, beyond = figures.tally, figures.longest_silence_s, figures.beyond_patience_s
        yield f"{figures.failovers:>9}{tally.acknowledged:>14,}{tally.lost:>6}{longest:>15.2f} s{beyond:>23.2f} s"


def _assert_verifies(url: str) -> None:
    database = open_database(url)
    report = verify_log(database, signatures=True, noted=None, on_progress=lambda _done, _all: None)
    database.close()
    assert report.holds, report.troubles
