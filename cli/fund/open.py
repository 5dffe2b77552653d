"""`bailu fund open`: open a fund: money of one document for one budget year."""

from __future__ import annotations

import click

from cli.fund._propose import Asked, propose
from cli.parameters import NAME, WORDS, YUAN
from cli.verbs import Verb, money_options, option, output_option
from domain.office.fund_proposals import OpenFund
from domain.office.indicator import Indicator
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.commands.fund_acts import planned
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "open",
    cls=Verb,
    help=N_(
        "Propose a fund: money of one document for one budget year; a supervisor confirms it.\n\n"
        "It gets its number then, such as 350200-2024-F001. Several documents of one source are several funds."
    ),
)
@click.argument("source", type=NAME)
@option("--amount", "amount_fen", type=YUAN, metavar="YUAN", required=True, help=N_("How much money there is."))
@option("--year", type=click.IntRange(2000, 2199), required=True, help=N_("The budget year whose payments it serves."))
@option("--document", type=WORDS, required=True, help=N_("The number of the document that provides the money."))
@option(
    "--holder",
    type=NAME,
    help=N_("The authority that holds the money; the supervising one unless said otherwise."),
)
@option("--programme", type=NAME, default="employment", show_default=True, help=N_("What the money is for."))
@option(
    "--origin-year",
    type=click.IntRange(2000, 2199),
    help=N_("The year in which the money was first provided; the budget year unless said otherwise."),
)
@option("--function", type=NAME, help=N_("Account of the functional classification, seven digits."))
@option("--economic", type=NAME, help=N_("Account of the economic classification, five digits."))
@option("--project", type=NAME, help=N_("The code of the project."))
@option("--direct", is_flag=True, help=N_("Direct funds: the mark stays with the money to the end."))
@option("--voucher", "vouchers", type=WORDS, multiple=True, help=N_("The number of a voucher; may be repeated."))
@option(
    "--used", "used_fen", type=YUAN, metavar="YUAN", default=0, help=N_("What of it had been used before this log.")
)
@option("--used-document", type=WORDS, help=N_("With --used: the number of the statement that says so."))
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    source: str,
    amount_fen: int,
    year: int,
    document: str,
    holder: str | None,
    programme: str,
    origin_year: int | None,
    function: str | None,
    economic: str | None,
    project: str | None,
    direct: bool,
    vouchers: tuple[str, ...],
    used_fen: int,
    used_document: str | None,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    session = OfficerSession(settings)
    indicator = Indicator(
        source=source,
        programme=programme,
        origin_year=origin_year or year,
        document=document,
        function=function,
        economic=economic,
        project=project,
        direct=direct,
        vouchers=vouchers,
    )
    opening = OpenFund(
        holder=holder or session.supervised_by,
        year=year,
        indicator=indicator,
        amount_fen=amount_fen,
        used_fen=used_fen,
        used_document=used_document,
    )
    values = {
        "holder": opening.holder,
        "year": year,
        "amount": amount_in_words(amount_fen),
        "document": document,
        "used": amount_in_words(used_fen),
    }
    what = (
        _("open a fund of %(holder)s for %(year)s with %(amount)s, of which %(used)s are used, by %(document)s")
        if used_fen
        else _("open a fund of %(holder)s for %(year)s with %(amount)s, by %(document)s")
    )
    asked = Asked(yes=yes, dry_run=dry_run, output=output)
    propose(planned(session, opening, command_id), asked, what, values, fund=None, amount_fen=amount_fen)
