"""A copy brings the lines of a commit with the commit, or neither: also when it is interrupted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from audit.commits import Commit
from store.databases import open_database
from store.errors import StoreUnavailable
from store.log import COPYING, Database
from store.maintenance import copying
from tests.bureau import Bureau
from tests.domain import sample_cases as s
from tests.domain.sample_cases import CHEN
from tests.postgres import Server, new_schema
from tests.store.conftest import NOON, TOY, a_command, append
from tests.store.test_casework import ON, assert_sound
from tests.store.test_copying import Interrupted, copied_to
from tests.stores import tampering

LENGTHS = (1, 7, 2, 1, 4)
"""How many lines the commits of the source have."""


@pytest.fixture
def source(database: Database) -> Database:
    version = 0
    for number, length in enumerate(LENGTHS):
        places = [("fund-1", version + part) for part in range(1, length + 1)]
        version += length
        with database.writing() as log:
            log.append(a_command(f"{number}", *places), NOON, TOY)
    return database


def commits_of(database: Database) -> list[Commit]:
    with database.reading() as view:
        return list(view.commits())


@pytest.mark.parametrize("page", [1, 2, 3, 8, 100])
def test_a_page_ends_where_a_commit_ends(
    source: Database, other_url: Callable[[], str], monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(copying, "PAGE", page)
    ends = {commit.last for commit in commits_of(source)}
    reached: list[int] = []
    url = other_url()
    copied_to(source, url, lambda there, total: reached.append(there))
    assert set(reached) <= ends
    assert reached[-1] == sum(LENGTHS)
    target = open_database(url)
    assert commits_of(target) == commits_of(source)
    with target.reading() as view:
        assert view.tip().vouched
    target.close()


@pytest.mark.parametrize("stop_after", range(1, len(LENGTHS)))
def test_a_copy_that_was_interrupted_has_no_line_without_its_commit(
    source: Database, other_url: Callable[[], str], monkeypatch: pytest.MonkeyPatch, stop_after: int
) -> None:
    monkeypatch.setattr(copying, "PAGE", 1)
    url, pages = other_url(), iter(range(stop_after - 1))

    def stop(reached: int, total: int) -> None:
        if next(pages, None) is None:
            raise Interrupted

    with pytest.raises(Interrupted):
        copied_to(source, url, stop)
    half = open_database(url, allowing=COPYING)
    with half.reading() as view:
        assert view.tip().vouched
        assert view.head().size == view.counts().rows == sum(LENGTHS[:stop_after])
    half.close()
    copied_to(source, url)
    whole = open_database(url)
    assert commits_of(whole) == commits_of(source)
    whole.close()


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM commits WHERE last = 8",
        "UPDATE commits SET first = 3 WHERE last = 8",
        "UPDATE commits SET last = 9 WHERE last = 8",
        "DELETE FROM events WHERE position = 5",
    ],
)
def test_lines_that_no_commit_covers_are_not_copied(
    source: Database, store_url: str, other_url: Callable[[], str], damage: str
) -> None:
    with tampering(store_url) as tables:
        tables.execute(damage)
    url = other_url()
    with pytest.raises(StoreUnavailable, match="copy-root-differs"):
        copied_to(source, url)
    with pytest.raises(StoreUnavailable, match="store-half-copied"):
        open_database(url)


def test_a_simulation_that_was_copied_goes_on_under_its_own_clock(bureau: Bureau, other_url: Callable[[], str]) -> None:
    there = other_url()
    copied_to(bureau.database, there)
    copied = Bureau.open(there)
    assert copied.act(s.training(), by=CHEN, on=ON).events
    assert_sound(copied)
    copied.close()


def test_a_log_that_is_no_simulation_is_none_when_it_was_copied(source: Database, server: Server) -> None:
    """Where the source is a file, whose clock was the desk's, the server's is the clock from then on."""
    url = server.url(new_schema())
    copied_to(source, url)
    target = open_database(url)
    with pytest.raises(AssertionError, match="an instant is not the server's"), target.writing() as log:
        append(log, a_command("late", ("fund-2", 1)))
    target.close()


def test_what_is_copied_is_of_one_moment_to_the_last_commit(
    bureau: Bureau, other_url: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PAGE", 3)
    before = commits_of(bureau.database)

    def write_meanwhile(reached: int, total: int) -> None:
        bureau.act(s.training(f"late-{reached}"), by=CHEN, on=ON)

    url = other_url()
    copied_to(bureau.database, url, write_meanwhile)
    target = open_database(url)
    assert commits_of(target) == before
    target.close()
