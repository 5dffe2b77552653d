"""What is proposed about somebody's rights, in the stream of the log, until a second person has answered. ADR 0051.

`officer` is who is to have the right, and `authority` theirs: its officers answer, or those of the supervising one.
"""

from __future__ import annotations

from datetime import date

from domain.base import Event, event, first
from domain.office.keys import PublicKey
from domain.office.roles import Deputyship, Role, RoleException


@event("log.enrolment-proposed.v1", first(about="proposal", pair="proposal"))
class EnrolmentProposed(Event):
    """An officer is to be enrolled, under a key that is theirs."""

    proposal: str
    act: str
    """`give-rights`, or `replace-administrator` where supervisors make one because there is none left."""
    officer: str
    sealed: str
    roles: tuple[Role, ...]
    authority: str
    key: PublicKey


@event("log.grant-proposed.v1", first(about="proposal", pair="proposal"))
class GrantProposed(Event):
    """An officer is to have a role more, and to be at work again if suspended."""

    proposal: str
    act: str
    officer: str
    authority: str
    role: Role


@event("log.rotation-proposed.v1", first(about="proposal", pair="proposal"))
class RotationProposed(Event):
    """An officer who cannot sign any more is to have another key."""

    proposal: str
    act: str
    officer: str
    authority: str
    replaced: str
    """The public key in whose place it is to be: where the officer has another by then, nothing comes of it."""
    key: PublicKey


@event("log.exception-proposed.v1", first("except-officer", about="proposal", pair="proposal"))
class ExceptionProposed(Event):
    """岗位兼任备案: a small office asks that an officer may have roles that exclude each other, for a time."""

    proposal: str
    officer: str
    authority: str
    exception: RoleException


@event("log.deputy-proposed.v1", first("appoint-deputy", about="proposal", pair="proposal"))
class DeputyProposed(Event):
    """AB岗: an officer is to stand in for another, for a time."""

    proposal: str
    officer: str
    authority: str
    deputyship: Deputyship


@event("log.removal-proposed.v1", first("take-rights", about="proposal", pair="proposal"))
class RemovalProposed(Event):
    """What one person alone may not take away, since without them and this officer nobody could give a right: a role,
    a key that is lost, or where neither is named, all that the officer may do.
    """

    proposal: str
    officer: str
    authority: str
    role: Role | None = None
    public_key: str | None = None
    since: date | None = None
    """Of a key."""


RightsProposed = (
    EnrolmentProposed | GrantProposed | RotationProposed | ExceptionProposed | DeputyProposed | RemovalProposed
)


def act_of(proposed: RightsProposed) -> str:
    match proposed:
        case EnrolmentProposed(act=act) | GrantProposed(act=act) | RotationProposed(act=act):
            return act
        case ExceptionProposed():
            return "except-officer"
        case DeputyProposed():
            return "appoint-deputy"
        case RemovalProposed():
            return "take-rights"
