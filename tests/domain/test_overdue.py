"""逾期未补正: the correction that was asked for did not come in time, and the case ends without a finding. ADR 0061."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.case import Case
from domain.application.status import Status
from domain.base import replace
from tests.domain import later_events as t
from tests.domain import open_lines
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.sample_cases import CHEN, FIRST, HUANG, LIN, WU, XU, given, told

ON, DUE = date(2024, 10, 14), date(2024, 10, 28)
LATE = DUE + timedelta(days=1)
overdue = c.RefuseOverdue(application=FIRST)
ENDED = f.ApplicationNotAccepted(clause=None, reason="", due_on=DUE)
request = c.RequestCorrection(application=FIRST, lines=(), reason=t.WHY)


def late(*lines: int, after: History | None = None) -> History:
    return t.an_overdue_request(ON, DUE, *lines, after=after)


def corrected() -> c.CorrectApplication:
    file = s.training()
    return c.CorrectApplication(
        application=FIRST,
        applicant=file.applicant,
        account=file.account,
        documents=file.documents,
        facts=file.facts,
        lines=file.lines,
    )


def case_after(history: History) -> Case:
    return given(history).case(FIRST)


@pytest.mark.parametrize(("days", "ends"), [(-1, False), (0, False), (1, True), (30, True)])
def test_a_case_ends_once_the_last_day_of_its_correction_has_passed(days: int, ends: bool) -> None:
    outcome = given(late()).when(overdue, by=CHEN, on=DUE + timedelta(days=days))
    if ends:
        outcome.then(ENDED)
    else:
        outcome.declined("not-overdue", due_on=DUE)


def test_it_is_a_refusal_without_a_clause_and_a_clerk_records_it() -> None:
    ended = told((overdue, CHEN, LATE), after=late())
    assert case_after(ended).status is Status.NOT_ACCEPTED
    for other in (LIN, HUANG, WU, XU):
        given(late()).when(overdue, by=other, on=LATE).not_permitted("role-missing", act="refuse")


def test_whoever_is_late_may_apply_anew() -> None:
    ended = told((overdue, CHEN, LATE), after=late())
    (anew, *_) = given(ended).when(replace(s.training(), received_on=LATE), by=CHEN, on=LATE).events
    assert isinstance(anew, f.ApplicationSubmitted)


ACCEPTED = s.an_accepted_training
CORNERS: list[tuple[str, History, str]] = [
    ("nothing asked", s.a_submitted_training(), "no-correction-asked"),
    ("accepted", ACCEPTED(), "no-correction-asked"),
    ("refused", t.refused(on=ON), "no-correction-asked"),
    ("not issued", told((request, CHEN, ON), after=s.a_submitted_training()), "request-not-served"),
    (
        "not served",
        t.issued("correction-request", after=told((request, CHEN, ON), after=s.a_submitted_training()), on=ON),
        "request-not-served",
    ),
    ("corrected", told((corrected(), CHEN, LATE), after=late()), "no-correction-asked"),
    ("asked anew", told((corrected(), CHEN, LATE), (request, CHEN, LATE), after=late()), "request-not-served"),
    ("suspended", told((t.suspend, CHEN, ON), after=late()), "status"),
    ("resumed", told((t.suspend, CHEN, ON), (t.resume, CHEN, LATE), after=late()), ""),
    ("accepted before", late(after=ACCEPTED()), ""),
    ("assessed before", late(after=s.an_assessed_training()), ""),
    ("after an approval", late(3, after=s.a_training_approved_in_batches()), "overdue-after-approval"),
]


@pytest.mark.parametrize(("history", "code"), [row[1:] for row in CORNERS], ids=[row[0] for row in CORNERS])
def test_what_is_not_late_or_decided_by_two_is_not_ended_by_one(history: History, code: str) -> None:
    outcome = given(history).when(overdue, by=CHEN, on=LATE)
    if code:
        outcome.declined(code)
    else:
        outcome.then(ENDED)


def test_of_two_letters_of_one_request_the_day_that_leaves_more_time_holds() -> None:
    """Seen before: a copy of the first letter, printed once more, took the second one's day back."""
    later = DUE + timedelta(days=7)
    second = t.issued("correction-request", after=late(), on=ON, sha256="6f" * 32)
    given(second).when(overdue, by=CHEN, on=LATE).then(ENDED)
    both = told((t.service("correction-request", ON, due_on=later, receipt="回证2号"), CHEN, ON), after=second)
    again = t.issued("correction-request", after=both, on=LATE)
    for history in (both, again):
        given(history).when(overdue, by=CHEN, on=LATE).declined("not-overdue", due_on=later)


def test_while_it_is_suspended_the_correction_comes_all_the_same() -> None:
    """Seen before: refused for the suspension on the last day, and as overdue on the next."""
    suspended = told((c.SuspendApplication(application=FIRST, reason=t.WHY), CHEN, ON), after=late())
    (event, *_) = given(suspended).when(corrected(), by=CHEN, on=DUE).events
    assert isinstance(event, f.ApplicationCorrected)
    answered = told((corrected(), CHEN, DUE), after=suspended)
    assert case_after(answered).suspended
    resumed = told((c.ResumeApplication(application=FIRST), CHEN, LATE), after=answered)
    given(resumed).when(overdue, by=CHEN, on=LATE).declined("no-correction-asked")


@pytest.mark.parametrize("served", [False, True])
def test_it_is_taken_back_by_two_people_and_the_correction_is_waited_for_again(served: bool) -> None:
    ended = told((overdue, CHEN, LATE), after=late())
    told_of = (t.served if served else t.issued)("refusal", after=ended, on=LATE)
    back = told((t.take_back, CHEN, LATE), (s.confirmed(), XU, LATE), after=told_of)
    assert back[-1].event == f.DecisionTakenBack(status="correction-requested", revoked=served)
    assert given(back).when(corrected(), by=CHEN, on=LATE).events
    given(back).when(overdue, by=CHEN, on=LATE).then(ENDED)


def test_after_an_acceptance_nothing_else_refuses() -> None:
    refuse = c.RefuseApplication(application=FIRST, clause="m01", reason=t.WHY)
    given(late(after=ACCEPTED())).when(refuse, by=CHEN, on=LATE).declined("accepted-already")


# Lines that an approval left open


def open_and_late(*lines: int) -> History:
    """Two of three lines are paid, the third is open, and was asked about."""
    return late(*lines, after=s.a_training_paid_but_for_an_open_line())


strike = t.revision("not-corrected", struck=(3,))


@pytest.mark.parametrize(("days", "struck"), [(-1, False), (0, False), (1, True)])
def test_open_lines_are_struck_once_their_correction_is_late(days: int, struck: bool) -> None:
    outcome = given(open_and_late(3)).when(strike, by=LIN, on=DUE + timedelta(days=days))
    if struck:
        (proposed,) = outcome.events
        assert isinstance(proposed, f.RevisionProposed)
        assert (proposed.struck, proposed.changed) == (((3, 3),), ())
    else:
        outcome.declined("line-not-overdue", line=3)


@pytest.mark.parametrize("ground", ["false-claim", "ineligible", "correction"])
def test_open_lines_are_struck_for_nothing_else(ground: str) -> None:
    given(open_and_late(3)).when(t.revision(ground, struck=(3,)), by=LIN, on=LATE).declined("line-open", line=3)


@pytest.mark.parametrize("named", [{}, {"struck": (1,)}, {"struck": (1, 3)}, {"struck": (3,), "revived": (1,)}])
def test_and_nothing_else_is_revised_on_that_ground(named: dict[str, tuple[int, ...]]) -> None:
    given(open_and_late(3)).when(t.revision("not-corrected", **named), by=LIN, on=LATE).declined("line-not-overdue")


def test_two_people_strike_them_and_the_rest_goes_on() -> None:
    before = case_after(open_and_late(3))
    struck = told((strike, LIN, LATE), (s.confirmed(), HUANG, LATE), after=open_and_late(3))
    after = case_after(struck)
    assert (after.open_lines, after.owed_by, after.awaits_correction) == (set(), set(), False)
    assert (after.entitled_fen, after.net_paid_fen) == (before.entitled_fen, before.net_paid_fen)
    assert (before.status, after.status) == (Status.PARTIALLY_PAID, Status.SETTLED)
    assert {use.line for use in after.uses} == {use.line for use in before.uses}


def test_a_line_that_nobody_asked_about_is_not_struck_while_it_is_open() -> None:
    file = s.training("person-a", "person-b", "person-c")
    first = open_lines.in_batches(file, open_lines.compared("category", "veteran", 1))
    one_of_two = late(2, after=first)
    given(one_of_two).when(t.revision("not-corrected", struck=(3,)), by=LIN, on=LATE).declined(
        "line-not-overdue", line=3
    )
    given(one_of_two).when(t.revision("not-corrected", struck=(2, 3)), by=LIN, on=LATE).declined(
        "line-not-overdue", line=3
    )
    struck = told((t.revision("not-corrected", struck=(2,)), LIN, LATE), (s.confirmed(), HUANG, LATE), after=one_of_two)
    after = case_after(struck)
    assert (after.open_lines, after.awaits_correction) == ({3}, False)


def test_a_correction_that_comes_between_the_two_is_in_time() -> None:
    proposed = told((strike, LIN, LATE), (corrected(), CHEN, LATE), after=open_and_late(3))
    given(proposed).when(s.confirmed(), by=HUANG, on=LATE).declined("line-not-overdue", line=3)


def test_what_was_struck_as_late_is_taken_in_again_by_two_people() -> None:
    struck = told((strike, LIN, LATE), (s.confirmed(), HUANG, LATE), after=open_and_late(3))
    compared = told((open_lines.compared("category", "veteran", 3, on=LATE), CHEN, LATE), after=struck)
    back = told((t.revision(revived=(3,)), LIN, LATE), (s.confirmed(), HUANG, LATE), after=compared)
    assert case_after(back).entitled_fen == 3_000_00
