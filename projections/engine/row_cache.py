"""Rows that change as events are folded: read by key, kept in memory from page to page, written back in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Table, bindparam, select

from projections.database.connections import upsert

_V = TypeVar("_V")
_KEYS_A_QUERY = 500


class RowCache(Generic[_V]):
    """The rows of a table with one key column, as values that the fold changes in place.

    `weigh` says how much memory a value takes, in any unit; no more than `capacity` stays after a write, however many
    rows there are.
    """

    def __init__(
        self,
        table: Table,
        *,
        read: Callable[[Sequence[Any]], _V],
        row: Callable[[_V], tuple[Any, ...]],
        weigh: Callable[[_V], int],
        capacity: int,
    ) -> None:
        self._table = table
        (self._key,) = table.primary_key
        self._read = read
        self._row = row
        self._weigh = weigh
        self._capacity = capacity
        self._values: dict[str, _V] = {}
        self._weights: dict[str, int] = {}
        self._weight = 0
        self._touched: set[str] = set()
        self._changed: set[str] = set()

    def fetch(self, connection: Connection, keys: Iterable[str]) -> None:
        """Read those of `keys` that are not in memory; a key without a row is left out."""
        missing = sorted(set(keys).difference(self._values))
        at = self._table.columns.values().index(self._key)
        query = select(self._table).where(self._key.in_(bindparam("keys", expanding=True)))
        for first in range(0, len(missing), _KEYS_A_QUERY):
            for row in connection.execute(query, {"keys": missing[first : first + _KEYS_A_QUERY]}):
                self._values[row[at]] = value = self._read(row)
                self._put_on_the_scales(row[at], value)

    def add(self, key: str, value: _V) -> None:
        self._values[key] = value
        self._touched.add(key)

    def get(self, key: str) -> _V | None:
        return self._values.get(key)

    def change(self, key: str) -> _V | None:
        """The value, which the caller is about to change; None if there is no such row."""
        value = self._values.get(key)
        if value is not None:
            self._touched.add(key)
        return value

    def write(self, connection: Connection, *, lazily: bool) -> None:
        """Write what changed. `lazily` keeps it back as long as memory allows, so that many pages share one write."""
        for key in self._touched:
            self._put_on_the_scales(key, self._values[key])
        self._changed |= self._touched
        self._touched.clear()
        if lazily and self._weight <= self._capacity:
            return
        upsert(connection, self._table, [self._row(self._values[key]) for key in sorted(self._changed)])
        self._changed.clear()
        if self._weight > self._capacity:
            self._let_go()

    def _put_on_the_scales(self, key: str, value: _V) -> None:
        weight = self._weigh(value)
        self._weight += weight - self._weights.get(key, 0)
        self._weights[key] = weight

    def _let_go(self) -> None:
        """Forget what was read first, down to half of the capacity, so that this is not done again at once."""
        for key in list(self._values):
            if self._weight <= self._capacity // 2:
                break
            del self._values[key]
            self._weight -= self._weights.pop(key)
