"""`bailu fund`: money that is there, and what is left of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import Bailu
from tests.cli.payable_cases import (
    CREDITED,
    FORMS,
    PAYABLE,
    RELEASED,
    Class,
    answers,
    fund,
    imported,
    ordered,
    released,
    sent,
    training,
    trainings,
)
from tests.cli.standards import DRAW_RULES

DOCUMENT = "厦财社〔2024〕1号"
OPEN = ("fund", "open", "central", "--amount", "2,000.00", "--year", 2024, "--document", DOCUMENT)
OF_CITY, SECOND_OF_CITY = "350200-2024-F001", "350200-2024-F002"
NEW_YEAR = "2025-01-06"


def funds(bureau: Bailu, *bounds: object) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = bureau("fund", "list", *bounds, "-o", "json").json
    return listed


def moved(bureau: Bailu, fund: str, *bounds: object) -> list[tuple[str, int]]:
    """What the movements of a fund are, and by how much each changes what is left, in fen."""
    shown = bureau("fund", "show", fund, *bounds, "-o", "json").json
    return [(move["what"], move["change_fen"]) for move in shown["movements"]]


def test_a_fund_is_opened_with_its_amount_in_figures_and_in_capitals(bureau: Bailu) -> None:
    ran = bureau(*OPEN, "--yes", officer="wu")
    assert ran.code == 0
    assert "bailu confirm office/p5" in ran.err
    assert "2,000.00 yuan (RMB 贰仟元整)" in ran.out
    confirmed = bureau("confirm", "office/p5", "--yes", "-o", "json", officer="xu").json
    assert confirmed["number"] == OF_CITY


def test_everything_that_its_document_says_is_shown(bureau: Bailu) -> None:
    of_document = (
        *("--origin-year", 2023, "--function", "2080799", "--economic", "50901", "--project", "X1", "--direct"),
        *(
            "--voucher",
            "记-12",
            "--voucher",
            "记-13",
            "--used",
            "500",
            "--used-document",
            "决算1号",
            "--programme",
            "p1",
        ),
    )
    bureau.agreed(*OPEN, *of_document, "--yes", officer="wu", second="xu")
    shown = bureau("fund", "show", OF_CITY, "-o", "json").json
    told = {
        "fund": OF_CITY, "holder": "350200", "source": "central", "programme": "p1", "year": 2024, "origin_year": 2023,
        "document": DOCUMENT, "function": "2080799", "economic": "50901", "project": "X1", "direct": True,
        "vouchers": ["记-12", "记-13"], "opened_fen": 200_000, "used_fen": 50_000, "left_fen": 150_000,
        "used_document": "决算1号", "status": "open",
    }  # fmt: skip
    assert {key: shown[key] for key in told} == told


def test_the_second_person_is_shown_all_of_it(bureau: Bailu) -> None:
    bureau(
        *OPEN, "--function", "2080799", "--direct", "--used", "500", "--used-document", "决算1号", "--yes", officer="wu"
    )
    asked = bureau("confirm", "office", "--dry-run", officer="xu")
    for part in ("贰仟元整", DOCUMENT, "2080799", "direct funds", "伍佰元整", "决算1号"):
        assert part in asked.err


def test_without_a_terminal_and_without_yes_nothing_is_opened(bureau: Bailu) -> None:
    ran = bureau(*OPEN, officer="wu")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert bureau("fund", "list", "-o", "json").json == []


def test_a_dry_run_opens_nothing(bureau: Bailu) -> None:
    ran = bureau(*OPEN, "--dry-run", "-o", "json", officer="wu")
    assert ran.json == {
        "fund": None,
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
    assert f"{DOCUMENT} is the fund {OF_CITY} already" in again.err


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
    shown = bureau("fund", "show", OF_CITY, "-o", "json").json
    assert (shown["opened_fen"], shown["drawn_fen"], shown["left_fen"]) == (200_000, 200_000, 0)
    assert [(move["reference"], move["change_fen"]) for move in shown["movements"][1:]] == [(batch, -200_000)]
    left = {fund["source"]: fund["left_fen"] for fund in bureau("fund", "list", "-o", "json").json}
    assert left == {"central": 0, "municipal": 100_000}


def test_an_unknown_fund_is_no_such_thing(bureau: Bailu) -> None:
    assert bureau("fund", "show", "350203-1999-F001").code == 66


def test_every_form_of_the_list_is_there_in_both_languages(bureau: Bailu) -> None:
    bureau.agreed(*OPEN, "--yes", officer="wu", second="xu")
    for lang, output in FORMS:
        assert bureau("fund", "list", "-o", output, "--lang", lang).code == 0
    assert bureau("fund", "open", "--help", "--lang", "zh").code == 0


# What finance does with them


def agreed(bureau: Bailu, *argv: object, second: str = "xu", clock: str = "2024-05-06") -> None:
    bureau.agreed(*argv, "--yes", officer="wu", second=second, clock=clock)


def two(bureau: Bailu) -> None:
    """Two documents of one source and year."""
    agreed(bureau, *OPEN)
    agreed(bureau, *OPEN[:-1], "厦财社〔2024〕2号")


def test_the_second_document_of_a_source_and_year_is_a_fund_of_its_own(bureau: Bailu) -> None:
    two(bureau)
    assert [(one["fund"], one["document"]) for one in funds(bureau)] == [
        (OF_CITY, DOCUMENT),
        (SECOND_OF_CITY, "厦财社〔2024〕2号"),
    ]


def test_a_fund_is_increased_and_money_transferred_between_two(bureau: Bailu) -> None:
    two(bureau)
    agreed(bureau, "fund", "increase", OF_CITY, "--amount", 500, "--document", "追加1号", clock="2024-06-03")
    transfer = ("fund", "transfer", SECOND_OF_CITY, OF_CITY, "--amount", 2_000, "--document", "调剂1号")
    agreed(bureau, *transfer, clock="2024-06-04")
    assert moved(bureau, OF_CITY) == [("opened", 200_000), ("increased", 50_000), ("transferred-in", 200_000)]
    assert [one["left_fen"] for one in funds(bureau)] == [450_000, 0]
    assert bureau(*transfer, "--yes", officer="wu", clock="2024-06-05").code == 65
    agreed(bureau, "fund", "close", SECOND_OF_CITY, clock="2024-06-06")
    assert [one["status"] for one in funds(bureau)] == ["open", "closed"]
    as_of = {day: [one["left_fen"] for one in funds(bureau, "--as-of", day)] for day in ("2024-05-05", "2024-06-03")}
    assert as_of == {"2024-05-05": [], "2024-06-03": [250_000, 200_000]}


def test_what_is_left_is_carried_over_from_new_years_day_on(bureau: Bailu) -> None:
    agreed(bureau, *OPEN, "--direct", "--function", "2080799")
    carry = ("fund", "carry-over", OF_CITY)
    assert bureau(*carry, "--yes", officer="wu", clock="2024-12-31").code == 65
    agreed(bureau, *carry, second="zheng", clock="2025-01-01")
    before, after = funds(bureau)
    same = ("document", "source", "origin_year", "direct", "function", "programme", "holder")
    assert {key: after[key] for key in same} == {key: before[key] for key in same}
    assert (before["status"], before["left_fen"], before["successor"]) == ("carried-over", 0, "350200-2025-F001")
    assert (after["fund"], after["year"], after["left_fen"], after["carried_from"]) == (
        "350200-2025-F001", 2025, 200_000, OF_CITY,
    )  # fmt: skip
    assert bureau(*carry, "--yes", officer="wu", clock="2025-01-02").code == 65


def test_a_line_that_is_carried_over_is_not_opened_for_the_new_year_as_well(bureau: Bailu) -> None:
    agreed(bureau, *OPEN)
    by_hand = (*OPEN[:5], "--year", 2025, "--origin-year", 2024, "--document", "厦财社2024年第1号", "--yes")
    asked = bureau(*by_hand, officer="wu", clock="2024-12-30")
    assert (asked.code, "what is left of it for another year is carried over" in asked.err) == (65, True)
    agreed(bureau, "fund", "carry-over", OF_CITY, second="zheng", clock=NEW_YEAR)
    assert bureau(*by_hand, officer="wu", clock=NEW_YEAR).code == 65
    assert sum(one["left_fen"] for one in funds(bureau)) == 200_000


def test_what_is_surrendered_is_gone(bureau: Bailu) -> None:
    agreed(bureau, *OPEN)
    ran = bureau("fund", "surrender", OF_CITY, "--document", "收回1号", "--dry-run", officer="wu", clock="2024-12-02")
    assert "贰仟元整" in ran.out
    agreed(bureau, "fund", "surrender", OF_CITY, "--document", "收回1号", second="zheng", clock="2024-12-02")
    (only,) = funds(bureau)
    assert (only["status"], only["surrendered_fen"], only["left_fen"]) == ("surrendered", 200_000, 0)
    again = bureau("fund", "surrender", OF_CITY, "--document", "收回2号", "--yes", officer="wu", clock="2024-12-03")
    assert (again.code, "Nothing is left" in again.err) == (65, True)


def test_the_same_command_id_carries_over_once_whatever_is_left_by_then(bureau: Bailu) -> None:
    agreed(bureau, *OPEN)
    carry = ("fund", "carry-over", OF_CITY, "--yes", "--command-id", "0d8f7a52-8f4d-4c11-9d50-3f2f0a6f1a02")
    assert bureau(*carry, officer="wu", clock=NEW_YEAR).code == 0
    assert bureau("confirm", "office", "--yes", officer="zheng", clock=NEW_YEAR).code == 0
    again = bureau(*carry, "-o", "json", officer="wu", clock=NEW_YEAR)
    assert (again.code, again.json["repeated"]) == (0, True)


def test_who_confirms_is_who_the_table_of_permissions_has(bureau: Bailu) -> None:
    agreed(bureau, *OPEN)
    assert bureau("fund", "carry-over", OF_CITY, "--yes", officer="wu", clock=NEW_YEAR).code == 0
    assert bureau("confirm", "office", "--yes", officer="xu", clock=NEW_YEAR).code == 77
    assert bureau("confirm", "office", "--yes", officer="wu", clock=NEW_YEAR).code == 77
    assert bureau("confirm", "office", "--yes", officer="zheng", clock=NEW_YEAR).code == 0


# The end of the year


def lost(bureau: Bailu, batch: str, number: str, value_on: str, clock: str) -> None:
    """The bank says that it did not carry the order out."""
    imported(bureau, answers(bureau, (batch, number, 3_000, "失败", value_on, "", "账号不符")), clock)


def test_what_the_bank_did_not_carry_out_in_december_is_in_the_year_that_it_is_typed_in_no_different(
    bureau: Bailu,
) -> None:
    """Three thousand of 30 December, typed on 6 January: the fund has them as of December."""
    central = fund(bureau, "central", 3_000)
    number = training(bureau)
    batch = released(bureau, number)
    lost(bureau, batch, number, "2024-12-30", NEW_YEAR)
    days = ("2024-12-29", "2024-12-30", "2025-01-06")
    assert [funds(bureau, "--as-of", day)[0]["left_fen"] for day in days] == [0, 300_000, 300_000]
    assert moved(bureau, central)[-1] == ("order-cancelled", 300_000)


def test_what_is_still_owed_and_comes_back_after_the_carry_over_is_in_the_successor(bureau: Bailu) -> None:
    fund(bureau, "central", 5_000)
    number = training(bureau)
    batch = released(bureau, number)
    agreed(bureau, "fund", "carry-over", OF_CITY, second="zheng", clock=NEW_YEAR)
    lost(bureau, batch, number, "2024-12-30", "2025-01-08")
    before, after = funds(bureau)
    assert (before["left_fen"], before["drawn_fen"], before["carried_over_fen"]) == (0, 0, 500_000)
    assert (after["left_fen"], after["carried_in_fen"]) == (500_000, 500_000)
    assert moved(bureau, after["fund"]) == [("carried-in", 200_000), ("carried-in", 300_000)]
    shown = bureau("fund", "show", OF_CITY, "-o", "json").json
    assert [(move["what"], move["booked_to"]) for move in shown["movements"][-2:]] == [
        ("order-cancelled", after["fund"]),
        ("carried-over", after["fund"]),
    ]
    assert funds(bureau, "--as-of", NEW_YEAR)[1]["left_fen"] == 500_000


# Draw rules


def test_draw_rules_are_proposed_shown_to_the_second_person_and_listed(bureau: Bailu) -> None:
    assert bureau("fund", "draw-rules", "-o", "json").json == []
    looked = bureau("fund", "draw-rules", DRAW_RULES, "--dry-run", officer="wu")
    assert (looked.code, "xiamen-2023-187/draw-rules@1" in looked.out) == (0, True)
    proposed = bureau("fund", "draw-rules", DRAW_RULES, "-o", "json", officer="wu").json
    asked = bureau("confirm", proposed["proposal"], "--dry-run", officer="zheng")
    assert "never from function 2082102" in asked.err
    assert bureau("confirm", proposed["proposal"], "--yes", officer="xu").code == 77
    assert bureau("confirm", proposed["proposal"], "--yes", officer="zheng").code == 0
    rules = bureau("fund", "draw-rules", "-o", "json", clock="2024-01-01").json
    told = [(rule["rule"], rule["what"], rule["scheme"] is None, rule["in_force"]) for rule in rules]
    assert list(dict.fromkeys(told)) == [
        ("training", "allowed", False, True),
        ("services", "allowed", False, True),
        ("persons", "allowed", False, True),
        ("insurance-fund", "forbidden", True, True),
    ]
    assert len({rule["scheme"] for rule in rules}) == 25 + 1, "the example names every scheme of the notice"
    again = bureau("fund", "draw-rules", DRAW_RULES, officer="wu")
    assert (again.code, "adopted before" in again.out) == (0, True)
    for lang, output in FORMS:
        assert bureau("fund", "draw-rules", "-o", output, "--lang", lang).code == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("number = 1", "number = 0", "draw-rules.toml:4"),
        ("[allowed.training]", "[allowed.Training]", "draw-rules.toml:9"),
        ('function = "20807"', 'function = "20807x"', "function"),
        ("because", "reason", "because"),
        ('"gig-market",', '"gig-markets",', "gig-markets"),
    ],
)
def test_a_file_of_draw_rules_that_is_wrong_is_refused_by_line(bureau: Bailu, old: str, new: str, told: str) -> None:
    wrong = bureau.folder / "draw-rules.toml"
    content = DRAW_RULES.read_text("utf-8")
    assert old in content
    wrong.write_text(content.replace(old, new, 1), encoding="utf-8")
    ran = bureau("fund", "draw-rules", wrong, officer="wu")
    assert (ran.code, told in ran.err) == (65, True), ran.err


def test_a_run_is_paid_by_the_rules_and_a_refusal_names_them(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = training(bureau)
    bureau.agreed("fund", "draw-rules", DRAW_RULES, officer="wu", second="zheng")
    ran = bureau("payment", "order", number, "--yes", officer="wu", clock=PAYABLE)
    assert (ran.code, "xiamen-2023-187/draw-rules@1" in ran.err, OF_CITY in ran.err) == (65, True, True)
    agreed(bureau, *OPEN[:4], 9_000, *OPEN[5:-1], "厦财社〔2024〕2号", "--function", "2082102")
    ran = bureau("payment", "order", number, "--yes", officer="wu", clock=PAYABLE)
    assert (ran.code, "2082102" in ran.err, "失业保险基金不得用于" in ran.err) == (65, True, True)
    agreed(bureau, *OPEN[:4], 9_000, *OPEN[5:-1], "厦财社〔2024〕3号", "--function", "2080704")
    assert bureau("payment", "order", number, "--yes", officer="wu", clock=PAYABLE).code == 0
    assert [one["drawn_fen"] for one in funds(bureau)] == [0, 0, 300_000]


# By fund and day


def test_the_history_by_fund_and_day_is_the_fund_by_day(bureau: Bailu) -> None:
    """Ordered, credited, returned by the bank, ordered again, and not carried out: on every day both say the same."""
    fund(bureau, "central", 2_500)
    fund(bureau, "municipal", 50_000)
    first, second = trainings(bureau, Class(people=(1, 2, 3)), Class(people=(4, 5)))
    other = ordered(bureau, second)
    batch = sent(bureau, first)
    assert bureau("payment", "release", other, "--yes", officer="zheng", clock=RELEASED).code == 0
    imported(bureau, answers(bureau, (batch, first, 3_000, "成功", CREDITED, "B1", "")), CREDITED)
    returned_on, returned_at = "2024-10-18", "2024-10-22"
    imported(bureau, answers(bureau, (batch, first, 3_000, "退回", returned_on, "T1", "销户")), returned_at)
    imported(bureau, answers(bureau, (other, second, 2_000, "失败", "2024-10-16", "", "账号不符")), returned_at)
    days = ("2024-10-10", PAYABLE, RELEASED, CREDITED, "2024-10-16", "2024-10-17", returned_on, returned_at)
    for day in days:
        moves = bureau("history", "--as-of", day, "-o", "json", officer="gao").json
        by_history: dict[str, int] = {}
        for move in moves:
            sign = {"ordered": 1, "order-cancelled": 1, "returned": -1, "recovered": -1, "offset": -1}
            if move["fund"] in (OF_CITY, SECOND_OF_CITY) and move["kind"] in sign:
                amount_fen = abs(move["amount_fen"])
                cancelled = move["kind"] == "order-cancelled"
                signed = -amount_fen if cancelled else sign[move["kind"]] * amount_fen
                by_history[move["fund"]] = by_history.get(move["fund"], 0) + signed
        for name in (OF_CITY, SECOND_OF_CITY):
            shown = bureau("fund", "show", name, "--as-of", day, "-o", "json").json
            assert shown["drawn_fen"] == by_history.get(name, 0), (day, name)
            assert shown["left_fen"] == shown["opened_fen"] - shown["drawn_fen"]


def test_a_fund_is_not_there_before_it_was_opened(bureau: Bailu) -> None:
    agreed(bureau, *OPEN)
    assert bureau("fund", "show", OF_CITY, "--as-of", "2024-05-05").code == 66
    assert bureau("fund", "show", OF_CITY, "--as-of", "2024-05-06").code == 0
