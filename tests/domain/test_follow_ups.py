"""续审: lines that an approval left open are decided by two people, as far as they can be, on what is then known."""

from __future__ import annotations

from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.base import replace
from domain.entitlement.findings import OwedBy
from domain.office.roles import Actor, Role
from domain.treasury import run_commands as runs
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.open_lines import (
    ON,
    SECOND,
    case_after,
    close,
    compared,
    follow_up,
    followed_up,
    in_batches,
    publish,
    refused_lines,
    todo,
    withdraw,
)
from tests.domain.sample_cases import CHEN, FIRST, HAICANG, HUANG, LIN, WU, XU, ZHENG, also, given, of, told

LATER = t.LATER
TWO_OF_FOUR = compared("category", "veteran", 1, 2)
FOUR = s.training("person-a", "person-b", "person-c", "person-d")


def proposed(*verified: c.VerifyFacts, after: History) -> History:
    comparisons = ((command, CHEN, ON) for command in verified)
    return told(*comparisons, (follow_up, LIN, ON), after=after)


def last_follow_up(history: History) -> f.ApplicationFollowedUp:
    (fact,) = [minute.event for minute in history if isinstance(minute.event, f.ApplicationFollowedUp)][-1:]
    return fact


# What is proposed


def test_a_follow_up_decides_what_can_be_decided_and_leaves_the_rest_open() -> None:
    four = in_batches(replace(FOUR, lines=FOUR.lines), TWO_OF_FOUR)
    assert case_after(four).open_lines == {3, 4}
    history = proposed(compared("category", "veteran", 3), after=four)
    fact = history[-1].event
    assert isinstance(fact, f.FollowUpProposed)
    assert ([award.lines for award in fact.awards], fact.refused, fact.open_lines) == ([((3, 3),)], (), ((4, 4),))
    assert fact.owed_by == (OwedBy.OFFICE,)
    assert (case_after(history).open_lines, case_after(history).entitled_fen) == ({3, 4}, 2_000_00), "nothing yet"
    confirmed = told((s.confirmed(), HUANG, ON), after=history)
    assert (case_after(confirmed).open_lines, case_after(confirmed).entitled_fen) == ({4}, 3_000_00)
    ended = followed_up(compared("category", "general", 4), after=confirmed)
    assert (case_after(ended).open_lines, case_after(ended).entitled_fen) == (set(), 3_000_00)
    assert refused_lines(last_follow_up(ended)) == {"priority-group": ((4, 4),)}


def test_one_follow_up_awards_one_line_and_refuses_another() -> None:
    verified = compared("category", "veteran", 3), compared("category", "general", 4)
    fact = last_follow_up(followed_up(*verified, after=in_batches(FOUR, TWO_OF_FOUR)))
    assert [award.lines for award in fact.awards] == [((3, 3),)]
    assert refused_lines(fact) == {"priority-group": ((4, 4),)}
    assert (fact.open_lines, fact.owed_by) == ((), ())
    assert all(of_lines.finding.fails for of_lines in fact.refused)


def test_a_follow_up_is_of_open_lines_and_never_of_those_that_are_decided() -> None:
    """The comparison of the first trainee turned out otherwise: that is for a revision."""
    otherwise = compared("category", "general", 1), compared("category", "veteran", 3)
    history = followed_up(*otherwise, after=s.a_training_approved_in_batches())
    assert case_after(history).entitled_fen == 3_000_00
    assert case_after(t.revised(t.revision(), after=history, on=LATER)).entitled_fen == 2_000_00


def test_nothing_is_proposed_while_nothing_more_can_be_decided() -> None:
    outcome = given(s.a_training_approved_in_batches()).when(follow_up, by=LIN, on=ON)
    outcome.declined("still-open", application=FIRST, lines=(3,))
    assert outcome.refusal is not None
    finding = outcome.refusal.values["finding"]
    assert (getattr(finding, "code", None), getattr(finding, "owed_by", None)) == ("not-verified", OwedBy.OFFICE)


def test_there_is_nothing_to_follow_up_where_nothing_is_open() -> None:
    given(s.an_approved_training()).when(follow_up, by=LIN, on=ON).declined("no-line-open", application=FIRST)
    for history in (s.an_accepted_training(), s.an_assessed_training(), s.a_settled_training()):
        given(history).when(follow_up, by=LIN, on=LATER).declined("status", act="follow-up")


def test_one_follow_up_is_proposed_at_a_time() -> None:
    history = proposed(after=s.a_training_that_can_be_followed_up())
    given(history).when(follow_up, by=LIN, on=ON).declined("follow-up-open", application=FIRST)
    assert todo(history) == ["confirm", "publish-notice"]


# Two people


def test_a_follow_up_that_is_declined_changes_nothing_and_may_be_proposed_again() -> None:
    history = proposed(after=s.a_training_that_can_be_followed_up())
    no = replace(s.confirmed(), declined=True, reason="sealed-reason")
    declined = told((no, HUANG, ON), after=history)
    case = case_after(declined)
    assert (case.open_lines, case.entitled_fen, case.proposals) == ({3}, 2_000_00, {})
    assert given(declined).when(follow_up, by=LIN, on=ON).events


def test_nobody_confirms_a_follow_up_of_their_own() -> None:
    both = also(LIN, Role.APPROVER)
    history = told((follow_up, both, ON), after=s.a_training_that_can_be_followed_up())
    given(history).when(s.confirmed(), by=both, on=ON).not_permitted("own-proposal", act="follow-up")


@pytest.mark.parametrize("actor", [CHEN, HUANG, WU, XU])
def test_only_an_assessor_proposes_a_follow_up(actor: Actor) -> None:
    meeting = given(s.a_training_that_can_be_followed_up())
    meeting.when(follow_up, by=actor, on=ON).not_permitted("role-missing", role="assessor")


@pytest.mark.parametrize("actor", [CHEN, WU, XU])
def test_only_an_approver_confirms_a_follow_up(actor: Actor) -> None:
    meeting = given(proposed(after=s.a_training_that_can_be_followed_up()))
    meeting.when(s.confirmed(), by=actor, on=ON).not_permitted("role-missing", role="approver")


def test_a_follow_up_is_of_the_authority_of_the_case() -> None:
    meeting = given(proposed(after=s.a_training_that_can_be_followed_up()))
    meeting.when(s.confirmed(), by=of(HAICANG, HUANG), on=ON).not_permitted("other-authority")
    meeting = given(s.a_training_that_can_be_followed_up())
    meeting.when(follow_up, by=of(HAICANG, LIN), on=ON).not_permitted("other-authority")


def test_who_released_money_of_the_case_neither_proposes_nor_confirms_a_follow_up() -> None:
    paid = told((compared("category", "veteran", 3), CHEN, LATER), after=s.a_training_paid_but_for_an_open_line())
    given(paid).when(follow_up, by=also(ZHENG, Role.ASSESSOR), on=LATER).not_permitted("released-it")
    history = told((follow_up, LIN, LATER), after=paid)
    given(history).when(s.confirmed(), by=also(ZHENG, Role.APPROVER), on=LATER).not_permitted("released-it")


def test_who_proposed_or_confirmed_a_follow_up_releases_no_money_of_the_case() -> None:
    fang, gao = replace(LIN, officer="fang-yi"), replace(HUANG, officer="gao-yu")
    awarded = told(
        (compared("category", "veteran", 3), CHEN, LATER),
        (follow_up, fang, LATER),
        (s.confirmed(), gao, LATER),
        (publish, CHEN, LATER),
        (close, CHEN, date(2024, 11, 12)),
        (runs.OrderPayment(applications=(FIRST,)), WU, date(2024, 11, 12)),
        after=s.a_training_paid_but_for_an_open_line(),
    )
    release = runs.ReleasePayment(batch=t.SECOND_BATCH)
    for actor in (fang, gao):
        given(awarded).when(release, by=s.at(s.CITY, also(actor, Role.FINANCE)), on=date(2024, 11, 12)).not_permitted(
            "assessed-it"
        )


# Between the two of them


def test_what_a_comparison_turned_since_is_not_confirmed() -> None:
    history = proposed(after=s.a_training_that_can_be_followed_up())
    since = told((compared("category", "general", 3), CHEN, ON), after=history)
    given(since).when(s.confirmed(), by=HUANG, on=ON).declined("follow-up-overtaken", proposal="p1")


def test_what_another_case_used_since_is_not_confirmed() -> None:
    history = proposed(after=s.a_training_that_can_be_followed_up())
    since = s.approved(s.training("person-c"), SECOND, after=history)
    given(since).when(s.confirmed(), by=HUANG, on=ON).declined("follow-up-overtaken", application=FIRST)


def test_a_line_that_would_be_refused_for_another_reason_by_now_is_not_confirmed() -> None:
    """The trainee turned out to be a veteran, and meanwhile the training was paid to somebody else."""
    history = proposed(compared("category", "general", 3), after=s.a_training_approved_in_batches())
    since = told((compared("category", "veteran", 3), CHEN, ON), after=history)
    since = s.approved(s.training("person-c"), SECOND, after=since)
    given(since).when(s.confirmed(), by=HUANG, on=ON).declined("follow-up-overtaken", application=FIRST)


def test_a_revision_and_a_follow_up_that_cross_are_looked_at_again() -> None:
    history = told(
        (follow_up, LIN, ON), (t.revision(struck=[1]), LIN, ON), after=s.a_training_that_can_be_followed_up()
    )
    followed = told((s.confirmed(proposal="p1"), HUANG, ON), after=history)
    given(followed).when(s.confirmed(proposal="p2"), by=HUANG, on=ON).declined("revision-overtaken")
    revised = told((s.confirmed(proposal="p2"), HUANG, ON), after=history)
    assert case_after(told((s.confirmed(proposal="p1"), HUANG, ON), after=revised)).entitled_fen == 2_000_00


def test_no_follow_up_is_confirmed_of_a_case_that_is_suspended_or_withdrawn() -> None:
    history = proposed(after=s.a_training_that_can_be_followed_up())
    suspended = told((t.suspend, CHEN, ON), after=history)
    given(suspended).when(s.confirmed(), by=HUANG, on=ON).declined("status", status="suspended")
    resumed = told((t.resume, CHEN, ON), after=suspended)
    assert case_after(told((s.confirmed(), HUANG, ON), after=resumed)).open_lines == set()
    withdrawn = told((withdraw, CHEN, ON), after=history)
    given(withdrawn).when(s.confirmed(), by=HUANG, on=ON).declined("nothing-proposed")
