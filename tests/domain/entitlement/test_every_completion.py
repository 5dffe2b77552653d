"""What is met or not met stays so, whatever turns out about the rest: small conditions, by brute force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product
from typing import Any

import pytest

from domain.base import replace
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
    OnlyWhen,
)
from domain.entitlement.findings import Finding, Outcome, OwedBy
from tests.domain.entitlement.completing import Domains, Facts, Standing, confirming, standings
from tests.domain.entitlement.stating import stated

DOMAINS: Domains = {
    "a": (True, False),
    "b": (True, False),
    "c": ("x", "y", "z"),
    "d": ("x", "y"),
    "m": (0, 1, 2),
    "n": (0, 1, 2),
    "first": ("2024-01-01", "2024-01-02"),
    "last": ("2024-01-01", "2024-01-02"),
}
CITED: dict[str, Any] = {"id": "rule", "clause": "m01"}


def simple() -> Iterator[Condition]:
    yield Holds(**CITED, fact="a")
    yield Holds(**CITED, fact="b", wanted=False)
    yield OneOf(**CITED, fact="c", accepted=("x",))
    yield OneOf(**CITED, fact="c", accepted=("x", "y"))
    yield OneOf(**CITED, fact="d", accepted=("x", "y"))
    yield AtLeast(**CITED, fact="n", minimum=1)
    yield AtMost(**CITED, fact="n", maximum=1)
    yield AnyHolds(**CITED, alternatives=("a", "b"))
    yield AnyHolds(**CITED, alternatives=("b",))
    yield IsStated(**CITED, fact="c")


def of_two() -> Iterator[Condition]:
    yield AtLeastShare(**CITED, fact="m", of="n", percent=50)
    yield AtLeastShare(**CITED, fact="m", of="n", percent=0)
    yield NotMoreThan(**CITED, fact="m", of="n")
    yield InOrder(**CITED, first="first", last="last")
    yield EndsBy(**CITED, fact="last", last=date(2024, 1, 1))


GUARDS = [("c", ("x",)), ("c", ("x", "y")), ("d", ("x",)), ("a", ("True",)), ("n", ("0", "2"))]


def guarded(required: Condition) -> list[Condition]:
    return [OnlyWhen(**CITED, fact=fact, among=among, required=required) for fact, among in GUARDS]


ONCE = [condition for required in simple() for condition in guarded(required)]
TWICE = [condition for required in [*simple()][:8] for one in guarded(required)[1:3] for condition in guarded(one)[2:]]
CONDITIONS = (*simple(), *of_two(), *ONCE, *TWICE)


def domains_of(condition: Condition) -> Domains:
    return {fact: DOMAINS[fact] for fact in dict.fromkeys(condition.facts)}


def examined(condition: Condition, standing: Standing) -> Finding:
    seen = replace(stated(unverified=standing.unverified), facts=standing.facts, confirmed=standing.confirmed)
    return condition.examine(seen)


class Completed:
    """What a condition comes to once everything is stated and verified."""

    def __init__(self, condition: Condition) -> None:
        self._condition = condition
        self._domains = domains_of(condition)
        self._answers: dict[tuple[Any, ...], Outcome] = {}

    def outcomes(self, standing: Standing, *, held: bool = False) -> set[Outcome]:
        return {self._answer(facts) for facts in standing.completions(self._domains, missing=True, held=held)}

    def _answer(self, facts: Facts) -> Outcome:
        key = tuple(facts.values())
        if key not in self._answers:
            self._answers[key] = examined(self._condition, Standing(facts=facts, unverified=frozenset())).outcome
        return self._answers[key]


@cache
def all_findings(conditions: tuple[Condition, ...]) -> list[tuple[Standing, Finding, set[Outcome]]]:
    """Every condition, however its facts stand; what it says then, and everything that it may come to."""
    completed = {id(condition): Completed(condition) for condition in conditions}
    return [
        (standing, examined(condition, standing), completed[id(condition)].outcomes(standing))
        for condition in conditions
        for standing in standings(domains_of(condition))
    ]


def test_what_is_met_or_not_met_is_so_whatever_turns_out() -> None:
    decided = 0
    for standing, finding, possible in all_findings(CONDITIONS):
        assert possible <= {Outcome.MET, Outcome.NOT_MET}, "what is stated and verified is decided"
        if finding.outcome is not Outcome.UNCLEAR:
            decided += 1
            assert possible == {finding.outcome}, (standing, finding)
    assert decided > 1000


INDEPENDENT = [
    condition
    for condition in [
        *(OnlyWhen(**CITED, fact=fact, among=among, required=one) for (fact, among), one in product(GUARDS, simple())),
        *simple(),
        *(
            OnlyWhen(**CITED, fact="d", among=("y",), required=one)
            for one in guarded(AnyHolds(**CITED, alternatives=("a", "b")))[:2]
        ),
    ]
    if len(condition.facts) == len(set(condition.facts))
]
"""Their facts have nothing to do with each other, and none of them is met whatever its facts are."""


def over_holds(condition: Condition) -> bool:
    if isinstance(condition, OnlyWhen):
        return over_holds(condition.required)
    return isinstance(condition, Holds | AnyHolds)


@pytest.mark.parametrize("kind", [Holds, AnyHolds, OnlyWhen])
def test_what_is_unclear_may_turn_out_either_way(kind: type[Condition]) -> None:
    conditions = tuple(one for one in INDEPENDENT if isinstance(one, kind) and over_holds(one))
    unclear = 0
    for standing, finding, possible in all_findings(conditions):
        if finding.outcome is Outcome.UNCLEAR:
            unclear += 1
            assert possible == {Outcome.MET, Outcome.NOT_MET}, (standing, finding)
    assert unclear


def test_what_the_applicant_confirmed_is_held_against_them_and_never_for_them() -> None:
    """Met, whatever turns out of all that was declared; not met, whatever turns out but for what was confirmed."""
    by_confirmation = 0
    for condition in CONDITIONS:
        completed = Completed(condition)
        for declared in standings(domains_of(condition)):
            for standing in confirming(declared):
                finding = examined(condition, standing)
                if finding.outcome is Outcome.MET:
                    assert completed.outcomes(standing) == {Outcome.MET}, (standing, finding)
                elif finding.fails:
                    assert completed.outcomes(standing, held=True) == {Outcome.NOT_MET}, (standing, finding)
                    needed = completed.outcomes(standing) != {Outcome.NOT_MET}
                    assert not needed or finding.values["confirmed"] is True, "it says what it rests on"
                    by_confirmation += needed
    assert by_confirmation > 100


@pytest.mark.parametrize("kind", [Holds, AnyHolds, OnlyWhen])
def test_what_is_unclear_is_not_settled_by_what_was_confirmed(kind: type[Condition]) -> None:
    unclear = 0
    for condition in (one for one in INDEPENDENT if isinstance(one, kind) and over_holds(one)):
        completed = Completed(condition)
        for declared in standings(domains_of(condition)):
            for standing in confirming(declared):
                finding = examined(condition, standing)
                if finding.outcome is Outcome.UNCLEAR:
                    unclear += 1
                    assert Outcome.NOT_MET in completed.outcomes(standing), (standing, finding)
                    assert Outcome.MET in completed.outcomes(standing, held=True), (standing, finding)
    assert unclear


def test_what_was_confirmed_changes_nothing_that_was_decided() -> None:
    for condition in CONDITIONS:
        for declared in standings(domains_of(condition)):
            before = examined(condition, declared)
            if before.outcome is not Outcome.UNCLEAR:
                assert all(examined(condition, one).outcome is before.outcome for one in confirming(declared))


def test_what_is_only_declared_tells_nothing() -> None:
    """Neither in favour of the applicant nor against."""
    for condition in CONDITIONS:
        domains = domains_of(condition)
        answers: dict[tuple[Any, ...], set[Outcome]] = {}
        for standing in standings(domains):
            seen = tuple("declared" if fact in standing.unverified else standing.facts.get(fact) for fact in domains)
            answers.setdefault(seen, set()).add(examined(condition, standing).outcome)
        assert all(len(outcomes) == 1 for outcomes in answers.values()), condition


def test_whatever_is_unclear_is_owed_by_somebody_who_can_give_it_and_nothing_else_is_owed() -> None:
    for standing, finding, _ in all_findings(CONDITIONS):
        if finding.outcome is not Outcome.UNCLEAR:
            assert finding.owed_by is None
            continue
        fact = finding.values["fact"]
        if finding.owed_by is OwedBy.OFFICE:
            assert fact in standing.unverified, (standing, finding)
        else:
            assert finding.owed_by is OwedBy.APPLICANT
            assert fact not in standing.facts, (standing, finding)
