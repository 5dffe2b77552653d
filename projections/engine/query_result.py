"""What every question gives back: rows, and as of which position of the log they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import msgspec

from domain.errors import NotAllowed
from projections.engine.progress import ModelStatus

_R = TypeVar("_R")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryResult(Generic[_R]):
    """`rows` as of `position`, when the log's head was at `head`; `behind` events were not yet folded."""

    rows: tuple[_R, ...]
    position: int
    head: int
    behind: int


def query_result(rows: Iterable[_R], standing: ModelStatus) -> QueryResult[_R]:
    """Raises `NotAllowed("view-spoiled")` for a row that says something that no row of the model can."""
    try:
        read = tuple(rows)
    except (ValueError, msgspec.DecodeError) as error:
        raise NotAllowed("view-spoiled", model=standing.model) from error
    return QueryResult(rows=read, position=standing.position, head=standing.head, behind=standing.behind)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None
