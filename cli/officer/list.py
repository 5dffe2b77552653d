"""`bailu officer list`: list the officers."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.verbs import Verb, output_option
from presentation.language import N_
from presentation.rows.columns import Column, Kind
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_COLUMNS = (
    Column("officer", N_("Officer"), Kind.NAME),
    Column("name", N_("Name")),
    Column("roles", N_("Roles"), Kind.LABEL),
    Column("authority", N_("Authority"), Kind.NAME),
    Column("suspended", N_("Suspended")),
    Column("handed_over_to", N_("Handed over to"), Kind.NAME),
    Column("public_key", N_("Public key"), Kind.NAME),
)


@click.command("list", cls=Verb, help=N_("List the officers."))
@output_option
@click.pass_obj
def command(settings: Settings, output: str | None) -> None:
    session = OfficerSession(settings)
    with session.repository() as repository:
        known = [found for name in repository.names("officer") if (found := repository.officer(name))]
    rows = [
        {
            "officer": each.officer,
            "name": session.unseal(f"officer-{each.officer}", each.sealed).get("name", ""),
            "roles": sorted(each.roles),
            "authority": each.authority,
            "suspended": each.suspended,
            "handed_over_to": each.handed_over_to,
            "public_key": each.public_key,
        }
        for each in known
    ]
    print_listing(_COLUMNS, rows, output)
