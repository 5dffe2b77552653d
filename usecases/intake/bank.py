"""Bank files: what a payment run asks the bank to pay, and what the bank answers.

Both are CSV, which every bank's corporate client takes, with Chinese headings and yuan. The order file is UTF-8 with a
mark, so that Excel shows the Chinese. Account numbers end in a tab: Excel then keeps them as text with every digit, and
importers trim it; the usual alternatives, a formula `="…"` or an apostrophe, would have to be taken apart again. Text
that a spreadsheet would run as a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import StringIO
from pathlib import Path

from usecases.intake import text
from usecases.intake.cells import CellValue, day_until, fen, number_text
from usecases.intake.table import Column, Record, Table, read_table
from usecases.problems import Problem, problem

ORDER_HEADINGS = ("批次号", "序号", "收款户名", "开户行", "账号", "金额（元）", "用途/申请编号")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOrder:
    """One item of a payment run, in the clear: one application and one account."""

    batch: str
    item: int
    holder: str
    bank: str
    account: str
    amount_fen: int
    application: str


def payment_file(orders: Iterable[PaymentOrder]) -> bytes:
    """The bytes of the file that the bank is given, in the order of `orders`; lines end as RFC 4180 wants them."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(ORDER_HEADINGS)
    for one in orders:
        writer.writerow(
            (
                guarded(one.batch),
                one.item,
                guarded(one.holder),
                guarded(one.bank),
                f"{one.account}\t",
                plain_yuan(one.amount_fen),
                guarded(one.application),
            )
        )
    return out.getvalue().encode("utf-8-sig")


def guarded(written: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{written}" if written.startswith(_FORMULA_STARTS) else written


def unguarded(written: str) -> str:
    """The text that `guarded` was given."""
    return written[1:] if written.startswith("'") and written[1:].startswith(_FORMULA_STARTS) else written


def plain_yuan(amount_fen: int) -> str:
    """Yuan with two decimals and without grouping, as banks read it; `amount_fen` is positive."""
    return f"{amount_fen // 100}.{amount_fen % 100:02d}"


class BankResult(StrEnum):
    CREDITED = "credited"
    """成功: the money is on the account."""
    RETURNED = "returned"
    """退回: the money left and came back."""
    FAILED = "failed"
    """失败: the money never left."""


_RESULTS = {"成功": BankResult.CREDITED, "退回": BankResult.RETURNED, "失败": BankResult.FAILED}


@dataclass(frozen=True, slots=True, kw_only=True)
class BankReply:
    """What the bank replies about one item. `value_on` is its value date and `reference` its own number for the
    movement; both may be missing only where nothing moved. `reason` says why money did not arrive.
    """

    row: int
    batch: str
    application: str
    amount_fen: int
    result: BankResult
    value_on: date | None
    reference: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BankReplies:
    """What a file of the bank holds: its replies, and what is wrong with its other rows."""

    replies: tuple[BankReply, ...]
    problems: tuple[Problem, ...]


_COLUMNS = (
    Column(key="batch", headings=("批次号", "batch")),
    Column(key="application", headings=("申请编号", "用途/申请编号", "application")),
    Column(key="amount_fen", headings=("金额（元）", "金额", "amount")),
    Column(key="result", headings=("结果", "result")),
    Column(key="value_on", headings=("入账日期", "value_on")),
    Column(key="reference", headings=("银行流水号", "reference")),
    Column(key="reason", headings=("原因", "reason")),
)
_ALSO = (
    Column(key="holder", headings=("收款户名",), required=False),
    Column(key="bank", headings=("开户行",), required=False),
    Column(key="account", headings=("账号",), required=False),
)
"""Columns of the order that a bank may send back; they are not read."""


def read_replies(path: Path, today: date) -> BankReplies:
    """The bank's replies in the file at `path`, CSV or workbook; a row that has a problem is left out."""
    table = read_table(path, (*_COLUMNS, *_ALSO))
    missing = any(one.key not in table.records[0].places for one in _COLUMNS) if table.records else True
    read = [] if missing else [_reply(table, record, today) for record in table.records]
    replies = tuple(reply for reply in read if reply is not None)
    _twice(table, replies)
    return BankReplies(replies=replies, problems=table.in_order())


def _reply(table: Table, record: Record, today: date) -> BankReply | None:
    before = len(table.problems)
    result = table.take(record, "result", _result)
    batch = table.take(record, "batch", _written)
    application = table.take(record, "application", _written)
    amount_fen = table.take(record, "amount_fen", _amount)
    moved = result in (BankResult.CREDITED, BankResult.RETURNED)
    missed = result in (BankResult.RETURNED, BankResult.FAILED)
    value_on = table.take(record, "value_on", day_until(today), needed=moved)
    reference = table.take(record, "reference", _written, needed=moved)
    reason = table.take(record, "reason", _written, needed=missed)
    if len(table.problems) > before or result is None or batch is None or application is None or amount_fen is None:
        return None
    return BankReply(
        row=record.row,
        batch=batch,
        application=application,
        amount_fen=amount_fen,
        result=result,
        value_on=value_on,
        reference=reference,
        reason=reason,
    )


def _result(cell: CellValue) -> BankResult | Problem:
    return _RESULTS.get(str(cell).strip()) or problem("cell-not-one-of", allowed="、".join(_RESULTS))


def _written(cell: CellValue) -> str | Problem:
    written = number_text(cell)
    return written if isinstance(written, Problem) else text.free_text(unguarded(written))


def _amount(cell: CellValue) -> int | Problem:
    return fen(cell) or problem("cell-nothing-paid")


def _twice(table: Table, replies: Iterable[BankReply]) -> None:
    """A second reply about one item, or one movement of the bank named for two items, is a mistake somewhere."""
    seen: dict[Hashable, int] = {}
    by_row = {record.row: record for record in table.records}
    for reply in replies:
        item = (reply.batch, reply.application, reply.result)
        for key, value in (("application", item), ("reference", reply.reference)):
            if value is not None:
                first = seen.setdefault((key, value), reply.row)
                if first != reply.row:
                    table.note(problem("row-twice", first=first, second=reply.row), by_row[reply.row].where(key))
