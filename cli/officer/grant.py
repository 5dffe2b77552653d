"""`bailu officer grant`: grant a role."""

from __future__ import annotations

import click

from cli.officer._officer import ROLES, do
from cli.verbs import Verb
from domain.office.officer import (
    GrantRole,
)
from domain.office.roles import Role
from presentation.language import N_
from usecases.session.settings import Settings


@click.command("grant", cls=Verb, help=N_("Grant a role."))
@click.argument("who", metavar="OFFICER")
@click.argument("role", type=ROLES)
@click.pass_obj
def command(settings: Settings, who: str, role: str) -> None:
    do(settings, GrantRole(officer=who, role=Role(role)))
