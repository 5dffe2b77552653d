"""`bailu recovery`: what was paid too much is demanded by finance, approved by a supervisor, and comes back."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.cli.conftest import Bailu
from tests.cli.noticed import noticed
from tests.cli.overpaid_cases import (
    DEMANDED,
    DUE,
    LATER,
    RECEIVED,
    REVISED,
    SERVED,
    demanded,
    drawn,
    overpaid,
    revise,
    shown,
)
from tests.cli.payable_cases import CREDITED, FORMS, Class, answers, fund, imported, paid, sent, training, trainings


@pytest.fixture
def funded(bailu: Bailu, prepared: Callable[..., str]) -> Bailu:
    prepared(two_funds)
    return bailu


def two_funds(bureau: Bailu) -> str:
    fund(bureau, "central", 2_500)
    return fund(bureau, "municipal", 50_000)


def received(bureau: Bailu, number: str, yuan: str, reference: str, *more: str, clock: str = RECEIVED) -> int:
    arguments = ("recovery", "receive", number, *more, "--amount", yuan, "--on", RECEIVED, "--reference", reference)
    proposed = bureau(*arguments, "--yes", "-o", "json", officer="wu", clock=clock)
    if proposed.code == 0 and (name := proposed.json["proposal"]):
        assert bureau("confirm", f"application-{number}/{name}", "--yes", officer="zheng", clock=clock).code == 0
    return proposed.code


def test_a_demand_shows_what_it_takes_back_before_it_is_proposed(funded: Bailu) -> None:
    number = overpaid(funded)
    noticed(funded, number, clock=DEMANDED)
    size = len(funded.log())
    arguments = (
        "recovery",
        "demand",
        number,
        "--reason",
        "不符合条件",
    )
    ran = funded(*arguments, "--dry-run", officer="wu", clock=DEMANDED)
    assert ran.code == 0
    for words in (
        "ineligible on review, by closing-6",
        "Paid 3,000.00 yuan (net), entitled to 2,000.00 yuan: overpaid 1,000.00 yuan",
        "Payment 350200-2024-0001: 1 × 1,000.00 yuan, back to 350200-2024-F002 500.00, 350200-2024-F001 500.00",
        "Demanded: 1,000.00 yuan (RMB 壹仟元整)",
    ):
        assert words in ran.out
    assert funded(*arguments, officer="wu", clock=DEMANDED).code == 2, "nobody can be asked"
    assert len(funded.log()) == size


def test_a_demand_counts_once_a_supervisor_approved_it(funded: Bailu) -> None:
    number = overpaid(funded)
    noticed(funded, number, clock=DEMANDED)
    arguments = (
        "recovery",
        "demand",
        number,
        "--reason",
        "不符合条件",
    )
    made = funded(*arguments, "--yes", "-o", "json", officer="wu", clock=DEMANDED).json
    assert (made["demands"][0]["standing"], made["demands"][0]["open_fen"]) == ("proposed", 100_000)
    (payment,) = made["demands"][0]["payments"]
    assert (payment["batch"], payment["amount_fen"]) == ("350200-2024-0001", 100_000)
    assert [draw["source"] for draw in payment["drawn"]] == ["municipal", "central"]
    assert received(funded, number, "1000", "R1") == 65
    assert funded("recovery", "approve", number, "--yes", officer="wu", clock=DEMANDED).code == 77
    assert funded("recovery", "approve", number, "--yes", officer="xu", clock=DEMANDED).code == 0
    assert shown(funded, number)["recovery"] == "demanded"
    assert funded(*arguments, "--yes", officer="wu", clock=DEMANDED).code == 65, "all of it is demanded"


MANY = ("--reason", "审计发现不符合条件")
AUDIT = {"clock": DEMANDED, "ground": "audit-order", "basis": "审计决定2024-7"}


def two_overpaid(bureau: Bailu) -> tuple[str, str, str]:
    """Two trainings that were overpaid by 1 000 and by 2 000 yuan, and one that was not."""
    one, other, fine = trainings(bureau, Class((1, 2)), Class((3, 4, 5)), Class((6,)))
    paid(bureau, one, other, fine)
    revise(bureau, one, "--strike", "2")
    revise(bureau, other, "--strike", "2-3")
    return one, other, fine


def test_what_was_overpaid_in_many_cases_is_demanded_at_once(funded: Bailu) -> None:
    one, other, fine = two_overpaid(funded)
    noticed(funded, one, other, **AUDIT)
    size = len(funded.log())
    look = funded("recovery", "demand", "--all", *MANY, "--dry-run", officer="wu", clock=DEMANDED)
    assert look.code == 0
    assert "Demanded: 1,000.00 yuan (RMB 壹仟元整)" in look.err
    assert "Demanded: 2,000.00 yuan (RMB 贰仟元整)" in look.err
    assert funded("recovery", "demand", "--all", *MANY, officer="wu", clock=DEMANDED).code == 2, "nobody can be asked"
    assert len(funded.log()) == size
    ran = funded("recovery", "demand", "--all", *MANY, "--yes", "-o", "json", officer="wu", clock=DEMANDED)
    assert [(row["number"], row["recovery"]) for row in ran.json] == [(one, "r1"), (other, "r1")]
    assert funded("recovery", "demand", "--all", *MANY, "--yes", officer="wu", clock=DEMANDED).err == "Nothing to do.\n"
    confirm = ("confirm", "--all", "--act", "demand-recovery")
    assert funded(*confirm, officer="xu", clock=DEMANDED).code == 0
    assert [shown(funded, number)["recovery"] for number in (one, other, fine)] == ["demanded", "demanded", "none"]


def test_many_demands_are_served_at_once(funded: Bailu) -> None:
    one, other, fine = two_overpaid(funded)
    noticed(funded, one, other, **AUDIT)
    assert funded("recovery", "demand", one, other, *MANY, "--yes", officer="wu", clock=DEMANDED).code == 0
    confirm = ("confirm", "--all", "--act", "demand-recovery")
    assert funded(*confirm, officer="xu", clock=DEMANDED).code == 0
    serve = ("--due", DUE, "--on", SERVED)
    nobody = funded("recovery", "serve", "--all", *serve, officer="wu", clock=SERVED)
    assert nobody.code == 2
    assert "Demand r1 by 审计决定2024-7, open: 2,000.00 yuan (RMB 贰仟元整)" in nobody.err
    ran = funded("recovery", "serve", one, fine, "r1", *serve, "--yes", officer="wu", clock=SERVED)
    assert ran.code == 66, "of the second there is no such demand"
    assert funded("recovery", "serve", "--all", *serve, "--yes", officer="wu", clock=SERVED).code == 0
    assert [shown(funded, number)["recoveries"][0]["standing"] for number in (one, other)] == ["served", "served"]
    assert funded("recovery", "serve", "--all", *serve, "--yes", officer="wu", clock=SERVED).err == "Nothing to do.\n"
    again = funded("recovery", "serve", one, other, *serve, "--yes", officer="wu", clock=SERVED)
    assert again.code == 65
    assert f"{other}: no approved demand waits to be served" in again.err


def test_a_case_of_which_nothing_is_overpaid_does_not_stop_the_others(funded: Bailu) -> None:
    one, other, fine = two_overpaid(funded)
    noticed(funded, one, other, **AUDIT)
    ran = funded("recovery", "demand", one, fine, other, *MANY, "--yes", officer="wu", clock=DEMANDED)
    assert ran.code == 65
    assert f"{fine}: no notice waits" in ran.err
    assert [len(shown(funded, number)["recoveries"]) for number in (one, fine, other)] == [1, 0, 1]
    several = funded("recovery", "demand", one, other, *MANY, "--amount", "5", "--yes", officer="wu", clock=DEMANDED)
    assert several.code == 2


def test_a_false_claim_that_comes_to_light_late_is_revised_as_such_before_it_is_demanded(funded: Bailu) -> None:
    number = overpaid(funded)
    arguments = (
        "recovery",
        "notify",
        number,
        "--ground",
        "false-claim",
        "--basis",
        "closing-6",
        "--days",
        "5",
        "--reason",
        "伪造材料",
    )
    refused = funded(*arguments, "--yes", officer="wu", clock=DEMANDED)
    assert refused.code == 65
    assert "Revise the case on the ground false-claim first" in refused.err
    assert "“虚假申报”" in funded(*arguments, "--yes", "--lang", "zh", officer="wu", clock=DEMANDED).err

    def used() -> list[str]:
        asked = ("person", "show", f"{number}/3", "-o", "json")
        return [use["limit"] for use in funded(*asked, officer="gao", clock=LATER).json["uses"]]

    assert used() == []
    revise(funded, number, ground="false-claim", clock=DEMANDED)
    assert "training-yearly" in used()
    assert funded(*arguments, "--yes", officer="wu", clock=DEMANDED).code == 0
    assert funded("doctor", officer="gao", clock=LATER).code == 0


def test_a_demand_that_there_is_not_is_said_to_be_none(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    ran = funded("recovery", "approve", number, "r9", "--yes", officer="xu", clock=DEMANDED)
    assert ran.code == 66
    assert "r9" in ran.err


def test_nothing_is_demanded_before_a_revision(funded: Bailu) -> None:
    (number,) = trainings(funded, Class((1,)))
    paid(funded, number)
    arguments = (
        *("recovery", "notify", number, "--ground", "overpaid", "--basis", "closing-6", "--days", "5"),
        *("--reason", "多付"),
    )
    ran = funded(*arguments, "--yes", officer="wu", clock=DEMANDED)
    assert ran.code == 65
    assert "revise first" in ran.err


def test_money_that_comes_back_in_parts_fills_the_funds_in_reverse(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    assert drawn(funded) == {"central": 250_000, "municipal": 50_000}
    assert received(funded, number, "600", "R1") == 0
    assert drawn(funded) == {"central": 240_000, "municipal": 0}
    assert (shown(funded, number)["recovery"], shown(funded, number)["recovered_fen"]) == ("partly", 60_000)
    assert received(funded, number, "400", "R2") == 0
    case = shown(funded, number)
    assert (case["recovery"], case["recovered_fen"], case["overpaid_fen"]) == ("done", 100_000, 0)
    assert case["status"] == "settled"
    assert drawn(funded) == {"central": 200_000, "municipal": 0}


def test_a_receipt_dated_before_the_payment_is_a_slip(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    arguments = ("recovery", "receive", number, "--amount", "400", "--on", "2023-11-04", "--reference", "R1", "--yes")
    ran = funded(*arguments, officer="wu", clock=RECEIVED)
    assert ran.code == 65
    assert "credited on 2024-10-14; nothing can have come back before" in ran.err


def test_what_is_recovered_of_a_year_that_is_over_is_due_to_the_treasury(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    assert received(funded, number, "300", "R1") == 0
    new_year = ("recovery", "receive", number, "--amount", "700", "--on", "2025-01-03", "--reference", "R2", "--yes")
    assert funded(*new_year, officer="wu", clock="2025-03-03").code == 0
    assert funded("confirm", f"application-{number}", "--yes", officer="zheng", clock="2025-03-03").code == 0
    funds = {fund_row["source"]: fund_row for fund_row in funded("fund", "list", "-o", "json", officer="gao").json}
    municipal, central = funds["municipal"], funds["central"]
    assert (municipal["drawn_fen"], municipal["treasury_due_fen"]) == (0, 20_000)
    assert (central["drawn_fen"], central["treasury_due_fen"]) == (200_000, 50_000)
    shown_fund = funded("fund", "show", municipal["fund"], "-o", "json", officer="gao").json
    moved = [(move["what"], move["change_fen"], move["treasury_due_fen"]) for move in shown_fund["movements"][1:]]
    assert moved == [("drawn", -50_000, 0), ("came-back", 30_000, 0), ("came-back", 0, 20_000)]
    assert "待缴国库" in funded("fund", "list", "-o", "table", "--lang", "zh", officer="gao").out


def test_the_same_receipt_again_changes_nothing_and_another_amount_under_it_is_refused(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    assert received(funded, number, "600", "R1") == 0
    size = len(funded.log())
    assert received(funded, number, "600", "R1") == 0
    assert received(funded, number, "601", "R1") == 65
    assert len(funded.log()) == size


def test_what_came_in_beyond_the_demand_is_owed_back_and_can_be_ordered(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    assert received(funded, number, "1200", "R1") == 0
    case = shown(funded, number)
    assert (case["owed_back_fen"], case["recovery"], case["status"]) == (20_000, "done", "partially-paid")
    ran = funded("payment", "order", number, "--yes", "-o", "json", officer="wu", clock=LATER)
    assert ran.json["amount_fen"] == 20_000
    assert [draw["source"] for draw in ran.json["drawn"]] == ["owed-back"]
    table = funded("payment", "show", ran.json["batch"], "-o", "table", officer="gao")
    assert "200.00 (owed back)" in table.out


def test_also_the_payee_of_a_withdrawn_case_gets_back_what_they_paid_too_much(funded: Bailu) -> None:
    (number,) = trainings(funded, Class((1, 2, 3)))
    batch = sent(funded, number)
    in_part = answers(
        funded, (batch, number, 2_000, "成功", CREDITED, "B1", ""), (batch, number, 1_000, "失败", CREDITED, "", "限额")
    )
    imported(funded, in_part, CREDITED)
    withdraw = ("application", "withdraw", number, "--reason", "单位撤回")
    assert funded(*withdraw, officer="lin", clock=CREDITED).code == 0
    revise(funded, number, "--strike", "2")
    demanded(funded, number)
    assert received(funded, number, "1200", "R1") == 0
    case = shown(funded, number)
    assert (case["status"], case["owed_back_fen"], case["payable_fen"]) == ("withdrawn", 20_000, 20_000)
    todo = funded("todo", "-o", "json", officer="wu", clock=LATER).json
    assert [(task["act"], task["amount_fen"]) for task in todo] == [("order-payment", 20_000)]
    listed = funded("application", "list", "-o", "json", officer="gao", clock=LATER).json
    assert [(row["status"], row["next_act"]) for row in listed] == [("withdrawn", "order-payment")]
    ran = funded("payment", "order", "--all", "--yes", "-o", "json", officer="wu", clock=LATER)
    assert (ran.json["amount_fen"], [draw["source"] for draw in ran.json["drawn"]]) == (20_000, ["owed-back"])


def test_an_instalment_of_another_case_of_the_payee_is_offsets_of(funded: Bailu) -> None:
    owing, other = trainings(funded, Class((1, 2, 3)), Class((4,)))
    paid(funded, owing)
    revise(funded, owing, "--strike", "3")
    recovery = demanded(funded, owing)
    serving = ("recovery", "serve", owing, "--on", SERVED, "--due", DUE, "--yes")
    assert funded(*serving, officer="wu", clock=SERVED).code == 0
    arguments = ("recovery", "offset", owing, recovery, "--against", other, "--amount", "400")
    look = funded(*arguments, "--dry-run", officer="wu", clock=LATER)
    assert f"Kept back from {other}: 1 × 400.00 = 400.00 yuan (RMB 肆佰元整)" in look.out
    asked = funded(*arguments, "--yes", "-o", "json", officer="wu", clock=LATER).json
    assert [demand["open_fen"] for demand in asked["demands"]] == [100_000], "nothing moves before it is confirmed"
    confirm = ("confirm", asked["proposal"] and f"application-{owing}", "--yes")
    assert funded(*confirm, officer="wu", clock=LATER).code == 77
    seen = funded("confirm", f"application-{owing}", "--dry-run", officer="zheng", clock=LATER)
    assert f"Kept back from {other}: 1 × 400.00 = 400.00 yuan (RMB 肆佰元整), out of" in seen.err + seen.out
    assert funded(*confirm, officer="zheng", clock=LATER).code == 0
    (demand,) = funded("recovery", "show", owing, "-o", "json", officer="wu", clock=LATER).json["demands"]
    assert demand["open_fen"] == 60_000
    assert [restoration["amount_fen"] for restoration in demand["restored"]] == [40_000]
    case = shown(funded, other)
    assert (case["status"], case["paid_fen"], case["outstanding_fen"]) == ("partially-paid", 40_000, 60_000)
    assert shown(funded, owing)["recovered_fen"] == 40_000
    whole = funded("recovery", "offset", owing, "--against", other, "--yes", officer="wu", clock=LATER)
    assert whole.code == 0
    assert funded(*confirm, officer="zheng", clock=LATER).code == 0
    assert (shown(funded, other)["status"], shown(funded, owing)["recovery"]) == ("settled", "done")


def test_nothing_is_offset_against_the_same_case_or_another_payee(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    assert funded("recovery", "offset", number, "--against", number, "--yes", officer="wu", clock=LATER).code == 65
    unknown = funded("recovery", "offset", number, "--against", "350203-2024-000099", "--yes", officer="wu")
    assert unknown.code == 66


def test_the_clock_runs_from_the_service_an_objection_stops_it_and_parts_are_agreed(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    objecting = ("recovery", "object", number, "--on", "2024-10-30", "--reason", "学员确已参训", "--yes")
    assert funded(*objecting, officer="wu", clock=RECEIVED).code == 65, "not served yet"
    serving = ("recovery", "serve", number, "--on", SERVED, "--due", DUE, "--yes")
    assert funded(*serving, officer="wu", clock=SERVED).code == 0
    assert funded(*serving, officer="wu", clock=SERVED).code == 65
    assert funded(*objecting, officer="wu", clock=RECEIVED).code == 0
    assert shown(funded, number)["recoveries"][0]["standing"] == "objected"
    again = ("recovery", "serve", number, "--on", RECEIVED, "--due", DUE, "--yes")
    assert funded(*again, officer="wu", clock=RECEIVED).code == 0, "served again, it answers the objection"
    planning = ("recovery", "plan", number, "--part", "2024-12-31=600", "--yes")
    assert funded(*planning, officer="wu", clock=RECEIVED).code == 65, "the parts are not all of it"
    assert funded(*planning, "--part", "2025-01-31=400", officer="wu", clock=RECEIVED).code == 0
    demand = shown(funded, number)["recoveries"][0]
    assert (demand["standing"], demand["served_on"], demand["due_on"]) == ("planned", RECEIVED, DUE)
    assert demand["plan"] == [
        {"due_on": "2024-12-31", "amount_fen": 60_000},
        {"due_on": "2025-01-31", "amount_fen": 40_000},
    ]


@pytest.mark.parametrize(
    ("verb", "more", "position"),
    [
        ("reduce", ("--amount", "400"), "demanded"),
        ("cancel", (), "none"),
        ("write-off", (), "written-off"),
        ("refer", ("--to", "police"), "referred"),
    ],
)
def test_every_change_of_a_demand_takes_a_supervisor(
    funded: Bailu, verb: str, more: tuple[str, ...], position: str
) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    arguments = ("recovery", verb, number, *more, "--reason", "企业已注销")
    assert funded(*arguments, "--yes", officer="xu", clock=LATER).code == 77
    assert funded(*arguments, officer="wu", clock=LATER).code == 2, "nobody can be asked"
    assert funded(*arguments, "--yes", officer="wu", clock=LATER).code == 0
    assert funded(*arguments, "--yes", officer="wu", clock=LATER).code == 65, "proposed already"
    look = funded("recovery", "approve", number, "--dry-run", officer="xu", clock=LATER)
    assert "企业已注销" in look.out
    assert funded("recovery", "approve", number, "--yes", officer="xu", clock=LATER).code == 0
    assert shown(funded, number)["recovery"] == position


def test_a_written_off_amount_stays_overpaid_and_is_not_demanded_again(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    funded("recovery", "write-off", number, "--reason", "企业已注销", "--yes", officer="wu", clock=LATER)
    funded("recovery", "approve", number, "--yes", officer="xu", clock=LATER)
    case = shown(funded, number)
    assert (case["written_off_fen"], case["overpaid_fen"]) == (100_000, 100_000)
    arguments = (
        *("recovery", "notify", number, "--ground", "overpaid", "--basis", "closing-6", "--days", "5"),
        *("--reason", "多付"),
    )
    assert funded(*arguments, "--yes", officer="wu", clock=LATER).code == 65


def test_a_proposal_about_a_demand_can_be_declined_with_a_reason(funded: Bailu) -> None:
    number = overpaid(funded)
    noticed(funded, number, clock=DEMANDED)
    arguments = (
        "recovery",
        "demand",
        number,
        "--reason",
        "不符合条件",
    )
    funded(*arguments, "--yes", officer="wu", clock=DEMANDED)
    assert funded("recovery", "approve", number, "--decline", "--yes", officer="xu", clock=DEMANDED).code == 2
    declining = ("recovery", "approve", number, "--decline", "--reason", "证据不足", "--yes")
    assert funded(*declining, officer="xu", clock=DEMANDED).code == 0
    assert shown(funded, number)["recovery"] == "none"
    again = funded(*arguments, "--yes", "-o", "json", officer="wu", clock=DEMANDED)
    assert again.json["demands"][0]["recovery"] == "r1", "the notice before it stands"


def test_a_return_after_a_recovery_undoes_it_and_is_owed_back(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    assert received(funded, number, "1000", "R1") == 0
    file = answers(funded, ("350200-2024-0001", number, "3000", "退回", LATER, "T1", "账户冻结"))
    imported(funded, file, LATER)
    case = shown(funded, number)
    assert (case["paid_fen"], case["recovered_fen"], case["owed_back_fen"]) == (0, 0, 100_000)
    assert case["outstanding_fen"] == 200_000


def test_a_credit_after_a_revision_is_accepted_and_seen_to_be_too_much(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    revise(funded, number, "--strike", "3", clock="2024-10-12")
    file = answers(funded, (batch, number, "3000", "成功", CREDITED, "B1", ""))
    ran = funded("payment", "import", file, "--yes", officer="zheng", clock=CREDITED)
    assert ran.code == 0
    assert f"{number} is overpaid then by 1,000.00 yuan" in ran.err
    assert shown(funded, number)["overpaid_fen"] == 100_000


def test_of_several_demands_one_must_be_named(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number, "--amount", "400")
    demanded(funded, number)
    assert received(funded, number, "100", "R1") == 65
    assert received(funded, number, "100", "R1", "r9") == 66
    assert received(funded, number, "600", "R1", "r2") == 0
    assert [demand["open_fen"] for demand in shown(funded, number)["recoveries"]] == [40_000, 0]


def test_repeated_under_its_command_id_it_is_answered_with_its_first_result(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    arguments = (
        "recovery", "receive", number, "--amount", "100", "--on", RECEIVED, "--reference", "R1", "--yes", "-o", "json",
        "--command-id", "0d8f7a52-8f4d-4c11-9d50-3f2f0a6f1a09",
    )  # fmt: skip
    first = funded(*arguments, officer="wu", clock=RECEIVED).json
    again = funded(*arguments, officer="wu", clock=RECEIVED).json
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert (again["happened"], again["proposal"]) == (first["happened"], first["proposal"])
    confirming = ("confirm", f"application-{number}/{first['proposal']}", "-o", "json", "--command-id")
    confirming = (*confirming, "0d8f7a52-8f4d-4c11-9d50-3f2f0a6f1a12")
    assert [funded(*confirming, officer="zheng", clock=RECEIVED).json["repeated"] for _time in (1, 2)] == [False, True]
    third = funded(*arguments, officer="wu", clock=RECEIVED).json
    assert (third["repeated"], third["proposal"]) == (True, first["proposal"])
    assert shown(funded, number)["recovered_fen"] == 10_000


def test_a_receipt_counts_once_another_finance_officer_has_confirmed_it(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    before = drawn(funded)
    arguments = ("recovery", "receive", number, "--amount", "600", "--on", RECEIVED, "--reference", "R1", "--yes")
    ran = funded(*arguments, officer="wu", clock=RECEIVED)
    (waiting,) = shown(funded, number)["proposals"]
    name = f"application-{number}/{waiting['proposal']}"
    assert f"bailu confirm {name}" in ran.err
    assert (shown(funded, number)["recovered_fen"], drawn(funded)) == (0, before)
    assert funded("confirm", name, officer="wu", clock=RECEIVED).code == 77, "their own"
    assert funded("confirm", name, officer="xu", clock=RECEIVED).code == 77, "a supervisor looks at no statement"
    look = funded("confirm", name, "--dry-run", officer="zheng", clock=RECEIVED)
    assert "1,000.00 yuan" in look.err, "what is open of the demand"
    declining = ("confirm", name, "--decline", "--reason", "查无此笔")
    assert funded(*declining, officer="zheng", clock=RECEIVED).code == 0
    assert (shown(funded, number)["recovered_fen"], drawn(funded)) == (0, before)
    assert received(funded, number, "600", "R1") == 0
    assert shown(funded, number)["recovered_fen"] == 60_000


def test_an_approval_and_the_last_part_can_be_repeated_under_their_command_ids(funded: Bailu) -> None:
    number = overpaid(funded)
    noticed(funded, number, clock=DEMANDED)
    arguments = (
        "recovery",
        "demand",
        number,
        "--reason",
        "不符合条件",
    )
    assert funded(*arguments, "--yes", officer="wu", clock=DEMANDED).code == 0
    ids = [f"0d8f7a52-8f4d-4c11-9d50-3f2f0a6f1a{count}" for count in (10, 11)]
    approving = ("recovery", "approve", number, "--yes", "-o", "json", "--command-id", ids[0])
    receiving = ("recovery", "receive", number, "--amount", "1000", "--on", RECEIVED, "--reference", "R1", "--yes")
    for argv, officer, clock in (
        (approving, "xu", DEMANDED),
        ((*receiving, "-o", "json", "--command-id", ids[1]), "wu", RECEIVED),
    ):
        first = funded(*argv, officer=officer, clock=clock).json
        again = funded(*argv, officer=officer, clock=clock).json
        assert (first["repeated"], again["repeated"]) == (False, True)
        assert again["happened"] == first["happened"]


def test_reasons_are_sealed(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    assert "不符合条件" not in json.dumps(funded.log(), ensure_ascii=False)
    assert "不符合条件" in json.dumps(shown(funded, number)["timeline"], ensure_ascii=False)


def test_every_form_is_there_in_both_languages(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    assert received(funded, number, "400", "R1") == 0
    for lang, output in FORMS:
        assert funded("recovery", "show", number, "-o", output, "--lang", lang, officer="gao", clock=LATER).code == 0
    ran = funded("recovery", "show", number, officer="gao", clock=LATER)
    assert "Demand r1 (partly paid back): 600.00 yuan (RMB 陆佰元整) open of 1,000.00 yuan" in ran.out
    assert funded("recovery", "show", number, "r9", officer="gao", clock=LATER).code == 66


def test_dates_of_reported_events_are_never_in_the_future(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    arguments = ("recovery", "receive", number, "--amount", "100", "--on", LATER, "--reference", "R1", "--yes")
    assert funded(*arguments, officer="wu", clock=REVISED).code == 65


def test_a_receipt_typed_wrongly_is_put_right_by_two_and_every_sum_follows(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    assert received(funded, number, "700", "R700") == 0
    assert received(funded, number, "500", "R700") == 65
    correct = ("recovery", "correct", number, "--reference", "R700", "--because", "金额录错", "--yes")
    assert funded(*correct, officer="wu", clock=RECEIVED).code == 2, "nothing says what is right"
    asked = funded(*correct, "--amount", "500", officer="wu", clock=RECEIVED)
    for words in ("Recorded: 700.00 yuan on", "Right: 500.00 yuan on", "It waits for another person"):
        assert words in asked.out + asked.err
    waiting = funded("todo", "-o", "json", officer="zheng", clock=RECEIVED).json
    assert ("confirm", "correct-receipt") in [(row["act"], row["of"]) for row in waiting]
    told = funded("confirm", f"application-{number}", "--yes", officer="zheng", clock=RECEIVED)
    assert told.code == 0, told.err
    assert "undone: 700.00 yuan for demand r1" in told.out
    demand = shown(funded, number)["recoveries"][0]
    assert (demand["open_fen"], [one["amount_fen"] for one in demand["receipts"]]) == (50_000, [50_000])
    assert sum(one["amount_fen"] for one in demand["restored"]) == 50_000
    history = funded("history", "--application", number, "-o", "json", officer="wu", clock=RECEIVED).json
    assert sum(row["amount_fen"] for row in history if row["kind"] == "recovered") == 50_000
    never = funded(*correct, "--never", officer="wu", clock=RECEIVED)
    assert never.code == 0, never.err
    assert funded("confirm", f"application-{number}", "--yes", officer="zheng", clock=RECEIVED).code == 0
    assert shown(funded, number)["recoveries"][0]["open_fen"] == 100_000
    for fund_ in ("350200-2024-F001", "350200-2024-F002"):
        assert "agree" in funded("fund", "show", fund_, officer="wu", clock=RECEIVED).out
    for verify in (("audit", "verify", "--decisions"), ("projection", "verify"), ("doctor",)):
        assert funded(*verify, officer="lin", clock=RECEIVED).code == 0
