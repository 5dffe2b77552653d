"""What differs between two editions: tables and values that were added, removed or changed, by their place."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place. `before` is None for what was added, `after` for what was removed; values are plain JSON."""

    path: Path
    before: Any
    after: Any

    @property
    def change(self) -> str:
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def differences(before: bytes, after: bytes) -> list[Difference]:
    """Every difference between two packs that load, in the order of their tables: comments and layout are none.

    A table that only one of them has is one difference, not one for each of its keys.
    """
    return list(_of(_read(before), _read(after), ()))


def _read(content: bytes) -> dict[str, Any]:
    return tomllib.loads(content.decode("utf-8"), parse_float=Decimal)


def _of(before: Any, after: Any, path: Path) -> Iterator[Difference]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            yield from _of(before.get(key), after.get(key), (*path, key))
        if list(before) != list(after) and set(before) == set(after) and path == ("funding_order",):
            # The order of these tables is what they say.
            yield Difference(path=path, before=list(before), after=list(after))
    elif before != after:
        yield Difference(path=path, before=_plain(before), after=_plain(after))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_plain(member) for member in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
