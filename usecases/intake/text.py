"""Text that people type: normalised, free of characters that cannot be seen, and of a bounded length.

Numbers, codes and headings are folded with NFKC, so that full-width digits are digits. Names and free text are only
composed (NFC): NFKC would change the full-width brackets that stand in registered names, and rare characters of names.
"""

from __future__ import annotations

import unicodedata

from domain.text import REPLACEMENT, first_invisible, visible
from usecases.problems import Problem, problem

TEXT_LENGTH_MAX = 500
NAME_LENGTH_MAX = 120
NUMBER_LENGTH_MAX = 120


def flaw(text: str, *, length_max: int = TEXT_LENGTH_MAX) -> Problem | None:
    """Why `text` cannot be kept as it is, or None: too long, or with control, bidirectional or garbled characters."""
    if len(text) > length_max:
        return problem("text-too-long", length=len(text), length_max=length_max)
    at = first_invisible(text)
    if at is None:
        return None
    if text[at] == REPLACEMENT:
        return problem("text-garbled", position=at + 1)
    return problem("text-invisible", character=f"U+{ord(text[at]):04X}", position=at + 1)


def free_text(text: str, *, length_max: int = TEXT_LENGTH_MAX) -> str | Problem:
    """`text` composed (NFC), with single spaces and none at its ends; a problem if flawed or if nothing is left."""
    trimmed = text.strip()
    wrong = flaw(trimmed, length_max=length_max)
    if wrong is not None:
        return wrong
    text_ = " ".join(unicodedata.normalize("NFC", trimmed).split())
    return text_ or problem("text-empty")


def name(text: str) -> str | Problem:
    """The name of a person or body. Spaces that only spread a Chinese name over two columns are dropped."""
    text_ = free_text(text, length_max=NAME_LENGTH_MAX)
    if isinstance(text_, Problem) or any(character.isascii() and character.isalpha() for character in text_):
        return text_
    return text_.replace(" ", "")


def number(text: str, *, length_max: int = NUMBER_LENGTH_MAX) -> str | Problem:
    """A number or code folded for comparison: NFKC, upper case, no spaces (the limit `certificate-once`)."""
    text_ = free_text(text, length_max=length_max)
    return text_ if isinstance(text_, Problem) else folded(text_)


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def shown(text: str, *, length_max: int = 40) -> str:
    """Text from a file made fit to stand in a problem: nothing invisible, and not long."""
    beginning = visible(text[:length_max])
    return beginning + "…" if len(text) > length_max else beginning
