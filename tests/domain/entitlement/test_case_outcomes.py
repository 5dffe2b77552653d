"""What the findings of an application and of its lines come to together: the whole table of cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations_with_replacement, permutations, product

import pytest

from domain.application.decisions.applied_policy import against, awards_of, grouped_findings, open_of
from domain.application.values import expand
from domain.entitlement.assessment import Assessment, Instalment, LineAssessment
from domain.entitlement.claim import Use
from domain.entitlement.findings import Finding, LineOutcome, Outcome, OwedBy, together

OFFICE, APPLICANT, READING = OwedBy.OFFICE, OwedBy.APPLICANT, OwedBy.READING
WHOLE = {"holds": Outcome.MET, "not met": Outcome.NOT_MET, "unclear": Outcome.UNCLEAR}
E, N, O = LineOutcome.ELIGIBLE, LineOutcome.NOT_ELIGIBLE, LineOutcome.OPEN  # noqa: E741  as in the table below


def finding(outcome: Outcome, owed_by: OwedBy | None = None, condition: str = "c") -> Finding:
    return Finding(condition=condition, clause="m01", outcome=outcome, code="code", owed_by=owed_by)


def line(number: int, *findings: Finding) -> LineAssessment:
    """A line as an assessment makes it: worth 1 000 yuan, and a use of a limit, where it is eligible."""
    counts = together(findings) is E
    use = Use(
        limit="l",
        subject=f"person-{number}",
        qualifier="",
        on=date(2024, 5, 6),
        amount_fen=1_000_00,
        application="a",
        line=number,
    )
    return LineAssessment(
        line=number,
        findings=findings,
        amount_fen=1_000_00 if counts else 0,
        instalments=(Instalment(instalment=1, amount_fen=1_000_00),) if counts else (),
        arithmetic=(),
        uses=(use,) if counts else (),
    )


def with_outcome(number: int, outcome: LineOutcome) -> LineAssessment:
    """Whatever is decided of a line, something else of it is not known; nobody owes that where it is refused."""
    met, unclear = finding(Outcome.MET), finding(Outcome.UNCLEAR, APPLICANT)
    findings = {E: (met,), N: (met, finding(Outcome.NOT_MET, condition="against"), unclear), O: (unclear, met)}
    return line(number, *findings[outcome])


def assessment(whole: Iterable[Finding], lines: Sequence[LineAssessment]) -> Assessment:
    return Assessment(edition="e@1", digest="sha256:0", scheme="s", findings=tuple(whole), lines=tuple(lines))


def of(whole: str, outcomes: Iterable[LineOutcome]) -> Assessment:
    owed_by = OFFICE if whole == "unclear" else None
    lines = [with_outcome(number, outcome) for number, outcome in enumerate(outcomes, start=1)]
    return assessment([finding(Outcome.MET), finding(WHOLE[whole], owed_by)], lines)


TABLE: dict[str, dict[tuple[LineOutcome, ...], tuple[bool, bool, tuple[OwedBy, ...]]]] = {
    "not met": {
        (E,): (False, False, ()),
        (N,): (False, False, ()),
        (O,): (False, False, ()),
        (E, N): (False, False, ()),
        (E, O): (False, False, ()),
        (N, O): (False, False, ()),
        (E, N, O): (False, False, ()),
    },
    "unclear": {
        (N,): (False, False, ()),
        (E,): (False, True, (OFFICE,)),
        (O,): (False, True, (OFFICE, APPLICANT)),
        (E, N): (False, True, (OFFICE,)),
        (E, O): (False, True, (OFFICE, APPLICANT)),
        (N, O): (False, True, (OFFICE, APPLICANT)),
        (E, N, O): (False, True, (OFFICE, APPLICANT)),
    },
    "holds": {
        (E,): (True, False, ()),
        (N,): (False, False, ()),
        (E, N): (True, False, ()),
        (E, O): (True, True, (APPLICANT,)),
        (E, N, O): (True, True, (APPLICANT,)),
        (O,): (False, True, (APPLICANT,)),
        (N, O): (False, True, (APPLICANT,)),
    },
}
"""Whether something can be approved, whether something is undecided, and who owes what is not known."""
ROWS = [(whole, outcomes) for whole, rows in TABLE.items() for outcomes in rows]


@pytest.mark.parametrize(("whole", "outcomes"), ROWS)
def test_an_application_comes_to_what_the_table_says(whole: str, outcomes: tuple[LineOutcome, ...]) -> None:
    result = of(whole, outcomes)
    assert (result.eligible, result.undecided, result.owed_by) == TABLE[whole][outcomes]


@pytest.mark.parametrize(("whole", "outcomes"), ROWS)
def test_how_many_lines_there_are_and_in_which_order_changes_nothing(
    whole: str, outcomes: tuple[LineOutcome, ...]
) -> None:
    for more in combinations_with_replacement(outcomes, 2):
        for ordered in set(permutations((*outcomes, *more))):
            result = of(whole, ordered)
            assert (result.eligible, result.undecided, result.owed_by) == TABLE[whole][outcomes]


@pytest.mark.parametrize(("whole", "outcomes"), ROWS)
def test_only_what_is_eligible_is_worth_something_and_uses_limits(
    whole: str, outcomes: tuple[LineOutcome, ...]
) -> None:
    result = of(whole, outcomes)
    eligible = [one.line for one in result.lines if one.outcome is E] if whole == "holds" else []
    assert result.amount_fen == 1_000_00 * len(eligible)
    assert [use.line for use in result.uses] == eligible
    assert [number for award in awards_of(result) for number in expand(award.lines)] == eligible
    waiting = [one.line for one in result.lines if one.outcome is O and result.undecided]
    assert [*expand(open_of(result))] == waiting


@pytest.mark.parametrize(("whole", "outcomes"), ROWS)
def test_what_is_against_a_line_is_never_what_is_unclear_about_it(
    whole: str, outcomes: tuple[LineOutcome, ...]
) -> None:
    result = of(whole, outcomes)
    refusing = against(grouped_findings(result.lines))
    assert {of_lines.finding.outcome for of_lines in refusing} <= {Outcome.NOT_MET}
    refused = {number for of_lines in refusing for number in expand(of_lines.lines)}
    assert refused == {one.line for one in result.lines if one.outcome is N}


def test_every_combination_stands_in_the_table() -> None:
    subsets = [
        tuple(outcome for outcome, there in zip((E, N, O), chosen, strict=True) if there)
        for chosen in product((True, False), repeat=3)
        if any(chosen)
    ]
    assert {whole: set(rows) for whole, rows in TABLE.items()} == {whole: set(subsets) for whole in WHOLE}


@pytest.mark.parametrize("whole", WHOLE)
def test_an_application_without_lines_is_never_eligible(whole: str) -> None:
    assert not of(whole, ()).eligible


def test_those_who_owe_something_are_named_once_and_in_their_order() -> None:
    lines = [
        line(1, finding(Outcome.UNCLEAR, READING), finding(Outcome.UNCLEAR, APPLICANT)),
        line(2, finding(Outcome.UNCLEAR, READING)),
        line(3, finding(Outcome.UNCLEAR, OFFICE)),
        line(4, finding(Outcome.MET)),
    ]
    assert assessment([finding(Outcome.MET)], lines).owed_by == (OFFICE, APPLICANT, READING)
    assert assessment([finding(Outcome.MET)], lines[:2]).owed_by == (APPLICANT, READING)
    assert assessment([finding(Outcome.MET)], lines[3:]).owed_by == ()


def test_what_is_not_known_of_a_refused_line_nobody_owes() -> None:
    refused = line(1, finding(Outcome.NOT_MET), finding(Outcome.UNCLEAR, READING))
    eligible, still_open = line(2, finding(Outcome.MET)), line(3, finding(Outcome.UNCLEAR, OFFICE))
    assert assessment([], [refused, eligible]).owed_by == ()
    assert assessment([], [refused, eligible, still_open]).owed_by == (OFFICE,)
    assert assessment([finding(Outcome.UNCLEAR, APPLICANT)], [refused]).owed_by == ()


def test_a_finding_that_was_waived_stands_in_nobodys_way() -> None:
    result = assessment([finding(Outcome.WAIVED)], [line(1, finding(Outcome.WAIVED), finding(Outcome.MET))])
    assert (result.eligible, result.undecided, result.amount_fen) == (True, False, 1_000_00)


def test_one_finding_that_is_not_met_decides_about_the_application_whatever_else_is_unclear() -> None:
    whole = [finding(Outcome.UNCLEAR, OFFICE), finding(Outcome.NOT_MET), finding(Outcome.UNCLEAR, READING)]
    result = assessment(whole, [with_outcome(1, E), with_outcome(2, O)])
    assert (result.eligible, result.undecided, result.owed_by) == (False, False, ())
