"""Who did what, and who stood by whose work: against what the case knows of its proposals, orders and assessors."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.application import events as f
from domain.application.payment_key import payment_key
from domain.base import replace
from domain.office.keys import MadeBy
from domain.office.log import LogProposalConfirmed, LogProposalDeclined
from domain.office.officer import EnrolOfficer, GrantRole, RotateKey
from domain.office.people import JoinNames, LinkPersons
from domain.office.proposed import OfficeProposalConfirmed, OfficeProposalDeclined
from domain.office.reference import AdoptCalendarYear
from domain.office.roles import PERMISSIONS, Actor, Role
from domain.proposals import Proposal, Proposals
from domain.streams import OFFICE
from domain.treasury.batch_events import BatchProposalConfirmed, BatchProposalDeclined
from projections.building.runner import catch_up
from projections.engine.views import Views
from projections.officer_acts.queries import ActDone, acts
from store.addresses import views_beside
from store.databases import create
from tests.domain import log_history as log
from tests.domain.given_when_then import History, Minute, Office, answer_to
from tests.domain.keys import public_key
from tests.domain.sample_cases import (
    AUTHORITY,
    BATCH,
    CHEN,
    CITY,
    CREDIT_ON,
    DEPUTY,
    EXCEPTION,
    FIRST,
    HUANG,
    JIANG,
    LIN,
    OPENING,
    SHEN,
    SIMING,
    WU,
    XU,
    YE,
    ZHENG,
    a_settled_training,
    agreed,
    edition,
    proposed,
    told,
)
from tests.projections.conftest import NewUrl, a_place
from tests.projections.event_writer import Ledger
from tests.projections.folded_cases import until_seen
from tests.projections.random_histories import Town
from tests.projections.test_questions import noon

Pair = tuple[str, str, str, str]
"""Which act, who began it, who answered it, and how."""


def pair(office: Office, minute: Minute) -> Pair | None:
    """The pair that a fact completes, by what the office knew before it."""
    happened, by = minute.event, minute.by
    match happened:
        case (
            f.ProposalConfirmed(proposal=name)
            | BatchProposalConfirmed(proposal=name)
            | LogProposalConfirmed(proposal=name)
            | OfficeProposalConfirmed(proposal=name)
        ):
            proposal = waiting_in(office, minute.stream, name)
            return proposal.act, proposal.by, by, "confirmed"
        case (
            f.ProposalDeclined(proposal=name)
            | BatchProposalDeclined(proposal=name)
            | LogProposalDeclined(proposal=name)
            | OfficeProposalDeclined(proposal=name)
        ):
            proposal = waiting_in(office, minute.stream, name)
            return proposal.act, proposal.by, by, "declined"
    case = office.cases.get(minute.stream.partition("-")[2])
    if case is None:
        return None
    match happened:
        case f.ApplicationApproved():
            return "assess", case.assessed_by, by, "approved"
        case f.ApplicationRejected():
            return "assess", case.assessed_by, by, "rejected"
        case f.ApplicationSentBack():
            return "assess", case.assessed_by, by, "sent-back"
        case f.PaymentReleased(batch=batch, fund=fund):
            return "order-payment", case.orders[payment_key(batch, fund)].ordered_by, by, "released"
        case f.PaymentCancelled(batch=batch, fund=fund):
            return "order-payment", case.orders[payment_key(batch, fund)].ordered_by, by, "cancelled"
    return None


def waiting_in(office: Office, stream: str, name: str) -> Proposal:
    """What waits in a stream under this name."""
    kind, _, subject = stream.partition("-")
    if kind == "application":
        return office.cases[subject].proposals[name]
    if kind == "batch":
        return office.batches[subject].proposals.waiting[name].proposal
    waiting: Proposals[Any] = office.proposed if stream == OFFICE else office.log.proposals
    return waiting.waiting[name].proposal


def pairs_agree(new_url: NewUrl, seed: int, steps: int) -> set[str]:
    """Returns the acts that were shared by two."""
    with a_place(new_url(), seed) as (place, views):
        place.town.live(steps)
        catch_up(views, ["officer_acts"], page_size=17)
        rows = {row.position: row for row in acts(views).rows}
        office = Office(edition())
        shared = set()
        for position, minute in enumerate(place.town.minutes, start=1):
            row = rows.get(position)
            kind, _, subject = minute.stream.partition("-")
            if row is not None:
                assert (row.officer, row.stream) == (minute.by, minute.stream)
                assert row.act in PERMISSIONS
                assert row.application == (subject if kind == "application" else None)
                assert row.recorded_at == place.town.recorded_at[position - 1]
            expected = pair(office, minute)
            office.record(minute)
            assert (row is not None and row.part == "second") == (expected is not None)
            if expected is not None:
                assert row is not None
                assert (row.act, row.first_officer, row.officer, row.outcome) == expected
                assert row.first_position is not None
                first = rows[row.first_position]
                assert (first.act, first.officer, first.part) == (row.act, row.first_officer, "first")
                assert first.application == row.application
                assert row.officer != row.first_officer
                shared.add(row.act)
        return shared


@settings(deadline=None, max_examples=3)
@given(st.integers(0, 2**32))
def test_every_pair_is_who_the_case_says_it_was(new_url: NewUrl, seed: int) -> None:
    pairs_agree(new_url, seed, 700)


@pytest.mark.campaign
@settings(deadline=None, max_examples=200)
@given(st.integers(0, 2**32))
def test_every_pair_of_two_hundred_histories_is_who_the_case_says_it_was(new_url: NewUrl, seed: int) -> None:
    pairs_agree(new_url, seed, 2_000)


OF_NO_CASE = {
    "register-entry",
    "import-lines",
    "import-recovery",
    "receive-allotment",
    "pay-out-recovery",
    "share-limits",
    "reopen-office",
    "declare-fault",
    "declare-sent",
    "except-officer",
    "appoint-deputy",
    "take-rights",
    "increase-fund",
    "transfer-fund",
    "carry-over-fund",
    "surrender-fund",
    "plan-fund",
    "close-fund",
    "adopt-draw-rules",
}
OF_TWO = {name for name, act in PERMISSIONS.items() if act.second} - OF_NO_CASE
FIRST_SEEDS = (19, 9)


def paired_along(new_url: NewUrl, seed: int) -> set[str]:
    return pairs_agree(new_url, seed, 1_500)


@pytest.mark.on_sqlite
def test_every_act_that_needs_a_second_officer_is_seen_in_pairs(new_url: NewUrl) -> None:
    assert until_seen(OF_TWO, lambda seed: paired_along(new_url, seed), FIRST_SEEDS, seeds=40) == OF_TWO


def test_a_case_without_turns_is_told_act_by_act(store_url: str) -> None:
    store = create(store_url)
    ledger = Ledger(store)
    Town(random.Random(1), ledger).open()
    in_order = sorted(a_settled_training(), key=lambda minute: minute.on)
    ledger.record(({minute.stream: (minute.event,)}, minute.on, minute.by, noon(minute.on)) for minute in in_order)
    views = Views(store, views_beside(store_url))
    catch_up(views)
    rows = acts(views, application=FIRST).rows
    assert [(row.act, row.part, row.officer, row.outcome, row.first_officer) for row in rows] == [
        ("submit", "alone", CHEN.officer, None, None),
        ("accept", "alone", CHEN.officer, None, None),
        ("verify", "alone", CHEN.officer, None, None),
        ("assess", "first", LIN.officer, None, None),
        ("assess", "second", HUANG.officer, "approved", LIN.officer),
        ("publish-notice", "alone", CHEN.officer, None, None),
        ("close-notice", "alone", CHEN.officer, None, None),
        ("order-payment", "first", WU.officer, None, None),
        ("order-payment", "second", ZHENG.officer, "released", WU.officer),
        ("record-credits", "alone", ZHENG.officer, None, None),
    ]
    assert [row.about for row in rows[-3:]] == [BATCH] * 3
    assert asked(views, officer=WU.officer) == ["open-fund", "order-payment", "export-payment"]
    assert asked(views, officer=ZHENG.officer) == ["order-payment", "record-credits"]
    assert asked(views, act="assess") == ["assess", "assess"]
    assert asked(views, part="second", application=FIRST) == ["assess", "order-payment"]
    views.close()
    store.close()


@pytest.fixture
def read(store_url: str) -> Iterator[Callable[[History], list[ActDone]]]:
    """The acts of a history that begins with the log."""
    store = create(store_url)
    views = Views(store, views_beside(store_url))

    def of(history: History) -> list[ActDone]:
        ledger = Ledger(store)
        ledger.record(({minute.stream: (minute.event,)}, minute.on, minute.by, noon(minute.on)) for minute in history)
        catch_up(views)
        return list(acts(views).rows)

    yield of
    views.close()
    store.close()


Read = Callable[[History], list[ActDone]]
YEAR = AdoptCalendarYear(year=2024, exceptions=(), source="s")
JOIN = JoinNames(person="person-a", name="name-1", other="name-2", document="d")
LINK = LinkPersons(person="person-a", other="person-b", document="d")


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    ("command", "by", "second", "act"),
    [
        (log.fault, YE, XU, "declare-fault"),
        (log.reopen, YE, XU, "reopen-office"),
        (EnrolOfficer(officer="li-na", sealed="s", roles=(Role.CLERK,), authority=CITY, key=public_key("li-na")),
         YE, JIANG, "give-rights"),
        (EnrolOfficer(officer="gu-yi", sealed="s", roles=(Role.ADMINISTRATOR,), authority=SIMING, key=public_key("gu")),
         JIANG, XU, "replace-administrator"),
        (GrantRole(officer=SHEN.officer, role=Role.ASSESSOR), YE, JIANG, "give-rights"),
        (RotateKey(officer=SHEN.officer, key=public_key("a new one")), YE, JIANG, "give-rights"),
        (replace(EXCEPTION, officer=SHEN.officer), YE, AUTHORITY, "except-officer"),
        (replace(DEPUTY, officer=SHEN.officer, deputyship=replace(DEPUTY.deputyship, absent=JIANG.officer)),
         YE, JIANG, "appoint-deputy"),
        (YEAR, SHEN, JIANG, "adopt-calendar"),
        (LINK, SHEN, JIANG, "link-persons"),
        (JOIN, SHEN, JIANG, "two-names"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("outcome", ["confirmed", "declined"])
def test_what_two_people_say_about_the_office_or_the_log_is_a_pair_and_nothing_besides(
    read: Read, command: object, by: Actor, second: Actor, act: str, outcome: str
) -> None:
    """What follows from a confirmation, such as an enrolment, is nobody's act."""
    history = proposed(command, by, CREDIT_ON, after=a_staffed_office())
    answered = told((answer_to(history[-1], declined=outcome == "declined"), second, CREDIT_ON), after=history)
    before, name = len(history), history[-1].event.proposal  # type: ignore[attr-defined]  # it is a proposal
    begun, ended, *others = [row for row in read(answered) if row.position >= before]
    assert others == []
    assert (begun.act, begun.part, begun.officer, begun.about) == (act, "first", by.officer, name)
    assert (ended.act, ended.part, ended.officer, ended.outcome) == (act, "second", second.officer, outcome)
    assert (ended.first_officer, ended.first_position) == (by.officer, before)


def test_who_begins_an_office_and_who_changes_their_own_key_does_so_alone(read: Read) -> None:
    own = told((RotateKey(officer=SHEN.officer, key=public_key("my own")), SHEN, CREDIT_ON), after=a_staffed_office())
    alone = [(row.act, row.officer) for row in read(own) if row.part == "alone"]
    assert alone == [("second-person", YE.officer), ("own-key", SHEN.officer)]


def a_staffed_office() -> History:
    """YE opened it under the authority above, JIANG is the second person, and both enrolled SHEN and XU."""
    opening = replace(log.opening, supervising_key=public_key("above", MadeBy.OFFICER))
    history = told((opening, YE, OPENING), (enrolment(JIANG), YE, OPENING))
    return agreed(*((enrolment(actor), YE, JIANG, OPENING) for actor in (SHEN, XU)), after=history)


def enrolment(actor: Actor) -> EnrolOfficer:
    return EnrolOfficer(
        officer=actor.officer,
        sealed="s",
        roles=tuple(actor.roles),
        authority=actor.authority,
        key=public_key(actor.officer, MadeBy.OFFICER),
    )


def asked(views: Views, **values: str) -> list[str]:
    rows: tuple[ActDone, ...] = acts(views, **values).rows
    return [row.act for row in rows]
