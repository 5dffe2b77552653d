"""Legal days are those of Xiamen; working days are those that the State Council published, 调休 included."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import WorkingDays, legal_day, months_after, start_of
from domain.errors import NotAllowed
from tests.domain.sample_cases import EXCEPTIONS_2024

OF_2024 = WorkingDays(years=frozenset({2024}), exceptions=frozenset(EXCEPTIONS_2024))


def test_the_legal_day_begins_at_sixteen_hours_utc_of_the_day_before() -> None:
    assert legal_day(datetime(2024, 9, 26, 15, 59, 59, tzinfo=UTC)) == date(2024, 9, 26)
    assert legal_day(datetime(2024, 9, 26, 16, 0, tzinfo=UTC)) == date(2024, 9, 27)


@given(st.datetimes(datetime(1992, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_fixed_offset_is_the_time_of_shanghai_ever_since_summer_time_ended(instant: datetime) -> None:
    assert legal_day(instant) == instant.astimezone(ZoneInfo("Asia/Shanghai")).date()


@given(st.dates(date(1992, 1, 1), date(2090, 1, 1)))
def test_a_legal_day_starts_at_its_first_instant(day: date) -> None:
    assert legal_day(start_of(day)) == day
    assert legal_day(start_of(day) - timedelta(microseconds=1)) == day - timedelta(days=1)


def test_an_instant_without_a_zone_is_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError):
        legal_day(datetime(2024, 9, 27))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("first", "months", "due"),
    [
        (date(2024, 5, 31), 3, date(2024, 8, 31)),
        (date(2024, 5, 31), 6, date(2024, 11, 30)),
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
        (date(2024, 11, 30), 6, date(2025, 5, 30)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 12, 15), 0, date(2024, 12, 15)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
    ],
)
def test_months_end_on_the_same_day_of_the_month_or_on_that_months_last(first: date, months: int, due: date) -> None:
    assert months_after(first, months) == due


def test_months_are_never_chained() -> None:
    chained = months_after(months_after(date(2024, 11, 30), 3), 3)
    assert (chained, months_after(date(2024, 11, 30), 6)) == (date(2025, 5, 28), date(2025, 5, 30))


def test_the_calendar_of_these_tests_is_that_of_the_state_council() -> None:
    day = date(2024, 1, 1)
    while day.year == 2024:
        assert OF_2024.worked(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("published_on", "closes_on"),
    [
        (date(2024, 9, 26), date(2024, 10, 9)),
        (date(2024, 9, 27), date(2024, 10, 10)),
        (date(2024, 9, 28), date(2024, 10, 10)),
        (date(2024, 9, 30), date(2024, 10, 12)),
        (date(2024, 10, 8), date(2024, 10, 14)),
        (date(2024, 11, 4), date(2024, 11, 11)),
    ],
)
def test_five_working_days_count_exchanged_weekends_and_skip_the_holiday(published_on: date, closes_on: date) -> None:
    assert OF_2024.after(published_on, 5) == closes_on


def test_a_day_beyond_the_adopted_calendar_is_an_error_and_never_a_guess() -> None:
    with pytest.raises(NotAllowed) as refused:
        OF_2024.after(date(2024, 12, 27), 5)
    assert (refused.value.code, refused.value.values) == ("calendar-missing", {"year": 2025})
