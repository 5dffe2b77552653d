"""The rules of one scheme, written by hand as closures: what an engine of rules costs beside code for this one case.

They give the very findings that the pack gives, for every line, and are held to that before anything is measured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.notice import FIRM, a_roster
from domain.entitlement.assessment import assess, questions
from domain.entitlement.claim import AssessmentGiven, Claim, RegisterResult
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Finding, Outcome
from policies.evaluate import claim_from
from policies.loader import load
from tests.declared import declared

NAME = "closures by hand, the same findings"
TIMES = 20
QUOTA, BUDGET_FEN, AMOUNT_FEN = 1_000, 2_000_000_000, 120_000
_REGISTER = "demonstration-enterprises"

Check = Callable[[Mapping[str, Any], str], Finding]


@dataclass(frozen=True, slots=True)
class Roster:
    """A claim of 500 lines, the edition that it falls under, and what registers answer."""

    edition: Edition
    claim: Claim
    given: AssessmentGiven


def roster() -> Roster:
    edition, submitted = load(declared()), a_roster()
    document = {
        "scheme": submitted.scheme,
        "received_on": submitted.received_on,
        "applicant": {"kind": "organisation", "uscc": FIRM},
        "registers": {_REGISTER: True},
        "lines": [{"facts": line.facts} for line in submitted.lines],
    }
    claim = claim_from(edition, document)
    answers = {question: RegisterResult(entry="e", quota=QUOTA) for question in questions(edition, claim)}
    made = Roster(edition, claim, AssessmentGiven(answers=answers))
    lines = assess(edition, claim, made.given).lines
    assert [line.findings for line in lines] == _findings(made), "the closures say something else than the pack"
    return made


def by_the_pack(made: Roster) -> int:
    """The roster, `TIMES` over, as `assess` answers it."""
    for _time in range(TIMES):
        assert assess(made.edition, made.claim, made.given).eligible
    return TIMES


def by_hand(made: Roster) -> int:
    """The same as the closures answer it; the amount is the sum of the lines that count."""
    for _time in range(TIMES):
        amount_fen = sum(AMOUNT_FEN for line in _findings(made) if all(finding.holds for finding in line))
        assert amount_fen == AMOUNT_FEN * len(made.claim.lines)
    return TIMES


def _findings(made: Roster) -> list[tuple[Finding, ...]]:
    quota = _counted("enterprise-quota", "m03", "register-day")
    yearly = _counted("training-yearly", "closing-1", "training-group")
    repeat, once = (
        _counted("training-no-repeat", "closing-1"),
        _counted("certificate-once", "closing-1", "certificate-once"),
    )
    budget = _counted("key-enterprise-training-budget", "m03", "budget-hard")
    trained: Counter[tuple[str, str]] = Counter()
    repeated: Counter[tuple[str, str]] = Counter()
    certified: Counter[str] = Counter()
    spent_fen, lines = 0, []
    for number, line in enumerate(made.claim.lines):
        facts, person = line.facts, line.person or str(number)
        year = str(facts["certificate_on"])[:4]
        course, kind = f"{facts['occupation']}|{facts['level']}", f"{FIRM}|{str(facts['certificate_kind']).upper()}"
        lines.append(
            (
                *(check(facts, person) for check in _CHECKS),
                quota(number < QUOTA, "quota-open", {"register": _REGISTER, "entry": "e", "required": QUOTA}),
                yearly(trained[person, year] < 3, "limit-open", _used(trained[person, year], 3, year)),
                repeat(repeated[person, course] < 1, "limit-open", _used(repeated[person, course], 1, course)),
                once(certified[f"{number}{kind}"] < 1, "limit-open", _used(certified[f"{number}{kind}"], 1, kind)),
                budget(spent_fen + AMOUNT_FEN <= BUDGET_FEN, "budget-open", {"maximum_fen": BUDGET_FEN}),
            )
        )
        trained[person, year] += 1
        repeated[person, course] += 1
        certified[f"{number}{kind}"] += 1
        spent_fen += AMOUNT_FEN
    return lines


def _used(count: int, required: int, within: str) -> dict[str, Any]:
    return {"found": count, "required": required, "within": within}


def _counted(condition: str, clause: str, interpretation: str | None = None) -> Callable[..., Finding]:
    def told(holds: bool, code: str, values: dict[str, Any]) -> Finding:
        outcome = Outcome.MET if holds else Outcome.NOT_MET
        return Finding(
            condition=condition, clause=clause, outcome=outcome, code=code, values=values, interpretation=interpretation
        )

    return told


def _true(condition: str, fact: str) -> Check:
    told = _counted(condition, "m03")
    return lambda facts, _: told(facts[fact] is True, "as-required", {"fact": fact, "found": facts[fact]})


def _at_least(condition: str, fact: str, minimum: int) -> Check:
    told = _counted(condition, "m03")
    return lambda facts, _: told(
        facts[fact] >= minimum, "enough", {"fact": fact, "found": facts[fact], "required": minimum}
    )


def _consistent(condition: str, fact: str, of: str) -> Check:
    told = _counted(condition, "m03")
    return lambda facts, _: told(
        facts[fact] <= facts[of], "consistent", {"fact": fact, "found": facts[fact], "of": of, "total": facts[of]}
    )


def _share(condition: str, fact: str, of: str, percent: int) -> Check:
    told = _counted(condition, "m03", condition)

    def check(facts: Mapping[str, Any], _person: str) -> Finding:
        part, total = facts[fact], facts[of]
        tenths = (2000 * part + total) // (2 * total)
        values = {"fact": fact, "found": part, "of": of, "total": total}
        values |= {"percent": f"{tenths // 10}.{tenths % 10}", "required": percent}
        return told(100 * part >= percent * total, "share-enough", values)

    return check


def _among(condition: str, fact: str, accepted: frozenset[str]) -> Check:
    told = _counted(condition, "m03")
    return lambda facts, _: told(facts[fact] in accepted, "among", {"fact": fact, "found": facts[fact]})


_CHECKS: tuple[Check, ...] = (
    _true("employee", "employee"),
    _at_least("hours-total", "hours_total", 40),
    _consistent("hours-consistent", "hours_offline", "hours_total"),
    _share("offline-share", "hours_offline", "hours_total", 50),
    _true("exam-passed", "exam_passed"),
    _among("internal-certificate", "certificate_kind", frozenset({"internal"})),
)
