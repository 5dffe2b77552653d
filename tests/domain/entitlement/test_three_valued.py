"""A condition is met, not met or unclear, and an unclear one says who owes what is missing: every rule, every cell."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from domain.entitlement.claim import Question
from domain.entitlement.conditions import AnyHolds, AtLeast, Condition, Holds, OneOf, OnlyWhen
from domain.entitlement.findings import Finding, LineOutcome, Outcome, OwedBy, together
from domain.entitlement.recognition import OnRegister
from domain.entitlement.rules import Asking
from domain.office.register import AddEntry, ConfirmEntry, DeclareComplete, EndEntry, RegisterCommand
from domain.office.register_state import Register
from tests.domain import sample_cases as s
from tests.domain.entitlement.stating import CITED, stated
from tests.domain.given_when_then import History
from tests.listing import listing

MET, NOT_MET, UNCLEAR = Outcome.MET, Outcome.NOT_MET, Outcome.UNCLEAR
OFFICE, APPLICANT = OwedBy.OFFICE, OwedBy.APPLICANT

IS_TRUE = Holds(**CITED, fact="a")
IS_FALSE = Holds(**CITED, fact="a", wanted=False)
AMONG = OneOf(**CITED, fact="a", accepted=("x",))
REACHES = AtLeast(**CITED, fact="a", minimum=40)
PASSING: list[tuple[Condition, Any, Any]] = [
    (IS_TRUE, True, False),
    (IS_FALSE, False, True),
    (AMONG, "x", "y"),
    (REACHES, 40, 39),
]
"""Conditions on `a`, each with a value that passes and one that fails."""


def answered(condition: Condition, unverified: str = "", **facts: Any) -> tuple[Outcome, OwedBy | None]:
    """What a condition makes of facts, of which the letters of `unverified` are only declared."""
    finding = condition.examine(stated(unverified=frozenset(unverified), **facts))
    return finding.outcome, finding.owed_by


# A fact, with and without verification


@pytest.mark.parametrize(("condition", "passes", "fails"), PASSING)
def test_a_fact_that_needs_no_verification_is_answered_as_stated(condition: Condition, passes: Any, fails: Any) -> None:
    assert answered(condition, a=passes) == (MET, None)
    assert answered(condition, a=fails) == (NOT_MET, None)
    assert answered(condition) == (UNCLEAR, APPLICANT)


@pytest.mark.parametrize(("condition", "passes", "fails"), PASSING)
def test_a_fact_that_must_be_verified_is_unclear_until_it_is_whatever_was_declared(
    condition: Condition, passes: Any, fails: Any
) -> None:
    assert answered(condition, "a", a=passes) == (UNCLEAR, OFFICE)
    assert answered(condition, "a", a=fails) == (UNCLEAR, OFFICE)


def test_blank_text_is_not_stated() -> None:
    assert answered(AMONG, a="  ") == (UNCLEAR, APPLICANT)
    assert answered(AMONG, "a", a="") == (UNCLEAR, APPLICANT)


# Any of them, all of them

HOLDS: dict[str, tuple[Outcome, dict[str, bool], bool]] = {
    "true": (MET, {"value": True}, False),
    "false": (NOT_MET, {"value": False}, False),
    "declared-true": (UNCLEAR, {"value": True}, True),
    "declared-false": (UNCLEAR, {"value": False}, True),
    "missing": (UNCLEAR, {}, False),
}
"""How a fact may stand: what it alone comes to, what is stated, and whether that is only declared."""


@pytest.mark.parametrize(("first", "second"), [*product(HOLDS, repeat=2)])
def test_any_of_two_is_met_by_one_and_not_met_by_both_only(first: str, second: str) -> None:
    standing = {"a": HOLDS[first], "b": HOLDS[second]}
    facts = {fact: values["value"] for fact, (_, values, _) in standing.items() if values}
    declared = "".join(fact for fact, (_, _, only_declared) in standing.items() if only_declared)
    outcomes = {outcome for outcome, _, _ in standing.values()}
    if MET in outcomes:
        expected: tuple[Outcome, OwedBy | None] = (MET, None)
    elif outcomes == {NOT_MET}:
        expected = (NOT_MET, None)
    else:
        expected = (UNCLEAR, OFFICE if declared else APPLICANT)
    assert answered(AnyHolds(**CITED, alternatives=("a", "b")), declared, **facts) == expected


def finding_of(outcome: Outcome, owed_by: OwedBy | None = None) -> Finding:
    return Finding(condition="c", clause="m01", outcome=outcome, code="code", owed_by=owed_by)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (MET, MET, LineOutcome.ELIGIBLE),
        (MET, Outcome.WAIVED, LineOutcome.ELIGIBLE),
        (MET, NOT_MET, LineOutcome.NOT_ELIGIBLE),
        (MET, UNCLEAR, LineOutcome.OPEN),
        (NOT_MET, NOT_MET, LineOutcome.NOT_ELIGIBLE),
        (NOT_MET, UNCLEAR, LineOutcome.NOT_ELIGIBLE),
        (NOT_MET, Outcome.WAIVED, LineOutcome.NOT_ELIGIBLE),
        (UNCLEAR, UNCLEAR, LineOutcome.OPEN),
        (UNCLEAR, Outcome.WAIVED, LineOutcome.OPEN),
        (Outcome.WAIVED, Outcome.WAIVED, LineOutcome.ELIGIBLE),
    ],
)
def test_all_of_them_are_met_together_and_one_that_is_not_met_decides(
    first: Outcome, second: Outcome, expected: LineOutcome
) -> None:
    assert together([finding_of(first), finding_of(second)]) is expected
    assert together([finding_of(second), finding_of(first)]) is expected


# When A, then B

A_STANDS: dict[str, list[tuple[dict[str, Any], str, OwedBy | None]]] = {
    "met": [({"a": "x"}, "", None)],
    "not met": [({"a": "y"}, "", None)],
    "unclear": [({"a": "x"}, "a", OFFICE), ({"a": "y"}, "a", OFFICE), ({}, "", APPLICANT)],
}
B_STANDS: dict[str, list[tuple[dict[str, Any], str, OwedBy | None]]] = {
    "met": [({"b": True}, "", None)],
    "not met": [({"b": False}, "", None)],
    "unclear": [({"b": True}, "b", OFFICE), ({"b": False}, "b", OFFICE), ({}, "", APPLICANT)],
}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("met", "met", MET),
        ("met", "not met", NOT_MET),
        ("met", "unclear", UNCLEAR),
        ("not met", "met", MET),
        ("not met", "not met", MET),
        ("not met", "unclear", MET),
        ("unclear", "met", MET),
        ("unclear", "not met", UNCLEAR),
        ("unclear", "unclear", UNCLEAR),
    ],
)
def test_when_a_then_b_is_not_met_only_where_a_is_met_and_b_is_not(a: str, b: str, expected: Outcome) -> None:
    rule = OnlyWhen(**CITED, fact="a", among=("x",), required=Holds(**CITED, fact="b"))
    for (a_facts, a_declared, a_owed), (b_facts, b_declared, b_owed) in product(A_STANDS[a], B_STANDS[b]):
        # What A lacks is asked for first: it may be that nothing else is needed.
        owed_by = (a_owed or b_owed) if expected is UNCLEAR else None
        assert answered(rule, a_declared + b_declared, **a_facts, **b_facts) == (expected, owed_by)


# On a register

REGISTER, KEY, ON = "key-enterprises", s.EMPLOYER, date(2024, 3, 15)
EMPLOYER = OnRegister(**CITED, asking=Asking(register=REGISTER, key="key", on="on"))
QUESTION = Question(register=REGISTER, key=KEY, on=ON)


def entry(key: str = KEY, valid_from: date = date(2023, 9, 1), valid_to: date | None = None) -> AddEntry:
    return listing(
        policy="xiamen-2023-187",
        register=REGISTER,
        key=key,
        valid_from=valid_from,
        valid_to=valid_to,
        document="…",
    )


def complete(through: date) -> DeclareComplete:
    return DeclareComplete(policy="xiamen-2023-187", register=REGISTER, through=through, document="…")


def waiting(command: RegisterCommand, *, after: History = ()) -> History:
    """A change of the register that nobody has answered yet."""
    return s.proposed(command, s.SHEN, ON, after=after)


def answered_by_another(command: RegisterCommand, *, after: History = (), declined: bool = False) -> History:
    answer = ConfirmEntry(register=REGISTER, proposal=None, declined=declined)
    return s.told((answer, s.JIANG, ON), after=waiting(command, after=after))


BEFORE, AFTER = date(2024, 3, 14), date(2024, 3, 16)
END = EndEntry(register=REGISTER, entry=f"{REGISTER}/0001", last_on=BEFORE, document="…")
LISTED = answered_by_another(entry())
ENDED = answered_by_another(END, after=LISTED)
COMPLETE = answered_by_another(complete(ON))
STANDS: dict[str, tuple[History, Outcome, str]] = {
    "an entry valid on the day": (LISTED, MET, "listed-by-document"),
    "an entry, and complete": (answered_by_another(complete(ON), after=LISTED), MET, "listed-by-document"),
    "an end that is only proposed": (waiting(END, after=LISTED), MET, "listed-by-document"),
    "none, and complete on the day": (COMPLETE, NOT_MET, "not-listed"),
    "ended before, and complete": (answered_by_another(complete(ON), after=ENDED), NOT_MET, "not-listed"),
    "declined": (answered_by_another(entry(), after=COMPLETE, declined=True), NOT_MET, "not-listed"),
    "another is proposed": (waiting(entry("91350200M0001B2C3X"), after=COMPLETE), NOT_MET, "not-listed"),
    "proposed from a later day": (waiting(entry(valid_from=AFTER), after=COMPLETE), NOT_MET, "not-listed"),
    "proposed until a day before": (waiting(entry(valid_to=BEFORE), after=COMPLETE), NOT_MET, "not-listed"),
    "never declared complete": ((), UNCLEAR, "register-incomplete"),
    "ended, never declared complete": (ENDED, UNCLEAR, "register-incomplete"),
    "complete until the day before": (answered_by_another(complete(BEFORE)), UNCLEAR, "register-incomplete"),
    "complete by one person's word": (waiting(complete(ON)), UNCLEAR, "register-incomplete"),
    "a proposal open": (waiting(entry()), UNCLEAR, "entry-proposed"),
    "complete, and a proposal open": (waiting(entry(), after=COMPLETE), UNCLEAR, "entry-proposed"),
    "proposed for the day alone": (waiting(entry(KEY, ON, ON), after=COMPLETE), UNCLEAR, "entry-proposed"),
}


def register_after(history: History) -> Register:
    return s.given(history).office.registers.get(REGISTER, Register())


@pytest.mark.parametrize("standing", STANDS)
def test_nobody_is_off_a_register_that_may_lack_them(standing: str) -> None:
    history, outcome, code = STANDS[standing]
    answers = {QUESTION: register_after(history).answer(QUESTION, "xiamen-2023-187")}
    finding = EMPLOYER.examine(stated(answers=answers, key=KEY, on=ON.isoformat()))
    assert (finding.outcome, finding.code) == (outcome, code)
    assert finding.owed_by == (OFFICE if outcome is UNCLEAR else None)


@pytest.mark.parametrize("fact", ["key", "on"])
@pytest.mark.parametrize("history", [LISTED, COMPLETE, ()])
def test_a_register_answers_for_nothing_that_is_only_declared_or_not_stated(history: History, fact: str) -> None:
    facts: dict[str, Any] = {"key": KEY, "on": ON.isoformat()}
    answers = {QUESTION: register_after(history).answer(QUESTION, "xiamen-2023-187")}
    declared = EMPLOYER.examine(stated(answers=answers, unverified=frozenset({fact}), **facts))
    assert (declared.outcome, declared.code, declared.owed_by) == (UNCLEAR, "not-verified", OFFICE)
    del facts[fact]
    missing = EMPLOYER.examine(stated(answers=answers, **facts))
    assert (missing.outcome, missing.code, missing.owed_by) == (UNCLEAR, "not-stated", APPLICANT)
