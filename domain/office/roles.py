"""Who may do what, and who must look a second time, as data.

One mechanism serves every second pair of eyes. What the first officer did stands as a `Proposal`; `confirming` lets
another officer with the right role act on it, and nobody their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from domain.base import Struct
from domain.errors import NotPermitted
from domain.proposals import Proposal


class Role(StrEnum):
    CLERK = "clerk"
    ASSESSOR = "assessor"
    APPROVER = "approver"
    FINANCE = "finance"
    SUPERVISOR = "supervisor"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"


CASE_ROLES = frozenset({Role.CLERK, Role.ASSESSOR, Role.APPROVER, Role.FINANCE, Role.SUPERVISOR})
"""An inspector only reads, and an administrator keeps officers and keys: neither may hold one of these besides."""

ROLES_APART = frozenset({Role.INSPECTOR, Role.ADMINISTRATOR})
"""Whoever has one of these has no other role."""

CITY = "350200"
"""The city bureau supervises the districts: its officers may act on the cases of every authority."""


class Actor(Struct):
    """The officer on whose behalf a command runs, as the log knows them at that moment."""

    officer: str
    roles: frozenset[Role]
    authority: str


class Permission(Struct):
    """Who may begin an act, and, where there is one, who confirms it."""

    first: Role
    second: Role | None = None


PERMISSIONS: Mapping[str, Permission] = {
    "submit": Permission(first=Role.CLERK),
    "backdated-receipt": Permission(first=Role.CLERK, second=Role.SUPERVISOR),
    "other-account-holder": Permission(first=Role.CLERK, second=Role.FINANCE),
    "accept": Permission(first=Role.CLERK),
    "refuse": Permission(first=Role.CLERK),
    "request-correction": Permission(first=Role.CLERK),
    "correct": Permission(first=Role.CLERK),
    "withdraw": Permission(first=Role.CLERK),
    "verify": Permission(first=Role.CLERK),
    "assess": Permission(first=Role.ASSESSOR, second=Role.APPROVER),
    "publish-notice": Permission(first=Role.CLERK),
    "close-notice": Permission(first=Role.CLERK),
    "milestone": Permission(first=Role.ASSESSOR, second=Role.APPROVER),
    "order-payment": Permission(first=Role.FINANCE, second=Role.FINANCE),
    "export-payment": Permission(first=Role.FINANCE),
    "record-credits": Permission(first=Role.FINANCE),
    "suspend": Permission(first=Role.CLERK),
    "resume": Permission(first=Role.CLERK),
    "attach": Permission(first=Role.CLERK),
    "account": Permission(first=Role.CLERK, second=Role.FINANCE),
    "raise-objection": Permission(first=Role.CLERK),
    "answer-objection": Permission(first=Role.ASSESSOR, second=Role.APPROVER),
    "waive": Permission(first=Role.APPROVER, second=Role.SUPERVISOR),
    "revise": Permission(first=Role.ASSESSOR, second=Role.APPROVER),
    "demand-recovery": Permission(first=Role.FINANCE, second=Role.SUPERVISOR),
    "reduce-recovery": Permission(first=Role.FINANCE, second=Role.SUPERVISOR),
    "cancel-recovery": Permission(first=Role.FINANCE, second=Role.SUPERVISOR),
    "write-off-recovery": Permission(first=Role.FINANCE, second=Role.SUPERVISOR),
    "refer-recovery": Permission(first=Role.FINANCE, second=Role.SUPERVISOR),
    "serve-recovery": Permission(first=Role.FINANCE),
    "object-to-recovery": Permission(first=Role.FINANCE),
    "plan-recovery": Permission(first=Role.FINANCE),
    "receive-recovery": Permission(first=Role.FINANCE),
    "offset-recovery": Permission(first=Role.FINANCE),
    "issue-letter": Permission(first=Role.CLERK),
    "issue-demand": Permission(first=Role.FINANCE),
    "link-persons": Permission(first=Role.SUPERVISOR),
    "open-fund": Permission(first=Role.FINANCE),
    "register-entry": Permission(first=Role.CLERK, second=Role.SUPERVISOR),
    "adopt-policy": Permission(first=Role.SUPERVISOR),
    "adopt-calendar": Permission(first=Role.SUPERVISOR),
    "keep-officers": Permission(first=Role.ADMINISTRATOR),
    "restore-log": Permission(first=Role.ADMINISTRATOR),
    "close-log": Permission(first=Role.ADMINISTRATOR),
    "reopen-office": Permission(first=Role.ADMINISTRATOR, second=Role.SUPERVISOR),
    "declare-fault": Permission(first=Role.ADMINISTRATOR, second=Role.SUPERVISOR),
    "declare-sent": Permission(first=Role.FINANCE, second=Role.FINANCE),
}


def acting(actor: Actor, act: str, authority: str | None = None) -> None:
    """Let `actor` begin `act`. Raises `NotPermitted` for a missing role or a case of another authority."""
    _require(actor, act, PERMISSIONS[act].first, authority)


def second_role(act: str) -> Role:
    """Who confirms what was begun by `act`."""
    second = PERMISSIONS[act].second
    assert second is not None, f"{act} needs no second officer"
    return second


def confirming(actor: Actor, proposal: Proposal, authority: str | None = None) -> None:
    """Let `actor` confirm or decline `proposal`. Raises `NotPermitted` for the role, the authority, or one's own."""
    _require(actor, proposal.act, second_role(proposal.act), authority)
    if actor.officer == proposal.by:
        raise NotPermitted("own-proposal", act=proposal.act, officer=actor.officer)


def _require(actor: Actor, act: str, role: Role, authority: str | None) -> None:
    if role not in actor.roles:
        raise NotPermitted("role-missing", act=act, role=role.value, officer=actor.officer)
    if authority is not None and actor.authority not in (authority, CITY):
        raise NotPermitted("other-authority", act=act, officer=actor.officer, authority=authority)
