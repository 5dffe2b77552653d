"""公示: five working days on public notice, 调休 included, before anything is paid."""

from __future__ import annotations

from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.status import Status
from domain.base import replace
from tests.domain import sample_cases as s
from tests.domain.sample_cases import CHEN, FIRST, HAICANG, HUANG, LIN, given, of, told

publish = c.PublishNotice(application=FIRST)
close = c.CloseNotice(application=FIRST)


def published(on: date, closes_on: date, payable_from: date) -> f.NoticePublished:
    return f.NoticePublished(
        lines=((1, 3),), published_on=on, working_days=5, closes_on=closes_on, payable_from=payable_from
    )


@pytest.mark.parametrize(
    ("on", "closes_on", "payable_from"),
    [
        (date(2024, 9, 26), date(2024, 10, 9), date(2024, 10, 10)),
        (date(2024, 9, 27), date(2024, 10, 10), date(2024, 10, 11)),
        (date(2024, 9, 30), date(2024, 10, 12), date(2024, 10, 13)),
        (date(2024, 10, 8), date(2024, 10, 14), date(2024, 10, 15)),
        (date(2024, 10, 14), date(2024, 10, 21), date(2024, 10, 22)),
    ],
)
def test_the_notice_ends_with_its_fifth_working_day_around_national_day(
    on: date, closes_on: date, payable_from: date
) -> None:
    meeting = given(s.the_calendar_of_2024(), s.an_approved_training())
    meeting.when(publish, by=CHEN, on=on).then(published(on, closes_on, payable_from))


def test_only_the_awarded_lines_are_put_on_notice() -> None:
    general = s.training()
    lines = (general.lines[0], s.trainee(2, "person-b", category="general"), general.lines[2])
    mixed = s.approved(replace(general, lines=lines), FIRST, after=s.the_calendar_of_2024())
    notice = given(mixed).when(publish, by=CHEN, on=date(2024, 9, 27)).events[0]
    assert isinstance(notice, f.NoticePublished)
    assert notice.lines == ((1, 1), (3, 3))


def test_a_notice_that_reaches_beyond_the_adopted_calendar_is_not_published() -> None:
    meeting = given(s.the_calendar_of_2024(), s.an_approved_training())
    meeting.when(publish, by=CHEN, on=date(2024, 12, 24)).then(
        published(date(2024, 12, 24), date(2024, 12, 31), date(2025, 1, 1))
    )
    meeting.when(publish, by=CHEN, on=date(2024, 12, 25)).declined("calendar-missing", year=2025)


def test_without_an_adopted_calendar_nothing_is_published() -> None:
    given(s.an_approved_training()).when(publish, by=CHEN, on=date(2024, 9, 27)).declined("calendar-missing", year=2024)


def test_only_an_approved_application_goes_on_notice() -> None:
    meeting = given(s.the_calendar_of_2024(), s.an_assessed_training())
    meeting.when(publish, by=CHEN, on=date(2024, 9, 27)).declined("status", act="publish-notice", status="assessed")


def test_an_application_goes_on_notice_once() -> None:
    given(s.a_published_training()).when(publish, by=CHEN, on=date(2024, 9, 29)).declined(
        "status", status="on-public-notice"
    )


@pytest.mark.parametrize("on", [date(2024, 9, 27), date(2024, 10, 9), date(2024, 10, 10)])
def test_a_notice_stays_open_through_its_closing_day(on: date) -> None:
    given(s.a_published_training()).when(close, by=CHEN, on=on).declined(
        "notice-open", application=FIRST, closes_on=date(2024, 10, 10)
    )


def test_a_notice_is_closed_from_the_day_after_its_closing_day() -> None:
    given(s.a_published_training()).when(close, by=CHEN, on=date(2024, 10, 11)).then(f.NoticeClosed())
    assert given(s.a_payable_training()).case(FIRST).status is Status.PAYABLE


def test_a_notice_is_closed_once_and_only_after_it_was_published() -> None:
    on = date(2024, 10, 11)
    given(s.a_payable_training()).when(close, by=CHEN, on=on).declined("status", status="payable")
    given(s.an_approved_training()).when(close, by=CHEN, on=on).declined("status", status="approved")


def test_an_application_whose_instalments_were_all_forfeited_is_settled_when_its_notice_closes() -> None:
    left_early = s.milestone("employed-3-months", date(2024, 6, 17), met=False)
    history = told(
        (publish, CHEN, date(2024, 6, 13)),
        (left_early, LIN, date(2024, 6, 18)),
        (s.confirmed(), HUANG, date(2024, 6, 18)),
        after=s.an_approved_introduction(),
    )
    given(history).when(close, by=CHEN, on=date(2024, 6, 21)).then(f.NoticeClosed(), f.ApplicationSettled(credit=None))


def test_only_a_clerk_of_the_authority_publishes_and_closes() -> None:
    meeting = given(s.the_calendar_of_2024(), s.an_approved_training())
    meeting.when(publish, by=LIN, on=date(2024, 9, 27)).not_permitted("role-missing", role="clerk")
    meeting.when(publish, by=of(HAICANG, CHEN), on=date(2024, 9, 27)).not_permitted("other-authority")
    meeting = given(s.a_published_training())
    meeting.when(close, by=LIN, on=date(2024, 10, 11)).not_permitted("role-missing", role="clerk")
    meeting.when(close, by=of(HAICANG, CHEN), on=date(2024, 10, 11)).not_permitted("other-authority")
