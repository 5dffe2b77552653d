"""What stands on which clause: each scheme on its own, and what is about all of them on the closing paragraphs."""

from __future__ import annotations

import pytest

from domain.entitlement.amounts import Determined, Staged
from domain.entitlement.rules import Rule, Source
from tests.policies.documents import EDITION, answer, application, finding, line

TRAINING = ["training-yearly", "training-no-repeat", "certificate-once"]
SCHEMES: dict[str, tuple[str, list[str]]] = {
    "project-skills-training": ("m01", TRAINING),
    "project-entrepreneurship-training": ("m01", TRAINING),
    "skill-certificate": ("m01", TRAINING),
    "differentiated-training": ("m01", TRAINING),
    "new-apprenticeship": ("m02", TRAINING),
    "graduate-apprenticeship": ("m02", TRAINING),
    "key-enterprise-training": ("m03", ["enterprise-quota", *TRAINING, "key-enterprise-training-budget"]),
    "brics-training": ("m04", TRAINING),
    "guidance-base": ("m05", ["site-once"]),
    "taiwan-youth-base": ("m05", ["site-once"]),
    "hr-park": ("m06", ["park-award"]),
    "labour-cooperation-operator": ("m06", ["site-once"]),
    "gig-market": ("m07", ["site-once"]),
    "gig-station": ("m07", ["site-once"]),
    "incubation-base": ("m08", ["site-once"]),
    "service-131": ("m09", []),
    "expert-team": ("m09", ["expert-year"]),
    "labour-introduction": ("m09", ["introduction-once"]),
    "recruitment-reward": ("m09", ["recruitment-once"]),
    "hard-to-employ-insurance": ("m09", ["no-overlap"]),
    "public-post": ("m09", ["no-overlap"]),
    "staff-training-local": ("m11", []),
    "staff-training-away": ("m11", []),
    "yilubao": ("m14", ["no-overlap"]),
    "flexible-employment-insurance": ("m14", ["no-overlap"]),
}


@pytest.mark.parametrize("name", SCHEMES)
def test_a_scheme_stands_on_its_clause_with_everything_that_it_says(name: str):
    scheme = EDITION.schemes[name]
    clause, limits = SCHEMES[name]
    assert (scheme.clause, [limit.id for limit in scheme.limits]) == (clause, limits)
    sources: list[Rule | Source] = [scheme.applicant, scheme.amount, *scheme.verify.values()]
    sources += [rule for rule in scheme.line_conditions if rule.id != "reference-window"]
    sources += scheme.application_conditions
    if isinstance(scheme.amount, Staged):
        sources += [stage.source for stage in scheme.amount.stages]
    if isinstance(scheme.amount, Determined) and scheme.amount.cost:
        sources.append(scheme.amount.cost.source)
    if scheme.budget:
        sources.append(scheme.budget.source)
    assert {source.clause for source in sources} == {clause}
    assert scheme.payer_source.clause == "closing-2"
    assert scheme.receipt is None or scheme.receipt.clause == "closing-3"


def test_what_is_about_every_scheme_stands_on_the_closing_paragraphs():
    assert {authority.source.clause for authority in EDITION.authorities.values()} == {"closing-2"}
    assert EDITION.authorities["350200"].source.interpretation == "payer"
    assert (EDITION.window.clause, EDITION.notice_source.clause) == ("closing-3", "closing-3")


def test_registers_milestones_and_limits_stand_on_the_clauses_that_name_them():
    assert {name: register.source.clause for name, register in EDITION.registers.items()} == {
        "demonstration-enterprises": "m03",
        "labour-cooperation-operators": "m06",
        "key-enterprises": "m09",
        "guidance-bases": "m05",
        "taiwan-youth-bases": "m05",
        "gig-markets": "m07",
        "gig-stations": "m07",
        "incubation-bases": "m08",
    }
    assert {milestone.source.clause for milestone in EDITION.milestones.values()} == {"m09"}
    assert {name: (limit.clause, limit.interpretation) for name, limit in EDITION.limits.items()} == {
        "training-yearly": ("closing-1", "training-group"),
        "training-no-repeat": ("closing-1", None),
        "certificate-once": ("closing-1", "certificate-once"),
        "enterprise-quota": ("m03", "register-day"),
        "introduction-once": ("m09", None),
        "recruitment-once": ("m09", "recruitment-once"),
        "park-award": ("m06", None),
        "site-once": ("m05", "site-once"),
        "expert-year": ("m09", None),
        "no-overlap": ("m09", "no-overlap"),
        "key-enterprise-training-budget": ("m03", "budget-hard"),
    }
    yearly = {name: limit.yearly.clause for name, limit in EDITION.limits.items() if limit.yearly}
    assert yearly == {"training-yearly": "closing-1", "expert-year": "m09"}


def test_a_certificate_whose_kind_is_not_stated_is_like_another_whose_kind_is_not_stated():
    lines = [line("new-apprenticeship", number, certificate_no="Z-1") for number in (1, 2)]
    verdict = finding(answer(application("new-apprenticeship", *lines))["lines"][1], "certificate-once")
    assert verdict["code"] == "limit-reached"


@pytest.mark.parametrize(
    ("scheme", "limit", "facts", "day"),
    [
        ("skill-certificate", "training-no-repeat", {"occupation": "电工", "level": "4"}, "2024-03-01"),
        ("skill-certificate", "certificate-once", {}, "2024-03-01"),
        ("labour-introduction", "introduction-once", {}, "2024-03-15"),
        ("yilubao", "no-overlap", {}, "2024-01-01"),
    ],
)
def test_what_is_used_up_is_named_with_the_day_of_the_event(scheme: str, limit: str, facts: dict[str, str], day: str):
    evaluation = answer(application(scheme, line(scheme, **facts), line(scheme, **facts)))
    verdict = finding(evaluation["lines"][1], limit)
    assert str(verdict["values"]["earlier"]) == f"here/1 ({day})"


LEANING = {
    "skill-certificate": {"applicant-kind": "payee"},
    "differentiated-training": {"applicant-kind": "payee"},
    "new-apprenticeship": {"applicant-kind": "payee", "amount": "apprenticeship-unit"},
    "key-enterprise-training": {"demonstration-enterprise": "register-day", "offline-share": "offline-share"},
    "brics-training": {"enterprise-group": "brics-employees"},
    "guidance-base": {"guidance-base": "register-day", "amount": "tier-order"},
    "taiwan-youth-base": {"taiwan-youth-base": "register-day", "amount": "tier-order"},
    "labour-cooperation-operator": {"operator": "register-day", "amount": "operator-duties"},
    "gig-market": {"gig-market": "register-day"},
    "gig-station": {"gig-station": "register-day"},
    "incubation-base": {"incubation-base": "register-day", "amount": "tier-promotion"},
    "labour-introduction": {"operator": "register-day", "key-enterprise": "register-day"},
    "hard-to-employ-insurance": {"acceptance-window": "reference-window", "reference-window": "reference-window"},
    "public-post": {"acceptance-window": "reference-window", "reference-window": "reference-window"},
    "staff-training-local": {"applicant-kind": "payee", "amount": "staff-training"},
    "staff-training-away": {"applicant-kind": "payee", "amount": "staff-training"},
    "yilubao": {"applicant-kind": "payee"},
    "flexible-employment-insurance": {
        **dict.fromkeys(("pension-paid", "medical-paid", "unemployment-paid"), "all-three-insurances"),
        **dict.fromkeys(("acceptance-window", "reference-window"), "reference-window"),
    },
}
"""Which rules of a scheme lean on which interpretation; all others stand on their clause alone."""


@pytest.mark.parametrize("name", SCHEMES)
def test_a_rule_names_the_interpretation_that_it_leans_on(name: str):
    scheme = EDITION.schemes[name]
    rules: list[Rule] = [scheme.applicant, *scheme.application_conditions, *scheme.line_conditions, scheme.amount]
    rules += [scheme.receipt] if scheme.receipt else []
    assert {rule.id: rule.interpretation for rule in rules if rule.interpretation} == LEANING.get(name, {})


def test_months_count_from_the_day_of_hiring_and_a_stage_is_lost_by_interpretation():
    amount = EDITION.schemes["labour-introduction"].amount
    assert isinstance(amount, Staged)
    assert [stage.source.interpretation for stage in amount.stages] == [None, "stage-loss"]
    assert {milestone.source.interpretation for milestone in EDITION.milestones.values()} == {"stage-months"}


def test_an_operator_introduces_many_workers():
    evaluation = answer(
        application("labour-introduction", *(line("labour-introduction", number) for number in (1, 2, 3)))
    )
    assert evaluation["amount_fen"] == 600_000


@pytest.mark.parametrize(
    ("name", "limit", "clause"),
    [
        ("guidance-base", "site-once", "m05"),
        ("taiwan-youth-base", "site-once", "m05"),
        ("labour-cooperation-operator", "site-once", "m06"),
        ("gig-market", "site-once", "m07"),
        ("gig-station", "site-once", "m07"),
        ("incubation-base", "site-once", "m08"),
        ("hard-to-employ-insurance", "no-overlap", "m09"),
        ("public-post", "no-overlap", "m09"),
        ("yilubao", "no-overlap", "m14"),
        ("flexible-employment-insurance", "no-overlap", "m14"),
        ("skill-certificate", "certificate-once", "closing-1"),
        ("recruitment-reward", "recruitment-once", "m09"),
    ],
)
def test_a_limit_that_no_clause_names_is_cited_by_the_clause_of_the_scheme(name: str, limit: str, clause: str):
    used = [{"limit": limit, "line": 1, "count": 1}]
    for evaluation, outcome in ((answer(application(name)), "met"), (answer(application(name, used=used)), "not_met")):
        verdict = finding(evaluation["lines"][0], limit)
        assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == (outcome, clause, limit)
