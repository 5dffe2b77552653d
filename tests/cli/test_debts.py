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
    assert "Due to the treasury so far: 1,200.00 yuan" in bureau("recovery", "show", FILE, officer="wu").out
    history = bureau("history", "--application", FILE, "-o", "json", officer="wu", clock=CLOCK).json
    assert [(row["kind"], row["line"], row["amount_fen"]) for row in history] == [
        ("recovery-demanded", 1, 300_000),
        ("recovery-demanded", 2, 150_000),
        ("recovered", 1, 120_000),
    ]
    person = bureau("person", "show", resident(1), "-o", "json", officer="wu", clock=CLOCK).json
    assert [(row["application"], row["open_fen"]) for row in person["owed"]] == [(FILE, 150_000)]
    assert "Owed from before" in bureau("person", "show", resident(1), officer="wu", clock=CLOCK).out
    done(bureau, CLOCK, "lin", "doctor")
    done(bureau, CLOCK, "lin", "audit", "verify", "--decisions")
    done(bureau, CLOCK, "lin", "projection", "verify")


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
