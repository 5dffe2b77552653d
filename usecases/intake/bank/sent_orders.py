"""Order files read again, by the profile by which they were written: which run, which applications, what amounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from usecases.intake.bank.cells import digits, numbers_in
from usecases.intake.bank.message_kind import is_message
from usecases.intake.bank.profile import BankProfile, Orders, TableProfile, messages_among, tables_among
from usecases.intake.bank.sheet import Headings, headings_in, sheet_below
from usecases.intake.formats.sniffing import SniffedFile
from usecases.intake.table import Record, Table
from usecases.intake.workbook import Row
from usecases.problems import Problem, Where, problem

_NUMBERED = frozenset({"batch", "application", "fund", "amount", "remark"})


class SentOrders:
    """The table of an order file: rows with an amount, and the numbers of run and application."""

    def __init__(self, table: Table, *, by_fund: bool, remark: str | None = None) -> None:
        self.table = table
        self.by_fund = by_fund
        self._remark = remark

    def numbers(self, record: Record) -> dict[str, str]:
        """Of run and application, and of the fund where the profile has an item for each, under their names; what is
        missing has its note in the table.
        """
        named: dict[str, str] = {}
        if "remark" in record.places and self._remark is not None:
            named |= self.table.take(record, "remark", numbers_in(self._remark)) or {}
        for key in ("batch", "application", *(("fund",) if self.by_fund else ())):
            if key in record.places:
                written = self.table.take(record, key, digits)
                if written is not None:
                    named[key] = written
        return named

    def where(self, record: Record, key: str) -> Where:
        """Where the number of a row stands, in a column of its own or in the remark."""
        return record.where(key if key in record.places else "remark")


def read_sent_orders(content: bytes, profiles: Sequence[BankProfile]) -> SentOrders | tuple[Problem, ...]:
    """The table of an order file by the one profile that has all its headings, and no others: an answer may have more.
    Every problem where none or several do.
    """
    if is_message(content):
        # What reads XML is read where there is some.
        from usecases.intake.bank.sent_message import sent_message

        message = (
            sent_message(content)
            if messages_among(profiles)
            else problem("orders-of-no-profile", names=_names(profiles))
        )
        return (message,) if isinstance(message, Problem) else SentOrders(message.table, by_fund=message.by_fund)
    partly: list[tuple[TableProfile, list[Row | Problem], Headings]] = []
    file = SniffedFile(content)
    for profile in tables_among(profiles):
        for _title, rows in file.sheets((profile.orders.encoding, *profile.answers.encodings)):
            headings = _headings(profile.orders, rows)
            if headings is not None:
                partly.append((profile, rows, headings))
    fitting = [one for one in partly if len(one[2].places) == len(one[0].orders.columns)]
    if len(fitting) > 1:
        return (problem("profiles-several", names=", ".join(profile.name for profile, _rows, _headings in fitting)),)
    if not partly:
        none = problem("orders-of-no-profile", names=_names(profiles))
        return (file.unreadable() or none,)
    profile, rows, headings = fitting[0] if fitting else max(partly, key=lambda one: len(one[2].places))
    unfit = tuple(_unfit(profile.orders, headings))
    if unfit:
        return unfit
    totals = profile.orders.totals
    word = totals.cells[0].text if totals is not None and totals.place == "below" else None
    sheet = sheet_below(rows, headings, totals=[word] if word else [], notes=[], ends=[])
    by_fund = profile.orders.item == "fund"
    return SentOrders(sheet.table, by_fund=by_fund, remark=profile.orders.remark)


def _names(profiles: Iterable[BankProfile]) -> str:
    return ", ".join(profile.name for profile in profiles)


def _unfit(form: Orders, headings: Headings) -> Iterator[Problem]:
    where = Where(row=headings.row)
    for index, column in enumerate(form.columns):
        if _key(form, index) not in headings.places:
            yield problem("column-missing", where, heading=column.heading)
    for heading in headings.others:
        yield problem("column-unknown", where, heading=heading)


def _headings(form: Orders, rows: Iterable[Row | Problem]) -> Headings | None:
    """What of its headings an order file has; without headings, the places of its columns."""
    if not form.headings:
        return _places(form, rows)
    return headings_in(rows, {_key(form, index): (column.heading,) for index, column in enumerate(form.columns)})


def _places(form: Orders, rows: Iterable[Row | Problem]) -> Headings | None:
    """A file without headings is the profile's where its first item has exactly its columns and its numbers."""
    above = len(form.title) + (form.totals is not None and form.totals.place == "above")
    first = next((row for row in rows if isinstance(row, Row) and row.row > above), None)
    if first is None or len(first.cells) != len(form.columns):
        return None
    places = {_key(form, index): (index + 1, column.heading) for index, column in enumerate(form.columns)}
    return Headings(row=above, places=places, others=(), twice=())


def _key(form: Orders, index: int) -> str:
    """The value of a column that is read, and a name for one that is not."""
    value = form.columns[index].value
    first = next(at for at, column in enumerate(form.columns) if column.value == value)
    return str(value) if value in _NUMBERED and first == index else f"column-{index}"
