"""`bailu fund surrender`: give the treasury what is left of a fund, and what is due to it."""

from __future__ import annotations

import click

from cli.fund._propose import Asked, propose
from cli.parameters import NAME, WORDS
from cli.verbs import Verb, money_options, option, output_option
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.commands.fund_acts import surrendering
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "surrender",
    cls=Verb,
    help=N_(
        "Propose to give the treasury what is left of a fund, and what is due to it; another finance officer confirms "
        "it.\n\n"
        "Whatever comes back to the fund afterwards is due to the treasury. Of a fund that has ended only what is due "
        "is given."
    ),
)
@click.argument("fund", type=NAME)
@option("--document", type=WORDS, required=True, help=N_("The number of the finance document that takes it back."))
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    fund: str,
    document: str,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    plan, given = surrendering(OfficerSession(settings), fund, document, command_id)
    propose(
        plan,
        Asked(yes=yes, dry_run=dry_run, output=output),
        _(
            "surrender what is left of the fund %(fund)s, %(amount)s, and what is due to the treasury, %(due)s, "
            "by %(document)s"
        ),
        {
            "fund": fund,
            "amount": amount_in_words(given.amount_fen),
            "due": amount_in_words(given.treasury_due_fen),
            "document": document,
        },
        fund=fund,
        amount_fen=given.amount_fen + given.treasury_due_fen,
    )
