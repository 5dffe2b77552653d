"""Application files for the tests of the shipped edition: a line of each scheme that counts, and ways to change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.entitlement.scheme import LineKind
from policies import shipped
from policies.evaluate import evaluate
from policies.loader import load

EDITION = load(shipped("xiamen-2023-187"))
WORKER = {"kind": "person", "name": "学员1", "id_kind": "resident-id", "id_number": "350203199001010001"}
FIRM = {"kind": "organisation", "name": "厦门某公司", "uscc": "91350200M0001B2C3X"}
LISTED = dict.fromkeys(EDITION.registers, True)
BASIS = "厦人社〔2022〕88号"
PERIOD = {"period_from": "2024-01-01", "period_to": "2024-03-31"}

GOOD: Mapping[str, Mapping[str, Any]] = {
    "project-skills-training": {"category": "migrant-worker", "certificate_kind": "completion"},
    "project-entrepreneurship-training": {"category": "veteran", "certificate_kind": "completion"},
    "skill-certificate": {
        "certificate_kind": "skill-level",
        "local_worker": True,
        "certificate_no": "S-001",
        "certificate_on": "2024-03-01",
        "determined_fen": 150_000,
    },
    "differentiated-training": {"cost_fen": 235_000, "determined_fen": 200_000},
    "new-apprenticeship": {"employee": True, "determined_fen": 500_000},
    "graduate-apprenticeship": {
        "graduating_year": True,
        "skill_post": True,
        "hours_total": 150,
        "exam_passed": True,
        "graduated": True,
        "insured_months": 1,
        "school_track": "higher",
    },
    "key-enterprise-training": {
        "employee": True,
        "hours_total": 40,
        "hours_offline": 20,
        "exam_passed": True,
        "certificate_kind": "internal",
    },
    "labour-introduction": {
        "employer_uscc": "91350200M0009Z9Z9Z",
        "hired_on": "2024-03-15",
        "from_outside_city": True,
        "first_time_in_city": True,
        "dispatched": False,
    },
    "brics-training": {
        "hours_total": 40,
        "hours_practical_at_base": 8,
        "certificate_kind": "institute",
        "field": "electronics",
        "enterprise_group": "advanced-manufacturing",
        "determined_fen": 300_000,
    },
    "guidance-base": {"site": "厦门某大学就业指导基地", "tier": 2},
    "taiwan-youth-base": {"site": "两岸青年创业园", "tier": 2},
    "hr-park": {"site": "湖里人力资源服务产业园", "park_status": "district"},
    "labour-cooperation-operator": {},
    "gig-market": {"site": "湖里零工市场", "determined_fen": 80_000_000},
    "gig-station": {"site": "殿前街道零工驿站", "determined_fen": 20_000_000},
    "incubation-base": {"site": "软件园孵化基地", "rating": "provincial"},
    "service-131": {"category": "unemployed", "basis_document": BASIS, "determined_fen": 40_000},
    "expert-team": {"determined_fen": 3_000_000},
    "recruitment-reward": {"first_time_in_city": True, "basis_document": BASIS, "determined_fen": 60_000},
    "hard-to-employ-insurance": {
        "category": "hard-to-employ",
        "benefit": "insurance",
        "basis_document": BASIS,
        "determined_fen": 270_000,
        **PERIOD,
    },
    "public-post": {
        "category": "hard-to-employ",
        "benefit": "post",
        "basis_document": BASIS,
        "determined_fen": 180_000,
        **PERIOD,
    },
    "staff-training-local": {"basis_document": BASIS, "determined_fen": 55_000},
    "staff-training-away": {"cost_fen": 880_000},
    "yilubao": {"flexible_worker": True, "premium_fen": 10_001, **PERIOD},
    "flexible-employment-insurance": {
        "category": "hard-to-employ",
        "insured_as_individual": True,
        "pension_paid": True,
        "medical_paid": True,
        "unemployment_paid": True,
        "basis_document": BASIS,
        "determined_fen": 150_000,
        **PERIOD,
    },
}
"""Facts of a line that counts, by scheme: nothing more than the scheme asks for and the assessor determines."""


WHOLE: Mapping[str, Any] = {"project_no": "XM-2024-017", "institute_approved": True}
"""Facts of an application as a whole, for the schemes that ask for them."""


def person(number: int) -> dict[str, str]:
    return {"name": f"学员{number}", "id_kind": "resident-id", "id_number": f"35020319900101{number:04d}"}


def line(scheme: str, number: int = 1, **facts: Any) -> dict[str, Any]:
    """A line that counts, with `facts` changed; None takes a fact away.

    It is about person `number`, where the scheme's lines are about persons.
    """
    changed = {**GOOD[scheme], **facts}
    kept = {name: value for name, value in changed.items() if value is not None}
    if EDITION.schemes[scheme].line_kind is not LineKind.PERSON:
        return {"facts": kept}
    return {"person": person(number), "facts": kept}


def application(scheme: str, *lines: Mapping[str, Any], **keys: Any) -> dict[str, Any]:
    """An application that is eligible, with one line unless `lines` are given, and other `keys` of the file changed.

    A scheme that pays the worker has person 1 as its applicant.
    """
    by_worker = EDITION.schemes[scheme].applicant.kinds == ("person",)
    return {
        "scheme": scheme,
        "applicant": WORKER if by_worker else FIRM,
        "authority": "350200",
        "received_on": "2024-05-06",
        "facts": {name: stated for name, stated in WHOLE.items() if name in EDITION.schemes[scheme].application_facts},
        "registers": LISTED,
        "lines": list(lines or [line(scheme)]),
        **keys,
    }


def answer(document: Mapping[str, Any]) -> dict[str, Any]:
    return evaluate(EDITION, document)


def finding(part: Mapping[str, Any], condition: str) -> dict[str, Any]:
    """The finding of one condition, among those of an answer or of one of its lines."""
    return next(candidate for candidate in part["findings"] if candidate["condition"] == condition)


def assessed(scheme: str, **facts: Any) -> dict[str, Any]:
    """The answer to the only line of an application, with `facts` changed."""
    return answer(application(scheme, line(scheme, **facts)))["lines"][0]
