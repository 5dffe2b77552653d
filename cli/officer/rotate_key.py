"""`bailu officer rotate-key`: give an officer a new key; the old file is kept beside it."""

from __future__ import annotations

import click

from cli.output import print_line, print_record
from cli.parameters import NAME
from cli.verbs import Verb, output_option
from cli.waiting import print_waiting
from presentation.language import N_, _
from usecases.commands.officers import rotate_key
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "rotate-key",
    cls=Verb,
    help=N_(
        "Take a new key; the old file is kept beside it. For an officer who has lost theirs, propose one that the "
        "office makes."
    ),
)
@click.argument("officer_id", type=NAME, metavar="OFFICER")
@output_option
@click.pass_obj
def command(settings: Settings, officer_id: str, output: str | None) -> None:
    rotated = rotate_key(OfficerSession(settings), officer_id)
    if print_record(rotated, output):
        return
    values = {"officer": officer_id, "key": rotated.key}
    if rotated.proposal is None:
        print_line(_("%(officer)s signs with the key %(key)s from now on.") % values)
    else:
        print_line(_("It is proposed that %(officer)s has another key; the office made it: %(key)s") % values)
        print_waiting(rotated.proposal)
