"""撤销原决定: a refusal or a rejection by mistake is taken back by two people, before its letter and after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.case import Case
from domain.application.status import Status
from domain.application.values import VerifiedValue
from domain.base import replace
from domain.office.roles import Actor
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.later_events import WHY, refused, rejected, take_back
from tests.domain.sample_cases import CAI, CHEN, FIRST, HUANG, LIN, WU, XU, given, told

ON = t.REFUSED_ON
confirm, decline = s.confirmed(), replace(s.confirmed(), declined=True, reason=WHY)
letter = replace(t.letter, letter="refusal")


def case_after(history: History) -> Case:
    return given(history).case(FIRST)


@pytest.mark.parametrize(
    ("history", "first", "second", "others", "back_to", "act"),
    [
        (refused, CHEN, XU, (LIN, HUANG, WU), Status.SUBMITTED, "take-back-refusal"),
        (rejected, LIN, HUANG, (CHEN, XU, WU), Status.ACCEPTED, "take-back-rejection"),
    ],
)
@pytest.mark.parametrize("issued", [False, True])
def test_two_people_take_back_what_was_a_mistake(
    history: Callable[[], History],
    first: Actor,
    second: Actor,
    others: tuple[Actor, ...],
    back_to: Status,
    act: str,
    issued: bool,
) -> None:
    decided = t.served("refusal", after=history(), on=ON) if issued else t.issued("refusal", after=history(), on=ON)
    for other in others:
        given(decided).when(take_back, by=other, on=ON).not_permitted("role-missing", act=act)
    given(decided).when(take_back, by=first, on=ON).then(f.TakingBackProposed(proposal="p1", act=act, reason=WHY))
    asked = told((take_back, first, ON), after=decided)
    given(asked).when(take_back, by=first, on=ON).declined("taking-back-proposed")
    both = replace(first, roles=first.roles | second.roles)
    given(asked).when(confirm, by=both, on=ON).not_permitted("own-proposal")
    for other in (first, *others):
        given(asked).when(confirm, by=other, on=ON).not_permitted("role-missing", act=act)
    given(asked).when(confirm, by=second, on=ON).then(
        f.ProposalConfirmed(proposal="p1", act=act), f.DecisionTakenBack(status=back_to.value, revoked=issued)
    )
    back = told((confirm, second, ON), after=asked)
    assert case_after(back).status is back_to
    given(back).when(take_back, by=first, on=ON).declined("status", act="take-back")


def test_a_case_that_was_taken_back_goes_on_as_if_it_had_not_been_refused() -> None:
    back = told((take_back, CHEN, ON), (confirm, XU, ON), after=refused())
    accepted = given(back).when(c.AcceptApplication(application=FIRST), by=CHEN, on=ON)
    accepted.then(f.ApplicationAccepted())


def test_a_case_that_was_rejected_is_verified_and_assessed_anew() -> None:
    back = told((take_back, LIN, ON), (confirm, HUANG, ON), after=rejected())
    verified = told((s.comparison(s.training(), ON), CHEN, ON), after=back)
    assessed = told((c.AssessApplication(application=FIRST), LIN, ON), after=verified)
    approve = c.ApproveApplication(application=FIRST)
    approved = told((approve, HUANG, ON), after=assessed)
    assert case_after(approved).entitled_fen == 3_000_00


def test_what_is_declined_stays_refused_and_can_be_proposed_again() -> None:
    no = told((take_back, CHEN, ON), (decline, XU, ON), after=refused())
    assert case_after(no).status is Status.NOT_ACCEPTED
    given(no).when(take_back, by=CHEN, on=ON).then(
        f.TakingBackProposed(proposal="p2", act="take-back-refusal", reason=WHY)
    )


def test_a_service_between_the_two_makes_it_a_revocation() -> None:
    asked = t.served("refusal", after=told((take_back, CHEN, ON), after=refused()), on=ON)
    assert given(asked).when(confirm, by=XU, on=ON).events[1] == f.DecisionTakenBack(status="submitted", revoked=True)


def test_of_two_letters_of_one_refusal_one_that_was_served_is_enough() -> None:
    both = t.issued("refusal", after=t.served("refusal", after=refused(), on=ON), on=ON, sha256="6f" * 32)
    asked = told((take_back, CHEN, ON), after=both)
    assert given(asked).when(confirm, by=XU, on=ON).events[1] == f.DecisionTakenBack(status="submitted", revoked=True)


@pytest.mark.parametrize("kind", ["receipt", "approval", "revocation"])
def test_another_letter_revokes_nothing(kind: str) -> None:
    asked = t.served(kind, after=told((take_back, CHEN, ON), after=refused()), on=ON)
    assert given(asked).when(confirm, by=XU, on=ON).events[1] == f.DecisionTakenBack(status="submitted", revoked=False)


def test_the_letter_of_an_earlier_refusal_is_not_that_of_a_later_one() -> None:
    first = told((take_back, CHEN, ON), (confirm, XU, ON), after=t.served("refusal", after=refused(), on=ON))
    again = told((take_back, CHEN, ON), after=refused(first))
    assert given(again).when(confirm, by=XU, on=ON).events[1] == f.DecisionTakenBack(status="submitted", revoked=False)


def test_open_questions_are_asked_again_and_stay_those_of_who_declared_it() -> None:
    """Otherwise a refusal, taken back, would get a late file past the supervisor."""
    late = told((s.training(), CHEN, ON))
    back = told((take_back, CHEN, ON), (confirm, XU, ON), after=refused(late))
    assert [proposal.act for proposal in case_after(back).proposals.values()] == ["backdated-receipt"]
    given(back).when(c.AcceptApplication(application=FIRST), by=CHEN, on=ON).declined("receipt-unconfirmed")


def test_while_somebody_objects_the_answer_to_them_decides() -> None:
    objected = t.objected(after=refused(), on=ON)
    given(objected).when(take_back, by=CHEN, on=ON).declined("objection-open", objection="o1")
    asked = t.objected(after=told((take_back, CHEN, ON), after=refused()), on=ON)
    given(asked).when(confirm, by=XU, on=ON).declined("objection-open", objection="o1")
    dismissed = told((t.answer(False), LIN, ON), (s.confirmed(proposal="p2"), HUANG, ON), after=asked)
    given(dismissed).when(s.confirmed(proposal="p1"), by=XU, on=ON).then(
        f.ProposalConfirmed(proposal="p1", act="take-back-refusal"),
        f.DecisionTakenBack(status="submitted", revoked=False),
    )


def test_what_an_objection_brought_back_is_not_taken_back_again() -> None:
    """What was proposed ends with it, and stands in nobody's list."""
    asked = t.objected(after=told((take_back, CHEN, ON), after=refused()), on=ON)
    upheld = told((t.answer(True), LIN, ON), (s.confirmed(proposal="p2"), HUANG, ON), after=asked)
    assert case_after(upheld).proposals == {}
    for answer in (s.confirmed(proposal="p1"), replace(decline, proposal="p1")):
        given(upheld).when(answer, by=XU, on=ON).no_such_thing("no-such-proposal")


def test_a_correction_that_was_asked_for_is_still_asked_for() -> None:
    """Otherwise a refusal, taken back, would get an incomplete file past it."""
    asked = told(
        (c.RequestCorrection(application=FIRST, lines=(), reason=WHY), CHEN, ON), after=s.a_submitted_training()
    )
    back = told((take_back, CHEN, ON), (confirm, XU, ON), after=refused(asked))
    assert case_after(back).status is Status.CORRECTION_REQUESTED
    given(back).when(c.AcceptApplication(application=FIRST), by=CHEN, on=ON).declined("status", act="accept")


@pytest.mark.parametrize("history", [s.a_submitted_training, s.an_approved_training])
def test_a_letter_of_refusal_is_made_of_what_is_refused(history: Callable[[], History]) -> None:
    """Two terminals: it was written, then taken back, and then was to be recorded."""
    given(history()).when(letter, by=CHEN, on=date(2024, 12, 2)).declined("status", act="issue-letter")


def test_a_proposal_about_one_decision_is_not_the_yes_to_another() -> None:
    """Refused, taken back by an objection, accepted and rejected: what waited of the refusal is gone."""
    asked = t.objected(after=told((take_back, CHEN, ON), after=refused()), on=ON)
    upheld = told((t.answer(True), LIN, ON), (s.confirmed(proposal="p2"), HUANG, ON), after=asked)
    accept, assess = c.AcceptApplication(application=FIRST), c.AssessApplication(application=FIRST)
    nobody = (VerifiedValue(fact="category", value="general", lines=((1, 3),)),)
    compared = replace(s.comparison(s.training(), ON), values=nobody)
    later = told(
        (accept, CHEN, ON),
        (compared, CHEN, ON),
        (assess, LIN, ON),
        (c.RejectApplication(application=FIRST), HUANG, ON),
        after=upheld,
    )
    assert case_after(later).proposals == {}
    given(later).when(s.confirmed(proposal="p1"), by=XU, on=ON).no_such_thing("no-such-proposal")


@pytest.mark.parametrize(
    "history",
    [
        s.a_submitted_training,
        s.an_accepted_training,
        s.an_assessed_training,
        s.an_approved_training,
        s.a_payable_training,
    ],
)
def test_nothing_but_a_refusal_or_a_rejection_is_taken_back(history: Callable[[], History]) -> None:
    for actor in (CHEN, LIN, HUANG, XU, CAI):
        given(history()).when(take_back, by=actor, on=date(2024, 12, 2)).declined("status", act="take-back")
