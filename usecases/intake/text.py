"""Text that people type: normalised, free of characters that cannot be seen, and of a bounded length.

Numbers, codes and headings are folded with NFKC, so that full-width digits are digits. Names and free text are only
composed (NFC): NFKC would change the full-width brackets that stand in registered names, and rare characters of names.
"""

from __future__ import annotations

import unicodedata

from presentation.text import REPLACEMENT, is_visible
from usecases.problems import Problem, problem

TEXT_LENGTH_MAX = 500
NAME_LENGTH_MAX = 120
NUMBER_LENGTH_MAX = 120


def flaw(text: str, *, length_max: int = TEXT_LENGTH_MAX) -> Problem | None:
    """Why `text` cannot be kept as it is, or None: too long, or with control, bidirectional or garbled characters."""
    if len(text) > length_max:
        return problem("text-too-long", length=len(text), length_max=length_max)
    if text.isprintable() and REPLACEMENT not in text:
        return None  # Nearly all text; what is left are rare spaces, and characters newer than this Python.
    for position, character in enumerate(text, 1):
        if character == REPLACEMENT:
            return problem("text-garbled", position=position)
        if not is_visible(character):
            return problem("text-invisible", character=f"U+{ord(character):04X}", position=position)
    return None


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
    visible = "".join(REPLACEMENT if flaw(character) else character for character in text[:length_max])
    return visible + "…" if len(text) > length_max else visible
