"""What the office adopts to decide by: editions, selected by the day of receipt, and years of working days."""

from __future__ import annotations

from datetime import date

import pytest

from domain.office import reference as ref
from domain.office.proposed import ConfirmForOffice
from tests.domain.given_when_then import History
from tests.domain.sample_cases import (
    CHEN,
    CITY,
    EXCEPTIONS_2024,
    JIANG,
    OPENING,
    SHEN,
    WU,
    XU,
    agreed,
    given,
    of,
    the_calendar_of_2024,
    told,
)

CONFIRM = ConfirmForOffice(proposal=None)
POLICY = "xiamen-2023-187"


def edition(number: int, applies_from: date, digest: str = "sha256:aa") -> ref.AdoptEdition:
    return ref.AdoptEdition(
        policy=POLICY, edition=f"{POLICY}@{number}", digest=digest, applies_from=applies_from, content="policy = …"
    )


FIRST = edition(1, date(2023, 8, 24))
SECOND = edition(2, date(2024, 7, 1), "sha256:bb")


def adopted(*commands: ref.AdoptEdition) -> History:
    return agreed(*((command, SHEN, JIANG, OPENING) for command in commands))


def selected(history: History, received_on: date) -> str | None:
    chosen = given(history).office.editions.of(received_on)
    return None if chosen is None else chosen.edition


def test_an_edition_is_adopted_whole() -> None:
    outcome = given().when_confirmed(FIRST, by=SHEN, second=JIANG, on=OPENING)
    outcome.then_in(
        "policy-xiamen-2023-187",
        ref.EditionAdopted(
            edition="xiamen-2023-187@1",
            digest="sha256:aa",
            applies_from=date(2023, 8, 24),
            content="policy = …",
        ),
    )


def test_adopting_the_same_file_again_changes_nothing() -> None:
    given(adopted(FIRST)).when(FIRST, by=SHEN, on=OPENING).then()


def test_another_file_under_an_adopted_id_is_refused() -> None:
    other = edition(1, date(2023, 8, 24), "sha256:cc")
    given(adopted(FIRST)).when(other, by=SHEN, on=OPENING).declined(
        "edition-adopted-otherwise", edition="xiamen-2023-187@1", digest="sha256:aa"
    )


def test_editions_are_adopted_in_the_order_of_their_days() -> None:
    earlier = edition(3, date(2024, 6, 30), "sha256:cc")
    given(adopted(FIRST, SECOND)).when(earlier, by=SHEN, on=OPENING).declined(
        "dates-out-of-order", first=date(2024, 7, 1), last=date(2024, 6, 30)
    )


@pytest.mark.parametrize(
    ("received_on", "chosen"),
    [
        (date(2023, 8, 23), "xiamen-2023-187@1"),
        (date(2023, 8, 24), "xiamen-2023-187@1"),
        (date(2024, 6, 30), "xiamen-2023-187@1"),
        (date(2024, 7, 1), "xiamen-2023-187@2"),
        (date(2025, 1, 2), "xiamen-2023-187@2"),
    ],
)
def test_the_day_of_receipt_selects_the_edition(received_on: date, chosen: str) -> None:
    assert selected(adopted(FIRST, SECOND), received_on) == chosen


def test_of_two_editions_that_apply_from_the_same_day_the_later_one_is_selected() -> None:
    corrected = edition(2, date(2023, 8, 24), "sha256:bb")
    assert selected(adopted(FIRST, corrected), date(2024, 1, 1)) == "xiamen-2023-187@2"


def test_nothing_is_selected_before_anything_is_adopted() -> None:
    assert selected((), date(2024, 1, 1)) is None


def test_a_case_keeps_the_edition_that_it_was_received_under() -> None:
    editions = given(adopted(FIRST, SECOND)).office.editions
    adoption = editions.named("xiamen-2023-187@1")
    assert adoption is not None
    assert adoption.digest == "sha256:aa"
    assert editions.named("xiamen-2023-187@3") is None


def test_a_clerk_or_supervisor_of_the_city_proposes_and_another_supervisor_of_it_adopts() -> None:
    calendar = ref.AdoptCalendarYear(year=2024, exceptions=EXCEPTIONS_2024, source="国办发明电〔2023〕7号")
    for command, act in ((FIRST, "adopt-policy"), (calendar, "adopt-calendar")):
        given().when(command, by=of(CITY, WU), on=OPENING).not_permitted("role-missing", act=act)
        given().when(command, by=CHEN, on=OPENING).not_permitted("other-authority", act=act, authority=CITY)
        proposed = told((command, SHEN, OPENING))
        given(proposed).when(CONFIRM, by=XU, on=OPENING).not_permitted("other-authority", act=act)
        given(proposed).when(CONFIRM, by=of(CITY, CHEN), on=OPENING).not_permitted("role-missing", act=act)
        own = told((command, JIANG, OPENING))
        given(own).when(CONFIRM, by=JIANG, on=OPENING).not_permitted("own-proposal", act=act)


def test_what_waits_is_not_proposed_again_and_what_was_declined_can_be() -> None:
    proposed = told((FIRST, SHEN, OPENING))
    given(proposed).when(FIRST, by=JIANG, on=OPENING).declined("proposal-waits", proposal="office/p1")
    declined = told((ConfirmForOffice(proposal="p1", declined=True), JIANG, OPENING), after=proposed)
    assert selected(declined, OPENING) is None
    assert selected(agreed((FIRST, SHEN, JIANG, OPENING), after=declined), OPENING) == FIRST.edition


def test_what_has_come_about_meanwhile_is_not_confirmed() -> None:
    year = ref.AdoptCalendarYear(year=2025, exceptions=(), source="一")
    other = ref.AdoptCalendarYear(year=2025, exceptions=(date(2025, 1, 1),), source="二")
    waiting = told((year, SHEN, OPENING), (other, SHEN, OPENING), (ConfirmForOffice(proposal="p1"), JIANG, OPENING))
    again = told((ConfirmForOffice(proposal="p2"), JIANG, OPENING), (year, SHEN, OPENING), after=waiting)
    both = told((other, SHEN, OPENING), after=again)
    assert given(both).office.calendar.years[2025].source == "二"
    given(again).when(ConfirmForOffice(proposal="p3"), by=JIANG, on=OPENING).then_in(
        "calendar", ref.CalendarYearAdopted(year=2025, exceptions=(), source="一")
    )


def test_a_year_of_working_days_is_adopted_in_order_and_without_repetition() -> None:
    command = ref.AdoptCalendarYear(
        year=2024, exceptions=(*reversed(EXCEPTIONS_2024), EXCEPTIONS_2024[0]), source="国办发明电〔2023〕7号"
    )
    given().when_confirmed(command, by=SHEN, second=JIANG, on=OPENING).then_in(
        "calendar",
        ref.CalendarYearAdopted(year=2024, exceptions=EXCEPTIONS_2024, source="国办发明电〔2023〕7号"),
    )


def test_adopting_the_same_year_again_changes_nothing() -> None:
    command = ref.AdoptCalendarYear(year=2024, exceptions=EXCEPTIONS_2024, source="国办发明电〔2023〕7号")
    given(the_calendar_of_2024()).when(command, by=SHEN, on=OPENING).then()


def test_a_year_is_replaced_when_the_state_council_changes_it() -> None:
    changed = ref.AdoptCalendarYear(year=2024, exceptions=EXCEPTIONS_2024[1:], source="更正")
    history = agreed((changed, SHEN, JIANG, OPENING), after=the_calendar_of_2024())
    assert given(history).office.calendar.working_days.worked(date(2024, 1, 1))


def test_the_exceptions_of_a_year_are_days_of_that_year() -> None:
    command = ref.AdoptCalendarYear(year=2025, exceptions=EXCEPTIONS_2024, source="国办发明电〔2024〕12号")
    given().when(command, by=SHEN, on=OPENING).declined("calendar-other-year", year=2025)


def test_a_day_of_another_year_is_not_in_the_calendar() -> None:
    working_days = given(the_calendar_of_2024()).office.calendar.working_days
    assert working_days.years == {2024}
