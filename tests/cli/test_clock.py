"""The clock of a desk: believed near the last event, else two people say what time it is; a server has its own."""

from __future__ import annotations

import json
import os
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from domain.office.proposed import ConfirmForOffice
from domain.office.reference import AdoptCalendarYear
from store.addresses import is_postgres
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import FORMS, tampering
from tests.domain.sample_cases import EXCEPTIONS_2024
from usecases.session.officer_session import Clock, OfficerSession
from usecases.session.settings import Settings

pytestmark = pytest.mark.on_both

FRIDAY = datetime(2024, 5, 17, 1, 0, tzinfo=UTC)
"""Nine in the morning in Xiamen, on which the office was opened."""


def at_desk(officer: str) -> OfficerSession:
    """The session of an officer in a store that is no simulation."""
    return OfficerSession(Settings(environ=dict(os.environ), flags={"officer": officer}))


class Desk:
    """The clock of this computer, in place of the real one."""

    def __init__(self) -> None:
        self.now = FRIDAY

    def read(self, clock: Clock) -> datetime:
        if clock.simulated:
            assert clock.instant is not None
            return clock.instant
        return self.now


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    standing = Desk()
    monkeypatch.setattr(Clock, "__call__", lambda clock: standing.read(clock))
    return standing


@pytest.fixture
def real(bailu: Bailu, desk: Desk) -> Bailu:
    """A store that is no simulation, with an administrator, a supervisor and the calendar of 2024."""
    assert bailu("init").code == 0
    assert bailu.second_person("xu").code == 0
    enrol = ("officer", "enrol", "lin", "--name", "lin", "--role", "clerk")
    bailu.agreed(*enrol, officer="admin", second="xu")
    year = AdoptCalendarYear(year=2024, exceptions=EXCEPTIONS_2024, source="国办发明电")
    for officer, command in (("lin", year), ("xu", ConfirmForOffice(proposal=None))):
        session = at_desk(officer)
        session.execute(session.prepare(command))
        session.close()
    return bailu


def recorded_at() -> datetime:
    session = at_desk("admin")
    with session.database.reading() as view:
        last = view.head().recorded_at
    session.close()
    assert last is not None
    return last


GRANT = ("officer", "grant", "lin", "assessor")
"""Something that an administrator may propose on any day."""


def grants(bailu: Bailu) -> int:
    """The exit code of it; nothing waits afterwards."""
    ran = bailu(*GRANT, officer="admin")
    bailu("confirm", "log", "--decline", officer="xu")
    return ran.code


def clock_of(bailu: Bailu) -> tuple[str, str]:
    ran = bailu("doctor", "-o", "json", officer="admin")
    (check,) = [check for check in json.loads(ran.out) if check["check"] == "clock"]
    return check["result"], check["said"]


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    "ahead",
    [timedelta(milliseconds=200), timedelta(hours=5), timedelta(days=3, hours=14)],
    ids=["a fifth of a second", "an afternoon", "the end of Monday"],
)
def test_a_desk_that_is_near_the_last_event_works(real: Bailu, desk: Desk, ahead: timedelta) -> None:
    desk.now = FRIDAY + ahead
    assert grants(real) == 0
    assert recorded_at() == desk.now
    assert clock_of(real)[0] == "ok"


@pytest.mark.on_sqlite
def test_a_desk_that_is_a_little_behind_another_works_and_time_stands_still(real: Bailu, desk: Desk) -> None:
    desk.now = FRIDAY + timedelta(milliseconds=200)
    assert grants(real) == 0
    desk.now = FRIDAY
    assert grants(real) == 0
    assert recorded_at() == FRIDAY + timedelta(milliseconds=200)


@pytest.mark.on_sqlite
@pytest.mark.parametrize("ahead", [timedelta(days=4), timedelta(days=12), timedelta(days=3 * 365)])
def test_a_desk_that_is_a_working_day_ahead_records_nothing(real: Bailu, desk: Desk, ahead: timedelta) -> None:
    size = len(real.log())
    desk.now = FRIDAY + ahead
    ran = real(*GRANT, officer="admin")
    assert ran.code == 65
    assert "bailu store reopen" in ran.err
    assert f"{(desk.now + timedelta(hours=8)):%Y-%m-%d}" in ran.err
    assert len(real.log()) == size
    result, said = clock_of(real)
    assert result == "trouble"
    assert "a working day and more" in said


@pytest.mark.on_sqlite
def test_a_desk_that_is_minutes_behind_records_nothing(real: Bailu, desk: Desk) -> None:
    desk.now = FRIDAY - timedelta(minutes=3)
    ran = real(*GRANT, officer="admin")
    assert ran.code == 65
    assert "set the clock" in ran.err
    result, said = clock_of(real)
    assert (result, "set the clock" in said) == ("trouble", True)


def test_on_postgresql_the_clock_of_the_desk_changes_nothing(real: Bailu, desk: Desk) -> None:
    if not is_postgres(real.url):
        pytest.skip("a file has no clock but that of the desk")
    for wrong in (timedelta(days=-400), timedelta(days=12), timedelta(days=4000)):
        desk.now = FRIDAY + wrong
        before = datetime.now(UTC)
        assert grants(real) == 0
        assert before - timedelta(minutes=1) <= recorded_at() <= datetime.now(UTC) + timedelta(minutes=1)
    assert clock_of(real) == ("ok", "The clock is that of the database's server, and it is not behind the log.")
    ran = real("store", "reopen", officer="admin")
    assert (ran.code, "the database's server" in ran.err) == (65, True)


def test_a_simulation_is_exempt(bureau: Bailu) -> None:
    assert bureau(*GRANT, officer="admin", clock="2031-01-01").code == 0
    result, said = clock_of(bureau)
    assert (result, "simulation" in said) == ("ok", True)


# An office that was closed


@pytest.mark.on_sqlite
def test_an_administrator_and_a_supervisor_open_the_office_again(real: Bailu, desk: Desk) -> None:
    desk.now = FRIDAY + timedelta(days=14)
    proposed = real("store", "reopen", officer="admin")
    assert (proposed.code, recorded_at()) == (0, FRIDAY)
    assert "Proposed as log/p2: it is 2024-05-31 09:00" in proposed.out
    assert "bailu confirm log/p2" in proposed.err
    assert real(*GRANT, officer="admin").code == 65
    desk.now += timedelta(hours=2)
    confirmed = real("confirm", "log/p2", officer="xu")
    assert confirmed.code == 0, confirmed.err
    assert "log/p2" in confirmed.out
    assert recorded_at() == desk.now
    assert grants(real) == 0


@pytest.mark.on_sqlite
def test_the_clock_of_who_confirms_has_to_agree(real: Bailu, desk: Desk) -> None:
    desk.now = FRIDAY + timedelta(days=14)
    assert real("store", "reopen", officer="admin").code == 0
    for other in (timedelta(days=-14), timedelta(days=4), timedelta(minutes=-3)):
        desk.now = FRIDAY + timedelta(days=14) + other
        ran = real("confirm", "log/p2", officer="xu")
        assert (ran.code, "set one of the clocks" in ran.err) == (65, True)
    assert recorded_at() == FRIDAY


@pytest.mark.on_sqlite
def test_a_decline_leaves_the_head_where_it_was(real: Bailu, desk: Desk) -> None:
    desk.now = FRIDAY + timedelta(days=14)
    assert real("store", "reopen", officer="admin").code == 0
    declined = real("confirm", "log/p2", "--decline", officer="xu")
    assert declined.code == 0, declined.err
    assert recorded_at() == FRIDAY
    assert real(*GRANT, officer="admin").code == 65


@pytest.mark.on_sqlite
def test_nothing_is_opened_where_the_clock_is_believed_nor_by_anybody_else(real: Bailu, desk: Desk) -> None:
    ran = real("store", "reopen", officer="admin")
    assert (ran.code, "believed as it is" in ran.err) == (65, True)
    desk.now = FRIDAY + timedelta(days=14)
    assert real("store", "reopen", officer="lin").code == 77
    assert real("store", "reopen", officer="admin").code == 0
    assert real("confirm", "log/p2", officer="admin").code == 77
    assert real("confirm", "log/p2", officer="lin").code == 77


@pytest.mark.on_sqlite
def test_a_dry_run_and_a_repetition_record_nothing_new(real: Bailu, desk: Desk) -> None:
    desk.now = FRIDAY + timedelta(days=14)
    size = len(real.log())
    dry = real("store", "reopen", "--dry-run", officer="admin")
    assert (dry.code, "Would propose as log/p2" in dry.out, len(real.log())) == (0, True, size)
    once = str(uuid.uuid4())
    first = real("store", "reopen", "--command-id", once, "-o", "json", officer="admin").json
    assert first == {"proposal": "log/p2", "now": "2024-05-31T01:00:00Z", "recorded": True, "repeated": False}
    desk.now += timedelta(minutes=5)
    assert real("store", "reopen", "--command-id", once, "-o", "json", officer="admin").json == {
        **first,
        "repeated": True,
    }
    assert len(real.log()) == size + 1


@pytest.mark.on_sqlite
@pytest.mark.parametrize(("lang", "form"), FORMS)
def test_what_was_proposed_is_said_in_every_form(real: Bailu, desk: Desk, lang: str, form: str) -> None:
    desk.now = FRIDAY + timedelta(days=14)
    ran = real("--lang", lang, "store", "reopen", "-o", form, officer="admin")
    assert ran.code == 0, ran.err
    listed = real("--lang", lang, "proposals", "-o", form, officer="xu")
    assert listed.code == 0, listed.err


@pytest.mark.on_sqlite
def test_an_office_of_one_goes_on_after_any_time(bailu: Bailu, desk: Desk) -> None:
    """Nobody is there who could confirm what time it is, and without others no money moves."""
    assert bailu("init").code == 0
    desk.now += timedelta(days=60)
    assert bailu.second_person("xu").code == 0
    desk.now += timedelta(days=60)
    late = bailu("officer", "enrol", "lin", "--name", "林", "--role", "clerk", officer="admin")
    assert (late.code, "store reopen" in late.err) == (65, True), "now somebody is"


@pytest.mark.on_sqlite
def test_a_fault_is_declared_and_answered_before_the_office_is_opened_again(real: Bailu, desk: Desk) -> None:
    """Neither waits for the other: only then the office is open, and only then work goes on."""
    with tampering(real) as tables:
        tables.execute("UPDATE commits SET signature = zeroblob(64) WHERE last = (SELECT max(last) FROM commits)")
        (last,) = tables.execute("SELECT max(last) FROM commits").fetchone()
    desk.now += timedelta(days=10)
    assert real(*GRANT, officer="admin").code == 69
    assert real("audit", "declare-fault", last, last, "--reason", "断电", officer="admin").code == 0
    assert real("confirm", "log/p2", officer="xu").code == 0
    assert real(*GRANT, officer="admin").code == 65
    assert real("store", "reopen", officer="admin").code == 0
    assert real("confirm", "log/p3", officer="xu").code == 0
    assert real(*GRANT, officer="admin").code == 0


@pytest.mark.on_sqlite
def test_an_office_that_was_closed_over_an_open_fault_is_opened_in_either_order(real: Bailu, desk: Desk) -> None:
    assert real("audit", "declare-fault", 1, 2, "--reason", "断电", officer="admin").code == 0
    desk.now += timedelta(days=10)
    assert real("store", "reopen", officer="admin").code == 0
    assert real("confirm", "log/p3", officer="xu").code == 0
    assert real("confirm", "log/p2", officer="xu").code == 0
    assert real(*GRANT, officer="admin").code == 0
