"""Answer files: what a bank did with the items of payment runs, by the profile that fits. ADR 0065.

The reader decides nothing: an item may be credited and returned, or returned in two parts, in one file, and one number
of the bank may stand for all items of a run. Only a row that repeats another one is a mistake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from usecases.intake.bank.cells import (
    amount,
    day_reader,
    digits,
    movement_number,
    numbers_in,
    reason_text,
    result_reader,
)
from usecases.intake.bank.message_kind import is_message
from usecases.intake.bank.profile import (
    AnswerValue,
    BankProfile,
    TableProfile,
    heading_key,
    messages_among,
    remark_names,
    tables_among,
)
from usecases.intake.bank.reply import BankReplies, BankReply, BankResult, repetitions
from usecases.intake.bank.sheet import Headings, Sheet, headings_in, sheet_below
from usecases.intake.cells import blank, fen
from usecases.intake.documents import read_bytes
from usecases.intake.formats.sniffing import SniffedFile
from usecases.intake.table import Record, Table
from usecases.intake.workbook import Row
from usecases.problems import Problem, Where, problem


def read_replies(path: Path, today: date, profiles: Sequence[BankProfile], preferred: str = "") -> BankReplies:
    """The bank's replies in the file at `path`; a row that has a problem is left out. Of several `profiles` the one is
    taken whose headings the file has; where several have them, `preferred`, or it is asked which.
    """
    content = read_bytes(path)
    if isinstance(content, Problem):
        return BankReplies(profile=None, replies=(), problems=(content,))
    return replies_in(content, today, profiles, preferred)


def replies_in(content: bytes, today: date, profiles: Sequence[BankProfile], preferred: str = "") -> BankReplies:
    """As `read_replies`, from bytes."""
    if is_message(content):
        # What reads XML is read where there is some.
        from usecases.intake.bank.message_replies import message_replies

        return message_replies(content, today, messages_among(profiles), preferred)
    file = SniffedFile(content)
    candidates: list[_Candidate] = []
    for profile in tables_among(profiles):
        for title, rows in file.sheets(profile.answers.encodings):
            headings = headings_in(rows, profile.answers.headings)
            if headings is not None:
                candidates.append(_Candidate(profile=profile, title=title, rows=rows, headings=headings))
    chosen = _chosen(candidates, preferred)
    if isinstance(chosen, Problem):
        return BankReplies(profile=None, replies=(), problems=(chosen,))
    if chosen is None:
        none = problem("profiles-none", names=", ".join(profile.name for profile in profiles))
        return BankReplies(profile=None, replies=(), problems=(file.unreadable() or none,))
    return _read(chosen, today)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A sheet with some headings of a profile."""

    profile: TableProfile
    title: str
    rows: list[Row | Problem]
    headings: Headings

    def missing(self) -> list[AnswerValue]:
        return [value for value in required_values(self.profile) if value not in self.headings.places]


def _chosen(candidates: Sequence[_Candidate], preferred: str) -> _Candidate | Problem | None:
    """The sheet and the profile that fit; where none do, those of which most is there, so that what is missing is
    named. Of a second sheet that fits nobody would notice that it was not read.
    """
    fitting = [one for one in candidates if not one.missing()]
    names = list(dict.fromkeys(one.profile.name for one in fitting))
    if len(names) > 1 and preferred not in names:
        return problem("profiles-several", names=", ".join(names))
    if len(names) > 1:
        fitting = [one for one in fitting if one.profile.name == preferred]
    if len(fitting) > 1:
        return problem("sheets-several", titles=", ".join(one.title for one in fitting))
    if fitting:
        return fitting[0]
    return max(candidates, key=lambda one: (len(one.headings.places), one.profile.name == preferred), default=None)


def required_values(profile: TableProfile) -> list[AnswerValue]:
    """What every answer file of the profile has a column of."""
    optional: set[AnswerValue] = {"reason"}
    named = remark_names(profile.answers.remark or "") or ()
    return [value for value in profile.answers.headings if value not in optional and value not in named]


def _read(chosen: _Candidate, today: date) -> BankReplies:
    profile, headings = chosen.profile, chosen.headings
    answers = profile.answers
    if missing := chosen.missing():
        where = Where(row=headings.row)
        lacks = tuple(problem("column-missing", where, heading=answers.headings[value][0]) for value in missing)
        return BankReplies(profile=profile.name, replies=(), problems=lacks)
    sheet = sheet_below(chosen.rows, headings, totals=answers.totals, notes=answers.notes, ends=answers.ends)
    reader = _Reader(profile, sheet.table, today)
    read = [reader.reply(record) for record in sheet.table.records]
    replies = tuple(reply for reply in read if reply is not None)
    by_row = {record.row: record for record in sheet.table.records}
    for noted in repetitions(replies):
        sheet.table.note(noted, by_row[int(noted.values["second"])].where("application"))
    if not sheet.table.problems:
        _totals(sheet, read)
    orders = {heading_key(column.heading) for column in profile.orders.columns}
    ignored = tuple(heading for heading in headings.others if heading_key(heading) not in orders)
    return BankReplies(profile=profile.name, replies=replies, problems=sheet.table.in_order(), ignored=ignored)


class _Reader:
    """Reads the rows of one file by its profile."""

    def __init__(self, profile: TableProfile, table: Table, today: date) -> None:
        self._answers = profile.answers
        self._table = table
        self._result = result_reader({BankResult(name): words for name, words in profile.answers.results.items()})
        self._day = day_reader(profile.answers.day_formats, today)
        self._by_fund = profile.orders.item == "fund"

    def reply(self, record: Record) -> BankReply | None:
        before = len(self._table.problems)
        result = self._table.take(record, "result", self._result)
        named = self._named(record)
        amount_fen = self._table.take(record, "amount", amount)
        moved = result in (BankResult.CREDITED, BankResult.RETURNED)
        value_on = self._table.take(record, "value-on", self._day, needed=moved)
        reference = self._table.take(record, "reference", movement_number, needed=moved)
        reason = self._table.take(record, "reason", reason_text, needed=False)
        batch, application = named.get("batch"), named.get("application")
        incomplete = result is None or batch is None or application is None or amount_fen is None
        if incomplete or len(self._table.problems) > before:
            return None
        assert result is not None
        assert batch is not None
        assert application is not None
        assert amount_fen is not None
        return BankReply(
            row=record.row,
            batch=batch,
            application=application,
            fund=named.get("fund"),
            amount_fen=amount_fen,
            result=result,
            value_on=value_on,
            reference=reference,
            reason=reason,
        )

    def _named(self, record: Record) -> dict[str, str]:
        """Run, application and fund, from their columns or from the remark that has them."""
        named: dict[str, str] = {}
        if self._answers.remark is not None:
            named |= self._table.take(record, "remark", numbers_in(self._answers.remark)) or {}
        for key in ("batch", "application", *(["fund"] if self._by_fund else [])):
            if key in record.places:
                taken = self._table.take(record, key, digits)
                if taken is not None:
                    named[key] = taken
        return named


def _totals(sheet: Sheet, read: Sequence[BankReply | None]) -> None:
    """A total that is not that of the rows above it, whole or of one page, of all results or of one, is the sign of a
    file that was cut off or changed.
    """
    page_from = 0
    for total in sheet.totals:
        before = sheet.after[total.row]
        stated = None if blank(total["amount"]) else fen(total["amount"])
        if isinstance(stated, int):
            whole = _sums([one for one in read[:before] if one is not None])
            page = _sums([one for one in read[page_from:before] if one is not None])
            if stated not in (*whole.values(), *page.values()):
                sums = {"stated_yuan": _yuan(stated), "rows_yuan": _yuan(whole["all"])}
                sheet.table.note(problem("total-differs", **sums), total.where("amount"))
        page_from = before


def _sums(replies: Sequence[BankReply]) -> Mapping[str, int]:
    sums = {"all": sum(reply.amount_fen or 0 for reply in replies)}
    for result in BankResult:
        sums[result] = sum(reply.amount_fen or 0 for reply in replies if reply.result is result)
    return sums


def _yuan(amount_fen: int) -> str:
    return f"{amount_fen // 100}.{amount_fen % 100:02d}"
