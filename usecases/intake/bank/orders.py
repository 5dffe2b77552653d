"""Order files: what a payment run asks the bank to pay, as the bank's profile has it. ADR 0065.

In a file that people open in a spreadsheet (`for_spreadsheets`), account numbers end in a tab: Excel then keeps them as
text with every digit, and importers trim it; the usual alternatives, a formula `="…"` or an apostrophe, would have to
be taken apart again. Text that a spreadsheet would run as a formula gets an apostrophe before it. The bytes of a file
depend on its items alone, so that a file that is in its place already is known again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO, StringIO
from typing import Any

from domain.errors import NotAllowed
from domain.money import yuan
from usecases.intake.bank.item_form import ItemForm, OwnBank
from usecases.intake.bank.items import PaymentOrder, numbers_of, plain_yuan
from usecases.intake.bank.profile import BankProfile, MessageProfile, OrderColumn, Orders, TableProfile, remark_of

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - what a workbook says of itself has no zone
DIGITS = frozenset({"account", "union-number"})
Cell = str | int
"""A cell as it is written: text, or an amount in fen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFile:
    """One file for the bank; `amount_fen` is the total of its `rows` items."""

    content: bytes
    rows: int
    amount_fen: int

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def order_files(profile: BankProfile, orders: Sequence[PaymentOrder]) -> tuple[OrderFile, ...]:
    """The files that the bank is given, in the order of `orders`: accounts of the bank itself before all others where
    it wants them apart, and as many files as its limits make of them.

    Raises `NotAllowed`: `order-value-missing` for an item without what the bank asks for, `order-over-limit` for one
    that is more than a file may have, `order-not-writable` for one that the file's encoding or separator does not take,
    and of messages `order-value-too-long`, and `payer-unnamed` for a profile that does not say who pays.
    """
    form = profile.orders
    files = []
    for own, group in _apart(form.own_bank, orders):
        for part in _within_limits(form, group):
            content = _content(profile, part, own=own)
            files.append(OrderFile(content=content, rows=len(part), amount_fen=_together(part)))
    return tuple(files)


def _content(profile: BankProfile, orders: Sequence[PaymentOrder], *, own: bool) -> bytes:
    match profile:
        case MessageProfile():
            # What writes messages is read where one is written.
            from usecases.intake.bank.order_message import order_message

            return order_message(profile.name, profile.orders, orders, own=own)
        case TableProfile(orders=form):
            rows = [_row(form, one, count, own=own) for count, one in enumerate(orders, 1)]
            return _workbook(form, orders, rows) if form.format == "xlsx" else _text(form, orders, rows)
        case _:
            raise AssertionError("a profile has tables or messages")


def guarded(written: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{written}" if written.startswith(_FORMULA_STARTS) else written


def unguarded(written: str) -> str:
    """The text that `guarded` was given."""
    return written[1:] if written.startswith("'") and written[1:].startswith(_FORMULA_STARTS) else written


def at_own_bank(own_bank: OwnBank, order: PaymentOrder) -> bool:
    """Whether the account of an item is at the bank that gets the file. The union number tells where there is one."""
    if own_bank.codes and order.union_number is not None:
        return order.union_number.startswith(tuple(own_bank.codes))
    return any(name in order.bank for name in own_bank.names)


def _apart(own_bank: OwnBank | None, orders: Sequence[PaymentOrder]) -> Iterator[tuple[bool, list[PaymentOrder]]]:
    """The groups that go into files of their own, and whether they are the bank's own accounts."""
    if own_bank is None:
        yield False, list(orders)
        return
    for own in (True, False):
        group = [one for one in orders if at_own_bank(own_bank, one) is own]
        if group:
            yield own, group


def _within_limits(form: ItemForm, orders: Sequence[PaymentOrder]) -> Iterator[list[PaymentOrder]]:
    rows_max = form.rows_max or len(orders)
    part: list[PaymentOrder] = []
    amount_fen = 0
    for one in orders:
        amount_fen_max = form.amount_fen_max or amount_fen + one.amount_fen
        if one.amount_fen > amount_fen_max:
            raise NotAllowed(
                "order-over-limit",
                application=one.application,
                amount_fen=one.amount_fen,
                amount_fen_max=amount_fen_max,
            )
        if len(part) >= rows_max or amount_fen + one.amount_fen > amount_fen_max:
            yield part
            part, amount_fen = [], 0
        part.append(one)
        amount_fen += one.amount_fen
    yield part


def _together(orders: Iterable[PaymentOrder]) -> int:
    return sum(one.amount_fen for one in orders)


def _row(form: Orders, order: PaymentOrder, count: int, *, own: bool) -> list[Cell]:
    """The cells of an item, `count` in its file."""
    plain = {
        **numbers_of(order),
        "holder": order.holder,
        "bank": order.bank,
        "union-number": order.union_number or "",
        "account": order.account,
    }
    cells: list[Cell] = []
    for column in form.columns:
        if column.value == "amount":
            cells.append(order.amount_fen)
            continue
        # A file that is split counts its own items; without a remark, nothing else has their number.
        written = str(count) if column.value == "item" else _written(form, column, plain)
        wanted = column.required == "always" or (column.required == "other-bank" and not own)
        if wanted and not written:
            raise NotAllowed("order-value-missing", application=order.application, heading=column.heading)
        if form.format != "xlsx":
            _writable(form, column, order, written)
        cells.append(written)
    return cells


def _written(form: Orders, column: OrderColumn, plain: Mapping[str, str]) -> str:
    if column.text is not None:
        return column.text
    if column.value == "remark":
        return remark_of(form.remark or "", plain)
    return plain.get(column.value or "", "")


def _writable(form: Orders, column: OrderColumn, order: PaymentOrder, written: str) -> None:
    """Raises `NotAllowed("order-not-writable")` where the bank would read something else."""
    try:
        written.encode(form.encoding)
        taken = form.format == "csv" or not {form.separator, '"'} & set(written)
    except UnicodeEncodeError:
        taken = False
    if not taken:
        raise NotAllowed("order-not-writable", application=order.application, heading=column.heading)


def _text(form: Orders, orders: Sequence[PaymentOrder], rows: Iterable[list[Cell]]) -> bytes:
    """Lines that end as RFC 4180 wants them."""
    lines: list[Sequence[str]] = [[title] for title in form.title]
    totals = _totals(form, orders)
    if totals and form.totals and form.totals.place == "above":
        lines.append([_plain(cell) for cell in totals])
    if form.headings:
        lines.append([column.heading for column in form.columns])
    for row in rows:
        cells = zip(form.columns, row, strict=True)
        lines.append([_guarded(form, column, cell) for column, cell in cells])
    if totals and form.totals and form.totals.place == "below":
        lines.append([_plain(cell) for cell in totals])
    if form.format == "text":
        return "".join(f"{form.separator.join(line)}\r\n" for line in lines).encode(form.encoding)
    out = StringIO(newline="")
    csv.writer(out, delimiter=form.separator, lineterminator="\r\n").writerows(lines)
    return out.getvalue().encode(form.encoding)


def _plain(cell: Cell) -> str:
    return plain_yuan(cell) if isinstance(cell, int) else cell


def _guarded(form: Orders, column: OrderColumn, cell: Cell) -> str:
    written = _plain(cell)
    if not form.for_spreadsheets or isinstance(cell, int):
        return written
    return f"{written}\t" if column.value in DIGITS and written else guarded(written)


def _totals(form: Orders, orders: Sequence[PaymentOrder]) -> list[Cell]:
    """The row of totals: its counts as text, its amounts in fen; nothing where the profile has none."""
    if form.totals is None:
        return []
    return [one.text if one.text is not None else _total(one.value or "", orders) for one in form.totals.cells]


def _total(value: str, orders: Sequence[PaymentOrder]) -> Cell:
    if value == "count":
        return str(len(orders))
    amount_fen = _together(orders)
    return amount_fen if value == "amount" else capitals(amount_fen)


def capitals(amount_fen: int) -> str:
    """An amount in RMB capitals, which nobody alters with a pen."""
    from cn2an import an2cn

    return str(an2cn(plain_yuan(amount_fen), "rmb"))


def _workbook(form: Orders, orders: Sequence[PaymentOrder], rows: Sequence[list[Cell]]) -> bytes:
    """Amounts are numbers with two decimals, everything else is text; nothing is a formula or a link."""
    import xlsxwriter

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": _CREATED})
        sheets = _Sheets(book)
        if form.summary is not None:
            sheets.write(form.summary.sheet, _summary(form, orders))
        totals = [_totals(form, orders)] if form.totals is not None else []
        above = totals if form.totals and form.totals.place == "above" else []
        headings: list[Cell] = [column.heading for column in form.columns]
        titles: list[list[Cell]] = [[title] for title in form.title]
        sheets.write(form.sheet, [*titles, *above, headings, *rows, *([] if above else totals)])
    return file.getvalue()


class _Sheets:
    def __init__(self, book: Any) -> None:
        self._book = book
        self._money = book.add_format({"num_format": "0.00"})
        # A cell of the format “text” stays text also when somebody edits it, whatever it begins with.
        self._text = book.add_format({"num_format": "@"})

    def write(self, name: str, rows: Iterable[list[Cell]]) -> None:
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, 30, 22)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell / 100, self._money)
                else:
                    sheet.write_string(number, column, cell, self._text)


def _summary(form: Orders, orders: Sequence[PaymentOrder]) -> list[list[Cell]]:
    """A row for each fund, in the order in which they come, and one of all together with the total in capitals."""
    assert form.summary is not None, "asked where there is one"
    columns = form.summary.columns
    of_fund: dict[str, list[PaymentOrder]] = {}
    for one in orders:
        of_fund.setdefault(one.fund.get("fund", ""), []).append(one)
    rows: list[list[Cell]] = [[column.heading for column in columns]]
    for items in of_fund.values():
        plain = {"batch": items[0].batch, **items[0].fund}
        row: list[Cell] = []
        for column in columns:
            if column.text is not None:
                row.append(column.text)
            else:
                total = column.value in ("count", "amount", "capitals")
                row.append(_total(column.value or "", items) if total else plain.get(column.value or "", ""))
        rows.append(row)
    together: list[Cell] = [_total(one.value, orders) if one.value in ("count", "amount") else "" for one in columns]
    together[0] = together[0] or "合计"
    return [*rows, together, ["大写", capitals(_together(orders)), f"{yuan(_together(orders))} 元"]]
