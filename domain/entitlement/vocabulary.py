"""The words in which claims are written: each fact's name, type and labels. The words are data of the pack."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from domain.base import Struct

ENTRY = "entry"
"""The fact with which an application names an entry of a register; in its file it stands beside the other facts."""


class FactType(StrEnum):
    BOOLEAN = "boolean"
    COUNT = "count"
    """A whole number of class hours, months or people; never negative."""
    FEN = "fen"
    """An amount: integer fen in files for machines, yuan in rosters."""
    DAY = "day"
    TEXT = "text"
    CHOICE = "choice"
    RANK = "rank"
    """A choice among small integers, such as a tier."""
    USCC = "uscc"
    """A unified social credit code, GB 32100-2015."""
    CERTIFICATE = "certificate"
    """A certificate number: kept as a keyed pseudonym, its clear text sealed."""


class Choice(Struct):
    value: str
    zh: str
    en: str


class FactKind(Struct):
    """One word of the vocabulary. Only a CHOICE or a RANK has `choices` (those of a rank are "1", "2" …)."""

    name: str
    type: FactType
    zh: str
    en: str
    choices: tuple[Choice, ...] = ()

    def fits(self, value: object) -> bool:
        """Whether `value` is of this kind's type, and one of its choices where it has any."""
        match self.type:
            case FactType.BOOLEAN:
                return isinstance(value, bool)
            case FactType.COUNT | FactType.FEN:
                return isinstance(value, int) and not isinstance(value, bool) and value >= 0
            case FactType.DAY:
                return isinstance(value, str) and _is_day(value)
            case FactType.CHOICE:
                return isinstance(value, str) and any(value == choice.value for choice in self.choices)
            case FactType.RANK:
                whole = isinstance(value, int) and not isinstance(value, bool)
                return whole and any(str(value) == choice.value for choice in self.choices)
            case FactType.TEXT | FactType.USCC | FactType.CERTIFICATE:
                return isinstance(value, str)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
