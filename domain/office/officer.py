"""Officers: enrolment, roles and keys. One stream an officer; the log is the only register of public keys.

What gives somebody a right is proposed in the stream of the log (`domain.office.log`) and follows here from another's
confirmation. What takes a right away waits for nobody. ADR 0051.
"""

from __future__ import annotations

from datetime import date
from typing import assert_never

from domain.base import CONSEQUENCE, Event, Struct, alone, event, replace
from domain.office.keys import PublicKey
from domain.office.roles import Actor, Role, RoleException, separated
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
    """岗位兼任备案: the supervising authority has confirmed it. It takes the place of an earlier one."""

    begins_on: date
    ends_on: date
    ceiling_fen: int
    document: str


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
    begins_on: date
    ends_on: date
    ceiling_fen: int
    document: str


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

    @property
    def public_key(self) -> str:
        return self.keys[-1].public_key

    @property
    def at_work(self) -> frozenset[Role]:
        """The roles that nobody has suspended; whether an exception holds is a question of the day."""
        return frozenset() if self.suspended else self.roles

    def actor(self, day: date) -> Actor:
        exception = self.exception if self.exception is not None and self.exception.in_force(day) else None
        return Actor(
            officer=self.officer,
            roles=self.at_work if exception is not None else separated(self.at_work),
            authority=self.authority,
            exception=exception,
        )


OfficerCommand = EnrolOfficer | GrantRole | ExceptOfficer | RevokeRole | SuspendOfficer | RotateKey
OfficerEvent = (
    OfficerEnrolled
    | SecondPersonEnrolled
    | RoleGranted
    | ExceptionGranted
    | RoleRevoked
    | OfficerSuspended
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
        case ExceptionGranted(begins_on=begins_on, ends_on=ends_on, ceiling_fen=ceiling_fen, document=document):
            exception = RoleException(begins_on=begins_on, ends_on=ends_on, ceiling_fen=ceiling_fen, document=document)
            return replace(state, exception=exception)
        case RoleRevoked():
            return replace(state, roles=state.roles - {happened.role})
        case OfficerSuspended():
            return replace(state, suspended=True)
        case KeyRotated() | KeyReplaced():
            return replace(state, keys=(*state.keys, happened.key))
        case WorkHandedOver():
            return replace(state, handed_over_to=happened.to)
    assert_never(happened)
