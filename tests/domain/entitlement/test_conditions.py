"""The closed vocabulary of conditions, each at, below and above its bound."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.entitlement.claim import Question, RegisterResult
from domain.entitlement.conditions import (
    AnyHolds,
    AtLeast,
    AtLeastShare,
    AtMost,
    Condition,
    EndsBy,
    Holds,
    InOrder,
    IsStated,
    NotMoreThan,
    OneOf,
)
from domain.entitlement.findings import Outcome, OwedBy
from domain.entitlement.receipt import AppliedBy, ReceivedWithin
from domain.entitlement.recognition import OnRegister
from domain.entitlement.rules import Asking
from tests.domain.entitlement.stating import CITED, RECEIVED, stated

IS_TRUE = Holds(**CITED, fact="a")
IS_FALSE = Holds(**CITED, fact="a", wanted=False)
EITHER = AnyHolds(**CITED, alternatives=("a", "b"))
AMONG = OneOf(**CITED, fact="a", accepted=("x", "y"))
REACHES = AtLeast(**CITED, fact="a", minimum=40)
WITHIN = AtMost(**CITED, fact="a", maximum=40)
HALF = AtLeastShare(**CITED, fact="a", of="b", percent=50)
THIRD = AtLeastShare(**CITED, fact="a", of="b", percent=33)
PART = NotMoreThan(**CITED, fact="a", of="b")
ORDER = InOrder(**CITED, first="a", last="b")
ENDS = EndsBy(**CITED, fact="a", last=date(2024, 12, 31))
CITES = IsStated(**CITED, fact="a")


@pytest.mark.parametrize(
    ("condition", "facts", "outcome", "code"),
    [
        (IS_TRUE, {"a": True}, "met", "as-required"),
        (IS_TRUE, {"a": False}, "not_met", "not-as-required"),
        (IS_FALSE, {"a": False}, "met", "as-required"),
        (IS_FALSE, {"a": True}, "not_met", "not-as-required"),
        (EITHER, {"a": True}, "met", "one-holds"),
        (EITHER, {"a": False, "b": True}, "met", "one-holds"),
        (EITHER, {"b": True}, "met", "one-holds"),
        (EITHER, {"a": False}, "unclear", "not-stated"),
        (EITHER, {"a": False, "b": False}, "not_met", "none-holds"),
        (AMONG, {"a": "y"}, "met", "among"),
        (AMONG, {"a": "z"}, "not_met", "not-among"),
        (REACHES, {"a": 39}, "not_met", "too-little"),
        (REACHES, {"a": 40}, "met", "enough"),
        (REACHES, {"a": 41}, "met", "enough"),
        (WITHIN, {"a": 39}, "met", "not-too-much"),
        (WITHIN, {"a": 40}, "met", "not-too-much"),
        (WITHIN, {"a": 41}, "not_met", "too-much"),
        (HALF, {"a": 19, "b": 40}, "not_met", "share-too-small"),
        (HALF, {"a": 20, "b": 40}, "met", "share-enough"),
        (HALF, {"a": 20, "b": 41}, "not_met", "share-too-small"),
        (HALF, {"a": 0, "b": 0}, "not_met", "share-too-small"),
        (THIRD, {"a": 33, "b": 100}, "met", "share-enough"),
        (THIRD, {"a": 32, "b": 100}, "not_met", "share-too-small"),
        (PART, {"a": 40, "b": 40}, "met", "consistent"),
        (PART, {"a": 41, "b": 40}, "not_met", "contradiction"),
        (ORDER, {"a": "2024-01-01", "b": "2024-01-01"}, "met", "in-order"),
        (ORDER, {"a": "2024-01-02", "b": "2024-01-01"}, "not_met", "out-of-order"),
        (ENDS, {"a": "2024-12-30"}, "met", "ends-in-time"),
        (ENDS, {"a": "2024-12-31"}, "met", "ends-in-time"),
        (ENDS, {"a": "2025-01-01"}, "not_met", "ends-too-late"),
        (CITES, {"a": "闽人社文〔2020〕127号"}, "met", "cited"),
        (CITES, {"a": "  "}, "unclear", "not-stated"),
    ],
)
def test_a_condition_is_met_exactly_where_its_facts_allow(
    condition: Condition, facts: dict[str, Any], outcome: str, code: str
):
    finding = condition.examine(stated(**facts))
    assert (finding.outcome, finding.code) == (Outcome(outcome), code)
    assert (finding.condition, finding.clause, finding.interpretation) == ("rule", "m01", "reading")


ALL = [IS_TRUE, EITHER, AMONG, REACHES, WITHIN, HALF, PART, ORDER, ENDS, CITES]


@pytest.mark.parametrize("condition", ALL)
def test_a_condition_is_unclear_while_a_fact_is_not_stated_and_says_which(condition: Condition):
    finding = condition.examine(stated())
    assert (finding.outcome, finding.code, finding.values) == (Outcome.UNCLEAR, "not-stated", {"fact": "a"})


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        (IS_TRUE, {"a": True}),
        (EITHER, {"a": True, "b": False}),
        (AMONG, {"a": "x"}),
        (REACHES, {"a": 40}),
        (HALF, {"a": 20, "b": 40}),
        (CITES, {"a": "text"}),
    ],
)
def test_a_condition_that_is_met_on_a_mere_declaration_is_unclear(condition: Condition, facts: dict[str, Any]):
    finding = condition.examine(stated(unverified=frozenset({"a"}), **facts))
    assert (finding.outcome, finding.code, finding.values) == (Outcome.UNCLEAR, "not-verified", {"fact": "a"})


def test_nobody_is_refused_for_what_was_declared_and_not_compared_yet():
    finding = IS_TRUE.examine(stated(unverified=frozenset({"a"}), a=False))
    assert (finding.outcome, finding.code, finding.owed_by) == (Outcome.UNCLEAR, "not-verified", OwedBy.OFFICE)


def test_one_verified_alternative_is_enough():
    finding = EITHER.examine(stated(unverified=frozenset({"a"}), a=True, b=True))
    assert (finding.outcome, finding.values) == (Outcome.MET, {"fact": "b"})


@pytest.mark.parametrize(
    ("part", "total", "percent"),
    [(20, 41, "48.8"), (1, 3, "33.3"), (4999, 10000, "49.9"), (0, 40, "0.0"), (20, 40, "50.0"), (2, 3, "66.7")],
)
def test_a_share_is_shown_to_one_decimal_and_never_as_the_share_that_it_misses(part: int, total: int, percent: str):
    assert HALF.examine(stated(a=part, b=total)).values["percent"] == percent


@pytest.mark.parametrize(
    ("received_on", "code"),
    [
        (date(2023, 8, 23), "received-too-early"),
        (date(2023, 8, 24), "received-in-time"),
        (date(2024, 12, 31), "received-in-time"),
        (date(2025, 1, 1), "received-too-late"),
    ],
)
def test_both_days_of_a_window_belong_to_it(received_on: date, code: str):
    window = ReceivedWithin(**CITED, first=date(2023, 8, 24), last=date(2024, 12, 31))
    assert window.examine(stated(received_on=received_on)).code == code


@pytest.mark.parametrize(("kind", "code"), [("person", "applicant-fits"), ("organisation", "applicant-does-not-fit")])
def test_only_the_kinds_of_applicants_whom_a_scheme_pays_fit(kind: str, code: str):
    assert AppliedBy(**CITED, kinds=("person",)).examine(stated(applicant_kind=kind)).code == code


EMPLOYER = OnRegister(**CITED, asking=Asking(register="key-enterprises", key="a", on="b"))
QUESTION = Question(register="key-enterprises", key="USCC", on=date(2024, 3, 15))


@pytest.mark.parametrize(
    ("entry", "outcome", "code"), [("entry-7", Outcome.MET, "listed"), (None, Outcome.NOT_MET, "not-listed")]
)
def test_a_register_lists_whom_a_fact_names_on_the_day_that_another_fact_names(
    entry: str | None, outcome: Outcome, code: str
):
    finding = EMPLOYER.examine(stated(answers={QUESTION: RegisterResult(entry=entry)}, a="USCC", b="2024-03-15"))
    assert (finding.outcome, finding.code, finding.values["on"]) == (outcome, code, "2024-03-15")


def test_a_register_is_asked_about_the_applicant_on_the_day_of_receipt_where_no_facts_are_named():
    question = Asking(register="guidance-bases").question(stated())
    assert question == Question(register="guidance-bases", key="APPLICANT", on=RECEIVED)


@pytest.mark.parametrize("facts", [{"a": "USCC"}, {"b": "2024-03-15"}, {}])
def test_a_register_is_not_asked_while_a_fact_of_the_question_is_not_stated(facts: dict[str, Any]):
    assert EMPLOYER.asking.question(stated(**facts)) is None
    assert EMPLOYER.examine(stated(**facts)).code == "not-stated"
