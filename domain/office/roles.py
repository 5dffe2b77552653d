"""Who may do what, and who must look a second time, as data.

One mechanism serves every second pair of eyes. What the first officer did stands as a `Proposal`; `confirming` lets
another officer with the right role act on it, and nobody their own.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Protocol

from domain.base import Struct
from domain.errors import NotAllowed, NotPermitted
from domain.office.permissions import PERMISSIONS as PERMISSIONS
from domain.office.permissions import Permission as Permission
from domain.office.permissions import Role as Role
from domain.office.permissions import Scope as Scope
from domain.proposals import Proposal

CASE_ROLES = frozenset({Role.CLERK, Role.ASSESSOR, Role.APPROVER, Role.FINANCE, Role.SUPERVISOR})
"""An inspector only reads, and an administrator keeps officers and keys: neither may hold one of these besides."""

ROLES_APART = frozenset({Role.INSPECTOR, Role.ADMINISTRATOR, Role.SERVICE, Role.SUPERVISING_AUTHORITY})
"""Whoever has one of these has no other role."""

EXCLUDING: tuple[frozenset[Role], ...] = (
    frozenset({Role.FINANCE, Role.ASSESSOR}),
    frozenset({Role.FINANCE, Role.APPROVER}),
)
"""Nobody has both of such a pair: whoever pays decides about no case (不相容岗位分离), but by an exception."""


class RoleException(Struct):
    """岗位兼任备案: an officer of a small office has roles that exclude each other, and pays cases that they decided.

    `begins_on` and `ends_on` are its first and its last day; `ceiling_fen` is the most that one payment may be.
    """

    begins_on: date
    ends_on: date
    ceiling_fen: int
    document: str

    def in_force(self, day: date) -> bool:
        return self.begins_on <= day <= self.ends_on

    def covers(self, deputyship: Deputyship) -> bool:
        """Whether it is in force on every day of the other."""
        return self.begins_on <= deputyship.begins_on <= deputyship.ends_on <= self.ends_on


class Deputyship(Struct):
    """AB岗: an officer has roles of another, who is absent, from its first to its last day."""

    absent: str
    roles: tuple[Role, ...]
    begins_on: date
    ends_on: date

    def in_force(self, day: date) -> bool:
        return self.begins_on <= day <= self.ends_on


class Actor(Struct):
    """The officer on whose behalf a command runs, as the log knows them at that moment."""

    officer: str
    roles: frozenset[Role]
    authority: str
    supervised_by: str
    """The authority that supervises every other in their log: its officers may act on the cases of all."""
    exception: RoleException | None = None
    """The one that is in force for them, if any."""


def acting(actor: Actor, act: str, authority: str | None = None) -> None:
    """Let `actor` begin `act`. Raises `NotPermitted` for a missing role or a case of another authority."""
    _require(actor, act, PERMISSIONS[act].first, authority)


def second_roles(act: str) -> tuple[Role, ...]:
    """Who confirms what was begun by `act`."""
    second = PERMISSIONS[act].second
    assert second, f"{act} needs no second officer"
    return second


def confirming(actor: Actor, proposal: Proposal, authority: str | None = None) -> None:
    """Let `actor` confirm or decline `proposal`. Raises `NotPermitted` for the role, the authority, or one's own."""
    _require(actor, proposal.act, second_roles(proposal.act), authority or proposal.authority)
    if actor.officer == proposal.by:
        raise NotPermitted("own-proposal", act=proposal.act, officer=actor.officer)


def excluding(roles: frozenset[Role], *, excepted: bool = False) -> bool:
    """Whether no one officer may have these roles together; whoever is `excepted` may have those of a pair that
    excludes each other.
    """
    apart = any(roles & {apart} and len(roles) > 1 for apart in ROLES_APART)
    return apart or (not excepted and any(pair <= roles for pair in EXCLUDING))


def compatible(roles: frozenset[Role], *, excepted: bool = False) -> None:
    """Raises `NotAllowed("roles-incompatible")`."""
    if excluding(roles, excepted=excepted):
        raise NotAllowed("roles-incompatible", roles=", ".join(sorted(roles)))


@cache
def separated(roles: frozenset[Role]) -> frozenset[Role]:
    """Without those that exclude each other: whoever has both of a pair has neither, once no exception is in force."""
    return roles - frozenset().union(*(pair for pair in EXCLUDING if pair <= roles))


def pays_what_they_decided(actor: Actor, amount_fen: int, application: str) -> None:
    """Raises `NotPermitted("assessed-it")` unless an exception is in force, and `exception-ceiling` beyond it."""
    if actor.exception is None:
        raise NotPermitted("assessed-it", officer=actor.officer, application=application)
    if amount_fen > actor.exception.ceiling_fen:
        ceiling_fen = actor.exception.ceiling_fen
        values = {"officer": actor.officer, "amount_fen": amount_fen, "ceiling_fen": ceiling_fen}
        raise NotPermitted("exception-ceiling", application=application, **values)


class OfTwoAuthorities(Protocol):
    """What one authority received and decides (受理机关), and one pays (兑现机关): a case. ADR 0067."""

    @property
    def authority(self) -> str: ...
    @property
    def payer(self) -> str | None: ...


def of_payer(act: str, *, second: bool = False) -> bool:
    """Whether an act, or its second half, is for those who pay: what finance officers begin, with its confirmation, and
    what finance officers confirm.
    """
    held = PERMISSIONS[act]
    return Role.FINANCE in held.first or (second and Role.FINANCE in held.second)


def responsible(case: OfTwoAuthorities, act: str, *, second: bool = False) -> str:
    """The authority whose officers do that of a case; who decides it, while it is not known who pays."""
    return (of_payer(act, second=second) and case.payer) or case.authority


def reaches(actor: Actor, act: str, authority: str | None) -> bool:
    """Whether the actor's authority lets them do it about something of this authority, or of none."""
    return authority_missing(actor, act, authority) is None


def authority_missing(actor: Actor, act: str, authority: str | None) -> str | None:
    """The authority whose officers may, where the actor is none of them."""
    scope = PERMISSIONS[act].scope
    needed = actor.supervised_by if scope is Scope.SUPERVISING else authority
    if scope is Scope.OFFICE or needed is None or actor.authority in (needed, actor.supervised_by):
        return None
    return needed


def _require(actor: Actor, act: str, roles: tuple[Role, ...], authority: str | None) -> None:
    if actor.roles.isdisjoint(roles):
        wanted = " / ".join(role.value for role in roles)
        raise NotPermitted("role-missing", act=act, role=wanted, officer=actor.officer)
    missing = authority_missing(actor, act, authority)
    if missing is not None:
        raise NotPermitted("other-authority", act=act, officer=actor.officer, authority=missing)
