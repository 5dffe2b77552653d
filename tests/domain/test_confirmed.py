"""What an applicant states again, when asked to correct it, may be held against them; for them it is compared first.

ADR 0061.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.values import ConfirmedFact
from domain.base import replace
from domain.entitlement.findings import Value
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.open_lines import (
    ON,
    assess,
    case_after,
    compared,
    correction,
    followed_up,
    handed_in,
    in_batches,
    refused_lines,
    reject,
    with_facts,
)
from tests.domain.sample_cases import CHEN, FIRST, HUANG, LIN, given, told

DUE = ON + timedelta(days=14)
NOBODY = s.training("person-a", "person-b", category="general")
"""Both declare a category that this scheme does not pay."""


def asked(
    file: c.SubmitApplication, *lines: int, served: bool = True, verified: c.VerifyFacts | None = None
) -> History:
    history = handed_in(file, *((verified,) if verified else ()))
    if served:
        return t.an_overdue_request(ON, DUE, *lines, after=history)
    request = c.RequestCorrection(
        application=FIRST, lines=tuple((line, line) for line in lines), reason=t.WHY, facts=("category",)
    )
    return t.issued("correction-request", after=told((request, CHEN, ON), after=history), on=ON)


def confirmed(history: History, file: c.SubmitApplication, on: date = ON) -> tuple[ConfirmedFact, ...]:
    event = given(history).when(correction(file), by=CHEN, on=on).events[0]
    assert isinstance(event, f.ApplicationCorrected)
    return event.confirmed


def category(*ranges: tuple[int, int]) -> tuple[ConfirmedFact, ...]:
    return (ConfirmedFact(fact="category", lines=ranges),)


def corrected(*facts: tuple[str, Value]) -> c.SubmitApplication:
    return with_facts(NOBODY, 1, **dict(facts))


@pytest.mark.parametrize(
    ("history", "again", "expected"),
    [
        # What was asked of a line is answered for it, and for no other
        (asked(NOBODY, 1), NOBODY, category((1, 1))),
        (asked(NOBODY, 1, 2), NOBODY, category((1, 2))),
        (asked(NOBODY, 2), corrected(("category", "veteran")), category((2, 2))),
        # Another value is another statement, and a fact that is new was not stated before
        (asked(NOBODY, 1), corrected(("category", "veteran")), ()),
        (asked(with_facts(NOBODY, 1, category=""), 1), NOBODY, ()),
        # Whatever else of the line is stated otherwise
        (asked(NOBODY, 1), corrected(("occupation", "4-14-01-01")), category((1, 1))),
        # The application as a whole was asked, and no line of it
        (asked(NOBODY), NOBODY, ()),
        # Nobody answers a letter that never came
        (asked(NOBODY, 1, served=False), NOBODY, ()),
        # What was compared needs no confirmation
        (asked(NOBODY, 1, verified=compared("category", "veteran", 1)), NOBODY, ()),
    ],
)  # fmt: skip
def test_a_value_is_confirmed_where_it_was_asked_about_and_is_stated_again(
    history: History, again: c.SubmitApplication, expected: tuple[ConfirmedFact, ...]
) -> None:
    assert confirmed(history, again) == expected


def test_what_was_confirmed_against_oneself_rejects_with_its_clause() -> None:
    answered = told((correction(NOBODY), CHEN, ON), (assess, LIN, ON), after=asked(NOBODY, 1, 2))
    (rejected,) = given(answered).when(reject, by=HUANG, on=ON).events
    assert isinstance(rejected, f.ApplicationRejected)
    (against,) = rejected.line_findings
    assert (against.lines, against.finding.condition, against.finding.clause) == (((1, 2),), "priority-group", "m01")
    assert against.finding.values["confirmed"] is True
    assert against.finding.owed_by is None


def test_of_two_lines_the_one_that_was_not_asked_stays_open() -> None:
    answered = told((correction(NOBODY), CHEN, ON), (assess, LIN, ON), after=asked(NOBODY, 1))
    assert case_after(answered).open_lines == {2}
    given(answered).when(reject, by=HUANG, on=ON).declined("undecided")


def test_what_was_confirmed_in_ones_favour_is_compared_first() -> None:
    file = s.training("person-a", "person-b")
    answered = told((correction(file), CHEN, ON), (assess, LIN, ON), after=asked(file, 1, 2))
    assert case_after(answered).confirmed == {1: {"category"}, 2: {"category"}}
    assert case_after(answered).open_lines == {1, 2}
    given(answered).when(c.ApproveApplication(application=FIRST), by=HUANG, on=ON).declined("undecided")


def test_a_comparison_takes_the_place_of_what_was_confirmed() -> None:
    answered = told((correction(NOBODY), CHEN, ON), after=asked(NOBODY, 1, 2))
    other = told((compared("category", "veteran", 1, 2), CHEN, ON), (assess, LIN, ON), after=answered)
    assert case_after(other).eligible


def test_what_is_stated_otherwise_later_is_confirmed_no_more() -> None:
    answered = told((correction(NOBODY), CHEN, ON), after=asked(NOBODY, 1, 2))
    request = c.RequestCorrection(application=FIRST, lines=((1, 1),), reason=t.WHY, facts=("category",))
    again = told((request, CHEN, ON), (correction(corrected(("category", "veteran"))), CHEN, ON), after=answered)
    assert case_after(again).confirmed == {2: {"category"}}


def test_a_fact_of_the_application_is_confirmed_where_the_application_was_asked() -> None:
    lines = tuple(
        replace(line, facts={fact: value for fact, value in line.facts.items() if fact != "category"})
        for line in NOBODY.lines
    )
    whole = replace(NOBODY, facts={**NOBODY.facts, "category": "general"}, lines=lines)
    assert confirmed(asked(whole, 1), whole) == ()
    assert confirmed(asked(whole), whole) == category((0, 0))
    answered = told((correction(whole), CHEN, ON), (assess, LIN, ON), after=asked(whole))
    assert given(answered).when(reject, by=HUANG, on=ON).events


def test_a_line_that_an_approval_left_open_is_refused_for_what_was_confirmed() -> None:
    file = with_facts(s.training(), 3, category="general")
    opened = in_batches(file, compared("category", "veteran", 1, 2))
    answered = told((correction(file), CHEN, ON), after=t.an_overdue_request(ON, DUE, 3, after=opened))
    assert case_after(answered).confirmed == {3: {"category"}}
    decided = followed_up(after=answered)[-1].event
    assert isinstance(decided, f.ApplicationFollowedUp)
    assert refused_lines(decided) == {"priority-group": ((3, 3),)}


def test_a_fact_that_the_request_did_not_name_is_not_confirmed() -> None:
    """Seen before: asked for a stamp, an applicant who handed the file in again had confirmed everything in it."""
    request = c.RequestCorrection(application=FIRST, lines=((1, 1), (2, 2)), reason=t.WHY)
    asked_for_a_stamp = told((request, CHEN, ON), after=handed_in(NOBODY))
    served = t.served("correction-request", after=asked_for_a_stamp, on=ON, due_on=DUE, receipt="回证1号")
    assert confirmed(served, NOBODY) == ()


def test_what_nobody_compares_is_nothing_to_confirm() -> None:
    request = c.RequestCorrection(application=FIRST, lines=((1, 1),), reason=t.WHY, facts=("occupation",))
    given(handed_in(NOBODY)).when(request, by=CHEN, on=ON).declined("fact-not-compared", fact="occupation")
