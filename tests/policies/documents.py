"""Application files for the tests of the shipped edition: a line of each scheme that counts, and ways to change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies import shipped
from policies.evaluate import evaluate
from policies.loader import load

EDITION = load(shipped("xiamen-2023-187"))
WORKER = {"kind": "person", "name": "学员1", "id_kind": "resident-id", "id_number": "350203199001010001"}
FIRM = {"kind": "organisation", "name": "厦门某公司", "uscc": "91350200M0001B2C3X"}
LISTED = {"demonstration-enterprises": True, "labour-cooperation-operators": True, "key-enterprises": True}

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
}
"""Facts of a line that counts, by scheme: nothing more than the scheme asks for and the assessor determines."""


def person(number: int) -> dict[str, str]:
    return {"name": f"学员{number}", "id_kind": "resident-id", "id_number": f"35020319900101{number:04d}"}


def line(scheme: str, number: int = 1, **facts: Any) -> dict[str, Any]:
    """A line about person `number` that counts, with `facts` changed; None takes a fact away."""
    changed = {**GOOD[scheme], **facts}
    return {"person": person(number), "facts": {name: value for name, value in changed.items() if value is not None}}


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
        "facts": {"project_no": "XM-2024-017"} if "project_no" in EDITION.schemes[scheme].application_facts else {},
        "registers": LISTED,
        "lines": list(lines or [line(scheme)]),
        **keys,
    }


def answer(document: Mapping[str, Any]) -> dict[str, Any]:
    return evaluate(EDITION, document)


def finding(part: Mapping[str, Any], condition: str) -> dict[str, Any]:
    """The finding of one condition, among those of an answer or of one of its lines."""
    return next(each for each in part["findings"] if each["condition"] == condition)


def assessed(scheme: str, **facts: Any) -> dict[str, Any]:
    """The answer to the only line of an application, with `facts` changed."""
    return answer(application(scheme, line(scheme, **facts)))["lines"][0]
