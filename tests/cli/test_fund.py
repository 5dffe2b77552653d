"""`bailu fund`: money that is there, and what is left of it."""

from __future__ import annotations

from tests.cli.conftest import Bailu
from tests.cli.payable_cases import FORMS, ordered, training

OPEN = ("fund", "open", "central", "--amount", "2,000.00", "--year", 2024, "--document", "厦财社〔2024〕1号")
CENTRAL = "350200-central-employment-2024"


def test_a_fund_is_opened_with_its_amount_in_figures_and_in_capitals(bureau: Bailu) -> None:
    ran = bureau(*OPEN, "--yes", officer="wu")
    assert ran.code == 0
    assert "350200-central-employment-2024" in ran.out
    assert "bailu confirm office/p5" in ran.err
    assert "2,000.00 yuan (RMB 贰仟元整)" in ran.out


def test_without_a_terminal_and_without_yes_nothing_is_opened(bureau: Bailu) -> None:
    ran = bureau(*OPEN, officer="wu")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert bureau("fund", "list", "-o", "json").json == []


def test_a_dry_run_opens_nothing(bureau: Bailu) -> None:
    ran = bureau(*OPEN, "--dry-run", "-o", "json", officer="wu")
    assert ran.json == {
        "fund": "350200-central-employment-2024",
        "amount_fen": 200_000,
        "proposal": None,
        "recorded": False,
        "repeated": False,
    }
    assert bureau("fund", "list", "-o", "json").json == []


def test_a_fund_is_proposed_once_and_opened_once(bureau: Bailu) -> None:
    bureau(*OPEN, "--yes", officer="wu")
    again = bureau(*OPEN, "--yes", officer="zheng")
    assert (again.code, "office/p5 proposes the same" in again.err) == (65, True)
    assert bureau("fund", "list", "-o", "json").json == []
    confirmed = bureau("confirm", "office/p5", officer="xu")
    assert confirmed.code == 0
    again = bureau(*OPEN, "--yes", officer="wu")
    assert again.code == 65
    assert "is open already" in again.err


def test_the_same_command_id_opens_one_fund(bureau: Bailu) -> None:
    arguments = (*OPEN, "--yes", "--command-id", "0d8f7a52-8f4d-4c11-9d50-3f2f0a6f1a01")
    assert bureau(*arguments, officer="wu").code == 0
    again = bureau(*arguments, "-o", "json", officer="wu")
    assert (again.json["repeated"], again.json["proposal"]) == (True, "office/p5")
    assert bureau("confirm", "office", officer="xu").code == 0
    assert len(bureau("fund", "list", "-o", "json").json) == 1


def test_a_source_is_one_of_the_funding_order(bureau: Bailu) -> None:
    ran = bureau("fund", "open", "lottery", *OPEN[3:], "--yes", officer="wu")
    assert ran.code == 66
    assert "central, provincial, municipal, district" in ran.err


def test_a_holder_is_an_authority_of_the_policy(bureau: Bailu) -> None:
    ran = bureau(*OPEN, "--holder", "350299", "--yes", officer="wu")
    assert ran.code == 66
    assert "350299" in ran.err


def test_an_amount_has_at_most_two_decimals_and_is_more_than_nothing(bureau: Bailu) -> None:
    for amount in ("1.005", "-1", "plenty"):
        assert bureau(*OPEN[:4], amount, *OPEN[5:], "--yes", officer="wu").code == 2
    assert bureau(*OPEN[:4], "0", *OPEN[5:], "--yes", officer="wu").code == 65


def test_opening_a_fund_takes_a_finance_officer(bureau: Bailu) -> None:
    assert bureau(*OPEN, "--yes", officer="lin").code == 77


def test_what_a_run_draws_is_gone_from_the_fund_and_named_there(bureau: Bailu) -> None:
    bureau(*OPEN, "--yes", officer="wu")
    bureau("fund", "open", "municipal", *OPEN[3:], "--yes", officer="wu")
    assert bureau("confirm", "office", "--every", "--yes", officer="xu").code == 0
    batch = ordered(bureau, training(bureau))
    shown = bureau("fund", "show", CENTRAL, "-o", "json").json
    assert (shown["opened_fen"], shown["drawn_fen"], shown["left_fen"]) == (200_000, 200_000, 0)
    assert [(draw["batch"], draw["drawn_fen"]) for draw in shown["draws"]] == [(batch, 200_000)]
    left = {fund["source"]: fund["left_fen"] for fund in bureau("fund", "list", "-o", "json").json}
    assert left == {"central": 0, "municipal": 100_000}


def test_an_unknown_fund_is_no_such_thing(bureau: Bailu) -> None:
    assert bureau("fund", "show", "350203-central-employment-1999").code == 66


def test_every_form_of_the_list_is_there_in_both_languages(bureau: Bailu) -> None:
    bureau.agreed(*OPEN, "--yes", officer="wu", second="xu")
    for lang, output in FORMS:
        assert bureau("fund", "list", "-o", output, "--lang", lang).code == 0
    assert bureau("fund", "open", "--help", "--lang", "zh").code == 0
