"""`bailu allotment`: money of the city for a district, from the advance to what comes back."""

from __future__ import annotations

from typing import Any

import pytest

from store.addresses import views_beside
from tests.cli.conftest import Bailu
from tests.cli.test_every_scheme import goes_to_settlement
from tests.cli.test_fund import funds, moved
from tests.stores import hand

NUMBER, CENTRAL, MUNICIPAL = "350200-2024-A001", "350200-2024-F001", "350200-2024-F002"
OF_TORCH, OTHER_OF_TORCH = "torch-2024-F001", "torch-2024-F002"
MAKE = (
    *("allotment", "make", "torch", "--amount", "10,000,000", "--year", 2024, "--document", "厦财社〔2024〕30号"),
    *("--scheme", "key-enterprise-training", "--scheme", "gig-market", "--fund", MUNICIPAL, "--fund", CENTRAL),
    *("--target", "岗位技能培训", 5_000, "人次", "2024-10-31"),
)
MARCH, NOVEMBER = "2024-03-01", "2024-11-29"


@pytest.fixture
def city(bureau: Bailu) -> Bailu:
    """With eight million of central money and four of its own."""
    for source, amount, document in (
        ("central", "8,000,000", "闽财社〔2024〕1号"),
        ("municipal", "4,000,000", "厦财1号"),
    ):
        opening = ("fund", "open", source, "--amount", amount, "--year", 2024, "--document", document, "--yes")
        bureau.agreed(*opening, officer="wu", second="xu", clock="2024-01-08")
    return bureau


def agreed(city: Bailu, *argv: object, clock: str = NOVEMBER) -> dict[str, Any]:
    """What finance proposes, or who keeps allotments, and another confirms."""
    pair = ("lin", "xu") if argv[1] == "evaluate" else ("wu", "zheng")
    city.agreed(*argv, "--yes", officer=pair[0], second=pair[1], clock=clock)
    shown: dict[str, Any] = city("allotment", "show", NUMBER, "-o", "json", clock=clock).json
    return shown


def test_ten_million_to_torch_from_the_advance_to_what_it_owes(city: Bailu) -> None:
    made = agreed(city, *MAKE, clock=MARCH)
    sums = ("total_fen", "advance_fen", "released_fen", "reserved_fen", "lapsed_fen", "reclaimed_fen")
    assert [made[key] // 100 for key in sums] == [10_000_000, 7_000_000, 0, 3_000_000, 0, 0]
    # Central money goes first, in whatever order the funds were named.
    assert [(part["fund"], part["funds"], part["advance_fen"]) for part in made["parts"]] == [
        (CENTRAL, [OF_TORCH], 5_600_000_00),
        (MUNICIPAL, [OTHER_OF_TORCH], 1_400_000_00),
    ]
    assert moved(city, CENTRAL) == [
        ("opened", 8_000_000_00),
        ("allotted-out", -5_600_000_00),
        ("reserved", -2_400_000_00),
    ]
    due = city("todo", "-o", "json", clock=MARCH).json
    assert [(work["act"], work["subject"], work["due_on"]) for work in due] == [
        ("evaluate-allotment", NUMBER, "2024-10-31")
    ]
    # What is reserved is nobody's to take.
    spent = city("fund", "surrender", CENTRAL, "--document", "d", "--yes", officer="wu", clock=MARCH)
    assert (spent.code, "2,400,000.00 yuan are reserved for allotments" in spent.err) == (65, True)

    evaluated = agreed(city, "allotment", "evaluate", NUMBER, "--achieved", 1, 4_000, "--document", "绩效3号")
    assert (evaluated["achieved"], evaluated["status"]) == ("4/5", "evaluated")
    due = city("todo", "-o", "json", clock=NOVEMBER).json
    assert [(work["act"], work["amount_fen"]) for work in due] == [("settle-allotment", 2_400_000_00)]
    released = agreed(city, "allotment", "release", NUMBER, "--amount", "1,000,000", "--document", "财41号")
    assert released["released_fen"] == 1_000_000_00
    settled = agreed(city, "allotment", "settle", NUMBER, "--document", "财52号")
    assert [settled[key] // 100 for key in sums] == [10_000_000, 7_000_000, 2_400_000, 0, 600_000, 0]
    due = city("todo", "-o", "json", clock=NOVEMBER).json
    assert [(work["act"], work["amount_fen"]) for work in due] == [("reclaim-allotment", 1_400_000_00)]
    reclaimed = agreed(city, "allotment", "reclaim", NUMBER, "--document", "财53号")
    assert (reclaimed["reclaimed_fen"], reclaimed["owed_fen"], reclaimed["status"]) == (
        1_400_000_00,
        0,
        "balance-settled",
    )
    left = {fund["fund"]: fund["left_fen"] // 100 for fund in funds(city)}
    assert left == {CENTRAL: 1_600_000, MUNICIPAL: 2_400_000, OF_TORCH: 6_400_000, OTHER_OF_TORCH: 1_600_000}
    assert [row["allotment"] for row in city("allotment", "list", "-o", "json").json] == [NUMBER]
    verified = city("audit", "verify", "--decisions", "-o", "json", clock=NOVEMBER)
    assert verified.code == 0, verified.out


def test_the_second_person_is_shown_the_parts_and_the_targets(city: Bailu) -> None:
    two = ("--target", "零工市场", 3, "家", "2024-11-30", "--weight", 1, "--weight", 3)
    asked = city(*MAKE, *two, "--yes", officer="wu", clock=MARCH)
    assert asked.code == 0, asked.err
    shown = city("confirm", "office", "--dry-run", officer="zheng", clock=MARCH)
    for part in ("壹仟万元整", "捌佰万元整", "厦财社〔2024〕30号", CENTRAL, "5000 人次", "weight 3"):
        assert part in shown.err


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        ((*MAKE, "--weight", 1, "--weight", 2), 65, "1 target(s) and 2 weight(s)"),
        ((*MAKE[:2], "350200", *MAKE[3:]), 65, "350200 is no district"),
        ((*MAKE, "--amount", "20,000,000"), 65, "20,000,000.00 yuan needed, 12,000,000.00 yuan left"),
        (("allotment", "show", NUMBER), 66, f"There is no allotment {NUMBER}"),
        (("allotment", "settle", NUMBER, "--document", "d"), 66, f"There is no allotment {NUMBER}"),
    ],
)
def test_what_is_refused_is_told_and_records_nothing(
    city: Bailu, argv: tuple[object, ...], code: int, said: str
) -> None:
    yes = () if "show" in argv else ("--yes",)
    ran = city(*argv, *yes, officer="wu", clock=MARCH)
    assert (ran.code, said in ran.err) == (code, True), ran.err
    assert city("proposals", "-o", "json", officer="xu").json == []


SPOILED = (
    # In the book: what the allotment says, what the city's funds say, and what the district's say.
    ("UPDATE allotment_book SET amount_fen = amount_fen - 7 WHERE account = '6103'", "allotment-book", NUMBER, "6103"),
    (
        "UPDATE allotment_book SET amount_fen = amount_fen + 7 WHERE account = '6202' AND fund LIKE '%F001'",
        "book-funds", CENTRAL, "6202",
    ),
    (
        "UPDATE allotment_book SET amount_fen = amount_fen + 7 WHERE account = '6201' AND fund LIKE '%F001'",
        "allotment-funds", NUMBER, "received",
    ),
    ("DELETE FROM allotment_book WHERE account = '6203' AND fund LIKE 'torch%'", "allotment-funds", NUMBER, "6203"),
    (
        "UPDATE allotment_book SET amount_fen = amount_fen - 7 WHERE account = '6211' AND fund LIKE '%F001'",
        "book-funds", NUMBER, "6211",
    ),
    (
        "UPDATE allotment_book SET amount_fen = amount_fen - 7 WHERE account = '6101'",
        "debit-credit", NUMBER, "booked-in-all",
    ),
)  # fmt: skip


def test_an_allotment_says_where_it_does_not_agree_with_its_book_and_the_funds_of_both_sides(city: Bailu) -> None:
    fine = agreed(city, *MAKE, clock=MARCH)
    assert (fine["reconciled"], fine["disagreements"]) == (True, [])
    show = ("allotment", "show", NUMBER)
    assert "The allotment, its book and the funds of city and district agree." in city(*show, clock=MARCH).out
    for spoiled, between, subject, what in SPOILED:
        with hand(views_beside(city.url), views=True) as views:
            views.execute(spoiled)
        ran = city(*show, "-o", "json", clock=MARCH)
        differing = [(one["between"], one["subject"], one["what"]) for one in ran.json["disagreements"]]
        assert (between, subject, what) in differing, spoiled
        assert f"{subject}: " in ran.err
        told = city("projection", "verify", "allotment_book", clock=MARCH)
        assert (told.code, "allotment_book" in told.out + told.err) == (65, True)
        assert city("projection", "rebuild", "allotment_book", officer="wu", clock=MARCH).code == 0


def test_an_allotment_is_shown_as_of_a_day(city: Bailu) -> None:
    agreed(city, *MAKE, clock=MARCH)
    agreed(city, "allotment", "evaluate", NUMBER, "--achieved", 1, 4_000, "--document", "d")
    settled = agreed(city, "allotment", "settle", NUMBER, "--document", "d")
    assert (settled["reserved_fen"], settled["reconciled"]) == (0, True)
    then = city("allotment", "show", NUMBER, "--as-of", MARCH, "-o", "json", clock=NOVEMBER).json
    assert (then["reserved_fen"], then["reconciled"], then["disagreements"]) == (3_000_000_00, True, [])
    early = city("allotment", "show", NUMBER, "--as-of", "2024-02-29", clock=NOVEMBER)
    assert (early.code, "was made" in early.err or "no allotment" in early.err.lower()) == (66, True), early.err


def test_own_money_of_a_district_is_replaced_by_what_was_released(city: Bailu) -> None:
    """Torch paid 1 200 yuan of its own; the rest of the allotment pays 1 000 of it instead."""
    own, allotted = "torch-2024-F001", "torch-2024-F002"
    goes_to_settlement(city, "key-enterprise-training")
    (payment,) = city("payment", "list", "-o", "json", officer="wu", clock=NOVEMBER).json
    run = payment["batch"]
    (number,) = (one["application"] for one in city("payment", "show", run, "-o", "json", clock=NOVEMBER).json["items"])
    agreed(city, *MAKE)
    agreed(city, "allotment", "evaluate", NUMBER, "--achieved", 1, 4_000, "--document", "绩效3号")
    assign = ("payment", "assign", run, number, "--to", "allotment", "--document", "火炬财7号")
    some = (*assign, "--fund", allotted, "--out-of", own, "--amount", "1,000")
    early = city(*some, "--yes", officer="wu", clock=NOVEMBER)
    assert (early.code, "0.00 yuan was released, is achieved and has replaced nothing yet" in early.err) == (
        65,
        True,
    ), early.err
    assert city(*assign, "--fund", allotted, "--yes", officer="wu", clock=NOVEMBER).code == 2
    agreed(city, "allotment", "release", NUMBER, "--amount", "2,000", "--document", "财41号")
    asked = city(*some, "--yes", officer="wu", clock=NOVEMBER)
    assert (asked.code, f"is drawn on fund {allotted} instead, by 火炬财7号" in asked.err) == (0, True), asked.err
    assert city("confirm", f"batch-{run}", "--yes", officer="zheng", clock=NOVEMBER).code == 0
    assert moved(city, own)[-1] == ("came-back", 1_000_00)
    assert moved(city, allotted)[-1] == ("own-money-replaced", -1_000_00)
    shown = city("allotment", "show", NUMBER, "-o", "json", clock=NOVEMBER).json
    assert (shown["spent_fen"], shown["replaced_fen"], shown["reconciled"]) == (1_000_00, 1_000_00, True)
    assert shown["disagreements"] == []
    for fund in (own, allotted):
        told = city("fund", "show", fund, "-o", "json", officer="wu", clock=NOVEMBER).json
        assert (told["reconciled"], told["disagreements"]) == (True, [])
    verified = city("audit", "verify", "--decisions", clock=NOVEMBER)
    assert verified.code == 0, verified.err
    assert city("projection", "verify", clock=NOVEMBER).code == 0
