"""期初债权: demands from before this log are taken over from a file, and paid. By the command line. ADR 0075."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.application_files import resident
from tests.cli.conftest import TRAINER, Bailu
from tests.cli.test_every_scheme import done

CLOCK = "2024-03-11"
FILE = "debt-350200-2024-0001"
BODY = ("--body", "厦门市劳动就业中心", "--document", "厦就业移〔2024〕2号", "--treasury", "待缴国库 3502-00")
SCHOOL = {
    "单位名称": "厦门某学校",
    "统一社会信用代码": TRAINER,
    "项目": "key-enterprise-training",
    "尚欠金额（元）": "3000",
    "追回事由": "复查不符合条件",
    "决定文号": "厦人社追〔2023〕1号",
    "决定日期": "2023-09-01",
    "送达日期": "2023-09-11",
    "应缴日期": "2023-10-11",
    "催告期满日": "2023-11-01",
    "拨付年度": "2022",
}
PERSON = {
    "姓名": "苏晓梅",
    "证件类型": "居民身份证",
    "证件号码": resident(1),
    "项目": "skill-certificate",
    "尚欠金额（元）": "1500",
    "追回事由": "false-claim",
    "决定文号": "厦人社追〔2024〕7号",
    "决定日期": "2024-02-05",
    "拨付年度": "2023",
}


def file_of(bureau: Bailu, *rows: dict[str, str], name: str = "debts.csv") -> Path:
    path = bureau.folder / name
    headings = bureau("recovery", "template", officer="wu").out.strip().split(",")
    with path.open("w", encoding="utf-8-sig", newline="") as written:
        table = csv.DictWriter(written, headings)
        table.writeheader()
        table.writerows(rows)
    return path


def taken_over(bureau: Bailu) -> None:
    done(bureau, CLOCK, "wu", "recovery", "import", file_of(bureau, SCHOOL, PERSON), *BODY)
    done(bureau, CLOCK, "xu", "confirm", FILE, "--yes")


@pytest.mark.on_both
def test_what_is_owed_from_before_is_listed_received_and_shown_wherever_demands_are(bureau: Bailu) -> None:
    taken_over(bureau)
    receive = ("recovery", "receive", FILE, "r1", "--amount", "1200", "--reference", "20240311R1", "--yes")
    done(bureau, CLOCK, "wu", *receive)
    done(bureau, CLOCK, "zheng", "confirm", FILE, "--yes")
    listed = bureau("recovery", "list", "-o", "json", officer="wu", clock=CLOCK).json
    assert [(row["application"], row["recovery"], row["open_fen"], row["overdue_fen"]) for row in listed] == [
        (FILE, "r1", 180_000, 180_000),
        (FILE, "r2", 150_000, 0),
    ]
    shown = bureau("recovery", "show", FILE, "r1", "-o", "json", officer="wu", clock=CLOCK).json
    assert (shown["treasury_due_fen"], shown["demands"][0]["demand"]["court_until"]) == (120_000, "2024-06-11")
    assert "Due to the treasury: 1,200.00 yuan" in bureau("recovery", "show", FILE, officer="wu").out
    history = bureau("history", "--application", FILE, "-o", "json", officer="wu", clock=CLOCK).json
    assert [(row["kind"], row["line"], row["amount_fen"]) for row in history] == [
        ("recovery-demanded", 1, 300_000),
        ("recovery-demanded", 2, 150_000),
        ("recovered", 1, 120_000),
    ]
    wrong = ("recovery", "correct", FILE, "r1", "--reference", "20240311R1", "--because", "录错", "--yes")
    done(bureau, CLOCK, "wu", *wrong, "--amount", "1000")
    assert "Right: 1,000.00 yuan" in bureau("confirm", FILE, "--dry-run", officer="zheng", clock=CLOCK).err
    done(bureau, CLOCK, "zheng", "confirm", FILE, "--yes")
    shown = bureau("recovery", "show", FILE, "r1", "-o", "json", officer="wu", clock=CLOCK).json
    assert (shown["treasury_due_fen"], shown["demands"][0]["demand"]["open_fen"]) == (100_000, 200_000)
    person = bureau("person", "show", resident(1), "-o", "json", officer="wu", clock=CLOCK).json
    assert [(row["application"], row["open_fen"]) for row in person["owed"]] == [(FILE, 150_000)]
    assert "Owed from before" in bureau("person", "show", resident(1), officer="wu", clock=CLOCK).out
    done(bureau, CLOCK, "lin", "doctor")
    done(bureau, CLOCK, "lin", "audit", "verify", "--decisions")
    done(bureau, CLOCK, "lin", "projection", "verify")


def test_what_came_in_is_paid_on_by_two_and_what_was_paid_too_much_is_shown(bureau: Bailu) -> None:
    taken_over(bureau)
    received(bureau, "r1", 3200, "R1")
    todo = bureau("todo", "-o", "json", officer="wu", clock=CLOCK).json
    to_do = [(row["about"], row["amount_fen"]) for row in todo if row["act"] == "pay-out-recovery"]
    assert to_do == [(None, 3_000_00), ("r1", 200_00)]
    for demand in ((), ("r1",)):
        done(bureau, CLOCK, "wu", "recovery", "pay-out", FILE, *demand, "--document", "厦财库5号", "--yes")
    told = bureau("confirm", f"{FILE}/p3", "--dry-run", officer="zheng", clock=CLOCK)
    assert "3,000.00 yuan paid to the treasury, by 厦财库5号" in told.err
    assert "pay-out-recovery" not in [row["act"] for row in bureau("todo", "-o", "json", officer="wu").json]
    for proposal in ("p3", "p4"):
        done(bureau, CLOCK, "zheng", "confirm", f"{FILE}/{proposal}", "--yes")
    assert of_accounts(bureau) == {"1218": 1_500_00, "3013": -4_500_00, "3041": 3_000_00}
    done(bureau, CLOCK, "wu", "recovery", "correct", FILE, "r1", "--reference", "R1", "--amount", "2500",
         "--because", "录错", "--yes")  # fmt: skip
    done(bureau, CLOCK, "zheng", "confirm", FILE, "--yes")
    shown = bureau("recovery", "show", FILE, "r1", "-o", "json", officer="wu", clock=CLOCK).json
    assert (shown["treasury_due_fen"], shown["treasury_paid_fen"]) == (-500_00, 3_000_00)
    assert shown["demands"][0]["owed_back_fen"] == -200_00
    back = bureau("recovery", "pay-out", FILE, "--document", "厦财库6号", "--yes", officer="wu", clock=CLOCK)
    assert "500.00 yuan back from the treasury" in back.out
    refused = bureau("recovery", "pay-out", "350200-2024-000001", "--document", "…", officer="wu", clock=CLOCK)
    assert refused.code == 66
    for check in (("doctor",), ("audit", "verify", "--decisions"), ("projection", "verify")):
        done(bureau, CLOCK, "lin", *check)


def test_a_change_of_it_waits_for_a_supervisor_with_its_reason_sealed(bureau: Bailu) -> None:
    taken_over(bureau)
    asked = bureau(
        *("recovery", "write-off", FILE, "r2", "--reason", "已死亡，无遗产", "--yes"), officer="wu", clock=CLOCK
    )
    assert "writing off of a demand, 1,500.00 yuan of demand r2" in asked.out, asked.err
    todo = bureau("proposals", "-o", "json", officer="xu", clock=CLOCK).json
    assert [(row["proposal"], row["act"]) for row in todo] == [(f"{FILE}/p2", "write-off-recovery")]
    dry = bureau("confirm", f"{FILE}/p2", "--dry-run", officer="xu", clock=CLOCK)
    assert "已死亡，无遗产" in dry.err
    done(bureau, CLOCK, "xu", "confirm", f"{FILE}/p2", "--decline", "--yes")
    assert bureau("recovery", "plan", FILE, "r1", "--part", "2024-05-01=3000", officer="wu", clock=CLOCK).code != 0


def test_what_is_wrong_in_a_file_is_named_by_its_row_and_nothing_is_recorded(bureau: Bailu) -> None:
    wrong = (
        {**SCHOOL, "项目": "no-such-scheme", "决定日期": "2024-09-01"},
        {**PERSON, "尚欠金额（元）": "0", "送达日期": "2024-02-06"},
        {**PERSON, "姓名": "", "证件类型": "", "证件号码": "", "追回事由": "更正"},
    )
    ran = bureau("recovery", "import", file_of(bureau, *wrong), *BODY, officer="wu", clock=CLOCK)
    assert ran.code == 65
    assert all(place in ran.err for place in ("Row 2, 项目", "Row 3, 应缴日期", "Row 4, 证件号码")), ran.err
    assert bureau("recovery", "show", FILE, officer="wu").code == 66


def received(bureau: Bailu, recovery: str, amount: int, reference: str, clock: str = CLOCK) -> None:
    receive = ("recovery", "receive", FILE, recovery, "--amount", amount, "--reference", reference, "--yes")
    done(bureau, clock, "wu", *receive)
    done(bureau, clock, "zheng", "confirm", FILE, "--yes")


def test_what_is_owed_and_what_comes_in_is_in_the_books_and_a_month_is_closed_with_it(bureau: Bailu) -> None:
    taken_over(bureau)
    assert of_accounts(bureau) == {"1218": 4_500_00, "3013": -4_500_00}
    propose = ("--reason", "另案已清偿", "--yes")
    done(bureau, CLOCK, "wu", "recovery", "reduce", FILE, "r2", "--amount", "300", *propose)
    done(bureau, CLOCK, "xu", "confirm", FILE, "--yes")
    done(bureau, CLOCK, "wu", "recovery", "write-off", FILE, "r2", *propose)
    done(bureau, CLOCK, "xu", "confirm", FILE, "--yes")
    assert of_accounts(bureau) == {"1218": 3_000_00, "3013": -4_200_00, "5301": 1_200_00}
    received(bureau, "r2", 500, "20240311R2")
    received(bureau, "r1", 5000, "20240311R1")
    after = {"1041": 3_500_00, "1031": 2_000_00, "2307": -2_000_00, "3013": -4_200_00, "5301": 700_00}
    assert of_accounts(bureau) == after
    listed = bureau("recovery", "list", "-o", "json", officer="wu", clock=CLOCK).json
    assert sum(row["open_fen"] for row in listed) == 0
    book = bureau("book", "show", "--account", "1041", "-o", "json", officer="wu", clock=CLOCK).json
    assert {(one["application"], one["fund"], one["authority"]) for one in book["postings"]} == {(FILE, None, "350200")}
    month = "2024-03-31"
    done(bureau, month, "wu", "book", "close", "2024-03", "--yes")
    last = ("recovery", "reduce", FILE, "r1", "--amount", "1", *propose)
    assert bureau(*last, officer="wu", clock=month).code == 65, "nothing is open of it"
    received(bureau, "r2", 1, "20240331R2", clock=month)
    overtaken = bureau("confirm", "--all", "--yes", officer="zheng", clock=month)
    assert overtaken.code == 65, "something was booked in the month since"
    done(bureau, month, "zheng", "confirm", "--all", "--decline", "--yes")
    done(bureau, month, "wu", "book", "close", "2024-03", "--yes")
    done(bureau, month, "zheng", "confirm", "--all", "--yes")
    april = "2024-04-08"
    late = ("recovery", "receive", FILE, "r2", "--amount", "100", "--reference", "L1", "--on", "2024-03-29", "--yes")
    done(bureau, april, "wu", *late)
    done(bureau, april, "zheng", "confirm", FILE, "--yes")
    assert of_accounts(bureau) == {**after, "1041": 3_601_00, "5301": 599_00}
    book = bureau("book", "show", "--account", "5301", "-o", "json", officer="wu", clock=april).json
    assert [(one["value_on"], one["booked_in"]) for one in book["postings"]][-1] == ("2024-03-29", "2024-04")
    done(bureau, april, "wu", "book", "journal", bureau.folder / "books.beancount")
    journal = (bureau.folder / "books.beancount").read_text("utf-8")
    assert "2024-05-01 balance Assets:1041:350200:Unnamed  3601.00" in journal
    for check in (("doctor",), ("projection", "verify")):
        done(bureau, april, "lin", *check)


def of_accounts(bureau: Bailu) -> dict[str, int]:
    """The balance of each account, in fen; above zero in the debit."""
    book = bureau("book", "show", "-o", "json", officer="wu", clock="2024-04-08").json
    return {one["account"]: one["debit_fen"] - one["credit_fen"] for one in book["balances"]}


def test_reports_tell_of_it_in_rows_of_its_own_whose_totals_are_those_of_the_history(bureau: Bailu) -> None:
    taken_over(bureau)
    received(bureau, "r1", 5000, "20240311R1")
    done(bureau, CLOCK, "wu", "recovery", "pay-out", FILE, "r1", "--document", "厦财库7号", "--yes")
    done(bureau, CLOCK, "zheng", "confirm", FILE, "--yes")
    history = bureau("history", "--application", FILE, "-o", "json", officer="wu", clock=CLOCK).json
    assert (history[-1]["kind"], history[-1]["amount_fen"]) == ("paid", 2_000_00), "what went beyond is back"
    ledger = bureau("report", "ledger", "--payer", "350200", "-o", "json", officer="gao", clock=CLOCK).json
    named = ("application", "applicant", "scheme_name", "received_on", "recovered_fen", "paid_fen", "outstanding_fen")
    school, person = ([row[name] for name in named] for row in ledger)
    assert school == [f"{FILE} r1", "厦门某学校", "Post-skills training in key enterprises", None, 300_000, 0, 0]
    assert (person[0], person[1], person[4]) == (f"{FILE} r2", "苏**", 0)
    for by, row in {
        "scheme": ("scheme_name", "Post-skills training in key enterprises"),
        "account": ("account", "owed from before this log"),
        "source": ("source", "owed-from-before"),
        "group": ("group", "owed-from-before"),
        "authority": ("authority", "350200"),
        "month": ("month", "2024-03"),
    }.items():
        (used,) = bureau("report", "usage", "--year", 2024, "--by", by, "-o", "json", officer="gao", clock=CLOCK).json
        assert (used[row[0]], used["recovered_fen"], used["people"], used["paid_fen"]) == (row[1], 300_000, 0, 0)
    assert "owed from before" in bureau("report", "usage", "--year", 2024, "--by", "source", "-o", "table").out
    assert bureau("report", "disbursed", "--year", 2024, "-o", "json", officer="gao", clock=CLOCK).json == []
    for sheet in ("ledger.html", "ledger.xlsx"):
        done(bureau, CLOCK, "gao", "report", "ledger", "--out", bureau.folder / sheet)
    assert "Demands from before this log stand last" in (bureau.folder / "ledger.html").read_text("utf-8")
