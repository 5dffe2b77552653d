"""Which letters there are, what each is about beside its case, and when it was written before. ADR 0030."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.application.events import LetterIssued
from domain.calendar import legal_day
from store.line.envelope import Recorded


class LetterKind(StrEnum):
    RECEIPT = "receipt"
    """收件回执."""
    CORRECTION_REQUEST = "correction-request"
    """一次性补正告知书."""
    REFUSAL = "refusal"
    """不予受理决定书, or 不予批准决定书."""
    APPROVAL = "approval"
    """审核决定书."""
    PUBLIC_NOTICE = "public-notice"
    """公示, with names and document numbers masked."""
    RECOVERY_NOTICE = "recovery-notice"
    """拟追回告知书."""
    RECOVERY_DEMAND = "recovery-demand"
    """追回通知书."""
    RECOVERY_REMINDER = "recovery-reminder"
    """催告书."""
    OBJECTION_DECISION = "objection-decision"
    """异议处理决定书."""
    FOLLOW_UP = "follow-up"
    """续审决定书."""
    REVOCATION = "revocation"
    """撤销决定书."""
    TRANSFER_NOTICE = "transfer-notice"
    """移送告知书."""

    @property
    def short(self) -> str:
        """What stands for it in the number of a letter."""
        return _SHORT[self]


_SHORT = {
    LetterKind.RECEIPT: "收件",
    LetterKind.CORRECTION_REQUEST: "补正",
    LetterKind.REFUSAL: "不予",
    LetterKind.APPROVAL: "审核",
    LetterKind.PUBLIC_NOTICE: "公示",
    LetterKind.RECOVERY_NOTICE: "告知",
    LetterKind.RECOVERY_DEMAND: "追回",
    LetterKind.RECOVERY_REMINDER: "催告",
    LetterKind.OBJECTION_DECISION: "异议",
    LetterKind.FOLLOW_UP: "续审",
    LetterKind.REVOCATION: "撤销",
    LetterKind.TRANSFER_NOTICE: "移送",
}


OF_RECOVERIES = (LetterKind.RECOVERY_NOTICE, LetterKind.RECOVERY_DEMAND, LetterKind.RECOVERY_REMINDER)
"""Letters of finance, about a demand by its id."""


def number_of(application: str, kind: LetterKind, count: int) -> str:
    """The number of a letter among those of its kind."""
    return f"{application}-{kind.short}-{count}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A letter as it was first issued: its place among the letters of its kind, the day it bears, and its hash."""

    count: int
    at: int
    """The version of the case with it."""
    on: date
    by: str
    sha256: str


def issued_before(recorded: Iterable[Recorded], kind: LetterKind) -> list[Issued]:
    """The letters of a kind that the case has, each once; one that was made again is the same letter."""
    letters: dict[str, Issued] = {}
    for line in recorded:
        event = line.event
        if isinstance(event, LetterIssued) and event.letter == kind and event.sha256 not in letters:
            day = legal_day(line.recorded_at)
            letters[event.sha256] = Issued(
                count=len(letters) + 1, at=line.version, on=day, by=line.actor, sha256=event.sha256
            )
    return list(letters.values())
