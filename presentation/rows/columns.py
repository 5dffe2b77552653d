"""A row is declared once: its fields are the JSON keys, and those with a heading are the columns that people see.

    class Payment(Row):
        application: Annotated[str, Heading(N_("Application"), Kind.NAME)]
        amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]
        drawn: tuple[Draw, ...]

Without a kind the type of the field decides it: `…_fen` is money, a date a day. A field without a heading is for
programs alone. The JSON Schema of `-o json` follows from the same declaration (`schema_of`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, auto
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, dataclass_transform, get_args, get_origin, get_type_hints

import msgspec


class Kind(Enum):
    """How the values of a column are shown to people."""

    TEXT = auto()
    NAME = auto()
    """A number, code or id: never wrapped."""
    COUNT = auto()
    MONEY = auto()
    """Integer fen for programs, yuan for people."""
    DAY = auto()
    INSTANT = auto()
    LABEL = auto()
    """A word of ours (a status, a role): translated for people, as it is for programs."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a column (translated when shown).

    A `minor` column is left out of tables, which have to fit a terminal; every other form has it. One that stands
    `below` is in the table, and below its row where the terminal is too narrow for all of them.
    """

    text: str
    kind: Kind | None = None
    minor: bool = False
    below: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key for programs (`…_fen` for money), the heading for people, and how its values are shown."""

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    minor: bool = False
    below: bool = False

    def called(self, heading: str) -> Column:
        """The column under another heading, where what it holds was chosen."""
        return replace(self, heading=heading)


class RowType(msgspec.StructMeta):
    """Makes every row frozen and its fields keywords: msgspec hands down the one, and not the other."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **config: Any) -> RowType:
        return super().__new__(cls, name, bases, namespace, **{"frozen": True, "kw_only": True, **config})


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Row(msgspec.Struct, metaclass=RowType, frozen=True, kw_only=True):
    """What one row of a listing, or one result, holds. A field that is `msgspec.UNSET` is left out of JSON."""


AnyRow = Row | Mapping[str, Any]


@cache
def columns_of(row_type: type[Row]) -> tuple[Column, ...]:
    """The columns of a row type: its fields that have a heading, in their order."""
    hints = get_type_hints(row_type, include_extras=True)
    keys = {field.name: field.encode_name for field in msgspec.structs.fields(row_type)}
    columns = []
    for name, key in keys.items():
        heading = _heading(hints[name])
        if heading is not None:
            kind = heading.kind or _kind(name, hints[name])
            columns.append(Column(key, heading.text, kind, heading.minor, heading.below))
    return tuple(columns)


def columns(rows: type[Row] | Sequence[Column], *, without: frozenset[str] | set[str] = frozenset()) -> list[Column]:
    """The columns of a row type, but for those of the keys in `without`."""
    declared = columns_of(rows) if isinstance(rows, type) else rows
    return [column for column in declared if column.key not in without]


def ordered(row_type: type[Row], *keys: str) -> tuple[Column, ...]:
    """The columns of these keys, where people read them in another order than programs."""
    by_key = {column.key: column for column in columns_of(row_type)}
    return tuple(by_key[key] for key in keys)


def schema_of(row_type: type[Row]) -> dict[str, Any]:
    """The JSON Schema of a row as `-o json` writes it."""
    return msgspec.json.schema(row_type)


def _heading(hint: Any) -> Heading | None:
    if get_origin(hint) is not Annotated:
        return None
    return next((annotation for annotation in get_args(hint)[1:] if isinstance(annotation, Heading)), None)


def _kind(name: str, hint: Any) -> Kind:
    types = _plain_types(hint)
    if name.endswith("_fen"):
        return Kind.MONEY
    if datetime in types:
        return Kind.INSTANT
    if date in types:
        return Kind.DAY
    if int in types:
        return Kind.COUNT
    if any(isinstance(plain_type, type) and issubclass(plain_type, Enum) for plain_type in types):
        return Kind.LABEL
    return Kind.TEXT


def _plain_types(hint: Any) -> set[Any]:
    """The types that a value may have, looked for through annotations and unions."""
    if get_origin(hint) in (Annotated,):
        return _plain_types(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        return set().union(*map(_plain_types, get_args(hint)))
    return {hint}
