"""资金指标: what the document says by which a fund has its money, and how funds are numbered. ADR 0064."""

from __future__ import annotations

import re

from domain.base import Struct
from domain.errors import NotAllowed
from domain.text import document_key

FUND_LETTER, ALLOTMENT_LETTER = "F", "A"
LETTERED_DIGITS = 3
"""So many stand behind the letter in the number of a fund or of an allotment, which so is no number of a run."""
_LETTERS = FUND_LETTER + ALLOTMENT_LETTER
_NUMBER = re.compile(rf"(?P<holder>.+)-[0-9]{{4}}-[{_LETTERS}][0-9]{{{LETTERED_DIGITS}}}", re.ASCII)
_FUNCTION, _ECONOMIC = re.compile("[0-9]{7}", re.ASCII), re.compile("[0-9]{5}", re.ASCII)


class Indicator(Struct):
    """What stays with the money when it is carried over into another year: all of this."""

    source: str
    """Such as `central`, `provincial`, `municipal`, `district`."""
    programme: str
    origin_year: int
    """The budget year in which the money was first provided (指标年度)."""
    document: str
    """指标文号."""
    function: str | None = None
    """功能分类科目, seven digits such as 2080799."""
    economic: str | None = None
    """经济分类科目, five digits such as 50901."""
    project: str | None = None
    """项目代码."""
    direct: bool = False
    """直达资金: the mark goes with the money to the last fen."""
    vouchers: tuple[str, ...] = ()
    """The numbers of the vouchers by which it was booked."""

    def same_money(self, other: Indicator) -> bool:
        """Whether both tell of one line of one document, however it was booked."""
        return _told_apart(self) == _told_apart(other)

    @property
    def kind(self) -> tuple[object, ...]:
        """All that a draw rule may ask of money, the year that it is from and its mark: money of one kind may be
        spent on the same, whichever document it is of.
        """
        asked = (self.source, self.programme, self.function, self.economic, self.project)
        return (*asked, self.origin_year, self.direct)


def _told_apart(one: Indicator) -> tuple[object, ...]:
    return (
        one.source,
        one.programme,
        one.origin_year,
        document_key(one.document),
        one.function,
        one.economic,
        one.project,
    )


def check_codes(indicator: Indicator) -> None:
    """Raises `NotAllowed("code-form")` for an account that is none of its classification."""
    for code, form, digits in ((indicator.function, _FUNCTION, 7), (indicator.economic, _ECONOMIC, 5)):
        if code is not None and form.fullmatch(code) is None:
            raise NotAllowed("code-form", account=code, digits=digits)


def fund_number(holder: str, year: int, number: int) -> str:
    """Such as `350200-2024-F001`: its holder, the budget year in which it may be spent, and a number that counts up."""
    return f"{holder}-{year}-{FUND_LETTER}{number:0{LETTERED_DIGITS}d}"


def allotment_number(holder: str, year: int, number: int) -> str:
    """Such as `350200-2024-A001`: who allots, the budget year of the money, and a number that counts up."""
    return f"{holder}-{year}-{ALLOTMENT_LETTER}{number:0{LETTERED_DIGITS}d}"


def holder_of(number: str) -> str:
    """The authority that holds the fund, or makes the allotment, of this number; the whole text where it is none."""
    match = _NUMBER.fullmatch(number)
    return match["holder"] if match else number


def unlettered(number: str) -> str:
    """The last part of a number, without the letter that it may have."""
    return number.lstrip(_LETTERS)
