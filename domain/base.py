"""The shapes that the domain is made of: structs, frozen and keyword-only, and events under names of our own.

The one module of the domain that knows msgspec. A `Struct` is a value: a command, a state, a rule, what is given. An
`Event` is something that happened and was recorded; `@event("stream.kebab-name.vN")` enters the name under which it is
stored for ever. A changed shape is a new name and an upcast (see `store.line.upcasts`); a name once written is never
given another meaning. ADR 0037.
"""

from __future__ import annotations

from abc import ABCMeta
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

import msgspec
from msgspec import field as field
from msgspec.structs import asdict as _shallow

if TYPE_CHECKING:
    # A type checker knows the fields only of this one, and the shapes are the same to it.
    from dataclasses import replace as replace
else:
    from msgspec.structs import replace as replace


class StructMeta(msgspec.StructMeta):
    """Makes every subclass frozen and keyword-only.

    msgspec does not hand `kw_only` down, and a subclass without it would have its own fields first: the order of the
    keys that are stored. Raises TypeError for options of a class: they would change how it is stored.
    """

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> Any:
        if options:
            raise TypeError(f"{name}: a struct of the domain takes no options ({', '.join(options)})")
        return super().__new__(mcs, name, bases, namespace, frozen=True, kw_only=True)


class AbstractStructMeta(StructMeta, ABCMeta):
    """For structs with abstract methods."""


if TYPE_CHECKING:

    @dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
    class Struct(msgspec.Struct, frozen=True, kw_only=True):
        """A frozen value with named fields."""

    class AbstractStruct(Struct, frozen=True, kw_only=True):
        """A struct of which some methods are left to its subclasses."""

else:

    class Struct(msgspec.Struct, metaclass=StructMeta):
        """A frozen value with named fields."""

    class AbstractStruct(Struct, metaclass=AbstractStructMeta):
        """A struct of which some methods are left to its subclasses."""


class Event(Struct):
    """Something that happened and was recorded."""

    @property
    def happened_on(self) -> date | None:
        """The legal day on which a *reported* event took effect; None for an officer's own act, which is of today."""
        return None


Decision = Mapping[str, tuple[Event, ...]]
"""What a command records, by stream; empty when there was nothing to do."""


class Part(StrEnum):
    """Whose an event is: an act that one officer does alone, either half of one that two share, or nobody's."""

    ALONE = "alone"
    FIRST = "first"
    SECOND = "second"
    CONSEQUENCE = "consequence"
    """It follows of itself: from a confirmation, from a payment run, or from how a case then stands."""


class Otherwise(Struct):
    """Where `member` of the event is one of `values`, the act falls under this other permission."""

    member: str
    values: tuple[str, ...]
    permission: str


SUBJECT = ""
"""Stands where a member could stand: what the stream of the event is about."""


class Act(Struct):
    """What an event says about who did what. Members of the event are named by text, `a.b` for one within another."""

    part: Part
    permission: str | None = None
    """A key of `domain.office.roles.PERMISSIONS`; None where the event's own `act` is one, or it is nobody's act."""
    otherwise: Otherwise | None = None
    outcome: str | None = None
    """What the second officer made of it."""
    about: str | None = None
    or_about: str | None = None
    """The member that says what it is about, beside the case, and the one that stands in where that is None."""
    pair: str | None = None
    """The member in which both halves agree; None where a stream has one such pair open at a time."""
    pair_within: str | None = None
    """Another one in which they agree then, where it is filled."""
    only_with: str | None = None
    """Without this member it is a consequence."""


CONSEQUENCE = Act(part=Part.CONSEQUENCE)


def alone(
    permission: str,
    *,
    about: str | None = None,
    or_about: str | None = None,
    otherwise: Otherwise | None = None,
    only_with: str | None = None,
) -> Act:
    return Act(
        part=Part.ALONE,
        permission=permission,
        about=about,
        or_about=or_about,
        otherwise=otherwise,
        only_with=only_with,
    )


def first(
    permission: str | None = None,
    *,
    about: str | None = None,
    pair: str | None = None,
    pair_within: str | None = None,
) -> Act:
    return Act(part=Part.FIRST, permission=permission, about=about, pair=pair, pair_within=pair_within)


def second(
    permission: str | None = None,
    *,
    outcome: str,
    about: str | None = None,
    pair: str | None = None,
    pair_within: str | None = None,
) -> Act:
    return Act(
        part=Part.SECOND, permission=permission, outcome=outcome, about=about, pair=pair, pair_within=pair_within
    )


EVENTS: dict[str, type[Event]] = {}
STORED_NAMES: dict[type[Event], str] = {}
ACTS: dict[str, Act] = {}
"""By stored name."""

_E = TypeVar("_E", bound=Event)


def event(stored_name: str, act: Act) -> Callable[[type[_E]], type[_E]]:
    """Enter the name under which an event is stored for ever, and whose act it is."""

    def register(declared: type[_E]) -> type[_E]:
        assert stored_name not in EVENTS, f"two events are stored as {stored_name}"
        EVENTS[stored_name] = declared
        STORED_NAMES[declared] = stored_name
        ACTS[stored_name] = act
        return declared

    return register


def asdict(value: Any) -> Any:
    """A struct as plain mappings, all the way down; what is no struct is left as it is."""
    if isinstance(value, msgspec.Struct):
        return {name: asdict(member) for name, member in _shallow(value).items()}
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(asdict(member) for member in value)
    if isinstance(value, Mapping):
        return {key: asdict(member) for key, member in value.items()}
    return value


def field_names(struct: type[msgspec.Struct] | msgspec.Struct) -> tuple[str, ...]:
    """The names of the fields, in the order in which they are stored."""
    return struct.__struct_fields__
