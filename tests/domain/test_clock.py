"""A desk's clock is believed while no whole working day lies between the last event and now; else two people say it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from domain.base import replace
from domain.calendar import LEGAL_ZONE, WorkingDays
from domain.errors import NotAllowed
from domain.office.clock import BEHIND_MAX, CLOSED_MAX, believed, opens_again, recorded_instant, reopened
from domain.office.log import Log
from domain.office.log_commands import ConfirmForLog
from tests.domain import log_history as log
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.sample_cases import WU, XU, YE, given, told

ON = s.CREDIT_ON
CALENDAR = WorkingDays(years=frozenset({2024}), exceptions=frozenset(s.EXCEPTIONS_2024))
NO_CALENDAR = WorkingDays(years=frozenset(), exceptions=frozenset())


def at(day: str, time: str = "09:00:00") -> datetime:
    """An instant of 2024 as the wall clock in Xiamen shows it; `day` is `MM-DD`, or a whole date."""
    written = day if len(day) > 5 else f"2024-{day}"
    return datetime.fromisoformat(f"{written}T{time}").replace(tzinfo=LEGAL_ZONE).astimezone(UTC)


def calendar() -> WorkingDays:
    return CALENDAR


def no_calendar() -> WorkingDays:
    return NO_CALENDAR


def never_asked() -> WorkingDays:
    raise AssertionError("within a day and the next nobody asks the calendar")


NEAR: tuple[tuple[str, datetime, datetime, Callable[[], WorkingDays]], ...] = (
    ("the same instant", at("05-20"), at("05-20"), never_asked),
    ("Monday to Tuesday", at("05-20", "00:00:00"), at("05-21", "23:59:59"), never_asked),
    ("Friday to Monday", at("05-17"), at("05-20", "23:59:59"), calendar),
    ("Saturday to Monday", at("05-18"), at("05-20"), calendar),
    ("over National Day", at("09-30"), at("10-08"), calendar),
    ("over National Day to the end of the first day", at("09-30", "00:00:01"), at("10-08", "23:59:59"), calendar),
    ("over Spring Festival to a Sunday that is worked", at("02-09"), at("02-18", "23:59:59"), calendar),
    ("from a Sunday that was worked", at("02-18"), at("02-19"), calendar),
    ("four days without a calendar", at("05-20"), at("05-24"), no_calendar),
    ("four days into a year without one", at("12-30"), at("2025-01-03"), calendar),
)
FAR = (
    ("Monday to Wednesday", at("05-20", "23:59:59"), at("05-22", "00:00:00"), calendar),
    ("Friday to Tuesday", at("05-17"), at("05-21"), calendar),
    ("over National Day and one working day", at("09-30"), at("10-09"), calendar),
    ("over a Saturday that was worked", at("05-10"), at("05-13"), calendar),
    ("over a Sunday that was worked", at("02-17"), at("02-19"), calendar),
    ("over Spring Festival and one working day", at("02-09"), at("02-19"), calendar),
    ("four days and a second without a calendar", at("05-20"), at("05-24", "09:00:01"), no_calendar),
    ("into a year without one", at("12-30"), at("2025-01-03", "09:00:01"), calendar),
    ("twelve days", at("05-20"), at("06-01"), calendar),
    ("three years", at("05-20"), at("2027-05-20"), calendar),
)


@pytest.mark.parametrize(("last", "now", "working_days"), [row[1:] for row in NEAR], ids=[row[0] for row in NEAR])
def test_a_clock_is_believed(last: datetime, now: datetime, working_days: Callable[[], WorkingDays]) -> None:
    assert believed(last, now, working_days) == now


@pytest.mark.parametrize(("last", "now", "working_days"), [row[1:] for row in FAR], ids=[row[0] for row in FAR])
def test_a_clock_is_not_believed(last: datetime, now: datetime, working_days: Callable[[], WorkingDays]) -> None:
    with pytest.raises(NotAllowed) as refused:
        believed(last, now, working_days)
    assert (refused.value.code, refused.value.values) == ("clock-ahead", {"now": now, "last": last})


@pytest.mark.parametrize("behind", [timedelta(milliseconds=200), timedelta(seconds=1), timedelta(minutes=2)])
def test_a_clock_that_is_a_little_behind_records_at_the_instant_of_the_last_event(behind: timedelta) -> None:
    last = at("05-20")
    assert believed(last, last - behind, never_asked) == last


@pytest.mark.parametrize("behind", [timedelta(minutes=2, microseconds=1), timedelta(minutes=3), timedelta(days=400)])
def test_a_clock_that_is_further_behind_is_refused(behind: timedelta) -> None:
    last = at("05-20")
    with pytest.raises(NotAllowed, match="clock-behind"):
        believed(last, last - behind, never_asked)


def test_a_desk_that_is_ahead_by_a_fifth_of_a_second_holds_nobody_up() -> None:
    ahead = timedelta(milliseconds=200)
    last = believed(at("05-20"), at("05-20", "10:00:00") + ahead, never_asked)
    assert last == at("05-20", "10:00:00") + ahead
    assert believed(last, at("05-20", "10:00:00"), never_asked) == last


# An office that was closed


def the_log(history: History) -> Log:
    return given(history).office.log


def proposed(now: datetime) -> History:
    return told((replace(log.reopen, now=now), YE, ON), after=log.an_opened_log())


LAST, NOW = at("05-20"), at("06-03")
"""The office was closed for two weeks."""


def test_what_time_it_is_is_proposed_at_the_last_event() -> None:
    assert reopened(log.reopen, the_log(log.an_opened_log()), LAST, NOW, calendar) == LAST


def test_what_time_it_is_is_not_proposed_where_the_clock_is_believed() -> None:
    with pytest.raises(NotAllowed, match="clock-believed"):
        reopened(log.reopen, the_log(log.an_opened_log()), LAST, at("05-21"), calendar)


@pytest.mark.parametrize(
    "confirmed_at", [NOW, NOW + timedelta(hours=5), at("06-04", "23:59:59"), NOW - timedelta(minutes=2)]
)
def test_it_is_confirmed_at_the_clock_of_who_confirms(confirmed_at: datetime) -> None:
    state = the_log(proposed(NOW))
    assert reopened(log.confirm, state, LAST, confirmed_at, calendar) == confirmed_at


@pytest.mark.parametrize("confirmed_at", [LAST, NOW - timedelta(minutes=3), at("06-05"), at("2027-06-03")])
def test_it_is_not_confirmed_where_the_clocks_differ(confirmed_at: datetime) -> None:
    with pytest.raises(NotAllowed) as refused:
        reopened(log.confirm, the_log(proposed(NOW)), LAST, confirmed_at, calendar)
    assert (refused.value.code, refused.value.values) == ("clocks-differ", {"proposed": NOW, "now": confirmed_at})


@pytest.mark.parametrize("now", [LAST, NOW, at("2027-06-03")])
def test_a_decline_leaves_the_head_where_it_was(now: datetime) -> None:
    assert reopened(log.decline, the_log(proposed(NOW)), LAST, now, calendar) == LAST


def test_only_what_is_about_opening_again_is_not_measured_against_the_last_event() -> None:
    one = the_log(proposed(NOW))
    two = the_log(told((log.fault, YE, ON), after=proposed(NOW)))
    assert opens_again(log.reopen, the_log(log.an_opened_log()))
    assert opens_again(log.confirm, one)
    assert opens_again(log.decline, one)
    assert opens_again(ConfirmForLog(proposal="p1"), two)
    assert not opens_again(ConfirmForLog(proposal="p2"), two)
    assert not opens_again(ConfirmForLog(proposal="p9"), two)
    assert not opens_again(log.confirm, the_log(log.an_opened_log()))
    assert not any(opens_again(command, one) for command in (log.fault, log.close, log.sent_nothing, log.restore))


def test_one_of_several_proposals_is_named_also_when_the_office_is_opened_again() -> None:
    two = the_log(told((log.fault, YE, ON), after=proposed(NOW)))
    with pytest.raises(NotAllowed, match="proposals-open"):
        reopened(log.confirm, two, LAST, NOW, calendar)


def test_where_a_server_has_the_clock_what_time_it_is_is_declined_and_never_confirmed() -> None:
    """A log that was copied from a file may bring such a proposal along."""
    state = the_log(proposed(NOW))

    def recorded(command: object) -> datetime:
        return recorded_instant(
            command,
            real,
            LAST,
            officer=YE.officer,
            desk=lambda: NOW,
            server=LAST,
            working_days=never_asked,
            officers=dict,
        )

    real = replace(state, simulated=False)
    for command in (log.reopen, log.confirm):
        with pytest.raises(NotAllowed, match="clock-of-server"):
            recorded(command)
    assert recorded(log.decline) == LAST


def test_who_proposed_what_time_it_is_does_not_confirm_it() -> None:
    given(proposed(NOW)).when(log.confirm, by=YE, on=date(2024, 6, 3)).not_permitted("own-proposal")
    given(proposed(NOW)).when(log.confirm, by=WU, on=date(2024, 6, 3)).not_permitted("role-missing")
    assert given(proposed(NOW)).when(log.confirm, by=XU, on=date(2024, 6, 3)).events


INSTANTS = st.integers(0, 500 * 86_400).map(lambda seconds: at("01-01") + timedelta(seconds=seconds))


@given_any(st.lists(INSTANTS, max_size=30), st.sampled_from([calendar, no_calendar]))
def test_whatever_clocks_say_instants_never_go_back_nor_far_ahead(
    clocks: list[datetime], working_days: Callable[[], WorkingDays]
) -> None:
    last = at("01-02")
    for now in clocks:
        try:
            recorded_at = believed(last, now, working_days)
        except NotAllowed:
            continue
        assert last <= recorded_at <= max(last, now)
        assert now >= last - BEHIND_MAX
        assert recorded_at - last <= max(CLOSED_MAX, timedelta(days=10))
        last = recorded_at
