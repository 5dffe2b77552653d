"""`bailu payment declare-sent`: after a restore no money moves until it is said what had gone to the bank."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from domain.office.log_commands import RestoreLog
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import CREDITED, FORMS, PAYABLE, RELEASED, do, fund, ordered, released, training
from usecases.intake.bank.items import PaymentOrder
from usecases.intake.bank.orders import order_files
from usecases.intake.bank.profile_files import shipped_profiles

LOST = "350200-2024-0009"
"""A run that the restored log has not."""
SENT = ("payment", "declare-sent")


@pytest.fixture
def funded(bureau: Bailu) -> Bailu:
    fund(bureau, "central", 50_000)
    return bureau


def restored(bureau: Bailu) -> None:
    """The log goes on from a copy of what it has by now."""
    do(bureau, RestoreLog(log="7ac2b019", size=1, root="5f" * 32, taken_at=None), "admin", PAYABLE)


def order_file(bureau: Bailu, name: str, batch: str, *items: tuple[str, int]) -> Path:
    """The file of a run as `payment export` makes it; each item is an application and its yuan."""
    orders = [
        PaymentOrder(
            batch=batch,
            item=count,
            holder="厦门市鹭江职业培训学校",
            bank="中国工商银行厦门湖滨支行",
            account="6222021234567890123",
            amount_fen=yuan * 100,
            application=application,
            pay_on=date(2024, 10, 12),
        )
        for count, (application, yuan) in enumerate(items, 1)
    ]
    file = bureau.folder / name
    (written,) = order_files(shipped_profiles()[0], orders)
    file.write_bytes(written.content)
    return file


def exported(bureau: Bailu, batch: str) -> Path:
    file = bureau.folder / f"{batch}.csv"
    ran = bureau("payment", "export", batch, file, officer="wu", clock=RELEASED)
    assert ran.code == 0, ran.err
    return file


def declare(bureau: Bailu, *argv: object, officer: str = "wu") -> Any:
    return bureau(*SENT, *argv, "--yes", officer=officer, clock=CREDITED)


def confirmed(bureau: Bailu, officer: str = "zheng") -> int:
    return bureau("confirm", "log", officer=officer, clock=CREDITED).code


def asked(bureau: Bailu, *argv: object, officer: str = "wu") -> tuple[int, str]:
    ran = bureau(*argv, "--yes", officer=officer, clock=CREDITED)
    return ran.code, ran.err


# What goes on, and what does not


def test_until_it_is_said_nothing_is_ordered_released_or_exported(funded: Bailu) -> None:
    number = training(funded)
    restored(funded)
    code, said = asked(funded, "payment", "order", number)
    assert (code, "bailu payment declare-sent" in said) == (65, True)
    declared = declare(funded, "--none")
    assert declared.code == 0, declared.err
    assert "Proposed as log/p8." in declared.out
    assert "bailu confirm log/p8" in declared.err
    assert asked(funded, "payment", "order", number)[0] == 65
    assert confirmed(funded) == 0
    assert asked(funded, "payment", "order", number)[0] == 0
    assert funded("payment", "list", "-o", "json", clock=CREDITED).json[0]["batch"] == "350200-2024-0101"


def test_a_run_that_was_lost_is_ordered_again_under_its_number_and_never_exported(funded: Bailu) -> None:
    number = training(funded)
    restored(funded)
    declared = declare(funded, order_file(funded, "sent.csv", LOST, (number, 3_000)), "-o", "json").json
    assert declared == {
        "proposal": "log/p8",
        "runs": [{"batch": LOST, "count": 1, "amount_fen": 300_000, "here": False}],
        "recorded": True,
        "repeated": False,
    }
    assert confirmed(funded) == 0
    assert asked(funded, "payment", "order", number)[0] == 0
    assert funded("payment", "list", "-o", "json", clock=CREDITED).json[0]["batch"] == LOST
    assert asked(funded, "payment", "release", LOST, "--decline", officer="zheng")[0] == 65
    assert asked(funded, "payment", "release", LOST, officer="zheng")[0] == 0
    for again in ((), ("--again",)):
        ran = funded("payment", "export", LOST, "again.csv", *again, officer="wu", clock=CREDITED)
        assert (ran.code, "had gone to the bank before the store was restored" in ran.err) == (65, True)
    assert not (funded.folder / "again.csv").exists()


def test_a_run_that_the_log_still_has_counts_too(funded: Bailu) -> None:
    batch = released(funded, training(funded))
    file = exported(funded, batch)
    restored(funded)
    declared = declare(funded, file, "-o", "json").json
    assert declared["runs"] == [{"batch": batch, "count": 1, "amount_fen": 300_000, "here": True}]
    assert confirmed(funded) == 0
    ran = funded("payment", "export", batch, "again.csv", "--again", officer="wu", clock=CREDITED)
    assert (ran.code, (funded.folder / "again.csv").exists()) == (65, False)


def test_a_run_that_was_only_ordered_by_then_is_released_as_it_was_sent(funded: Bailu) -> None:
    number = training(funded)
    batch = ordered(funded, number)
    restored(funded)
    assert declare(funded, order_file(funded, "sent.csv", batch, (number, 3_000))).code == 0
    assert confirmed(funded) == 0
    code, said = asked(funded, "payment", "release", batch, "--decline", officer="zheng")
    assert (code, "with these and nothing else" in said) == (65, True)
    assert asked(funded, "payment", "release", batch, officer="zheng")[0] == 0


def test_finance_says_it_and_another_finance_officer_confirms_it(funded: Bailu) -> None:
    assert declare(funded, "--none").code == 65
    restored(funded)
    for officer in ("lin", "xu", "admin"):
        assert declare(funded, "--none", officer=officer).code == 77
    assert declare(funded, "--none").code == 0
    for officer in ("wu", "xu", "admin"):
        assert confirmed(funded, officer) == 77
    waiting = funded("proposals", "-o", "json", officer="zheng", clock=CREDITED).json
    assert [row["proposal"] for row in waiting] == ["log/p8"]
    assert confirmed(funded) == 0
    assert declare(funded, "--none").code == 65


def test_what_is_not_in_the_log_is_named_because_it_would_get_another_number(funded: Bailu) -> None:
    restored(funded)
    ran = declare(funded, order_file(funded, "sent.csv", LOST, ("350203-2024-000077", 500)))
    assert ran.code == 0
    assert "Not in this log: 350203-2024-000077." in ran.err


# Files that are refused


def rewritten(change: Callable[[list[list[str]]], list[list[str]]]) -> Callable[[Path], None]:
    def rewrite(file: Path) -> None:
        rows = list(csv.reader(StringIO(file.read_text("utf-8-sig"))))
        out = StringIO(newline="")
        csv.writer(out, lineterminator="\r\n").writerows(change(rows))
        file.write_text(out.getvalue(), "utf-8-sig")

    return rewrite


def cell(row: int, column: int, value: str) -> Callable[[list[list[str]]], list[list[str]]]:
    def change(rows: list[list[str]]) -> list[list[str]]:
        rows[row][column] = value
        return rows

    return change


BATCH_AT, AMOUNT_AT, CASE_AT = 0, 6, 7
BAD = {
    "no run": (cell(1, BATCH_AT, "九号"), "Must be the number of a run"),
    "no application": (cell(1, CASE_AT, "350203-2024-77"), "Must be the number of a run or an application"),
    "no amount": (cell(1, AMOUNT_AT, "三千"), "Must be an amount in yuan"),
    "nothing": (cell(1, AMOUNT_AT, "0.00"), "Must be more than nothing."),
    "half a fen": (cell(1, AMOUNT_AT, "1.005"), "more than two decimals"),
    "less than nothing": (cell(1, AMOUNT_AT, "-1.00"), "Must not be negative."),
    "blank": (cell(1, CASE_AT, ""), "Must not be blank."),
    "two runs": (lambda rows: [*rows, [LOST[:-1] + "8", "2", *rows[1][2:7], "350203-2024-000008"]], "Another run than"),
    "a case twice": (lambda rows: [*rows, rows[1]], "The same as row 2."),
    "no column": (lambda rows: [[*row[:6], row[7]] for row in rows], "The column “金额（元）” is missing."),
    "one column more": (lambda rows: [[*row, "成功"] for row in rows], "does not belong here"),
    "no rows": (lambda rows: rows[:1], "There are no rows below the headings."),
    "no headings": (lambda rows: rows[1:], "This is no order file of the bank profiles"),
}


@pytest.mark.on_sqlite
@pytest.mark.parametrize("what", BAD)
def test_a_file_of_another_shape_is_refused_and_nothing_recorded(funded: Bailu, what: str) -> None:
    restored(funded)
    size = len(funded.log())
    file = order_file(funded, "sent.csv", LOST, ("350203-2024-000001", 3_000))
    change, sentence = BAD[what]
    rewritten(change)(file)
    ran = declare(funded, file)
    assert (ran.code, sentence in ran.err) == (65, True), ran.err
    assert len(funded.log()) == size


@pytest.mark.on_sqlite
def test_a_file_that_is_no_table_or_is_not_there_is_refused(funded: Bailu) -> None:
    restored(funded)
    size = len(funded.log())
    (funded.folder / "noise.csv").write_bytes(b"\x00\x01\xff" * 400)
    (funded.folder / "empty.csv").write_bytes(b"")
    for name in ("noise.csv", "empty.csv", "nowhere.csv"):
        ran = declare(funded, name)
        assert ran.code in (65, 66), ran.err
        assert name in ran.err
    assert len(funded.log()) == size


@pytest.mark.on_sqlite
def test_all_that_is_wrong_with_all_files_is_said_at_once(funded: Bailu) -> None:
    restored(funded)
    first = order_file(funded, "first.csv", LOST, ("350203-2024-000001", 3_000))
    second = order_file(funded, "second.csv", LOST[:-1] + "8", ("350203-2024-000002", 3_000))
    rewritten(lambda rows: cell(1, AMOUNT_AT, "0.00")(cell(1, CASE_AT, "")(rows)))(first)
    rewritten(cell(1, BATCH_AT, "八号"))(second)
    ran = declare(funded, first, second)
    assert ran.code == 65
    assert [ran.err.count(sentence) for sentence in ("blank", "more than nothing", "number of a run")] == [1, 1, 1]
    assert "first.csv" in ran.err
    assert "second.csv" in ran.err


@pytest.mark.on_sqlite
def test_a_file_or_a_case_that_is_given_twice_is_refused(funded: Bailu) -> None:
    restored(funded)
    size = len(funded.log())
    one = order_file(funded, "one.csv", LOST, ("350203-2024-000001", 3_000))
    case = order_file(funded, "case.csv", LOST[:-1] + "8", ("350203-2024-000001", 3_000))
    for files, sentence in (
        ((one, one), "350203-2024-000001 is in one.csv, too"),
        ((one, case), "350203-2024-000001 is in one.csv, too"),
    ):
        ran = declare(funded, *files)
        assert (ran.code, sentence in ran.err) == (65, True), ran.err
    assert len(funded.log()) == size


@pytest.mark.on_sqlite
def test_a_run_of_which_the_bank_got_several_files_is_declared_as_one(funded: Bailu) -> None:
    restored(funded)
    first = order_file(funded, "run-1.csv", LOST, ("350203-2024-000001", 3_000))
    second = order_file(funded, "run-2.csv", LOST, ("350203-2024-000002", 500))
    declared = declare(funded, first, second, "-o", "json").json
    assert declared["runs"] == [{"batch": LOST, "count": 2, "amount_fen": 350_000, "here": False}]


def test_another_amount_than_the_log_has_is_refused(funded: Bailu) -> None:
    number = training(funded)
    batch = released(funded, number)
    restored(funded)
    size = len(funded.log())
    ran = declare(funded, order_file(funded, "sent.csv", batch, (number, 2_999)))
    assert ran.code == 65
    assert f"{number}: the run {batch} has 3,000.00 for it here, and 2,999.00 are said to be sent." in ran.err
    assert len(funded.log()) == size


@pytest.mark.on_sqlite
def test_files_or_none_but_not_both(funded: Bailu) -> None:
    file = order_file(funded, "sent.csv", LOST, ("350203-2024-000001", 3_000))
    assert declare(funded).code == 2
    assert declare(funded, file, "--none").code == 2


# Looking, repeating, printing


@pytest.mark.on_sqlite
def test_a_dry_run_and_a_repetition_record_nothing_new(funded: Bailu) -> None:
    restored(funded)
    size = len(funded.log())
    file = order_file(funded, "sent.csv", LOST, ("350203-2024-000001", 3_000))
    dry = declare(funded, file, "--dry-run")
    assert (dry.code, "this is what would be declared" in dry.out, len(funded.log())) == (0, True, size)
    once = ("--command-id", str(uuid.uuid4()))
    assert declare(funded, file, *once).code == 0
    again = declare(funded, file, *once)
    assert (again.code, "nothing new" in again.out, len(funded.log())) == (0, True, size + 1)
    assert funded(*SENT, file, officer="zheng", clock=CREDITED).code == 2, "nobody can be asked, and nobody said yes"


@pytest.mark.on_sqlite
@pytest.mark.parametrize(("lang", "form"), FORMS)
def test_what_was_declared_is_said_in_every_form(funded: Bailu, lang: str, form: str) -> None:
    restored(funded)
    file = order_file(funded, "sent.csv", LOST, ("350203-2024-000001", 3_000))
    for command, officer in (((*SENT, file, "--yes"), "wu"), (("proposals",), "zheng"), (("confirm", "log"), "zheng")):
        ran = funded("--lang", lang, *command, "-o", form, officer=officer, clock=CREDITED)
        assert ran.code == 0, ran.err
