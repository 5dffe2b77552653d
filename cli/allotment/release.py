"""`bailu allotment release`: release part of what is reserved, as far as it is achieved."""

from __future__ import annotations

import click

from cli.allotment._propose import Asked, propose
from cli.parameters import NAME, WORDS, YUAN
from cli.verbs import Verb, money_options, option, output_option
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.commands.allotment_acts import releasing
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "release",
    cls=Verb,
    help=N_(
        "Propose to release part of what is reserved before the end; another finance officer confirms it.\n\n"
        "No more than is achieved by what was evaluated so far; a target that nobody evaluated counts as not achieved."
    ),
)
@click.argument("allotment", type=NAME)
@option(
    "--amount", "amount_fen", type=YUAN, metavar="YUAN", help=N_("How much; all that is achieved so far if left out.")
)
@option("--document", type=WORDS, required=True, help=N_("The number of the document of the release."))
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    allotment: str,
    amount_fen: int | None,
    document: str,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    plan, released = releasing(OfficerSession(settings), allotment, amount_fen, document, command_id)
    propose(
        plan,
        Asked(yes=yes, dry_run=dry_run, output=output),
        _("release %(amount)s of what is reserved for the allotment %(allotment)s, by %(document)s"),
        {"amount": amount_in_words(released.amount_fen), "allotment": allotment, "document": document},
        allotment=allotment,
        amount_fen=released.amount_fen,
    )
