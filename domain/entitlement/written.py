"""The form in which what people wrote is compared: a station has one name, however it is spelt. ADR 0058."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)  # The same choices, codes and issuers come again line after line.
def folded(text: str) -> str:
    """The form in which limits compare what was written: `normalised`, of which letters and digits alone count.

    Dots, dashes, brackets and quotation marks come in as many kinds as there are keyboards, and are left out as often.
    Between two digits they tell numbers apart (1-12 and 11-2), so that there one stands for all of them; so do `+` and
    `#` behind a letter (C++). What consists of nothing else stands for itself.
    """
    written = normalised(text)
    parts: list[str] = []
    for group in _WORDS.findall("".join(map(_as_written, written))):
        between_digits = parts and parts[-1][-1].isdecimal() and group[0].isdecimal()
        parts.append(f"-{group}" if between_digits else group)
    return "".join(parts) or (written and f"“{written.translate(_SEPARATORS)}”")


def _as_written(sign: str) -> str:
    """A digit of any script as ours, a circle as the zero that it is written for, a modifier as the mark that it looks
    like, and nothing for what nobody sees.
    """
    if sign in _UNSEEN:
        return ""
    if sign in "○◯":
        return "〇"
    if sign != "々" and unicodedata.category(sign) == "Lm":
        return "-"
    return str(unicodedata.decimal(sign, sign))


_WORDS = re.compile(r"[^\W_]+[+#]*")
_UNSEEN = "\u115f\u1160\u3164\uffa0"
"""Hangul fillers are letters to Unicode, and blank to everybody else."""
_SEPARATORS = str.maketrans("|~", "//")


def normalised(text: str) -> str:
    """The form in which written numbers and names are compared: NFKC, upper case, no spaces, and no `|`."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split()).replace("|", "/")
