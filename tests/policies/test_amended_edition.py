"""The amended edition that is shipped as an example: what it changes, and what it would have meant for past cases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.base import replace
from domain.entitlement.assessment import assess, questions
from domain.entitlement.claim import AssessmentGiven, Claim, Question, RegisterResult, Use
from domain.entitlement.edition import Edition
from policies import shipped, shipped_ids, shipped_refs
from policies.difference import differences
from policies.evaluate import claim_from, evaluate
from policies.impact import Past, impacts
from policies.loader import load
from tests.policies.documents import EDITION, WORKER, application, finding, line, person

AMENDED = load(shipped("xiamen-2023-187@2"))
SCHEME = "skill-certificate"
FIRST, LAST = date(2023, 12, 20), date(2025, 12, 31)


def test_only_its_number_chooses_the_example():
    assert shipped_ids() == ("xiamen-2023-187",)
    assert "xiamen-2023-187@2" in shipped_refs()
    assert load(shipped("xiamen-2023-187")).ref == "xiamen-2023-187@1"
    assert (AMENDED.ref, AMENDED.applies_from, AMENDED.window.first) == ("xiamen-2023-187@2", FIRST, date(2023, 8, 24))


def test_the_amendment_differs_from_the_notice_in_two_limits_and_what_names_them():
    changes = differences(shipped("xiamen-2023-187@1"), shipped("xiamen-2023-187@2"))
    training = [name for name, scheme in EDITION.schemes.items() if scheme.clause in ("m01", "m02", "m03", "m04")]
    assert [(difference.change, ".".join(difference.path)) for difference in changes] == [
        ("changed", "number"),
        ("changed", "document"),
        ("added", "limits.training-total"),
        ("added", "limits.training-no-lower"),
        *(("changed", f"schemes.{name}.limits") for name in AMENDED.schemes if name in training),
        ("added", "clauses.amendment-1"),
        ("added", "applies_from"),
    ]


def test_an_edition_differs_from_itself_in_nothing_and_each_way_round_in_the_same_places():
    one, other = shipped("xiamen-2023-187@1"), shipped("xiamen-2023-187@2")
    assert differences(one, one) == []
    back = [(difference.path, difference.after, difference.before) for difference in differences(other, one)]
    assert sorted(back, key=str) == sorted(
        ((difference.path, difference.before, difference.after) for difference in differences(one, other)), key=str
    )


LATER = "2026-01-05"
"""What is found of lines is found whenever the application came, but for days that had not come by then."""


def evaluated(edition: Edition, *lines: dict[str, Any], **keys: Any) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = evaluate(edition, application(SCHEME, *lines, received_on=LATER, **keys))["lines"]
    return answer


def certified(on: str, number: int = 0, **facts: Any) -> dict[str, Any]:
    return line(
        SCHEME, 1, **{"certificate_on": on, "certificate_no": f"S-{number}", "occupation": f"工种{number}", **facts}
    )


@pytest.mark.parametrize(
    ("on", "outcome", "code"),
    [
        ("2023-12-19", "met", "limit-of-other-days"),
        ("2023-12-20", "not_met", "limit-reached"),
        ("2025-12-31", "not_met", "limit-reached"),
        ("2026-01-01", "met", "limit-of-other-days"),
    ],
)
def test_a_fourth_training_within_two_years_is_one_too_many(on: str, outcome: str, code: str):
    lines = [certified(day, number) for number, day in enumerate(("2023-12-20", "2024-06-01", "2025-12-31"))]
    verdict = finding(evaluated(AMENDED, *lines, certified(on, 9), applicant=WORKER)[3], "training-total")
    assert (verdict["outcome"], verdict["code"], verdict["clause"]) == (outcome, code, "amendment-1")


def test_three_in_all_are_allowed_and_the_notice_itself_allows_three_a_year():
    days = ("2023-12-21", "2024-03-01", "2024-09-01", "2025-03-01")
    lines = [certified(day, number) for number, day in enumerate(days)]
    assert [one["eligible"] for one in evaluated(AMENDED, *lines)] == [True, True, True, False]
    assert [one["eligible"] for one in evaluated(EDITION, *lines)] == [True, True, True, True]


@pytest.mark.parametrize(
    ("first", "second", "outcome", "code"),
    [
        ("4", "3", "met", "level-open"),
        ("3", "4", "not_met", "level-lower"),
        ("1", "5", "not_met", "level-lower"),
        (None, "5", "met", "level-open"),
        ("3", None, "met", "limit-not-applying"),
    ],
)
def test_no_level_is_subsidised_below_an_earlier_one_of_the_same_occupation(
    first: str | None, second: str | None, outcome: str, code: str
):
    lines = [
        certified("2024-03-01", number, occupation="电工", level=level) for number, level in enumerate((first, second))
    ]
    verdict = finding(evaluated(AMENDED, *lines)[1], "training-no-lower")
    assert (verdict["outcome"], verdict["code"]) == (outcome, code)


def test_another_occupation_has_levels_of_its_own():
    lines = [
        certified("2024-03-01", 1, occupation="电工", level="3"),
        certified("2024-03-01", 2, occupation="焊工", level="4"),
    ]
    assert evaluated(AMENDED, *lines)[1]["eligible"]


def claim(number: str, *lines: dict[str, Any]) -> Claim:
    worker = {"kind": "person", **person(1)}
    document = application(SCHEME, *lines, applicant=worker, received_on="2024-12-31")
    return replace(claim_from(EDITION, document), application=number)


def used_by(edition: Edition, *claims: Claim) -> tuple[Use, ...]:
    uses: tuple[Use, ...] = ()
    for claimed in claims:
        uses += assess(edition, claimed, AssessmentGiven(answers={}, uses=uses)).uses
    return uses


def test_what_was_used_under_the_first_edition_counts_under_the_second_and_the_other_way_round():
    before = [claim(f"a{number}", certified(f"2024-0{number}-01", number)) for number in (1, 2, 3)]
    fourth = claim("b", certified("2024-11-01", 4))
    under_first = assess(AMENDED, fourth, AssessmentGiven(answers={}, uses=used_by(EDITION, *before)))
    assert not under_first.eligible
    same_year = claim("c", certified("2024-12-01", 5))
    under_second = assess(EDITION, same_year, AssessmentGiven(answers={}, uses=used_by(AMENDED, *before)))
    assert finding_of(under_second.lines[0].findings, "training-yearly") == "limit-reached"


def test_a_lower_level_is_told_from_what_was_used_under_the_first_edition():
    higher = claim("a", certified("2024-01-01", 1, occupation="电工", level="3"))
    lower = claim("b", certified("2024-03-01", 2, occupation="电工", level="4"))
    again = assess(AMENDED, lower, AssessmentGiven(answers={}, uses=used_by(EDITION, higher)))
    assert finding_of(again.lines[0].findings, "training-no-lower") == "level-lower"


def finding_of(findings: Any, condition: str) -> str:
    return next(candidate.code for candidate in findings if candidate.condition == condition)


def listed(edition: Edition, asking: Claim) -> dict[Question, RegisterResult]:
    return {asked: RegisterResult(entry="e") for asked in questions(edition, asking)}


def past(one: Claim, *awarded_fen: int, **keys: Any) -> Past:
    return Past(
        claim=one,
        determined_fen={},
        waived=frozenset(),
        awarded_fen=dict(enumerate(awarded_fen, 1)),
        **keys,
    )


def test_past_cases_are_assessed_anew_in_the_order_of_their_decisions():
    days = ("2023-12-21", "2024-03-01", "2024-09-01", "2024-11-01")
    pasts = [past(claim(f"a{n}", certified(day, n)), 150_000) for n, day in enumerate(days)]
    affected = list(impacts(AMENDED, pasts, listed))
    assert [impact.after_fen for impact in affected] == [150_000, 150_000, 150_000, 0]
    assert [impact.lines_changed for impact in affected] == [(), (), (), (1,)]
    assert [impact.after_fen for impact in impacts(EDITION, pasts, listed)] == [150_000] * 4


def test_what_was_rejected_may_gain():
    rejected = past(claim("a", certified("2024-03-01")))
    (impact,) = impacts(AMENDED, [rejected], listed)
    assert (impact.past.entitled_fen, impact.after_fen, impact.lines_changed) == (0, 150_000, (1,))


def test_a_case_of_another_edition_keeps_what_it_used():
    days = ("2023-12-21", "2024-03-01", "2024-09-01")
    used = used_by(EDITION, *(claim(f"a{n}", certified(day, n)) for n, day in enumerate(days)))
    standing = past(claim("z", certified("2024-01-01", 8)), 150_000, uses=used)
    (impact,) = impacts(AMENDED, [standing, past(claim("b", certified("2024-11-01", 9)), 150_000)], listed)
    assert (impact.past.claim.application, impact.after_fen) == ("b", 0)


def test_a_waiver_and_a_determined_amount_go_with_the_case():
    lines = [certified(f"2024-0{month}-01", month, determined_fen=None) for month in (1, 2, 3, 4)]
    waived = replace(
        past(claim("a", *lines), 60_000, 60_000, 60_000, 60_000),
        determined_fen=dict.fromkeys((1, 2, 3, 4), 60_000),
        waived=frozenset({("training-yearly", 4)}),
    )
    (under_first,) = impacts(EDITION, [waived], listed)
    (under_second,) = impacts(AMENDED, [waived], listed)
    assert (under_first.after_fen, under_second.after_fen) == (240_000, 180_000)


def test_a_scheme_that_the_other_edition_does_not_have_gives_nothing():
    without = replace(EDITION, schemes={name: scheme for name, scheme in EDITION.schemes.items() if name != SCHEME})
    (impact,) = impacts(without, [past(claim("a", certified("2024-01-01")), 150_000)], listed)
    assert (impact.assessment, impact.after_fen, impact.lines_changed) == (None, 0, (1,))
