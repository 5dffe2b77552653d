"""复核: another officer stands by the assessment if it still holds, sends it back, or rejects with its findings."""

from __future__ import annotations

from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.status import Status
from domain.base import replace
from domain.entitlement.findings import Finding, Outcome
from domain.office.register import ConfirmEntry, EndEntry
from domain.office.roles import Actor, Role
from tests.domain import sample_cases as s
from tests.domain.district_paid import demonstration, key_training
from tests.domain.given_when_then import History
from tests.domain.review_commands import (
    ON,
    SECOND,
    accepted,
    approve,
    assess,
    assessed,
    case_after,
    category,
    failing,
    overtaken_by,
    reject,
    send_back,
    verify,
)
from tests.domain.sample_cases import CHEN, FIRST, HAICANG, HUANG, LIN, OPENING, WU, XU, also, given, of, told


def test_another_officer_approves_what_was_assessed() -> None:
    assessment = case_after(s.an_assessed_training()).assessment
    assert assessment is not None
    given(s.an_assessed_training()).when(approve, by=HUANG, on=ON).then(
        f.ApplicationApproved(
            edition="xiamen-2023-187@1",
            digest=s.edition().digest,
            assessed_version=4,
            payer=s.CITY,
            entitled_fen=3_000_00,
            awards=assessment.awards,
            uses=assessment.uses,
            refused=(),
            open_lines=(),
        )
    )


def test_only_the_assessment_that_was_shown_is_approved() -> None:
    shown = case_after(s.an_assessed_training()).assessed_version
    again = told((assess, LIN, ON), after=s.an_assessed_training())
    given(again).when(replace(approve, assessed_version=shown), by=HUANG, on=ON).declined("assessed-again")
    assert given(again).when(replace(approve, assessed_version=shown + 1), by=HUANG, on=ON).events
    assert given(again).when(approve, by=HUANG, on=ON).events


@pytest.mark.parametrize("command", [approve, reject, send_back])
def test_nobody_acts_on_an_assessment_of_their_own(command: c.CaseCommand) -> None:
    both = also(LIN, Role.APPROVER)
    meeting = given(s.an_assessed_training())
    meeting.when(command, by=both, on=ON).not_permitted("own-proposal", act="assess", officer=LIN.officer)


@pytest.mark.parametrize("command", [approve, reject, send_back])
@pytest.mark.parametrize("actor", [CHEN, LIN, WU, XU])
def test_only_an_approver_acts_on_an_assessment(command: c.CaseCommand, actor: Actor) -> None:
    given(s.an_assessed_training()).when(command, by=actor, on=ON).not_permitted("role-missing", role="approver")


@pytest.mark.parametrize("command", [approve, reject, send_back])
def test_an_approver_acts_on_the_assessments_of_their_own_authority(command: c.CaseCommand) -> None:
    given(s.an_assessed_training()).when(command, by=of(HAICANG, HUANG), on=ON).not_permitted("other-authority")


@pytest.mark.parametrize("command", [approve, reject, send_back])
def test_nothing_is_approved_rejected_or_sent_back_before_it_is_assessed(command: c.CaseCommand) -> None:
    given(s.a_verified_training()).when(command, by=HUANG, on=ON).declined("status", status="accepted")
    given(s.an_approved_training()).when(command, by=HUANG, on=ON).declined("status", status="approved")


def test_what_was_found_against_cannot_be_approved() -> None:
    given(s.a_training_found_against()).when(approve, by=HUANG, on=ON).declined("not-eligible", application=FIRST)


def test_an_approved_application_uses_its_limits_from_then_on() -> None:
    assert case_after(s.an_assessed_training()).uses == ()
    uses = case_after(s.an_approved_training()).uses
    assert len(uses) == 9
    assert {(use.limit, use.subject, use.line) for use in uses} >= {
        ("training-yearly", "person-a", 1),
        ("certificate-once", "certificate-person-c-2024-08-30", 3),
    }


# What may overtake an assessment


def earlier_trainings(person: str, *days: str, application: int = 2, after: History = ()) -> History:
    """Other trainings of one person, each for another occupation, handed in and approved."""
    history = after
    for index, day in enumerate(days):
        other = s.training(person, certificate_on=day, occupation=f"4-14-0{index}-01")
        history = s.approved(other, f"350203-2024-{application + index:06d}", after=history)
    return history


THREE = ("2024-02-20", "2024-04-19", "2024-06-21")


def test_the_fourth_training_of_a_person_in_a_year_is_refused_and_names_the_three_before() -> None:
    assessment = assessed(earlier_trainings("person-b", *THREE, after=s.a_verified_training()))
    (failed,) = [line_finding for line_finding in assessment.line_findings if not line_finding.finding.holds]
    assert failed.lines == ((2, 2),)
    assert failed.finding == Finding(
        condition="training-yearly",
        clause="closing-1",
        interpretation="training-group",
        outcome=Outcome.NOT_MET,
        code="limit-reached",
        values={
            "found": 3,
            "required": 3,
            "within": "2024",
            "earlier": "350203-2024-000002/1 (2024-02-20); 350203-2024-000003/1 (2024-04-19); "
            "350203-2024-000004/1 (2024-06-21)",
        },
    )
    assert [award.lines for award in assessment.awards] == [((1, 1), (3, 3))]


def test_the_year_of_a_limit_is_that_of_the_certificate() -> None:
    of_other_years = ("2023-12-31", "2024-01-01", "2024-06-21")
    assessment = assessed(earlier_trainings("person-b", *of_other_years, after=s.a_verified_training()))
    assert failing(assessment) == []


def test_a_limit_used_up_since_the_assessment_stops_the_approval_and_names_lines_and_earlier_cases() -> None:
    overtaken = earlier_trainings("person-b", *THREE, after=s.an_assessed_training())
    finding = overtaken_by(given(overtaken).when(approve, by=HUANG, on=ON), 2)
    assert (finding.clause, finding.code) == ("closing-1", "limit-reached")
    assert str(finding.values["earlier"]).count("350203-2024-00000") == 3


def test_an_earlier_case_that_was_withdrawn_frees_its_use() -> None:
    overtaken = earlier_trainings("person-b", *THREE, after=s.an_assessed_training())
    withdrawn = c.WithdrawApplication(application=SECOND, reason="sealed-reason")
    freed = told((withdrawn, CHEN, ON), after=overtaken)
    assert given(freed).when(approve, by=HUANG, on=ON).events


def test_the_same_occupation_and_level_counts_once_a_person() -> None:
    same = s.training("person-b", certificate_on="2024-03-15")
    overtaken = s.approved(same, SECOND, after=s.an_assessed_training())
    assert overtaken_by(given(overtaken).when(approve, by=HUANG, on=ON), 2).condition == "training-no-repeat"


def test_a_value_verified_otherwise_since_the_assessment_stops_the_approval() -> None:
    history = told((verify(category("general", 3)), CHEN, ON), after=s.an_assessed_training())
    finding = overtaken_by(given(history).when(approve, by=HUANG, on=ON), 3)
    assert (finding.condition, finding.clause) == ("priority-group", "m01")


def test_a_value_that_would_give_more_stops_the_approval_as_well() -> None:
    without_c = told((verify(category("general", 3)), CHEN, ON), (assess, LIN, ON), after=s.a_verified_training())
    history = told((verify(category("veteran", 3)), CHEN, ON), after=without_c)
    given(history).when(approve, by=HUANG, on=ON).declined("overtaken", lines=(3,), finding=None)


def test_a_value_verified_as_it_was_stands_in_nobodys_way() -> None:
    history = told((verify(category("migrant-worker", 3)), CHEN, ON), after=s.an_assessed_training())
    assert given(history).when(approve, by=HUANG, on=ON).events


def test_an_entry_that_ended_before_the_receipt_stops_the_approval() -> None:
    history = told((assess, LIN, ON), after=accepted(key_training("person-a"), demonstration(quota=10)))
    ended = EndEntry(
        register="demonstration-enterprises",
        entry="demonstration-enterprises/0001",
        last_on=date(2024, 9, 17),
        document="厦高管〔2024〕40号",
    )
    history = (*history, *s.complete("demonstration-enterprises", date(2024, 9, 18)))
    struck_off = told(
        (ended, s.SHEN, OPENING),
        (ConfirmEntry(register="demonstration-enterprises", proposal=None), s.JIANG, OPENING),
        after=history,
    )
    finding = overtaken_by(given(struck_off).when(approve, by=HUANG, on=ON))
    assert (finding.condition, finding.code) == ("demonstration-enterprise", "not-listed")


def test_the_scale_of_training_counts_all_applications_under_one_entry() -> None:
    history = told((assess, LIN, ON), after=accepted(key_training("person-a", "person-b"), demonstration(quota=3)))
    others = s.approved(key_training("person-c", "person-d"), SECOND, after=history)
    given(others).when(approve, by=HUANG, on=ON).declined("overtaken", lines=(2,))


# Sending back and rejecting


def test_the_approver_sends_an_assessment_back_with_a_reason() -> None:
    given(s.an_assessed_training()).when(send_back, by=HUANG, on=ON).then(f.ApplicationSentBack(reason="sealed-reason"))
    sent_back = told((send_back, HUANG, ON), after=s.an_assessed_training())
    assert case_after(sent_back).status is Status.ACCEPTED
    given(sent_back).when(approve, by=HUANG, on=ON).declined("status", status="accepted")
    assert given(sent_back).when(assess, by=LIN, on=ON).events


def test_a_rejection_carries_the_findings_that_do_not_hold() -> None:
    (rejected,) = given(s.a_training_found_against()).when(reject, by=HUANG, on=ON).events
    assert isinstance(rejected, f.ApplicationRejected)
    assert (rejected.assessed_version, rejected.digest) == (4, s.edition().digest)
    assert failing(rejected) == [("priority-group", "m01", "not_met", ((1, 3),))]
    assert len(rejected.findings) + len(rejected.line_findings) == 1


def test_what_is_eligible_cannot_be_rejected() -> None:
    given(s.an_assessed_training()).when(reject, by=HUANG, on=ON).declined("eligible", application=FIRST)


def test_what_was_verified_since_and_would_be_eligible_now_cannot_be_rejected() -> None:
    verified = told((s.comparison(s.training(), ON), CHEN, ON), after=s.a_training_found_against())
    given(verified).when(reject, by=HUANG, on=ON).declined("eligible-now", application=FIRST)


def test_a_rejected_application_stays_rejected() -> None:
    rejected = told((reject, HUANG, ON), after=s.a_training_found_against())
    meeting = given(rejected)
    assert meeting.case(FIRST).status is Status.REJECTED
    meeting.when(assess, by=LIN, on=ON).declined("status", status="rejected")
    meeting.when(approve, by=HUANG, on=ON).declined("status", status="rejected")
