"""阶段: an assessor proposes that a milestone was met or missed, and only an approver's confirmation moves money."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Bailu
from tests.cli.handed_in import CLOSED, introduction, submitted

THREE, SIX = "employed-3-months", "employed-6-months"
MET = ("--met", "--on", "2024-04-10", "--source", "社会保险")


def standings(bureau: Bailu, number: str) -> list[str]:
    shown = bureau("application", "show", number, "-o", "json", officer="gao", clock=CLOSED).json
    return [each["standing"] for each in shown["instalments"]]


def propose(bureau: Bailu, *argv: str, officer: str = "chen", clock: str = CLOSED) -> int:
    return bureau("application", "milestone", *argv, officer=officer, clock=clock).code


def test_a_milestone_counts_once_a_second_officer_confirms_it(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    assert propose(bureau, number, THREE, *MET) == 0
    assert standings(bureau, number) == ["waiting", "waiting"]
    ran = bureau("application", "confirm", number, officer="huang", clock=CLOSED)
    assert ran.code == 0
    assert standings(bureau, number) == ["payable", "waiting"]


def test_a_missed_milestone_forfeits_what_waited_for_it_and_for_later_ones(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    assert propose(bureau, number, THREE, "--missed", "--on", "2024-04-09", "--source", "社会保险") == 0
    ran = bureau("application", "confirm", number, officer="huang", clock=CLOSED)
    assert "2 instalment(s), 2,000.00 yuan, forfeited" in ran.out
    assert standings(bureau, number) == ["forfeited", "forfeited"]
    shown = bureau("application", "show", number, "-o", "json", officer="gao", clock=CLOSED).json
    assert (shown["status"], shown["entitled_fen"]) == ("settled", 0)


def test_a_declined_proposal_moves_nothing_and_keeps_its_reason(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    propose(bureau, number, THREE, *MET)
    ran = bureau(
        "application", "confirm", number, "--proposal", "p1", "--decline", "--reason", "未见参保记录",
        officer="huang", clock=CLOSED,
    )  # fmt: skip
    assert ran.code == 0
    shown = bureau("application", "show", number, "-o", "json", officer="gao", clock=CLOSED).json
    assert shown["proposals"] == []
    assert shown["timeline"][-1]["happened"] == "p1 declined (a milestone): 未见参保记录"
    assert standings(bureau, number) == ["waiting", "waiting"]


def test_nobody_confirms_their_own_proposal(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    bureau("officer", "grant", "chen", "approver", officer="admin", clock=CLOSED)
    propose(bureau, number, THREE, *MET)
    assert bureau("application", "confirm", number, officer="chen", clock=CLOSED).code == 77
    assert bureau("application", "confirm", number, officer="wu", clock=CLOSED).code == 77


def test_a_dry_run_shows_the_clause_and_the_money_at_stake(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    propose(bureau, number, THREE, *MET)
    ran = bureau("application", "confirm", number, "--dry-run", officer="huang", clock=CLOSED)
    assert "m09" in ran.err
    assert "Payable then: 1,000.00 yuan (RMB 壹仟元整)" in ran.err
    assert standings(bureau, number) == ["waiting", "waiting"]


def test_what_hangs_on_a_missed_milestone_is_shown_with_what_comes_after_it(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    propose(bureau, number, THREE, "--missed", "--on", "2024-04-09", "--source", "社会保险")
    ran = bureau("application", "confirm", number, "--dry-run", officer="huang", clock=CLOSED)
    assert "Forfeited then: 2,000.00 yuan (RMB 贰仟元整)" in ran.err


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        ((THREE, "--met", "--on", "2024-04-09", "--source", "社会保险"), 65),
        ((THREE, "--missed", "--on", "2024-04-10", "--source", "社会保险"), 65),
        ((SIX, "--met", "--on", "2024-05-21", "--source", "社会保险"), 65),
        (("graduated", *MET), 65),
        ((THREE, "--met", "--on", "2024-05-22", "--source", "社会保险"), 65),
        ((THREE, *MET, "--lines", "2"), 65),
    ],
)
def test_a_milestone_is_reported_in_time_in_turn_and_for_lines_that_wait(
    bureau: Bailu, argv: tuple[str, ...], code: int
) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    size = len(bureau.log())
    assert propose(bureau, number, *argv) == code
    assert len(bureau.log()) == size


def test_the_same_milestone_of_several_applications_is_reported_at_once(bureau: Bailu) -> None:
    numbers = submitted(bureau, introduction(5), introduction(6), until="closed")
    assert propose(bureau, *numbers, THREE, *MET) == 0
    assert propose(bureau, "--all", "--status", "payable", THREE, *MET) == 65, "proposed already"
    ran = bureau("application", "confirm", "--all", "--status", "payable", officer="huang", clock=CLOSED)
    assert ran.code == 0
    assert [standings(bureau, number) for number in numbers] == [["payable", "waiting"]] * 2


def test_with_several_proposals_open_one_must_be_named(bureau: Bailu) -> None:
    tree = introduction(5)
    tree["lines"].append({**introduction(6)["lines"][0]})
    (number,) = submitted(bureau, tree, until="closed")
    for line in ("1", "2"):
        assert propose(bureau, number, THREE, *MET, "--lines", line) == 0
    assert bureau("application", "confirm", number, officer="huang", clock=CLOSED).code == 65
    assert bureau("application", "confirm", number, "--proposal", "p9", officer="huang", clock=CLOSED).code == 66
    assert bureau("application", "confirm", number, "--proposal", "p2", officer="huang", clock=CLOSED).code == 0
    assert standings(bureau, number) == ["waiting", "waiting", "payable", "waiting"]
