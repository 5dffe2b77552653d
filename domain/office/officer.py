"""Officers: enrolment, roles and keys. One stream an officer; the log is the only register of public keys."""

from __future__ import annotations

from typing import assert_never

from domain.base import CONSEQUENCE, Decision, Event, Struct, alone, event, replace
from domain.errors import NoSuchThing, NotAllowed, NotPermitted
from domain.office.roles import CASE_ROLES, CITY, Actor, Role, acting


def officer_stream(officer: str) -> str:
    return f"officer-{officer}"


@event("log.opened.v1", CONSEQUENCE)
class LogOpened(Event):
    """The first event of every store. `simulated` marks a store on a simulated clock, for good."""

    log: str
    """A random identity of this log, so that two stores can never be taken for one another."""
    simulated: bool


@event("officer.enrolled.v1", alone("keep-officers"))
class OfficerEnrolled(Event):
    officer: str
    sealed: str
    """The officer's name, sealed under the officer's own key."""
    roles: tuple[Role, ...]
    authority: str
    public_key: str
    """Ed25519, raw, base64."""


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
    public_key: str


@event("officer.handed-over.v1", alone("keep-officers"))
class WorkHandedOver(Event):
    """From now on, what waits for the officer waits for `to`; None when the officer takes their own work back.

    It gives nobody a right: roles, authority and the second pair of eyes stay as they are.
    """

    to: str | None


class OpenLog(Struct):
    """Make the first administrator, who needs no one's leave because there is no one yet."""

    log: str
    simulated: bool
    officer: str
    sealed: str
    authority: str
    public_key: str


class EnrolOfficer(Struct):
    officer: str
    sealed: str
    roles: tuple[Role, ...]
    authority: str
    public_key: str


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
    public_key: str


class HandOver(Struct):
    """Let the open work of `officer` be that of `to`, or with None be their own again."""

    officer: str
    to: str | None


class Officer(Struct):
    officer: str
    sealed: str
    roles: frozenset[Role]
    authority: str
    public_key: str
    suspended: bool = False
    handed_over_to: str | None = None

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
            public_key=happened.public_key,
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
            return replace(state, public_key=happened.public_key)
        case WorkHandedOver():
            return replace(state, handed_over_to=happened.to)
    assert_never(happened)


def open_log(command: OpenLog) -> Decision:
    return {
        "log": (LogOpened(log=command.log, simulated=command.simulated),),
        officer_stream(command.officer): (
            OfficerEnrolled(
                officer=command.officer,
                sealed=command.sealed,
                roles=(Role.ADMINISTRATOR,),
                authority=command.authority,
                public_key=command.public_key,
            ),
        ),
    }


OfficerCommand = EnrolOfficer | GrantRole | RevokeRole | SuspendOfficer | RotateKey


def decide(state: Officer | None, command: OfficerCommand, actor: Actor) -> Decision:
    """Keep the register of officers. Officers may rotate their own key; all else is an administrator's."""
    return {officer_stream(command.officer): _decide(state, command, actor)}


def _decide(state: Officer | None, command: OfficerCommand, actor: Actor) -> tuple[Event, ...]:
    if isinstance(command, EnrolOfficer):
        return _enrol(state, command, actor)
    if state is None:
        raise NoSuchThing("no-such-officer", officer=command.officer)
    match command:
        case RotateKey():
            if command.officer != actor.officer:
                acting(actor, "keep-officers")
            return (KeyRotated(public_key=command.public_key),)
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


def _enrol(state: Officer | None, command: EnrolOfficer, actor: Actor) -> tuple[Event, ...]:
    acting(actor, "keep-officers")
    if state is not None:
        raise NotAllowed("officer-enrolled", officer=command.officer)
    _compatible(frozenset(command.roles))
    return (
        OfficerEnrolled(
            officer=command.officer,
            sealed=command.sealed,
            roles=tuple(sorted(command.roles)),
            authority=command.authority,
            public_key=command.public_key,
        ),
    )


def _compatible(roles: frozenset[Role]) -> None:
    """Inspectors and administrators have no case rights, and neither is the other."""
    apart = roles & {Role.INSPECTOR, Role.ADMINISTRATOR}
    if len(apart) > 1 or (apart and roles & CASE_ROLES):
        raise NotAllowed("roles-incompatible", roles=", ".join(sorted(roles)))
