"""Rows of a small table: read once, all of them, and in memory from then on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Connection, Table, select

from projections.database.connections import upsert

_V = TypeVar("_V", bound=msgspec.Struct)


class WholeTable(Generic[_V]):
    """The rows of a table as structs of its columns, by the first of them. Where that is not the whole primary key, the
    last row in the order of the key is the one that is asked for.
    """

    def __init__(self, table: Table, shape: Callable[..., _V]) -> None:
        self._table, self._shape = table, shape
        self._by_key: dict[Any, _V] = {}
        self._loaded = False
        self._new: list[_V] = []

    def load(self, connection: Connection) -> None:
        """Read them, the first time."""
        if not self._loaded:
            for row in connection.execute(select(self._table).order_by(*self._table.primary_key)):
                self._by_key[row[0]] = self._shape(*row)
            self._loaded = True

    def get(self, key: str) -> _V | None:
        return self._by_key.get(key)

    def __getitem__(self, key: str) -> _V:
        """Raises KeyError."""
        return self._by_key[key]

    def put(self, value: _V) -> None:
        """A new row, or one that takes the place of another."""
        self._by_key[msgspec.structs.astuple(value)[0]] = value
        self._new.append(value)

    def write(self, connection: Connection) -> None:
        upsert(connection, self._table, [msgspec.structs.astuple(value) for value in self._new])
        self._new.clear()
