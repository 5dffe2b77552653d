"""`bailu fund plan`: plan what the treasury pays from a fund in a month."""

from __future__ import annotations

from datetime import date

import click

from cli.fund._propose import Asked, propose
from cli.parameters import MONTH, NAME, WORDS, YUAN
from cli.verbs import Verb, money_options, option, output_option
from domain.office.fund_proposals import PlanFund
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.commands.fund_acts import planned
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "plan",
    cls=Verb,
    help=N_(
        "Propose what the treasury pays from a fund in a month at most; a supervisor confirms it.\n\n"
        "What a month leaves can be spent in the next. Planned again, a month takes the place of what it was. A fund "
        "without any plan has no such limit."
    ),
)
@click.argument("fund", type=NAME)
@click.argument("month", type=MONTH)
@option("--amount", "amount_fen", type=YUAN, metavar="YUAN", required=True, help=N_("How much in this month."))
@option("--document", type=WORDS, required=True, help=N_("The number of the plan that the finance bureau approved."))
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    fund: str,
    month: str,
    amount_fen: int,
    document: str,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    plan = PlanFund(fund=fund, month=date.fromisoformat(f"{month}-01"), amount_fen=amount_fen, document=document)
    propose(
        planned(OfficerSession(settings), plan, command_id),
        Asked(yes=yes, dry_run=dry_run, output=output),
        _("plan the use of the fund %(fund)s in %(month)s: %(amount)s, by %(document)s"),
        {"fund": fund, "month": month, "amount": amount_in_words(amount_fen), "document": document},
        fund=fund,
        amount_fen=amount_fen,
    )
