"""What a shape is. A command is the events of one decision, stream by stream; its first event leads it.

A shape is keyed by its leading event and a permission, since a confirmation confirms one thing or another. Whatever
follows, follows because the decision has it follow: nobody records a consequence alone.
"""

from __future__ import annotations

from enum import StrEnum

from domain.base import Event, Struct


class Half(StrEnum):
    """What a command is to a proposal: nothing, its first half, or its second."""

    ALONE = "alone"
    OPENS = "opens"
    CLOSES = "closes"


class Stands(StrEnum):
    """In which stream of the command an event stands."""

    SAME = "same"
    """In that of the leading event."""
    OTHER = "other"
    """In another one, where more of its kind may stand."""
    APART = "apart"
    """In another one, and no two of its kind in one."""


class Where(Struct):
    """What a member of an event is: there or not (null, or absent), and if `values` are named, one of these.

    Of a list, every item is one of them.
    """

    member: str
    filled: bool = True
    values: tuple[str, ...] = ()


class Follower(Struct):
    """One of `events` follows, at least and at most so often in the command; `most` None is without bound."""

    events: tuple[type[Event], ...]
    least: int = 0
    most: int | None = 1
    stands: Stands = Stands.SAME
    after: tuple[type[Event], ...] = ()
    """One of these stands before it in its stream, within the command."""
    beside: type[Event] | None = None
    """It follows only where the command has this one, and only then so often."""
    where: Where | None = None


class Shape(Struct):
    leads: type[Event]
    permission: str
    """A key of `domain.office.roles.PERMISSIONS`, or one that needs no role (`domain.shapes.rights`)."""
    half: Half = Half.ALONE
    followers: tuple[Follower, ...] = ()
