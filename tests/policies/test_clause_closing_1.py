"""The closing paragraph on funds and training: central funds first, three trainings a year, no repetition."""

from __future__ import annotations

from typing import Any

import pytest

from domain.entitlement.assessment import assess, questions
from domain.entitlement.claim import AssessmentGiven, RegisterResult
from domain.entitlement.findings import Outcome
from policies.evaluate import claim_from
from tests.policies.documents import EDITION, FIRM, WORKER, answer, application, finding, line

CLAUSES = {"closing-1"}
TRAINING = [name for name, scheme in EDITION.schemes.items() if scheme.clause in ("m01", "m02", "m03", "m04")]


@pytest.mark.parametrize("scheme", TRAINING)
@pytest.mark.parametrize(("count", "outcome"), [(0, "met"), (2, "met"), (3, "not_met"), (4, "not_met")])
def test_every_training_counts_toward_three_a_year(scheme: str, count: int, outcome: str):
    used = [{"limit": "training-yearly", "line": 1, "count": count}]
    evaluation = answer(application(scheme, used=used))
    verdict = finding(evaluation["lines"][0], "training-yearly")
    assert (verdict["outcome"], verdict["clause"]) == (outcome, "closing-1")
    assert evaluation["eligible"] == (outcome == "met")


def test_a_fourth_training_names_the_three_before_it():
    used = [{"limit": "training-yearly", "line": 1, "count": 3}]
    values = finding(answer(application("key-enterprise-training", used=used))["lines"][0], "training-yearly")["values"]
    assert (values["found"], values["required"]) == (3, 3)
    assert [use.split(" ")[0] for use in str(values["earlier"]).split("; ")] == [
        "earlier/1",
        "earlier/2",
        "earlier/3",
    ]


def test_labour_introduction_is_no_training_and_does_not_count():
    assert "training-yearly" not in {limit.id for limit in EDITION.schemes["labour-introduction"].limits}


@pytest.mark.parametrize(
    ("certificate_on", "received_on", "year"),
    [
        ("2023-12-31", "2024-05-06", "2023"),
        ("2024-01-01", "2024-05-06", "2024"),
        (None, "2023-12-31", "2023"),
        (None, "2024-01-01", "2024"),
    ],
)
def test_the_year_is_that_of_the_certificate_and_otherwise_that_of_receipt(
    certificate_on: str | None, received_on: str, year: str
):
    one = line("key-enterprise-training", certificate_on=certificate_on)
    evaluation = answer(application("key-enterprise-training", one, received_on=received_on))
    verdict = finding(evaluation["lines"][0], "training-yearly")
    assert verdict["values"]["within"] == year
    assert verdict["interpretation"] == ("training-group" if certificate_on else "year-of")


def test_four_trainings_of_one_person_in_one_roster_leave_the_fourth_out():
    lines = [line("differentiated-training", 1, certificate_on=f"2024-0{month}-01") for month in (1, 2, 3, 4)]
    evaluation = answer(application("differentiated-training", *lines))
    assert [one["eligible"] for one in evaluation["lines"]] == [True, True, True, False]
    assert evaluation["amount_fen"] == 600_000


def test_three_trainings_in_one_year_leave_room_in_the_next():
    days = ["2023-10-01", "2023-11-01", "2023-12-31", "2024-01-01"]
    evaluation = answer(
        application(
            "differentiated-training", *(line("differentiated-training", 1, certificate_on=day) for day in days)
        )
    )
    assert all(one["eligible"] for one in evaluation["lines"])


@pytest.mark.parametrize(
    ("first", "second", "outcome", "interpretation"),
    [
        ({"occupation": "6-31-01-03", "level": "4"}, {"occupation": "6-31-01-03", "level": "4"}, "not_met", None),
        ({"occupation": "6-31-01-03", "level": "4"}, {"occupation": "6-31-01-03", "level": "3"}, "met", None),
        ({"occupation": "6-31-01-03", "level": "4"}, {"occupation": "6-31-01-04", "level": "4"}, "met", None),
        ({"occupation": "6-31-01-03"}, {"occupation": "6-31-01-03"}, "not_met", "no-level"),
        ({"occupation": "6-31-01-03", "level": "4"}, {"occupation": "6-31-01-03"}, "met", "no-level"),
        ({"occupation": "电 工"}, {"occupation": "电工"}, "not_met", "no-level"),
        ({"level": "4"}, {"level": "4"}, "met", "no-level"),
    ],
)
def test_the_same_occupation_and_level_is_subsidised_once(
    first: dict[str, Any], second: dict[str, Any], outcome: str, interpretation: str | None
):
    lines = [line("differentiated-training", 1, **first), line("differentiated-training", 1, **second)]
    evaluation = answer(application("differentiated-training", *lines))
    verdict = finding(evaluation["lines"][1], "training-no-repeat")
    assert (verdict["outcome"], verdict["clause"], verdict.get("interpretation")) == (
        outcome,
        "closing-1",
        interpretation,
    )


def test_the_same_occupation_and_level_counts_for_each_person():
    lines = [line("differentiated-training", number, occupation="电工", level="4") for number in (1, 2)]
    assert answer(application("differentiated-training", *lines))["amount_fen"] == 400_000


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        ({}, "not_met"),
        ({"certificate_no": "ab １２"}, "not_met"),
        ({"certificate_no": "AB13"}, "met"),
        ({"certificate_kind": "qualification"}, "met"),
        ({"certificate_issuer": "另一机构"}, "met"),
    ],
)
def test_a_certificate_is_claimed_once_for_its_issuer_kind_and_number(second: dict[str, Any], outcome: str):
    certificate = {"certificate_no": "AB12", "certificate_kind": "skill-level", "certificate_issuer": "某机构"}
    lines = [
        line("differentiated-training", 1, **certificate),
        line("differentiated-training", 2, **{**certificate, **second}),
    ]
    evaluation = answer(application("differentiated-training", *lines))
    verdict = finding(evaluation["lines"][1], "certificate-once")
    assert (verdict["outcome"], verdict["interpretation"]) == (outcome, "certificate-once")


NAMED = {"certificate_no": "HG-7", "certificate_kind": "internal"}


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ({}, {"certificate_issuer": "厦门 某公司"}, "not_met"),
        ({"certificate_issuer": "厦门某公司"}, {}, "not_met"),
        ({"certificate_issuer": "91350200M0001B2C3X"}, {"certificate_issuer": "厦门某公司"}, "not_met"),
        ({}, {"certificate_issuer": "厦门另一公司"}, "met"),
        ({"certificate_issuer": "厦门另一公司"}, {"certificate_issuer": "厦门某公司"}, "met"),
    ],
)
def test_an_applicant_that_names_itself_as_the_issuer_is_the_applicant_that_leaves_it_blank(
    first: dict[str, Any], second: dict[str, Any], outcome: str
):
    lines = [line("new-apprenticeship", number, **NAMED, **issuer) for number, issuer in enumerate((first, second), 1)]
    evaluation = answer(application("new-apprenticeship", *lines, applicant=FIRM))
    assert finding(evaluation["lines"][1], "certificate-once")["outcome"] == outcome


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        (None, "某鉴定中心", "not_met"),
        ("某鉴定中心", None, "not_met"),
        (None, None, "not_met"),
        ("某鉴定中心", "某鉴定 中心", "not_met"),
        ("某鉴定中心", "另一鉴定中心", "met"),
    ],
)
def test_a_worker_s_certificate_without_an_issuer_may_be_any_that_the_same_worker_claims(
    first: str | None, second: str | None, outcome: str
):
    lines = [line("skill-certificate", 1, certificate_issuer=issuer) for issuer in (first, second)]
    evaluation = answer(application("skill-certificate", *lines, applicant=WORKER))
    assert finding(evaluation["lines"][1], "certificate-once")["outcome"] == outcome


def test_a_line_without_a_certificate_is_not_asked_about_one():
    evaluation = answer(application("differentiated-training"))
    assert "certificate-once" not in {verdict["condition"] for verdict in evaluation["lines"][0]["findings"]}


def test_a_supervisor_may_waive_three_a_year_and_nothing_else():
    waivable = {limit.id for limit in EDITION.limits.values() if limit.waivable}
    assert waivable == {"training-yearly"}


def test_a_waived_fourth_training_counts_and_uses_the_limit():
    lines = [line("differentiated-training", 1, certificate_on=f"2024-0{month}-01") for month in (1, 2, 3, 4)]
    claim = claim_from(EDITION, application("differentiated-training", *lines))
    answers = {one: RegisterResult(entry="entry-1") for one in questions(EDITION, claim)}
    given = AssessmentGiven(answers=answers, waived=frozenset({("training-yearly", 4)}))
    fourth = assess(EDITION, claim, given).lines[3]
    verdict = next(verdict for verdict in fourth.findings if verdict.condition == "training-yearly")
    assert (verdict.outcome, fourth.amount_fen) == (Outcome.WAIVED, 200_000)
    assert "training-yearly" in {use.limit for use in fourth.uses}


def test_central_funds_are_drawn_on_first():
    order = [(source.id, source.source.clause, source.source.interpretation) for source in EDITION.funding_order]
    assert order == [
        ("central", "closing-1", None),
        ("provincial", "closing-1", "funding-order"),
        ("municipal", "closing-1", "funding-order"),
        ("district", "closing-1", "funding-order"),
    ]
