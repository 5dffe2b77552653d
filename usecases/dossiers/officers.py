"""The officers on the rolls, as the log has them."""

from __future__ import annotations

from datetime import date
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
    handed_over_to: Annotated[str | None, Heading(N_("Handed over to"), Kind.NAME, below=True)]
    excepted_from: Annotated[date | None, Heading(N_("Excepted from"), minor=True)]
    excepted_until: Annotated[date | None, Heading(N_("Excepted until"), below=True)]
    """The last day of an exception (岗位兼任备案)."""
    ceiling_fen: Annotated[int | None, Heading(N_("Ceiling (yuan)"), minor=True)]
    """The most that a payment of what they decided may be."""
    stands_in_for: Annotated[tuple[str, ...], Heading(N_("Stands in for"), Kind.NAME, below=True)]
    """Whoever is absent, with the first and the last day (AB岗)."""
    lost_since: Annotated[date | None, Heading(N_("Key lost since"), below=True)]
    public_key: Annotated[str, Heading(N_("Public key"), Kind.NAME, below=True)]


def officers(session: OfficerSession) -> list[ListedOfficer]:
    """All officers, suspended ones included, and for whom they stand in, or will."""
    today = session.today()
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
            excepted_from=officer.exception.begins_on if officer.exception else None,
            excepted_until=officer.exception.ends_on if officer.exception else None,
            ceiling_fen=officer.exception.ceiling_fen if officer.exception else None,
            stands_in_for=tuple(
                f"{deputyship.absent} {deputyship.begins_on}/{deputyship.ends_on}"
                for deputyship in officer.deputyships
                if today <= deputyship.ends_on
            ),
            lost_since=officer.lost_since,
            public_key=officer.public_key,
        )
        for officer in enrolled
    ]
