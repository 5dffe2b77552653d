"""`bailu fund carry-over`: carry what is left of a year that is over into the next one."""

from __future__ import annotations

import click

from cli.fund._propose import Asked, propose
from cli.parameters import NAME
from cli.verbs import Verb, money_options, output_option
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.commands.fund_acts import carrying_over
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "carry-over",
    cls=Verb,
    help=N_(
        "Propose to carry what is left of a fund over into the next year; another finance officer confirms it.\n\n"
        "From 1 January on. A fund of the next year begins with it, under the same document, year of origin and mark, "
        "and is drawn on before new money of its source. What is still owed and comes back later goes there, too. "
        "What is reserved for allotments goes along, and stays reserved."
    ),
)
@click.argument("fund", type=NAME)
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings, fund: str, yes: bool, dry_run: bool, command_id: str | None, output: str | None
) -> None:
    plan, carried = carrying_over(OfficerSession(settings), fund, command_id)
    what = (
        _(
            "carry what is left of the fund %(fund)s over into the next year: %(amount)s, and %(reserved)s that are "
            "reserved for allotments"
        )
        if carried.reserved_fen
        else _("carry what is left of the fund %(fund)s over into the next year: %(amount)s")
    )
    propose(
        plan,
        Asked(yes=yes, dry_run=dry_run, output=output),
        what,
        {
            "fund": fund,
            "amount": amount_in_words(carried.amount_fen),
            "reserved": amount_in_words(carried.reserved_fen),
        },
        fund=fund,
        amount_fen=carried.amount_fen,
    )
