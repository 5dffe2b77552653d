"""`bailu fund transfer`: transfer money between two funds of one holder and source."""

from __future__ import annotations

import click

from cli.fund._propose import Asked, propose
from cli.parameters import NAME, WORDS, YUAN
from cli.verbs import Verb, money_options, option, output_option
from domain.office.fund_proposals import TransferFund
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.commands.fund_acts import planned
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "transfer",
    cls=Verb,
    help=N_(
        "Propose to transfer money from one fund to another; a supervisor confirms it.\n\n"
        "Both have the same holder, source and budget year, and both or neither are direct funds."
    ),
)
@click.argument("fund", type=NAME)
@click.argument("to", type=NAME)
@option("--amount", "amount_fen", type=YUAN, metavar="YUAN", required=True, help=N_("How much money is transferred."))
@option("--document", type=WORDS, required=True, help=N_("The number of the document that decides it."))
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    fund: str,
    to: str,
    amount_fen: int,
    document: str,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    transfer = TransferFund(fund=fund, to=to, amount_fen=amount_fen, document=document)
    propose(
        planned(OfficerSession(settings), transfer, command_id),
        Asked(yes=yes, dry_run=dry_run, output=output),
        _("transfer %(amount)s from the fund %(fund)s to %(to)s, by %(document)s"),
        {"fund": fund, "to": to, "amount": amount_in_words(amount_fen), "document": document},
        fund=fund,
        amount_fen=amount_fen,
    )
