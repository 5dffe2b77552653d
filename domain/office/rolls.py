"""Looking an officer up on the rolls of a log: all that were ever enrolled, by id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.errors import NoSuchThing, NotAllowed
from domain.office.officer import Officer
from domain.office.roles import PERMISSIONS, Role
from domain.proposals import Proposal


def enrolled(officers: Mapping[str, Officer], officer: str) -> Officer:
    """Raises `NoSuchThing("no-such-officer")`."""
    state = officers.get(officer)
    if state is None:
        raise NoSuchThing("no-such-officer", officer=officer)
    return state


def is_of_authority(officer: Officer) -> bool:
    """Whether it is the authority above the office, whose role and key nobody in it gives or takes."""
    return Role.SUPERVISING_AUTHORITY in officer.roles


def still_proposes(proposal: Proposal, officers: Mapping[str, Officer], today: date) -> bool:
    """Whether the proposer of a right could still propose it."""
    return not enrolled(officers, proposal.by).roles_on(today).isdisjoint(PERMISSIONS[proposal.act].first)


def still_proposed(proposal: Proposal, officers: Mapping[str, Officer], today: date) -> None:
    """What was proposed about rights by somebody who was stopped since may be that of whoever had their key.

    Raises `NotAllowed("proposer-stopped")`: it is declined, and proposed again by another.
    """
    if not still_proposes(proposal, officers, today):
        raise NotAllowed("proposer-stopped", officer=proposal.by)
