"""Officers: enrolment, roles and keys. One stream an officer; the log is the only register of public keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from domain.base import Decision, Event, Struct, alone, event, replace
from domain.errors import NoSuchThing, NotAllowed, NotPermitted
from domain.office.keys import PublicKey, fitting
from domain.office.roles import CASE_ROLES, CITY, ROLES_APART, Actor, Role, acting
from domain.streams import Kind, stream_name


def officer_stream(officer: str) -> str:
    return stream_name(Kind.OFFICER, officer)


@event("officer.enrolled.v1", alone("keep-officers"))
class OfficerEnrolled(Event):
    officer: str
    sealed: str
    """The officer's name, sealed under the officer's own key."""
    roles: tuple[Role, ...]
    authority: str
    key: PublicKey


@event("officer.role-granted.v1", alone("keep-officers"))
class RoleGranted(Event):
    role: Role


@event("officer.role-revoked.v1", alone("keep-officers"))
class RoleRevoked(Event):
    role: Role


@event("officer.suspended.v1", alone("keep-officers"))
class OfficerSuspended(Event):
    """The officer can do nothing more until a role is granted again. What they did before stands."""


@event("officer.key-rotated.v1", alone("keep-officers"))
class KeyRotated(Event):
    key: PublicKey


@event("officer.handed-over.v1", alone("keep-officers"))
class WorkHandedOver(Event):
    """From now on, what waits for the officer waits for `to`; None when the officer takes their own work back.

    It gives nobody a right: roles, authority and the second pair of eyes stay as they are.
    """

    to: str | None


class EnrolOfficer(Struct):
    officer: str
    sealed: str
    roles: tuple[Role, ...]
    authority: str
    key: PublicKey


class GrantRole(Struct):
    officer: str
    role: Role


class RevokeRole(Struct):
    officer: str
    role: Role


class SuspendOfficer(Struct):
    officer: str


class RotateKey(Struct):
    officer: str
    key: PublicKey


class HandOver(Struct):
    """Let the open work of `officer` be that of `to`, or with None be their own again."""

    officer: str
    to: str | None


class Officer(Struct):
    officer: str
    sealed: str
    roles: frozenset[Role]
    authority: str
    keys: tuple[PublicKey, ...]
    """Every key that the officer has had, the newest last: the one that signs."""
    suspended: bool = False
    handed_over_to: str | None = None

    @property
    def public_key(self) -> str:
        return self.keys[-1].public_key

    @property
    def actor(self) -> Actor:
        return Actor(
            officer=self.officer,
            roles=frozenset() if self.suspended else self.roles,
            authority=self.authority,
        )


OfficerEvent = OfficerEnrolled | RoleGranted | RoleRevoked | OfficerSuspended | KeyRotated | WorkHandedOver


def evolve(state: Officer | None, happened: Event) -> Officer:
    assert isinstance(happened, OfficerEvent), f"not an event of an officer: {happened!r}"
    if isinstance(happened, OfficerEnrolled):
        return Officer(
            officer=happened.officer,
            sealed=happened.sealed,
            roles=frozenset(happened.roles),
            authority=happened.authority,
            keys=(happened.key,),
        )
    assert state is not None, "an officer's first event is the enrolment"
    match happened:
        case RoleGranted():
            return replace(state, roles=state.roles | {happened.role}, suspended=False)
        case RoleRevoked():
            return replace(state, roles=state.roles - {happened.role})
        case OfficerSuspended():
            return replace(state, suspended=True)
        case KeyRotated():
            return replace(state, keys=(*state.keys, happened.key))
        case WorkHandedOver():
            return replace(state, handed_over_to=happened.to)
    assert_never(happened)


OfficerCommand = EnrolOfficer | GrantRole | RevokeRole | SuspendOfficer | RotateKey


def decide(officers: Mapping[str, Officer], command: OfficerCommand, actor: Actor) -> Decision:
    """Keep the register of `officers`. Officers may rotate their own key; all else is an administrator's."""
    enrolled = frozenset(key.public_key for officer in officers.values() for key in officer.keys)
    return {officer_stream(command.officer): _decide(officers.get(command.officer), command, actor, enrolled)}


def _decide(
    state: Officer | None, command: OfficerCommand, actor: Actor, enrolled: frozenset[str]
) -> tuple[Event, ...]:
    """`enrolled` are the public keys of everybody, those of before included."""
    if isinstance(command, EnrolOfficer):
        return _enrol(state, command, actor, enrolled)
    if state is None:
        raise NoSuchThing("no-such-officer", officer=command.officer)
    match command:
        case RotateKey():
            if command.officer != actor.officer:
                acting(actor, "keep-officers")
            _new_key(command.key, enrolled)
            return (KeyRotated(key=command.key),)
        case GrantRole():
            acting(actor, "keep-officers")
            if command.officer == actor.officer:
                raise NotPermitted("own-role", officer=actor.officer)
            _compatible(state.roles | {command.role})
            if command.role in state.roles and not state.suspended:
                raise NotAllowed("role-held", officer=command.officer, role=command.role.value)
            return (RoleGranted(role=command.role),)
        case RevokeRole():
            acting(actor, "keep-officers")
            if command.officer == actor.officer:
                raise NotPermitted("own-role", officer=actor.officer)
            if command.role not in state.roles:
                raise NotAllowed("role-not-held", officer=command.officer, role=command.role.value)
            return (RoleRevoked(role=command.role),)
        case SuspendOfficer():
            acting(actor, "keep-officers")
            if command.officer == actor.officer:
                raise NotPermitted("own-role", officer=actor.officer)
            if state.suspended:
                raise NotAllowed("officer-suspended", officer=command.officer)
            return (OfficerSuspended(),)
    assert_never(command)


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


def _enrol(state: Officer | None, command: EnrolOfficer, actor: Actor, enrolled: frozenset[str]) -> tuple[Event, ...]:
    acting(actor, "keep-officers")
    if state is not None:
        raise NotAllowed("officer-enrolled", officer=command.officer)
    _new_key(command.key, enrolled)
    _compatible(frozenset(command.roles))
    return (
        OfficerEnrolled(
            officer=command.officer,
            sealed=command.sealed,
            roles=tuple(sorted(command.roles)),
            authority=command.authority,
            key=command.key,
        ),
    )


def _new_key(key: PublicKey, enrolled: frozenset[str]) -> None:
    """A key is enrolled once in a log, so that a signature is one officer's. Raises `NotAllowed`."""
    fitting(key)
    if key.public_key in enrolled:
        raise NotAllowed("key-enrolled")


def _compatible(roles: frozenset[Role]) -> None:
    """Inspectors and administrators have no case rights, and neither is the other."""
    if roles & ROLES_APART and len(roles) > 1:
        raise NotAllowed("roles-incompatible", roles=", ".join(sorted(roles)))
