"""Handing the open work of one officer over to another. It gives nobody a right."""

from __future__ import annotations

from domain.base import Decision
from domain.errors import NoSuchThing, NotAllowed
from domain.office.officer import HandOver, Officer, WorkHandedOver, officer_stream
from domain.office.roles import CASE_ROLES, Actor, acting


def hand_over(state: Officer | None, to: Officer | None, command: HandOver, actor: Actor) -> Decision:
    """Hand the open work of one officer over to another who may do at least a part of it.

    Raises `NoSuchThing("no-such-officer")`; `NotAllowed`: `hand-over-same`, `hand-over-known`, `hand-over-none` when
    there is nothing to take back, `hand-over-nothing` for who has no part in cases, `officer-suspended` for one who
    cannot work, `hand-over-roles` and `hand-over-authority` for one who may not do any of it.
    """
    if state is None:
        acting(actor, "keep-officers")
        raise NoSuchThing("no-such-officer", officer=command.officer)
    acting(actor, "keep-officers", state.authority)
    if command.to is None:
        if state.handed_over_to is None:
            raise NotAllowed("hand-over-none", officer=command.officer)
    elif to is None:
        raise NoSuchThing("no-such-officer", officer=command.to)
    else:
        _takes_over(state, to, actor.supervised_by)
    return {officer_stream(command.officer): (WorkHandedOver(to=command.to),)}


def _takes_over(state: Officer, to: Officer, supervised_by: str) -> None:
    if to.officer == state.officer:
        raise NotAllowed("hand-over-same", officer=state.officer)
    if to.officer == state.handed_over_to:
        raise NotAllowed("hand-over-known", officer=state.officer, to=to.officer)
    if not to.works:
        raise NotAllowed("officer-suspended", officer=to.officer)
    if to.handed_over_to is not None:
        raise NotAllowed("hand-over-onward", to=to.officer, onward=to.handed_over_to)
    if not state.roles & CASE_ROLES:
        raise NotAllowed("hand-over-nothing", officer=state.officer)
    if not state.roles & to.roles & CASE_ROLES:
        roles = ", ".join(sorted(state.roles & CASE_ROLES))
        raise NotAllowed("hand-over-roles", officer=state.officer, to=to.officer, roles=roles)
    if to.authority not in (state.authority, supervised_by):
        raise NotAllowed("hand-over-authority", to=to.officer, authority=state.authority)
