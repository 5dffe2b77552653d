"""Runs of which the bank did a part, or what was left out of them: nobody is locked in, and no list leaves it out."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Bailu
from tests.cli.overpaid_cases import RECEIVED, demanded, overpaid, revise
from tests.cli.payable_cases import CREDITED, PAYABLE, RELEASED, Class, answers, fund, sent, training, trainings
from tests.cli.test_items import CENTRAL, MUNICIPAL, answer, by_treasury

LATER = "2024-10-21"


@pytest.fixture
def funded(bureau: Bailu) -> Bailu:
    fund(bureau, "central", 2_000)
    fund(bureau, "municipal", 50_000)
    return bureau


def done(bureau: Bailu, officer: str, clock: str, *argv: object) -> None:
    ran = bureau(*argv, officer=officer, clock=clock)
    assert ran.code == 0, ran.err


def checked(bureau: Bailu, clock: str) -> None:
    """The decisions are those of the rules, and history, books and funds agree."""
    done(bureau, "cai", clock, "audit", "verify", "--decisions")
    done(bureau, "cai", clock, "projection", "verify")
    for number in (CENTRAL, MUNICIPAL):
        shown = bureau("fund", "show", number, "-o", "json", officer="gao", clock=clock).json
        assert (shown["reconciled"], shown["disagreements"]) == (True, []), shown["disagreements"]


def listed(bureau: Bailu, batch: str) -> list[tuple[str, int, int]]:
    rows = bureau("report", "disbursement", batch, "-o", "json", officer="gao", clock=LATER).json
    return [(row["application"], row["amount_fen"], row["credited_fen"]) for row in rows]


@pytest.mark.on_sqlite
@pytest.mark.parametrize("through", ["bank", "treasury"])
def test_a_run_of_which_a_part_was_paid_early_goes_on_although_less_is_owed_since(funded: Bailu, through: str) -> None:
    one, two = trainings(funded, Class((1, 2, 3)), Class((7, 8)))
    order = ("payment", "order", one, two, "--through", through, "--yes", "-o", "json")
    batch = funded(*order, officer="wu", clock=PAYABLE).json["batch"]
    if through == "bank":
        of_fund: tuple[str, ...] = ()
        file = answers(funded, (batch, one, 2000, "成功", CREDITED, "X1", ""))
    else:
        of_fund = ("--of-fund", CENTRAL)
        file = answer(funded, (batch, one, CENTRAL, 2000, "支付成功", CREDITED, "X1", ""))
    done(funded, "zheng", CREDITED, "payment", "import", file, "--yes")
    done(funded, "wu", CREDITED, "confirm", f"batch-{batch}", "--yes")
    assign = ("payment", "assign", batch, one, "--to", "payment", *of_fund, "--document", "d", "--yes")
    done(funded, "zheng", CREDITED, *assign)
    done(funded, "wu", CREDITED, "confirm", f"batch-{batch}", "--yes")
    revise(funded, one, "--strike", "3", clock=LATER)
    release = ("payment", "release", batch, "--yes")
    assert funded(*release, officer="zheng", clock=LATER).code == 65
    done(funded, "zheng", LATER, *release, "--without", one)
    assert (one, 200_000, 200_000) in listed(funded, batch)
    (run,) = funded("payment", "list", "-o", "json", officer="gao", clock=LATER).json
    assert (run["amount_fen"], run["credited_fen"], run["count"]) == (400_000, 200_000, 1)
    checked(funded, LATER)


@pytest.mark.on_sqlite
@pytest.mark.parametrize("through", ["bank", "treasury"])
def test_what_is_still_in_flight_after_a_short_credit_stands_in_todo(funded: Bailu, through: str) -> None:
    number = training(funded)
    if through == "bank":
        batch = sent(funded, number)
        file = answers(funded, (batch, number, 2000, "成功", CREDITED, "B1", ""))
    else:
        batch = by_treasury(funded, number)
        file = answer(
            funded,
            (batch, number, CENTRAL, 1500, "支付成功", CREDITED, "B1", ""),
            (batch, number, MUNICIPAL, 1000, "支付成功", CREDITED, "B1", ""),
        )
    done(funded, "zheng", CREDITED, "payment", "import", file, "--yes")
    done(funded, "wu", CREDITED, "confirm", f"batch-{batch}", "--yes")
    (run,) = funded("payment", "list", "-o", "json", officer="gao", clock=LATER).json
    assert run["standing"] == "partly-credited"
    todo = funded("todo", "-o", "json", officer="zheng", clock="2025-03-03").json
    assert [(row["act"], row["due_on"]) for row in todo if row["subject"] == batch] == [("record-credits", CREDITED)]


@pytest.mark.on_sqlite
def test_what_was_left_out_and_paid_all_the_same_stands_in_the_list_of_its_run(funded: Bailu) -> None:
    one, two = trainings(funded, Class((1, 2, 3)), Class((7, 8)))
    batch = funded("payment", "order", one, two, "--yes", "-o", "json", officer="wu", clock=PAYABLE).json["batch"]
    done(funded, "zheng", RELEASED, "payment", "release", batch, "--without", one, "--yes")
    assert listed(funded, batch) == [(two, 200_000, 0)]
    rows = ((batch, one, 3000, "成功", CREDITED, "B1", ""), (batch, two, 2000, "成功", CREDITED, "B2", ""))
    done(funded, "zheng", CREDITED, "payment", "import", answers(funded, *rows), "--yes")
    done(funded, "wu", CREDITED, "confirm", f"batch-{batch}", "--yes")
    assert listed(funded, batch) == [(one, 0, 300_000), (two, 200_000, 200_000)]
    shown = funded("payment", "show", batch, "-o", "table", officer="gao", clock=LATER)
    assert "Together 2,000.00" in shown.out
    approval = funded("report", "approval", "--run", batch, "-o", "json", officer="gao", clock=LATER).json
    assert [row["application"] for row in approval] == [two]
    checked(funded, LATER)


@pytest.mark.on_sqlite
def test_nothing_is_paid_back_to_a_payee_who_is_overpaid_in_the_same_case(funded: Bailu) -> None:
    """All 2 000 come in under a demand of 1 000: the rest was overpaid as well, and is not owed back."""
    number = overpaid(funded)
    demand = demanded(funded, number)
    served = ("recovery", "serve", number, demand, "--on", "2024-10-23", "--due", "2024-11-25", "--yes")
    done(funded, "wu", "2024-10-23", *served)
    revise(funded, number, "--strike", "2", clock="2024-10-24")
    receive = ("recovery", "receive", number, demand, "--amount", "2000", "--reference", "R1", "--yes")
    done(funded, "wu", RECEIVED, *receive)
    done(funded, "zheng", RECEIVED, "confirm", f"application-{number}", "--yes")
    case = funded("application", "show", number, "-o", "json", officer="gao", clock=RECEIVED).json
    assert (case["overpaid_fen"], case["owed_back_fen"], case["recovered_fen"]) == (0, 0, 200_000)
    refused = funded("payment", "order", number, "--yes", officer="wu", clock=RECEIVED)
    assert (refused.code, "is settled" in refused.err) == (65, True)
    todo = funded("todo", "-o", "json", officer="wu", clock=RECEIVED).json
    assert [row["act"] for row in todo if row["subject"] == number] == []
    timeline = funded("application", "show", number, "-o", "table", officer="gao", clock=RECEIVED)
    assert "1,000.00 yuan of it is beyond the demand and was overpaid, too" in timeline.out
    checked(funded, RECEIVED)


@pytest.mark.on_sqlite
def test_sheets_of_a_run_through_the_treasury_name_the_indicator_and_count_a_line_once(bureau: Bailu) -> None:
    """The second trainee is paid by both funds."""
    fund(bureau, "central", 1_500)
    fund(bureau, "municipal", 50_000)
    batch = by_treasury(bureau, training(bureau))
    approval = bureau("report", "approval", "--run", batch, "-o", "json", officer="gao", clock=LATER).json
    assert [(row["fund"], row["count"], row["amount_fen"]) for row in approval] == [
        (CENTRAL, 2, 150_000),
        (MUNICIPAL, 1, 150_000),
    ]
    for report in (("disbursement", batch), ("approval", "--run", batch)):
        shown = bureau("report", *report, "-o", "csv", officer="gao", clock=LATER).out
        assert CENTRAL in shown
        assert MUNICIPAL in shown
