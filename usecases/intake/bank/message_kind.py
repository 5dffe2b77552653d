"""Whether a file is a message of ISO 20022; told from its first bytes, without reading XML."""

from __future__ import annotations

import codecs

_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"


def is_message(content: bytes) -> bool:
    """Whether the bytes are XML in which the namespace of such messages stands, in whatever encoding."""
    encoding = "utf-8"
    for mark, of_mark in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if content.startswith(mark):
            encoding = of_mark
    beginning = content[:400].decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")
    return beginning.startswith("<") and _NAMESPACE.encode(encoding) in content
