"""Limits, amounts and days are met, not met or unclear: at each bound, and while something is not known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.base import replace
from domain.entitlement.amounts import Amount, ByChoice, Flat
from domain.entitlement.claim import Question, RegisterResult, Use
from domain.entitlement.comparing_limits import Exclusive, NoLower, NoOverlap
from domain.entitlement.determined import Cost, Determined
from domain.entitlement.findings import Outcome, OwedBy
from domain.entitlement.limits import Limit, Sum, Times
from domain.entitlement.measured import Band, ByBand, CostCapped, PercentOf
from domain.entitlement.quotas import ProgrammeBudget, Quota
from domain.entitlement.rules import Asking, Names, Period, Source, Span
from domain.entitlement.standing import about_something, after_receipt
from domain.entitlement.uses import Alike, Asked, Otherwise, Over
from tests.domain.entitlement.stating import RECEIVED, asked, stated
from tests.domain.sample_cases import edition

MET, NOT_MET, UNCLEAR = Outcome.MET, Outcome.NOT_MET, Outcome.UNCLEAR
OFFICE, APPLICANT, READING = OwedBy.OFFICE, OwedBy.APPLICANT, OwedBy.READING
CITED: dict[str, Any] = {"clause": "m01"}
SOURCE = Source(clause="m01")
LIMITED: dict[str, Any] = {"id": "limit", "clause": "m01", "names": Names(zh="限制", en="Limit")}


def line(number: int = 1, unverified: str = "", worth: Span | None = None, **facts: Any) -> Asked:
    """A line of one person; the facts named in `unverified` are only declared."""
    one = asked(number, facts=facts)
    declared = stated(unverified=frozenset(unverified.split()), **facts)
    return replace(one, stated=declared, worth=worth or Span())


def limited(limit: Limit, claimed: Asked, *before: Asked) -> tuple[Outcome, OwedBy | None]:
    """What a limit says of a line, after lines that counted."""
    earlier: dict[str, list[Use]] = {}
    for used in filter(None, map(limit.use, before)):
        earlier.setdefault(used.qualifier, []).append(used)
    finding = limit.examine(claimed, limit.use(claimed), earlier)
    assert finding is not None
    return finding.outcome, finding.owed_by


# So many times: k earlier uses that are certain, j that are possible

YEARLY = Times(**LIMITED, over=Over.PERSON, maximum=3, day="day", yearly=SOURCE)
ONCE = Times(**LIMITED, over=Over.PERSON, day="day")
REPEAT = Times(**LIMITED, over=Over.PERSON, alike=(Alike(fact="level", otherwise=Otherwise.NONE),))


@pytest.mark.parametrize(
    ("certain", "expected"), [(0, (MET, None)), (2, (MET, None)), (3, (NOT_MET, None)), (4, (NOT_MET, None))]
)
def test_certain_uses_below_the_maximum_leave_it_open_and_reach_it_at_the_maximum(
    certain: int, expected: tuple[Outcome, OwedBy | None]
) -> None:
    before = [line(number, day=f"2024-0{number}-01") for number in range(1, certain + 1)]
    assert limited(YEARLY, line(9, day="2024-05-01"), *before) == expected


@pytest.mark.parametrize("declared", ["2024-05-01", "2023-05-01"])
def test_possible_uses_that_reach_the_maximum_leave_the_office_to_compare(declared: str) -> None:
    before = [line(number, day=f"2024-0{number}-01") for number in range(1, 4)]
    assert limited(YEARLY, line(9, "day", day=declared), *before) == (UNCLEAR, OFFICE)


@pytest.mark.parametrize("declared", ["4", "5"])
def test_one_possible_use_is_enough_where_one_is_the_maximum(declared: str) -> None:
    assert limited(REPEAT, line(2, "level", level=declared), line(1, level="4")) == (UNCLEAR, OFFICE)


def test_where_nothing_was_used_nothing_needs_to_be_compared() -> None:
    assert limited(YEARLY, line(9, "day", day="2024-05-01")) == (MET, None)
    assert limited(REPEAT, line(2, "level", level="4")) == (MET, None)


def test_possible_uses_below_the_maximum_leave_it_open() -> None:
    before = [line(number, day=f"2024-0{number}-01") for number in range(1, 3)]
    assert limited(YEARLY, line(9, "day", day="2024-05-01"), *before) == (MET, None)


def test_a_use_that_counts_whatever_the_day_turns_out_to_be_is_certain() -> None:
    assert limited(ONCE, line(2, "day", day="2024-05-01"), line(1, day="2024-01-01")) == (NOT_MET, None)


def test_a_declared_day_does_not_take_a_line_out_of_a_limit_of_other_days() -> None:
    of_2024 = replace(ONCE, within=Period(first=date(2024, 1, 1), last=date(2024, 12, 31)))
    assert limited(of_2024, line(2, "day", day="2023-12-31"), line(1, day="2024-01-01")) == (UNCLEAR, OFFICE)


# Sums: what was used, and between what and what the line is worth


@pytest.mark.parametrize("kind", [Sum, ProgrammeBudget])
@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        (1, 100, (MET, None)),
        (100, 100, (MET, None)),
        (1, 101, (UNCLEAR, OFFICE)),
        (100, 101, (UNCLEAR, OFFICE)),
        (100, None, (UNCLEAR, OFFICE)),
        (101, 101, (NOT_MET, None)),
        (101, 200, (NOT_MET, None)),
        (101, None, (NOT_MET, None)),
    ],
)
def test_a_sum_is_open_for_the_most_reached_by_the_least_and_unclear_between(
    kind: type[Sum | ProgrammeBudget], least: int, most: int | None, expected: tuple[Outcome, OwedBy | None]
) -> None:
    limit = kind(**LIMITED, over=Over.PERSON, maximum_fen=1000)
    used = line(1, worth=Span.exactly(900))
    assert limited(limit, line(2, worth=Span(least_fen=least, most_fen=most)), used) == expected


# No conflict, a certain one, a possible one

PERIOD = NoOverlap(**LIMITED, over=Over.PERSON, first="first", last="last")
AWARD = Exclusive(**LIMITED, over=Over.PERSON, fact="award", excluded_by={"a": frozenset({"a", "b"})})
LEVEL = NoLower(**LIMITED, over=Over.PERSON, fact="level", order=("1", "2", "3"))
SPRING = line(1, first="2024-03-01", last="2024-05-31")


@pytest.mark.parametrize(
    ("limit", "claimed", "before", "expected"),
    [
        (PERIOD, line(2, first="2024-06-01", last="2024-06-30"), SPRING, (MET, None)),
        (PERIOD, line(2, first="2024-05-31", last="2024-06-30"), SPRING, (NOT_MET, None)),
        (PERIOD, line(2, "first", first="2024-06-01", last="2024-06-30"), SPRING, (UNCLEAR, OFFICE)),
        (PERIOD, line(2, "last", first="2024-05-31", last="2024-06-30"), SPRING, (UNCLEAR, OFFICE)),
        (PERIOD, line(2, first="2024-06-01"), SPRING, (UNCLEAR, APPLICANT)),
        (AWARD, line(2, award="b"), line(1, award="a"), (MET, None)),
        (AWARD, line(2, award="a"), line(1, award="b"), (NOT_MET, None)),
        (AWARD, line(2, "award", award="a"), line(1, award="b"), (UNCLEAR, OFFICE)),
        (AWARD, line(2, "award", award="b"), line(1, award="a"), (UNCLEAR, OFFICE)),
        (AWARD, line(2), line(1, award="a"), (UNCLEAR, APPLICANT)),
        (LEVEL, line(2, level="1"), line(1, level="2"), (MET, None)),
        (LEVEL, line(2, level="3"), line(1, level="2"), (NOT_MET, None)),
        (LEVEL, line(2), line(1, level="2"), (MET, None)),
    ],
)
def test_a_possible_conflict_is_for_the_office_to_compare(
    limit: Limit, claimed: Asked, before: Asked, expected: tuple[Outcome, OwedBy | None]
) -> None:
    assert limited(limit, claimed, before) == expected
    if expected != (UNCLEAR, APPLICANT):
        assert limited(limit, claimed) == (MET, None), "there is nothing to be in conflict with"


@pytest.mark.parametrize("declared", ["1", "3"])
def test_a_level_that_is_only_declared_may_be_lower_or_not(declared: str) -> None:
    assert limited(LEVEL, line(2, "level", level=declared), line(1, level="2")) == (UNCLEAR, OFFICE)


# Quotas

QUOTA = Quota(**LIMITED, over=Over.APPLICANT, asking=Asking(register="enterprises"))


@pytest.mark.parametrize(
    ("answer", "used", "expected"),
    [
        (RegisterResult(entry="e", quota=2), 1, (MET, None)),
        (RegisterResult(entry="e", quota=2), 2, (NOT_MET, None)),
        (RegisterResult(entry="e", quota=0), 0, (NOT_MET, None)),
        (RegisterResult(entry="e"), 0, (UNCLEAR, OFFICE)),
        (RegisterResult(entry="e"), 9, (UNCLEAR, OFFICE)),
        (RegisterResult(entry="e", unlimited=True), 9, (MET, None)),
    ],
)
def test_an_entry_without_its_quota_is_for_the_office_to_complete(
    answer: RegisterResult, used: int, expected: tuple[Outcome, OwedBy | None]
) -> None:
    answers = {Question(register="enterprises", key="APPLICANT", on=RECEIVED): answer}
    lines = [asked(number, answers=answers) for number in range(used + 1)]
    assert limited(QUOTA, lines[-1], *lines[:-1]) == expected


# Amounts

BY_TIER = ByChoice(**CITED, fact="tier", amounts_fen={"1": 100, "2": 200}, unsettled={"3": "tier-order"})
BOUNDED = Determined(**CITED, floor_fen=500, cap_fen=3000)
UP_TO_COST = Determined(**CITED, cap_fen=2000, cost=Cost(fact="cost", source=SOURCE))
BY_PAPER = Determined(**CITED, document="paper")
CAPPED = CostCapped(**CITED, fact="cost", cap_fen=1000)
SHARE = PercentOf(**CITED, fact="cost", percent=50)
BY_HOURS = ByBand(**CITED, fact="hours", bands=(Band(first=40, last=79, amount_fen=100, source=SOURCE),))


@pytest.mark.parametrize(
    ("amount", "unverified", "determined_fen", "facts", "expected"),
    [
        (Flat(**CITED, amount_fen=100), "", None, {}, []),
        (BY_TIER, "", None, {"tier": "1"}, [(MET, None)]),
        (BY_TIER, "", None, {"tier": "9"}, [(NOT_MET, None)]),
        (BY_TIER, "", None, {"tier": "3"}, [(UNCLEAR, READING)]),
        (BY_TIER, "", None, {}, [(UNCLEAR, APPLICANT)]),
        (BY_TIER, "tier", None, {"tier": "1"}, [(UNCLEAR, OFFICE)]),
        (BY_TIER, "tier", None, {"tier": "9"}, [(UNCLEAR, OFFICE)]),
        (BY_TIER, "tier", None, {"tier": "3"}, [(UNCLEAR, OFFICE)]),
        (BOUNDED, "", 500, {}, [(MET, None)]),
        (BOUNDED, "", 3000, {}, [(MET, None)]),
        (BOUNDED, "", None, {}, [(UNCLEAR, OFFICE)]),
        (BOUNDED, "determined_fen", None, {"determined_fen": 500}, [(UNCLEAR, OFFICE)]),
        (BOUNDED, "", 499, {}, [(NOT_MET, None)]),
        (BOUNDED, "", 3001, {}, [(NOT_MET, None)]),
        (UP_TO_COST, "", 1800, {"cost": 1800}, [(MET, None), (MET, None)]),
        (UP_TO_COST, "", 1800, {"cost": 1799}, [(MET, None), (NOT_MET, None)]),
        (UP_TO_COST, "", 1800, {}, [(MET, None), (UNCLEAR, APPLICANT)]),
        (UP_TO_COST, "cost", 1800, {"cost": 1799}, [(MET, None), (UNCLEAR, OFFICE)]),
        (UP_TO_COST, "", None, {"cost": 1800}, [(UNCLEAR, OFFICE)]),
        (BY_PAPER, "", 100, {"paper": "1号"}, [(MET, None)]),
        (BY_PAPER, "", 100, {}, [(UNCLEAR, APPLICANT)]),
        (BY_PAPER, "", None, {"paper": "1号"}, [(UNCLEAR, OFFICE)]),
        (CAPPED, "", None, {"cost": 900}, [(MET, None)]),
        (CAPPED, "", None, {"cost": 1100}, [(MET, None)]),
        (CAPPED, "", None, {"cost": 0}, [(NOT_MET, None)]),
        (CAPPED, "", None, {}, [(UNCLEAR, APPLICANT)]),
        (CAPPED, "cost", None, {"cost": 0}, [(UNCLEAR, OFFICE)]),
        (SHARE, "", None, {"cost": 1}, [(MET, None)]),
        (SHARE, "", None, {"cost": 0}, [(NOT_MET, None)]),
        (SHARE, "", None, {}, [(UNCLEAR, APPLICANT)]),
        (SHARE, "cost", None, {"cost": 0}, [(UNCLEAR, OFFICE)]),
        (BY_HOURS, "", None, {"hours": 40}, [(MET, None)]),
        (BY_HOURS, "", None, {"hours": 39}, [(NOT_MET, None)]),
        (BY_HOURS, "", None, {}, [(UNCLEAR, APPLICANT)]),
        (BY_HOURS, "hours", None, {"hours": 39}, [(UNCLEAR, OFFICE)]),
    ],
)
def test_an_amount_that_is_not_known_yet_is_no_refusal(
    amount: Amount, unverified: str, determined_fen: int | None, facts: dict[str, Any], expected: list[Any]
) -> None:
    declared = stated(unverified=frozenset(unverified.split()), determined_fen=determined_fen)
    award = amount.award(replace(declared, facts=facts))
    assert [(finding.outcome, finding.owed_by) for finding in award.findings] == expected
    assert (award.amount_fen > 0) is all(finding.holds for finding in award.findings)


def test_what_an_amount_may_be_worth_spans_all_that_it_can_become() -> None:
    def span(amount: Amount, **facts: Any) -> tuple[int, int | None]:
        worth = amount.span(amount.award(stated(**facts)))
        return worth.least_fen, worth.most_fen

    assert span(BY_TIER, tier="2") == (200, 200)
    assert span(BY_TIER) == (100, 200)
    assert span(BY_TIER, tier="9") == (0, 0)
    assert span(BOUNDED) == (500, 3000)
    assert span(BY_PAPER) == (1, None)
    assert span(CAPPED) == (1, 1000)
    assert span(SHARE) == (1, None)


# What every claim has to be


@pytest.mark.parametrize(("day", "late"), [("2024-05-05", False), ("2024-05-06", False), ("2024-05-07", True)])
def test_a_day_after_the_receipt_is_for_the_applicant_to_correct(day: str, late: bool) -> None:
    assert date(2024, 5, 6) == RECEIVED
    scheme = edition().schemes["project-skills-training"]
    days = frozenset({"certificate_on"})
    findings = list(after_receipt(scheme, days, {"certificate_on": day}, RECEIVED))
    assert [(finding.outcome, finding.owed_by) for finding in findings] == ([(UNCLEAR, APPLICANT)] if late else [])
    running = replace(scheme, running_on={"certificate_on": SOURCE})
    assert list(after_receipt(running, days, {"certificate_on": day}, RECEIVED)) == []


@pytest.mark.parametrize(
    ("scheme", "claimed"), [("project-skills-training", asked(person=None)), ("guidance-base", asked(person=None))]
)
def test_whom_or_what_a_line_is_about_is_for_the_applicant_to_state(scheme: str, claimed: Asked) -> None:
    (finding,) = about_something(edition().schemes[scheme], claimed)
    assert (finding.outcome, finding.owed_by) == (UNCLEAR, APPLICANT)
