"""`bailu bank` and the bank files of `bailu payment`: by the profile that is named, set or fits."""

from __future__ import annotations

import json
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Bailu
from tests.cli.files.bank_tables import text, workbook
from tests.cli.files.test_bank_profile_files import OWN
from tests.cli.payable_cases import (
    ACCOUNT,
    CREDITED,
    FORMS,
    PAYABLE,
    RELEASED,
    Class,
    fund,
    ordered,
    released,
    sent,
    training,
    trainings,
)

HEADINGS = ("批次号", "申请编号", "金额(元)", "结果", "入账日期", "银行流水号")
RUN, ONE = "350200-2024-0001", "350200-2024-000001"
UNION_NUMBER = "102393000011"


@pytest.fixture
def funded(bureau: Bailu) -> Bailu:
    fund(bureau, "central", 2_000)
    fund(bureau, "municipal", 50_000)
    return bureau


def answer(bureau: Bailu, *rows: tuple[object, ...], headings: tuple[str, ...] = HEADINGS) -> Path:
    file = bureau.folder / "回单.csv"
    file.write_bytes(text([headings, *rows]))
    return file


# Without a store


@pytest.mark.on_sqlite
def test_an_answer_is_checked_without_a_store_and_without_an_officer(bailu: Bailu) -> None:
    row = (RUN, ONE, "1500.00", "交易成功", "2024-05-22 14:03:11", "A1", "0.00")
    file = answer(bailu, row, headings=(*HEADINGS, "手续费"))
    ran = bailu("bank", "check", file, "-o", "json", clock=CREDITED)
    (reply,) = ran.json["replies"]
    assert reply == {
        "row": 2,
        "batch": RUN,
        "application": ONE,
        "fund": None,
        "amount_fen": 150_000,
        "result": "credited",
        "value_on": "2024-05-22",
        "reference": "A1",
        "reason": None,
    }
    assert (ran.json["profile"], ran.json["ignored"]) == ("csv", ["手续费"])
    assert "Read by the bank profile" not in ran.err, "it is the usual one"
    assert "Columns that are not read: 手续费." in ran.err
    assert not list(bailu.folder.glob("*.db"))


@pytest.mark.on_sqlite
@pytest.mark.parametrize(("lang", "output"), FORMS)
def test_an_answer_is_checked_in_every_form(bailu: Bailu, lang: str, output: str) -> None:
    file = answer(bailu, (RUN, ONE, "1500.00", "成功", "2024-05-22", "A1"), (RUN, ONE, "1", "怎样", "2024-05-22", "A2"))
    ran = bailu("--lang", lang, "bank", "check", file, "-o", output, clock=CREDITED)
    assert ran.code == 65
    assert ONE in ran.out or output == "xlsx"


@pytest.mark.on_sqlite
def test_a_long_number_survives_a_listing_that_a_spreadsheet_opens(bailu: Bailu) -> None:
    long, short = "2024052200013500001", "0022001"
    rows = [(RUN, ONE, "1", "成功", "2024-05-22", number) for number in (long, short, "A1", "20240522001")]
    ran = bailu("bank", "check", answer(bailu, *rows), "-o", "csv", clock=CREDITED)
    numbers = [line.split(",")[7] for line in ran.out.lstrip("\ufeff").splitlines()[1:]]
    assert numbers == [f"{long}\t", f"{short}\t", "A1", "20240522001"]


@pytest.mark.on_sqlite
def test_what_is_wrong_is_told_with_its_row(bailu: Bailu) -> None:
    file = answer(bailu, (RUN, ONE, "1500.00", "怎样", "2024-05-22", "A1"))
    ran = bailu("bank", "check", file, "-o", "table", clock=CREDITED)
    assert (ran.code, "Row 2, 结果: Must be one of: 成功、" in ran.out) == (65, True)
    assert bailu("bank", "check", "nowhere.csv", clock=CREDITED).code == 66


@pytest.mark.on_sqlite
def test_an_item_that_the_bank_does_not_know_of_is_named(bailu: Bailu) -> None:
    ran = bailu("bank", "check", answer(bailu, (RUN, ONE, "1500.00", "处理中", "", "")), clock=CREDITED)
    assert (ran.code, f"The bank does not know yet of 1 item(s), ask it again: {ONE}." in ran.err) == (0, True)


@pytest.mark.on_sqlite
@pytest.mark.parametrize(("lang", "output"), FORMS)
def test_the_profiles_are_listed_and_one_is_shown(bailu: Bailu, lang: str, output: str) -> None:
    listed = bailu("--lang", lang, "bank", "profiles", "-o", output)
    assert (listed.code, "bank-one" in listed.out or output == "xlsx") == (0, True)
    one = bailu("--lang", lang, "bank", "profiles", "bank-one", "-o", output)
    assert (one.code, "收款账号" in one.out or output == "xlsx") == (0, True)


@pytest.mark.on_sqlite
def test_a_profile_of_ones_own_is_checked_by_showing_it(bailu: Bailu) -> None:
    own = bailu.folder / "own.toml"
    own.write_text(OWN, encoding="utf-8")
    assert bailu("bank", "profiles", own, "-o", "json").json["name"] == "own"
    own.write_text(OWN.replace('"csv"', '"xls"'), encoding="utf-8")
    ran = bailu("bank", "profiles", own)
    assert (ran.code, "Line 4, orders.format: Must be one of: csv, text, xlsx." in ran.err) == (65, True)
    assert bailu("bank", "profiles", "nobody").code == 2


@pytest.mark.on_sqlite
def test_profiles_of_the_offices_own_lie_in_a_folder(bailu: Bailu) -> None:
    folder = bailu.folder / "banks"
    folder.mkdir()
    (folder / "own.toml").write_text(OWN, encoding="utf-8")
    (bailu.folder / "bailu.toml").write_text('bank_profiles = "banks"\nbank_profile = "own"\n', encoding="utf-8")
    listed = bailu("bank", "profiles", "-o", "json").json
    assert [one["name"] for one in listed if one["default"]] == ["own"]
    own = ("批次", "编号", "金额", "状态", "日期", "流水")
    file = answer(bailu, (RUN, ONE, "1500.00", "成功", "2024-05-22", "A1"), headings=own)
    assert bailu("bank", "check", file, "-o", "json", clock=CREDITED).json["profile"] == "own"
    (folder / "other.toml").write_text(OWN.replace('"own"', '"csv"'), encoding="utf-8")
    ran = bailu("bank", "profiles")
    assert (ran.code, "Another profile is called csv" in ran.err) == (65, True)


@pytest.mark.on_sqlite
def test_a_file_that_fits_two_profiles_asks_which(bailu: Bailu) -> None:
    (bailu.folder / "banks").mkdir()
    again = Path(__file__).parents[2] / "usecases" / "intake" / "bank" / "profiles" / "csv.toml"
    copied = again.read_text(encoding="utf-8").replace('name = "csv"', 'name = "ours"')
    (bailu.folder / "banks" / "ours.toml").write_text(copied, encoding="utf-8")
    file = answer(bailu, (RUN, ONE, "1500.00", "成功", "2024-05-22", "A1"))
    check = ("bank", "check", file, "-o", "json")
    two = {"BAILU_BANK_PROFILES": "banks", "BAILU_BANK_PROFILE": "treasury"}
    ran = bailu(*check, clock=CREDITED, **two)
    assert (ran.code, "fit several bank profiles (csv, ours): say which with --profile" in ran.out) == (65, True)
    assert bailu(*check, "--profile", "ours", clock=CREDITED, **two).json["profile"] == "ours"
    assert (
        bailu(*check, clock=CREDITED, BAILU_BANK_PROFILES="banks", BAILU_BANK_PROFILE="ours").json["profile"] == "ours"
    )


# To the bank


def test_a_run_goes_to_the_bank_by_the_profile_that_is_named(funded: Bailu) -> None:
    batch = released(funded, training(funded))
    ran = funded(
        "payment", "export", batch, "order.txt", "--profile", "bank-two", "-o", "json", officer="wu", clock=RELEASED
    )
    content = (funded.folder / "order.txt").read_bytes()
    assert content.decode("gbk").splitlines()[0] == "HEAD|1|3000.00"
    assert ran.json["profile"] == "bank-two"
    last = funded.log()[-1]["data"]
    expected = [{"sha256": sha256(content).hexdigest(), "rows": 1, "amount_fen": 300_000}]
    assert last == {"profile": "bank-two", "files": expected}


def test_a_run_that_exceeds_a_limit_has_several_files_and_is_declared_by_all_of_them(funded: Bailu) -> None:
    batch = released(funded, *trainings(funded, Class((1, 2)), Class((3,)), Class((4, 5))))
    (funded.folder / "own.toml").write_text(OWN.replace('"csv"', '"csv"\nrows_max = 2'), encoding="utf-8")
    export = ("payment", "export", batch, "order.csv", "--profile", "own.toml", "-o", "json")
    ran = funded(*export, officer="wu", clock=RELEASED)
    assert [(one["file"], one["rows"], one["amount_fen"]) for one in ran.json["files"]] == [
        ("order-1.csv", 2, 300_000),
        ("order-2.csv", 1, 200_000),
    ]
    assert not (funded.folder / "order.csv").exists()
    size = len(funded.log())
    again = funded(*export, officer="wu", clock=RELEASED)
    assert (again.json["there_before"], again.json["recorded"], len(funded.log())) == (True, False, size)
    (funded.folder / "order-2.csv").unlink()
    assert funded(*export, officer="wu", clock=RELEASED).code == 65
    assert funded(*export, "--again", officer="wu", clock=RELEASED).code == 0


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    ("profile", "file"), [("csv", "order.xlsx"), ("csv", "order.xls"), ("bank-one", "order.csv"), ("bank-one", "order")]
)
def test_a_file_is_called_what_it_is(funded: Bailu, profile: str, file: str) -> None:
    batch = released(funded, training(funded))
    ran = funded("payment", "export", batch, file, "--profile", profile, officer="wu", clock=RELEASED)
    assert (ran.code, f"a file of the profile {profile} ends in" in ran.err) == (65, True)


@pytest.mark.on_sqlite
@pytest.mark.parametrize(("lang", "output"), FORMS)
def test_an_export_is_told_in_every_form(funded: Bailu, lang: str, output: str) -> None:
    batch = released(funded, training(funded))
    export = ("--lang", lang, "payment", "export", batch, "order.csv", "--dry-run", "-o", output)
    ran = funded(*export, officer="wu", clock=RELEASED)
    assert (ran.code, "叁仟元整" in ran.out or output == "xlsx") == (0, True)


# The union number of a bank


def test_a_bank_that_asks_for_the_union_number_is_given_none_without_until_a_clerk_has_given_it(funded: Bailu) -> None:
    number, late = trainings(funded, Class((1,)), Class((7,)))
    funded_by = {"BAILU_BANK_PROFILE": "bank-one"}
    batch = released(funded, number)
    own = funded("payment", "export", batch, "own.xlsx", officer="wu", clock=RELEASED, **funded_by)
    assert own.code == 0, "an account at the bank itself needs none"
    assert funded("payment", "export", batch, "own.csv", "--again", officer="wu", clock=RELEASED).code == 0

    account = {"holder": "厦门市鹭江职业培训学校", "bank": "厦门银行思明支行", "number": "6222029999888777666"}
    proposed(funded, late, account)
    batch = ordered(funded, late)
    assert funded("payment", "release", batch, "--yes", officer="zheng", clock=RELEASED).code == 0
    export = ("payment", "export", batch, "other.xlsx")
    ran = funded(*export, officer="wu", clock=RELEASED, **funded_by)
    assert (ran.code, f"{late}: the bank asks for “收款方联行号”" in ran.err) == (65, True)
    assert funded(*export[:3], "other.csv", "--dry-run", officer="wu", clock=RELEASED).code == 0


def test_a_union_number_is_given_later_and_stands_in_the_order(funded: Bailu) -> None:
    number = training(funded)
    account = {"holder": "厦门市鹭江职业培训学校", "bank": "厦门银行思明支行", "number": "6222029999888777666"}
    proposed(funded, number, account)
    shown = proposed(funded, number, {**account, "union_number": "3133-9308-0005"})
    assert "union number 313393080005" in shown
    batch = released(funded, number)
    export = ("payment", "export", batch, "other.xlsx", "--profile", "bank-one")
    ran = funded(*export, officer="wu", clock=RELEASED)
    assert ran.code == 0, ran.err
    page = load_workbook(BytesIO((funded.folder / "other.xlsx").read_bytes())).active
    assert page is not None
    assert page["E2"].value == "313393080005"
    assert "313393080005" not in json.dumps(funded.log())


def proposed(bureau: Bailu, number: str, account: dict[str, str]) -> str:
    """What was told of an account that a clerk gave and finance confirmed."""
    file = bureau.folder / "account.json"
    file.write_text(json.dumps(account, ensure_ascii=False), encoding="utf-8")
    ran = bureau("application", "account", number, file, "-o", "table", officer="lin", clock=PAYABLE)
    assert ran.code == 0, ran.err
    assert bureau("confirm", f"application-{number}", "--yes", officer="wu", clock=PAYABLE).code == 0
    return ran.err


@pytest.mark.on_sqlite
@pytest.mark.parametrize("union_number", ["31339308000", "3133930800050", "31339308000A", " "])
def test_a_union_number_has_twelve_digits(funded: Bailu, union_number: str) -> None:
    number = training(funded)
    typed = ("--holder", "某校", "--bank", "厦门银行", "--number", ACCOUNT, "--union-number", union_number)
    ran = funded("application", "account", number, *typed, officer="lin", clock=PAYABLE)
    assert ran.code in (2, 65)
    only = funded("application", "account", number, "--union-number", UNION_NUMBER, officer="lin", clock=PAYABLE)
    assert only.code == 2


# From the bank


def test_a_workbook_of_the_bank_with_its_own_words_is_imported(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    headings = ("序号", "收款账号", "交易金额", "附言", "交易日期", "处理结果", "交易流水号", "手续费")
    row = (1, ACCOUNT, 3000, f"就业补贴 {batch} {number}", f"{CREDITED} 10:11:12", "交易成功", "H1", 0)
    file = funded.folder / "回单.xlsx"
    file.write_bytes(workbook([("批量代发结果",), headings, row, ("合计", None, 3000)]))
    ran = funded("payment", "import", file, "--yes", "-o", "table", officer="zheng", clock=CREDITED)
    assert ran.code == 0, ran.err
    assert "Read by the bank profile bank-one." in ran.err
    assert "Columns that are not read: 手续费." in ran.err
    assert "1 answer(s) of the bank recorded, 3,000.00 yuan" in ran.out


def test_one_reference_for_all_items_of_a_run_is_imported(funded: Bailu) -> None:
    numbers = trainings(funded, Class((1,)), Class((2,)))
    batch = sent(funded, *numbers)
    file = answer(funded, *((batch, number, "1000.00", "成功", CREDITED, "DF0001") for number in numbers))
    ran = funded("payment", "import", file, "--yes", "-o", "json", officer="zheng", clock=CREDITED)
    assert [(one["count"], one["new"]) for one in ran.json["batches"]] == [(2, 2)]
    again = funded("payment", "import", file, "--yes", "-o", "json", officer="zheng", clock=CREDITED)
    assert again.json["recorded"] is False


def test_a_file_is_imported_by_the_profile_that_is_named_or_not_at_all(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    file = answer(funded, (batch, number, "3000.00", "成功", CREDITED, "B1"))
    arguments = ("payment", "import", file, "--yes", "--profile")
    refused = funded(*arguments, "treasury", officer="zheng", clock=CREDITED)
    assert refused.code == 65
    assert funded(*arguments, "csv", officer="zheng", clock=CREDITED).code == 0
