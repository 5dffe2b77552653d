"""Who pays a case (兑现机关), beside who received and decides it (受理机关): the table, and what follows. ADR 0067."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.base import replace
from domain.entitlement.assessment import Assessment, assess, questions
from domain.entitlement.claim import AssessmentGiven, RegisterResult
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Outcome, OwedBy
from domain.entitlement.paid_by import Paid, PaidBy, Payer
from domain.entitlement.rules import Source
from domain.treasury import run_commands as runs
from domain.treasury.fund_events import fund_stream
from policies import shipped
from policies.evaluate import claim_from
from policies.loader import load
from tests.domain import district_paid as d
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.sample_cases import CITY, FIRST, HAICANG, SIMING, TORCH, given, told

DISTRICT_PAID = ("key-enterprise-training", "hr-park", "gig-market", "gig-station")
ON = date(2024, 11, 4)


@cache
def notice() -> Edition:
    return load(shipped("xiamen-2023-187"))


def assessed(scheme: str, authority: str, *entries: str | None, decided: str | None = None, **facts: Any) -> Assessment:
    """Of an application with a line for each entry, which name these districts; what else it lacks does not matter."""
    kind = notice().schemes[scheme]
    keys = [f"entry-{number}" for number, _ in enumerate(entries, start=1)]
    document = {
        "scheme": scheme,
        "received_on": "2024-05-06",
        "entry": None if kind.line_entries else "entry-1",
        "lines": [{"entry": key, "facts": {}} for key in keys] or [{"facts": {}}],
    }
    stated = claim_from(notice(), {name: value for name, value in document.items() if value is not None})
    claim = replace(stated, authority=authority)
    named = dict(zip(keys, entries, strict=True))
    answers = {
        asked: RegisterResult(
            entry=asked.key, key=asked.key, authority=named.get(asked.key, entries[0] if entries else None), facts=facts
        )
        for asked in questions(notice(), claim)
    }
    return assess(notice(), claim, AssessmentGiven(answers=answers, payer=decided))


def unclear(result: Assessment) -> str | None:
    findings = [finding for finding in result.findings if finding.condition == "paid-by"]
    assert all((one.outcome, one.owed_by) == (Outcome.UNCLEAR, OwedBy.OFFICE) for one in findings)
    return findings[0].code if findings else None


@pytest.mark.parametrize("authority", [CITY, SIMING, TORCH])
@pytest.mark.parametrize("scheme", sorted(notice().schemes))
def test_the_city_pays_every_scheme_but_four_whoever_received_it(scheme: str, authority: str) -> None:
    result = assessed(scheme, authority, None)
    if scheme not in DISTRICT_PAID:
        assert (result.payer, unclear(result)) == (CITY, None)
    elif authority != CITY:
        assert (result.payer, unclear(result)) == (authority, None)
    else:
        assert (result.payer, unclear(result)) == (None, "payer-unnamed")


def test_what_is_cited_does_not_depend_on_the_order_of_the_lines() -> None:
    """Two lines name nobody, and two sentences of the notice say by which government they are paid."""
    pack = notice()
    lines = [{"entry": "park", "facts": {}}, {"facts": {}}]
    stated = claim_from(pack, {"scheme": "hr-park", "received_on": "2024-05-06", "lines": lines})
    claim = replace(stated, authority=CITY)
    reversed_ = replace(claim, lines=claim.lines[::-1])
    of_first, of_second = questions(pack, claim)
    entries = {
        of_first: RegisterResult(entry="park", key="park", facts={"park_status": "district"}),
        of_second: RegisterResult(entry=None, key="stated"),
    }
    answers = AssessmentGiven(answers=entries)
    assert unclear(assess(pack, claim, answers)) == "payer-unnamed"
    assert assess(pack, claim, answers) == assess(pack, reversed_, answers)


@pytest.mark.parametrize("scheme", DISTRICT_PAID)
@pytest.mark.parametrize(
    ("received_by", "named", "payer", "code"),
    [
        (SIMING, None, SIMING, None),
        (SIMING, SIMING, SIMING, None),
        (SIMING, HAICANG, HAICANG, "received-elsewhere"),
        (TORCH, TORCH, TORCH, None),
        (CITY, None, None, "payer-unnamed"),
        (CITY, HAICANG, HAICANG, None),
        ("", None, None, None),
        ("", HAICANG, HAICANG, None),
    ],
    ids=[
        "a district, nothing named",
        "a district, itself named",
        "a district, another named",
        "the Torch committee",
        "the city, nothing named",
        "the city, a district named",
        "an evaluation",
        "an evaluation, a district named",
    ],
)
def test_which_district_pays(scheme: str, received_by: str, named: str | None, payer: str | None, code: str) -> None:
    result = assessed(scheme, received_by, named)
    assert (result.payer, unclear(result)) == (payer, code)


@pytest.mark.parametrize(
    ("entries", "payer", "code"),
    [
        ((HAICANG, None), HAICANG, None),
        ((None, HAICANG), HAICANG, None),
        ((HAICANG, HAICANG), HAICANG, None),
        ((HAICANG, SIMING), None, "several-payers"),
        ((None, None), None, "payer-unnamed"),
    ],
)
def test_a_case_is_paid_by_one(entries: tuple[str | None, ...], payer: str | None, code: str | None) -> None:
    result = assessed("gig-market", CITY, *entries)
    assert (result.payer, unclear(result)) == (payer, code)


@pytest.mark.parametrize(
    ("named", "payer"), [(None, SIMING), (SIMING, SIMING), (HAICANG, HAICANG)], ids=["nothing", "the same", "another"]
)
def test_once_decided_it_stays_unless_the_register_names_another(named: str | None, payer: str) -> None:
    result = assessed("gig-market", CITY, named, decided=SIMING)
    assert (result.payer, unclear(result)) == (payer, None)


@pytest.mark.parametrize(
    ("status", "interpretation"), [("district", None), ("municipal", "district-paid"), ("upgraded", "district-paid")]
)
def test_a_park_cites_the_clause_or_the_reading_by_its_status(status: str, interpretation: str | None) -> None:
    result = assessed("hr-park", CITY, None, park_status=status)
    (finding,) = (finding for finding in result.findings if finding.condition == "paid-by")
    assert (finding.clause, finding.interpretation) == ("closing-2", interpretation)


def test_a_scheme_may_be_paid_by_the_city_or_a_district_as_a_fact_says() -> None:
    city = Paid(government=Payer.CITY, source=Source(clause="closing-2"))
    district = replace(city, government=Payer.DISTRICT)
    by_status = PaidBy(otherwise=city, fact="park_status", among={"district": district})
    assert by_status.one is None
    assert [by_status.when(value).government for value in ("district", "municipal", None)] == [
        "district",
        "city",
        "city",
    ]


# From the file to the run


def case_of(history: s.History, number: str) -> Any:
    return given(history).case(number)


def test_who_is_expected_to_pay_is_recorded_with_the_file() -> None:
    assert case_of(told((s.training(), s.CHEN, ON)), FIRST).payer == CITY
    assert case_of(told((d.key_training(), s.CHEN, ON)), FIRST).payer == SIMING
    at_city = told((d.key_training(authority=CITY), s.SHEN, ON))
    assert case_of(at_city, d.number_at(CITY)).payer is None


def test_who_pays_is_decided_with_the_approval() -> None:
    history = d.approved_at(CITY, d.key_training(authority=CITY), after=d.demonstration(authority=TORCH))
    (approved,) = (minute.event for minute in history if isinstance(minute.event, f.ApplicationApproved))
    assert approved.payer == TORCH
    case = case_of(history, d.number_at(CITY))
    assert (case.authority, case.payer) == (CITY, TORCH)


def test_nothing_is_approved_while_nobody_knows_who_pays() -> None:
    history = d.assessed_at(CITY, d.key_training(authority=CITY), after=d.demonstration())
    approve = c.ApproveApplication(application=d.number_at(CITY))
    given(history).when(approve, by=s.at(CITY, s.HUANG), on=ON).declined("undecided")
    assert case_of(history, d.number_at(CITY)).owed_by == {OwedBy.OFFICE}


def test_an_entry_that_names_another_district_overtakes_the_assessment() -> None:
    history = d.assessed_at(SIMING, d.key_training(), after=d.demonstration())
    elsewhere = d.changed(history, authority=HAICANG)
    approve = c.ApproveApplication(application=FIRST)
    given(elsewhere).when(approve, by=s.HUANG, on=ON).declined("overtaken")


def test_a_run_is_of_the_payer_with_its_number_and_its_money_alone() -> None:
    file = d.key_training(authority=CITY)
    history = d.payable_at(CITY, file, after=(*d.demonstration(authority=TORCH), *s.central_money()))
    order = runs.OrderPayment(applications=(d.number_at(CITY),))
    of_torch = s.at(TORCH, s.WU)
    given(history).when(order, by=s.at(SIMING, s.WU), on=ON).not_permitted("other-authority", authority=TORCH)
    given(history).when(order, by=of_torch, on=ON).declined("funds-short", needed_fen=3_600_00, available_fen=0)
    funded = (*history, *s.a_fund("municipal", 3_600_00, holder=TORCH))
    decision = given(funded).when(order, by=of_torch, on=ON).decision
    assert decision.keys() == {
        "batch-torch-2024-0001",
        f"application-{d.number_at(CITY)}",
        fund_stream(s.fund("municipal", holder=TORCH)),
    }


def test_a_revision_goes_by_the_register_until_money_is_ordered() -> None:
    file = d.key_training("person-a", "person-b", authority=CITY)
    before = d.approved_at(CITY, file, after=d.demonstration(authority=TORCH))
    revise = replace(t.revision(), application=d.number_at(CITY))
    given(before).when(revise, by=s.at(CITY, s.LIN), on=ON).declined("nothing-changes")
    (proposed,) = given(d.changed(before, authority=HAICANG)).when(revise, by=s.at(CITY, s.LIN), on=ON).events
    assert isinstance(proposed, f.RevisionProposed)
    assert (proposed.payer, proposed.changed) == (HAICANG, ())
    both = (*s.a_fund("municipal", 3_600_00, holder=TORCH), *d.demonstration(authority=TORCH))
    payable = d.payable_at(CITY, file, after=both)
    ordered = told((runs.OrderPayment(applications=(d.number_at(CITY),)), s.at(TORCH, s.WU), ON), after=payable)
    moved = d.changed(ordered, authority=HAICANG)
    given(moved).when(revise, by=s.at(CITY, s.LIN), on=ON).declined("nothing-changes")


def test_the_money_of_one_payer_pays_no_demand_of_another() -> None:
    of_district = d.key_training("person-x")
    on, second = of_district.received_on, t.SECOND
    approved = told(
        (of_district, s.CHEN, on),
        (c.AcceptApplication(application=second), s.CHEN, on),
        (s.comparison(of_district, on, second), s.CHEN, on),
        (c.AssessApplication(application=second), s.LIN, on),
        (c.ApproveApplication(application=second), s.HUANG, on),
        after=(*d.demonstration(), *t.an_approved_demand()),
    )
    given(approved).when(t.offset, by=s.WU, on=ON).declined("other-payer", application=FIRST, other=second)
