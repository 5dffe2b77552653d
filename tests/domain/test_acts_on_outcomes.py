"""What may be done about each outcome of an assessment: the acts of the table of cases, by the officers who do them.

The scheme is that of key enterprises: a register decides about the application as a whole.
"""

from __future__ import annotations

from itertools import product

import pytest

from domain.application import events as f
from domain.application.values import expand
from domain.base import replace
from domain.entitlement.findings import OwedBy
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.open_lines import (
    DEMONSTRATION,
    KEY,
    ON,
    RECEIVED,
    approve,
    approve_in_batches,
    assess,
    case_after,
    compared,
    handed_in,
    reject,
    todo,
    with_facts,
    without_facts,
)
from tests.domain.sample_cases import FIRST, HUANG, LIN, given, told

WHOLES: dict[str, History] = {
    "holds": s.listed(DEMONSTRATION, KEY, quota=100),
    "not met": s.complete(DEMONSTRATION, through=RECEIVED),
    "unclear": (),
}
SUBSETS = ["e", "n", "o", "en", "eo", "no", "eno"]
"""Lines that are eligible, not eligible, and open."""
ROWS = list(product(WHOLES, SUBSETS))
OFFICE, APPLICANT = OwedBy.OFFICE, OwedBy.APPLICANT


def an_assessment(whole: str, lines: str) -> History:
    file = replace(s.training(*(f"person-{letter}" for letter in lines), scheme=s.KEY_TRAINING, uscc=KEY), facts={})
    for number, letter in enumerate(lines, start=1):
        file = with_facts(file, number, employee=True, hours_total=40, hours_offline=20, certificate_kind="internal")
        if letter == "o":
            file = without_facts(file, number, "exam_passed")
        else:
            file = with_facts(file, number, exam_passed=letter == "e")
    employed = compared("employee", True, *range(1, len(lines) + 1))
    return told((assess, LIN, ON), after=handed_in(file, employed, after=WHOLES[whole]))


def act_of(whole: str, lines: str) -> str:
    """What the table says is to be done."""
    if whole == "not met" or lines == "n":
        return "reject"
    if whole == "unclear" or "e" not in lines:
        return "wait"
    return "approve-in-part" if "o" in lines else "approve"


@pytest.mark.parametrize(("whole", "lines"), ROWS)
def test_an_assessment_says_what_can_be_decided_and_who_owes_the_rest(whole: str, lines: str) -> None:
    assessed = case_after(an_assessment(whole, lines)).assessment
    assert assessed is not None
    act = act_of(whole, lines)
    assert assessed.eligible is (act in ("approve", "approve-in-part"))
    assert assessed.undecided is (act in ("wait", "approve-in-part"))
    undecided = {OFFICE} if whole == "unclear" else set()
    undecided |= {APPLICANT} if "o" in lines else set()
    assert set(assessed.owed_by) == (undecided if assessed.undecided else set())
    waiting = [number for number, letter in enumerate(lines, start=1) if letter == "o" and whole != "not met"]
    assert [*expand(assessed.open_lines)] == waiting
    assert assessed.entitled_fen == (1_200_00 if assessed.eligible else 0)


@pytest.mark.parametrize(("whole", "lines"), ROWS)
def test_only_what_holds_and_has_an_eligible_line_is_approved(whole: str, lines: str) -> None:
    meeting = given(an_assessment(whole, lines))
    match act_of(whole, lines):
        case "approve":
            (approved,) = meeting.when(approve, by=HUANG, on=ON).events
        case "approve-in-part":
            open_lines = tuple(number for number, letter in enumerate(lines, start=1) if letter == "o")
            meeting.when(approve, by=HUANG, on=ON).declined("lines-open", application=FIRST, lines=open_lines)
            (approved,) = meeting.when(approve_in_batches, by=HUANG, on=ON).events
        case "wait":
            meeting.when(approve, by=HUANG, on=ON).declined("undecided", application=FIRST)
            meeting.when(approve_in_batches, by=HUANG, on=ON).declined("undecided", application=FIRST)
            return
        case _:
            meeting.when(approve, by=HUANG, on=ON).declined("not-eligible", application=FIRST)
            meeting.when(approve_in_batches, by=HUANG, on=ON).declined("not-eligible", application=FIRST)
            return
    assert isinstance(approved, f.ApplicationApproved)
    decided = {"e": [one.lines for one in approved.awards], "n": [one.lines for one in approved.refused]}
    for letter, ranges in decided.items():
        wanted = {number for number, of_line in enumerate(lines, start=1) if of_line == letter}
        assert {number for part in ranges for number in expand(part)} == wanted
    assert all(of_lines.finding.fails for of_lines in approved.refused)
    assert {number for use in approved.uses for number in expand(use.lines)} == {1}


@pytest.mark.parametrize(("whole", "lines"), ROWS)
def test_only_what_nothing_unknown_can_turn_is_rejected_and_for_what_is_not_met_alone(whole: str, lines: str) -> None:
    outcome = given(an_assessment(whole, lines)).when(reject, by=HUANG, on=ON)
    match act_of(whole, lines):
        case "reject":
            (rejected,) = outcome.events
        case "wait":
            outcome.declined("undecided", application=FIRST)
            return
        case _:
            outcome.declined("eligible", application=FIRST)
            return
    assert isinstance(rejected, f.ApplicationRejected)
    cited = [*rejected.findings, *(of_lines.finding for of_lines in rejected.line_findings)]
    assert cited
    assert all(finding.fails for finding in cited)
    assert bool(rejected.findings) is (whole == "not met")
    assert bool(rejected.line_findings) is ("n" in lines)


@pytest.mark.parametrize(("whole", "lines"), ROWS)
def test_what_is_to_be_done_is_what_can_be_done(whole: str, lines: str) -> None:
    actions = todo(an_assessment(whole, lines))
    act = act_of(whole, lines)
    assert [action for action in actions if action in ("approve", "approve-in-part", "reject")] == (
        [] if act == "wait" else [act]
    )
    assert ("request-correction" in actions) is ("o" in lines and act in ("wait", "approve-in-part"))
    assert ("assess" in actions) is (whole == "unclear" and act == "wait")


@pytest.mark.parametrize("lines", [lines for lines in SUBSETS if lines != "n"])
def test_what_the_office_gave_since_counts_with_the_next_assessment(lines: str) -> None:
    undecided = an_assessment("unclear", lines)
    for whole in ("holds", "not met"):
        given(undecided, WHOLES[whole]).when(approve_in_batches, by=HUANG, on=ON).declined("undecided")
        given(undecided, WHOLES[whole]).when(reject, by=HUANG, on=ON).declined("undecided")
    listed = told((assess, LIN, ON), after=(*undecided, *WHOLES["holds"]))
    assert (given(listed).when(approve_in_batches, by=HUANG, on=ON).refusal is None) is ("e" in lines)
    complete = told((assess, LIN, ON), after=(*undecided, *WHOLES["not met"]))
    assert given(complete).when(reject, by=HUANG, on=ON).events


def test_a_rejection_for_the_lines_alone_needs_no_answer_about_the_application() -> None:
    undecided = an_assessment("unclear", "n")
    assert given(undecided).when(reject, by=HUANG, on=ON).events
    assert given(undecided, WHOLES["holds"]).when(reject, by=HUANG, on=ON).events
    given(undecided, WHOLES["not met"]).when(reject, by=HUANG, on=ON).declined("reasons-changed")
