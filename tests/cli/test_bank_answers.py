"""Bank answers: what came back or never left is recorded like a credit, and the account is put right by two people."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Bailu
from tests.cli.payable_cases import (
    ACCOUNT,
    CREDITED,
    FORMS,
    RELEASED,
    Class,
    answers,
    fund,
    imported,
    ordered,
    paid,
    released,
    sent,
    third_finance_officer,
    training,
    trainings,
)
from usecases.commands.import_bank_replies import BankReplyImport

RETURNED = "2024-10-28"
REASON = "账户已销户"


@pytest.fixture
def funded(bureau: Bailu) -> Bailu:
    fund(bureau, "central", 2_000)
    fund(bureau, "municipal", 50_000)
    return bureau


def shown(bureau: Bailu, number: str, clock: str = RETURNED) -> dict[str, object]:
    details: dict[str, object] = bureau("application", "show", number, "-o", "json", officer="gao", clock=clock).json
    return details


def returned(bureau: Bailu, number: str, yuan: int = 3_000) -> str:
    """A settled case whose payment the bank has returned two weeks later; its batch."""
    batch = paid(bureau, number)
    imported(bureau, answers(bureau, (batch, number, yuan, "退回", RETURNED, "T1", REASON)), RETURNED)
    return batch


def test_of_imports_at_once_only_the_one_that_recorded_a_credit_says_so(
    funded: Bailu, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All three have read the file and been agreed to before the first of them records."""
    number = training(funded)
    batch = sent(funded, number)
    file = answers(funded, (batch, number, "3000.00", "成功", CREDITED, "B1", ""))
    arguments = ("payment", "import", file, "--yes")
    record = BankReplyImport.record
    said, desks = [], iter(("zheng", "zheng"))

    def overtaken(replies: BankReplyImport) -> BankReplyImport:
        for officer in desks:
            said.append(funded(*arguments, "-o", "table", officer=officer, clock=CREDITED).out.splitlines()[-1])
        return record(replies)

    monkeypatch.setattr(BankReplyImport, "record", overtaken)
    last = funded(*arguments, "-o", "table", officer="zheng", clock=CREDITED)
    said.append(last.out.splitlines()[-1])
    assert len(said) == 3
    assert sum("newly credited" in line for line in said) == 1
    assert sum("was recorded before: nothing new" in line for line in said) == 2


@pytest.mark.parametrize("result", ["退回", "失败"])
def test_money_that_never_arrived_can_be_ordered_again_once_the_account_is_good(funded: Bailu, result: str) -> None:
    number = training(funded)
    batch = sent(funded, number)
    file = answers(funded, (batch, number, "3000.00", result, CREDITED, "B1", REASON))
    ran = funded("payment", "import", file, "--yes", officer="zheng", clock=CREDITED)
    assert ran.code == 0, ran.err
    assert REASON in ran.err
    assert shown(funded, number)["ordered_fen"] == 300_000, "until another finance officer has looked"
    assert funded("confirm", f"batch-{batch}", "--yes", officer="wu", clock=CREDITED).code == 0
    case = shown(funded, number)
    assert (case["status"], case["paid_fen"], case["ordered_fen"]) == ("payable", 0, 0)
    assert {fund_row["drawn_fen"] for fund_row in funded("fund", "list", "-o", "json").json} == {0}
    again = funded("payment", "order", number, "--yes", officer="wu", clock=RETURNED)
    assert again.code == 65
    assert "application account" in again.err


def test_a_payment_that_came_back_after_the_settlement_opens_the_case_and_fills_the_funds(funded: Bailu) -> None:
    number = training(funded)
    returned(funded, number)
    case = shown(funded, number)
    assert (case["status"], case["paid_fen"], case["outstanding_fen"]) == ("payable", 0, 300_000)
    assert {fund_row["drawn_fen"] for fund_row in funded("fund", "list", "-o", "json").json} == {0}


def test_a_part_that_came_back_goes_to_the_fund_that_was_drawn_last(funded: Bailu) -> None:
    number = training(funded)
    returned(funded, number, 1_000)
    left = {fund_row["source"]: fund_row["drawn_fen"] for fund_row in funded("fund", "list", "-o", "json").json}
    assert left == {"central": 200_000, "municipal": 0}
    assert shown(funded, number)["outstanding_fen"] == 100_000


def test_before_the_question_the_reason_is_shown_and_a_dry_run_records_nothing(funded: Bailu) -> None:
    number = training(funded)
    batch = paid(funded, number)
    file = answers(funded, (batch, number, "3000", "退回", RETURNED, "T1", REASON))
    size = len(funded.log())
    ran = funded("payment", "import", file, "--dry-run", officer="zheng", clock=RETURNED)
    assert ran.code == 0
    assert f"{number}: 3,000.00 yuan returned on {RETURNED} (T1): {REASON}" in ran.err
    assert funded("payment", "import", file, officer="zheng", clock=RETURNED).code == 2, "nobody can be asked"
    assert len(funded.log()) == size


def test_the_same_file_again_changes_nothing(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    rows = (
        (batch, number, "3000", "成功", CREDITED, "B1", ""),
        (batch, number, "3000", "退回", RETURNED, "T1", REASON),
    )
    file = answers(funded, *rows)
    assert funded("payment", "import", file, "--yes", officer="zheng", clock=RETURNED).code == 0
    for _time in ("while it waits", "once it is confirmed"):
        size = len(funded.log())
        again = funded("payment", "import", file, "--yes", officer="zheng", clock="2024-10-30")
        assert again.code == 0
        assert "nothing new" in again.out
        assert len(funded.log()) == size
        funded("confirm", f"batch-{batch}", "--yes", officer="wu", clock="2024-10-30")


def test_one_file_may_say_credited_returned_and_failed(funded: Bailu) -> None:
    numbers = trainings(funded, Class((1,)), Class((2,)), Class((3,)))
    batch = sent(funded, *numbers)
    first, second, third = numbers
    file = answers(
        funded,
        (batch, first, "1000", "成功", CREDITED, "B1", ""),
        (batch, second, "1000", "退回", CREDITED, "B2", REASON),
        (batch, third, "1000", "失败", "", "", "账号不存在"),
    )
    ran = funded("payment", "import", file, "--yes", "-o", "json", officer="zheng", clock=CREDITED)
    (row,) = ran.json["batches"]
    assert (row["count"], row["returned"], row["failed"], row["new"]) == (1, 1, 1, 3)
    assert [shown(funded, number)["status"] for number in numbers] == ["settled", "payable", "payable"]
    assert [shown(funded, number)["ordered_fen"] for number in numbers[1:]] == [100_000, 100_000]
    look = funded("confirm", row["proposal"], "--dry-run", officer="wu", clock=CREDITED)
    for told in (second, third, REASON, "账号不存在", "not carried out"):
        assert told in look.err
    assert first not in look.err, "what was credited as ordered waits for nobody"
    assert funded("confirm", row["proposal"], officer="wu", clock=CREDITED).code == 0
    answered = funded("payment", "show", batch, "-o", "json", officer="gao").json
    assert [(item["result"], item["reason"]) for item in answered["items"]] == [
        ("credited", None),
        ("returned", REASON),
        ("failed", "账号不存在"),
    ]
    assert answered["standing"] == "credited"
    assert [shown(funded, number)["status"] for number in numbers] == ["settled", "payable", "payable"]


def test_a_failed_row_of_another_amount_is_refused(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    file = answers(funded, (batch, number, "2999", "失败", CREDITED, "", REASON))
    ran = funded("payment", "import", file, "--yes", officer="zheng", clock=CREDITED)
    assert ran.code == 65
    assert "2,999.00" in ran.err


def test_the_reason_is_sealed_and_shown_with_the_run(funded: Bailu) -> None:
    number = training(funded)
    batch = returned(funded, number)
    assert REASON not in json.dumps(funded.log(), ensure_ascii=False)
    for lang, word in (("en", "returned"), ("zh", "退汇")):
        ran = funded("payment", "show", batch, "-o", "table", "--lang", lang, officer="gao")
        assert REASON in ran.out
        assert word in ran.out


# Two people


def test_whoever_ordered_a_run_does_not_import_what_the_bank_answered(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    file = answers(funded, (batch, number, "3000", "成功", CREDITED, "B1", ""))
    size = len(funded.log())
    ran = funded("payment", "import", file, "--yes", officer="wu", clock=CREDITED)
    assert (ran.code, "wu ordered the run" in ran.err) == (77, True)
    assert len(funded.log()) == size
    assert funded("payment", "import", file, "--yes", officer="zheng", clock=CREDITED).code == 0


def test_nobody_confirms_the_answer_that_they_imported(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    file = answers(funded, (batch, number, "2500", "成功", CREDITED, "B1", ""))
    ran = funded("payment", "import", file, "--yes", officer="zheng", clock=CREDITED)
    assert f"bailu confirm batch-{batch}/p1" in ran.err
    for officer in ("zheng", "xu", "huang"):
        assert funded("confirm", f"batch-{batch}/p1", officer=officer, clock=CREDITED).code == 77
    assert shown(funded, number)["paid_fen"] == 0
    assert funded("confirm", f"batch-{batch}/p1", officer="wu", clock=CREDITED).code == 0
    assert shown(funded, number)["paid_fen"] == 250_000


def test_a_declined_answer_changes_nothing_and_can_be_imported_again(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    file = answers(funded, (batch, number, "3000", "退回", CREDITED, "B1", REASON))
    importing = ("payment", "import", file, "--yes", "-o", "json")
    assert funded(*importing, officer="zheng", clock=CREDITED).json["batches"][0]["proposal"] == f"batch-{batch}/p1"
    assert funded("confirm", f"batch-{batch}", "--decline", officer="wu", clock=CREDITED).code == 0
    assert shown(funded, number)["ordered_fen"] == 300_000
    assert funded(*importing, officer="zheng", clock=CREDITED).json["batches"][0]["proposal"] == f"batch-{batch}/p2"
    assert funded("confirm", f"batch-{batch}", "--yes", officer="wu", clock=CREDITED).code == 0
    assert shown(funded, number)["ordered_fen"] == 0


def test_while_an_answer_waits_another_about_the_same_case_is_refused(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    failed = answers(funded, (batch, number, "3000", "失败", CREDITED, "B1", REASON))
    assert funded("payment", "import", failed, "--yes", officer="zheng", clock=CREDITED).code == 0
    credited = answers(funded, (batch, number, "3000", "成功", CREDITED, "B2", ""))
    ran = funded("payment", "import", credited, "--yes", officer="zheng", clock=CREDITED)
    assert (ran.code, f"batch-{batch}/p1" in ran.err) == (65, True)


def test_every_form_is_there_in_both_languages(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    file = answers(funded, (batch, number, "3000", "退回", CREDITED, "B1", REASON))
    for lang, output in FORMS:
        form = ("-o", output, "--lang", lang)
        importing = ("payment", "import", file, *form)
        assert funded(*importing, "--dry-run", officer="zheng", clock=CREDITED).code == 0
        assert funded(*importing, "--yes", officer="zheng", clock=CREDITED).code == 0
        look = funded("confirm", f"batch-{batch}", "--dry-run", *form, officer="wu", clock=CREDITED)
        assert (look.code, REASON in look.err) == (0, True)
        assert funded("proposals", *form, officer="wu", clock=CREDITED).code == 0
        assert funded("confirm", f"batch-{batch}", "--decline", *form, officer="wu", clock=CREDITED).code == 0


# The account


def test_an_account_is_put_right_by_a_clerk_and_finance_and_then_paid_to(funded: Bailu) -> None:
    number = training(funded)
    returned(funded, number)
    file = funded.folder / "account.json"
    new = {"holder": "厦门市鹭江职业培训学校", "bank": "厦门银行思明支行", "number": "6222 0299 9988 8777 666"}
    file.write_text(json.dumps(new, ensure_ascii=False), encoding="utf-8")
    ran = funded("application", "account", number, file, officer="lin", clock=RETURNED)
    assert ran.code == 0, ran.err
    assert "6222***********7666" in ran.err
    assert funded("payment", "order", number, "--yes", officer="wu", clock=RETURNED).code == 65
    assert funded("confirm", f"application-{number}", officer="lin", clock=RETURNED).code == 77
    look = funded("confirm", f"application-{number}", "--dry-run", officer="wu", clock=RETURNED)
    assert "厦门银行思明支行" in look.err
    assert funded("confirm", f"application-{number}", officer="wu", clock=RETURNED).code == 0
    batch = funded("payment", "order", number, "--yes", "-o", "json", officer="wu", clock=RETURNED).json["batch"]
    assert funded("payment", "release", batch, "--yes", officer="zheng", clock=RETURNED).code == 0
    assert funded("payment", "export", batch, "again.csv", officer="wu", clock=RETURNED).code == 0
    assert "6222029999888777666" in (funded.folder / "again.csv").read_text(encoding="utf-8-sig")
    log = json.dumps(funded.log(), ensure_ascii=False)
    for clear in ("6222029999888777666", "厦门银行思明支行", ACCOUNT):
        assert clear not in log


def test_the_same_account_is_confirmed_once_more_after_a_return(funded: Bailu) -> None:
    number = training(funded)
    paid(funded, number)
    assert funded("application", "account", number, "--same", officer="lin", clock=CREDITED).code == 65
    file = answers(funded, ("350200-2024-0001", number, "3000", "退回", RETURNED, "T1", REASON))
    imported(funded, file, RETURNED)
    assert funded("application", "account", number, "--same", officer="lin", clock=RETURNED).code == 0
    assert funded("application", "account", number, "--same", officer="lin", clock=RETURNED).code == 65
    assert funded("confirm", f"application-{number}", officer="zheng", clock=RETURNED).code == 0
    assert funded("payment", "order", number, "--yes", officer="wu", clock=RETURNED).code == 0


@pytest.mark.parametrize(
    "typed",
    [
        (),
        ("--same", "--holder", "甲", "--bank", "乙", "--number", "6222021234567890"),
        ("--holder", "甲"),
    ],
)
def test_an_account_is_said_in_one_way_and_whole(funded: Bailu, typed: tuple[str, ...]) -> None:
    number = training(funded)
    assert funded("application", "account", number, *typed, officer="lin").code == 2


def test_an_account_with_a_mistake_is_refused_without_showing_it(funded: Bailu) -> None:
    number = training(funded)
    typed = ("--holder", "甲", "--bank", "乙", "--number", "12x4")
    ran = funded("application", "account", number, *typed, officer="lin", clock=RETURNED)
    assert ran.code == 65
    assert "8 to 32 digits" in ran.err
    assert "12x4" not in ran.err


# A run that is released without some


def test_a_run_is_released_without_a_case_whose_order_is_cancelled(funded: Bailu) -> None:
    first, second = trainings(funded, Class((1,)), Class((2,)))
    batch = ordered(funded, first, second)
    look = funded("payment", "release", batch, "--without", second, "--dry-run", officer="zheng", clock=RELEASED)
    assert f"Left out: {second}." in look.out
    ran = funded(
        "payment", "release", batch, "--without", second, "--yes", "-o", "json", officer="zheng", clock=RELEASED
    )
    assert ran.json["amount_fen"] == 100_000
    run = funded("payment", "show", batch, "-o", "json", officer="gao").json
    assert (run["amount_fen"], run["left_out"]) == (100_000, [second])
    assert shown(funded, second)["payable_fen"] == 100_000
    assert sum(fund_row["drawn_fen"] for fund_row in funded("fund", "list", "-o", "json").json) == 100_000


def test_only_what_is_in_a_run_is_left_out_of_it(funded: Bailu) -> None:
    first, second = trainings(funded, Class((1,)), Class((2,)))
    batch = ordered(funded, first)
    arguments = ("payment", "release", batch, "--without", second)
    assert funded(*arguments, "--yes", officer="zheng", clock=RELEASED).code == 66
    assert funded(*arguments, "--decline", "--yes", officer="zheng", clock=RELEASED).code == 2


def test_a_run_that_was_answered_is_not_exported_again(funded: Bailu) -> None:
    number = training(funded)
    batch = returned(funded, number)
    funded("application", "account", number, "--same", officer="lin", clock=RETURNED)
    funded("confirm", f"application-{number}", officer="wu", clock=RETURNED)
    assert funded("payment", "export", batch, "late.csv", officer="wu", clock=RETURNED).code == 65
    assert not (funded.folder / "late.csv").exists()


# What the bank did otherwise than it was asked


def verifies(bureau: Bailu, clock: str) -> None:
    ran = bureau("audit", "verify", "--decisions", officer="gao", clock=clock)
    assert ran.code == 0, ran.out + ran.err


@pytest.mark.parametrize("acts", [("--yes",), ("--decline", "--yes")])
def test_a_run_that_the_bank_had_paid_before_it_was_released_verifies_whatever_comes_of_it(
    funded: Bailu, acts: tuple[str, ...]
) -> None:
    number = training(funded)
    batch = ordered(funded, number)
    imported(funded, answers(funded, (batch, number, 3_000, "成功", RELEASED, "E1", "")), RELEASED)
    assign = ("payment", "assign", batch, number, "--to", "payment", "--document", "银行函1", "--yes")
    assert funded(*assign, officer="wu", clock=RELEASED).code == 0
    assert funded("confirm", f"batch-{batch}", "--yes", officer="zheng", clock=RELEASED).code == 0
    ran = funded("payment", "release", batch, *acts, officer="zheng", clock=RELEASED)
    if "--decline" in acts:
        assert (ran.code, "the bank has paid all of it already" in ran.err) == (65, True)
    else:
        assert ran.code == 0, ran.err
    assert shown(funded, number)["status"] == "settled"
    verifies(funded, RELEASED)


def test_a_credit_by_which_another_order_falls_away_takes_a_second_officer(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    first = answers(
        funded,
        (batch, number, 2_000, "成功", CREDITED, "C1", ""),
        (batch, number, 1_000, "退回", "2024-10-15", "R1", "限额"),
    )
    imported(funded, first, "2024-10-15")
    order = funded("payment", "order", number, "--yes", "-o", "json", officer="wu", clock="2024-10-16")
    assert order.code == 0, order.err
    revise = ("application", "revise", number, "--ground", "ineligible", "--strike", "1", "--reason", "r")
    assert funded(*revise, officer="chen", clock="2024-10-16").code == 0
    assert funded("confirm", f"application-{number}", officer="huang", clock="2024-10-16").code == 0
    rest = answers(funded, (batch, number, 1_000, "成功", "2024-10-17", "C2", ""))
    ran = funded("payment", "import", rest, "--yes", "-o", "json", officer="zheng", clock="2024-10-17")
    (row,) = ran.json["batches"]
    assert row["proposal"] is not None
    assert funded("confirm", row["proposal"], officer="wu", clock="2024-10-17").code == 0
    runs = {one["batch"]: one["standing"] for one in funded("payment", "list", "-o", "json", officer="gao").json}
    assert runs[order.json["batch"]] == "cancelled"
    verifies(funded, "2024-10-17")


def test_a_late_credit_of_an_empty_fund_takes_what_the_order_gave_up_that_it_overtook(bureau: Bailu) -> None:
    number, name = training(bureau), fund(bureau, "central", 3_000)
    batch = sent(bureau, number)
    imported(bureau, answers(bureau, (batch, number, 3_000, "失败", CREDITED, "", "超限额")), CREDITED)
    order = bureau("payment", "order", number, "--yes", "-o", "json", officer="wu", clock="2024-10-16")
    assert order.code == 0, order.err
    imported(bureau, answers(bureau, (batch, number, 3_000, "成功", "2024-10-15", "C1", "")), "2024-10-18")
    shown = bureau("fund", "show", name, "-o", "json", officer="gao", clock="2024-10-18").json
    assert (shown["drawn_fen"], shown["left_fen"]) == (300_000, 0)
    case = bureau("application", "show", number, "-o", "json", officer="gao", clock="2024-10-18").json
    assert (case["status"], case["paid_fen"]) == ("settled", 300_000)
    assert not bureau("todo", "-o", "json", officer="wu", clock="2024-10-18").json
    verifies(bureau, "2024-10-18")


def test_what_no_order_is_behind_stands_in_todo_with_its_amount_and_the_run_shows_what_a_late_credit_did(
    funded: Bailu,
) -> None:
    number = training(funded)
    batch = sent(funded, number)
    imported(funded, answers(funded, (batch, number, 3_000, "失败", CREDITED, "", "系统")), CREDITED)
    late = answers(funded, (batch, number, 3_000, "成功", "2024-10-15", "C1", ""))
    imported(funded, late, "2024-10-15")
    imported(funded, answers(funded, (batch, number, 200, "成功", "2024-10-16", "C2", "")), "2024-10-16")
    todo = funded("todo", "--mine", "-o", "json", officer="wu", clock="2024-10-16").json
    (entry,) = (entry for entry in todo if entry["act"] == "assign-clearing")
    assert (entry["subject"], entry["about"], entry["amount_fen"], entry["due_on"]) == (
        batch, number, 200_00, "2024-10-16",
    )  # fmt: skip
    details = funded("payment", "show", batch, "-o", "json", officer="gao").json
    assert [(one["what"], one["amount_fen"]) for one in details["effects"]] == [
        ("application.payment-reinstated.v1", 3_000_00)
    ]
    assert details["items"][0]["clearing_fen"] == 200_00
    assert "What the bank's answers did" in funded("payment", "show", batch, "-o", "table", officer="gao").out


def test_of_a_released_run_that_did_not_go_out_what_is_too_much_is_left_out_though_another_was_paid(
    funded: Bailu,
) -> None:
    one, two = trainings(funded, Class((1,)), Class((2, 3)))
    batch = released(funded, one, two)
    imported(funded, answers(funded, (batch, one, 1_000, "成功", RELEASED, "E1", "")), RELEASED)
    revise = ("application", "revise", two, "--ground", "ineligible", "--strike", "1", "--reason", "r")
    assert funded(*revise, officer="chen", clock=RELEASED).code == 0
    assert funded("confirm", f"application-{two}", officer="huang", clock=RELEASED).code == 0
    export = ("payment", "export", batch, "order.csv")
    assert funded(*export, officer="wu", clock=RELEASED).code == 65
    left_out = ("payment", "release", batch, "--yes", "--without")
    assert funded(*left_out, one, officer="zheng", clock=RELEASED).code == 65
    assert funded(*left_out, two, officer="zheng", clock=RELEASED).code == 0
    again = funded("payment", "order", two, "--yes", "-o", "json", officer="wu", clock=RELEASED)
    assert again.json["amount_fen"] == 100_000
    verifies(funded, RELEASED)


def test_two_who_denied_a_credit_do_not_pay_it_once_more_in_another_run(bureau: Bailu) -> None:
    fund(bureau, "central", 10_000)
    number, day = training(bureau), "2024-10-15"
    run = paid(bureau, number)
    third_finance_officer(bureau, "qiu", day)
    wrong = ("payment", "correct", run, number, "--reference", "B1", "--instead", "failed", "--on", day)
    person = "王小明110101199003077758"
    why = ("--reason", "系统超时", "--because", f"{person}说未到账", "--yes")
    assert bureau(*wrong, *why, officer="zheng", clock=day).code == 0
    look = bureau("confirm", f"batch-{run}", "--dry-run", officer="wu", clock=day)
    assert (look.code, person in look.out + look.err) == (0, True)
    assert bureau("confirm", f"batch-{run}", "--yes", officer="wu", clock=day).code == 0
    assert person not in json.dumps(bureau.log(), ensure_ascii=False)
    batch = bureau("payment", "order", number, "--yes", "-o", "json", officer="wu", clock=day).json["batch"]
    shown = bureau("payment", "show", batch, "-o", "json", officer="wu", clock=day).json
    assert shown["denied_by"] == ["wu", "zheng"]
    waits = {
        officer: batch in bureau("todo", "--mine", "-o", "csv", officer=officer, clock=day).out
        for officer in ("zheng", "qiu")
    }
    assert waits == {"zheng": False, "qiu": True}
    acts = (("release", batch, "--yes"), ("export", batch, "again.csv"))
    for act, denier in zip(acts, ("zheng", "wu"), strict=True):
        for officer, code in ((denier, 77), ("qiu", 0)):
            assert bureau("payment", *act, officer=officer, clock=day).code == code
    assert bureau("audit", "verify", "--decisions", officer="wu", clock=day).code == 0


def test_why_a_reference_stands_for_two_runs_is_sealed_and_shown_to_whoever_confirms(bureau: Bailu) -> None:
    fund(bureau, "central", 10_000)
    one, two = trainings(bureau, Class((1, 2, 3)), Class((4, 5)))
    paid(bureau, one)
    file = answers(bureau, (sent(bureau, two), two, 2000, "成功", CREDITED, "B1", ""))
    person = "王小明110101199003077758"
    importing = ("payment", "import", file, "--same-reference", f"{person}一笔", "--yes")
    (run,) = bureau(*importing, "-o", "json", officer="zheng", clock=CREDITED).json["batches"]
    look = bureau("confirm", run["proposal"], "--dry-run", officer="wu", clock=CREDITED)
    assert (look.code, person in look.out + look.err) == (0, True)
    assert bureau("confirm", run["proposal"], "--yes", officer="wu", clock=CREDITED).code == 0
    assert person not in json.dumps(bureau.log(), ensure_ascii=False)
    wrong = bureau(
        "payment", "correct", "--file", file, "--because", f"{person}退票", "--yes", officer="wu", clock=CREDITED
    )
    assert wrong.code == 0, wrong.err
    assert person not in json.dumps(bureau.log(), ensure_ascii=False)
