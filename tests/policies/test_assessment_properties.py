"""What holds of every assessment, whatever is stated."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.base import replace
from domain.entitlement.amounts import Amount
from domain.entitlement.assessment import Assessment, assess, limit_subjects, questions
from domain.entitlement.claim import AssessmentGiven, Claim, ClaimLine, Question, RegisterResult, Use
from domain.entitlement.comparing_limits import Exclusive, NoOverlap
from domain.entitlement.determined import Determined
from domain.entitlement.findings import Outcome
from domain.entitlement.limits import Sum, Times
from domain.entitlement.measured import PercentOf
from domain.entitlement.quotas import ProgrammeBudget, Quota
from domain.entitlement.scheme import LineKind
from domain.entitlement.vocabulary import FactKind, FactType
from tests.policies.documents import EDITION, GOOD, WHOLE, listed

DAYS = st.dates(min_value=date(2023, 6, 1), max_value=date(2025, 3, 1)).map(date.isoformat)


def values(kind: FactKind) -> st.SearchStrategy[Any]:
    match kind.type:
        case FactType.BOOLEAN:
            return st.booleans()
        case FactType.COUNT:
            return st.integers(0, 200)
        case FactType.FEN:
            return st.integers(0, 700_000)
        case FactType.DAY:
            return DAYS
        case FactType.CHOICE:
            return st.sampled_from([choice.value for choice in kind.choices])
        case FactType.RANK:
            return st.sampled_from([int(choice.value) for choice in kind.choices])
        case _:
            return st.sampled_from(["a", "b", "c"])


# Strategies are made once: a thousand examples would spend more on making them than on drawing.
VALUES = {name: values(kind) for name, kind in EDITION.vocabulary.items()}
SCHEMES = st.sampled_from(sorted(EDITION.schemes))
RESULTS = st.sampled_from([(None, None), ("entry", None), ("entry", 2), ("entry", 9)])
QUALIFIERS = st.sampled_from(["2023", "2024", "2025", "", "a|none", "district", "INSURANCE|2024-02-01|2024-02-29"])
WAIVED = st.sets(st.tuples(st.sampled_from(sorted(EDITION.limits)), st.integers(1, 8)), max_size=2)


@cache
def some_of(names: tuple[str, ...], most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), max_size=most)


@st.composite
def lines(draw: st.DrawFn, scheme: str, number: int, *, person: str | None = None) -> ClaimLine:
    """A line that mostly counts: a few of its facts are taken away or changed to anything of their type."""
    facts = dict(GOOD[scheme])
    names = (*EDITION.schemes[scheme].line_facts, "determined_fen")
    for name in draw(some_of(names, 4)):
        facts[name] = draw(VALUES[name])
    for name in draw(some_of(names, 1)):
        facts.pop(name, None)
    about_persons = EDITION.schemes[scheme].line_kind is LineKind.PERSON
    if person and "entry" in facts:
        facts["entry"] = person
    return ClaimLine(
        line=number,
        person=(person or draw(st.sampled_from(["p", "q", "r"]))) if about_persons else None,
        certificate=person or draw(st.none() | st.sampled_from(["c", "d"])),
        facts=facts,
        unverified=frozenset(draw(some_of(names, 1))),
    )


@st.composite
def claims(draw: st.DrawFn, *, distinct: bool = False) -> Claim:
    scheme = draw(SCHEMES)
    count = draw(st.integers(1, 8))
    kind = draw(st.sampled_from([*EDITION.schemes[scheme].applicant.kinds * 2, "organisation", "person"]))
    return Claim(
        application="here",
        scheme=scheme,
        authority="350200",
        received_on=date.fromisoformat(draw(DAYS)),
        applicant=draw(st.sampled_from(["p", "person-1"])) if kind == "person" else "APPLICANT",
        applicant_kind=kind,
        facts=WHOLE if "entry" in EDITION.schemes[scheme].application_facts else {},
        lines=tuple(
            draw(lines(scheme, number, person=f"person-{number}" if distinct else None))
            for number in range(1, count + 1)
        ),
    )


def answered(draw: st.DrawFn, claim: Claim) -> dict[Question, RegisterResult]:
    """What registers say: nobody, or an entry that states what is good, but for a few attributes that are changed."""
    entry, quota = draw(RESULTS)
    good = listed(claim.scheme)
    answers = {}
    for question in questions(EDITION, claim):
        attributes = EDITION.registers[question.register].attributes
        states = dict(good[question.register]) if isinstance(good[question.register], dict) else {}
        for name in draw(some_of(attributes, 2)) if attributes else ():
            states[name] = draw(VALUES[name])
        for name in draw(some_of(attributes, 1)) if attributes else ():
            states.pop(name, None)
        answers[question] = RegisterResult(entry=entry, key=question.key, facts=states, quota=quota)
    return answers


def givens(draw: st.DrawFn, claim: Claim) -> AssessmentGiven:
    answers = answered(draw, claim)
    subjects = sorted(limit_subjects(EDITION, claim, answers))
    uses = [
        Use(
            limit=limit,
            subject=subject,
            qualifier=qualifier,
            on=date(2024, 1, 1),
            amount_fen=1,
            application="x",
            line=n,
        )
        for n, (limit, subject) in enumerate(draw(st.lists(st.sampled_from(subjects), max_size=4)) if subjects else ())
        for qualifier in [draw(QUALIFIERS)]
    ]
    return AssessmentGiven(
        answers=answers,
        uses=tuple(uses),
        waived=frozenset(draw(WAIVED)),
    )


@st.composite
def cases(draw: st.DrawFn, *, distinct: bool = False) -> tuple[Claim, AssessmentGiven]:
    claim = draw(claims(distinct=distinct))
    return claim, givens(draw, claim)


def bound_fen(amount: Amount, stated: ClaimLine) -> int:
    """The most that a line may be worth: what the notice names, or what the document or the premium gives."""
    if amount.most_fen is not None:
        return amount.most_fen
    if isinstance(amount, PercentOf):
        premium_fen = stated.facts.get(amount.fact, 0)
        assert isinstance(premium_fen, int)
        return (premium_fen * amount.percent + 99) // 100
    assert isinstance(amount, Determined)
    cited = amount.document is None or stated.facts.get(amount.document)
    determined_fen = stated.facts.get("determined_fen", 0) if cited else 0
    assert isinstance(determined_fen, int)
    return determined_fen


def within_bounds(claim: Claim, given_: AssessmentGiven) -> None:
    """No line is worth more than its scheme allows, and the application is worth what its lines are."""
    assessment = assess(EDITION, claim, given_)
    amount = EDITION.schemes[assessment.scheme].amount
    for line, stated in zip(assessment.lines, claim.lines, strict=True):
        assert 0 <= line.amount_fen <= bound_fen(amount, stated)
        assert line.amount_fen == sum(part.amount_fen for part in line.instalments)
        assert bool(line.amount_fen) == line.counts
        assert line.counts or not line.uses
    assert assessment.amount_fen == (sum(line.amount_fen for line in assessment.lines) if assessment.eligible else 0)


@given(cases())
@settings(max_examples=150, deadline=None)
def test_no_line_is_worth_more_than_its_scheme_allows_and_no_application_more_than_its_lines(
    case: tuple[Claim, AssessmentGiven],
):
    within_bounds(*case)


@pytest.mark.campaign
@given(cases())
@settings(max_examples=20_000, deadline=None)
def test_no_assessment_of_a_campaign_exceeds_the_bound_of_its_scheme(case: tuple[Claim, AssessmentGiven]):
    within_bounds(*case)


@given(cases())
@settings(max_examples=50, deadline=None)
def test_the_same_claim_and_givens_have_the_same_answer(case: tuple[Claim, AssessmentGiven]):
    claim, given_ = case
    shuffled = replace(claim, lines=tuple(reversed(claim.lines)))
    assert assess(EDITION, claim, given_) == assess(EDITION, claim, given_) == assess(EDITION, shuffled, given_)


@given(cases())
@settings(max_examples=100, deadline=None)
def test_lines_know_of_each_other_through_limits_only(case: tuple[Claim, AssessmentGiven]):
    claim, given_ = case
    together = assess(EDITION, claim, given_)
    for line, alone in zip(together.lines, _alone(claim, given_), strict=True):
        limits = EDITION.limits.keys()
        assert [one for one in line.findings if one.condition not in limits] == [
            one for one in alone.lines[0].findings if one.condition not in limits
        ]


@given(cases(distinct=True))
@settings(max_examples=100, deadline=None)
def test_lines_about_different_persons_are_answered_as_if_they_were_alone(case: tuple[Claim, AssessmentGiven]):
    claim, given_ = case
    free = replace(
        given_,
        answers={
            question: replace(register_result, quota=None) for question, register_result in given_.answers.items()
        },
    )
    if EDITION.schemes[claim.scheme].line_kind is LineKind.APPLICANT:
        return  # All its lines are about the same applicant.
    together = assess(EDITION, claim, free)
    assert list(together.lines) == [alone.lines[0] for alone in _alone(claim, free)]


@given(cases())
@settings(max_examples=200, deadline=None)
def test_no_limit_is_exceeded_by_the_lines_that_count_unless_it_was_waived(case: tuple[Claim, AssessmentGiven]):
    claim, given_ = case
    assessment = assess(EDITION, claim, replace(given_, waived=frozenset()))
    own = [use for line in assessment.lines for use in line.uses]
    for use in own:
        of_subject = [one for one in (*given_.uses, *own) if (one.limit, one.subject) == (use.limit, use.subject)]
        alike = [one for one in of_subject if one.qualifier == use.qualifier]
        limit = EDITION.limits[use.limit]
        match limit:
            case Times():
                assert len(alike) <= limit.maximum
            case Sum() | ProgrammeBudget():
                assert sum(one.amount_fen for one in alike) <= limit.maximum_fen
            case Exclusive():
                awards = [one.qualifier for one in of_subject]
                assert awards.count("upgraded") <= 1
                assert awards.count("district") + awards.count("municipal") <= 1
                assert not {"municipal", "upgraded"} <= set(awards)
            case NoOverlap():
                days = [one.qualifier.rsplit("|", 2) for one in of_subject if one.qualifier.count("|") == 2]
                same = sorted((first, last) for kind, first, last in days if kind == use.qualifier.rsplit("|", 2)[0])
                assert all(before[1] < after[0] for before, after in pairwise(same))
            case _:
                assert isinstance(limit, Quota)


@given(cases(), st.data())
@settings(max_examples=100, deadline=None)
def test_what_an_applicant_says_of_what_entries_state_changes_nothing(
    case: tuple[Claim, AssessmentGiven], data: st.DataObject
):
    claim, given_ = case
    read = sorted(EDITION.schemes[claim.scheme].read)
    of_entries = {name: data.draw(values(EDITION.vocabulary[name])) for name in read}
    lines_ = tuple(replace(one, facts={**one.facts, **of_entries}) for one in claim.lines)
    declared = replace(claim, facts={**claim.facts, **of_entries}, lines=lines_, unverified=frozenset(of_entries))
    assert assess(EDITION, declared, given_) == assess(EDITION, claim, given_)


@given(cases())
@settings(max_examples=100, deadline=None)
def test_only_a_waivable_limit_is_ever_waived(case: tuple[Claim, AssessmentGiven]):
    for line in assess(EDITION, *case).lines:
        for finding in line.findings:
            assert finding.outcome is not Outcome.WAIVED or EDITION.limits[finding.condition].waivable


def _alone(claim: Claim, given_: AssessmentGiven) -> list[Assessment]:
    return [assess(EDITION, replace(claim, lines=(line,)), given_) for line in claim.lines]
