"""`bailu allotment reclaim`: reclaim what the district received and did not achieve."""

from __future__ import annotations

import click

from cli.allotment._propose import Asked, propose
from cli.parameters import NAME, WORDS
from cli.verbs import Verb, money_options, option, output_option
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.commands.allotment_acts import reclaiming
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "reclaim",
    cls=Verb,
    help=N_(
        "Propose to reclaim what the district received and did not achieve; another finance officer confirms it.\n\n"
        "Once it is settled, in proportion to what is not achieved. It is taken from the funds of the district as far "
        "as it is there; the rest it owes, and it is reclaimed again when money came back. It goes to the fund of the "
        "city that it was from, or of a year that is over to the treasury."
    ),
)
@click.argument("allotment", type=NAME)
@option("--document", type=WORDS, required=True, help=N_("The number of the document of the reclaim."))
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    allotment: str,
    document: str,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    plan, asked = reclaiming(OfficerSession(settings), allotment, document, command_id)
    propose(
        plan,
        Asked(yes=yes, dry_run=dry_run, output=output),
        _("reclaim %(amount)s of the allotment %(allotment)s, by %(document)s"),
        {"amount": amount_in_words(asked.amount_fen), "allotment": allotment, "document": document},
        allotment=allotment,
        amount_fen=asked.amount_fen,
    )
