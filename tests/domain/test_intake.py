"""收件与受理: what is handed in is recorded, whatever the policy will make of it; a clerk accepts it or does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.case import Case
from domain.application.status import Status
from domain.application.values import Line, Portion, ranges
from domain.base import replace
from domain.office.roles import Actor, Role
from domain.treasury.run_commands import OrderPayment
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.sample_cases import CHEN, FIRST, HAICANG, HUANG, LIN, WU, XU, also, given, of, told

RECEIVED = date(2024, 9, 18)
OTHERS_ACCOUNT = s.account("account-2", of_applicant=False)


def submitted(command: c.SubmitApplication) -> f.ApplicationSubmitted:
    return f.ApplicationSubmitted(
        number=FIRST,
        scheme=command.scheme,
        edition="xiamen-2023-187@1",
        digest=s.edition().digest,
        authority=command.authority,
        payer=s.CITY,
        received_on=command.received_on,
        applicant=command.applicant,
        account=command.account,
        documents=command.documents,
        facts=command.facts,
        lines=command.lines,
    )


def correction(*lines: Line, **changed: object) -> c.CorrectApplication:
    """The same file again, with other lines or another party."""
    before = s.training()
    corrected = c.CorrectApplication(
        application=FIRST,
        applicant=before.applicant,
        account=before.account,
        documents=before.documents,
        facts=before.facts,
        lines=lines or before.lines,
    )
    return replace(corrected, **changed)  # type: ignore[arg-type]


def request_correction(*lines: int) -> c.RequestCorrection:
    return c.RequestCorrection(application=FIRST, lines=ranges(lines), reason="sealed-reason")


def awaiting_correction(after: History | None = None) -> History:
    return told((request_correction(2), CHEN, RECEIVED), after=after or s.a_submitted_training())


def case_after(history: History) -> Case:
    return given(history).case(FIRST)


accept = c.AcceptApplication(application=FIRST)
refuse = c.RefuseApplication(application=FIRST, clause="m01", reason="sealed-reason")
withdraw = c.WithdrawApplication(application=FIRST, reason="sealed-reason")


# Receipt


def test_what_was_handed_in_is_recorded_in_full_under_the_edition_of_its_day() -> None:
    given().when(s.training(), by=CHEN, on=RECEIVED).then_in(f"application-{FIRST}", submitted(s.training()))


def test_the_receipt_is_of_the_day_on_which_the_file_came_in() -> None:
    assert submitted(s.training()).happened_on == RECEIVED


@pytest.mark.parametrize("days_back", [0, 6, 7])
def test_a_receipt_dated_back_up_to_seven_days_needs_no_second_officer(days_back: int) -> None:
    given().when(s.training(), by=CHEN, on=RECEIVED + timedelta(days=days_back)).then(submitted(s.training()))


def test_a_receipt_dated_back_more_than_seven_days_needs_a_supervisor() -> None:
    given().when(s.training(), by=CHEN, on=RECEIVED + timedelta(days=8)).then(
        submitted(s.training()), f.ConfirmationRequired(proposal="p1", act="backdated-receipt")
    )


def test_an_account_of_another_holder_needs_finance() -> None:
    command = s.training(pays_to=OTHERS_ACCOUNT)
    given().when(command, by=CHEN, on=RECEIVED).then(
        submitted(command), f.ConfirmationRequired(proposal="p1", act="other-account-holder")
    )


def test_a_late_receipt_with_an_account_of_another_holder_needs_both() -> None:
    command = s.training(pays_to=OTHERS_ACCOUNT)
    given().when(command, by=CHEN, on=RECEIVED + timedelta(days=8)).then(
        submitted(command),
        f.ConfirmationRequired(proposal="p1", act="backdated-receipt"),
        f.ConfirmationRequired(proposal="p2", act="other-account-holder"),
    )


def test_an_application_that_came_too_late_is_recorded_all_the_same() -> None:
    command = s.training(received_on=date(2025, 1, 2))
    late = replace(submitted(command), number="350203-2025-000001")
    given().when(command, by=CHEN, on=date(2025, 1, 2)).then(late)


def test_nothing_is_received_in_the_future() -> None:
    given().when(s.training(), by=CHEN, on=RECEIVED - timedelta(days=1)).declined(
        "in-the-future", day=RECEIVED, today=RECEIVED - timedelta(days=1)
    )


def test_a_file_without_lines_claims_nothing() -> None:
    given().when(replace(s.training(), lines=()), by=CHEN, on=RECEIVED).declined("no-lines")


def test_only_a_clerk_of_the_authority_or_of_the_city_receives() -> None:
    given().when(s.training(), by=LIN, on=RECEIVED).not_permitted("role-missing", act="submit", role="clerk")
    given().when(s.training(), by=of(HAICANG, CHEN), on=RECEIVED).not_permitted("other-authority", authority=s.SIMING)
    given().when(s.training(), by=of(s.CITY, CHEN), on=RECEIVED).then(submitted(s.training()))


# What needs a second officer


def backdated() -> History:
    return told((s.training(), CHEN, RECEIVED + timedelta(days=8)))


def paid_to_another() -> History:
    return told((s.training(pays_to=OTHERS_ACCOUNT), CHEN, RECEIVED))


def test_a_late_receipt_is_accepted_only_once_a_supervisor_confirmed_it() -> None:
    on = date(2024, 9, 27)
    given(backdated()).when(accept, by=CHEN, on=on).declined("receipt-unconfirmed", application=FIRST)
    confirmed = told((s.confirmed(), XU, on), after=backdated())
    assert confirmed[-1].event == f.ProposalConfirmed(proposal="p1", act="backdated-receipt")
    given(confirmed).when(accept, by=CHEN, on=on).then(f.ApplicationAccepted())


def test_a_late_receipt_that_was_declined_is_never_accepted() -> None:
    declined = c.ConfirmProposal(application=FIRST, proposal="p1", declined=True, reason="sealed-reason")
    history = told((declined, XU, date(2024, 9, 27)), after=backdated())
    assert history[-1].event == f.ProposalDeclined(proposal="p1", act="backdated-receipt", reason="sealed-reason")
    given(history).when(accept, by=CHEN, on=date(2024, 9, 27)).declined("receipt-unconfirmed")


@pytest.mark.parametrize(
    ("history", "confirmer", "role"), [(backdated(), XU, Role.SUPERVISOR), (paid_to_another(), WU, Role.FINANCE)]
)
def test_nobody_confirms_a_receipt_of_their_own(history: History, confirmer: Actor, role: Role) -> None:
    on = date(2024, 9, 27)
    meeting = given(history)
    meeting.when(s.confirmed(), by=s.at(s.CITY, also(CHEN, role)), on=on).not_permitted(
        "own-proposal", officer=CHEN.officer
    )
    meeting.when(s.confirmed(), by=CHEN, on=on).not_permitted("role-missing", role=role.value)
    meeting.when(s.confirmed(), by=of(HAICANG, confirmer), on=on).not_permitted("other-authority")
    assert meeting.when(s.confirmed(), by=confirmer, on=on).events


@pytest.mark.parametrize(
    ("history", "confirmer", "role"), [(backdated(), XU, Role.SUPERVISOR), (paid_to_another(), WU, Role.FINANCE)]
)
def test_nobody_confirms_a_receipt_of_their_own_that_is_asked_about_again(
    history: History, confirmer: Actor, role: Role
) -> None:
    """An upheld objection to the refusal opens the question anew, under the name of who declared it."""
    on = date(2024, 9, 27)
    refused = told((refuse, CHEN, on), after=history)
    back = t.answered(upheld=True, after=t.objected(after=refused, on=on), on=on)
    (asked,) = given(back).case(FIRST).proposals.values()
    assert asked.by == CHEN.officer
    meeting = given(back)
    meeting.when(s.confirmed(), by=s.at(s.CITY, also(CHEN, role)), on=on).not_permitted(
        "own-proposal", officer=CHEN.officer
    )
    assert meeting.when(s.confirmed(), by=confirmer, on=on).events


def test_a_confirmation_needs_a_proposal_and_names_it_when_there_are_several() -> None:
    on = date(2024, 9, 27)
    both = told((s.training(pays_to=OTHERS_ACCOUNT), CHEN, on))
    given(s.a_submitted_training()).when(s.confirmed(), by=XU, on=on).declined("nothing-proposed", subject=FIRST)
    given(both).when(s.confirmed(), by=XU, on=on).declined("proposals-open", proposals="p1, p2")
    given(both).when(s.confirmed(proposal="p3"), by=XU, on=on).no_such_thing("no-such-proposal", proposal="p3")
    given(both).when(s.confirmed(proposal="p1"), by=XU, on=on).then(
        f.ProposalConfirmed(proposal="p1", act="backdated-receipt")
    )


# Correction


def test_everything_that_is_missing_is_requested_at_once() -> None:
    given(s.a_submitted_training()).when(request_correction(1, 2, 3), by=CHEN, on=RECEIVED).then(
        f.CorrectionRequested(lines=((1, 3),), reason="sealed-reason")
    )


def test_a_correction_may_concern_the_application_and_no_line() -> None:
    given(s.a_submitted_training()).when(request_correction(), by=CHEN, on=RECEIVED).then(
        f.CorrectionRequested(lines=(), reason="sealed-reason")
    )


def test_a_correction_is_requested_only_of_lines_that_there_are() -> None:
    given(s.a_submitted_training()).when(request_correction(3, 4), by=CHEN, on=RECEIVED).declined(
        "no-such-line", application=FIRST, line=4
    )


def test_a_line_that_is_the_same_claim_keeps_its_number_and_a_new_one_gets_the_next() -> None:
    b, c_, new = (s.trainee(0, person) for person in ("person-b", "person-c", "person-d"))
    corrected = given(awaiting_correction()).when(correction(new, c_, b), by=CHEN, on=RECEIVED).events[0]
    assert isinstance(corrected, f.ApplicationCorrected)
    assert [(line.line, line.person) for line in corrected.lines] == [(2, "person-b"), (3, "person-c"), (4, "person-d")]


def test_a_corrected_value_does_not_make_it_another_line() -> None:
    renamed = s.trainee(0, "person-b", occupation="4-14-02-02")
    corrected = given(awaiting_correction()).when(correction(renamed), by=CHEN, on=RECEIVED).events[0]
    assert isinstance(corrected, f.ApplicationCorrected)
    assert [line.line for line in corrected.lines] == [2]


def test_the_number_of_a_line_that_was_dropped_is_never_given_again() -> None:
    only_a = told((correction(s.trainee(0, "person-a")), CHEN, RECEIVED), after=awaiting_correction())
    again = awaiting_correction_of_line_one(only_a)
    both = correction(s.trainee(0, "person-a"), s.trainee(0, "person-c"))
    corrected = given(again).when(both, by=CHEN, on=RECEIVED).events[0]
    assert isinstance(corrected, f.ApplicationCorrected)
    assert [line.line for line in corrected.lines] == [1, 4]


def awaiting_correction_of_line_one(after: History) -> History:
    return told((request_correction(1), CHEN, RECEIVED), after=after)


def test_two_lines_that_claim_the_same_keep_their_two_numbers() -> None:
    twins = replace(s.training(), lines=(s.trainee(1, "person-a"), s.trainee(2, "person-a")))
    history = told((twins, CHEN, RECEIVED), (request_correction(1), CHEN, RECEIVED))
    corrected = given(history).when(correction(*twins.lines), by=CHEN, on=RECEIVED).events[0]
    assert isinstance(corrected, f.ApplicationCorrected)
    assert [line.line for line in corrected.lines] == [1, 2]


def test_another_applicant_is_another_application() -> None:
    other = correction(applicant=s.organisation("91350203M0001B2C4Y"))
    given(awaiting_correction()).when(other, by=CHEN, on=RECEIVED).declined("other-applicant", application=FIRST)


def test_a_corrected_file_has_lines() -> None:
    given(awaiting_correction()).when(correction(lines=()), by=CHEN, on=RECEIVED).declined("no-lines")


def test_only_a_file_that_was_sent_back_for_correction_is_replaced() -> None:
    given(s.a_submitted_training()).when(correction(), by=CHEN, on=RECEIVED).declined(
        "status", act="correct", status="submitted"
    )


def test_a_corrected_file_is_submitted_again_and_its_verification_begins_anew() -> None:
    verified = told((s.comparison(s.training(), RECEIVED), CHEN, RECEIVED), after=s.a_submitted_training())
    other = correction(s.trainee(0, "person-a", occupation="4-14-01-01"), s.trainee(0, "person-b"))
    corrected = told((other, CHEN, RECEIVED), after=awaiting_correction(verified))
    assert case_after(verified).claim().lines[0].unverified.isdisjoint({"category"})
    assert "category" in case_after(corrected).claim().lines[0].unverified
    assert case_after(corrected).status is Status.SUBMITTED


def test_what_was_compared_of_a_line_that_states_the_same_as_before_still_answers() -> None:
    verified = told((s.comparison(s.training(), RECEIVED), CHEN, RECEIVED), after=s.a_submitted_training())
    other = correction(s.trainee(0, "person-a", occupation="4-14-01-01"), s.trainee(0, "person-b"))
    corrected = told((other, CHEN, RECEIVED), after=awaiting_correction(verified))
    assert {line.line: "category" in line.unverified for line in case_after(corrected).claim().lines} == {
        1: True,
        2: False,
    }
    of_another_project = replace(other, facts={"project_no": "XM-2024-019"})
    anew = told((of_another_project, CHEN, RECEIVED), after=awaiting_correction(verified))
    assert case_after(anew).verified == {}


def test_a_correction_to_an_account_of_another_holder_needs_finance() -> None:
    outcome = given(awaiting_correction()).when(correction(account=OTHERS_ACCOUNT), by=CHEN, on=RECEIVED)
    assert outcome.events[1:] == (f.ConfirmationRequired(proposal="p1", act="other-account-holder"),)


def test_the_same_account_under_another_holder_is_another_payee() -> None:
    renamed = s.account("account-1", of_applicant=False)
    outcome = given(awaiting_correction()).when(correction(account=renamed), by=CHEN, on=RECEIVED)
    assert outcome.events[1:] == (f.ConfirmationRequired(proposal="p1", act="other-account-holder"),)


def test_an_account_that_stays_is_not_asked_about_twice() -> None:
    history = awaiting_correction(paid_to_another())
    outcome = given(history).when(correction(account=OTHERS_ACCOUNT), by=CHEN, on=RECEIVED)
    assert len(outcome.events) == 1
    assert set(case_after(history).proposals) == {"p1"}


def test_a_correction_to_the_applicants_own_account_leaves_nothing_to_confirm() -> None:
    corrected = told((correction(), CHEN, RECEIVED), after=awaiting_correction(paid_to_another()))
    assert case_after(corrected).unconfirmed == frozenset()
    given(corrected).when(s.confirmed(), by=WU, on=RECEIVED).declined("nothing-proposed")


def test_a_correction_of_the_account_leaves_a_late_receipt_to_be_confirmed() -> None:
    on = RECEIVED + timedelta(days=8)
    both = told(
        (s.training(pays_to=OTHERS_ACCOUNT), CHEN, on), (request_correction(), CHEN, on), (correction(), CHEN, on)
    )
    case = case_after(both)
    assert (tuple(case.proposals), case.unconfirmed) == (("p1",), frozenset({"backdated-receipt"}))
    third = s.account("account-3", of_applicant=False)
    again = told((request_correction(), CHEN, on), (correction(account=third), CHEN, on), after=both)
    assert [minute.event for minute in again[-1:]] == [
        f.ConfirmationRequired(proposal="p3", act="other-account-holder")
    ]


# Acceptance, refusal, withdrawal


def test_a_clerk_accepts_what_was_submitted() -> None:
    given(s.a_submitted_training()).when(accept, by=CHEN, on=RECEIVED).then(f.ApplicationAccepted())


def test_an_application_is_accepted_once() -> None:
    given(s.an_accepted_training()).when(accept, by=CHEN, on=RECEIVED).declined("status", status="accepted")


def test_a_refusal_names_the_clause_it_rests_on() -> None:
    refused = f.ApplicationNotAccepted(clause="m01", reason="sealed-reason", due_on=None)
    given(s.a_submitted_training()).when(refuse, by=CHEN, on=RECEIVED).then(refused)
    given(awaiting_correction()).when(refuse, by=CHEN, on=RECEIVED).then(refused)


def test_what_was_accepted_can_no_longer_be_refused() -> None:
    meeting = given(s.an_accepted_training())
    meeting.when(refuse, by=CHEN, on=RECEIVED).declined("status", act="refuse", status="accepted")
    asked = told((request_correction(1), CHEN, RECEIVED), after=s.an_accepted_training())
    given(asked).when(refuse, by=CHEN, on=RECEIVED).declined("accepted-already", application=FIRST)


@pytest.mark.parametrize(
    ("history", "back_to"),
    [
        (s.a_submitted_training, Status.SUBMITTED),
        (s.an_accepted_training, Status.ACCEPTED),
        (s.an_assessed_training, Status.ACCEPTED),
    ],
)
def test_a_correction_is_asked_for_until_the_decision(history: Callable[[], History], back_to: Status) -> None:
    on = date(2024, 9, 24)
    asked = told((request_correction(1), CHEN, on), after=history())
    assert case_after(asked).status is Status.CORRECTION_REQUESTED
    assert case_after(told((correction(), CHEN, on), after=asked)).status is back_to


def test_after_the_decision_no_correction_is_asked_for() -> None:
    given(s.an_approved_training()).when(request_correction(1), by=CHEN, on=date(2024, 9, 26)).declined("status")


def test_nothing_that_was_proposed_about_a_refused_application_can_be_confirmed() -> None:
    refused = told((refuse, CHEN, date(2024, 9, 27)), after=backdated())
    given(refused).when(s.confirmed(), by=XU, on=date(2024, 9, 27)).declined("nothing-proposed")


@pytest.mark.parametrize(
    "history",
    [
        s.a_submitted_training,
        awaiting_correction,
        s.an_accepted_training,
        s.an_assessed_training,
        s.an_approved_training,
        s.a_published_training,
        s.a_payable_training,
    ],
)
def test_an_applicant_may_withdraw_until_money_is_ordered(history: object) -> None:
    assert callable(history)
    given(history()).when(withdraw, by=CHEN, on=date(2024, 10, 11)).then(
        f.ApplicationWithdrawn(reason="sealed-reason", given_up=everything(history()))
    )


def everything(history: History) -> tuple[Portion, ...]:
    """What a case is entitled to, in portions: 1 000 yuan for each of three trainees, once it is approved."""
    return (Portion(lines=((1, 3),), instalment=1, amount_fen=1_000_00),) if case_after(history).items else ()


def test_a_withdrawn_application_is_owed_nothing_and_uses_no_limit() -> None:
    withdrawn = told((withdraw, CHEN, date(2024, 10, 11)), after=s.a_payable_training())
    assert case_after(s.a_payable_training()).uses
    case = case_after(withdrawn)
    assert (case.status, case.uses, case.entitled_fen) == (Status.WITHDRAWN, (), 0)


def test_money_in_flight_cannot_be_withdrawn_from() -> None:
    given(s.an_ordered_training()).when(withdraw, by=CHEN, on=date(2024, 10, 11)).declined(
        "payment-in-flight", application=FIRST, batch=s.BATCH
    )


def test_a_settled_case_has_nothing_left_to_withdraw() -> None:
    given(s.a_settled_training()).when(withdraw, by=CHEN, on=s.CREDIT_ON).declined("status", status="settled")


def test_what_was_paid_stays_paid_when_the_rest_is_withdrawn() -> None:
    paid = s.an_introduction_paid_stage_one()
    stage_two = Portion(lines=((1, 1),), instalment=2, amount_fen=1_000_00)
    given(paid).when(withdraw, by=CHEN, on=s.CREDIT_ON).then(
        f.ApplicationWithdrawn(reason="sealed-reason", given_up=(stage_two,))
    )
    case = case_after(told((withdraw, CHEN, s.CREDIT_ON), after=paid))
    assert (case.status, case.paid_fen, case.entitled_fen) == (Status.WITHDRAWN, 1_000_00, 1_000_00)
    assert case.outstanding_fen == 0
    assert [use.limit for use in case.uses] == ["introduction-once"]


def test_a_withdrawn_application_is_never_paid() -> None:
    withdrawn = told((withdraw, CHEN, date(2024, 10, 11)), after=(*s.central_money(), *s.a_payable_training()))
    given(withdrawn).when(OrderPayment(applications=(FIRST,)), by=WU, on=date(2024, 10, 11)).declined(
        "status", status="withdrawn"
    )


def test_only_a_clerk_of_the_authority_accepts_refuses_or_withdraws() -> None:
    for command in (accept, refuse, withdraw, request_correction(1)):
        meeting = given(s.a_submitted_training())
        meeting.when(command, by=HUANG, on=RECEIVED).not_permitted("role-missing", role="clerk")
        meeting.when(command, by=of(HAICANG, CHEN), on=RECEIVED).not_permitted("other-authority")
