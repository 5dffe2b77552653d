"""`bailu officer revoke`: revoke a role."""

from __future__ import annotations

import click

from cli.officer._officer import ROLES, do
from cli.verbs import Verb
from domain.office.officer import (
    RevokeRole,
)
from domain.office.roles import Role
from presentation.language import N_
from usecases.session.settings import Settings


@click.command("revoke", cls=Verb, help=N_("Revoke a role."))
@click.argument("who", metavar="OFFICER")
@click.argument("role", type=ROLES)
@click.pass_obj
def command(settings: Settings, who: str, role: str) -> None:
    do(settings, RevokeRole(officer=who, role=Role(role)))
