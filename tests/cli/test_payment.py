"""`bailu payment`: four eyes on every run, each account shown once and recorded, each credit recorded once."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256

import pytest

from store.errors import StoreUnavailable
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import (
    ACCOUNT,
    CREDITED,
    FORMS,
    PAYABLE,
    RELEASED,
    Class,
    answers,
    fund,
    imported,
    ordered,
    paid,
    released,
    sent,
    submitted,
    training,
    trainings,
)
from usecases.session.officer_session import OfficerSession

FIRST, SECOND = "350200-2024-0001", "350200-2024-0002"


@pytest.fixture
def funded(bailu: Bailu, prepared: Callable[..., str]) -> Bailu:
    """A bureau whose central fund pays the first two thousand yuan, and whose municipal one the rest."""
    prepared(two_funds)
    return bailu


def two_funds(bureau: Bailu) -> str:
    fund(bureau, "central", 2_000)
    return fund(bureau, "municipal", 50_000)


@contextmanager
def somebody_types(answer: str, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Standard input is a terminal, at which somebody types `answer`."""
    keyboard, terminal = os.openpty()
    os.write(keyboard, f"{answer}\n".encode())
    with patch.context() as context, os.fdopen(terminal) as stdin:
        context.setattr("sys.stdin", stdin)
        yield
    os.close(keyboard)


# Ordering


def test_before_the_question_the_computation_the_capitals_and_the_funds_are_shown(funded: Bailu) -> None:
    number = training(funded)
    ran = funded("payment", "order", number, "--dry-run", officer="wu", clock=PAYABLE)
    assert ran.code == 0
    for shown in ("m01", "3 × 1,000.00", "3,000.00 yuan (RMB 叁仟元整)", "central", "49,000.00", "6222***********0123"):
        assert shown in ran.out
    assert ACCOUNT not in ran.out


def test_a_dry_run_says_what_would_be_ordered_and_records_nothing(funded: Bailu) -> None:
    number = training(funded)
    size = len(funded.log())
    plan = funded("payment", "order", number, "--dry-run", "-o", "json", officer="wu", clock=PAYABLE).json
    assert plan["recorded"] is False
    assert plan["amount_fen"] == 300_000
    assert plan["items"][0]["lines"] == [{"count": 3, "instalment": 1, "amount_fen": 100_000}]
    assert [(draw["source"], draw["amount_fen"], draw["left_fen"]) for draw in plan["drawn"]] == [
        ("central", 200_000, 0),
        ("municipal", 100_000, 4_900_000),
    ]
    assert len(funded.log()) == size


def test_what_was_planned_is_what_is_ordered(funded: Bailu) -> None:
    number = training(funded)
    plan = funded("payment", "order", number, "--dry-run", "-o", "json", officer="wu", clock=PAYABLE).json
    done = funded("payment", "order", number, "--yes", "-o", "json", officer="wu", clock=PAYABLE).json
    assert done == plan | {"recorded": True}


def test_without_a_terminal_and_without_yes_nothing_is_ordered(funded: Bailu) -> None:
    number = training(funded)
    ran = funded("payment", "order", number, officer="wu", clock=PAYABLE)
    assert ran.code == 2
    assert "--yes" in ran.err
    assert funded("payment", "list", "-o", "json").json == []


def test_on_a_terminal_a_yes_orders(funded: Bailu) -> None:
    number = training(funded)
    with somebody_types("y", funded.patch):
        ran = funded("payment", "order", number, "-o", "json", officer="wu", clock=PAYABLE)
    assert "Order 3,000.00 yuan (RMB 叁仟元整) for 1 application(s)? [y/N]" in ran.err
    assert ran.json["batch"] == FIRST


def test_on_a_terminal_anything_else_orders_nothing(funded: Bailu) -> None:
    number = training(funded)
    with somebody_types("", funded.patch):
        ran = funded("payment", "order", number, officer="wu", clock=PAYABLE)
    assert ran.code == 130
    assert "Nothing was recorded." in ran.err
    assert funded("payment", "list", "-o", "json").json == []


def test_nothing_is_ordered_twice(funded: Bailu) -> None:
    number = training(funded)
    ordered(funded, number)
    again = funded("payment", "order", number, "--yes", officer="wu", clock=PAYABLE)
    assert again.code == 65
    assert FIRST in again.err


def test_nothing_is_ordered_of_a_settled_case(funded: Bailu) -> None:
    number = training(funded)
    paid(funded, number)
    assert funded("payment", "order", number, "--yes", officer="wu", clock=CREDITED).code == 65


def test_nothing_is_ordered_before_the_notice_has_ended(funded: Bailu) -> None:
    number = training(funded, until="2024-09-27")
    ran = funded("payment", "order", number, "--yes", officer="wu", clock="2024-10-10")
    assert ran.code == 65
    assert "2024-10-10" in ran.err


def test_an_unknown_application_is_no_such_thing(funded: Bailu) -> None:
    ran = funded("payment", "order", "350203-2024-999999", "--yes", officer="wu", clock=PAYABLE)
    assert ran.code == 66


def test_one_case_that_cannot_be_paid_stops_the_run(funded: Bailu) -> None:
    payable, waiting = training(funded, 1), submitted(funded, Class((2,)))
    assert funded("payment", "order", payable, waiting, "--yes", officer="wu", clock=PAYABLE).code == 65
    assert funded("payment", "list", "-o", "json").json == []


def test_funds_that_do_not_suffice_say_what_is_needed_and_what_is_left(bureau: Bailu) -> None:
    fund(bureau, "central", 2_000)
    ran = bureau("payment", "order", training(bureau), "--yes", officer="wu", clock=PAYABLE)
    assert ran.code == 65
    assert "3,000.00" in ran.err
    assert "2,000.00" in ran.err


def test_all_orders_whatever_is_payable(funded: Bailu) -> None:
    numbers = trainings(funded, Class((1,)), Class((2,)))
    submitted(funded, Class((3,)))
    done = funded("payment", "order", "--all", "--yes", "-o", "json", officer="wu", clock=PAYABLE).json
    assert [item["application"] for item in done["items"]] == numbers
    nothing = funded("payment", "order", "--all", "--yes", officer="wu", clock=PAYABLE)
    assert nothing.code == 65
    assert nothing.err == "Nothing is payable.\n"


def test_a_run_pays_what_several_authorities_decided(funded: Bailu) -> None:
    both = trainings(funded, Class((1,)), Class((2,), authority="350205"))
    order = ("payment", "order", "--all", "--dry-run", "-o", "json")
    ordered_now = funded(*order, officer="wu", clock=PAYABLE).json
    assert [item["application"] for item in ordered_now["items"]] == both
    assert ordered_now["authority"] == "350200"


def test_all_can_be_bound_to_a_payer_and_a_scheme(funded: Bailu) -> None:
    one = training(funded, 1)
    assert funded("payment", "order", "--all", "--payer", "350205", "--yes", officer="wu", clock=PAYABLE).code == 65
    arguments = ("payment", "order", "--all", "--payer", "350200", "--dry-run", "-o", "json")
    assert [item["application"] for item in funded(*arguments, officer="wu", clock=PAYABLE).json["items"]] == [one]
    assert funded(*arguments, "--scheme", "labour-introduction", officer="wu", clock=PAYABLE).code == 65


def test_numbers_and_all_exclude_each_other(funded: Bailu) -> None:
    assert funded("payment", "order", officer="wu").code == 2
    assert funded("payment", "order", "350203-2024-000001", "--all", officer="wu").code == 2


def test_ordering_takes_a_finance_officer(funded: Bailu) -> None:
    assert funded("payment", "order", training(funded), "--yes", officer="huang", clock=PAYABLE).code == 77


def test_the_same_command_id_orders_once(funded: Bailu) -> None:
    number = training(funded)
    arguments = (
        "payment",
        "order",
        number,
        "--yes",
        "-o",
        "json",
        "--command-id",
        "0d8f7a52-8f4d-4c11-9d50-3f2f0a6f1a02",
    )
    first = funded(*arguments, officer="wu", clock=PAYABLE).json
    again = funded(*arguments, officer="wu", clock=PAYABLE).json
    assert again == first | {"repeated": True}
    assert len(funded("payment", "list", "-o", "json").json) == 1


# Releasing


def test_nobody_releases_what_they_ordered(funded: Bailu) -> None:
    batch = ordered(funded, training(funded))
    ran = funded("payment", "release", batch, "--yes", officer="wu", clock=RELEASED)
    assert ran.code == 77
    assert funded("payment", "show", batch, "-o", "json").json["standing"] == "ordered"


def changed_sides(bureau: Bailu, officer: str, left: str, taken: str, clock: str) -> None:
    """An officer has another role than before."""
    assert bureau("officer", "revoke", officer, left, officer="admin", clock=clock).code == 0
    bureau.agreed("officer", "grant", officer, taken, officer="admin", second="xu", clock=clock)


def test_nobody_releases_money_of_a_case_that_they_decided_in_an_earlier_role(funded: Bailu) -> None:
    batch = ordered(funded, training(funded))
    changed_sides(funded, "huang", "approver", "finance", RELEASED)
    changed_sides(funded, "chen", "assessor", "finance", RELEASED)
    for officer in ("huang", "chen"):
        ran = funded("payment", "release", batch, "--yes", officer=officer, clock=RELEASED)
        assert (ran.code, "may not release its money" in ran.err) == (77, True)
        assert funded("todo", "--mine", "-o", "json", officer=officer, clock=RELEASED).json == []
    assert funded("payment", "release", batch, "--yes", officer="zheng", clock=RELEASED).code == 0


def test_whoever_released_money_of_a_case_decides_about_it_no_more(funded: Bailu) -> None:
    number = training(funded)
    paid(funded, number)
    changed_sides(funded, "zheng", "finance", "assessor", CREDITED)
    revise = ("application", "revise", number, "--ground", "ineligible", "--strike", "1", "--reason", "不符合条件")
    ran = funded(*revise, officer="zheng", clock=CREDITED)
    assert (ran.code, "released money of" in ran.err) == (77, True)
    assert funded(*revise, officer="chen", clock=CREDITED).code == 0


def test_another_finance_officer_releases(funded: Bailu) -> None:
    batch = released(funded, training(funded))
    shown = funded("payment", "show", batch, "-o", "json").json
    assert shown["standing"] == "released"
    assert [(step["what"], step["officer"]) for step in shown["steps"]] == [
        ("batch.ordered.v1", "wu"),
        ("batch.released.v1", "zheng"),
    ]


def test_a_declined_run_gives_the_money_back_and_can_be_ordered_again(funded: Bailu) -> None:
    number = training(funded)
    batch = ordered(funded, number)
    assert funded("payment", "release", batch, "--decline", "--yes", officer="zheng", clock=RELEASED).code == 0
    assert {fund_row["drawn_fen"] for fund_row in funded("fund", "list", "-o", "json").json} == {0}
    assert funded("payment", "show", batch, "-o", "json").json["standing"] == "cancelled"
    again = funded("payment", "order", number, "--yes", "-o", "json", officer="wu", clock=RELEASED)
    assert again.json["batch"] == SECOND


def test_a_dry_run_releases_nothing(funded: Bailu) -> None:
    batch = ordered(funded, training(funded))
    assert funded("payment", "release", batch, "--dry-run", officer="zheng", clock=RELEASED).code == 0
    assert funded("payment", "show", batch, "-o", "json").json["standing"] == "ordered"


def test_an_unknown_batch_is_no_such_thing(funded: Bailu) -> None:
    for verb in (("release", "--yes"), ("show",), ("export", "x.csv")):
        assert funded("payment", verb[0], "350200-2024-0099", *verb[1:], officer="zheng").code == 66


# The bank's file


def test_the_bank_gets_every_account_in_full_and_nobody_else_can_read_the_file(funded: Bailu) -> None:
    batch = released(funded, training(funded))
    ran = funded("payment", "export", batch, "bank.csv", "-o", "json", officer="wu", clock=RELEASED)
    file = funded.folder / "bank.csv"
    assert ACCOUNT in file.read_text(encoding="utf-8-sig")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (written,) = ran.json["files"]
    assert written == {
        "file": "bank.csv",
        "rows": 1,
        "amount_fen": 300_000,
        "capitals": "叁仟元整",
        "sha256": sha256(file.read_bytes()).hexdigest(),
    }


def test_that_accounts_were_shown_is_recorded_with_the_digest_of_the_file(funded: Bailu) -> None:
    batch = released(funded, training(funded))
    funded("payment", "export", batch, "bank.csv", officer="wu", clock=RELEASED)
    last = funded.log()[-1]
    assert last["name"] == "batch.exported.v1"
    assert last["actor"] == "wu"
    digest = sha256((funded.folder / "bank.csv").read_bytes()).hexdigest()
    assert last["data"] == {"profile": "csv", "files": [{"sha256": digest, "rows": 1, "amount_fen": 300_000}]}


def test_the_same_file_again_shows_nothing_new_and_records_nothing(funded: Bailu) -> None:
    batch = released(funded, training(funded))
    funded("payment", "export", batch, "bank.csv", officer="wu", clock=RELEASED)
    size = len(funded.log())
    again = funded("payment", "export", batch, "bank.csv", officer="wu", clock=RELEASED)
    assert again.code == 0
    assert "there already" in again.out
    assert len(funded.log()) == size


def test_another_file_in_the_place_is_never_overwritten(funded: Bailu) -> None:
    batch = released(funded, training(funded))
    file = funded.folder / "bank.csv"
    file.write_text("somebody's work")
    size = len(funded.log())
    assert funded("payment", "export", batch, "bank.csv", officer="wu", clock=RELEASED).code == 65
    assert file.read_text() == "somebody's work"
    assert len(funded.log()) == size


def test_what_is_not_recorded_leaves_no_file(funded: Bailu) -> None:
    batch = released(funded, training(funded))
    before = set(funded.folder.iterdir())
    assert funded("payment", "export", batch, "bank.csv", officer="lin", clock=RELEASED).code == 77
    assert funded("payment", "export", batch, "bank.csv", "--dry-run", officer="wu", clock=RELEASED).code == 0
    assert funded("payment", "export", batch, "nowhere/bank.csv", officer="wu", clock=RELEASED).code == 69
    assert set(funded.folder.iterdir()) == before
    assert funded.log()[-1]["name"] == "application.payment-released.v1"


def test_a_run_that_was_not_released_is_not_exported(funded: Bailu) -> None:
    batch = ordered(funded, training(funded))
    assert funded("payment", "export", batch, "bank.csv", officer="wu", clock=RELEASED).code == 65
    assert not (funded.folder / "bank.csv").exists()


# The bank's answers


def test_a_credit_settles_the_case_and_the_same_file_again_changes_nothing(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    file = answers(funded, (batch, number, "3000.00", "成功", CREDITED, "B1", ""))
    assert funded("payment", "import", file, "--yes", officer="zheng", clock=CREDITED).code == 0
    assert funded.log()[-1]["name"] == "application.settled.v1"
    size = len(funded.log())
    again = funded("payment", "import", file, officer="zheng", clock=CREDITED)
    assert again.code == 0
    assert "nothing new" in again.out
    assert len(funded.log()) == size
    shown = funded("payment", "show", batch, "-o", "json").json
    assert (shown["standing"], shown["credited_fen"]) == ("credited", 300_000)
    assert (shown["items"][0]["value_on"], shown["items"][0]["reference"]) == (CREDITED, "B1")


def test_an_amount_that_was_not_ordered_is_said_before_it_is_recorded(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    file = answers(funded, (batch, number, "2999.99", "成功", CREDITED, "B1", ""))
    looked = funded("payment", "import", file, "--dry-run", officer="zheng", clock=CREDITED)
    assert f"{number}: 2,999.99 yuan credited on {CREDITED} (B1), but 3,000.00 yuan was in flight" in looked.err
    imported(funded, file, CREDITED)
    shown = funded("application", "show", number, "-o", "json", officer="gao", clock=CREDITED).json
    assert (shown["status"], shown["paid_fen"], shown["outstanding_fen"]) == ("partially-paid", 299_999, 1)


def test_one_bad_row_keeps_the_whole_file_out(funded: Bailu) -> None:
    one, two = trainings(funded, Class((1,)), Class((2,), authority="350205"))
    first = sent(funded, one)
    second = sent(funded, two)
    size = len(funded.log())
    good = (first, one, "1000.00", "成功", CREDITED, "B1", "")
    bad = (second, two, "1000.00", "成功", "2024-10-01", "B2", "")
    ran = funded("payment", "import", answers(funded, good, bad), "--yes", officer="zheng", clock=CREDITED)
    assert ran.code == 65
    assert len(funded.log()) == size
    whole = answers(funded, good, (second, two, "1000.00", "成功", CREDITED, "B2", ""))
    assert funded("payment", "import", whole, "--yes", officer="zheng", clock=CREDITED).code == 0
    assert {batch["standing"] for batch in funded("payment", "list", "-o", "json").json} == {"credited"}


def test_a_case_that_is_not_in_the_batch_is_no_such_thing(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    for row in ((batch, "350203-2024-999999"), ("350200-2024-0099", number)):
        file = answers(funded, (*row, "3000.00", "成功", CREDITED, "B1", ""))
        assert funded("payment", "import", file, "--yes", officer="zheng", clock=CREDITED).code == 66


def test_a_credit_under_another_reference_is_more_than_was_ordered_and_waits_for_a_second_officer(
    funded: Bailu,
) -> None:
    number = training(funded)
    batch = paid(funded, number)
    file = answers(funded, (batch, number, "3000.00", "成功", CREDITED, "B9", ""))
    looked = funded("payment", "import", file, "--dry-run", officer="zheng", clock=CREDITED)
    assert f"{number}: 3,000.00 yuan credited on {CREDITED} (B9), but 0.00 yuan was in flight" in looked.err
    imported(funded, file, CREDITED)
    case = funded("application", "show", number, "-o", "json", officer="gao", clock=CREDITED).json
    assert (case["status"], case["paid_fen"], case["overpaid_fen"]) == ("settled", 600_000, 300_000)
    todo = funded("todo", "-o", "json", officer="wu", clock=CREDITED).json
    assert {(task["act"], task["amount_fen"]) for task in todo} == {
        ("notify-recovery", 300_000),
        ("assign-clearing", 300_000),
    }


def test_a_file_of_several_runs_takes_one_command_id(funded: Bailu) -> None:
    one, two = trainings(funded, Class((1,)), Class((2,)))
    rows = [(sent(funded, number), number, "1000.00", "成功", CREDITED, f"B{number[-1]}", "") for number in (one, two)]
    arguments = ("payment", "import", answers(funded, *rows), "--yes", "-o", "json")
    given = ("--command-id", "0d8f7a52-8f4d-4c11-9d50-3f2f0a6f1a03")
    first = funded(*arguments, *given, officer="zheng", clock=CREDITED).json
    assert [batch["new"] for batch in first["batches"]] == [1, 1]
    again = funded(*arguments, *given, officer="zheng", clock=CREDITED).json
    assert [batch["new"] for batch in again["batches"]] == [0, 0]


def test_a_missing_or_broken_file_is_said_to_be_one(funded: Bailu) -> None:
    assert funded("payment", "import", "nowhere.csv", officer="zheng").code == 66
    file = funded.folder / "answers.csv"
    file.write_text("没有,标题\r\n1,2\r\n", encoding="utf-8")
    assert funded("payment", "import", file, officer="zheng").code == 65


def test_importing_asks_for_yes_and_can_be_tried(funded: Bailu) -> None:
    number = training(funded)
    batch = sent(funded, number)
    file = answers(funded, (batch, number, "3000.00", "成功", CREDITED, "B1", ""))
    size = len(funded.log())
    assert funded("payment", "import", file, officer="zheng", clock=CREDITED).code == 2
    assert funded("payment", "import", file, "--dry-run", officer="zheng", clock=CREDITED).code == 0
    assert len(funded.log()) == size


# What everybody may look at


def test_every_form_is_there_in_both_languages(funded: Bailu) -> None:
    batch = paid(funded, training(funded))
    for lang, output in FORMS:
        assert funded("payment", "list", "-o", output, "--lang", lang).code == 0
        assert funded("payment", "show", batch, "-o", output, "--lang", lang).code == 0
    assert funded("payment", "order", "--help", "--lang", "zh").code == 0


def test_no_screen_shows_an_account_in_full(funded: Bailu) -> None:
    batch = paid(funded, training(funded))
    for output in ("table", "json", "csv"):
        assert ACCOUNT not in funded("payment", "show", batch, "-o", output).out


@pytest.mark.on_sqlite
def test_what_was_recorded_before_is_not_told_done_before_a_standby_has_it(
    funded: Bailu, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is recorded then, so that no commit of an event waits for the standby (ADR 0050)."""
    number = training(funded)
    order = ("payment", "order", number, "--yes", "--command-id", "0d8f7a52-8f4d-4c11-9d50-3f2f0a6f1a04")
    batch = funded(*order, "-o", "json", officer="wu", clock=PAYABLE).json["batch"]
    assert funded("payment", "release", batch, "--yes", officer="zheng", clock=RELEASED).code == 0
    file = answers(funded, (batch, number, "3000.00", "成功", CREDITED, "B1", ""))
    assert funded("payment", "import", file, "--yes", officer="zheng", clock=CREDITED).code == 0

    def missing(_session: OfficerSession) -> None:
        raise StoreUnavailable("standby-missing", path="here", reason="nobody is connected")

    monkeypatch.setattr(OfficerSession, "settle", missing)
    for again, officer in ((order, "wu"), (("payment", "import", file, "--yes"), "zheng")):
        ran = funded(*again, officer=officer, clock=CREDITED)
        assert ran.code == 69
        assert "The standby server that has to confirm does not" in ran.err
        assert funded(*again, "--dry-run", officer=officer, clock=CREDITED).code == 0
