"""阶段: an assessor proposes that a milestone was met or missed, and only an approver's confirmation moves money."""

from __future__ import annotations

import pytest

from tests.cli.application_files import CLOSED, introduction, submitted, table
from tests.cli.conftest import EMPLOYER, UNLISTED, Bailu, Ran
from tests.cli.payable_cases import imported

THREE, SIX = "employed-3-months", "employed-6-months"
MET = ("--met", "--on", "2024-04-10", "--source", "社会保险")


def standings(bureau: Bailu, number: str) -> list[str]:
    shown = bureau("application", "show", number, "-o", "json", officer="gao", clock=CLOSED).json
    return [instalment["standing"] for instalment in shown["instalments"]]


def propose(bureau: Bailu, *argv: str, officer: str = "chen", clock: str = CLOSED) -> int:
    return bureau("application", "milestone", *argv, officer=officer, clock=clock).code


def test_a_milestone_counts_once_a_second_officer_confirms_it(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    assert propose(bureau, number, THREE, *MET) == 0
    assert standings(bureau, number) == ["waiting", "waiting"]
    ran = bureau("confirm", f"application-{number}", officer="huang", clock=CLOSED)
    assert ran.code == 0
    assert standings(bureau, number) == ["payable", "waiting"]


def test_a_missed_milestone_forfeits_what_waited_for_it_and_for_later_ones(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    assert propose(bureau, number, THREE, "--missed", "--on", "2024-04-09", "--source", "社会保险") == 0
    ran = bureau("confirm", f"application-{number}", officer="huang", clock=CLOSED)
    assert "2 instalment(s), 2,000.00 yuan, forfeited" in ran.out
    assert standings(bureau, number) == ["forfeited", "forfeited"]
    shown = bureau("application", "show", number, "-o", "json", officer="gao", clock=CLOSED).json
    assert (shown["status"], shown["entitled_fen"]) == ("settled", 0)


def test_a_declined_proposal_moves_nothing_and_keeps_its_reason(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    propose(bureau, number, THREE, *MET)
    ran = bureau(
        "confirm", f"application-{number}/p1", "--decline", "--reason", "未见参保记录",
        officer="huang", clock=CLOSED,
    )  # fmt: skip
    assert ran.code == 0
    shown = bureau("application", "show", number, "-o", "json", officer="gao", clock=CLOSED).json
    assert shown["proposals"] == []
    assert shown["timeline"][-1]["happened"] == "p1 declined (a milestone): 未见参保记录"
    assert standings(bureau, number) == ["waiting", "waiting"]


def test_nobody_confirms_their_own_proposal(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    bureau.agreed("officer", "grant", "chen", "approver", officer="admin", second="xu", clock=CLOSED)
    propose(bureau, number, THREE, *MET)
    assert bureau("confirm", f"application-{number}", officer="chen", clock=CLOSED).code == 77
    assert bureau("confirm", f"application-{number}", officer="wu", clock=CLOSED).code == 77


def test_a_dry_run_shows_the_clause_and_the_money_at_stake(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    propose(bureau, number, THREE, *MET)
    ran = bureau("confirm", f"application-{number}", "--dry-run", officer="huang", clock=CLOSED)
    assert "m09" in ran.err
    assert "Payable then: 1,000.00 yuan (RMB 壹仟元整)" in ran.err
    assert standings(bureau, number) == ["waiting", "waiting"]


def test_what_hangs_on_a_missed_milestone_is_shown_with_what_comes_after_it(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    propose(bureau, number, THREE, "--missed", "--on", "2024-04-09", "--source", "社会保险")
    ran = bureau("confirm", f"application-{number}", "--dry-run", officer="huang", clock=CLOSED)
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
    ran = bureau("confirm", "--all", officer="huang", clock=CLOSED)
    assert ran.code == 0
    assert [standings(bureau, number) for number in numbers] == [["payable", "waiting"]] * 2


def test_with_several_proposals_open_one_must_be_named(bureau: Bailu) -> None:
    tree = introduction(5)
    tree["lines"].append({**introduction(6)["lines"][0]})
    (number,) = submitted(bureau, tree, until="closed")
    for line in ("1", "2"):
        assert propose(bureau, number, THREE, *MET, "--lines", line) == 0
    assert bureau("confirm", f"application-{number}", officer="huang", clock=CLOSED).code == 65
    assert bureau("confirm", f"application-{number}/p9", officer="huang", clock=CLOSED).code == 66
    assert bureau("confirm", f"application-{number}/p2", officer="huang", clock=CLOSED).code == 0
    assert standings(bureau, number) == ["waiting", "waiting", "payable", "waiting"]


HEADINGS = ("申请编号", "行号", "节点", "是否达到", "日期", "来源", "用人单位统一社会信用代码")
REPORTED, CONFIRMED = "2024-07-16", "2024-07-17"


def of_three_workers(bureau: Bailu) -> str:
    lines = [introduction(number)["lines"][0] for number in (5, 6, 7)]
    (number,) = submitted(bureau, {**introduction(5), "lines": lines}, until="closed")
    return number


def reported(bureau: Bailu, number: str, *rows: tuple[object, ...], clock: str = REPORTED) -> Ran:
    file = table(bureau, "milestones.csv", HEADINGS, *rows)
    return bureau("application", "milestone", number, "--roster", file, "-o", "json", officer="chen", clock=clock)


def test_a_roster_says_for_each_worker_what_became_of_a_milestone(bureau: Bailu) -> None:
    number = of_three_workers(bureau)
    met = "稳定就业满3个月"
    rows = (
        (number, 1, met, "是", "2024-07-10", "社会保险", EMPLOYER),
        (number, 2, met, "是", "2024-07-10", "社会保险", ""),
        (number, 3, met, "否", "2024-03-31", "社会保险", ""),
        ("350200-2024-000099", 1, met, "是", "2024-07-10", "社会保险", ""),
    )
    ran = reported(bureau, number, *rows)
    assert (ran.code, len(ran.json)) == (0, 2), ran.err
    assert "1 row(s) are about other applications" in ran.err
    again = reported(bureau, number, *rows)
    assert (again.code, {row["because"] for row in again.json}) == (0, {"nothing new"})
    confirmed = bureau("confirm", f"application-{number}", "--every", "--yes", officer="huang", clock=CONFIRMED)
    assert confirmed.code == 0, confirmed.err
    assert standings(bureau, number) == ["payable", "waiting", "payable", "waiting", "forfeited", "forfeited"]
    after = reported(bureau, number, *rows, clock=CONFIRMED)
    assert {row["because"] for row in after.json} == {"nothing new"}


def test_a_roster_with_a_bad_row_proposes_nothing_and_names_every_bad_row(bureau: Bailu) -> None:
    number = of_three_workers(bureau)
    ran = reported(
        bureau,
        number,
        (number, 1, THREE, "是", "2024-07-10", "社会保险", UNLISTED),
        (number, 2, "满9个月", "是", "2024-07-10", "社会保险", ""),
        (number, 9, THREE, "是", "2024-07-10", "社会保险", ""),
        (number, 3, THREE, "是", "2024-12-10", "社会保险", ""),
    )
    assert ran.code == 65
    for row, phrase in ((2, "Another employer"), (3, "Must be one of"), (4, "has no line 9"), (5, "in the future")):
        assert any(f"Row {row}" in line and phrase in line for line in ran.err.splitlines()), ran.err
    shown = bureau("application", "show", number, "-o", "json", officer="gao", clock=REPORTED).json
    assert shown["proposals"] == []


@pytest.mark.parametrize("extra", [("--met",), ("--on", "2024-04-10"), ("--source", "社会保险"), ("--lines", "1")])
def test_a_roster_goes_without_the_options_that_its_rows_say(bureau: Bailu, extra: tuple[str, ...]) -> None:
    assert bureau("application", "milestone", "1", "--roster", "x.csv", *extra, officer="chen").code == 2


def test_a_stage_that_falls_due_in_2025_after_the_notice_has_closed_is_still_paid(bureau: Bailu) -> None:
    late = {**introduction(5), "received_on": "2024-10-15"}
    late["lines"][0]["facts"]["hired_on"] = "2024-10-15"
    (number,) = submitted(bureau, late, until="closed", later=162)
    for milestone, on, day in ((THREE, "2025-01-15", "2025-01-16"), (SIX, "2025-04-15", "2025-04-16")):
        assert propose(bureau, number, milestone, "--met", "--on", on, "--source", "社会保险", clock=day) == 0
        assert bureau("confirm", f"application-{number}", officer="huang", clock=day).code == 0
    opened = ("fund", "open", "central", "--amount", 5000, "--year", 2025, "--document", "厦财社〔2025〕1号", "--yes")
    bureau.agreed(*opened, officer="wu", second="xu", clock="2025-04-17")
    ordered = bureau("payment", "order", number, "--yes", "-o", "json", officer="wu", clock="2025-04-18").json
    assert (ordered["amount_fen"], standings(bureau, number)) == (200_000, ["ordered", "ordered"])
    assert credited(bureau, number, ordered["batch"], "2000.00", "2025-04-18") == ("settled", 200_000)


def test_each_stage_of_2025_is_credited_on_its_own_and_the_last_one_settles_the_case(bureau: Bailu) -> None:
    late = {**introduction(5), "received_on": "2024-10-15"}
    late["lines"][0]["facts"]["hired_on"] = "2024-10-15"
    (number,) = submitted(bureau, late, until="closed", later=162)
    opened = ("fund", "open", "central", "--amount", 2000, "--year", 2025, "--document", "厦财社〔2025〕1号", "--yes")
    bureau.agreed(*opened, officer="wu", second="xu", clock="2025-01-06")
    for milestone, on, day, after in (
        (THREE, "2025-01-15", "2025-01-16", ("partially-paid", 100_000)),
        (SIX, "2025-04-15", "2025-04-16", ("settled", 200_000)),
    ):
        assert propose(bureau, number, milestone, "--met", "--on", on, "--source", "社会保险", clock=day) == 0
        assert bureau("confirm", f"application-{number}", officer="huang", clock=day).code == 0
        ordered = bureau("payment", "order", number, "--yes", "-o", "json", officer="wu", clock=day).json
        assert ordered["amount_fen"] == 100_000
        assert credited(bureau, number, ordered["batch"], "1000.00", day) == after
    moved = bureau("history", "--application", number, "-o", "json", officer="gao", clock="2025-05-06").json
    paid = [
        (movement["effective_on"], movement["amount_fen"], movement["source"])
        for movement in moved
        if movement["kind"] == "paid"
    ]
    assert paid == [("2025-01-16", 100_000, "central"), ("2025-04-16", 100_000, "central")]
    (fund,) = bureau("fund", "list", "-o", "json", officer="gao", clock="2025-05-06").json
    assert (fund["fund"], fund["left_fen"]) == ("350200-2025-F001", 0)
    assert bureau("doctor", officer="admin", clock="2025-05-06").code == 0


def credited(bureau: Bailu, number: str, batch: str, yuan: str, day: str) -> tuple[str, int]:
    """Released by another officer and credited by the bank: the status after it, and what is paid in all."""
    assert bureau("payment", "release", batch, "--yes", officer="zheng", clock=day).code == 0
    rows = "批次号,申请编号,金额(元),结果,入账日期,银行流水号,原因\r\n"
    answers = bureau.folder / f"{day}.csv"
    answers.write_text(f"{rows}{batch},{number},{yuan},成功,{day},B-{day},\r\n", encoding="utf-8-sig")
    imported(bureau, answers, day)
    shown = bureau("application", "show", number, "-o", "json", officer="gao", clock=day).json
    return shown["status"], shown["paid_fen"]


def test_a_milestone_that_was_recorded_wrongly_is_reported_the_other_way_round(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    for how, reached_on in (("--met", "2024-04-10"), ("--missed", "2024-04-09"), ("--met", "2024-04-10")):
        assert propose(bureau, number, THREE, how, "--on", reached_on, "--source", "社会保险", "--lines", "1") == 0
        shown = bureau("confirm", f"application-{number}", officer="huang", clock=CLOSED)
        assert shown.code == 0
    assert "2,000.00 yuan that were forfeited are owed again" in shown.out
    assert standings(bureau, number) == ["payable", "waiting"]


def test_one_instalment_is_taken_out_and_brought_back(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    revise = ("application", "revise", number, "--reason", "审计决定", "--yes", "--ground")
    ran = bureau(*revise, "audit-order", "--strike", "1/2", officer="chen", clock=CLOSED)
    assert "Taken out: instalment(s) 1/2" in ran.err
    assert bureau("confirm", f"application-{number}", "--yes", officer="huang", clock=CLOSED).code == 0
    assert standings(bureau, number) == ["waiting", "struck"]
    again = bureau(*revise, "audit-order", "--strike", "1/2", officer="chen", clock=CLOSED)
    assert (again.code, "1/2 is taken out already" in again.err) == (65, True)
    assert bureau(*revise, "correction", "--strike", "1", "--revive", "1/2", officer="chen", clock=CLOSED).code == 2
    assert bureau(*revise, "correction", "--revive", "1/x", officer="chen", clock=CLOSED).code == 2
    assert bureau(*revise, "correction", "--revive", "1/2", officer="chen", clock=CLOSED).code == 0
    assert "back in" in bureau("confirm", f"application-{number}", "--yes", officer="huang", clock=CLOSED).out
    assert standings(bureau, number) == ["waiting", "waiting"]
