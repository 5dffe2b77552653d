"""Who works in the office of the matrix: for each role an officer who has that one alone, and who began its work.

What was begun in this office was begun by officers with as many roles as one may have, so that a refusal of theirs is
because it is their own, and of nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from domain.office.officer import authority_officer
from domain.office.roles import Role
from tests.domain.sample_cases import CITY

AUTHORITY = authority_officer(CITY)
FAR = "350205"
"""A district of which no case in this office is."""
ADMINISTRATOR, SECOND = "admin", "xu"
ONE_ROLE = tuple(role for role in Role if role != Role.SUPERVISING_AUTHORITY)


class Staff(NamedTuple):
    roles: tuple[Role, ...]
    authority: str = CITY


def alone(role: Role) -> str:
    """The officer who has this role and no other."""
    return AUTHORITY if role is Role.SUPERVISING_AUTHORITY else f"only-{role.value}"


_PAYS = (Role.CLERK, Role.FINANCE, Role.SUPERVISOR)
_DECIDES = (Role.CLERK, Role.ASSESSOR, Role.APPROVER, Role.SUPERVISOR)

PROPOSERS: Mapping[str, Staff] = {
    "lin": Staff(_PAYS),
    "wu": Staff(_PAYS),
    "chen": Staff(_DECIDES),
    "huang": Staff(_DECIDES),
    "zhao": Staff(_PAYS),
}
"""`lin` takes in, `chen` assesses, `huang` approves, `wu` orders and `zhao` releases."""

WITHOUT: Mapping[Role, str] = {
    Role.APPROVER: "no-approver",
    Role.FINANCE: "no-finance",
    Role.SUPERVISOR: "no-supervisor",
}
"""Who has every role beside one that anybody of the cases may have with the others."""
FAR_AWAY: Mapping[Role, str] = {
    Role.APPROVER: "far-decides",
    Role.FINANCE: "far-pays",
    Role.SUPERVISOR: "far-pays",
    Role.ADMINISTRATOR: "far-administrator",
}
"""Officers of another district with the role and more."""
SUSPENDED: Mapping[Role, str] = {
    Role.APPROVER: "off-decides",
    Role.FINANCE: "off-pays",
    Role.SUPERVISOR: "off-pays",
    Role.ADMINISTRATOR: "off-administrator",
}

OFFICERS: Mapping[str, Staff] = {
    SECOND: Staff((Role.SUPERVISOR,)),
    **PROPOSERS,
    **{alone(role): Staff((role,)) for role in ONE_ROLE},
    "no-approver": Staff(_PAYS),
    "no-finance": Staff(_DECIDES),
    "no-supervisor": Staff((Role.CLERK, Role.ASSESSOR, Role.APPROVER)),
    "far-decides": Staff(_DECIDES, FAR),
    "far-pays": Staff(_PAYS, FAR),
    "far-administrator": Staff((Role.ADMINISTRATOR,), FAR),
    "off-decides": Staff(_DECIDES),
    "off-pays": Staff(_PAYS),
    "off-administrator": Staff((Role.ADMINISTRATOR,)),
    "leaving": Staff((Role.CLERK, Role.ASSESSOR)),
    "promoted": Staff((Role.SUPERVISOR,)),
    "locked-out": Staff((Role.SUPERVISOR,)),
    "lost-administrator": Staff((Role.ADMINISTRATOR,)),
}
"""Beside `admin`, who opens the office. The last four are those about whom something is proposed."""
