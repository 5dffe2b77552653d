"""One number under two names: nothing is decided about it until one name is corrected, or two people stand by both.

ADR 0062.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.status import Status
from domain.application.values import Applicant, ApplicantKind, Line
from domain.base import replace
from domain.entitlement.findings import OwedBy
from domain.office import people
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.sample_cases import CHEN, FIRST, HUANG, LIN, given, told

ON = date(2024, 9, 23)
LATER = date(2024, 9, 24)
CHEN_YI, LIN_ER, CHEN_SAN = "name-chen-yi", "name-lin-er", "name-chen-san"
APPROVE = c.ApproveApplication(application=FIRST)


def named(person: str, name: str | None, number: int = 1) -> Line:
    return replace(s.trainee(number, person), called=name)


def training(*lines: Line, project: str = "XM-2024-018", by_person: str | None = None) -> c.SubmitApplication:
    command = replace(s.training(), lines=lines, facts={"project_no": project})
    if by_person is None:
        return command
    applicant = Applicant(kind=ApplicantKind.PERSON, party="person-a", name=None, called=by_person, sealed="sealed")
    return replace(command, applicant=applicant)


def handed_in(*files: c.SubmitApplication) -> History:
    """The first has been accepted and compared."""
    first = told(
        (files[0], CHEN, ON), (c.AcceptApplication(application=FIRST), CHEN, ON), (s.comparison(files[0], ON), CHEN, ON)
    )
    return told(*((file, CHEN, ON) for file in files[1:]), after=(*s.the_registers(), *first))


def findings(history: History) -> dict[int, tuple[OwedBy | None, str]]:
    """By line of the first case: who owes it, and where the number stands under another name."""
    (assessed,) = given(history).when(c.AssessApplication(application=FIRST), by=LIN, on=ON).events
    assert isinstance(assessed, f.ApplicationAssessed)
    return {
        line: (of.finding.owed_by, str(of.finding.values["earlier"]))
        for of in assessed.line_findings
        for first, last in of.lines
        for line in range(first, last + 1)
        if of.finding.code == "number-of-two-names"
    }


def places(*lines: str) -> str:
    return "; ".join(f"{line} (2024-09-18)" for line in lines)


def elsewhere(*lines: str) -> tuple[OwedBy, str]:
    return OwedBy.OFFICE, places(*lines)


A1 = named("person-a", CHEN_YI)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        # the same name, and another person of the same name
        ((training(A1), training(A1, project="2")), {}),
        ((training(A1), training(named("person-b", LIN_ER), project="2")), {}),
        # another name in another application, or in the same file
        ((training(A1), training(named("person-a", LIN_ER), project="2")), {1: elsewhere(f"{t.SECOND}/1")}),
        (
            (training(A1, named("person-a", LIN_ER, 2), named("person-b", LIN_ER, 3)),),
            {1: elsewhere(f"{FIRST}/2"), 2: elsewhere(f"{FIRST}/1")},
        ),
        # an applicant who is a person, in their own file and in another's
        ((training(A1, by_person=CHEN_YI),), {}),
        ((training(A1), training(named("person-b", LIN_ER), project="2", by_person=LIN_ER)),
         {1: elsewhere(f"{t.SECOND}/0")}),
        ((training(named("person-b", CHEN_SAN), by_person=CHEN_YI), training(named("person-a", LIN_ER), project="2")),
         {1: elsewhere(f"{t.SECOND}/1")}),
        # what was never recorded is not compared
        ((training(named("person-a", None)), training(named("person-a", LIN_ER), project="2")), {}),
    ],
)  # fmt: skip
def test_where_a_number_stands_under_another_name(
    files: tuple[c.SubmitApplication, ...], expected: dict[int, tuple[OwedBy, str]]
) -> None:
    assert findings(handed_in(*files)) == expected


def two_cases() -> History:
    return handed_in(training(A1, named("person-b", CHEN_SAN, 2)), training(named("person-a", LIN_ER), project="2"))


def assessed(history: History, on: date = ON) -> History:
    return told((c.AssessApplication(application=FIRST), LIN, on), after=history)


def joined(after: History, *names: tuple[str, str], document: str = "更名证明") -> History:
    joins = (people.JoinNames(person="person-a", name=one, other=other, document=document) for one, other in names)
    return s.agreed(*((join, s.SHEN, s.JIANG, ON) for join in joins), after=after)


def test_such_a_line_is_open_and_the_others_are_decided() -> None:
    history = assessed(two_cases())
    given(history).when(APPROVE, by=HUANG, on=LATER).declined("lines-open", lines=(1,))
    approved = given(history).when(replace(APPROVE, leaving_open=True), by=HUANG, on=LATER).events[0]
    assert isinstance(approved, f.ApplicationApproved)
    assert (approved.open_lines, [award.lines for award in approved.awards]) == (((1, 1),), [((2, 2),)])


def test_a_name_that_comes_up_after_the_assessment_stops_the_approval() -> None:
    history = assessed(handed_in(training(A1)))
    later = told((training(named("person-a", LIN_ER), project="2"), CHEN, LATER), after=history)
    refusal = given(later).when(APPROVE, by=HUANG, on=LATER).refusal
    assert refusal is not None
    assert (refusal.code, refusal.values["finding"].code) == ("overtaken", "number-of-two-names")


def refuse(number: str) -> c.RefuseApplication:
    return c.RefuseApplication(application=number, clause="m01", reason="sealed-reason")


@pytest.mark.parametrize(
    "acts",
    [
        ((refuse(t.SECOND), CHEN, ON),),
        ((c.WithdrawApplication(application=t.SECOND, reason="sealed-reason"), CHEN, ON),),
        (
            (c.RequestCorrection(application=t.SECOND, lines=(), reason="sealed-reason"), CHEN, ON),
            (
                c.CorrectApplication(
                    application=t.SECOND,
                    applicant=s.training().applicant,
                    account=s.account(),
                    documents=(),
                    facts={"project_no": "2"},
                    lines=(A1,),
                ),
                CHEN,
                ON,
            ),
        ),
    ],
)
def test_a_name_counts_no_more_once_it_is_corrected_or_its_case_has_ended(acts: Iterable[t.Act]) -> None:
    assert findings(told(*acts, after=two_cases())) == {}


def test_a_case_that_goes_on_after_its_end_is_compared_again() -> None:
    refused = told((refuse(t.SECOND), CHEN, ON), after=two_cases())
    back = s.agreed((c.TakeBackDecision(application=t.SECOND, reason="sealed-reason"), CHEN, s.XU, ON), after=refused)
    assert given(back).case(t.SECOND).stage is Status.SUBMITTED
    assert findings(back) == {1: elsewhere(f"{t.SECOND}/1")}


def test_two_people_stand_by_both_names() -> None:
    assert findings(joined(two_cases(), (CHEN_YI, LIN_ER))) == {}
    outcome = given(assessed(joined(two_cases(), (LIN_ER, CHEN_YI)))).when(APPROVE, by=HUANG, on=LATER)
    assert isinstance(outcome.events[0], f.ApplicationApproved)


def test_of_three_names_two_joins_make_one_in_whatever_order() -> None:
    third = training(named("person-a", CHEN_SAN), project="3")
    history = told((third, CHEN, ON), after=two_cases())
    assert findings(joined(history, (CHEN_YI, LIN_ER))) == {1: elsewhere("350203-2024-000003/1")}
    for joins in (
        ((CHEN_YI, LIN_ER), (LIN_ER, CHEN_SAN)),
        ((LIN_ER, CHEN_SAN), (CHEN_SAN, CHEN_YI)),
        ((CHEN_SAN, LIN_ER), (CHEN_YI, LIN_ER)),
    ):
        assert findings(joined(history, *joins)) == {}


def test_what_is_joined_already_and_a_name_with_itself() -> None:
    join = people.JoinNames(person="person-a", name=CHEN_YI, other=LIN_ER, document="…")
    history = joined(two_cases(), (CHEN_YI, LIN_ER))
    given(history).when(replace(join, name=LIN_ER, other=CHEN_YI), by=s.SHEN, on=ON).then()
    given(history).when(replace(join, other=CHEN_YI), by=s.SHEN, on=ON).declined("same-name")


def test_one_person_is_not_enough() -> None:
    join = people.JoinNames(person="person-a", name=CHEN_YI, other=LIN_ER, document="…")
    proposed = s.proposed(join, s.JIANG, ON, after=two_cases())
    assert findings(proposed) == {1: elsewhere(f"{t.SECOND}/1")}
    given(two_cases()).when(join, by=LIN, on=ON).not_permitted("role-missing")


def test_what_was_awarded_is_not_taken_away_for_a_name_that_comes_up_later() -> None:
    approved = told((APPROVE, HUANG, ON), after=assessed(handed_in(training(A1))))
    later = told((training(named("person-a", LIN_ER), project="2"), CHEN, LATER), after=approved)
    revision = c.ReviseApplication(application=FIRST, ground="correction", reason="sealed-reason")
    given(later).when(revision, by=LIN, on=LATER).declined("nothing-changes")
    struck = replace(revision, ground="false-claim", struck=((1, 1),))
    assert given(later).when(struck, by=LIN, on=LATER).events, "nor does it stand in the way of what is to be struck"
