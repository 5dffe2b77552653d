"""What holds of every assessment, whatever is stated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.entitlement.assessment import Assessment, assess, limit_subjects, questions
from domain.entitlement.claim import Answer, AssessmentGiven, Claim, ClaimLine, Use
from domain.entitlement.findings import Outcome
from domain.entitlement.vocabulary import FactKind, FactType
from tests.policies.documents import EDITION, GOOD

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


@st.composite
def lines(draw: st.DrawFn, scheme: str, number: int, *, person: str | None = None) -> ClaimLine:
    """A line that mostly counts: a few of its facts are taken away or changed to anything of their type."""
    facts = dict(GOOD[scheme])
    names = [*EDITION.schemes[scheme].line_facts, "determined_fen"]
    for name in draw(st.lists(st.sampled_from(names), max_size=4)):
        facts[name] = draw(values(EDITION.vocabulary[name]))
    for name in draw(st.lists(st.sampled_from(names), max_size=1)):
        facts.pop(name, None)
    return ClaimLine(
        line=number,
        person=person or draw(st.sampled_from(["p", "q", "r"])),
        certificate=person or draw(st.none() | st.sampled_from(["c", "d"])),
        facts=facts,
        unverified=frozenset(draw(st.sets(st.sampled_from(names), max_size=1))),
    )


@st.composite
def claims(draw: st.DrawFn, *, distinct: bool = False) -> Claim:
    scheme = draw(st.sampled_from(sorted(EDITION.schemes)))
    count = draw(st.integers(1, 8))
    kind = draw(st.sampled_from([*EDITION.schemes[scheme].applicant.kinds * 2, "organisation", "person"]))
    return Claim(
        application="here",
        scheme=scheme,
        authority="350200",
        received_on=date.fromisoformat(draw(DAYS)),
        applicant=draw(st.sampled_from(["p", "person-1"])) if kind == "person" else "APPLICANT",
        applicant_kind=kind,
        facts={"project_no": "XM"},
        lines=tuple(
            draw(lines(scheme, number, person=f"person-{number}" if distinct else None))
            for number in range(1, count + 1)
        ),
    )


def givens(draw: st.DrawFn, claim: Claim) -> AssessmentGiven:
    subjects = sorted(limit_subjects(EDITION, claim))
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
        for n, (limit, subject) in enumerate(draw(st.lists(st.sampled_from(subjects), max_size=4)))
        for qualifier in [draw(st.sampled_from(["2023", "2024", "2025", "", "a|none"]))]
    ]
    entry, quota = draw(st.sampled_from([(None, None), ("entry", None), ("entry", 2)]))
    return AssessmentGiven(
        answers={question: Answer(entry=entry, quota=quota) for question in questions(EDITION, claim)},
        uses=tuple(uses),
        waived=frozenset(
            draw(st.sets(st.tuples(st.sampled_from(sorted(EDITION.limits)), st.integers(1, 8)), max_size=2))
        ),
    )


@st.composite
def cases(draw: st.DrawFn, *, distinct: bool = False) -> tuple[Claim, AssessmentGiven]:
    claim = draw(claims(distinct=distinct))
    return claim, givens(draw, claim)


@given(cases())
@settings(max_examples=150, deadline=None)
def test_no_line_is_worth_more_than_its_scheme_allows_and_no_application_more_than_its_lines(
    case: tuple[Claim, AssessmentGiven],
):
    assessment = assess(EDITION, *case)
    most_fen = EDITION.schemes[assessment.scheme].amount.most_fen
    assert most_fen is not None
    for line in assessment.lines:
        assert 0 <= line.amount_fen <= most_fen
        assert line.amount_fen == sum(part.amount_fen for part in line.instalments)
        assert bool(line.amount_fen) == line.counts
        assert line.counts or not line.uses
    assert assessment.amount_fen == (sum(line.amount_fen for line in assessment.lines) if assessment.eligible else 0)


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
    free = replace(given_, answers={question: replace(said, quota=None) for question, said in given_.answers.items()})
    together = assess(EDITION, claim, free)
    assert list(together.lines) == [alone.lines[0] for alone in _alone(claim, free)]


@given(cases())
@settings(max_examples=100, deadline=None)
def test_no_limit_is_exceeded_by_the_lines_that_count_unless_it_was_waived(case: tuple[Claim, AssessmentGiven]):
    claim, given_ = case
    assessment = assess(EDITION, claim, replace(given_, waived=frozenset()))
    uses = [*given_.uses, *(use for line in assessment.lines for use in line.uses)]
    for use in (use for line in assessment.lines for use in line.uses):
        alike = [
            one for one in uses if (one.limit, one.subject, one.qualifier) == (use.limit, use.subject, use.qualifier)
        ]
        maximum = getattr(EDITION.limits[use.limit], "maximum", 2)
        assert len(alike) <= maximum or use.limit == "enterprise-quota"


@given(cases())
@settings(max_examples=100, deadline=None)
def test_only_a_waivable_limit_is_ever_waived(case: tuple[Claim, AssessmentGiven]):
    for line in assess(EDITION, *case).lines:
        for finding in line.findings:
            assert finding.outcome is not Outcome.WAIVED or EDITION.limits[finding.condition].waivable


def _alone(claim: Claim, given_: AssessmentGiven) -> list[Assessment]:
    return [assess(EDITION, replace(claim, lines=(line,)), given_) for line in claim.lines]
