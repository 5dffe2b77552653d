"""How far each read model is, of which log, and whether it may be built on.

A model's position is moved in the transaction that writes its rows, and only from the position that the rows were
folded onto, so that each event is folded exactly once whoever is killed when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256

from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table, select

from projections.engine.model import METADATA, Model
from projections.events.entries import entries, stored_names
from store.errors import StoreBusy, StoreUnavailable
from store.log import Reading

_OPENING = stored_names(["log.opened.v1"])
PROGRESS = Table(
    "projection",
    METADATA,
    Column("name", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("log", String, nullable=False),  # the identity of the log, from its first event
    Column("position", BigInteger, nullable=False),
    Column("leaf", String, nullable=False),  # SHA-256 of the line at the position, hexadecimal
    Column("generation", Integer, nullable=False),  # how often it was built
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelStatus:
    """How a read model stands to its store: folded up to `position` of the `head` positions that the log has.

    `error` is None, or why it cannot answer or go on: `views-behind` (never built), `views-older` and `views-newer`
    (built by another version of the program), `views-other-store`, `views-diverged` (the store was put back to an
    earlier state since). All but `views-other-store` and `views-newer` are mended by a rebuild.
    """

    model: str
    position: int
    head: int
    version: int | None
    generation: int
    error: str | None

    @property
    def behind(self) -> int:
        return max(0, self.head - self.position)

    def require(self, *, tolerated: Sequence[str] = ()) -> None:
        """Raises StoreUnavailable with the trouble, if there is one that is not `tolerated`."""
        if self.error is not None and self.error not in tolerated:
            raise StoreUnavailable(self.error, model=self.model, position=self.position, head=self.head)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place in a log that can be recognised: the log's identity, a position, and the digest of the line there."""

    log: str
    position: int
    leaf: str


def mark(log: Reading, position: int) -> Mark:
    """Mark a position; 0 is before the first event."""
    return Mark(log=_identity(log), position=position, leaf=_leaf(log, position))


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What the views say about a model: built in which version, for the how manieth time, folded up to which mark."""

    version: int
    generation: int
    at: Mark


def built(connection: Connection) -> dict[str, Built]:
    """What the table of progress, which must be there, has about each model that was built, by its name."""
    return {
        name: Built(version=version, generation=generation, at=Mark(log=log, position=position, leaf=leaf))
        for name, version, log, position, leaf, generation in connection.execute(_ALL)
    }


def standings(records: Mapping[str, Built], log: Reading, models: Iterable[Model]) -> tuple[ModelStatus, ...]:
    """How `models` stand to a view of the log that is not older than the records."""
    head = log.head().size
    # Most models stand at one position: what is asked of the log about it is asked once.
    identity, leaf = cache(partial(_identity, log)), cache(partial(_leaf, log))

    def error(record: Built, model: Model) -> str | None:
        # What was built of an empty log belongs to any.
        if record.at.position and record.at.log != identity():
            return "views-other-store"
        if record.version != model.VERSION:
            return "views-newer" if record.version > model.VERSION else "views-older"
        return None if record.at.leaf == leaf(record.at.position) else "views-diverged"

    def standing(model: Model) -> ModelStatus:
        record = records.get(model.NAME)
        return ModelStatus(
            model=model.NAME,
            position=record.at.position if record else 0,
            head=head,
            version=record.version if record else None,
            generation=record.generation if record else 0,
            error=error(record, model) if record else "views-behind",
        )

    return tuple(map(standing, models))


def advance(connection: Connection, models: Iterable[Model], onto: int, to: Mark) -> None:
    """Move models from position `onto` to the mark. Raises StoreBusy when another runner was faster."""
    names = [model.NAME for model in models]
    moved = connection.execute(
        PROGRESS.update()
        .where(PROGRESS.c.name.in_(names), PROGRESS.c.position == onto)
        .values(log=to.log, position=to.position, leaf=to.leaf)
    )
    if moved.rowcount != len(names):
        raise StoreBusy("store-busy", models=", ".join(names))


def enter(connection: Connection, model: Model, generation: int, at: Mark) -> None:
    """Enter that `model` has been built for the `generation`-th time, up to the mark."""
    connection.execute(PROGRESS.delete().where(PROGRESS.c.name == model.NAME))
    connection.execute(
        PROGRESS.insert().values(
            name=model.NAME,
            version=model.VERSION,
            log=at.log,
            position=at.position,
            leaf=at.leaf,
            generation=generation,
        )
    )


_ALL = select(PROGRESS)


def _identity(log: Reading) -> str:
    """Empty for a log without events. Raises StoreUnavailable("line-unreadable") when the first one opens no log."""
    first = log.rows(limit=1)
    if not first:
        return ""
    if first[0].name not in _OPENING:
        raise StoreUnavailable("line-unreadable", position=1)
    (opened,) = entries(first)
    identity: str = opened.data.log
    return identity


def _leaf(log: Reading, position: int) -> str:
    """Empty for no position, and for one that the log does not have."""
    rows = log.rows(after=position - 1, limit=1) if position else []
    return sha256(rows[0].line).hexdigest() if rows else ""
