"""A credit transfer initiation (pain.001) that went to a bank, read again as the items that it asks for. ADR 0076."""

from __future__ import annotations

from dataclasses import dataclass

from usecases.intake.bank.end_to_end import item_of
from usecases.intake.bank.message import read_message
from usecases.intake.bank.message_values import amount_of
from usecases.intake.formats.xml_tree import Element
from usecases.intake.table import Record, Table
from usecases.intake.text import shown
from usecases.problems import Problem, Where, problem

ID, AMOUNT = "PmtId/EndToEndId", "Amt/InstdAmt"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """The rows of a message: run, application, amount, and the fund where its items are by fund."""

    table: Table
    by_fund: bool


def sent_message(content: bytes) -> SentMessage | Problem:
    """The items of a message, or why it is none of ours."""
    message = read_message(content)
    if isinstance(message, Problem):
        return message
    initiation = message.document.first("CstmrCdtTrfInitn")
    if message.name != "pain.001" or initiation is None:
        return problem("message-not-read", name=message.name, names="pain.001.001.09")
    table = Table()
    by_fund = False
    total = 0
    for row, transfer in enumerate(initiation.all("PmtInf/CdtTrfTxInf"), 1):
        named = item_of(transfer.value(ID) or "")
        amount_fen = amount_of(transfer.first(AMOUNT))
        if isinstance(amount_fen, Problem):
            table.note(amount_fen, Where(row=row, heading=AMOUNT))
        elif named is None:
            table.note(problem("cell-no-number"), Where(row=row, heading=ID))
        else:
            total += amount_fen
            by_fund = by_fund or named[2] is not None
            cells = dict(zip(("batch", "application", "fund"), named, strict=True))
            places = {**dict.fromkeys(cells, (1, ID)), "amount": (2, AMOUNT)}
            cells["amount"] = f"{amount_fen // 100}.{amount_fen % 100:02d}"
            table.records.append(Record(row=row, cells=cells, places=places))
    if not table.problems:
        table.problems += _as_stated(initiation, len(table.records), total)
    return SentMessage(table=table, by_fund=by_fund)


def _as_stated(initiation: Element, there: int, total_fen: int) -> list[Problem]:
    """A message that has not what its header says was cut off or changed."""
    stated, total = initiation.value("GrpHdr/NbOfTxs") or "", initiation.value("GrpHdr/CtrlSum") or ""
    if stated != str(there):
        return [problem("entries-cut-off", stated=shown(stated), there=there)]
    yuan = f"{total_fen // 100}.{total_fen % 100:02d}"
    return [problem("total-differs", stated_yuan=shown(total), rows_yuan=yuan)] if total != yuan else []
