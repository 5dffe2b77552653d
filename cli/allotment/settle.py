"""`bailu allotment settle`: release the rest that is achieved, and end what is reserved."""

from __future__ import annotations

import click

from cli.allotment._propose import Asked, propose
from cli.parameters import NAME, WORDS
from cli.verbs import Verb, money_options, option, output_option
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.commands.allotment_acts import settling
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "settle",
    cls=Verb,
    help=N_(
        "Propose to settle an allotment whose targets are all evaluated; another finance officer confirms it.\n\n"
        "Of the rest the district has the share that it achieved, less what was released before. What it did not "
        "achieve is reserved no more, and goes to no other district."
    ),
)
@click.argument("allotment", type=NAME)
@option("--document", type=WORDS, required=True, help=N_("The number of the document of the settlement."))
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
    plan, asked = settling(OfficerSession(settings), allotment, document, command_id)
    propose(
        plan,
        Asked(yes=yes, dry_run=dry_run, output=output),
        _("settle the allotment %(allotment)s with %(amount)s more, by %(document)s"),
        {"amount": amount_in_words(asked.amount_fen), "allotment": allotment, "document": document},
        allotment=allotment,
        amount_fen=asked.amount_fen,
    )
