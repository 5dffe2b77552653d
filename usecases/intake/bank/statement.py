"""Statements and notifications of a bank, camt.053 and camt.054: what their entries say of items of ours. ADR 0076.

An item is known by its end-to-end id alone. What has none of ours is left aside, but where it names a run of ours in
another way, in whatever element a bank has ids or words: then a payment would go unseen, and it is refused, or where a
payee pays back, told of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from usecases.intake.bank.cells import movement_number
from usecases.intake.bank.end_to_end import item_of, run_in_id, run_of_message
from usecases.intake.bank.entry_meaning import EntryMarks, entry_meaning, run_alone_meaning
from usecases.intake.bank.message_values import Noted, amount_of, day_of, reason_of
from usecases.intake.bank.profile import MessageProfile, remark_pattern
from usecases.intake.bank.reply import BankReply, BankResult
from usecases.intake.formats.xml_tree import Element
from usecases.intake.text import shown
from usecases.problems import Problem, Where, problem

_YES = ("true", "1")
_NOT_NUMBERED = ("NOTPROVIDED", "NONREF")
"""What stands where there is no reference, in ISO 20022 and in the messages before it."""
_IDS = ("EndToEndId", "InstrId", "TxId", "ClrSysRef")
_WORDS = ("RmtInf/Ustrd", "RmtInf/Strd/AddtlRmtInf", "RmtInf/Strd/CdtrRefInf/Ref", "AddtlTxInf")
_BETWEEN = re.compile(r"[\s,;，；：]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Transaction:
    """One transaction of an entry, with its details and its batch where the bank gives them; it is `alone` where the
    entry has no other, and the entry `has_ours` where one of its transactions has an id of ours.
    """

    row: int
    entry_number: int
    account: str
    entry: Element
    batch: Element | None
    details: Element | None
    alone: bool
    has_ours: bool

    def values(self, *paths: str) -> Iterator[str]:
        """The texts at these paths of the details, and of the batch that they are in."""
        for element in (self.details, self.batch):
            if element is not None:
                yield from (one.text for path in paths for one in element.all(path))

    def of_entry(self, path: str) -> Iterator[str]:
        """The texts at a path of an entry none of whose transactions has an id of ours."""
        if not self.has_ours:
            yield from (one.text for one in self.entry.all(path))

    def own_value(self, path: str) -> str | None:
        """The text at a path of the details alone."""
        return self.details.value(path) if self.details is not None else None

    def value(self, path: str) -> str | None:
        """The text at a path of the details, or else of the entry."""
        return self.own_value(path) or self.entry.value(path)


class StatementReader:
    """Reads the accounts of one message, each with its entries."""

    def __init__(self, profile: MessageProfile, today: date) -> None:
        self._profile = profile
        self._day = day_of(today)
        self._year = today.year
        remark = profile.orders.remark
        self._remark = remark_pattern(remark) if remark else None
        self.problems: list[Problem] = []
        self.aside = 0
        self.unmatched: list[int] = []

    def replies(self, accounts: Iterable[Element]) -> list[BankReply]:
        """What the entries say of items of ours, in their order."""
        replies: list[BankReply] = []
        row = 0
        for account in accounts:
            self._complete(account)
            for number, entry in enumerate(account.all("Ntry"), 1):
                transactions = _transactions(account, entry, number, row)
                row += len(transactions)
                read = [self._reply(one) for one in transactions]
                if any(one is not None for one in read):
                    self._adds_up(transactions)
                replies += [one for one in read if one is not None]
        return replies

    def _reply(self, one: _Transaction) -> BankReply | None:
        noted = Noted(one.row, f"Ntry[{one.entry_number}]")
        reply = self._read(one, noted)
        self.problems += noted.problems
        return None if noted.problems else reply

    def _read(self, one: _Transaction, noted: Noted) -> BankReply | None:
        item = item_of(one.own_value("Refs/EndToEndId") or "")
        if item is None:
            self._without_item(one, noted)
            return None
        result = entry_meaning(self._profile.answers, _marks(one))
        if result is None:
            self.aside += 1
            return None
        if isinstance(result, Problem):
            noted.note(result, "BkTxCd" if result.code == "entry-code" else "Sts")
            return None
        return self._reply_about(one, noted, item, result)

    def _reply_about(
        self, one: _Transaction, noted: Noted, item: tuple[str, str, str | None], result: BankResult
    ) -> BankReply | None:
        """What is said of the item, or None with notes."""
        payer = self._profile.orders.payer
        if payer is not None and one.account != payer.account:
            noted.note(problem("entry-other-account"), "Acct")
        amount_fen = amount_of(_amount(one))
        if isinstance(amount_fen, Problem):
            noted.note(amount_fen, "Amt")
        moved = result is not BankResult.UNKNOWN
        day = one.entry.value("ValDt/Dt", "ValDt/DtTm", "BookgDt/Dt", "BookgDt/DtTm") if moved else None
        numbers = (one.own_value("Refs/AcctSvcrRef"), one.entry.value("AcctSvcrRef"))
        number = next((given for given in numbers if given and given.upper() not in _NOT_NUMBERED), None)
        value_on = noted.take("ValDt", day, self._day, needed=moved)
        reference = noted.take("AcctSvcrRef", number, movement_number, needed=moved)
        code = one.own_value("RtrInf/Rsn/Cd") or one.own_value("RtrInf/Rsn/Prtry")
        remarks = one.details.all("RtrInf/AddtlInf") if one.details is not None else ()
        why = reason_of(self._profile.answers.reasons, code, (remark.text for remark in remarks))
        if isinstance(why, Problem):
            noted.note(why, "RtrInf")
        if isinstance(amount_fen, Problem) or isinstance(why, Problem):
            return None
        batch, application, fund = item
        return BankReply(
            row=one.row,
            batch=batch,
            application=application,
            fund=fund,
            amount_fen=amount_fen,
            result=result,
            value_on=value_on,
            reference=reference,
            reason=why[0],
            account_at_fault=why[1],
        )

    def _without_item(self, one: _Transaction, noted: Noted) -> None:
        """What has no id of ours is nobody's, unless it names a run of ours in another way."""
        messages = one.values("Refs/MsgId", "Refs/PmtInfId", "MsgId", "PmtInfId")
        ids = [*one.values(*(f"Refs/{name}" for name in _IDS)), *one.of_entry("NtryRef")]
        runs = (*map(run_of_message, messages), *(run_in_id(id_, self._year) for id_ in ids))
        by_id = next((run for run in runs if run is not None), None)
        run = by_id or self._run_in_words(one)
        taken_for = run_alone_meaning(self._profile.answers, _marks(one), by_id=by_id is not None)
        if run is None or taken_for == "aside":
            self.aside += 1
        elif taken_for == "unmatched":
            self.unmatched.append(one.row)
        else:
            noted.note(problem("entry-without-item", batch=run), "EndToEndId")

    def _run_in_words(self, one: _Transaction) -> str | None:
        """A run in our remark, or in an id of ours within a text."""
        for words in (*one.values(*_WORDS), *one.of_entry("AddtlNtryInf")):
            named = self._remark.search(words[:500]) if self._remark is not None else None
            if named is not None and "batch" in named.groupdict():
                return shown(named["batch"])
            item = next((item for part in _BETWEEN.split(words[:500]) if (item := item_of(part))), None)
            if item is not None:
                return item[0]
        return None

    def _adds_up(self, transactions: list[_Transaction]) -> None:
        """An entry is as much as its transactions, and has as many as it says."""
        first = transactions[0]
        where = Where(row=first.row, heading=f"Ntry[{first.entry_number}]/Amt")
        stated = amount_of(first.entry.first("Amt"))
        sums = [amount_of(_amount(one)) for one in transactions]
        side = first.entry.value("CdtDbtInd")
        total, others = 0, 0
        for one, amount_fen in zip(transactions, sums, strict=True):
            same_side = one.value("CdtDbtInd") == side
            if not isinstance(amount_fen, Problem):
                total += amount_fen if same_side else -amount_fen
            elif not same_side:
                return
            else:
                others += 1
        # What is in another currency is more than nothing, and nobody can add it up; of ours that is noted.
        fits = stated == total if not others else isinstance(stated, Problem) or stated > total
        if not fits:
            shown_stated = first.entry.value("Amt") or ""
            sums_yuan = {"stated_yuan": shown(shown_stated), "rows_yuan": f"{total // 100}.{total % 100:02d}"}
            self.problems.append(problem("total-differs", where, **sums_yuan))
        for details in first.entry.all("NtryDtls"):
            count = details.value("Btch/NbOfTxs")
            there = sum(1 for _one in details.all("TxDtls"))
            if count is not None and there and count.lstrip("0") != str(there):
                self.problems.append(problem("entries-cut-off", where, stated=shown(count), there=there))

    def _complete(self, account: Element) -> None:
        """A whole statement has as many entries as it says. Of one in pages nobody can tell from one page."""
        pages = account.first("StmtPgntn") or account.first("NtfctnPgntn")
        whole = pages is None or (pages.value("PgNb") == "1" and pages.value("LastPgInd") in _YES)
        stated = account.value("TxsSummry/TtlNtries/NbOfNtries")
        there = sum(1 for _one in account.all("Ntry"))
        if whole and stated is not None and stated.lstrip("0") != (str(there) if there else ""):
            self.problems.append(problem("entries-cut-off", stated=shown(stated), there=there))


def account_number(account: Element) -> str:
    """The number of the account that a statement or notification is of; blank where there is none."""
    return account.value("Acct/Id/Othr/Id", "Acct/Id/IBAN") or ""


def _transactions(account: Element, entry: Element, number: int, before: int) -> list[_Transaction]:
    """The transactions of an entry: those of its details, or a batch without them, or the entry itself."""
    parts: list[tuple[Element | None, Element | None]] = []
    for details in entry.all("NtryDtls"):
        batch = details.first("Btch")
        parts += [(batch, one) for one in details.all("TxDtls")] or [(batch, None)]
    has_ours = any(one is not None and item_of(one.value("Refs/EndToEndId") or "") is not None for _, one in parts)
    return [
        _Transaction(
            row=before + count,
            entry_number=number,
            account=account_number(account),
            entry=entry,
            batch=batch,
            details=details,
            alone=len(parts) <= 1,
            has_ours=has_ours,
        )
        for count, (batch, details) in enumerate(parts or [(None, None)], 1)
    ]


def _marks(one: _Transaction) -> EntryMarks:
    """What tells what a transaction is."""
    returned = one.details is not None and one.details.first("RtrInf") is not None
    return EntryMarks(
        status=one.entry.value("Sts/Cd", "Sts/Prtry") or "",
        side=one.value("CdtDbtInd") or "",
        marked=returned or one.entry.value("RvslInd") in _YES,
        codes=_codes(one),
    )


def _amount(one: _Transaction) -> Element | None:
    """The amount of a transaction; that of its entry where this has no other."""
    if one.details is not None:
        own = one.details.first("Amt") or one.details.first("AmtDtls/TxAmt/Amt")
        if own is not None:
            return own
    return one.entry.first("Amt") if one.alone else None


def _codes(one: _Transaction) -> tuple[str, ...]:
    """The bank transaction codes of a transaction, or else of its entry: that of ISO 20022, and the bank's own."""
    for element in (one.details, one.entry):
        code = element.first("BkTxCd") if element is not None else None
        if code is not None:
            parts = (code.value("Domn/Cd"), code.value("Domn/Fmly/Cd"), code.value("Domn/Fmly/SubFmlyCd"))
            iso = "/".join(part for part in parts if part)
            return tuple(written for written in (iso, code.value("Prtry/Cd")) if written)
    return ()
