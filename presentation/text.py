"""Text that cannot be seen or was garbled is never shown as it is."""

from __future__ import annotations

import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
REPLACEMENT = "\ufffd"


def is_visible(character: str) -> bool:
    """Whether a character can be seen: no control, bidirectional, private or garbled one."""
    if character == REPLACEMENT:
        return False
    if character.isprintable():
        return True
    return not (unicodedata.category(character) in _INVISIBLE or ord(character) & 0xFFFE == 0xFFFE)
