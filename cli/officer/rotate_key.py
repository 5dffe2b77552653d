"""`bailu officer rotate-key`: give an officer a new key; the old file is kept beside it."""

from __future__ import annotations

import click

from cli.output import print_line
from cli.parameters import NAME
from cli.verbs import Verb
from presentation.language import N_, _
from usecases.commands.officers import rotate_key
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("rotate-key", cls=Verb, help=N_("Give an officer a new key; the old file is kept beside it."))
@click.argument("officer_id", type=NAME, metavar="OFFICER")
@click.pass_obj
def command(settings: Settings, officer_id: str) -> None:
    key = rotate_key(OfficerSession(settings), officer_id)
    print_line(_("%(officer)s signs with the key %(key)s from now on.") % {"officer": officer_id, "key": key})
