"""阶段的剔除、恢复与更正: what one instalment of a line becomes when it is struck, brought back, or its milestone was
recorded wrongly; and what comes of the money. ADR 0074.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.striking import awards_without, uses_worth
from domain.application.state.case import Case
from domain.application.state.striking import Struck
from domain.application.status import Ground, Status
from domain.application.values import Award, Due, LimitUse, Part, Portion, expand
from domain.base import replace
from domain.entitlement.uses import Over
from domain.treasury import run_commands as runs
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.sample_cases import CHEN, FIRST, HUANG, LIN, WU, ZHENG, given, told

THREE, SIX = "employed-3-months", "employed-6-months"
LATER = date(2024, 12, 16)
LEFT = date(2024, 8, 15)
"""The last day of a worker who was thought to have stayed for three months, until 2024-08-31."""

found_missed = s.milestone(THREE, LEFT, met=False, lines=[1])
found_met = s.milestone(THREE, date(2024, 8, 31), lines=[1])
strike = t.revision("audit-order", struck_items=[(1, 1)])
revive = t.revision("correction", revived_items=[(1, 1)])
Act = c.ReportMilestone | c.ReviseApplication
ACTS: dict[str, Act] = {"strike": strike, "revive": revive, "missed": found_missed, "met": found_met}


def decided(*acts: Act, after: History) -> History:
    """Each proposed by the assessor, and confirmed by the approver."""
    for act in acts:
        after = told((act, LIN, LATER), (s.confirmed(), HUANG, LATER), after=after)
    return after


def case_after(history: History) -> Case:
    return given(history).case(FIRST)


@cache
def ordered() -> History:
    return told(
        (runs.OrderPayment(applications=(FIRST,)), WU, LATER),
        (runs.ReleasePayment(batch=s.BATCH), ZHENG, LATER),
        (s.exported(amount_fen=1_000_00), WU, LATER),
        after=(*s.central_money(), *decided(found_met, after=s.a_payable_introduction())),
    )


@cache
def overpaid() -> History:
    return decided(found_missed, after=s.an_introduction_paid_stage_one())


@cache
def demanded() -> History:
    told_and_heard = t.heard(after=overpaid(), ground="left-early", on=LATER)
    return told((t.demand, WU, LATER), (s.confirmed(), s.JIANG, LATER), after=told_and_heard)


STATES: dict[str, Callable[[], History]] = {
    "waiting": s.a_payable_introduction,
    "met": lambda: decided(found_met, after=s.a_payable_introduction()),
    "in flight": ordered,
    "paid": s.an_introduction_paid_stage_one,
    "returned": lambda: told((t.returned(1_000_00), ZHENG, LATER), after=s.an_introduction_paid_stage_one()),
    "forfeited": lambda: decided(found_missed, after=s.a_payable_introduction()),
    "struck": lambda: decided(strike, after=s.a_payable_introduction()),
    "paid, struck": lambda: decided(strike, after=s.an_introduction_paid_stage_one()),
    "paid, missed": overpaid,
    "recovered": lambda: told((t.received(1_000_00, on=LATER), WU, LATER), after=demanded()),
}
"""Of the first of two instalments of 1 000 yuan; the second waits, but where the first was missed."""


TABLE: dict[str, dict[str, tuple[str, int, str, int, int, str] | str]] = {
    "waiting": {
        "strike": ("struck", 0, "waiting", 0, 0, "payable"),
        "revive": "instalment-stands",
        "missed": ("forfeited", 0, "forfeited", 0, 0, "settled"),
        "met": ("payable", 1_000, "waiting", 1_000, 0, "payable"),
    },
    "met": {
        "strike": ("struck", 0, "waiting", 0, 0, "payable"),
        "revive": "instalment-stands",
        "missed": ("forfeited", 0, "forfeited", 0, 0, "settled"),
        "met": "nothing-waiting",
    },
    "in flight": {
        "strike": ("ordered", 0, "waiting", 0, 0, "payable"),
        "revive": "instalment-stands",
        "missed": ("forfeited", 0, "forfeited", 0, 0, "payable"),
        "met": "nothing-waiting",
    },
    "paid": {
        "strike": ("paid", 0, "waiting", 0, 1_000, "partially-paid"),
        "revive": "instalment-stands",
        "missed": ("forfeited", 0, "forfeited", 0, 1_000, "settled"),
        "met": "nothing-waiting",
    },
    "returned": {
        "strike": ("struck", 0, "waiting", 0, 0, "payable"),
        "revive": "instalment-stands",
        "missed": ("forfeited", 0, "forfeited", 0, 0, "settled"),
        "met": "nothing-waiting",
    },
    "forfeited": {
        "strike": ("forfeited", 0, "forfeited", 0, 0, "settled"),
        "revive": ("waiting", 1_000, "forfeited", 0, 0, "payable"),
        "missed": "nothing-waiting",
        "met": ("payable", 1_000, "waiting", 1_000, 0, "payable"),
    },
    "struck": {
        "strike": "instalment-struck",
        "revive": ("waiting", 1_000, "waiting", 0, 0, "payable"),
        "missed": "nothing-waiting",
        "met": "nothing-waiting",
    },
    "paid, struck": {
        "strike": "instalment-struck",
        "revive": ("paid", 1_000, "waiting", 0, 0, "partially-paid"),
        "missed": "nothing-waiting",
        "met": "nothing-waiting",
    },
    "paid, missed": {
        "strike": ("forfeited", 0, "forfeited", 0, 1_000, "settled"),
        "revive": ("paid", 1_000, "forfeited", 0, 0, "settled"),
        "missed": "nothing-waiting",
        "met": ("paid", 1_000, "waiting", 0, 0, "partially-paid"),
    },
    "recovered": {
        "strike": ("forfeited", 0, "forfeited", 0, 0, "settled"),
        # As any line that had nothing, it goes on public notice first; what a milestone says was on one before.
        "revive": ("payable", 1_000, "forfeited", 0, 0, "partially-paid"),
        "missed": "nothing-waiting",
        "met": ("payable", 1_000, "waiting", 1_000, 0, "partially-paid"),
    },
}
"""Its status and what it is entitled to; the status of the second; what is payable and overpaid in all, in yuan; the
status of the case. Or the refusal.
"""


@pytest.mark.parametrize(("state", "act"), [(state, act) for state, acts in TABLE.items() for act in acts])
def test_every_corner_of_an_instalment_that_is_decided_anew(state: str, act: str) -> None:
    expected, before = TABLE[state][act], STATES[state]()
    if isinstance(expected, str):
        given(before).when(ACTS[act], by=LIN, on=LATER).declined(expected, application=FIRST)
        return
    case = case_after(decided(ACTS[act], after=before))
    one, two = case.items[Due(1, 1)], case.items[Due(1, 2)]
    amounts = (one.entitled_fen // 100, two.status, case.payable_fen // 100, case.overpaid_fen // 100)
    assert (one.status, *amounts, case.status) == expected
    assert [use.line for use in case.uses] == [1], "nobody is introduced a second time for it"


def test_the_table_has_every_state_and_every_act() -> None:
    assert TABLE.keys() == STATES.keys()
    assert all(row.keys() == ACTS.keys() for row in TABLE.values())


# What a milestone that was recorded wrongly leads to


def test_a_milestone_that_was_missed_after_all_makes_what_was_paid_for_it_overpaid_and_forfeits_the_later_stage() -> (
    None
):
    proposed = told((found_missed, LIN, LATER), after=s.an_introduction_paid_stage_one())
    given(proposed).when(s.confirmed(), by=HUANG, on=LATER).then(
        f.ProposalConfirmed(proposal="p2", act="milestone"),
        f.InstalmentForfeited(milestone=THREE, items=(Due(1, 1), Due(1, 2)), amount_fen=2_000_00, missed_on=LEFT),
        f.ApplicationSettled(credit=None),
    )
    assert case_after(demanded()).recoveries["r1"].open_fen == 1_000_00


def test_a_milestone_that_was_met_after_all_is_owed_again_and_what_is_demanded_of_it_falls_away() -> None:
    proposed = told((found_met, LIN, LATER), after=demanded())
    given(proposed).when(s.confirmed(proposal="p4"), by=HUANG, on=LATER).then(
        f.ProposalConfirmed(proposal="p4", act="milestone"),
        f.MilestoneMet(
            milestone=THREE,
            items=(Due(1, 1),),
            revived=(
                Portion(lines=((1, 1),), instalment=1, amount_fen=1_000_00),
                Portion(lines=((1, 1),), instalment=2, amount_fen=1_000_00),
            ),
            reached_on=date(2024, 8, 31),
        ),
        f.RecoveryReduced(recovery="r1", amount_fen=1_000_00, because="overpaid-less"),
        f.ApplicationReopened(),
    )


def test_what_another_line_waits_for_makes_up_for_nothing_that_was_paid_too_much() -> None:
    two = s.a_payable_introduction(date(2024, 5, 20), date(2024, 5, 31))
    paid = t.paid(
        FIRST, s.BATCH, 1_000_00, after=(*s.central_money(), *decided(found_met, after=two)), on=LATER, reference="B1"
    )
    lost = decided(found_missed, after=paid)
    assert (case_after(lost).entitled_fen, case_after(lost).overpaid_fen) == (2_000_00, 1_000_00)
    # What is due then is kept back for it.
    met = decided(replace(found_met, lines=((2, 2),)), after=lost)
    assert (case_after(met).payable_fen, case_after(met).overpaid_fen) == (0, 0)


def test_an_order_that_is_not_released_yet_is_no_longer_let_go() -> None:
    waiting = told(
        (runs.OrderPayment(applications=(FIRST,)), WU, LATER),
        after=(*s.central_money(), *decided(found_met, after=s.a_payable_introduction())),
    )
    for act in (strike, found_missed):
        release = runs.ReleasePayment(batch=s.BATCH)
        given(decided(act, after=waiting)).when(release, by=ZHENG, on=LATER).declined("order-too-much")


def test_a_stage_that_was_missed_by_itself_does_not_come_back_with_an_earlier_one() -> None:
    six_missed = s.milestone(SIX, date(2024, 11, 1), met=False, lines=[1])
    both = decided(six_missed, found_missed, after=s.an_introduction_paid_stage_one())
    six_met = s.milestone(SIX, date(2024, 12, 1), lines=[1])
    given(both).when(six_met, by=LIN, on=LATER).declined("earlier-stage-missed", line=1, milestone=THREE)
    again = case_after(decided(found_met, after=both))
    assert (again.items[Due(1, 1)].entitled_fen, again.items[Due(1, 2)].forfeited) == (1_000_00, True)
    assert case_after(decided(found_met, six_met, after=both)).payable_fen == 1_000_00


def test_what_was_recorded_is_reported_anew_only_of_the_lines_that_are_named() -> None:
    no_line_named = replace(found_missed, lines=())
    given(s.an_introduction_paid_stage_one()).when(no_line_named, by=LIN, on=LATER).declined("nothing-waiting")
    given(s.a_payable_training()).when(replace(found_missed, milestone="on-approval"), by=LIN, on=LATER).declined(
        "nothing-waiting"
    )


def test_what_was_decided_otherwise_before_the_approver_came_is_not_confirmed() -> None:
    reported = told((s.milestone(THREE, date(2024, 8, 31)), LIN, LATER), after=s.a_payable_introduction())
    struck = told((strike, LIN, LATER), (s.confirmed(proposal="p2"), HUANG, LATER), after=reported)
    given(struck).when(s.confirmed(), by=HUANG, on=LATER).declined("milestone-overtaken", proposal="p1")


def test_of_a_withdrawn_case_only_what_was_paid_may_be_missed_after_all() -> None:
    withdraw = c.WithdrawApplication(application=FIRST, reason=t.WHY)
    withdrawn = told((withdraw, CHEN, LATER), after=s.an_introduction_paid_stage_one())
    assert case_after(decided(found_missed, after=withdrawn)).overpaid_fen == 1_000_00
    given(decided(found_missed, after=withdrawn)).when(found_met, by=LIN, on=LATER).declined("status")


# Lines and their instalments


def test_of_a_line_that_was_out_one_instalment_comes_back_and_the_other_stays_out() -> None:
    line_out = decided(t.revision(struck=[1]), after=s.a_payable_introduction())
    assert case_after(line_out).uses == ()
    one = case_after(decided(t.revision("correction", revived_items=[(1, 2)]), after=line_out))
    assert (one.items[Due(1, 1)].entitled_fen, one.items[Due(1, 2)].entitled_fen) == (0, 1_000_00)
    assert (one.struck.lines, one.struck.items) == (frozenset(), {Due(1, 1)})
    whole = case_after(decided(t.revision("correction", revived=[1]), after=decided(revive, after=line_out)))
    assert (whole.entitled_fen, whole.struck.items) == (2_000_00, frozenset())


def test_a_line_of_which_every_instalment_is_out_frees_its_limits() -> None:
    out = t.revision("audit-order", struck_items=[(1, 1), (1, 2)])
    case = case_after(decided(out, after=s.a_payable_introduction()))
    assert (case.entitled_fen, case.uses, case.status) == (0, (), Status.SETTLED)
    falsely = t.revision("false-claim", struck_items=[(1, 1), (1, 2)])
    assert len(case_after(decided(falsely, after=s.a_payable_introduction())).uses) == 1


def test_a_struck_instalment_stays_out_of_later_revisions_and_its_award_says_so() -> None:
    struck = decided(strike, after=s.a_payable_introduction())
    (award,) = case_after(struck).awards
    assert [part.instalment for part in award.parts] == [2]
    assert award.arithmetic[-1].values == {"instalment": 1, "amount_fen": 1_000_00}
    given(struck).when(t.revision("correction"), by=LIN, on=LATER).declined("nothing-changes")


def test_an_instalment_that_nobody_awarded_is_not_there() -> None:
    nobodys = t.revision("audit-order", struck_items=[(1, 3)])
    given(s.a_payable_introduction()).when(nobodys, by=LIN, on=LATER).no_such_thing("no-such-instalment", instalment=3)


@pytest.mark.parametrize(
    ("ground", "before", "worth_fen"),
    [
        (Ground.AUDIT_ORDER, Struck(), 600_00),
        (Ground.FALSE_CLAIM, Struck(), 1_000_00),
        # What was struck earlier stays worth what it was left at, on whatever ground.
        (Ground.CORRECTION, Struck(items=frozenset({Due(1, 2)})), 1_000_00),
    ],
)
def test_a_limit_that_sums_money_has_what_is_left_of_the_line(ground: Ground, before: Struck, worth_fen: int) -> None:
    parts = (Part(instalment=1, amount_fen=600_00, payable=THREE), Part(instalment=2, amount_fen=400_00, payable=SIX))
    awarded = (Award(lines=((1, 2),), parts=parts, arithmetic=()),)
    now = Struck(items=frozenset({Due(1, 2)}))
    use = LimitUse(
        limit="a-sum", over=Over.PERSON, qualifier="", on=LATER, amount_fen=1_000_00, lines=((1, 2),), subject=None
    )
    case = replace(case_after(s.a_payable_introduction()), struck=before, counted=(use,))
    uses = uses_worth(case, (use,), awards_without(awarded, now.items), now, ground)
    worth = {line: use.amount_fen for use in uses for line in expand(use.lines)}
    assert worth == {1: worth_fen, 2: 1_000_00}
