"""Profiles as files: the shipped ones are in order, and each mistake of one's own has its sentence and its line."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from itertools import permutations
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presentation.words.bank_files import BANK_PROBLEMS
from presentation.words.file_problems import sentence
from usecases.intake.bank.item_form import OwnBank
from usecases.intake.bank.message_forms import (
    EntryStatuses,
    MessageAnswers,
    MessageName,
    MessageOrders,
    Payer,
    Reason,
    ReportStatuses,
    TransactionCodes,
)
from usecases.intake.bank.profile import (
    Answers,
    AnswerValue,
    BankProfile,
    OrderColumn,
    Orders,
    OrderValue,
    ResultWord,
    Summary,
    Totals,
    TotalValue,
    remark_names,
    tables_among,
)
from usecases.intake.bank.profile_files import SHIPPED, read_profile, shipped_profiles
from usecases.intake.bank.replies import required_values

MESSAGE_FORMS = (Payer, MessageOrders, MessageAnswers, EntryStatuses, TransactionCodes, ReportStatuses, Reason)
OWN = """name = "own"
title = "本地银行"
[orders]
format = "csv"
columns = [
    { heading = "批次", value = "batch" },
    { heading = "编号", value = "application" },
    { heading = "户名", value = "holder" },
    { heading = "账号", value = "account" },
    { heading = "金额", value = "amount" },
]
[answers]
[answers.headings]
batch = ["批次"]
application = ["编号"]
amount = ["金额"]
result = ["状态"]
value-on = ["日期"]
reference = ["流水"]
[answers.results]
credited = ["成功"]
failed = ["失败"]
"""


def mistakes(old: str, new: str) -> list[str]:
    assert old in OWN
    profile, problems = read_profile(OWN.replace(old, new, 1).encode())
    assert (profile is None) is bool(problems)
    return [sentence(one) for one in problems]


def test_the_shipped_profiles_are_in_order_and_called_as_their_files() -> None:
    folder = files("usecases.intake.bank") / "profiles"
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{name}.toml" for name in SHIPPED)
    assert tuple(profile.name for profile in shipped_profiles()) == SHIPPED


def test_only_the_plain_table_of_our_own_is_not_to_be_checked_with_a_bank() -> None:
    assert [profile.name for profile in shipped_profiles() if profile.confirmed] == ["csv"]


def test_no_file_that_fits_one_shipped_profile_fits_another() -> None:
    """By the first heading of each value; alternatives may be shared, the whole of what is required never."""
    for one, other in permutations(tables_among(shipped_profiles()), 2):
        headings = {heading for several in one.answers.headings.values() for heading in several}
        needed = [other.answers.headings[value] for value in required_values(other)]
        assert not all(headings & set(names) for names in needed), (one.name, other.name)


def test_a_remark_that_is_written_is_one_that_is_read() -> None:
    for profile in tables_among(shipped_profiles()):
        assert set(remark_names(profile.answers.remark or "") or ()) <= set(
            remark_names(profile.orders.remark or "") or ()
        )


@pytest.mark.parametrize("page", ["bank-profiles.md", "bank-profiles.zh-CN.md"])
def test_the_page_of_profiles_has_every_key_and_every_value(page: str) -> None:
    text = (Path(__file__).parents[3] / "docs" / page).read_text(encoding="utf-8")
    models = (BankProfile, Orders, OrderColumn, OwnBank, Totals, Summary, Answers, *MESSAGE_FORMS)
    keys = {key for model in models for key in model.model_fields}
    words = {word for values in (OrderValue, AnswerValue, TotalValue, ResultWord) for word in get_args(values)}
    written = {part for one in re.findall(r"`([^`]+)`", text) for part in re.split(r"[^\w-]+", one)}
    assert keys | words <= written
    assert all(f"`{name}`" in text for name in get_args(MessageName))


def test_a_profile_of_ones_own_is_read() -> None:
    profile, problems = read_profile(OWN.encode())
    assert problems == ()
    assert profile is not None
    assert (profile.name, profile.confirmed, profile.orders.encoding) == ("own", False, "utf-8-sig")


ORDERS, ANSWERS = 'format = "csv"', "[answers]"
HOLDER = '{ heading = "户名", value = "holder" }'
COLUMN = "orders.columns"
SUMMARY = '[orders.summary]\nsheet = "x"\ncolumns = [{ heading = "x", value = "fund" }]\n[answers]'
TOTALS = '[orders.totals]\nplace = "below"\ncells = [{ value = "count" }]\n[answers]'
MISTAKES = {
    "no name": ('name = "own"\n', "", "Line 1, name: “name” is missing."),
    "a name with capitals": ('"own"', '"Own"', "Line 1, name: “name” is not understood."),
    "a key that there is not": (
        ORDERS,
        f"{ORDERS}\nform = 1",
        "Line 5, orders.form: “form” is not a key of this file.",
    ),
    "a form that there is not": ('"csv"', '"xls"', "Line 4, orders.format: Must be one of: csv, text, xlsx."),
    "no such value": ('"holder"', '"payee"', f"Line 8, {COLUMN}[2].value: Must be one of: "),
    "value and text": (HOLDER, f'{HOLDER[:-2]}, text = "x" }}', f"Line 8, {COLUMN}[2]: Give either “value” or “text”."),
    "neither": (HOLDER, '{ heading = "x" }', f"Line 8, {COLUMN}[2]: Give either “value” or “text”."),
    "no account": (
        '{ heading = "账号", value = "account" },',
        "",
        f"Line 5, {COLUMN}: No column has the value “account”",
    ),
    "no number": ('"application" }', '"item" }', f"Line 5, {COLUMN}: No column has the value “application”"),
    "a heading twice": ('"户名"', '"批 次"', f"Line 8, {COLUMN}[2]: The heading “批 次” stands here twice."),
    "a fund of no item": (HOLDER, HOLDER.replace("holder", "fund"), f"Line 8, {COLUMN}[2]: “fund” is of a fund"),
    "no fund in answers": (ORDERS, f'{ORDERS}\nitem = "fund"', "Line 14, answers.headings: An item is of one fund"),
    "no remark": (
        '"application" }',
        '"remark" }',
        f"Line 7, {COLUMN}[1]: The value “remark” and the key “remark” belong",
    ),
    "another brace": (ORDERS, f'{ORDERS}\nremark = "{{name}}"', "Line 5, orders.remark: Write the remark with {batch}"),
    "half a brace": (ORDERS, f'{ORDERS}\nremark = "{{batch"', "Line 5, orders.remark: Write the remark with {batch}"),
    "no rows": (ORDERS, f"{ORDERS}\nrows_max = 0", "Line 5, orders.rows_max: “rows_max” is too small."),
    "half a fen": (ORDERS, f"{ORDERS}\namount_fen_max = 1.5", "orders.amount_fen_max: 1.5 is not a whole number."),
    "a summary in a text": (ANSWERS, SUMMARY, "Line 12, orders.summary: A summary by funds stands in a workbook"),
    "no headings": (
        ORDERS,
        'format = "xlsx"\nheadings = false',
        "Line 5, orders.headings: A workbook has its headings.",
    ),
    "totals without a word": (ANSWERS, TOTALS, "Line 14, orders.totals.cells: The first cell of totals"),
    "no own bank": (ANSWERS, "[orders.own_bank]\n[answers]", "Line 12, orders.own_bank: Give names or codes"),
    "a code": (
        ANSWERS,
        '[orders.own_bank]\ncodes = ["10"]\n[answers]',
        "Line 13, orders.own_bank.codes: 10 is no bank's",
    ),
    "no reference": ('reference = ["流水"]\n', "", "Line 13, answers.headings: No heading is given for “reference”"),
    "no names": ('["流水"]', "[]", "Line 19, answers.headings.reference: "),
    "one heading for two": ('["流水"]', '["日期"]', "Line 19, answers.headings.reference: The heading “日期” stands"),
    "one word for two": ('["失败"]', '["成功"]', "Line 22, answers.results.failed: “成功” stands for two results."),
    "never credited": ('credited = ["成功"]\n', "", "Line 20, answers.results: No word says that money was credited"),
    "no month": (
        ANSWERS,
        '[answers]\nday_formats = ["YYYY-DD"]',
        "Line 13, answers.day_formats[0]: YYYY-DD is no form",
    ),
    "no TOML": ("[orders]", "[orders", "This is not TOML: "),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_each_mistake_has_its_line_and_its_sentence(what: str) -> None:
    old, new, expected = MISTAKES[what]
    made = mistakes(old, new)
    assert any(one.startswith(expected) for one in made), made


def test_every_mistake_that_a_profile_can_have_is_in_the_table() -> None:
    made = {
        one.code for old, new, _told in MISTAKES.values() for one in read_profile(OWN.replace(old, new, 1).encode())[1]
    }
    of_profiles = {code for code in BANK_PROBLEMS if code.startswith("profile-")}
    assert of_profiles - made == {"profile-name-taken", "profile-payer-bank"}, "and of messages in theirs"


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 700), st.sampled_from('"[]{}=,\n x\u200b㛃1')), min_size=1, max_size=6))
def test_no_text_is_more_than_a_problem(changes: list[tuple[int, str]]) -> None:
    written = list(OWN)
    for at, sign in changes:
        written[at % len(written)] = sign
    profile, problems = read_profile("".join(written).encode())
    assert (profile is None) is bool(problems)
    assert all(sentence(one) for one in problems)
    if profile is not None:
        assert tomllib.loads("".join(written))
