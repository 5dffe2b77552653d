"""What a read model is: a module with these members. The runner knows models by this alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, MetaData, Table

from projections.events.entries import Entry


class Fold(Protocol):
    """Events into rows. A fold lives no longer than the run that began it, and keeps a bounded part of its rows."""

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        """Fold the next events, in memory; rows that are needed and not there are read."""
        ...

    def write(self, connection: Connection, *, lazily: bool) -> None:
        """Write what the events made. `lazily` may keep rows back that will change again."""
        ...


class Model(Protocol):
    """A read model: `TABLES` are its live tables; `begin` starts a fold into them or into tables of the same shape."""

    @property
    def NAME(self) -> str: ...  # noqa: N802  # the members of a module that never change

    @property
    def VERSION(self) -> int: ...  # noqa: N802

    @property
    def EVENTS(self) -> frozenset[str]: ...  # noqa: N802

    @property
    def TABLES(self) -> Sequence[Table]: ...  # noqa: N802

    @property
    def INDEXES(self) -> Mapping[str, Sequence[Sequence[str]]]:  # noqa: N802
        """By table name: the columns of each index."""
        ...

    def begin(self, tables: Sequence[Table]) -> Fold: ...


METADATA = MetaData()
"""Every live table. Day and instant columns hold ISO 8601 text of fixed width, amounts are integer fen."""
