"""Servers that fail under load and standby servers that take their place: what was told done is there, once, nothing
else was told done, and no desk is left without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from store.errors import OutcomeUnknown, StoreUnavailable
from store.log import Writing
from tests.bureau import Bureau
from tests.domain import sample_cases
from tests.postgres import Server, why_not
from tests.store.failovers import BEYOND_PATIENCE_S, Figures, Office, enter, failed_over


@pytest.fixture
def postgresql() -> None:
    if reason := why_not():
        pytest.skip(f"no PostgreSQL to test on: {reason}")


def without_standbys_for_a_while(office: Office) -> None:
    """Nothing is told done meanwhile, and what was unknown is done when they are back."""
    lost = office.lose_standbys()
    unknown = office.wait_in_vain()
    assert unknown
    office.cluster.start(*lost)
    office.settle(unknown)


def with_what_no_standby_has(office: Office) -> Server:
    """One standby has less than the other, then there is none, and the server crashes behind a wait for one that was
    cancelled: what it alone had is gone, and what one standby had is all there.
    """
    ahead, behind = office.cluster.standbys
    behind.stop("fast")
    office.work()
    office.lose_standbys()
    office.end_a_wait("pg_cancel_backend")
    lost = office.fail_over()
    assert office.cluster.primary is ahead
    return lost


def one(office: Office) -> None:
    office.work()
    without_standbys_for_a_while(office)
    with_what_no_standby_has(office)
    office.work()


def twelve(office: Office) -> None:
    """In turn: at once, after a while without standby servers and then without any, and with what no standby has."""
    for number in range(12):
        office.work()
        if number % 3 == 1:
            without_standbys_for_a_while(office)
            office.be_told_of_no_server()
        lost = with_what_no_standby_has(office) if number % 3 == 2 else office.fail_over()
        office.work()
        office.cluster.join(lost)


def test_a_command_that_was_on_the_lost_server_alone_is_told_to_be_gone_with_it(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stored, and confirmed by nobody; where it is looked for, it is not. To wait for a standby would help nobody."""
    writing = bureau.database.writing

    @contextmanager
    def lost() -> Iterator[Writing]:
        with writing() as log:
            yield log
            raise OutcomeUnknown("outcome-unknown", because="standby-missing", path="here", reason="nobody")

    monkeypatch.setattr(bureau.database, "writing", lost)
    with pytest.raises(StoreUnavailable, match="server-replaced"):
        bureau.act(sample_cases.training(), by=sample_cases.CHEN, on=date(2024, 9, 27))


def assert_nothing_is_wrong(figures: Figures) -> None:
    assert figures.tally.wrong == 0, figures
    assert figures.beyond_patience_s <= BEYOND_PATIENCE_S, figures


@pytest.mark.usefixtures("postgresql")
def test_what_is_told_done_survives_a_failover_and_nobody_is_left_without_a_word() -> None:
    assert_nothing_is_wrong(failed_over((1, 1, 1, 1), one))


@pytest.mark.campaign
@pytest.mark.usefixtures("postgresql")
def test_what_is_told_done_survives_twelve_failovers() -> None:
    figures = failed_over((1, 1, 3, 3), twelve)
    enter(figures)
    assert_nothing_is_wrong(figures)
