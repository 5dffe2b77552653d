"""至多若干个月: the months of all periods of a person together, whatever cases they stand in."""

from __future__ import annotations

from typing import Any

import pytest

from domain.base import replace
from domain.entitlement.claim import Use
from domain.entitlement.comparing_limits import Months
from domain.entitlement.findings import Finding, Outcome, OwedBy
from domain.entitlement.rules import Names
from domain.entitlement.uses import Asked, Over
from tests.domain.entitlement.stating import asked

LIMIT = Months(
    id="months", clause="m09", names=Names(zh="至多36个月", en="At most 36 months"), over=Over.PERSON,
    first="period_from", last="period_to", maximum=36,
)  # fmt: skip


def line(first: str | None, last: str | None, unverified: str = "") -> Asked:
    facts = {name: day for name, day in (("period_from", first), ("period_to", last)) if day is not None}
    one = asked(facts=facts)
    return replace(one, stated=replace(one.stated, unverified=frozenset(unverified.split())))


def examined(one: Asked, *before: tuple[str, str]) -> Finding:
    earlier: dict[str, list[Use]] = {}
    for first, last in before:
        use = LIMIT.use(line(first, last))
        assert use is not None
        earlier.setdefault(use.qualifier, []).append(replace(use, application="earlier"))
    finding = LIMIT.examine(one, LIMIT.use(one), earlier)
    assert finding is not None
    return finding


@pytest.mark.parametrize(
    ("last", "before", "outcome"),
    [
        ("2024-12-31", (), Outcome.MET),
        ("2026-12-31", (), Outcome.MET),
        # 37 months of one period.
        ("2027-01-31", (), Outcome.NOT_MET),
        ("2024-12-31", (("2021-01-01", "2022-12-31"),), Outcome.MET),
        ("2024-12-31", (("2021-01-01", "2022-12-31"), ("2023-06-01", "2023-06-30")), Outcome.NOT_MET),
        # A month counts once, in however many periods.
        ("2024-12-31", (("2021-01-01", "2022-12-31"), ("2022-01-01", "2022-12-31")), Outcome.MET),
        ("2024-12-31", (("2022-01-01", "2024-12-31"),), Outcome.MET),
    ],
)
def test_months_of_all_periods_are_counted_once_each(last: str, before: Any, outcome: Outcome) -> None:
    assert examined(line("2024-01-01", last), *before).outcome is outcome


@pytest.mark.parametrize("last", ["2024-12-31", "2030-12-31"])
@pytest.mark.parametrize("before", [(), (("2021-01-01", "2022-12-31"),)])
def test_a_period_that_nobody_compared_decides_nothing_in_either_direction(last: str, before: Any) -> None:
    for fact in ("period_from", "period_to"):
        finding = examined(line("2024-01-01", last, fact), *before)
        assert (finding.outcome, finding.owed_by) == (Outcome.UNCLEAR, OwedBy.OFFICE)


def test_a_period_that_is_left_out_is_asked_for() -> None:
    for one in (line(None, "2024-12-31"), line("2024-01-01", None)):
        assert (examined(one).outcome, examined(one).owed_by) == (Outcome.UNCLEAR, OwedBy.APPLICANT)
