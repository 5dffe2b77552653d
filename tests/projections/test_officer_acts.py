"""Who did what, and who stood by whose work: against what the case knows of its proposals, orders and assessors."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.application import events as f
from domain.application.state.case import Case
from domain.base import Event
from domain.office.roles import PERMISSIONS, Actor
from projections.building.runner import catch_up
from projections.engine.views import Views
from projections.officer_acts.queries import ActDone, acts
from store.addresses import views_beside
from store.databases import create
from tests.domain import log_history as log
from tests.domain.sample_cases import (
    BATCH,
    CHEN,
    CREDIT_ON,
    FIRST,
    HUANG,
    LIN,
    WU,
    XU,
    YE,
    ZHENG,
    a_settled_training,
    told,
)
from tests.projections.conftest import NewUrl, a_place
from tests.projections.event_writer import Ledger
from tests.projections.folded_cases import moments, until_seen
from tests.projections.random_histories import Town
from tests.projections.test_questions import noon

Pair = tuple[str, str, str, str]
"""Which act, who began it, who answered it, and how."""


def pair(before: Case, happened: Event, by: str) -> Pair | None:
    """The pair that a fact completes, by what the case knew before it."""
    match happened:
        case f.ProposalConfirmed(proposal=proposal) | f.ProposalDeclined(proposal=proposal):
            outcome = "confirmed" if isinstance(happened, f.ProposalConfirmed) else "declined"
            return before.proposals[proposal].act, before.proposals[proposal].by, by, outcome
        case f.ApplicationApproved():
            return "assess", before.assessed_by, by, "approved"
        case f.ApplicationRejected():
            return "assess", before.assessed_by, by, "rejected"
        case f.ApplicationSentBack():
            return "assess", before.assessed_by, by, "sent-back"
        case f.PaymentReleased(batch=batch):
            return "order-payment", before.orders[batch].ordered_by, by, "released"
        case f.PaymentCancelled(batch=batch):
            return "order-payment", before.orders[batch].ordered_by, by, "cancelled"
    return None


def pairs_agree(new_url: NewUrl, seed: int, steps: int) -> set[str]:
    """Returns the acts that were shared by two."""
    with a_place(new_url(), seed) as (place, views):
        place.town.live(steps)
        catch_up(views, ["officer_acts"], page_size=17)
        rows = {row.position: row for row in acts(views).rows}
        shared = set()
        for then in moments(place):
            row = rows.get(then.position)
            if row is not None:
                assert (row.officer, row.stream) == (then.minute.by, then.minute.stream)
                assert row.act in PERMISSIONS
                assert row.application == (then.case and then.case.number)
                assert row.recorded_at == place.town.recorded_at[then.position - 1]
            expected = then.before and pair(then.before, then.minute.event, then.minute.by)
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


@pytest.mark.on_sqlite
def test_every_act_that_needs_a_second_officer_is_seen_in_pairs(new_url: NewUrl) -> None:
    of_no_case = {"register-entry", "reopen-office", "declare-fault", "declare-sent"}
    of_two = {name for name, act in PERMISSIONS.items() if act.second} - of_no_case
    assert until_seen(of_two, lambda seed: pairs_agree(new_url, seed, 1_500)) == of_two


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
        ("record-credits", "alone", WU.officer, None, None),
    ]
    assert [row.about for row in rows[-3:]] == [BATCH] * 3
    assert asked(views, officer=WU.officer) == ["open-fund", "order-payment", "record-credits"]
    assert asked(views, act="assess") == ["assess", "assess"]
    assert asked(views, part="second", application=FIRST) == ["assess", "order-payment"]
    views.close()
    store.close()


@pytest.mark.parametrize(("proposal", "by", "second"), [(log.fault, YE, XU), (log.reopen, YE, XU)])
def test_what_two_people_say_about_the_log_is_a_pair(
    store_url: str, proposal: object, by: Actor, second: Actor
) -> None:
    store = create(store_url)
    ledger = Ledger(store)
    history = told((proposal, by, CREDIT_ON), (log.decline, second, CREDIT_ON), after=log.an_opened_log())
    ledger.record(({minute.stream: (minute.event,)}, minute.on, minute.by, noon(minute.on)) for minute in history)
    views = Views(store, views_beside(store_url))
    catch_up(views)
    begun, answered = acts(views).rows[-2:]
    assert (begun.part, begun.officer, begun.about) == ("first", by.officer, "p1")
    assert (answered.part, answered.officer, answered.outcome) == ("second", second.officer, "declined")
    assert (answered.act, answered.first_officer) == (begun.act, by.officer)
    views.close()
    store.close()


def asked(views: Views, **values: str) -> list[str]:
    rows: tuple[ActDone, ...] = acts(views, **values).rows
    return [row.act for row in rows]
