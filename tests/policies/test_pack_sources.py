"""What stands on which clause: each scheme on its own, and what is about all of them on the closing paragraphs."""

from __future__ import annotations

import pytest

from domain.entitlement.amounts import Staged
from domain.entitlement.assessment import line_uses, questions
from domain.entitlement.claim import RegisterResult
from domain.entitlement.determined import Determined
from domain.entitlement.rules import Rule, Source
from tests.policies.documents import EDITION, answer, application, claim, finding, line

TRAINING = ["training-yearly", "training-no-repeat"]
BY_PROJECT = [*TRAINING, "project-once"]
SCHEMES: dict[str, tuple[str, list[str]]] = {
    "project-skills-training": ("m01", ["project-quota", *BY_PROJECT, "certificate-once"]),
    "project-entrepreneurship-training": ("m01", ["project-quota", *BY_PROJECT, "certificate-once"]),
    "skill-certificate": ("m01", [*TRAINING, "certificate-once"]),
    "differentiated-training": ("m01", ["project-quota", *BY_PROJECT]),
    "new-apprenticeship": ("m02", BY_PROJECT),
    "graduate-apprenticeship": ("m02", BY_PROJECT),
    "key-enterprise-training": ("m03", ["enterprise-quota", *BY_PROJECT, "key-enterprise-training-budget"]),
    "brics-training": ("m04", ["brics-quota", *BY_PROJECT, "certificate-once"]),
    "guidance-base": ("m05", ["site-once"]),
    "taiwan-youth-base": ("m05", ["site-once"]),
    "hr-park": ("m06", ["park-award"]),
    "labour-cooperation-operator": ("m06", ["site-once"]),
    "gig-market": ("m07", ["site-once"]),
    "gig-station": ("m07", ["site-once"]),
    "incubation-base": ("m08", ["site-once"]),
    "service-131": ("m09", ["no-overlap"]),
    "expert-team": ("m09", ["expert-year"]),
    "labour-introduction": ("m09", ["introduction-once"]),
    "recruitment-reward": ("m09", ["recruitment-once"]),
    "hard-to-employ-insurance": ("m09", ["no-overlap"]),
    "public-post": ("m09", ["no-overlap"]),
    "staff-training-local": ("m11", ["project-once"]),
    "staff-training-away": ("m11", ["project-once"]),
    "yilubao": ("m14", ["no-overlap"]),
    "flexible-employment-insurance": ("m14", ["no-overlap"]),
}


OF_CLOSING = {"reference-window": "closing-3", "particulars": "closing-1"}
"""Conditions of lines that the closing paragraphs ask for."""


@pytest.mark.parametrize("name", SCHEMES)
def test_a_scheme_stands_on_its_clause_with_everything_that_it_says(name: str):
    scheme = EDITION.schemes[name]
    clause, limits = SCHEMES[name]
    assert (scheme.clause, [limit.id for limit in scheme.limits]) == (clause, limits)
    sources: list[Rule | Source] = [scheme.applicant, scheme.amount, *scheme.verify.values()]
    sources += [rule for rule in scheme.line_conditions if rule.id not in OF_CLOSING]
    sources += scheme.application_conditions
    if isinstance(scheme.amount, Staged):
        sources += [stage.source for stage in scheme.amount.stages]
    if isinstance(scheme.amount, Determined) and scheme.amount.cost:
        sources.append(scheme.amount.cost.source)
    if scheme.budget:
        sources.append(scheme.budget.source)
    assert {source.clause for source in sources} == {clause}
    assert all(rule.clause == OF_CLOSING[rule.id] for rule in scheme.line_conditions if rule.id in OF_CLOSING)
    assert {paid.source.clause for paid in scheme.paid_by} == {"closing-2"}
    assert scheme.receipt is None or scheme.receipt.clause == "closing-3"


def test_what_is_about_every_scheme_stands_on_the_closing_paragraphs():
    assert {authority.source.clause for authority in EDITION.authorities.values()} == {"closing-2"}
    assert EDITION.authorities["350200"].source.interpretation == "payer"
    assert (EDITION.window.clause, EDITION.notice_source.clause) == ("closing-3", "closing-3")


def test_registers_milestones_and_limits_stand_on_the_clauses_that_name_them():
    assert {name: register.source.clause for name, register in EDITION.registers.items()} == {
        "training-projects": "m01",
        "apprenticeship-plans": "m02",
        "demonstration-enterprises": "m03",
        "enterprise-classes": "m03",
        "brics-projects": "m04",
        "labour-cooperation-operators": "m06",
        "key-enterprises": "m09",
        "guidance-bases": "m05",
        "taiwan-youth-bases": "m05",
        "hr-parks": "m06",
        "gig-markets": "m07",
        "gig-stations": "m07",
        "incubation-bases": "m08",
        "service-agreements": "m09",
        "expert-teams": "m09",
        "public-posts": "m09",
        "staff-classes": "m11",
        "insurance-products": "m14",
    }
    recognised = {register.source.interpretation for register in EDITION.registers.values()}
    assert recognised == {None, "recognised-in-register"}
    by_reading = {name for name, register in EDITION.registers.items() if register.source.interpretation}
    assert by_reading == {
        *("training-projects", "apprenticeship-plans", "enterprise-classes", "service-agreements", "expert-teams"),
        *("public-posts", "staff-classes", "insurance-products"),
    }
    assert {milestone.source.clause for milestone in EDITION.milestones.values()} == {"m09"}
    assert {name: (limit.clause, limit.interpretation) for name, limit in EDITION.limits.items()} == {
        "training-yearly": ("closing-1", "training-group"),
        "training-no-repeat": ("closing-1", None),
        "project-once": ("closing-1", "project-once"),
        "project-quota": ("m01", "project-scale"),
        "brics-quota": ("m01", "project-scale"),
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
    yearly = {name: limit.yearly for name, limit in EDITION.limits.items() if limit.yearly}
    assert yearly == {
        "training-yearly": Source(clause="closing-1", interpretation="year-of"),
        "expert-year": Source(clause="m09", interpretation="year-of"),
    }


def test_a_certificate_whose_kind_is_not_stated_is_like_another_whose_kind_is_not_stated():
    scheme = "project-skills-training"
    claimed = claim(scheme, *(line(scheme, number, certificate_no="Z-1", certificate_kind=None) for number in (1, 2)))
    answers = dict.fromkeys(questions(EDITION, claimed), RegisterResult(entry="entry-1"))
    uses = [use for trainee in claimed.lines for use in line_uses(EDITION, claimed, trainee, answers)]
    qualifiers = [use.qualifier for use in uses if use.limit == "certificate-once"]
    assert qualifiers == ["91350200M0001B2C3X~厦门某公司|none"] * 2


@pytest.mark.parametrize(
    ("scheme", "limit", "facts", "day"),
    [
        ("skill-certificate", "training-no-repeat", {"occupation": "电工", "level": "4"}, "2024-03-01"),
        ("skill-certificate", "certificate-once", {}, "2024-03-01"),
        ("labour-introduction", "introduction-once", {}, "2024-03-15"),
        ("yilubao", "no-overlap", {}, "2024-01-01"),
        ("service-131", "no-overlap", {}, "2024-01-01"),
        ("brics-training", "project-once", {}, "2024-04-26"),
        ("staff-training-away", "project-once", {}, "2024-04-26"),
        ("staff-training-local", "project-once", {}, "2024-04-26"),
    ],
)
def test_what_is_used_up_is_named_with_the_day_of_the_event(scheme: str, limit: str, facts: dict[str, str], day: str):
    evaluation = answer(application(scheme, line(scheme, **facts), line(scheme, **facts)))
    verdict = finding(evaluation["lines"][1], limit)
    assert str(verdict["values"]["earlier"]) == f"here/1 ({day})"


LEANING = {
    "project-skills-training": {"project": "register-day"},
    "project-entrepreneurship-training": {"project": "register-day"},
    "skill-certificate": {"applicant-kind": "payee", "particulars": "no-level"},
    "differentiated-training": {"applicant-kind": "payee", "project": "register-day"},
    "new-apprenticeship": {"applicant-kind": "payee", "plan": "register-day", "amount": "apprenticeship-unit"},
    "graduate-apprenticeship": {"plan": "register-day"},
    "key-enterprise-training": {
        "demonstration-enterprise": "register-day",
        "class": "register-day",
        "offline-share": "offline-share",
    },
    "brics-training": {"institute-approved": "register-day", "enterprise-group": "brics-employees"},
    "guidance-base": {"guidance-base": "register-day", "amount": "tier-order"},
    "taiwan-youth-base": {"taiwan-youth-base": "register-day", "amount": "tier-order"},
    "hr-park": {"hr-park": "park-payee"},
    "labour-cooperation-operator": {"operator": "register-day", "amount": "operator-duties"},
    "gig-market": {"gig-market": "register-day"},
    "gig-station": {"gig-station": "register-day"},
    "incubation-base": {"incubation-base": "register-day", "amount": "tier-promotion"},
    "service-131": {"agreement": "register-day"},
    "expert-team": {"expert-team": "register-day"},
    "labour-introduction": {"operator": "register-day", "key-enterprise": "register-day"},
    "hard-to-employ-insurance": {"reference-window": "reference-window"},
    "public-post": {
        "public-post": "register-day",
        "reference-window": "reference-window",
    },
    "staff-training-local": {"applicant-kind": "payee", "class": "staff-training", "amount": "staff-training"},
    "staff-training-away": {"applicant-kind": "payee", "class": "staff-training", "amount": "staff-training"},
    "yilubao": {"applicant-kind": "payee", "product": "register-day"},
    "flexible-employment-insurance": {
        **dict.fromkeys(("pension-paid", "medical-paid", "unemployment-paid"), "all-three-insurances"),
        "reference-window": "reference-window",
    },
}
"""Which rules of a scheme lean on which interpretation; all others stand on their clause alone."""


@pytest.mark.parametrize("name", SCHEMES)
def test_a_rule_names_the_interpretation_that_it_leans_on(name: str):
    scheme = EDITION.schemes[name]
    rules: list[Rule] = [scheme.applicant, *scheme.application_conditions, *scheme.line_conditions, scheme.amount]
    rules += [scheme.receipt] if scheme.receipt else []
    assert {rule.id: rule.interpretation for rule in rules if rule.interpretation} == LEANING.get(name, {})


ASKED: dict[str, tuple[list[str], list[str]]] = {
    "project-skills-training": (["entry"], ["category", "certificate_kind", "certificate_no?", "certificate_issuer?"]),
    "project-entrepreneurship-training": (
        ["entry"],
        ["category", "certificate_kind", "certificate_no?", "certificate_issuer?"],
    ),
    "skill-certificate": (
        [],
        [
            "certificate_kind",
            "certificate_no",
            "certificate_on",
            "occupation",
            "level",
            "local_worker",
            "certificate_issuer?",
        ],
    ),
    "differentiated-training": (["entry"], []),
    "new-apprenticeship": (["entry"], ["employee"]),
    "graduate-apprenticeship": (
        ["entry"],
        ["graduating_year", "exam_passed", "graduated", "insured_months", "school_track"],
    ),
    "key-enterprise-training": (
        ["entry?"],
        ["employee", "exam_passed", "certificate_kind", "entry?", "certificate_no?"],
    ),
    "brics-training": (["entry"], ["certificate_kind", "enterprise_group", "certificate_no?", "certificate_issuer?"]),
    "guidance-base": ([], ["entry"]),
    "taiwan-youth-base": ([], ["entry"]),
    "hr-park": ([], ["entry"]),
    "labour-cooperation-operator": ([], []),
    "gig-market": ([], ["entry", "score?"]),
    "gig-station": ([], ["entry", "score?"]),
    "incubation-base": ([], ["entry"]),
    "service-131": (
        [],
        ["category", "period_from", "period_to", "service_kind?", "service_result?", "basis_document?"],
    ),
    "expert-team": ([], ["entry", "services?"]),
    "labour-introduction": ([], ["employer_uscc", "hired_on", "from_outside_city", "first_time_in_city", "dispatched"]),
    "recruitment-reward": (
        [],
        ["first_time_in_city?", "new_local_worker?", "hired_on?", "category?", "basis_document?"],
    ),
    "hard-to-employ-insurance": (
        [],
        ["category", "benefit", "period_from", "period_to", "employer_paid_fen?", "basis_document?"],
    ),
    "public-post": (
        [],
        ["entry", "category", "benefit", "period_from", "period_to", "employer_paid_fen?", "basis_document?"],
    ),
    "staff-training-local": (["entry"], ["basis_document?"]),
    "staff-training-away": (["entry"], ["cost_fen"]),
    "yilubao": (["entry"], ["flexible_worker", "premium_fen", "period_from", "period_to"]),
    "flexible-employment-insurance": (
        [],
        [
            "category",
            "insured_as_individual",
            "pension_paid",
            "medical_paid",
            "unemployment_paid",
            "period_from",
            "period_to",
            "contribution_base_fen?",
            "contribution_paid_fen?",
            "basis_document?",
        ],
    ),
}
"""What applicants are asked for: of the application, and of each line; with a mark what may be left out."""


@pytest.mark.parametrize("name", SCHEMES)
def test_an_applicant_is_asked_for_nothing_more_and_nothing_less(name: str):
    scheme = EDITION.schemes[name]
    asked = [
        [*facts.required, *(f"{fact}?" for fact in facts.optional)]
        for facts in (scheme.application_facts, scheme.line_facts)
    ]
    assert asked == list(ASKED[name])


def test_an_insurance_policy_alone_may_run_on_after_the_receipt_by_interpretation():
    running_on = {name: dict(scheme.running_on) for name, scheme in EDITION.schemes.items() if scheme.running_on}
    assert running_on == {"yilubao": {"period_to": Source(clause="m14", interpretation="policy-term")}}


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
        ("service-131", "no-overlap", "m09"),
        ("skill-certificate", "certificate-once", "closing-1"),
        ("differentiated-training", "project-once", "m01"),
        ("new-apprenticeship", "project-once", "m02"),
        ("key-enterprise-training", "project-once", "m03"),
        ("brics-training", "project-once", "m04"),
        ("staff-training-local", "project-once", "m11"),
        ("staff-training-away", "project-once", "m11"),
        ("recruitment-reward", "recruitment-once", "m09"),
    ],
)
def test_a_limit_that_no_clause_names_is_cited_by_the_clause_of_the_scheme(name: str, limit: str, clause: str):
    used = [{"limit": limit, "line": 1, "count": 1}]
    for evaluation, outcome in ((answer(application(name)), "met"), (answer(application(name, used=used)), "not_met")):
        verdict = finding(evaluation["lines"][0], limit)
        assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == (outcome, clause, limit)
