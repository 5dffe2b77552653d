"""The name or number of a document stands in the log for everybody, so that it must not be that of a person.

What is refused is the number of an identity card (18 characters with a day of birth and the check of GB 11643) and of a
payment card (16 to 19 digits with the beginning of an issuer and the check of ISO/IEC 7812-1), also with spaces or
hyphens in it. Other accounts have no check, and nobody can tell them from the number of a document. Names of documents
that are sealed may name whom they want.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

from domain.application.values import Document
from domain.base import Struct
from domain.errors import NotAllowed
from domain.imports.debt_events import BroughtDebt
from domain.imports.events import AbridgedLine
from domain.treasury.run_commands import AttachToRun

DOCUMENTS = frozenset({"document", "used_document", "vouchers", "score_sheet", "basis"})
"""Fields that name a document, or have its number, wherever they stand."""
OF_TYPE: Mapping[type[Struct], frozenset[str]] = MappingProxyType(
    {
        Document: frozenset({"number"}),
        AttachToRun: frozenset({"name", "number"}),
        AbridgedLine: frozenset({"number"}),
        BroughtDebt: frozenset({"number"}),
    }
)
"""And what is called otherwise, or is the number of something else elsewhere."""

_SEPARATOR = re.compile(r"(?<=\d)[\s\-‐‑–—·.]+(?=[\dX])")
_IDENTITY_CARD = re.compile(r"(?<!\d)[1-8]\d{16}[\dX](?![\dX])")
_PAYMENT_CARD = re.compile(r"(?<!\d)(?=62|4|5[1-5]|9558)\d{16,19}(?!\d)")
"""UnionPay, Visa, Mastercard, and the older cards of ICBC."""
_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(18))


def names_nobody(command: object) -> None:
    """Raises `NotAllowed("document-names-somebody")` for a command with the name or number of a document that has the
    number of an identity card or a payment card in it.
    """
    for text in document_texts(command):
        if is_personal(text):
            raise NotAllowed("document-names-somebody")


def document_texts(value: object) -> Iterator[str]:
    """The names and numbers of documents that are recorded in clear, wherever in a command they stand."""
    if isinstance(value, (tuple, list, frozenset)):
        for member in value:
            yield from document_texts(member)
    elif isinstance(value, Mapping):
        yield from document_texts(tuple(value.values()))
    elif isinstance(value, Struct):
        for name, named in _looked_at(type(value)):
            content = getattr(value, name)
            if not named:
                yield from document_texts(content)
            elif content is not None:
                yield from (content,) if isinstance(content, str) else content


def is_personal(text: str) -> bool:
    """Whether the number of an identity card or a payment card stands in the text."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return any(_has_personal(written) for written in (folded, _SEPARATOR.sub("", folded)))


def _has_personal(text: str) -> bool:
    return any(map(_is_identity_card, _IDENTITY_CARD.findall(text))) or any(
        map(_passes_luhn, _PAYMENT_CARD.findall(text))
    )


def _is_identity_card(number: str) -> bool:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    digits = (10 if sign == "X" else int(sign) for sign in number)
    return born.year >= 1900 and sum(digit * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11 == 1


def _passes_luhn(number: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


@cache
def _looked_at(kind: type[Struct]) -> tuple[tuple[str, bool], ...]:
    """The fields in which a document may stand, and whether it is their text: a case of many lines is not walked."""
    named = DOCUMENTS | OF_TYPE.get(kind, frozenset())
    hints = get_type_hints(kind)
    return tuple(
        (name, name in named)
        for name in kind.__struct_fields__
        if name in named or any(map(_looked_at, _structs_in(hints[name])))
    )


def _structs_in(hint: Any) -> Iterator[type[Struct]]:
    if isinstance(hint, type) and issubclass(hint, Struct):
        yield hint
    for argument in get_args(hint):
        yield from _structs_in(argument)
