"""Officers: enrolment, roles and keys. One stream an officer; the log is the only register of public keys.

What gives somebody a right is proposed in the stream of the log (`domain.office.log`) and follows here from another's
confirmation. What takes a right away waits for nobody. ADR 0051.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from domain.base import CONSEQUENCE, Event, Struct, alone, event, field, replace
from domain.office.keys import PublicKey
from domain.office.roles import Actor, Deputyship, Role, RoleException, separated
from domain.streams import Kind, stream_name


def officer_stream(officer: str) -> str:
    return stream_name(Kind.OFFICER, officer)


def authority_officer(authority: str) -> str:
    """Under which name the authority above the office confirms what it has to."""
    return f"authority-{authority}"


@event("officer.enrolled.v1", CONSEQUENCE)
class OfficerEnrolled(Event):
    """Follows from a confirmation, and for the first administrator from the opening of the log."""

    officer: str
    sealed: str
    """The officer's name, sealed under the officer's own key."""
    roles: tuple[Role, ...]
    authority: str
    key: PublicKey


@event("officer.second-person-enrolled.v1", alone("second-person"))
class SecondPersonEnrolled(Event):
    """The one exception to two people: with this officer the office has a second one, and takes two from then on."""

    officer: str
    sealed: str
    roles: tuple[Role, ...]
    authority: str
    key: PublicKey


@event("officer.role-granted.v1", CONSEQUENCE)
class RoleGranted(Event):
    role: Role


@event("officer.role-revoked.v1", alone("keep-officers"))
class RoleRevoked(Event):
    role: Role


@event("officer.suspended.v1", alone("suspend-officer"))
class OfficerSuspended(Event):
    """The officer can do nothing more until a role is granted again. What they did before stands."""


@event("officer.exception-granted.v1", CONSEQUENCE)
class ExceptionGranted(Event):
    """The supervising authority has confirmed it. It takes the place of an earlier one."""

    exception: RoleException


@event("officer.deputy-appointed.v1", CONSEQUENCE)
class DeputyAppointed(Event):
    """It takes the place of an earlier one for the same officer."""

    deputyship: Deputyship


@event("officer.deputyship-ended.v1", alone("keep-officers"))
class DeputyshipEnded(Event):
    """Whoever was absent is back, before its last day."""

    absent: str


@event("officer.key-lost.v1", alone("suspend-officer"))
class KeyLost(Event):
    """Nothing more is recorded under it. What was signed with it, and with those before it, from `since` on, whoever
    verifies lists.
    """

    public_key: str
    """One that the officer has, or has had."""
    since: date


@event("officer.key-rotated.v1", alone("own-key"))
class KeyRotated(Event):
    """By the officer, under the old key."""

    key: PublicKey


@event("officer.key-replaced.v1", CONSEQUENCE)
class KeyReplaced(Event):
    """Follows from a confirmation, where the old key is lost."""

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


class ExceptOfficer(Struct):
    """Ask the supervising authority to let an officer have roles that exclude each other, for a time."""

    officer: str
    exception: RoleException


class AppointDeputy(Struct):
    """Let `officer` stand in for somebody who is absent."""

    officer: str
    deputyship: Deputyship


class EndDeputyship(Struct):
    officer: str
    absent: str


class ReportKeyLost(Struct):
    """A key of `officer` is in nobody's hands that are known: since that day it is not trusted."""

    officer: str
    public_key: str
    since: date


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
    exception: RoleException | None = None
    deputyships: tuple[Deputyship, ...] = ()
    lost: Mapping[str, date] = field(default_factory=dict)
    """From which day on a key is not trusted, by public key."""

    @property
    def public_key(self) -> str:
        return self.keys[-1].public_key

    @property
    def lost_since(self) -> date | None:
        """From which day on the key that they would sign with is not trusted."""
        return self.lost.get(self.public_key)

    @property
    def works(self) -> bool:
        """Whether they can sign anything: nobody suspended them, and nobody reported their key lost."""
        return not self.suspended and self.lost_since is None

    @property
    def at_work(self) -> frozenset[Role]:
        """Their own roles, while they work; what they have for a time is a question of the day."""
        return self.roles if self.works else frozenset()

    def roles_on(self, day: date) -> frozenset[Role]:
        """Their own roles, and those of whom they stand in for, while they work."""
        if not self.deputyships or not self.works:
            return self.at_work
        return self.roles.union(*(deputyship.roles for deputyship in self.deputyships if deputyship.in_force(day)))

    def actor(self, day: date, supervised_by: str) -> Actor:
        exception = self.exception if self.exception is not None and self.exception.in_force(day) else None
        roles = self.roles_on(day)
        return Actor(
            officer=self.officer,
            roles=roles if exception is not None else separated(roles),
            authority=self.authority,
            supervised_by=supervised_by,
            exception=exception,
        )


OfficerCommand = (
    EnrolOfficer
    | GrantRole
    | ExceptOfficer
    | AppointDeputy
    | EndDeputyship
    | RevokeRole
    | SuspendOfficer
    | ReportKeyLost
    | RotateKey
)
OfficerEvent = (
    OfficerEnrolled
    | SecondPersonEnrolled
    | RoleGranted
    | ExceptionGranted
    | DeputyAppointed
    | DeputyshipEnded
    | RoleRevoked
    | OfficerSuspended
    | KeyLost
    | KeyRotated
    | KeyReplaced
    | WorkHandedOver
)


def evolve(state: Officer | None, happened: Event) -> Officer:
    assert isinstance(happened, OfficerEvent), f"not an event of an officer: {happened!r}"
    if isinstance(happened, OfficerEnrolled | SecondPersonEnrolled):
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
        case ExceptionGranted(exception=exception):
            return replace(state, exception=exception)
        case DeputyAppointed(deputyship=deputyship):
            return replace(state, deputyships=(*other_than(state.deputyships, deputyship.absent), deputyship))
        case DeputyshipEnded(absent=absent):
            return replace(state, deputyships=other_than(state.deputyships, absent))
        case RoleRevoked():
            return replace(state, roles=state.roles - {happened.role})
        case OfficerSuspended():
            return replace(state, suspended=True)
        case KeyLost(public_key=public_key, since=since):
            return replace(state, lost={**state.lost, public_key: since})
        case KeyRotated() | KeyReplaced():
            return replace(state, keys=(*state.keys, happened.key))
        case WorkHandedOver():
            return replace(state, handed_over_to=happened.to)
    assert_never(happened)


def other_than(deputyships: tuple[Deputyship, ...], absent: str) -> tuple[Deputyship, ...]:
    return tuple(deputyship for deputyship in deputyships if deputyship.absent != absent)
