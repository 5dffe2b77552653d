"""One account for two payees: whoever approves or orders says why, or it is not done. ADR 0062."""

from __future__ import annotations

from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.base import replace
from domain.decisions.recorded.command import command_of
from domain.office.people import LinkPersons
from domain.treasury.batch_events import BatchOrdered
from domain.treasury.run_commands import OrderPayment
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.sample_cases import CHEN, FIRST, HUANG, WU, given, told

ON = date(2024, 9, 27)
APPROVE = c.ApproveApplication(application=FIRST)
WHY = "sealed-why"
OTHER_SCHOOL = "91350203MB0001X57A"


def second(uscc: str = OTHER_SCHOOL, account: str = "account-1") -> c.SubmitApplication:
    return replace(s.training("person-x", uscc=uscc, pays_to=s.account(account)), received_on=date(2024, 9, 19))


def beside(file: c.SubmitApplication, history: History) -> History:
    return told((file, CHEN, ON), after=history)


@pytest.mark.parametrize(
    ("file", "shared"),
    [
        (second(), True),
        (second(account="account-2"), False),  # another account
        (second(uscc=s.TRAINER), False),  # the same organisation, paid for its own cases
    ],
)
def test_whose_account_it_is_besides(file: c.SubmitApplication, shared: bool) -> None:
    history = beside(file, s.an_assessed_training())
    outcome = given(history).when(APPROVE, by=HUANG, on=ON)
    if shared:
        assert outcome.refusal is not None
        assert (outcome.refusal.code, outcome.refusal.values["others"]) == ("account-shared", t.SECOND)
    else:
        assert isinstance(outcome.events[0], f.ApplicationApproved)
        assert outcome.events[0].shared_account is None


def test_one_person_under_two_documents_is_one_payee() -> None:
    link = LinkPersons(person=s.TRAINER, other=OTHER_SCHOOL, document="…")
    history = s.agreed((link, s.SHEN, s.JIANG, ON), after=beside(second(), s.an_assessed_training()))
    assert given(history).when(APPROVE, by=HUANG, on=ON).refusal is None


def test_a_case_that_ended_without_a_payment_is_nobodys_account() -> None:
    history = beside(second(), s.an_assessed_training())
    withdrawn = told((c.WithdrawApplication(application=t.SECOND, reason=WHY), CHEN, ON), after=history)
    assert given(withdrawn).when(APPROVE, by=HUANG, on=ON).refusal is None


def test_three_others_are_named_and_all_are_counted() -> None:
    history = s.an_assessed_training()
    for number in range(5):
        history = beside(second(uscc=f"9135020300000{number}0000"), history)
    refusal = given(history).when(APPROVE, by=HUANG, on=ON).refusal
    assert refusal is not None
    assert refusal.values["others"] == "350203-2024-000002, 350203-2024-000003, 350203-2024-000004, … (5)"


def test_the_reason_is_recorded_where_the_account_is_shared_and_nowhere_else() -> None:
    with_reason = replace(APPROVE, shared_account=WHY)
    for history, expected in (
        (beside(second(), s.an_assessed_training()), WHY),
        (s.an_assessed_training(), None),
    ):
        approved = given(history).when(with_reason, by=HUANG, on=ON).events[0]
        assert isinstance(approved, f.ApplicationApproved)
        assert approved.shared_account == expected


def payable() -> History:
    return beside(second(), (*s.central_money(), *s.a_payable_training()))


@pytest.mark.parametrize("reasons", [{}, {t.SECOND: WHY}])
def test_nothing_is_ordered_to_it_without_a_reason(reasons: dict[str, str]) -> None:
    command = OrderPayment(applications=(FIRST,), shared_account=reasons)
    given(payable()).when(command, by=WU, on=t.LATER).declined("account-shared", application=FIRST)


def test_an_order_has_the_reason_of_each_case_and_is_decided_again_with_it() -> None:
    command = OrderPayment(applications=(FIRST,), shared_account={FIRST: WHY})
    ordered = given(payable()).when(command, by=WU, on=t.LATER).events[0]
    assert isinstance(ordered, BatchOrdered)
    assert [item.shared_account for item in ordered.items] == [WHY]
    assert command_of([(f"batch-{ordered.batch}", ordered)]) == command
