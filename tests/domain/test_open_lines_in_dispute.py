"""What corrections, readings, revisions and objections do to lines that are open, and leave alone."""

from __future__ import annotations

from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.case import Case
from domain.application.status import Status
from domain.application.values import Due, lines_of
from domain.base import replace
from domain.entitlement.findings import OwedBy
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.open_lines import (
    ON,
    approve_in_batches,
    assess,
    case_after,
    close,
    compared,
    correction,
    follow_up,
    followed_up,
    handed_in,
    in_batches,
    publish,
    reject,
    todo,
    with_facts,
    without_facts,
)
from tests.domain.sample_cases import CHEN, FIRST, HUANG, LIN, given, told

LATER, WHY = t.LATER, t.WHY
TWO_OF_THREE = compared("category", "veteran", 1, 2)
ask = c.RequestCorrection(application=FIRST, lines=((3, 3),), reason=WHY)


def assessed_in_part() -> History:
    return told((assess, LIN, ON), after=handed_in(s.training(), TWO_OF_THREE))


def asked_to_correct() -> History:
    return told((ask, CHEN, ON), after=assessed_in_part())


def corrected(file: c.SubmitApplication) -> Case:
    return case_after(told((correction(file), CHEN, ON), after=asked_to_correct()))


# Corrections


def test_an_assessment_goes_back_to_the_accepted_case_with_the_corrected_file() -> None:
    case = corrected(with_facts(s.training(), 3, level="4"))
    assert (case.status, case.open_lines, case.owed_by, case.undecided) == (Status.ACCEPTED, set(), set(), False)
    given(asked_to_correct()).when(assess, by=LIN, on=ON).declined("status", status="correction-requested")


def test_what_was_compared_of_unchanged_lines_still_stands() -> None:
    again = told((correction(with_facts(s.training(), 2, level="4")), CHEN, ON), after=asked_to_correct())
    last = again[-1].event
    assert isinstance(last, f.ApplicationCorrected)
    assert last.still_verified == ((1, 1), (3, 3)), "what was compared of the whole was compared of other lines, too"
    assert case_after(again).verified.keys() == {1}
    (assessed,) = given(again).when(assess, by=LIN, on=ON).events
    assert isinstance(assessed, f.ApplicationAssessed)
    assert ([award.lines for award in assessed.awards], assessed.open_lines) == ([((1, 1),)], ((2, 3),))


def test_what_was_compared_does_not_answer_for_other_facts_of_the_application() -> None:
    case = corrected(replace(s.training(), facts={"project_no": "XM-2024-019"}))
    assert (case.status, case.verified) == (Status.ACCEPTED, {})


def test_what_was_compared_does_not_answer_for_another_person() -> None:
    other = s.training("person-a", "person-x", "person-c")
    case = corrected(other)
    assert {number: line.person for number, line in case.lines.items()} == {
        1: "person-a",
        3: "person-c",
        4: "person-x",
    }
    assert case.verified.keys() == {1}


def test_a_case_that_was_accepted_is_not_refused_for_a_correction_that_did_not_come() -> None:
    refuse = c.RefuseApplication(application=FIRST, clause="m01", reason=WHY)
    given(asked_to_correct()).when(refuse, by=CHEN, on=ON).declined("accepted-already", application=FIRST)
    submitted = told((ask, CHEN, ON), after=s.a_submitted_training())
    assert given(submitted).when(refuse, by=CHEN, on=ON).events


def test_what_an_applicant_left_out_is_stated_with_a_correction_and_decided() -> None:
    file = without_facts(s.training(), 3, "certificate_kind")
    history = told((assess, LIN, ON), after=handed_in(file, compared("category", "veteran", 1, 2, 3)))
    assert (case_after(history).owed_by, todo(history)) == (
        {OwedBy.APPLICANT},
        ["request-correction", "approve-in-part"],
    )
    again = told((ask, CHEN, ON), (correction(s.training()), CHEN, ON), after=history)
    again = told((compared("category", "veteran", 3), CHEN, ON), (assess, LIN, ON), after=again)
    assert case_after(again).open_lines == set()


def test_a_correction_may_be_asked_for_of_a_line_that_has_no_decision_yet() -> None:
    file = without_facts(s.training(), 3, "certificate_kind")
    history = in_batches(file, compared("category", "veteran", 1, 2, 3))
    assert given(history).when(ask, by=CHEN, on=ON).events


# Readings

TRACK = "graduate-apprenticeship"


def apprentices(*tracks: str) -> History:
    """The notice names no rate for undergraduates."""
    file = s.training(*(f"person-{number}" for number in range(len(tracks))), scheme=TRACK)
    for number, track in enumerate(tracks, start=1):
        studied = {"graduating_year": True, "skill_post": True, "hours_total": 150, "exam_passed": True}
        file = with_facts(file, number, graduated=True, insured_months=1, school_track=track, **studied)
    file = replace(file, facts={})
    return told((assess, LIN, ON), after=handed_in(file, s.comparison(file, file.received_on)))


def test_a_line_without_a_rate_waits_for_whoever_interprets_the_notice() -> None:
    history = apprentices("undergraduate")
    assert (case_after(history).eligible, case_after(history).owed_by) == (False, {OwedBy.READING})
    assert todo(history) == ["suspend"]
    given(history).when(reject, by=HUANG, on=ON).declined("undecided")
    suspended = told((t.suspend, CHEN, ON), after=history)
    assert (case_after(suspended).status, todo(suspended)) == (Status.SUSPENDED, ["resume"])
    given(suspended).when(approve_in_batches, by=HUANG, on=ON).declined("status", status="suspended")
    assert todo(told((t.resume, CHEN, ON), after=suspended)) == ["suspend"]


def test_lines_with_a_rate_are_decided_beside_it_and_one_that_the_clause_excludes_is_refused() -> None:
    history = told((approve_in_batches, HUANG, ON), after=apprentices("secondary", "undergraduate", "other"))
    case = case_after(history)
    assert (case.entitled_fen, case.open_lines) == (3_000_00, {2})
    assert case.approval is not None
    assert {(of.finding.code, of.lines) for of in case.approval.refused} == {("choice-excluded", ((3, 3),))}
    given(history).when(follow_up, by=LIN, on=ON).declined("still-open", lines=(2,))


# What is to be done


def test_an_open_line_that_was_compared_is_to_be_followed_up() -> None:
    file = with_facts(s.training(), 2, certificate_kind="internal")
    history = in_batches(file, compared("category", "veteran", 1))
    compared_since = told((compared("category", "veteran", 3), CHEN, ON), after=history)
    assert "follow-up" in todo(compared_since)


@pytest.mark.parametrize(
    "history",
    [
        told((approve_in_batches, HUANG, ON), after=apprentices("secondary", "undergraduate")),
        in_batches(
            with_facts(s.training("person-a", "person-b"), 2, certificate_on="2031-01-01"),
            compared("category", "veteran", 1, 2),
        ),
    ],
)
def test_nobody_is_asked_to_follow_up_what_cannot_be_decided_yet(history: History) -> None:
    given(history).when(follow_up, by=LIN, on=ON).declined("still-open")
    assert "follow-up" not in todo(history)


# Revisions


def test_a_revision_leaves_open_lines_to_the_follow_up() -> None:
    meeting = given(s.a_training_that_can_be_followed_up())
    meeting.when(t.revision(), by=LIN, on=LATER).declined("nothing-changes")
    for named in (t.revision(struck=[3]), t.revision(struck=[1, 3]), t.revision("correction", revived=[3])):
        meeting.when(named, by=LIN, on=LATER).declined("line-open", application=FIRST, line=3)
    case = case_after(t.revised(t.revision(struck=[1]), after=s.a_training_that_can_be_followed_up()))
    assert (case.entitled_fen, case.open_lines, case.undecided) == (1_000_00, {3}, True)
    assert {use.line for use in case.uses} == {2}


def test_an_open_line_is_decided_beside_what_a_revision_took_away() -> None:
    struck = t.revised(t.revision(struck=[1]), after=s.a_training_that_can_be_followed_up())
    case = case_after(followed_up(after=struck, on=LATER))
    assert (case.entitled_fen, case.open_lines) == (2_000_00, set())
    assert {use.line for use in case.uses} == {2, 3}


def test_a_revision_after_a_follow_up_that_changes_nothing_is_refused() -> None:
    history = followed_up(after=s.a_training_that_can_be_followed_up())
    given(history).when(t.revision(), by=LIN, on=LATER).declined("nothing-changes")


def test_a_line_that_was_refused_and_of_which_something_is_not_known_by_now_is_open_again() -> None:
    """The second trainee was refused for the certificate, which turned out to be another; nobody compared the rest."""
    file = with_facts(s.training(), 2, certificate_kind="internal")
    history = in_batches(file, compared("category", "veteran", 1, 3))
    verified_since = told((compared("certificate_kind", "completion", 2), CHEN, ON), after=history)
    reopened = t.revised(t.revision("correction"), after=verified_since, on=LATER)
    assert (case_after(reopened).open_lines, case_after(reopened).entitled_fen) == ({2}, 2_000_00)
    decided = followed_up(compared("category", "veteran", 2), after=reopened, on=LATER)
    assert (case_after(decided).open_lines, case_after(decided).entitled_fen) == (set(), 3_000_00)
    all_of_it = told((compared("category", "veteran", 2), CHEN, ON), after=verified_since)
    assert case_after(t.revised(t.revision("correction"), after=all_of_it)).entitled_fen == 3_000_00


def a_training_paid_with_its_follow_up() -> History:
    paid = s.a_training_paid_but_for_an_open_line()
    awarded = followed_up(compared("category", "veteran", 3), after=paid, on=LATER)
    closes = date(2024, 11, 12)
    payable = told((publish, CHEN, LATER), (close, CHEN, closes), after=awarded)
    return t.paid(FIRST, t.SECOND_BATCH, 1_000_00, after=payable, on=closes)


@pytest.mark.parametrize("line", [2, 3])
def test_a_false_claim_that_comes_to_light_later_takes_the_limits_of_every_line_again(line: int) -> None:
    freed = t.revised(t.revision(struck=[line]), after=a_training_paid_with_its_follow_up(), on=date(2024, 11, 13))
    assert {use.line for use in case_after(freed).uses} == {1, 2, 3} - {line}
    falsely = given(freed).when(t.revision("false-claim"), by=LIN, on=date(2024, 11, 13))
    assert falsely.refusal is None
    (proposed,) = falsely.events
    assert isinstance(proposed, f.RevisionProposed)
    assert lines_of(proposed.uses) == {1, 2, 3}


# Objections


def test_nothing_is_objected_to_about_a_line_that_has_no_decision_yet() -> None:
    meeting = given(s.a_training_approved_in_batches())
    for lines in ([3], [2, 3]):
        meeting.when(t.objection(*lines, on=LATER), by=CHEN, on=LATER).declined("line-open", line=3)
    assert meeting.when(t.objection(2, on=LATER), by=CHEN, on=LATER).events
    decided = followed_up(compared("category", "general", 3), after=s.a_training_approved_in_batches())
    assert given(decided).when(t.objection(3, on=LATER), by=CHEN, on=LATER).events


def test_an_objection_upheld_against_everything_brings_the_case_back_with_nothing_open() -> None:
    history = told((follow_up, LIN, ON), after=s.a_training_that_can_be_followed_up())
    objected = told((t.objection(on=LATER), CHEN, LATER), (t.answer(True), LIN, LATER), after=history)
    upheld = told((s.confirmed(proposal="p2"), HUANG, LATER), after=objected)
    case = case_after(upheld)
    assert (case.status, case.open_lines, case.owed_by, case.undecided) == (Status.ACCEPTED, set(), set(), False)
    assert (case.entitled_fen, case.uses, case.proposals) == (0, (), {})
    (assessed,) = given(upheld).when(assess, by=LIN, on=LATER).events
    assert isinstance(assessed, f.ApplicationAssessed)
    assert (assessed.eligible, assessed.undecided, assessed.entitled_fen) == (True, False, 3_000_00)


def test_an_objection_to_one_line_leaves_the_open_one_open() -> None:
    objected = t.objected(1, after=s.a_training_that_can_be_followed_up(), on=LATER)
    case = case_after(t.answered(True, after=objected, on=LATER))
    assert (case.status, case.sent_back, case.open_lines) == (Status.APPROVED, {1}, {3})
    upheld = t.answered(True, after=objected, on=LATER)
    given(upheld).when(follow_up, by=LIN, on=LATER).declined("sent-back-first", lines=(1,))
    assert todo(upheld) == ["revise", "publish-notice"]
    asked = told((c.RequestCorrection(application=FIRST, lines=(), reason=t.WHY), CHEN, LATER), after=upheld)
    assert todo(asked) == ["correct", "revise", "publish-notice"]
    revised = t.revised(t.revision("objection"), after=upheld)
    followed = followed_up(after=revised, on=LATER)
    assert (case_after(followed).open_lines, case_after(followed).entitled_fen) == (set(), 3_000_00)


def test_an_objection_to_everything_that_was_paid_leaves_the_open_line_open() -> None:
    objected = t.objected(after=s.a_training_paid_but_for_an_open_line(), on=LATER)
    case = case_after(t.answered(True, after=objected, on=LATER))
    assert (case.status, case.sent_back, case.open_lines) == (Status.PARTIALLY_PAID, {1, 2}, {3})


def test_an_objection_to_everything_holds_what_a_follow_up_awards() -> None:
    published = told(
        (publish, CHEN, date(2024, 9, 27)),
        (close, CHEN, date(2024, 10, 11)),
        after=(*s.the_calendar_of_2024(), *followed_up(after=s.a_training_that_can_be_followed_up())),
    )
    assert case_after(published).payable().keys() == {Due(1, 1), Due(2, 1), Due(3, 1)}
    assert case_after(t.objected(after=published, on=LATER)).payable() == {}
