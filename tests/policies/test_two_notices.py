"""Two notices as they were reported, beside the first: their worked examples, and that nothing crosses over."""

from __future__ import annotations

from typing import Any

import pytest

from domain.entitlement.claim import limit_key
from policies import shipped
from policies.evaluate import evaluate
from policies.loader import load
from policies.problems import PackInvalid
from tests.policies.documents import EDITION as FIRST
from tests.policies.documents import FIRM, finding, person

SPRING = load(shipped("xiamen-2025-spring@1"))
POSTS = load(shipped("fuzhou-2024-posts@1"))
OTHER = "91350299XN00000042"


def answer(edition: Any, scheme: str, *lines: dict[str, Any], registers: Any = None, **keys: Any) -> dict[str, Any]:
    document = {
        "scheme": scheme,
        "applicant": FIRM,
        "received_on": "2025-03-03",
        "registers": registers or {},
        "lines": [{"person": person(number), "facts": facts} for number, facts in enumerate(lines, 1)],
        **keys,
    }
    return evaluate(edition, document)


def test_418_workers_of_eight_days_at_one_enterprise_come_to_500_000_yuan_and_not_to_499_200():
    """416 lines of 1 200 yuan make 499 200; the next is cut to 800, and the last is refused, for nothing is left."""
    evaluation = answer(SPRING, "holiday-production", *[{"employee": True, "days_worked": 8}] * 418)
    assert evaluation["amount_fen"] == 500_000_00
    amounts = [one["amount_fen"] for one in evaluation["lines"]]
    assert amounts == [1_200_00] * 416 + [800_00, 0]
    last = finding(evaluation["lines"][-1], "enterprise-total")
    assert (last["outcome"], last["clause"], last["code"]) == ("not_met", "a1", "sum-exceeded")


@pytest.mark.parametrize(("days", "amount_fen"), [(0, 0), (1, 150_00), (7, 1_050_00), (8, 1_200_00), (9, 0)])
def test_a_worker_is_paid_by_the_days_of_the_holiday_and_it_has_eight(days: int, amount_fen: int):
    one = answer(SPRING, "holiday-production", {"employee": True, "days_worked": days})["lines"][0]
    verdict = finding(one, "amount")
    assert (one["amount_fen"], verdict["clause"]) == (amount_fen, "a1")
    assert verdict["outcome"] == ("met" if amount_fen else "not_met")


def test_days_that_nobody_stated_are_asked_for():
    one = answer(SPRING, "holiday-production", {"employee": True})["lines"][0]
    assert (one["outcome"], finding(one, "amount")["owed_by"]) == ("open", "applicant")


def test_a_contractor_is_on_the_list_of_key_projects():
    facts = {"on_site": True, "days_worked": 8}
    listed = answer(SPRING, "project-site", facts, registers={"project-contractors": True})
    assert listed["amount_fen"] == 800_00
    assert not answer(SPRING, "project-site", facts)["eligible"]


def test_an_introduction_is_rewarded_at_once_and_once_more_after_three_months():
    facts = {"newly_recruited": True, "employer_uscc": OTHER, "hired_on": "2025-02-10"}
    one = answer(SPRING, "introduction", facts, registers={"introducing-operators": True})["lines"][0]
    assert [(part["amount_fen"], part["payable"]) for part in one["instalments"]] == [
        (500_00, "on-approval"),
        (500_00, "insured-3-months"),
    ]


def test_a_worker_and_employer_are_rewarded_for_recruitment_or_for_introduction():
    """The employer of a recruitment is the applicant; that of an introduction is named."""
    from domain.base import replace
    from domain.entitlement.assessment import assess, questions
    from domain.entitlement.claim import AssessmentGiven, RegisterResult
    from policies.evaluate import claim_from

    def assessed(scheme: str, applicant: dict[str, str], facts: dict[str, Any], uses: Any = ()) -> Any:
        line = {"person": person(1), "facts": facts}
        document = {"scheme": scheme, "applicant": applicant, "received_on": "2025-03-03", "lines": [line]}
        claim = claim_from(SPRING, document)
        answers = dict.fromkeys(questions(SPRING, claim), RegisterResult(entry="e"))
        before = tuple(replace(use, application="earlier") for use in uses)
        return assess(SPRING, claim, AssessmentGiven(answers=answers, uses=before))

    firm = {"kind": "organisation", "name": "厦门虚构光电有限公司", "uscc": OTHER}
    recruited = assessed("recruitment", firm, {"newly_recruited": True})
    assert recruited.amount_fen == 500_00
    facts = {"newly_recruited": True, "hired_on": "2025-02-10"}
    same = assessed("introduction", FIRM, {**facts, "employer_uscc": OTHER}, recruited.uses)
    assert same.amount_fen == 0
    verdicts = {one.condition: one.outcome for one in same.lines[0].findings}
    assert verdicts["recruited-or-introduced"] == "not_met"
    other = assessed("introduction", FIRM, {**facts, "employer_uscc": FIRM["uscc"]}, recruited.uses)
    assert other.amount_fen == 1_000_00, "another employer of the same worker"


GRADUATE = {
    "recruit_kind": "graduate-of-year", "contract_on": "2024-08-01", "unemployment_months": 3, "injury_months": 3,
    "pension_months": 3, "insured_here_before": False, "insured_now": True, "absorption_paid": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "condition", "outcome"),
    [
        ({}, "insured-now", "met"),
        # Insured by the same enterprise since 2019.
        ({"insured_here_before": True}, "not-insured-before", "not_met"),
        ({"insured_now": False}, "insured-now", "not_met"),
        ({"unemployment_months": 2}, "unemployment", "not_met"),
        ({"injury_months": 2}, "injury", "not_met"),
        ({"pension_months": 2}, "pension", "not_met"),
        ({"absorption_paid": True}, "no-absorption", "not_met"),
        ({"recruit_kind": "other"}, "recruit", "not_met"),
        ({"recruit_kind": "young-unemployed", "age_at_contract": 15}, "age-from", "not_met"),
        ({"recruit_kind": "young-unemployed", "age_at_contract": 16}, "age-from", "met"),
        ({"recruit_kind": "young-unemployed", "age_at_contract": 24}, "age-to", "met"),
        ({"recruit_kind": "young-unemployed", "age_at_contract": 25}, "age-to", "not_met"),
        ({"recruit_kind": "young-unemployed"}, "age-from", "unclear"),
        # Nobody asks a graduate how old they are.
        ({"age_at_contract": 40}, "age-to", "met"),
        ({"insured_here_before": None}, "not-insured-before", "unclear"),
    ],
)
def test_an_additional_post_is_subsidised_for_whom_it_is_meant(changed: dict[str, Any], condition: str, outcome: str):
    facts = {name: value for name, value in {**GRADUATE, **changed}.items() if value is not None}
    one = answer(POSTS, "additional-post", facts)["lines"][0]
    assert finding(one, condition)["outcome"] == outcome
    assert one["amount_fen"] == (1_500_00 if outcome == "met" else 0)


def test_a_person_is_subsidised_once_whatever_the_enterprise():
    used = [{"limit": "post-once", "line": 1, "count": 1}]
    assert answer(POSTS, "additional-post", GRADUATE, used=used)["amount_fen"] == 0


EXCLUDING = """
[limits.not-twice]
zh = "不与厦门新招用奖励重复"
en = "Not together with recruitment in Xiamen"
rule = "excludes"
over = "person"
excluded = ["xiamen-2025-spring/recruited-once"]
clause = "b3"

"""


def excluding(**changed: str) -> bytes:
    text = (
        shipped("fuzhou-2024-posts@1")
        .decode()
        .replace("[schemes.additional-post]", EXCLUDING + "[schemes.additional-post]", 1)
    )
    text = text.replace('limits = ["post-once"]', 'limits = ["post-once", "not-twice"]')
    for found, put in changed.items():
        assert EXCLUDING.count(found)
        text = text.replace(found, put)
    return text.encode()


def test_what_another_notice_paid_excludes_in_a_question_without_a_store_too():
    edition = load(excluding())
    assert answer(edition, "additional-post", GRADUATE)["amount_fen"] == 1_500_00
    used = [{"limit": "not-twice", "line": 1, "count": 1}]
    one = answer(edition, "additional-post", GRADUATE, used=used)["lines"][0]
    assert (finding(one, "not-twice")["outcome"], finding(one, "not-twice")["clause"]) == ("not_met", "b3")


@pytest.mark.parametrize(
    ("found", "put", "code"),
    [
        ("xiamen-2025-spring/recruited-once", "recruited-once", "not-of-another-notice"),
        ("xiamen-2025-spring/recruited-once", "Xiamen/recruited", "not-of-another-notice"),
        ('over = "person"\nexcluded', 'over = "person"\nday = "contract_on"\nexcluded', "excludes-all"),
    ],
)
def test_what_is_excluded_is_named_with_its_notice(found: str, put: str, code: str):
    with pytest.raises(PackInvalid, match=code):
        load(excluding(**{found: put}))


def test_the_three_notices_share_no_key():
    keys = [limit_key(edition.policy, limit) for edition in (FIRST, SPRING, POSTS) for limit in edition.limits]
    assert len(keys) == len(set(keys))
    shared = set(FIRST.limits) & set(SPRING.limits)
    assert "site-once" in shared, "an id that agrees by chance"
