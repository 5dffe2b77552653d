"""Who may do what, and who must look a second time: the table of casework, as data.

One mechanism serves every second pair of eyes. What the first officer did stands as a `Proposal`; `confirming` lets
another officer with the right role act on it, and nobody their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import NotPermitted


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

CITY = "350200"
"""The city bureau supervises the districts: its officers may act on the cases of every authority."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The officer on whose behalf a command runs, as the log knows them at that moment."""

    officer: str
    roles: frozenset[Role]
    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who may begin an act, and, where there is one, who confirms it."""

    first: Role
    second: Role | None = None


ACTS: Mapping[str, Act] = {
    "submit": Act(first=Role.CLERK),
    "backdated-receipt": Act(first=Role.CLERK, second=Role.SUPERVISOR),
    "other-account-holder": Act(first=Role.CLERK, second=Role.FINANCE),
    "accept": Act(first=Role.CLERK),
    "refuse": Act(first=Role.CLERK),
    "request-correction": Act(first=Role.CLERK),
    "correct": Act(first=Role.CLERK),
    "withdraw": Act(first=Role.CLERK),
    "verify": Act(first=Role.CLERK),
    "assess": Act(first=Role.ASSESSOR, second=Role.APPROVER),
    "publish-notice": Act(first=Role.CLERK),
    "close-notice": Act(first=Role.CLERK),
    "milestone": Act(first=Role.ASSESSOR, second=Role.APPROVER),
    "order-payment": Act(first=Role.FINANCE, second=Role.FINANCE),
    "export-payment": Act(first=Role.FINANCE),
    "record-credits": Act(first=Role.FINANCE),
    "suspend": Act(first=Role.CLERK),
    "resume": Act(first=Role.CLERK),
    "attach": Act(first=Role.CLERK),
    "account": Act(first=Role.CLERK, second=Role.FINANCE),
    "raise-objection": Act(first=Role.CLERK),
    "answer-objection": Act(first=Role.ASSESSOR, second=Role.APPROVER),
    "waive": Act(first=Role.APPROVER, second=Role.SUPERVISOR),
    "revise": Act(first=Role.ASSESSOR, second=Role.APPROVER),
    "demand-recovery": Act(first=Role.FINANCE, second=Role.SUPERVISOR),
    "reduce-recovery": Act(first=Role.FINANCE, second=Role.SUPERVISOR),
    "cancel-recovery": Act(first=Role.FINANCE, second=Role.SUPERVISOR),
    "write-off-recovery": Act(first=Role.FINANCE, second=Role.SUPERVISOR),
    "refer-recovery": Act(first=Role.FINANCE, second=Role.SUPERVISOR),
    "serve-recovery": Act(first=Role.FINANCE),
    "object-to-recovery": Act(first=Role.FINANCE),
    "plan-recovery": Act(first=Role.FINANCE),
    "receive-recovery": Act(first=Role.FINANCE),
    "offset-recovery": Act(first=Role.FINANCE),
    "issue-letter": Act(first=Role.CLERK),
    "issue-demand": Act(first=Role.FINANCE),
    "link-persons": Act(first=Role.SUPERVISOR),
    "open-fund": Act(first=Role.FINANCE),
    "register-entry": Act(first=Role.CLERK, second=Role.SUPERVISOR),
    "adopt-policy": Act(first=Role.SUPERVISOR),
    "adopt-calendar": Act(first=Role.SUPERVISOR),
    "keep-officers": Act(first=Role.ADMINISTRATOR),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What one officer put forward and another has to confirm; `act` is a key of `ACTS` with a second role."""

    id: str
    act: str
    by: str


def acting(actor: Actor, act: str, authority: str | None = None) -> None:
    """Let `actor` begin `act`. Raises `NotPermitted` for a missing role or a case of another authority."""
    _require(actor, act, ACTS[act].first, authority)


def confirming(actor: Actor, proposal: Proposal, authority: str | None = None) -> None:
    """Let `actor` confirm or decline `proposal`. Raises `NotPermitted` for the role, the authority, or one's own."""
    second = ACTS[proposal.act].second
    assert second is not None, f"{proposal.act} needs no second officer"
    _require(actor, proposal.act, second, authority)
    if actor.officer == proposal.by:
        raise NotPermitted("own-proposal", act=proposal.act, officer=actor.officer)


def _require(actor: Actor, act: str, role: Role, authority: str | None) -> None:
    if role not in actor.roles:
        raise NotPermitted("role-missing", act=act, role=role.value, officer=actor.officer)
    if authority is not None and actor.authority not in (authority, CITY):
        raise NotPermitted("other-authority", act=act, officer=actor.officer, authority=authority)
