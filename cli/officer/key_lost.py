"""`bailu officer key-lost`: report that the key of an officer is lost."""

from __future__ import annotations

from datetime import date

import click

from cli.output import print_line
from cli.parameters import DAY, NAME, WORDS
from cli.verbs import Verb, command_id_option, option
from cli.waiting import print_waiting
from presentation.language import N_, _
from usecases.commands.officers import report_key_lost
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "key-lost",
    cls=Verb,
    help=N_(
        "Report that the key of an officer is lost, and from which day on it is not trusted.\n\n"
        "Nothing is recorded under it any more, until another key takes its place (`bailu officer key new --lost`); "
        "`bailu audit verify` lists what was signed since that day with it and with the keys before it. Of somebody "
        "without whom one person alone could stop the office it takes a second person."
    ),
)
@click.argument("officer_id", type=NAME, metavar="OFFICER")
@option("--since", type=DAY, metavar="DATE", required=True, help=N_("The first day on which somebody may have had it."))
@option("--key", "public_key", type=WORDS, metavar="KEY", help=N_("The public key, where it is not the newest one."))
@command_id_option
@click.pass_obj
def command(settings: Settings, officer_id: str, since: date, public_key: str | None, command_id: str | None) -> None:
    reported = report_key_lost(OfficerSession(settings), officer_id, since, public_key, command_id)
    if reported.proposal:
        print_line(_("Proposed."))
        print_waiting(reported.proposal)
    elif reported.in_use:
        print_line(_("Recorded. Nothing more is recorded under the key of %(officer)s.") % {"officer": officer_id})
        print_line(_("At their own desk: bailu officer key new %(officer)s --lost") % {"officer": officer_id})
    else:
        print_line(_("Recorded. %(officer)s signs with another key, and goes on.") % {"officer": officer_id})
