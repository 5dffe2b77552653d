"""Who may do what, and who must look a second time, as data.

One mechanism serves every second pair of eyes. What the first officer did stands as a `Proposal`; `confirming` lets
another officer with the right role act on it, and nobody their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache

from domain.base import Struct
from domain.errors import NotAllowed, NotPermitted
from domain.proposals import Proposal


class Role(StrEnum):
    CLERK = "clerk"
    ASSESSOR = "assessor"
    APPROVER = "approver"
    FINANCE = "finance"
    SUPERVISOR = "supervisor"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"
    SUPERVISING_AUTHORITY = "supervising-authority"
    """The authority above the office, under the key that the first line of the log has. It is granted to nobody."""


CASE_ROLES = frozenset({Role.CLERK, Role.ASSESSOR, Role.APPROVER, Role.FINANCE, Role.SUPERVISOR})
"""An inspector only reads, and an administrator keeps officers and keys: neither may hold one of these besides."""

ROLES_APART = frozenset({Role.INSPECTOR, Role.ADMINISTRATOR, Role.SUPERVISING_AUTHORITY})
"""Whoever has one of these has no other role."""

EXCLUDING: tuple[frozenset[Role], ...] = (
    frozenset({Role.FINANCE, Role.ASSESSOR}),
    frozenset({Role.FINANCE, Role.APPROVER}),
)
"""Nobody has both of such a pair: whoever pays decides about no case (不相容岗位分离), but by an exception."""

CITY = "350200"
"""The city bureau supervises the districts: its officers may act on the cases of every authority."""


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


class Actor(Struct):
    """The officer on whose behalf a command runs, as the log knows them at that moment."""

    officer: str
    roles: frozenset[Role]
    authority: str
    exception: RoleException | None = None
    """The one that is in force for them, if any."""


class Permission(Struct):
    """Who may begin an act, and, where another has to confirm it, who may: whoever has one of the roles."""

    first: tuple[Role, ...]
    second: tuple[Role, ...] = ()


_KEEPING = (Role.ADMINISTRATOR, Role.SUPERVISOR)
"""Any two of these keep the office able to work, also when the only administrator is lost."""

PERMISSIONS: Mapping[str, Permission] = {
    "submit": Permission(first=(Role.CLERK,)),
    "backdated-receipt": Permission(first=(Role.CLERK,), second=(Role.SUPERVISOR,)),
    "other-account-holder": Permission(first=(Role.CLERK,), second=(Role.FINANCE,)),
    "accept": Permission(first=(Role.CLERK,)),
    "refuse": Permission(first=(Role.CLERK,)),
    "request-correction": Permission(first=(Role.CLERK,)),
    "correct": Permission(first=(Role.CLERK,)),
    "withdraw": Permission(first=(Role.CLERK,)),
    "verify": Permission(first=(Role.CLERK,)),
    "assess": Permission(first=(Role.ASSESSOR,), second=(Role.APPROVER,)),
    "publish-notice": Permission(first=(Role.CLERK,)),
    "close-notice": Permission(first=(Role.CLERK,)),
    "milestone": Permission(first=(Role.ASSESSOR,), second=(Role.APPROVER,)),
    "order-payment": Permission(first=(Role.FINANCE,), second=(Role.FINANCE,)),
    "export-payment": Permission(first=(Role.FINANCE,)),
    "record-credits": Permission(first=(Role.FINANCE,)),
    "differing-reply": Permission(first=(Role.FINANCE,), second=(Role.FINANCE,)),
    "suspend": Permission(first=(Role.CLERK,)),
    "resume": Permission(first=(Role.CLERK,)),
    "attach": Permission(first=(Role.CLERK,)),
    "account": Permission(first=(Role.CLERK,), second=(Role.FINANCE,)),
    "raise-objection": Permission(first=(Role.CLERK,)),
    "answer-objection": Permission(first=(Role.ASSESSOR,), second=(Role.APPROVER,)),
    "waive": Permission(first=(Role.APPROVER,), second=(Role.SUPERVISOR,)),
    "revise": Permission(first=(Role.ASSESSOR,), second=(Role.APPROVER,)),
    "demand-recovery": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    "reduce-recovery": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    "cancel-recovery": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    "write-off-recovery": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    "refer-recovery": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    "serve-recovery": Permission(first=(Role.FINANCE,)),
    "object-to-recovery": Permission(first=(Role.FINANCE,)),
    "plan-recovery": Permission(first=(Role.FINANCE,)),
    "receive-recovery": Permission(first=(Role.FINANCE,), second=(Role.FINANCE,)),
    "offset-recovery": Permission(first=(Role.FINANCE,)),
    "issue-letter": Permission(first=(Role.CLERK,)),
    "issue-demand": Permission(first=(Role.FINANCE,)),
    "link-persons": Permission(first=(Role.CLERK, Role.SUPERVISOR), second=(Role.SUPERVISOR,)),
    "open-fund": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    "register-entry": Permission(first=(Role.CLERK,), second=(Role.SUPERVISOR,)),
    "adopt-policy": Permission(first=(Role.CLERK, Role.SUPERVISOR), second=(Role.SUPERVISOR,)),
    "adopt-calendar": Permission(first=(Role.CLERK, Role.SUPERVISOR), second=(Role.SUPERVISOR,)),
    "give-rights": Permission(
        first=(Role.ADMINISTRATOR,), second=(Role.ADMINISTRATOR, Role.SUPERVISOR, Role.SUPERVISING_AUTHORITY)
    ),
    "replace-administrator": Permission(first=(Role.SUPERVISOR,), second=(Role.SUPERVISOR, Role.SUPERVISING_AUTHORITY)),
    "except-officer": Permission(first=(Role.ADMINISTRATOR,), second=(Role.SUPERVISING_AUTHORITY,)),
    "second-person": Permission(first=(Role.ADMINISTRATOR,)),
    "own-key": Permission(first=tuple(Role)),
    "suspend-officer": Permission(first=(Role.ADMINISTRATOR, Role.SUPERVISOR)),
    "keep-officers": Permission(first=(Role.ADMINISTRATOR,)),
    "restore-log": Permission(first=(Role.ADMINISTRATOR,)),
    "close-log": Permission(first=(Role.ADMINISTRATOR,)),
    "reopen-office": Permission(first=_KEEPING, second=(*_KEEPING, Role.SUPERVISING_AUTHORITY)),
    "declare-fault": Permission(first=_KEEPING, second=(*_KEEPING, Role.SUPERVISING_AUTHORITY)),
    "declare-sent": Permission(first=(Role.FINANCE,), second=(Role.FINANCE,)),
}


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


def compatible(roles: frozenset[Role], *, excepted: bool = False) -> None:
    """Raises `NotAllowed("roles-incompatible")` for roles that no one officer may have together; whoever is `excepted`
    may have those of a pair that excludes each other.
    """
    apart = any(roles & {apart} and len(roles) > 1 for apart in ROLES_APART)
    if apart or (not excepted and any(pair <= roles for pair in EXCLUDING)):
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


def _require(actor: Actor, act: str, roles: tuple[Role, ...], authority: str | None) -> None:
    if actor.roles.isdisjoint(roles):
        wanted = " / ".join(role.value for role in roles)
        raise NotPermitted("role-missing", act=act, role=wanted, officer=actor.officer)
    if authority is not None and actor.authority not in (authority, CITY):
        raise NotPermitted("other-authority", act=act, officer=actor.officer, authority=authority)
