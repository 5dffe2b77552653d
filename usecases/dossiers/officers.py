"""The officers on the rolls, as the log has them."""

from __future__ import annotations

from typing import Annotated

from domain.office.officer import officer_stream
from domain.office.roles import Role
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.session.officer_session import OfficerSession


class ListedOfficer(Row):
    """An officer; the name is opened for whoever has the keys of the store."""

    officer: Annotated[str, Heading(N_("Officer"), Kind.NAME)]
    name: Annotated[str, Heading(N_("Name"))]
    roles: Annotated[tuple[Role, ...], Heading(N_("Roles"), Kind.LABEL)]
    authority: Annotated[str, Heading(N_("Authority"), Kind.NAME)]
    suspended: Annotated[bool, Heading(N_("Suspended"))]
    handed_over_to: Annotated[str | None, Heading(N_("Handed over to"), Kind.NAME)]
    public_key: Annotated[str, Heading(N_("Public key"), Kind.NAME)]


def officers(session: OfficerSession) -> list[ListedOfficer]:
    """All officers, suspended ones included."""
    with session.repository() as repository:
        enrolled = [officer for name in repository.names("officer") if (officer := repository.officer(name))]
    return [
        ListedOfficer(
            officer=officer.officer,
            name=session.unseal(officer_stream(officer.officer), officer.sealed).get("name", ""),
            roles=tuple(sorted(officer.roles)),
            authority=officer.authority,
            suspended=officer.suspended,
            handed_over_to=officer.handed_over_to,
            public_key=officer.public_key,
        )
        for officer in enrolled
    ]
