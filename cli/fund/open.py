"""`bailu fund open`: open a fund: money of one source for one programme and year."""

from __future__ import annotations

import click

from cli.fund._fund import COLUMNS
from cli.output import print_line, print_record
from cli.parameters import YUAN
from cli.prompt import agree
from cli.verbs import Verb, money_options, option, output_option
from domain.office.roles import CITY
from domain.treasury.fund import (
    OpenFund,
    fund_id,
)
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("open", cls=Verb, help=N_("Open a fund: money of one source for one programme and year."))
@click.argument("source")
@option("--amount", "amount_fen", type=YUAN, metavar="YUAN", required=True, help=N_("How much money there is."))
@option("--year", type=click.IntRange(2000, 2199), required=True, help=N_("The year whose payments it serves."))
@option("--document", required=True, help=N_("The number of the document that provides the money."))
@option("--holder", default=CITY, show_default=True, help=N_("The authority that holds the money."))
@option("--programme", default="employment", show_default=True, help=N_("What the money is for."))
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    source: str,
    amount_fen: int,
    year: int,
    document: str,
    holder: str,
    programme: str,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    session = OfficerSession(settings)
    command = OpenFund(
        holder=holder, source=source, programme=programme, year=year, amount_fen=amount_fen, document=document
    )
    said = session.prepare(command, command_id=command_id)
    result = session.execute(said, dry_run=True)
    name = fund_id(holder, source, programme, year)
    if not dry_run and not result.repeated:
        asked = _("Open the fund %(fund)s with %(amount)s, by %(document)s?")
        agree(asked % {"fund": name, "amount": amount_in_words(amount_fen), "document": document}, yes=yes)
        result = session.execute(said)
    values = {"fund": name, "amount_fen": amount_fen, "recorded": not dry_run, "repeated": result.repeated}
    if print_record(values, output, COLUMNS[:1]):
        return
    if dry_run:
        print_line(
            _("Would open the fund %(fund)s with %(amount)s.") % {"fund": name, "amount": amount_in_words(amount_fen)}
        )
    elif result.repeated:
        print_line(_("Recorded before, under the same command id: nothing new."))
    else:
        print_line(
            _("The fund %(fund)s is open with %(amount)s.") % {"fund": name, "amount": amount_in_words(amount_fen)}
        )
