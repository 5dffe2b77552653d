"""期初数据: what another body settled is brought in by two people, and counts from then on. By the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.application_files import ACCEPTED, ASSESSED, SUBMITTED, certificate, resident, written
from tests.cli.conftest import TRAINER, Bailu
from tests.cli.standards import adopt_standards
from tests.cli.test_every_scheme import done
from tests.cli.test_recognition import BASES, LISTED, against, assessed, claimed, explained, listed
from usecases.commands.import_lines import import_lines
from usecases.errors import FilesRefused

BROUGHT = "2024-03-11"
IMPORT = "import-350200-2024-0001"
BODY = ("--body", "厦门市劳动就业中心", "--document", "厦就业移〔2024〕1号")
BASE = {"单位名称": "厦门某单位", "统一社会信用代码": TRAINER, "受理日期": "2023-11-05", "金额（元）": "50000"}
MISTYPED = resident(1)[:-1] + ("0" if resident(1)[-1] != "0" else "1")
PERSON = {
    "姓名": "苏晓梅",
    "证件类型": "居民身份证",
    "证件号码": resident(1),
    "受理日期": "2024-02-05",
    "金额（元）": "1500",
}


def file_of(bureau: Bailu, *rows: Mapping[str, str], name: str = "settled.csv") -> Path:
    path = bureau.folder / name
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    with path.open("w", encoding="utf-8-sig", newline="") as written:
        table = csv.DictWriter(written, headings)
        table.writeheader()
        table.writerows(rows)
    return path


def bring(bureau: Bailu, scheme: str, *rows: Mapping[str, str], name: str = "settled.csv") -> None:
    file = file_of(bureau, *rows, name=name)
    done(bureau, BROUGHT, "chen", "limit", "import", file, "--scheme", scheme, *BODY)
    done(bureau, BROUGHT, "huang", "confirm", *open_imports(bureau), "--yes")


def open_imports(bureau: Bailu) -> list[str]:
    rows = bureau("limit", "list", "-o", "json", officer="huang").json
    return [row["number"] for row in rows if row["standing"] == "import-proposed"]


def line_finding(line: Mapping[str, Any], condition: str) -> Mapping[str, Any]:
    (one,) = [one for one in line["findings"] if one["condition"] == condition]
    return dict(one)


@pytest.mark.on_both
def test_a_base_that_another_body_paid_is_not_paid_again(bureau: Bailu) -> None:
    listed(bureau, BASES, "JD-01", "--name", "鹭江基地", "--state", "tier=1")
    bring(bureau, "guidance-base", {**BASE, "认定条目编号": "JD-01", "档次": "第一档", "原编号": "旧2023-7"})
    line = assessed(bureau, claimed(bureau, "guidance-base", "JD-01"))
    assert against(line) == ["limit-reached"]
    assert line_finding(line, "site-once")["values"]["earlier"] == f"{IMPORT}/1 (2023-11-05)"
    done(bureau, ASSESSED, "lin", "doctor")
    done(bureau, ASSESSED, "lin", "audit", "verify", "--decisions")


def test_a_tier_that_nobody_wrote_down_leaves_the_base_open(bureau: Bailu) -> None:
    listed(bureau, BASES, "JD-01", "--name", "鹭江基地", "--state", "tier=2")
    bring(bureau, "guidance-base", {**BASE, "认定条目编号": "JD-01"})
    line = assessed(bureau, claimed(bureau, "guidance-base", "JD-01"))
    assert against(line) == []
    assert line_finding(line, "site-once")["code"] == "limit-possibly-used"
    assert line["outcome"] == "open"


def test_the_sheet_says_what_each_line_counts_for(bureau: Bailu) -> None:
    row = {**PERSON, "证书编号": "3502-001", "职业（工种）": "电工", "发证日期": "2024-01-30"}
    bring(bureau, "skill-certificate", {**row, "原编号": "旧1"}, {**row, "证书编号": "3502-002", "原编号": "旧2"})
    sheet = bureau("limit", "show", IMPORT, "-o", "json", officer="huang", BAILU_LANG="zh").json
    (first, second) = sheet["lines"]
    assert (first["name"], first["number"], first["amount_fen"]) == ("苏晓梅", "旧1", 1500_00)
    assert "3502" not in first["states"], "a certificate's number is shown to nobody who does not need it"
    assert first["uses"]
    assert second["possible"], "neither level nor issuer was written down"
    (row_of_list,) = bureau("limit", "list", "-o", "json", officer="huang").json
    assert (row_of_list["standing"], row_of_list["lines"], row_of_list["amount_fen"]) == (
        "import-confirmed",
        2,
        3000_00,
    )


def test_the_second_person_is_shown_what_it_is(bureau: Bailu) -> None:
    file = file_of(bureau, {**PERSON, "证书编号": "3502-001", "职业（工种）": "电工"})
    done(bureau, BROUGHT, "chen", "limit", "import", file, "--scheme", "skill-certificate", *BODY)
    shown = bureau("confirm", IMPORT, "--dry-run", officer="huang", clock=BROUGHT, BAILU_LANG="zh")
    told = shown.out + shown.err
    for part in ("厦门市劳动就业中心", "厦就业移〔2024〕1号", "1,500.00", "技能等级"):
        assert part in told
    (waiting,) = bureau("proposals", "-o", "json", officer="huang").json
    assert (waiting["proposal"], waiting["roles"]) == (f"{IMPORT}/p1", ["approver"])


def test_importing_the_same_file_again_changes_nothing_and_after_a_refusal_it_is_proposed_anew(bureau: Bailu) -> None:
    file = file_of(bureau, {**PERSON, "证书编号": "3502-001"})
    call = ("limit", "import", file, "--scheme", "skill-certificate", *BODY, "-o", "json")
    first = bureau(*call, officer="chen", clock=BROUGHT).json
    again = bureau(*call, officer="chen", clock=BROUGHT).json
    assert (first["repeated"], again["repeated"], first["proposal"]) == (False, True, again["proposal"])
    done(bureau, BROUGHT, "huang", "confirm", IMPORT, "--decline", "--yes")
    anew = bureau(*call, officer="chen", clock=BROUGHT).json
    assert (anew["repeated"], anew["proposal"]) == (False, "import-350200-2024-0002/p1")
    assert bureau(*call, officer="chen", clock=BROUGHT).json["repeated"]
    otherwise = (*call[:4], "guidance-base", *BODY)
    assert bureau(*otherwise, officer="chen", clock=BROUGHT).code == 65


@pytest.mark.parametrize(
    ("scheme", "row", "code"),
    [
        ("guidance-base", BASE, "line-not-countable"),
        ("guidance-base", {**BASE, "认定条目编号": "nowhere"}, "line-not-countable"),
        ("guidance-base", {**BASE, "认定条目编号": "JD-01", "受理日期": "2031-01-01"}, "day-in-future"),
        ("guidance-base", {**BASE, "认定条目编号": "JD-01", "金额（元）": "0"}, "amount-not-positive"),
        ("guidance-base", {**BASE, "认定条目编号": "JD-01", "金额（元）": "五万"}, "cell-not-yuan"),
        ("guidance-base", {**BASE, "认定条目编号": "JD-01", "单位名称": ""}, "cell-blank"),
        (
            "skill-certificate",
            {**PERSON, "证件号码": MISTYPED},
            "id-check-digit",
        ),
        ("skill-certificate", {**PERSON, "发证日期": "上个月"}, "cell-not-a-day"),
        ("guidance-base", {**BASE, "认定条目编号": "JD-01", "金额（元）": "9999999999999"}, "amount-not-positive"),
        ("guidance-base", {**BASE, "认定条目编号": "JD-01", "统一社会信用代码": ""}, "uscc-or-reason"),
        ("public-post", {**PERSON, "补贴期间起": "2024-03-01", "补贴期间止": "2024-02-29"}, "days-reversed"),
    ],
)
def test_a_row_that_cannot_count_is_named_and_nothing_is_brought_in(
    bureau: Bailu, scheme: str, row: Mapping[str, str], code: str
) -> None:
    listed(bureau, BASES, "JD-01", "--name", "鹭江基地", "--state", "tier=1")
    good = {**BASE, "认定条目编号": "JD-01", "原编号": "1"} if scheme == "guidance-base" else {**PERSON, "原编号": "1"}
    file = file_of(bureau, good, {**row, "原编号": "2"}, {**row, "原编号": "3"})
    ran = bureau("limit", "import", file, "--scheme", scheme, *BODY, officer="chen", clock=BROUGHT)
    assert ran.code == 65
    assert ("Row 3" in ran.err, "Row 4" in ran.err, "Row 2" in ran.err) == (True, True, False), ran.err
    with closing(bureau.session("chen", BROUGHT)) as session, pytest.raises(FilesRefused) as refused:
        import_lines(session, file, policy=None, scheme=scheme, body="…", document="…", dry_run=True)
    assert [one.code for _, one in refused.value.problems] == [code, code]
    assert bureau("limit", "list", "-o", "json", officer="huang").json == []


@pytest.mark.on_both
def test_a_copy_counts_them_too(bureau: Bailu) -> None:
    listed(bureau, BASES, "JD-01", "--name", "鹭江基地", "--state", "tier=1")
    bring(bureau, "guidance-base", {**BASE, "认定条目编号": "JD-01", "档次": "第一档"})
    number = claimed(bureau, "guidance-base", "JD-01")
    assert against(assessed(bureau, number)) == ["limit-reached"]
    assert explained(bureau, number)["eligible"] is False
    done(bureau, ASSESSED, "lin", "projection", "catch-up")
    done(bureau, ASSESSED, "lin", "projection", "verify")
    elsewhere = str(bureau.folder / "copy.db")
    done(bureau, ASSESSED, "admin", "store", "copy", bureau.url, elsewhere)
    checks = bureau("doctor", "--store", elsewhere, "-o", "jsonl", officer="admin", clock=ASSESSED).out
    assert [json.loads(line)["result"] for line in checks.splitlines() if '"uses"' in line] == ["ok"]


@pytest.mark.parametrize("words", [("show", "import-350200-2024-0009"), ("show", "350200-2024-0001")])
def test_an_import_that_is_none_is_said_to_be_none(bureau: Bailu, words: tuple[str, ...]) -> None:
    ran = bureau("limit", *words, officer="huang")
    assert ran.code in (65, 66)
    assert len(ran.err.strip().splitlines()) == 1


def test_the_index_of_persons_knows_them(bureau: Bailu) -> None:
    done(bureau, "2024-01-02", "lin", "register", "add", "expert-teams", "ZJ-01", *LISTED, "--owner", "鹭江专家团队")
    done(bureau, "2024-01-03", "xu", "confirm", "register-expert-teams", "--yes")
    team = {
        "单位名称": "鹭江专家团队",
        "无代码原因": "团队无代码",
        "受理日期": "2024-02-05",
        "金额（元）": "30000",
        "认定条目编号": "ZJ-01",
    }
    bring(bureau, "expert-team", team, name="teams.csv")
    bring(bureau, "skill-certificate", {**PERSON, "证书编号": "3502-001"})
    checks = bureau("doctor", "-o", "jsonl", officer="admin", clock=ASSESSED)
    assert checks.code == 0, checks.out
    (line,) = bureau("limit", "show", IMPORT, "-o", "json", officer="huang").json["lines"]
    assert line["name"] == "鹭江专家团队"


def test_nobody_but_who_decides_brings_in(bureau: Bailu) -> None:
    file = file_of(bureau, {**PERSON, "证书编号": "3502-001"})
    ran = bureau("limit", "import", file, "--scheme", "skill-certificate", *BODY, officer="lin", clock=BROUGHT)
    assert ran.code == 77


def test_what_was_brought_in_of_a_person_stands_in_their_record(bureau: Bailu) -> None:
    row = {**PERSON, "证书编号": "3502-001", "职业（工种）": "电工", "原编号": "旧1"}
    bring(bureau, "skill-certificate", row)
    record = bureau("person", "show", resident(1), "-o", "json", officer="lin").json
    (line,) = record["elsewhere"]
    assert (line["application"], line["number"], line["amount_fen"]) == (IMPORT, "旧1", 1500_00)
    assert {use["limit"] for use in record["uses"]} == {"training-yearly", "training-no-repeat", "certificate-once"}
    assert "旧1" in bureau("person", "show", resident(1), "-o", "table", officer="lin").out


def test_a_number_that_stands_under_another_name_there_leaves_the_line_open(bureau: Bailu) -> None:
    bring(
        bureau,
        "skill-certificate",
        {**PERSON, "证书编号": "3502-001", "职业（工种）": "电工", "技能等级": "三级（高级工）"},
    )
    adopt_standards(bureau, "skill-certificate")
    file = written(bureau, certificate(1), "other-name.json")
    submitted = bureau("application", "submit", file, "-o", "json", officer="lin", clock=SUBMITTED)
    number = submitted.json["number"]
    done(bureau, ACCEPTED, "lin", "application", "accept", number)
    line = assessed(bureau, number)
    assert line["outcome"] == "open"
    assert line_finding(line, "one-name")["values"]["earlier"] == f"{IMPORT}/1 (2024-02-05)"
    joining = ("person", "names", f"{IMPORT}/1", f"{number}/0", "--document", "更名证明1")
    done(bureau, ASSESSED, "lin", *joining)
    shown = bureau("confirm", "office", "--dry-run", officer="xu", clock=ASSESSED)
    assert f"({IMPORT}/1)" in shown.out + shown.err
    done(bureau, ASSESSED, "xu", "confirm", "office", "--yes")
    done(bureau, ASSESSED, "chen", "application", "assess", number)
    (line,) = explained(bureau, number)["lines"]
    assert all(one["condition"] != "one-name" for one in line["findings"])


@pytest.mark.parametrize("written_as", ["", "不详", "/", "无", "－"])
def test_what_people_write_where_they_know_nothing_is_no_occupation(bureau: Bailu, written_as: str) -> None:
    """Seen before: an occupation of the name of 不详, beside which the right one was another."""
    bring(
        bureau, "skill-certificate", {**PERSON, "证书编号": "3502-001", "职业（工种）": written_as, "技能等级": "三级"}
    )
    (line,) = bureau("limit", "show", IMPORT, "-o", "json", officer="huang").json["lines"]
    assert line["possible"] is not None
    assert "occupation" not in str(line["states"])
    assert "Occupation" not in str(line["states"])


def test_an_import_that_was_wrong_is_taken_back_and_its_file_imported_again(bureau: Bailu) -> None:
    row = {**PERSON, "证书编号": "3502-001"}
    bring(bureau, "skill-certificate", row)
    back = bureau(
        "limit", "take-back", IMPORT, "--document", "厦就业更〔2024〕2号", "-o", "json", officer="chen", clock=BROUGHT
    ).json
    assert back["proposal"] == f"{IMPORT}/p2"
    shown = bureau("confirm", IMPORT, "--dry-run", officer="huang", clock=BROUGHT)
    assert "厦就业更〔2024〕2号" in shown.out + shown.err
    done(bureau, BROUGHT, "huang", "confirm", IMPORT, "--yes")
    (listed_import,) = bureau("limit", "list", "-o", "json", officer="huang").json
    assert listed_import["standing"] == "import-taken-back"
    assert bureau("person", "show", resident(1), "-o", "json", officer="lin").json["elsewhere"] == []
    file = bureau.folder / "settled.csv"
    again = bureau(
        "limit", "import", file, "--scheme", "skill-certificate", *BODY, "-o", "json", officer="chen", clock=BROUGHT
    ).json
    assert (again["repeated"], again["proposal"]) == (False, "import-350200-2024-0002/p1")
    assert bureau("limit", "take-back", IMPORT, "--document", "d", officer="chen", clock=BROUGHT).code == 65
    done(bureau, ASSESSED, "admin", "doctor")
