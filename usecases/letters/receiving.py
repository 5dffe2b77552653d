"""What the letters of receipt and of public notice say: 收件回执, 一次性补正告知书, 公示."""

from __future__ import annotations

from typing import Any

from domain.application import events as f
from domain.application.status import Status
from domain.application.values import expand
from domain.errors import NotAllowed
from usecases.letters.case import Writing, account, applicant, documents, line_row


def receipt(writing: Writing) -> dict[str, Any]:
    """Raises `NotAllowed("receipt-unconfirmed")`: a day that a supervisor has to confirm is not certified before."""
    case = writing.case
    if "backdated-receipt" in case.unconfirmed:
        raise NotAllowed("receipt-unconfirmed", application=case.number)
    return {
        "applicant": applicant(writing),
        "account": account(writing),
        "documents": documents(writing, case.documents),
        "lines_count": len(case.lines),
    }


def correction_request(writing: Writing) -> dict[str, Any]:
    """Raises `NotAllowed("letter-no-correction")` unless a correction is asked for at present."""
    case = writing.case
    last = writing.last(f.CorrectionRequested)
    if last is None or not (case.stage is Status.CORRECTION_REQUESTED or case.awaits_correction):
        raise NotAllowed("letter-no-correction", application=case.number, status=case.status)
    requested, _recorded = last
    return {
        "applicant": applicant(writing),
        "reason": writing.opened(requested.reason).get("reason", ""),
        "lines": [line_row(writing, case, case.lines[line]) for line in expand(requested.lines) if line in case.lines],
        "facts": [writing.dossier.edition.vocabulary[fact].zh for fact in requested.facts],
    }


def public_notice(writing: Writing) -> dict[str, Any]:
    """Raises `NotAllowed("letter-no-notice")` unless a notice runs."""
    case = writing.case
    notice = case.notice
    if notice is None or not case.notice_open:
        raise NotAllowed("letter-no-notice", application=case.number, status=case.status)
    entitled: dict[int, int] = {}
    for due, item in case.items.items():
        entitled[due.line] = entitled.get(due.line, 0) + item.entitled_fen
    rows = [
        {**line_row(writing, case, case.lines[line], masked=True), "amount_fen": entitled[line]}
        for line in expand(notice.lines)
        if entitled.get(line)
    ]
    return {
        "applicant": applicant(writing, masked=True),
        "rows": rows,
        "total_fen": sum(row["amount_fen"] for row in rows),
        "published_on": notice.published_on,
        "closes_on": notice.closes_on,
        "working_days": notice.working_days,
    }
