"""What the keys of a profile, each in order by itself, have against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from usecases.intake.bank.item_form import ItemForm
from usecases.intake.bank.message_forms import MessageAnswers, MessageOrders
from usecases.intake.bank.profile import (
    FUND_VALUES,
    Answers,
    BankProfile,
    MessageProfile,
    OrderColumn,
    Orders,
    SummaryColumn,
    TableProfile,
    TotalCell,
    day_format,
    heading_key,
    remark_names,
)
from usecases.intake.text import folded
from usecases.problems import Problem, problem

_K = TypeVar("_K", bound=str)
Steps = tuple[str | int, ...]
Noted = tuple[Steps, Problem]


def mistakes_of(profile: BankProfile) -> Iterator[Noted]:
    """What its keys, each by itself in order, have against each other: where, and what."""
    yield from _of_items(profile.orders)
    match profile:
        case TableProfile(orders=orders, answers=answers):
            yield from _of_tables(orders)
            yield from _of_answers(answers)
            if orders.item == "fund" and not _names_fund(answers):
                yield ("answers", "headings"), problem("profile-fund-unread")
        case MessageProfile(orders=orders, answers=answers):
            yield from _of_messages(orders, answers)


def _of_items(orders: ItemForm) -> Iterator[Noted]:
    named = _remark(orders.remark)
    if isinstance(named, Problem):
        yield ("orders", "remark"), named
    if orders.own_bank is not None:
        if not (orders.own_bank.names or orders.own_bank.codes):
            yield ("orders", "own_bank"), problem("profile-own-bank-empty")
        for code in orders.own_bank.codes:
            if not (len(code) == 3 and code.isascii() and code.isdigit()):
                yield ("orders", "own_bank", "codes"), problem("profile-bank-code", code=code)


def _of_messages(orders: MessageOrders, answers: MessageAnswers) -> Iterator[Noted]:
    """Every item has its end-to-end id, so that nothing but the bank of the payer has to be named."""
    if orders.payer is not None and (orders.payer.bic is None) is (orders.payer.union_number is None):
        yield ("orders", "payer"), problem("profile-payer-bank")
    for key, words in (
        ("entries", answers.entries.model_dump()),
        ("transactions", answers.transactions.model_dump()),
        ("statuses", answers.statuses.model_dump()),
    ):
        for name, word in _twice(words, str):
            yield ("answers", key, name), problem("profile-word-twice", word=word)


def _of_tables(orders: Orders) -> Iterator[Noted]:
    """The file has to name run and application of each item, or no answer could be matched with it."""
    yield from _value_or_text(orders.columns, ("orders", "columns"))
    for index, column in enumerate(orders.columns):
        where = ("orders", "columns", index)
        if column.value == "remark" and orders.remark is None:
            yield where, problem("profile-remark-missing")
        elif column.value in FUND_VALUES and orders.item != "fund":
            yield where, problem("profile-fund-not-item", value=str(column.value))
    keys = [heading_key(column.heading) for column in orders.columns]
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield ("orders", "columns", index), problem("profile-heading-twice", heading=orders.columns[index].heading)
    values: set[str] = {column.value for column in orders.columns if column.value is not None}
    named = _remark(orders.remark)
    if not isinstance(named, Problem):
        values |= set(named) if "remark" in values else set()
        wanted = ["batch", "application", "holder", "account", "amount", *(["fund"] if orders.item == "fund" else [])]
        for missing in (one for one in wanted if one not in values):
            yield ("orders", "columns"), problem("profile-order-unnamed", value=missing)
    if orders.format == "xlsx" and not orders.headings:
        yield ("orders", "headings"), problem("profile-xlsx-headings")
    if orders.summary is not None and (orders.format != "xlsx" or orders.item != "fund"):
        yield ("orders", "summary"), problem("profile-summary-place")
    if orders.totals is not None:
        yield from _value_or_text(orders.totals.cells, ("orders", "totals", "cells"))
        if orders.totals.place == "below" and orders.totals.cells[0].text is None:
            yield ("orders", "totals", "cells"), problem("profile-total-word")
    if orders.summary is not None:
        yield from _value_or_text(orders.summary.columns, ("orders", "summary", "columns"))


def _value_or_text(cells: Sequence[OrderColumn | TotalCell | SummaryColumn], path: Steps) -> Iterator[Noted]:
    for index, cell in enumerate(cells):
        if (cell.value is None) == (cell.text is None):
            yield (*path, index), problem("profile-value-or-text")


def _of_answers(answers: Answers) -> Iterator[Noted]:
    named = _remark(answers.remark)
    if isinstance(named, Problem):
        yield ("answers", "remark"), named
        named = ()
    if ("remark" in answers.headings) != (answers.remark is not None):
        yield ("answers", "remark"), problem("profile-remark-missing")
    for wanted in ("batch", "application", "amount", "result", "value-on", "reference"):
        if wanted not in answers.headings and wanted not in named:
            yield ("answers", "headings"), problem("profile-answer-unnamed", value=wanted)
    for name, heading in _twice(answers.headings, heading_key):
        yield ("answers", "headings", name), problem("profile-heading-twice", heading=heading)
    for result, word in _twice(answers.results, folded):
        yield ("answers", "results", result), problem("profile-word-twice", word=word)
    if not answers.results.get("credited"):
        yield ("answers", "results"), problem("profile-no-credited")
    for index, form in enumerate(answers.day_formats):
        if day_format(form) is None:
            yield ("answers", "day_formats", index), problem("profile-day-format", format=form)


def _twice(words: Mapping[_K, Sequence[str]], key: Callable[[str], str]) -> Iterator[tuple[_K, str]]:
    """Each word that stands under a second name, with that name."""
    first: dict[str, _K] = {}
    for name, several in words.items():
        for word in several:
            if first.setdefault(key(word), name) != name:
                yield name, word


def _remark(template: str | None) -> tuple[str, ...] | Problem:
    names = remark_names(template) if template is not None else ()
    return problem("profile-remark-form") if names is None else names


def _names_fund(answers: Answers) -> bool:
    return "fund" in answers.headings or "fund" in (remark_names(answers.remark or "") or ())
