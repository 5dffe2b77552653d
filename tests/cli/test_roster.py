"""`bailu roster`: an empty roster to fill in, and every row of a filled one that has something wrong."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import POLICY, Bailu

SCHEME = "labour-introduction"
HEADINGS = "姓名,证件类型,证件号码,employer_uscc,hired_on,from_outside_city,first_time_in_city,dispatched"
GOOD = "示甲,护照,E12345678,91350200155000001E,2024-05-31,是,是,否"


def a_roster(folder: Path, *rows: str) -> Path:
    path = folder / "名单.csv"
    path.write_text("\n".join((HEADINGS, *rows, "")), encoding="utf-8")
    return path


def test_a_template_can_be_filled_in_and_checked(bailu: Bailu) -> None:
    ran = bailu("roster", "template", SCHEME)
    assert ran.code == 0
    path = bailu.folder / f"{SCHEME}.xlsx"
    assert str(path.name) in ran.out
    book = load_workbook(path)
    sheet = book["花名册"]
    headings = [cell.value for cell in sheet[1]]
    assert headings[:3] == ["姓名", "证件类型", "证件号码"]
    for column, value in enumerate(GOOD.split(","), 1):
        sheet.cell(2, column, value)
    book.save(path)
    checked = bailu("roster", "check", path, "--scheme", SCHEME)
    assert (checked.code, checked.out) == (0, f"{path}: 1 row(s), all in order.\n")


def test_a_template_never_overwrites_a_file(bailu: Bailu) -> None:
    (bailu.folder / "名单.xlsx").write_bytes(b"precious")
    ran = bailu("roster", "template", SCHEME, "名单.xlsx")
    assert ran.code == 65
    assert (bailu.folder / "名单.xlsx").read_bytes() == b"precious"


def test_a_template_that_cannot_be_written_is_one_sentence(bailu: Bailu) -> None:
    ran = bailu("roster", "template", SCHEME, "no/such/folder.xlsx")
    assert ran.code == 69
    assert "no/such/folder.xlsx cannot be written" in ran.err


def test_a_scheme_that_the_policy_does_not_have_has_no_template(bailu: Bailu) -> None:
    ran = bailu("roster", "template", "free-lunch")
    assert (ran.code, list(bailu.folder.iterdir())) == (66, [])


def test_every_bad_row_is_said_and_marked_in_a_copy(bailu: Bailu) -> None:
    path = a_roster(bailu.folder, GOOD, GOOD.replace("是,是", "maybe,是"), GOOD.replace("E12345678", "!"))
    ran = bailu("roster", "check", path, "--scheme", SCHEME)
    assert ran.code == 65
    assert [line.split(", ")[0] for line in ran.out.splitlines()] == [
        f"{path}: Row 3",
        f"{path}: Row 3",
        f"{path}: Row 4",
    ]
    copy = bailu.folder / "名单.错误.xlsx"
    assert str(copy) in ran.err
    sheet = load_workbook(copy).worksheets[0]
    assert "是 (yes)" in sheet.cell(3, 6).comment.text
    assert sheet.cell(2, 6).comment is None


def test_no_copy_is_written_when_none_is_wanted(bailu: Bailu) -> None:
    path = a_roster(bailu.folder, "示甲")
    assert bailu("roster", "check", path, "--scheme", SCHEME, "--no-copy").code == 65
    assert list(bailu.folder.iterdir()) == [path]


def test_the_problems_of_a_roster_can_be_read_by_a_program(bailu: Bailu) -> None:
    path = a_roster(bailu.folder, GOOD.replace("2024-05-31", "2024-02-30"))
    ran = bailu("roster", "check", path, "--scheme", SCHEME, "-o", "json")
    assert ran.code == 65
    report = json.loads(ran.out)
    assert (report["file"], report["scheme"], report["rows"]) == (str(path), SCHEME, 1)
    assert report["copy"] == str(bailu.folder / "名单.错误.xlsx")
    assert report["problems"] == [
        {
            "row": 2,
            "column": 5,
            "heading": "hired_on",
            "code": "cell-no-such-day",
            "problem": "There is no day 2024-02-30.",
        }
    ]
    listed = bailu("roster", "check", path, "--scheme", SCHEME, "-o", "csv")
    assert listed.code == 65
    assert "cell-no-such-day" in listed.out


def test_a_roster_that_is_not_there_is_not_checked(bailu: Bailu) -> None:
    ran = bailu("roster", "check", "nowhere.xlsx", "--scheme", SCHEME)
    assert ran.code == 66
    assert list(bailu.folder.iterdir()) == []


def test_a_copy_takes_no_other_files_place_and_is_for_its_owner_alone(bailu: Bailu) -> None:
    """Somebody may be correcting the copy of an earlier check, and names stand in it in full."""
    path = a_roster(bailu.folder, "示甲")
    elsewhere = bailu.folder / "elsewhere"
    (bailu.folder / "名单.错误.xlsx").write_text("mine", "utf-8")
    (bailu.folder / "名单.错误-2.xlsx").symlink_to(elsewhere)
    ran = bailu("roster", "check", path, "--scheme", SCHEME, "-o", "json")
    copy = Path(json.loads(ran.out)["copy"])
    assert copy.name == "名单.错误-3.xlsx"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert load_workbook(copy).worksheets
    assert (bailu.folder / "名单.错误.xlsx").read_text("utf-8") == "mine"
    assert not elsewhere.exists()


def test_a_copy_that_cannot_be_written_is_one_sentence(bailu: Bailu) -> None:
    path = a_roster(bailu.folder, "示甲").rename(bailu.folder / f"{'名' * 82}.csv")
    ran = bailu("roster", "check", path, "--scheme", SCHEME)
    assert ran.code == 69
    assert "cannot be written" in ran.err


def test_the_edition_of_the_store_is_used_where_there_is_one(bureau: Bailu) -> None:
    ran = bureau("roster", "template", SCHEME, "-o", "json")
    assert ran.json == {"file": f"{SCHEME}.xlsx", "scheme": SCHEME, "edition": f"{POLICY}@1"}
    assert bureau("roster", "check", "x.csv", "--scheme", SCHEME, "--policy", "nowhere-2025-1").code == 66


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_roster_is_checked_in_both_languages(bailu: Bailu, lang: str) -> None:
    path = a_roster(bailu.folder, GOOD, GOOD)
    ran = bailu("roster", "check", path, "--scheme", SCHEME, "--lang", lang)
    assert ran.code == 65
    assert "3" in ran.out
