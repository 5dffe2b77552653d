"""The read models of one store, opened: the store that they follow and the database that they are in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, inspect

from projections.database.connections import ViewsDatabase
from projections.engine.model import Model
from projections.engine.progress import PROGRESS, Built, ModelStatus, built, standings
from store.log import LOCK_TIMEOUT_S, Database


class Views:
    """`url` is chosen by the caller (see `projections.database.connections.views_beside`); nothing is opened before it
    is used.

    With `read_only` nothing is ever written, and the read models answer as of the position at which they are. What
    goes wrong is a StoreUnavailable or a StoreBusy; see `projections.database.errors` and
    `projections.engine.progress.ModelStatus`.
    """

    def __init__(
        self, store: Database, url: str, *, read_only: bool = False, lock_timeout_s: float = LOCK_TIMEOUT_S
    ) -> None:
        self.store = store
        self.read_only = read_only
        self.database = ViewsDatabase(url, read_only=read_only, lock_timeout_s=lock_timeout_s)
        self._has_tables = False

    def status(self, models: Sequence[Model]) -> tuple[ModelStatus, ...]:
        """How each of `models` stands, troubles included; raises only when the database cannot be read at all."""
        if not self.database.exists():
            return self._judged({}, models)
        with self.database.reading() as connection:
            return self.standings(connection, models)

    @contextmanager
    def asking(self, model: Model) -> Iterator[tuple[Connection, ModelStatus]]:
        """A snapshot of the views for a question about `model`. Raises StoreUnavailable when it cannot answer."""
        if not self.database.exists():
            self._judged({}, [model])[0].require()
        with self.database.reading() as connection:
            (status,) = self.standings(connection, [model])
            status.require()
            yield connection, status

    def standings(self, connection: Connection, models: Sequence[Model]) -> tuple[ModelStatus, ...]:
        """The same as `status`, within a transaction."""
        self._has_tables = self._has_tables or inspect(connection).has_table(PROGRESS.name)
        return self._judged(built(connection) if self._has_tables else {}, models)

    def close(self) -> None:
        self.database.close()

    def _judged(self, records: Mapping[str, Built], models: Sequence[Model]) -> tuple[ModelStatus, ...]:
        # The log is read after the views, so that it cannot be the older of the two.
        with self.store.reading() as log:
            return standings(records, log, models)
