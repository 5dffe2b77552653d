"""Handing the open work of one officer over to another. It gives nobody a right."""

from __future__ import annotations

from domain.base import Decision
from domain.errors import NoSuchThing, NotAllowed
from domain.office.officer import HandOver, Officer, WorkHandedOver, officer_stream
from domain.office.roles import CASE_ROLES, CITY, Actor, acting


def hand_over(state: Officer | None, to: Officer | None, command: HandOver, actor: Actor) -> Decision:
    """Hand the open work of one officer over to another who may do at least a part of it.

    Raises `NoSuchThing("no-such-officer")`; `NotAllowed`: `hand-over-same`, `hand-over-known`, `hand-over-none` when
    there is nothing to take back, `officer-suspended` for one who cannot work, `hand-over-roles` and
    `hand-over-authority` for one who may not do any of it.
    """
    acting(actor, "keep-officers")
    if state is None:
        raise NoSuchThing("no-such-officer", officer=command.officer)
    if command.to is None:
        if state.handed_over_to is None:
            raise NotAllowed("hand-over-none", officer=command.officer)
    elif to is None:
        raise NoSuchThing("no-such-officer", officer=command.to)
    else:
        _takes_over(state, to)
    return {officer_stream(command.officer): (WorkHandedOver(to=command.to),)}


def _takes_over(state: Officer, to: Officer) -> None:
    if to.officer == state.officer:
        raise NotAllowed("hand-over-same", officer=state.officer)
    if to.officer == state.handed_over_to:
        raise NotAllowed("hand-over-known", officer=state.officer, to=to.officer)
    if to.suspended:
        raise NotAllowed("officer-suspended", officer=to.officer)
    if to.handed_over_to is not None:
        raise NotAllowed("hand-over-onward", to=to.officer, onward=to.handed_over_to)
    if not state.roles & to.roles & CASE_ROLES:
        roles = ", ".join(sorted(state.roles & CASE_ROLES))
        raise NotAllowed("hand-over-roles", officer=state.officer, to=to.officer, roles=roles)
    if to.authority not in (state.authority, CITY):
        raise NotAllowed("hand-over-authority", to=to.officer, authority=state.authority)
