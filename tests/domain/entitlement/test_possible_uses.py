"""Uses of which something was left out, limit by limit: never certain, and never out. ADR 0060."""

from __future__ import annotations

from datetime import date

import pytest

from domain.entitlement.claim import Use
from domain.entitlement.comparing_limits import Exclusive, Months, NoLower, NoOverlap
from domain.entitlement.limits import Limit
from domain.entitlement.rules import Names, Stated
from domain.entitlement.uses import NOT_STATED, Asked, Over

ON = date(2024, 5, 6)
CITED = {"id": "limit", "clause": "c1", "names": Names(zh="限额", en="limit"), "over": Over.PERSON}
PERIODS = NoOverlap(**CITED, first="first", last="last")
YEAR = Months(**CITED, first="first", last="last", maximum=12)
AWARD = Exclusive(**CITED, fact="award", excluded_by={"a": frozenset({"b"}), "c": frozenset()})
LEVEL = NoLower(**CITED, fact="level", order=("1", "2"))


def asked(**facts: str) -> Asked:
    stated = Stated(
        applicant="x", applicant_kind="person", received_on=ON, facts=facts, unverified=frozenset(), answers={}
    )
    return Asked(scheme="s", application="new", line=1, person="p", certificate=None, stated=stated)


def earlier(qualifier: str) -> dict[str, list[Use]]:
    use = Use(limit="limit", subject="p", qualifier=qualifier, on=ON, amount_fen=1, application="import-1", line=1)
    return {qualifier: [use]}


MAY = {"first": "2024-03-01", "last": "2024-05-31"}
_ = NOT_STATED


@pytest.mark.parametrize(
    ("limit", "facts", "qualifier", "outcome"),
    [
        (PERIODS, MAY, "|2024-05-31|2024-06-30", "not_met"),
        (PERIODS, MAY, "|2024-06-01|2024-06-30", "met"),
        (PERIODS, MAY, f"|{_}|2024-02-29", "met"),
        (PERIODS, MAY, f"|{_}|2024-03-01", "unclear"),
        (PERIODS, MAY, f"|{_}|2025-01-01", "unclear"),
        (PERIODS, MAY, f"|2024-05-31|{_}", "unclear"),
        (PERIODS, MAY, f"|2024-06-01|{_}", "met"),
        (PERIODS, MAY, f"|{_}|{_}", "unclear"),
        (YEAR, MAY, "|2023-01-01|2023-09-30", "met"),
        (YEAR, MAY, "|2023-01-01|2023-12-31", "not_met"),
        (YEAR, MAY, f"|{_}|2023-12-31", "unclear"),
        (YEAR, MAY, f"|{_}|{_}", "unclear"),
        (AWARD, {"award": "a"}, "b", "not_met"),
        (AWARD, {"award": "a"}, "c", "met"),
        (AWARD, {"award": "a"}, _, "unclear"),
        (AWARD, {"award": "c"}, _, "met"),
        (LEVEL, {"level": "2"}, "|1", "not_met"),
        (LEVEL, {"level": "2"}, f"|{_}", "unclear"),
        (LEVEL, {"level": "1"}, f"|{_}", "met"),
    ],
)
def test_each_limit_says_what_it_knows(limit: Limit, facts: dict[str, str], qualifier: str, outcome: str) -> None:
    one = asked(**facts)
    finding = limit.examine(one, limit.use(one), earlier(qualifier))
    assert finding is not None
    assert finding.outcome.value == outcome
