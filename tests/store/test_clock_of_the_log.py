"""Whose clock is the clock: the server's where there is one, the desk's with a file, and its own in a simulation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from domain.office.log_commands import OpenLog
from domain.office.officer import EnrolOfficer
from store.addresses import is_postgres
from store.commands.executor import CommandExecutor
from store.databases import create
from store.log import Database
from tests.bureau import Bureau
from tests.domain.keys import OPENING_OF_LOG, own_key, public_key
from tests.domain.sample_cases import JIANG, YE

SLACK = timedelta(seconds=1)


def instants(database: Database, clock: Callable[[], datetime], *, simulated: bool = False) -> list[datetime]:
    """When the opening of a log and an enrolment were recorded, at a desk with this clock."""
    bureau = Bureau(database)
    bureau.executor = CommandExecutor(database, clock)
    opened = OpenLog(
        log="new",
        simulated=simulated,
        officer=YE.officer,
        sealed="sealed-ye",
        key=public_key(YE.officer),
        **OPENING_OF_LOG,
    )
    enrolled = EnrolOfficer(
        officer=JIANG.officer,
        sealed="sealed-jiang",
        roles=tuple(JIANG.roles),
        authority=JIANG.authority,
        key=own_key(JIANG.officer, "new"),
    )
    results = [bureau.act(command, by=YE) for command in (opened, enrolled)]
    return [result.events[0].recorded_at for result in results]


@pytest.mark.parametrize("wrong_by", [timedelta(days=-12), timedelta(0), timedelta(seconds=5), timedelta(days=3 * 365)])
def test_the_clock_of_a_server_is_believed_and_that_of_a_desk_is_not(store_url: str, wrong_by: timedelta) -> None:
    database = create(store_url)
    before = datetime.now(UTC)
    told = instants(database, lambda: datetime.now(UTC) + wrong_by)
    after = datetime.now(UTC)
    off = timedelta(0) if is_postgres(store_url) else wrong_by
    assert all(before + off - SLACK <= instant <= after + off + SLACK for instant in told)
    assert told == sorted(told)
    database.close()


def test_a_simulation_has_a_clock_of_its_own_from_its_first_event(store_url: str) -> None:
    database = create(store_url)
    then = datetime(2024, 5, 6, 4, tzinfo=UTC)
    assert instants(database, lambda: then, simulated=True) == [then, then]
    with database.writing() as log:
        assert log.instant() is None
    database.close()


def test_a_server_tells_its_instant_once_and_what_passes_at_the_desk_is_added(store_url: str) -> None:
    database = create(store_url)
    with database.writing() as log:
        first, second = log.instant(), log.instant()
        if is_postgres(store_url):
            assert first is not None
            assert second is not None
            assert timedelta(0) <= second - first < SLACK
            assert abs(datetime.now(UTC) - first) < SLACK
        else:
            assert (first, second) == (None, None)
    database.close()
