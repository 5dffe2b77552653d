"""`bailu fund increase`: increase a fund by a document of its own."""

from __future__ import annotations

import click

from cli.fund._propose import Asked, propose
from cli.parameters import NAME, WORDS, YUAN
from cli.verbs import Verb, money_options, option, output_option
from domain.office.fund_proposals import IncreaseFund
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.commands.fund_acts import planned
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "increase",
    cls=Verb,
    help=N_("Propose to increase a fund in its year, by a document of its own; a supervisor confirms it."),
)
@click.argument("fund", type=NAME)
@option("--amount", "amount_fen", type=YUAN, metavar="YUAN", required=True, help=N_("How much money is added."))
@option("--document", type=WORDS, required=True, help=N_("The number of the document that provides the money."))
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    fund: str,
    amount_fen: int,
    document: str,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    increase = IncreaseFund(fund=fund, amount_fen=amount_fen, document=document)
    propose(
        planned(OfficerSession(settings), increase, command_id),
        Asked(yes=yes, dry_run=dry_run, output=output),
        _("increase the fund %(fund)s by %(amount)s, by %(document)s"),
        {"fund": fund, "amount": amount_in_words(amount_fen), "document": document},
        fund=fund,
        amount_fen=amount_fen,
    )
