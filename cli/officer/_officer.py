"""`bailu officer`: who may act, in which roles, with which key."""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line
from domain.office.officer import (
    OfficerCommand,
)
from domain.office.roles import Role
from presentation.language import _
from usecases.session.officer_keys import key_path
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

ROLES = click.Choice([role.value for role in Role])


def do(settings: Settings, command: OfficerCommand) -> None:
    session = OfficerSession(settings)
    session.execute(session.prepare(command))
    print_line(_("Recorded."))


def _key(settings: Settings, who: str) -> Path:
    return key_path(Path(settings["officers"]), who)
