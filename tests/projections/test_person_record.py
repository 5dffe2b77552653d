"""What a person received and which limits they have used, against the case, after every fact; two documents as one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.application import events as f
from domain.application.state.case import Case, application_stream
from domain.application.values import ApplicantKind, amounts_of, expand
from domain.base import Event
from domain.entitlement.uses import Over
from domain.office import people
from domain.office.people import NOBODY_LINKED
from projections.building.runner import catch_up
from projections.person_record.queries import Record, Subsidy, Used, lines_about, record_of
from tests.projections.conftest import NewUrl, a_place
from tests.projections.folded_cases import moments, until_seen


def subsidies_of(case: Case) -> dict[str, list[tuple[object, ...]]]:
    """By person: line, and what it is entitled to, was paid and has paid back."""
    by_person: dict[str, list[tuple[object, ...]]] = {}
    for line in sorted({due.line for due in case.items}):
        person = case.person(case.lines[line])
        if person is not None:
            items = [item for due, item in case.items.items() if due.line == line]
            sums = (sum(item.entitled_fen for item in items), sum(item.paid_fen for item in items))
            row = (case.number, line, case.scheme, *sums, sum(item.recovered_fen for item in items))
            by_person.setdefault(person, []).append(row)
    return by_person


def uses_of(case: Case) -> dict[str, list[tuple[object, ...]]]:
    by_person: dict[str, list[tuple[object, ...]]] = {}
    for use in case.counted:
        for line in expand(use.lines):
            person = None
            if use.over in (Over.PERSON, Over.CERTIFICATE):
                person = case.person(case.lines[line])
            elif use.over is Over.APPLICANT and case.applicant.kind is ApplicantKind.PERSON:
                person = case.applicant.party
            if person is not None:
                row = (case.number, line, use.limit, use.qualifier, use.on, use.amount_fen)
                by_person.setdefault(person, []).append(row)
    return by_person


def lines_of(case: Case, person: str) -> list[tuple[str, int, str]]:
    """Where a person stands in an application; nought is the applicant, unless a line is about them."""
    lines = [line.line for line in case.lines.values() if case.person(line) == person]
    if not lines and case.applicant.party == person and case.applicant.name is None:
        lines = [0]
    return [(case.number, line, person) for line in lines]


def subsidy(row: Subsidy) -> tuple[object, ...]:
    return row.application, row.line, row.scheme, row.entitled_fen, row.paid_fen, row.recovered_fen


def use(row: Used) -> tuple[object, ...]:
    return row.application, row.line, row.limit, row.qualifier, row.used_on, row.amount_fen


def agrees(record: Record, cases: dict[str, Case]) -> None:
    in_order = [case for _, case in sorted(cases.items())]
    assert sorted(map(subsidy, record.subsidies)) == sorted(
        row for case in in_order for alias in record.known_as for row in subsidies_of(case).get(alias, ())
    )
    assert sorted(map(use, record.uses)) == sorted(
        row for case in in_order for alias in record.known_as for row in uses_of(case).get(alias, ())
    )


def agrees_after_every_fact(new_url: NewUrl, seed: int, steps: int) -> None:
    with a_place(new_url(), seed) as (place, views):
        place.town.live(steps)
        linked = NOBODY_LINKED
        for then in moments(place):
            if then.minute.stream == people.PEOPLE:
                linked = people.evolve(linked, then.minute.event)
            elif then.case is None:
                continue
            catch_up(views, ["person_record"], until=then.position)
            for person in {"person-1", "person-2", then.case.applicant.party if then.case else "person-3"}:
                record = record_of(views, person)
                assert record.person == linked.of(person)
                assert frozenset(record.known_as) == linked.aliases(person) | {linked.of(person)}
                agrees(record, then.cases)
                handed_in = lines_about(views, [person]).lines
                assert sorted(handed_in) == sorted(
                    line for case in then.cases.values() for alias in record.known_as for line in lines_of(case, alias)
                )


@settings(deadline=None, max_examples=2)
@given(st.integers(0, 2**32))
def test_the_record_agrees_with_the_cases_after_every_fact(new_url: NewUrl, seed: int) -> None:
    agrees_after_every_fact(new_url, seed, 150)


@pytest.mark.campaign
@settings(deadline=None, max_examples=200)
@given(st.integers(0, 2**32))
def test_the_record_agrees_with_the_cases_after_every_fact_of_two_hundred_histories(new_url: NewUrl, seed: int) -> None:
    agrees_after_every_fact(new_url, seed, 600)


SEVERAL = "linked persons who were both paid"
FIRST_SEEDS = (11,)


def linked_along(new_url: NewUrl, seed: int) -> Iterator[str]:
    with a_place(new_url(), seed) as (place, views):
        place.town.live(1_500)
        catch_up(views, ["person_record"])
        for alias, person in place.town.office.people.known_as.items():
            record, same = record_of(views, alias), record_of(views, person)
            assert record == same
            assert {alias, person} <= set(record.known_as)
            if len({row.person for row in record.subsidies}) > 1:
                yield SEVERAL


@pytest.mark.on_sqlite
def test_linked_persons_are_one_whichever_of_them_is_asked_for(new_url: NewUrl) -> None:
    assert until_seen({SEVERAL}, lambda seed: linked_along(new_url, seed), FIRST_SEEDS) == {SEVERAL}


def test_of_nobody_there_is_nothing(new_url: NewUrl) -> None:
    with a_place(new_url(), 1) as (place, views):
        place.town.live(100)
        catch_up(views)
        record = record_of(views, "nobody")
        assert (record.person, record.known_as, record.subsidies, record.uses) == ("nobody", ("nobody",), (), ())


def days_of(happened: Event) -> dict[int, date]:
    """The value date of a credit by the lines that it pays."""
    match happened:
        case (
            f.ApplicationPartiallyPaid(credit=credit)
            | f.ApplicationSettled(credit=credit)
            | f.PaidByOffset(credit=credit)
        ) if credit is not None:
            return {due.line: credit.value_on for due in amounts_of(credit.items)}
        case f.PaymentRedated(items=items, value_on=value_on):
            return {due.line: value_on for due in amounts_of(items)}
    return {}


def test_a_person_was_paid_last_on_the_value_date_of_the_last_credit(new_url: NewUrl) -> None:
    with a_place(new_url(), 3) as (place, views):
        place.town.live(1_500)
        catch_up(views)
        checked = 0
        for case in place.town.office.cases.values():
            days: dict[int, object] = {}
            for minute in place.town.minutes:
                if minute.stream == application_stream(case.number):
                    days.update(days_of(minute.event))
            for line in {due.line for due in case.items}:
                person = case.person(case.lines[line])
                if person is not None:
                    rows = record_of(views, person).subsidies
                    (row,) = (row for row in rows if (row.application, row.line) == (case.number, line))
                    assert row.paid_on == days.get(line)
                    checked += row.paid_on is not None
        assert checked
