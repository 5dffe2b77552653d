"""移送: a file that another authority is competent for goes on there, under the same number, before it is decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.status import Status
from domain.base import replace
from domain.work_views import UnderEdition
from domain.worklist import whole_case
from tests.domain import district_paid as d
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.later_events import WHY, transfer
from tests.domain.sample_cases import CHEN, CITY, FIRST, HAICANG, HUANG, LIN, SIMING, TORCH, given, told

ON = date(2024, 11, 4)
CONFIRM = s.confirmed()
CHEN_THERE, LIN_THERE = s.at(HAICANG, CHEN), s.at(HAICANG, LIN)


def an_open_training() -> History:
    """Nobody compared anything: assessed, and undecided."""
    return told((c.AssessApplication(application=FIRST), LIN, date(2024, 9, 24)), after=s.an_accepted_training())


def asked_to_correct(history: History) -> History:
    return told((c.RequestCorrection(application=FIRST, lines=(), reason=WHY), CHEN, ON), after=history)


def handed_over(history: History) -> History:
    return told((transfer, LIN, ON), (CONFIRM, HUANG, ON), after=history)


@pytest.mark.parametrize(
    "history",
    [
        s.a_submitted_training,
        s.an_accepted_training,
        an_open_training,
        lambda: asked_to_correct(s.a_submitted_training()),
        lambda: asked_to_correct(s.an_accepted_training()),
        lambda: handed_over(s.a_submitted_training()),
    ],
    ids=[
        "submitted",
        "accepted",
        "assessed open",
        "to be corrected",
        "accepted, to be corrected",
        "handed over before",
    ],
)
def test_a_file_is_handed_over_before_it_is_decided(history: Callable[[], History]) -> None:
    before = history()
    case = given(before).case(FIRST)
    to = SIMING if case.authority == HAICANG else HAICANG
    asked = replace(transfer, to=to)
    by, second = s.at(case.authority, LIN), s.at(case.authority, HUANG)
    given(before).when(asked, by=by, on=ON).then(
        f.TransferProposed(proposal=f"p{case.proposals_made + 1}", authority=to, reason=WHY)
    )
    proposed = told((asked, by, ON), after=before)
    given(proposed).when(CONFIRM, by=second, on=ON).then(
        f.ProposalConfirmed(proposal=f"p{case.proposals_made + 1}", act="transfer"),
        f.ApplicationTransferred(authority=to, payer=CITY),
    )
    after = given(told((CONFIRM, second, ON), after=proposed)).case(FIRST)
    assert (after.number, after.authority, after.payer, after.status) == (FIRST, to, CITY, Status.TRANSFERRED)
    assert (after.eligible, after.undecided, after.owed_by) == (None, False, frozenset())


@pytest.mark.parametrize(
    ("history", "refused"),
    [
        (s.an_assessed_training, "transfer-decided"),
        (s.a_training_found_against, "transfer-decided"),
        (s.an_approved_training, "status"),
        (s.a_payable_training, "status"),
        (s.a_settled_training, "status"),
        (t.refused, "status"),
        (t.rejected, "status"),
        (lambda: told((t.suspend, CHEN, ON), after=s.a_submitted_training()), "status"),
    ],
)
def test_a_file_that_is_decided_stays(history: Callable[[], History], refused: str) -> None:
    given(history()).when(transfer, by=LIN, on=ON).declined(refused)


def test_what_a_transfer_needs() -> None:
    before = s.a_submitted_training()
    given(before).when(replace(transfer, to="350299"), by=LIN, on=ON).no_such_thing("no-such-authority")
    given(before).when(replace(transfer, to=SIMING), by=LIN, on=ON).declined("transfer-same", authority=SIMING)
    proposed = told((transfer, LIN, ON), after=before)
    given(proposed).when(transfer, by=LIN, on=ON).declined("transfer-open")
    decline = replace(s.confirmed(), declined=True, reason=WHY)
    assert given(told((decline, HUANG, ON), after=proposed)).case(FIRST).authority == SIMING


def test_officers_of_the_other_authority_act_from_then_on() -> None:
    accept = c.AcceptApplication(application=FIRST)
    after = handed_over(an_open_training())
    given(after).when(accept, by=CHEN, on=ON).not_permitted("other-authority", authority=HAICANG)
    given(after).when(accept, by=CHEN_THERE, on=ON).then(f.ApplicationAccepted())
    compared = s.comparison(s.training(), ON)
    goes_on = told((accept, CHEN_THERE, ON), (compared, CHEN_THERE, ON), after=after)
    assess = c.AssessApplication(application=FIRST)
    given(goes_on).when(assess, by=LIN, on=ON).not_permitted("other-authority", authority=HAICANG)
    assert given(goes_on).when(assess, by=LIN_THERE, on=ON).events


def test_what_waits_goes_over_with_the_file() -> None:
    """A question about the file is answered by whoever has it; an assessment is nobody's any more."""
    late = told((s.training(), CHEN, date(2024, 10, 8)))
    after = handed_over_from(late)
    given(after).when(s.confirmed(proposal="p1"), by=s.XU, on=ON).not_permitted("other-authority", authority=HAICANG)
    assert given(after).when(s.confirmed(proposal="p1"), by=s.at(HAICANG, s.XU), on=ON).events
    case = given(handed_over(s.a_submitted_training())).case(FIRST)
    (accept,) = whole_case(case, UnderEdition(case=case, edition=s.edition()))
    assert (accept.action, accept.authority) == ("accept", HAICANG)


def handed_over_from(late: History) -> History:
    return told((transfer, LIN, ON), (s.confirmed(proposal="p2"), HUANG, ON), after=late)


def test_a_file_for_another_district_is_recorded_and_not_accepted() -> None:
    accept = c.AcceptApplication(application=FIRST)
    file = d.key_training()
    of_torch = told((file, CHEN, file.received_on), after=d.demonstration(authority=TORCH))
    given(of_torch).when(accept, by=CHEN, on=ON).declined("received-elsewhere", authority=TORCH)
    given(of_torch).when(transfer, by=LIN, on=ON).declined("not-competent", authority=TORCH)
    there = told((replace(transfer, to=TORCH), LIN, ON), (CONFIRM, HUANG, ON), after=of_torch)
    case = given(there).case(FIRST)
    assert (case.authority, case.payer) == (TORCH, TORCH)
    given(there).when(accept, by=s.at(TORCH, CHEN), on=ON).then(f.ApplicationAccepted())


@pytest.mark.parametrize("named", [None, SIMING])
def test_a_file_that_no_entry_sends_elsewhere_is_accepted(named: str | None) -> None:
    file = d.key_training()
    received = told((file, CHEN, file.received_on), after=d.demonstration(authority=named))
    given(received).when(c.AcceptApplication(application=FIRST), by=CHEN, on=ON).then(f.ApplicationAccepted())


def test_the_city_accepts_whatever_district_it_is_for() -> None:
    file = d.key_training(authority=CITY)
    received = told((file, s.SHEN, file.received_on), after=d.demonstration(authority=TORCH))
    accept = c.AcceptApplication(application=d.number_at(CITY))
    given(received).when(accept, by=s.SHEN, on=ON).then(f.ApplicationAccepted())
