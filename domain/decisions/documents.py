"""What stands in the log in clear stands there for everybody, so that it must not name a person: the names and numbers
of documents, what is to be reached with money, and references that somebody types.

What is refused is the number of an identity card (18 characters with a day of birth and the check of GB 11643, or 15 of
the older ones) and of a payment card (16 to 19 digits with the beginning of an issuer and the check of ISO/IEC 7812-1),
whatever stands between its digits, and with letters for digits that look alike. Other accounts have no check, and
nobody can tell them from the number of a document, nor a name from a word. Other free text about somebody is sealed,
and may name whom it wants. References in files of a bank are as the bank has them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

from domain.application.values import Document, ReceiptValues
from domain.base import Struct
from domain.errors import NotAllowed
from domain.imports.debt_events import BroughtDebt
from domain.imports.events import AbridgedLine
from domain.office.allotment_proposals import Target
from domain.office.draw_rules import Forbidden
from domain.office.indicator import Indicator
from domain.treasury.receipts import CorrectReceipt
from domain.treasury.recoveries import ReceiveRecovery
from domain.treasury.reply_outcomes import renamed_to
from domain.treasury.run_commands import AttachToRun, CorrectReply

DOCUMENTS = frozenset({"document", "used_document", "vouchers", "score_sheet", "basis"})
"""Fields that name a document, or have its number, wherever they stand."""
OF_TYPE: Mapping[type[Struct], frozenset[str]] = MappingProxyType(
    {
        Document: frozenset({"number"}),
        AttachToRun: frozenset({"name", "number"}),
        AbridgedLine: frozenset({"number"}),
        BroughtDebt: frozenset({"number"}),
        Target: frozenset({"what", "unit"}),
        Indicator: frozenset({"programme", "project"}),
        Forbidden: frozenset({"because"}),
    }
)
"""And what is called otherwise, or is the number of something else elsewhere."""

_ALIKE = re.compile(r"(?<=\d)[OIL]+|[OIL]+(?=\d)")
_AS_DIGITS = str.maketrans("OIL", "011")
_SEPARATOR = re.compile(r"(?<=\d)[\W_]+(?=[\dX])")
_IDENTITY_CARD = re.compile(r"(?<!\d)[1-8]\d{16}[\dX](?![\dX])")
_OLD_IDENTITY_CARD = re.compile(
    r"(?<![\dA-Z])(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d{4}(\d{6})\d{3}(?![\dA-Z])"
)
"""Without a check, given out until 1999: whoever has one, and is paid, was born since `_FIRST_OF_OLD`."""
_FIRST_OF_OLD = 1934
_LAST_BORN = 2015
"""Whoever is paid was born before. A bank numbers by its days, which are of later years: no reference is refused by
chance.
"""
_PAYMENT_CARD = re.compile(r"(?<!\d)(?=62|4|5[1-5]|9558)\d{16,19}(?!\d)")
"""UnionPay, Visa, Mastercard, and the older cards of ICBC."""
_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(18))


def names_nobody(command: object) -> None:
    """Raises `NotAllowed`: `document-names-somebody` for a command with the name or number of a document, or another
    text in clear, that has the number of an identity card or a payment card in it; `reference-names-somebody` for one
    with a reference that has that of an identity card.
    """
    for text in document_texts(command):
        if is_personal(text):
            raise NotAllowed("document-names-somebody")
    for reference in typed_references(command):
        if names_a_person(reference):
            raise NotAllowed("reference-names-somebody", reference=reference)


def typed_references(command: object) -> Iterator[str]:
    """References of a bank that somebody types. What was recorded may be repeated, to be corrected."""
    match command:
        case ReceiveRecovery(reference=reference):
            yield reference
        case CorrectReceipt(instead=ReceiptValues(reference=reference)) if reference != command.reference:
            yield reference
        case CorrectReply(corrections=corrections):
            yield from (message.reference for message in renamed_to(corrections))


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
    return any(
        any(map(_is_identity_card, _IDENTITY_CARD.findall(written)))
        or any(map(_is_old_birthday, _OLD_IDENTITY_CARD.findall(written)))
        or any(map(_passes_luhn, _PAYMENT_CARD.findall(written)))
        for written in _as_meant(text)
    )


def names_a_person(reference: str) -> bool:
    """Whether the number of an identity card stands in a reference: many of a bank look like cards of a bank, or like
    days of this century.
    """
    cards = (number for written in _as_meant(reference) for number in _IDENTITY_CARD.findall(written))
    return any(_is_identity_card(number) and int(number[6:10]) < _LAST_BORN for number in cards)


def _as_meant(text: str) -> Iterator[str]:
    """A text as it is written, and without what hides a number in it."""
    folded = unicodedata.normalize("NFKC", text).upper()
    yield folded
    plain = _SEPARATOR.sub("", folded)
    yield plain
    yield _ALIKE.sub(lambda alike: alike[0].translate(_AS_DIGITS), plain)


def _is_old_birthday(born: str) -> bool:
    try:
        return date(1900 + int(born[:2]), int(born[2:4]), int(born[4:])).year >= _FIRST_OF_OLD
    except ValueError:
        return False


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
