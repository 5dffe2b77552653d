"""Amounts by standards: which table holds, which of its rates, how many units, and what a line is worth. ADR 0059."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from domain.base import replace
from domain.calendar import whole_months
from domain.entitlement.amounts import Award
from domain.entitlement.determined import ByBody, Determined
from domain.entitlement.findings import Outcome, OwedBy
from domain.entitlement.rules import Source
from domain.entitlement.standards import Accepted, Rate, Share, StandardKind, StandardTable, Unit, meeting, table_on
from tests.domain.entitlement.stating import CITED, RECEIVED, stated

UNCLEAR, MET, NOT_MET = Outcome.UNCLEAR, Outcome.MET, Outcome.NOT_MET
OFFICE, APPLICANT = OwedBy.OFFICE, OwedBy.APPLICANT
JANUARY = date(2024, 1, 1)


def one_of(*values: Any) -> Accepted:
    return Accepted(values=values)


def band(first: Any = None, last: Any = None) -> Accepted:
    return Accepted(first=first, last=last)


def table(*rates: Rate, kind: StandardKind | None = None, number: int = 1, **changed: Any) -> StandardTable:
    """Of the standard `rates`; what a rate is for matters where an edition is beside it."""
    return StandardTable(
        kind=kind or StandardKind(id="rates", unit=Unit.PERSON),
        number=number,
        body="某局",
        document=f"〔2024〕{number}号",
        rates=rates,
        **{"applies_from": JANUARY, **changed},
    )


def rate(amount_fen: int | None = None, name: str = "rate", **more: Any) -> Rate:
    when = {key: value for key, value in more.items() if isinstance(value, Accepted)}
    rest = {key: value for key, value in more.items() if key not in when}
    return Rate(id=name, when=when, amount_fen=amount_fen, **rest)


LEVELS = StandardKind(id="rates", unit=Unit.PERSON, keys=("level", "occupation"), on="passed_on")
BY_LEVEL = table(
    rate(100_000, "low", level=one_of("4", "5")),
    rate(200_000, "high", level=one_of("1", "2", "3"), occupation=one_of("电工", "焊工")),
    rate(None, "none", level=one_of("none"), excluded="不予补贴"),
)
CERTIFICATE = Determined(**CITED, standard=LEVELS, floor_fen=50_000, cap_fen=300_000)


def award(amount: Determined, *tables: StandardTable, unverified: str = "", **facts: Any) -> Award:
    determined_fen = facts.pop("determined", None)
    said = stated(unverified=frozenset(unverified.split()), determined_fen=determined_fen, **facts)
    return amount.award(replace(said, standards={one.standard: tables for one in tables}))


@pytest.mark.parametrize(
    ("facts", "unverified", "outcome", "code", "owed_by", "amount_fen"),
    [
        ({"level": "4"}, "", MET, "by-standard", None, 100_000),
        ({"level": "3", "occupation": "电 工"}, "", MET, "by-standard", None, 200_000),
        ({"level": "3", "occupation": "厨师"}, "", UNCLEAR, "no-rate", OFFICE, 0),
        ({"level": "3"}, "", UNCLEAR, "not-stated", APPLICANT, 0),
        # The rate that holds asks for the level alone: what is not known of the occupation decides nothing.
        ({"level": "5"}, "occupation", MET, "by-standard", None, 100_000),
        ({"level": "4", "occupation": "厨师"}, "occupation", MET, "by-standard", None, 100_000),
        ({"level": "3", "occupation": "厨师"}, "occupation", UNCLEAR, "not-verified", OFFICE, 0),
        ({"level": "4"}, "level", UNCLEAR, "not-verified", OFFICE, 0),
        ({}, "", UNCLEAR, "not-stated", APPLICANT, 0),
        ({"level": "none"}, "", NOT_MET, "excluded-by-standard", None, 0),
        ({"level": "none"}, "level", UNCLEAR, "not-verified", OFFICE, 0),
        ({"level": "4"}, "passed_on", UNCLEAR, "not-verified", OFFICE, 0),
    ],
)
def test_a_line_finds_the_rate_of_its_facts(
    facts: dict[str, Any], unverified: str, outcome: Outcome, code: str, owed_by: OwedBy | None, amount_fen: int
) -> None:
    found = award(CERTIFICATE, BY_LEVEL, unverified=unverified, passed_on="2024-03-01", **facts)
    (finding,) = found.findings
    assert (finding.outcome, finding.code, finding.owed_by, found.amount_fen) == (outcome, code, owed_by, amount_fen)


def test_a_rate_is_found_under_every_completion_of_what_is_not_known_or_none_is() -> None:
    """By brute force: what is answered of a line holds whatever its unknown facts turn out to be."""
    worlds = {"level": ("1", "3", "4", "none"), "occupation": ("电工", "厨师")}
    for level, occupation in product((None, *worlds["level"]), (None, *worlds["occupation"])):
        facts = {name: value for name, value in (("level", level), ("occupation", occupation)) if value is not None}
        said = award(CERTIFICATE, BY_LEVEL, passed_on="2024-03-01", **facts)
        completions = {
            (found.findings[0].outcome, found.amount_fen)
            for of_level, of_occupation in product(*worlds.values())
            if facts.get("level", of_level) == of_level and facts.get("occupation", of_occupation) == of_occupation
            for found in [
                award(CERTIFICATE, BY_LEVEL, passed_on="2024-03-01", level=of_level, occupation=of_occupation)
            ]
        }
        if said.findings[0].outcome is not UNCLEAR:
            assert completions == {(said.findings[0].outcome, said.amount_fen)}, facts
        else:
            assert len(completions) > 1 or facts.keys() == worlds.keys(), facts


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2023-12-31", None),
        ("2024-01-01", 1),
        ("2024-05-31", 1),
        ("2024-06-01", 2),
        ("2024-06-30", 2),
        # The second has ended: the first goes on.
        ("2024-07-01", 1),
    ],
)
def test_the_table_of_the_day_holds_and_of_two_the_later_adopted(day: str, number: int | None) -> None:
    first = table(rate(100_000))
    second = table(rate(200_000), number=2, applies_from=date(2024, 6, 1), applies_to=date(2024, 6, 30))
    chosen = table_on((first, second), date.fromisoformat(day))
    assert (chosen and chosen.number) == number
    found = award(CERTIFICATE, first, second, passed_on=day)
    assert found.amount_fen == {None: 0, 1: 100_000, 2: 200_000}[number]
    if number is None:
        (finding,) = found.findings
        assert (finding.outcome, finding.code, finding.owed_by) == (UNCLEAR, "no-standard", OFFICE)


DAYS = StandardKind(id="rates", unit=Unit.PERSON_DAY, quantity="days")
MONTHLY = StandardKind(
    id="rates", unit=Unit.PERSON_MONTH, keys=("benefit",), period=("period_from", "period_to"), paid="paid_fen"
)
SUPPORT = Determined(**CITED, standard=MONTHLY)
FIRST_HALF = table(
    rate(90_000, "insurance", benefit=one_of("insurance"), at_most_paid=True),
    rate(60_000, "post", benefit=one_of("post")),
)
SECOND_HALF = table(
    rate(100_000, "insurance", benefit=one_of("insurance"), at_most_paid=True),
    rate(60_000, "post", benefit=one_of("post")),
    number=2,
    applies_from=date(2024, 7, 1),
)


@pytest.mark.parametrize(
    ("first", "last", "facts", "amount_fen", "code"),
    [
        ("2024-01-01", "2024-03-31", {"benefit": "post"}, 180_000, "by-standard"),
        ("2024-02-01", "2024-02-29", {"benefit": "post"}, 60_000, "by-standard"),
        ("2023-02-01", "2023-02-28", {"benefit": "post"}, 0, "no-standard"),
        ("2023-12-01", "2024-01-31", {"benefit": "post"}, 0, "no-standard"),
        ("2024-01-02", "2024-03-31", {"benefit": "post"}, 0, "not-whole-months"),
        ("2024-01-01", "2024-03-30", {"benefit": "post"}, 0, "not-whole-months"),
        ("2024-03-01", "2024-02-29", {"benefit": "post"}, 0, "not-whole-months"),
        # Two months under each table.
        ("2024-05-01", "2024-08-31", {"benefit": "insurance", "paid_fen": 500_000}, 380_000, "by-standard"),
        ("2024-05-01", "2024-08-31", {"benefit": "insurance", "paid_fen": 380_000}, 380_000, "by-standard"),
        ("2024-05-01", "2024-08-31", {"benefit": "insurance", "paid_fen": 379_999}, 379_999, "by-standard"),
        ("2024-05-01", "2024-08-31", {"benefit": "insurance", "paid_fen": 0}, 0, "standard-nothing"),
        ("2024-05-01", "2024-08-31", {"benefit": "insurance"}, 0, "not-stated"),
        # A post is paid whatever insurance was.
        ("2024-05-01", "2024-08-31", {"benefit": "post"}, 240_000, "by-standard"),
    ],
)
def test_months_are_paid_each_by_its_own_table_and_never_more_than_was_paid(
    first: str, last: str, facts: dict[str, Any], amount_fen: int, code: str
) -> None:
    found = award(SUPPORT, FIRST_HALF, SECOND_HALF, period_from=first, period_to=last, **facts)
    assert (found.amount_fen, found.findings[0].code) == (amount_fen, code)


@pytest.mark.parametrize("fact", ["period_from", "period_to", "benefit", "paid_fen"])
def test_what_nobody_compared_makes_no_amount(fact: str) -> None:
    facts = {"period_from": "2024-01-01", "period_to": "2024-01-31", "benefit": "insurance", "paid_fen": 99_999}
    assert award(SUPPORT, FIRST_HALF, **facts).amount_fen == 90_000
    found = award(SUPPORT, FIRST_HALF, unverified=fact, **facts)
    assert (found.findings[0].code, found.findings[0].values["fact"], found.amount_fen) == ("not-verified", fact, 0)


@pytest.mark.parametrize(
    ("share", "paid_fen", "amount_fen"), [("2/3", 300, 200), ("2/3", 100, 67), ("1/2", 101, 51), ("1/1", 99, 99)]
)
def test_a_share_of_what_was_paid_is_rounded_once_for_the_whole_period(share: str, paid_fen: int, amount_fen: int):
    numerator, denominator = map(int, share.split("/"))
    rates = table(rate(None, share=Share(numerator=numerator, denominator=denominator)))
    found = award(SUPPORT, rates, period_from="2024-01-01", period_to="2024-06-30", paid_fen=paid_fen)
    assert (found.amount_fen, [step.code for step in found.arithmetic]) == (amount_fen, ["standard-share"])


def test_one_sum_that_fell_under_two_rates_is_asked_for_in_two_parts() -> None:
    first = table(rate(None, share=Share(numerator=2, denominator=3)))
    second = table(rate(None, share=Share(numerator=1, denominator=2)), number=2, applies_from=date(2024, 7, 1))
    found = award(SUPPORT, first, second, period_from="2024-06-01", period_to="2024-07-31", paid_fen=300)
    (finding,) = found.findings
    assert (finding.code, finding.owed_by, found.amount_fen) == ("rates-within-period", APPLICANT, 0)


ENDED = table(
    rate(None, "post", benefit=one_of("post"), excluded="停止补贴"),
    rate(None, "insurance", benefit=one_of("insurance"), excluded="停止补贴"),
    number=2,
    applies_from=date(2024, 7, 1),
)


@pytest.mark.parametrize(
    ("first", "facts", "amount_fen", "code"),
    [
        ("2024-05-01", {"benefit": "post"}, 120_000, "by-standard"),
        ("2024-07-01", {"benefit": "post"}, 0, "excluded-by-standard"),
        # What was paid is one sum for all months: which part of it was for the first two, nobody stated.
        ("2024-05-01", {"benefit": "insurance", "paid_fen": 300_000}, 0, "rates-within-period"),
    ],
)
def test_a_month_for_which_there_is_nothing_takes_nothing_from_the_others(
    first: str, facts: dict[str, Any], amount_fen: int, code: str
) -> None:
    found = award(SUPPORT, FIRST_HALF, ENDED, period_from=first, period_to="2024-07-31", **facts)
    assert (found.amount_fen, found.findings[0].code) == (amount_fen, code)


@pytest.mark.parametrize(("days", "outcome"), [(10_000, MET), (10_001, UNCLEAR), (10**12, UNCLEAR)])
def test_an_amount_that_nobody_can_mean_is_for_the_office_to_look_at(days: int, outcome: Outcome) -> None:
    """Seen: an amount beyond what a database holds was recorded, and no read model worked any more."""
    found = award(Determined(**CITED, standard=DAYS), table(rate(100_000_000)), days=days)
    assert found.findings[0].outcome is outcome
    assert (found.amount_fen > 0) is (outcome is MET)


def test_rates_of_many_occupations_are_compared_where_they_could_meet() -> None:
    levels, occupations = ("1", "2", "3", "4", "5"), [f"6-{number:02d}" for number in range(180)]
    rates = [
        rate(1, f"r{place}", level=one_of(level), occupation=one_of(occupation))
        for place, (occupation, level) in enumerate(product(occupations, levels))
    ]
    assert list(meeting(rates)) == []
    again = rate(2, "again", level=one_of("3"), occupation=one_of("6—07"))
    everybody = rate(3, "everybody", level=band())
    assert [(one.id, other.id) for one, other in meeting([*rates, again])] == [("r37", "again")]
    assert len(list(meeting([*rates, everybody]))) == len(rates)


@pytest.mark.parametrize(("days", "amount_fen"), [(1, 45_000), (2, 90_000), (3, 100_000), (0, 0)])
def test_units_are_counted_and_paid_up_to_the_bound_of_the_notice(days: int, amount_fen: int) -> None:
    amount = Determined(**CITED, standard=DAYS, cap_fen=100_000)
    found = award(amount, table(rate(45_000)), days=days)
    assert found.amount_fen == amount_fen
    assert found.findings[0].outcome is (MET if amount_fen else NOT_MET)


def test_a_table_that_the_notice_does_not_allow_pays_nothing_and_refuses_nobody() -> None:
    found = award(CERTIFICATE, table(rate(310_000)), passed_on="2024-03-01")
    (finding,) = found.findings
    assert (finding.code, finding.outcome, finding.owed_by) == ("standard-outside", UNCLEAR, OFFICE)


SCORES = StandardKind(id="rates", unit=Unit.SITE, keys=("score",))
MARKET = Determined(**CITED, standard=SCORES, by=ByBody(source=Source(clause="m07"), scored=True), cap_fen=1_000_000)
BY_SCORE = table(rate(1_000_000, "best", score=band(90)), rate(500_000, "good", score=band(75, 89)))


@pytest.mark.parametrize(
    ("tables", "facts", "code", "owed_by", "amount_fen"),
    [
        ((), {}, "not-determined", OFFICE, 0),
        ((), {"determined": 700_000}, "determined-within", None, 700_000),
        ((), {"determined": 1_000_001}, "determined-outside", None, 0),
        # What a body determined before there was a table stands; the desk refuses to type it afterwards.
        ((BY_SCORE,), {"score": 90, "determined": 1}, "determined-within", None, 1),
        ((BY_SCORE,), {"score": 90}, "by-standard", None, 1_000_000),
        ((BY_SCORE,), {"score": 89}, "by-standard", None, 500_000),
        ((BY_SCORE,), {"score": 75}, "by-standard", None, 500_000),
        ((BY_SCORE,), {"score": 74}, "no-rate", OFFICE, 0),
        # The body scores: an applicant cannot be asked for it.
        ((BY_SCORE,), {}, "not-stated", OFFICE, 0),
    ],
)
def test_a_body_determines_where_no_table_answers(
    tables: tuple[StandardTable, ...], facts: dict[str, Any], code: str, owed_by: OwedBy | None, amount_fen: int
) -> None:
    found = award(MARKET, *tables, **facts)
    (finding,) = found.findings
    assert (finding.code, finding.owed_by, found.amount_fen) == (code, owed_by, amount_fen)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (one_of("1", "2"), one_of("2"), True),
        (one_of("1"), one_of("2"), False),
        (one_of("电工"), one_of("电 工"), True),
        (band(40, 79), band(80), False),
        (band(40, 80), band(80), True),
        (band(None, 79), band(80, None), False),
        (band("2024-01-01", "2024-06-30"), band("2024-06-30", None), True),
        (one_of(50), band(40, 79), True),
        (one_of(80), band(40, 79), False),
        (one_of(True), one_of(False), False),
        (one_of(1), one_of(True), False),
        # Values of other types meet nothing, and are told of elsewhere.
        (one_of("x"), band(1), False),
        (band(5), band(None, "2024-01-01"), False),
    ],
)
def test_two_rates_meet_where_one_line_could_find_both(one: Accepted, other: Accepted, meet: bool) -> None:
    assert one.meets(other) is other.meets(one) is meet
    assert rate(1, fact=one).meets(rate(2, fact=other)) is meet
    assert rate(1, fact=one).meets(rate(2, another=other)), "of two facts a line may state both"


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2024-01-01", "2024-01-31", 1),
        ("2024-01-01", "2024-12-31", 12),
        ("2023-12-01", "2024-02-29", 3),
        ("2024-01-01", "2024-01-30", None),
        ("2024-01-02", "2024-01-31", None),
        ("2024-02-01", "2024-01-31", None),
    ],
)
def test_whole_months_begin_with_their_first_and_end_with_their_last_day(first: str, last: str, months: int | None):
    found = whole_months(date.fromisoformat(first), date.fromisoformat(last))
    assert (found and len(found)) == months


def test_the_day_of_receipt_chooses_where_the_notice_names_no_other() -> None:
    flat = Determined(**CITED, standard=StandardKind(id="rates", unit=Unit.PERSON))
    assert award(flat, table(rate(500), applies_from=RECEIVED)).amount_fen == 500
    assert award(flat, table(rate(500), applies_to=RECEIVED)).amount_fen == 500
    assert award(flat, table(rate(500), applies_from=date(2024, 5, 7))).findings[0].code == "no-standard"
