"""Text that people give: which of its characters may be kept, in the log and on a screen; and how references of a bank
are compared.

Refused are control characters (C0, DEL, C1 and so every escape sequence), the controls of writing direction, characters
of no width such as U+200B and U+FEFF, separators of lines and paragraphs, surrogates, what is no character, and U+FFFD,
which stands where text was garbled. Surrogates are the one thing that no two writers of JSON agree about: text without
them is canonical in the log by itself. Selectors of variants, private characters and fillers of Hangul pass: rare
Chinese names are written with the first two, and none of them does anything to a terminal or a line. ADR 0046.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
REPLACEMENT = "\ufffd"


def reference_key(reference: str) -> str:
    """By what references of a bank are compared: whoever copies one types other widths, cases or spaces (`T1`, `Ｔ1`,
    `t 1`). What is recorded is what was typed.
    """
    return "".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", reference).casefold()).split())


_BRACKETS = str.maketrans(dict.fromkeys("〔【[〈《「『〖〘〚{<", "(") | dict.fromkeys("〕】]〉》」』〗〙〛}>", ")"))
_YEAR_AND_NUMBER = re.compile(r"\(?(?P<year>[0-9]{4})(?:年?\)|年)第?0*(?P<number>[0-9]+)[号號](?:文件|文)?")


def document_key(document: str) -> str:
    """By what numbers of documents are compared: as references are, whichever brackets stand around the year
    (`〔2024〕`, `[2024]`, `「2024」`, `2024年`), and however the number behind it is written (`9号`, `第9號`,
    `09号文`).
    """
    return _YEAR_AND_NUMBER.sub(r"(\g<year>)\g<number>号", reference_key(document).translate(_BRACKETS))


def is_visible(character: str) -> bool:
    """Whether a character can be seen: no control, directional, surrogate or garbled one."""
    if character == REPLACEMENT:
        return False
    if character.isprintable():
        return True
    return not (unicodedata.category(character) in _INVISIBLE or ord(character) & 0xFFFE == 0xFFFE)


def first_invisible(text: str, allowed: str = "") -> int | None:
    """Where the first character stands that cannot be kept, from 0; None for nearly all text."""
    if text.isprintable() and REPLACEMENT not in text:
        return None
    # Each character is judged once, however long the text: a whole pack is looked at before it is adopted.
    invisible = {sign for sign in set(text) if not (sign in allowed or is_visible(sign))}
    return min(map(text.index, invisible), default=None)


def visible(text: str, allowed: str = "") -> str:
    """Text from anywhere made fit to be printed, with a mark in the place of what cannot be seen."""
    if first_invisible(text, allowed) is None:
        return text
    return "".join(sign if sign in allowed or is_visible(sign) else REPLACEMENT for sign in text)
