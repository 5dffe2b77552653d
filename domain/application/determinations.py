"""What bodies determined for lines, anew and before."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from domain.application.values import Determination, expand, ranges
from domain.base import replace


def determined_anew(before: tuple[Determination, ...], anew: tuple[Determination, ...]) -> tuple[Determination, ...]:
    """What was determined before, but for the lines that are determined anew."""
    again = {line for part in anew for line in expand(part.lines)}
    others = {line for part in before for line in expand(part.lines)} - again
    return (*determined_of(before, others), *anew)


def determinations_anew(before: Iterable[Determination], given: Iterable[Determination]) -> tuple[Determination, ...]:
    """Those of `given` that do not stand already, in amount, body and documents: a recorded revision has all of them,
    and each reason is sealed anew.
    """
    standing = {(line, *_as_determined(one)) for one in before for line in expand(one.lines)}
    anew = (
        replace(one, lines=ranges(line for line in expand(one.lines) if (line, *_as_determined(one)) not in standing))
        for one in given
    )
    return tuple(one for one in anew if one.lines)


def _as_determined(one: Determination) -> tuple[int, str, str, str | None]:
    return one.amount_fen, one.body, one.document, one.score_sheet


def determined_of(determined: tuple[Determination, ...], lines: Collection[int]) -> tuple[Determination, ...]:
    """What was determined for these lines."""
    of_them = (replace(part, lines=ranges(line for line in expand(part.lines) if line in lines)) for part in determined)
    return tuple(part for part in of_them if part.lines)
