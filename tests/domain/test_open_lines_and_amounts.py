"""Open lines, limits and amounts: what decided lines have used counts, and what is typed is within its bounds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.base import replace
from domain.entitlement.findings import OwedBy
from domain.office.register import ConfirmEntry, EndEntry
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.open_lines import (
    DEMONSTRATION,
    KEY,
    ON,
    RECEIVED,
    approve_in_batches,
    assess,
    case_after,
    compared,
    follow_up,
    followed_up,
    handed_in,
    in_batches,
    refused_lines,
    reject,
    todo,
    with_facts,
    without_facts,
)
from tests.domain.review_commands import certificate_claim
from tests.domain.sample_cases import CHEN, FIRST, HUANG, LIN, XU, given, told

LATER = t.LATER


def last_follow_up(history: History) -> f.ApplicationFollowedUp:
    return [minute.event for minute in history if isinstance(minute.event, f.ApplicationFollowedUp)][-1]


# Limits

TWICE = s.training("person-a", "person-a")
"""The same trainee, occupation, level and certificate on two lines."""


def test_what_a_decided_line_uses_counts_against_an_open_one_before_it() -> None:
    history = in_batches(TWICE, compared("category", "veteran", 2))
    case = case_after(history)
    assert ({use.line for use in case.uses}, case.open_lines) == ({2}, {1})
    ended = followed_up(compared("category", "veteran", 1), after=history)
    fact = last_follow_up(ended)
    assert refused_lines(fact) == dict.fromkeys(("training-no-repeat", "certificate-once"), ((1, 1),))
    assert f"{FIRST}/2" in str(fact.refused[0].finding.values["earlier"])
    assert case_after(ended).entitled_fen == 1_000_00


def test_a_line_after_it_is_refused_with_it_though_nobody_compared_the_line() -> None:
    history = in_batches(TWICE, compared("category", "veteran", 1))
    case = case_after(history)
    assert case.approval is not None
    assert refused_lines(case.approval) == dict.fromkeys(("training-no-repeat", "certificate-once"), ((2, 2),))
    assert case.open_lines == set()


def test_who_came_first_comes_first_in_a_revision_too() -> None:
    history = in_batches(TWICE, compared("category", "veteran", 2))
    ended = followed_up(compared("category", "veteran", 1), after=history)
    decided = given(ended).when(t.revision("correction"), by=LIN, on=LATER).decision
    assert not [event for event in decided.get(f"application-{FIRST}", ()) if getattr(event, "changed", ())]


def test_of_two_open_lines_that_are_decided_together_the_first_has_the_limit() -> None:
    history = in_batches(s.training("person-a", "person-a", "person-b"), compared("category", "veteran", 3))
    ended = followed_up(compared("category", "veteran", 1, 2), after=history)
    fact = last_follow_up(ended)
    assert [award.lines for award in fact.awards] == [((1, 1),)]
    assert set(refused_lines(fact).values()) == {((2, 2),)}


def test_a_limit_that_is_waived_for_an_open_line_lets_it_be_awarded() -> None:
    """Three trainings of the year were decided, and the first line is open."""
    file = s.training(*["person-a"] * 4)
    for number in range(1, 5):
        file = with_facts(file, number, occupation=f"6-0{number}", certificate_on=f"2024-08-0{number}")
    file = replace(file, lines=tuple(replace(line, certificate=f"certificate-{line.line}") for line in file.lines))
    history = in_batches(file, compared("category", "veteran", 2, 3, 4))
    first = told((compared("category", "veteran", 1), CHEN, ON), after=history)
    (proposed,) = given(first).when(follow_up, by=LIN, on=ON).events
    assert isinstance(proposed, f.FollowUpProposed)
    assert [of.finding.condition for of in proposed.refused] == ["training-yearly"]
    waived = told((t.waive, HUANG, ON), (s.confirmed(), XU, ON), after=first)
    assert case_after(followed_up(after=waived)).entitled_fen == 4_000_00


def test_what_was_claimed_falsely_takes_the_limits_of_a_line_awarded_by_a_follow_up() -> None:
    history = followed_up(after=s.a_training_that_can_be_followed_up())
    falsely = t.revised(t.revision("false-claim", struck=[3]), after=history)
    assert {use.line for use in case_after(falsely).uses} == {1, 2, 3}


# Amounts

PROJECT = "differentiated-training"


def two_projects() -> c.SubmitApplication:
    """Two trainees whose training cost 1 800 yuan each; at most 2 000 are paid."""
    file = s.training("person-a", "person-b", scheme=PROJECT)
    for number in (1, 2):
        file = without_facts(file, number, "category", "certificate_kind", "certificate_issuer")
        file = with_facts(file, number, cost_fen=1_800_00)
    return file


def determining(amounts_fen: Mapping[int, int]) -> c.AssessApplication:
    return replace(assess, determined=s.determined(amounts_fen))


def following_up(amounts_fen: Mapping[int, int]) -> c.FollowUpApplication:
    return replace(follow_up, determined=s.determined(amounts_fen))


def one_determined(file: c.SubmitApplication) -> History:
    """Approved for the first trainee; nobody has determined the amount of the second."""
    return told((determining({1: 1_500_00}), LIN, ON), (approve_in_batches, HUANG, ON), after=handed_in(file))


@pytest.mark.parametrize("amount_fen", [0, 1_800_01, 2_000_01, 99_999_999_00])
def test_an_amount_out_of_bounds_is_refused_to_whoever_types_it_and_nothing_is_recorded(amount_fen: int) -> None:
    outcome = given(handed_in(two_projects())).when(determining({1: 1_500_00, 2: amount_fen}), by=LIN, on=ON)
    outcome.declined("out-of-bounds", application=FIRST, line=2)
    history = one_determined(two_projects())
    outcome = given(history).when(following_up({2: amount_fen}), by=LIN, on=ON)
    outcome.declined("out-of-bounds", application=FIRST, line=2)
    revise = replace(t.revision(), determined=s.determined({1: amount_fen}))
    given(history).when(revise, by=LIN, on=ON).declined("out-of-bounds", application=FIRST, line=1)


@pytest.mark.parametrize("amount_fen", [1, 1_800_00])
def test_an_amount_at_its_bounds_is_good(amount_fen: int) -> None:
    history = told((following_up({2: amount_fen}), LIN, ON), after=one_determined(two_projects()))
    assert case_after(told((s.confirmed(), HUANG, ON), after=history)).entitled_fen == 1_500_00 + amount_fen


def test_an_amount_that_nobody_determined_refuses_nobody() -> None:
    history = told((assess, LIN, ON), after=handed_in(two_projects()))
    assert case_after(history).owed_by == {OwedBy.OFFICE}
    given(history).when(reject, by=HUANG, on=ON).declined("undecided")
    assert todo(history) == ["assess"]
    in_part = one_determined(two_projects())
    assert (case_after(in_part).open_lines, case_after(in_part).entitled_fen) == ({2}, 1_500_00)
    given(in_part).when(follow_up, by=LIN, on=ON).declined("still-open", lines=(2,))


def test_an_amount_of_a_decided_line_is_for_a_revision() -> None:
    meeting = given(one_determined(two_projects()))
    meeting.when(following_up({1: 1_600_00, 2: 1_600_00}), by=LIN, on=ON).declined("line-decided", line=1)
    meeting.when(following_up({3: 1_600_00}), by=LIN, on=ON).declined("no-such-line", line=3)
    revise = replace(t.revision(), determined=s.determined({2: 1_600_00}))
    meeting.when(revise, by=LIN, on=ON).declined("line-open", line=2)


def test_what_was_determined_before_stands_until_it_is_determined_anew() -> None:
    """The second trainee's cost was not stated when the amounts were determined."""
    file = without_facts(two_projects(), 2, "cost_fen")
    amounts = determining({1: 1_500_00, 2: 1_500_00})
    history = told((amounts, LIN, ON), (approve_in_batches, HUANG, ON), after=handed_in(file))
    assert (case_after(history).open_lines, case_after(history).owed_by) == ({2}, {OwedBy.APPLICANT})
    stated = told((compared("cost_fen", 1_700_00, 2), CHEN, ON), after=history)
    assert case_after(followed_up(after=stated)).entitled_fen == 3_000_00
    anew = told((following_up({2: 1_700_00}), LIN, ON), (s.confirmed(), HUANG, ON), after=stated)
    assert case_after(anew).entitled_fen == 3_200_00
    assert [(part.lines, part.amount_fen) for part in case_after(anew).determined] == [
        (((1, 1),), 1_500_00),
        (((2, 2),), 1_700_00),
    ]


def test_an_amount_that_turns_out_to_be_above_the_cost_is_for_the_office_to_determine_anew() -> None:
    file = without_facts(two_projects(), 2, "cost_fen")
    amounts = determining({1: 1_500_00, 2: 1_500_00})
    history = told((amounts, LIN, ON), (approve_in_batches, HUANG, ON), after=handed_in(file))
    stated = told((compared("cost_fen", 1_000_00, 2), CHEN, ON), after=history)
    outcome = given(stated).when(follow_up, by=LIN, on=ON)
    assert not [event for event in outcome.decision.get(f"application-{FIRST}", ()) if getattr(event, "refused", ())]


def test_no_comparison_determines_an_amount() -> None:
    beyond = compared("determined_fen", 2_000_00, 1)
    given(handed_in(certificate_claim())).when(beyond, by=CHEN, on=ON).declined("determined-not-verified")


# What is found of the application as a whole

END = EndEntry(register=DEMONSTRATION, entry=f"{DEMONSTRATION}/0001", last_on=date(2024, 9, 17), document="…")


def struck_off() -> History:
    """Two employees, one of whom was not compared; since the approval the enterprise was struck off for the day."""
    file = replace(s.training("person-a", "person-b", scheme=s.KEY_TRAINING, uscc=KEY), facts={})
    hours = {"hours_total": 40, "hours_offline": 20}
    for number in (1, 2):
        file = with_facts(file, number, employee=True, exam_passed=True, certificate_kind="internal", **hours)
    history = in_batches(file, compared("employee", True, 1), after=s.listed(DEMONSTRATION, KEY, quota=10))
    confirm = ConfirmEntry(register=DEMONSTRATION, proposal=None)
    return told((compared("employee", True, 2), CHEN, ON), (END, s.SHEN, ON), (confirm, s.JIANG, ON), after=history)


def test_an_open_line_waits_for_what_is_not_known_about_the_application() -> None:
    outcome = given(struck_off()).when(follow_up, by=LIN, on=ON)
    outcome.declined("still-open", lines=(2,))
    assert outcome.refusal is not None
    assert getattr(outcome.refusal.values["finding"], "code", None) == "register-incomplete"


def test_an_open_line_is_refused_for_what_is_not_met_about_the_application() -> None:
    complete = (*struck_off(), *s.complete(DEMONSTRATION, through=RECEIVED))
    ended = followed_up(after=complete)
    assert refused_lines(last_follow_up(ended)) == {"demonstration-enterprise": ((2, 2),)}
    assert case_after(ended).entitled_fen == 1_200_00, "the first has its decision, until a revision"


def test_nothing_is_revised_for_what_is_not_known() -> None:
    outcome = given(struck_off()).when(t.revision(), by=LIN, on=ON)
    outcome.declined("revision-unclear", application=FIRST, lines=())
    complete = (*struck_off(), *s.complete(DEMONSTRATION, through=RECEIVED))
    revised = case_after(t.revised(t.revision(), after=complete, on=ON))
    assert (revised.entitled_fen, revised.open_lines) == (0, {2})
