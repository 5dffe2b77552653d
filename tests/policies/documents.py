"""Application files for the tests of the shipped edition: a line of each scheme that counts, and ways to change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from domain.base import replace
from domain.entitlement.assessment import Assessment, LineAssessment, assess, questions
from domain.entitlement.claim import AssessmentGiven, Claim, RegisterResult
from domain.entitlement.findings import Finding
from domain.entitlement.scheme import LineKind
from policies import shipped
from policies.evaluate import claim_from, evaluate
from policies.loader import load

EDITION = load(shipped("xiamen-2023-187"))
WORKER = {"kind": "person", "name": "学员1", "id_kind": "resident-id", "id_number": "350203199001010001"}
FIRM = {"kind": "organisation", "name": "厦门某公司", "uscc": "91350200M0001B2C3X"}
TRAINED = {"occupation": "电工", "level": "5", "completed_on": "2024-04-26"}
STATES: Mapping[str, Mapping[str, Any]] = {
    "training-projects": {**TRAINED, "cost_fen": 235_000, "standard_fen": 200_000, "course_type": "SYB"},
    "apprenticeship-plans": {**TRAINED, "hours_total": 150, "skill_post": True},
    "enterprise-classes": {**TRAINED, "hours_total": 40, "hours_offline": 20},
    "brics-projects": {**TRAINED, "field": "electronics", "hours_total": 40, "hours_practical_at_base": 8},
    "guidance-bases": {"tier": 2},
    "taiwan-youth-bases": {"tier": 2},
    "hr-parks": {"park_status": "district"},
    "incubation-bases": {"rating": "provincial"},
    "staff-classes": {"completed_on": TRAINED["completed_on"], "class_type": "短期班", "class_days": 3},
    "insurance-products": {"insured_amount_fen": 40_000_000, "daily_premium_fen": 20_000},
}
"""What an entry states, by register."""

KINDS: Mapping[str, Mapping[str, Any]] = {
    "project-skills-training": {"training-projects": {"project_kind": "skills"}},
    "project-entrepreneurship-training": {"training-projects": {"project_kind": "entrepreneurship"}},
    "differentiated-training": {"training-projects": {"project_kind": "differentiated"}},
    "new-apprenticeship": {"apprenticeship-plans": {"plan_kind": "new"}},
    "graduate-apprenticeship": {"apprenticeship-plans": {"plan_kind": "graduate"}},
    "staff-training-local": {"staff-classes": {"class_place": "local"}},
    "staff-training-away": {"staff-classes": {"class_place": "away"}},
}
"""What an entry states besides, by scheme and register."""


def listed(scheme: str, **changed: Any) -> dict[str, Any]:
    """Everything is listed, as the scheme wants it; `changed` are facts of the entries that state them, and None takes
    one away.
    """
    registers: dict[str, Any] = {}
    for register, kind in EDITION.registers.items():
        states = {**STATES.get(register, {}), **KINDS.get(scheme, {}).get(register, {})}
        states |= {fact: value for fact, value in changed.items() if fact in kind.attributes}
        registers[register] = {fact: value for fact, value in states.items() if value is not None} or True
    return registers


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
        "occupation": "电工",
        "level": "3",
        "determined_fen": 150_000,
    },
    "differentiated-training": {},
    "new-apprenticeship": {"employee": True, "determined_fen": 500_000},
    "graduate-apprenticeship": {
        "graduating_year": True,
        "exam_passed": True,
        "graduated": True,
        "insured_months": 1,
        "school_track": "higher",
    },
    "key-enterprise-training": {"employee": True, "exam_passed": True, "certificate_kind": "internal"},
    "labour-introduction": {
        "employer_uscc": "91350200M0009Z9Z9Z",
        "hired_on": "2024-03-15",
        "from_outside_city": True,
        "first_time_in_city": True,
        "dispatched": False,
    },
    "brics-training": {
        "certificate_kind": "institute",
        "enterprise_group": "advanced-manufacturing",
        "determined_fen": 300_000,
    },
    "guidance-base": {"entry": "示指基-01"},
    "taiwan-youth-base": {"entry": "示台青-01"},
    "hr-park": {"entry": "示园-01"},
    "labour-cooperation-operator": {},
    "gig-market": {"entry": "示市-01", "determined_fen": 80_000_000},
    "gig-station": {"entry": "示站-01", "determined_fen": 20_000_000},
    "incubation-base": {"entry": "示孵-01"},
    "service-131": {"category": "unemployed", "basis_document": BASIS, "determined_fen": 40_000, **PERIOD},
    "expert-team": {"entry": "示专-01", "determined_fen": 3_000_000},
    "recruitment-reward": {"first_time_in_city": True, "basis_document": BASIS, "determined_fen": 60_000},
    "hard-to-employ-insurance": {
        "category": "hard-to-employ",
        "benefit": "insurance",
        "basis_document": BASIS,
        "determined_fen": 270_000,
        **PERIOD,
    },
    "public-post": {
        "entry": "示岗-01",
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


OF_TABLES: Mapping[str, Mapping[str, Any]] = {
    "gig-market": {"score": 90},
    "gig-station": {"score": 80},
    "service-131": {"service_kind": "岗位推荐", "service_result": "已就业"},
    "expert-team": {"services": 25},
    "recruitment-reward": {"hired_on": "2024-03-15"},
    "hard-to-employ-insurance": {"employer_paid_fen": 250_000},
    "flexible-employment-insurance": {"contribution_paid_fen": 300_000},
}
"""What the example tables look at besides, by scheme; of these the teams are paid all that there is in a year."""


WHOLE: Mapping[str, Any] = {"entry": "XM-2024-017"}
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
        "registers": listed(scheme),
        "lines": list(lines or [line(scheme)]),
        **keys,
    }


def by_table(scheme: str, **facts: Any) -> dict[str, Any]:
    """A line that counts by the example tables, where nobody has determined anything."""
    return line(scheme, **{"determined_fen": None, "basis_document": None, **OF_TABLES.get(scheme, {}), **facts})


def answer(document: Mapping[str, Any]) -> dict[str, Any]:
    return evaluate(EDITION, document)


def finding(part: Mapping[str, Any], condition: str) -> dict[str, Any]:
    """The finding of one condition, among those of an answer or of one of its lines."""
    return next(candidate for candidate in part["findings"] if candidate["condition"] == condition)


def assessed(scheme: str, **facts: Any) -> dict[str, Any]:
    """The answer to the only line of an application, with `facts` changed, of the line or of the entries."""
    of_entries = listed(scheme, **facts)
    return answer(application(scheme, line(scheme, **facts), registers=of_entries))["lines"][0]


Entries = Mapping[str, Mapping[str, Any]]
"""What entries state besides what they do in a good document, by their keys; None takes one away."""


def claim(scheme: str, *lines: Mapping[str, Any], **keys: Any) -> Claim:
    return claim_from(EDITION, application(scheme, *lines, **keys))


def by_entries(
    claimed: Claim, entries: Entries, *, after: Iterable[Assessment] = (), waived: Iterable[tuple[str, int]] = ()
) -> Assessment:
    """A claim assessed by what each of the entries states that it names, `after` others that were awarded.

    A document of `policy evaluate` has one answer a register, so that entries that differ are told of here.
    """
    registers = listed(claimed.scheme)
    answers = {}
    for question in questions(EDITION, claimed):
        states = registers[question.register]
        facts = {**(states if isinstance(states, Mapping) else {}), **entries.get(question.key, {})}
        answers[question] = RegisterResult(
            entry=question.key,
            key=question.key,
            facts={fact: value for fact, value in facts.items() if value is not None},
            unlimited=True,
        )
    uses = (replace(use, application=f"earlier-{n}") for n, earlier in enumerate(after, 1) for use in earlier.uses)
    return assess(EDITION, claimed, AssessmentGiven(answers=answers, uses=tuple(uses), waived=frozenset(waived)))


def verdict_on(line_: LineAssessment, condition: str) -> Finding:
    """The finding of one condition on a line that the domain assessed."""
    return next(candidate for candidate in line_.findings if candidate.condition == condition)
