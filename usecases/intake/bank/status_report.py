"""Status reports of a bank, pain.002: what was not carried out, and what it does not know yet. ADR 0076."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from usecases.intake.bank.cells import movement_number
from usecases.intake.bank.end_to_end import item_of, run_of_message
from usecases.intake.bank.message_forms import ReportStatuses
from usecases.intake.bank.message_values import Noted, amount_of, reason_of
from usecases.intake.bank.profile import MessageProfile
from usecases.intake.bank.reply import BankReply, BankResult
from usecases.intake.formats.xml_tree import Element
from usecases.intake.text import shown
from usecases.problems import Problem, problem


class ReportReader:
    """Reads one report. That a payment is accepted or settled is no more than that the statement will have it."""

    def __init__(self, profile: MessageProfile) -> None:
        self._answers = profile.answers
        self.problems: list[Problem] = []
        self.aside = 0
        self.unmatched: list[int] = []

    def replies(self, reports: Iterable[Element]) -> list[BankReply]:
        """What the report of a message says of items of ours, in its order."""
        return [reply for report in reports for reply in self._of_report(report)]

    def _of_report(self, report: Element) -> list[BankReply]:
        original = report.first("OrgnlGrpInfAndSts")
        group = (original.value("GrpSts"), original.value("OrgnlMsgId")) if original is not None else (None, None)
        replies = []
        payments = [
            (one, transaction) for one in report.all("OrgnlPmtInfAndSts") for transaction in one.all("TxInfAndSts")
        ]
        for row, (payment, transaction) in enumerate(payments, 1):
            noted = Noted(row, f"TxInfAndSts[{row}]")
            inherited = payment.value("PmtInfSts") or group[0] or ""
            reply = self._read(transaction, noted, inherited, group[1] or payment.value("OrgnlPmtInfId"))
            self.problems += noted.problems
            if reply is not None and not noted.problems:
                replies.append(reply)
        if not payments:
            status = next(_statuses(report), "") or group[0] or ""
            self.problems.append(problem("report-without-items", status=shown(status), id=shown(group[1] or "")))
        return replies

    def _read(self, one: Element, noted: Noted, inherited: str, message_id: str | None) -> BankReply | None:
        item = item_of(one.value("OrgnlEndToEndId") or "")
        if item is None:
            run = run_of_message(message_id or "")
            if run is None:
                self.aside += 1
            else:
                noted.note(problem("entry-without-item", batch=run), "OrgnlEndToEndId")
            return None
        result = _result(self._answers.statuses, one.value("TxSts") or inherited)
        if isinstance(result, Problem):
            noted.note(result, "TxSts")
            return None
        repeated = one.first("OrgnlTxRef/Amt/InstdAmt")
        amount_fen = amount_of(repeated) if repeated is not None else None
        if isinstance(amount_fen, Problem):
            noted.note(amount_fen, "OrgnlTxRef/Amt")
            return None
        code = one.value("StsRsnInf/Rsn/Cd", "StsRsnInf/Rsn/Prtry")
        why = reason_of(self._answers.reasons, code, (text.text for text in one.all("StsRsnInf/AddtlInf")))
        if isinstance(why, Problem):
            noted.note(why, "StsRsnInf")
            return None
        batch, application, fund = item
        return BankReply(
            row=noted.row,
            batch=batch,
            application=application,
            fund=fund,
            amount_fen=amount_fen,
            result=result,
            value_on=None,
            reference=noted.take("AcctSvcrRef", one.value("AcctSvcrRef"), movement_number, needed=False),
            reason=why[0],
            account_at_fault=why[1],
        )


def _result(words: ReportStatuses, status: str) -> BankResult | Problem:
    if status in words.failed:
        return BankResult.FAILED
    if status in words.unknown:
        return BankResult.UNKNOWN
    return problem("cell-not-one-of", allowed=", ".join([*words.failed, *words.unknown]))


def _statuses(report: Element) -> Iterator[str]:
    return (one.text for one in report.all("OrgnlPmtInfAndSts/PmtInfSts"))
