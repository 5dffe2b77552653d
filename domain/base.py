"""What a fact is: frozen, in the past tense, and stored under a name of our own that outlives the class.

`@event("stream.kebab-name.vN")` makes the class a frozen, slotted, keyword-only dataclass and enters its stored name. A
changed shape is a new name and an upcast (see `store.line.upcasts`); a name once written is never given another
meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, dataclass_transform


class Event:
    """Something that happened and was recorded."""

    __slots__ = ()

    @property
    def happened_on(self) -> date | None:
        """The legal day on which a *reported* event took effect; None for an officer's own act, which is of today."""
        return None


Decision = Mapping[str, tuple[Event, ...]]
"""What a command records, by stream; empty when there was nothing to do."""

EVENTS: dict[str, type[Event]] = {}
STORED_NAMES: dict[type[Event], str] = {}

_F = TypeVar("_F", bound=Event)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event(stored_name: str) -> Callable[[type[_F]], type[_F]]:
    """Declare a fact and the name under which it is stored for ever."""

    def declare(cls: type[_F]) -> type[_F]:
        declared: type[_F] = dataclass(frozen=True, slots=True, kw_only=True)(cls)
        assert stored_name not in EVENTS, f"two facts are stored as {stored_name}"
        EVENTS[stored_name] = declared
        STORED_NAMES[declared] = stored_name
        return declared

    return declare
