"""`bailu fund open`: open a fund: money of one source for one programme and year."""

from __future__ import annotations

from typing import Annotated

import click

from cli.output import print_line, print_record
from cli.parameters import NAME, WORDS, YUAN
from cli.prompt import execute_agreed
from cli.verbs import Verb, money_options, option, output_option
from cli.waiting import print_waiting
from domain.office.proposed import OpenFund
from domain.treasury.fund import fund_id
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.amounts import amount_in_words
from usecases.commands.planned import plan
from usecases.commands.proposing import proposal_in
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


class OpenedFund(Row):
    """What became of the command."""

    fund: Annotated[str, Heading(N_("Fund"), Kind.NAME)]
    amount_fen: int
    proposal: Annotated[str | None, Heading(N_("Proposal"), Kind.NAME)]
    recorded: bool
    repeated: bool


@click.command(
    "open",
    cls=Verb,
    help=N_("Propose a fund: money of one source for one programme and year; a supervisor confirms it."),
)
@click.argument("source", type=NAME)
@option("--amount", "amount_fen", type=YUAN, metavar="YUAN", required=True, help=N_("How much money there is."))
@option("--year", type=click.IntRange(2000, 2199), required=True, help=N_("The year whose payments it serves."))
@option("--document", type=WORDS, required=True, help=N_("The number of the document that provides the money."))
@option(
    "--holder",
    type=NAME,
    help=N_("The authority that holds the money; the supervising one unless said otherwise."),
)
@option("--programme", type=NAME, default="employment", show_default=True, help=N_("What the money is for."))
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
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    session = OfficerSession(settings)
    holder = holder or session.supervised_by
    opening = OpenFund(
        holder=holder, source=source, programme=programme, year=year, amount_fen=amount_fen, document=document
    )
    planned = plan(session, session.prepare(opening, command_id=command_id))
    values = {"fund": fund_id(holder, source, programme, year), "amount": amount_in_words(amount_fen)}
    question = _("Propose to open the fund %(fund)s with %(amount)s, by %(document)s?") % {
        **values,
        "document": document,
    }
    outcome = execute_agreed(planned, question, yes=yes, dry_run=dry_run)
    opened = OpenedFund(
        fund=values["fund"],
        amount_fen=amount_fen,
        proposal=proposal_in(outcome) if outcome.recorded else None,
        recorded=not dry_run,
        repeated=outcome.repeated,
    )
    if print_record(opened, output):
        return
    if dry_run:
        print_line(_("Would propose to open the fund %(fund)s with %(amount)s.") % values)
    elif outcome.repeated:
        print_line(_("Recorded before, under the same command id: nothing new."))
    else:
        print_line(_("The fund %(fund)s is proposed, with %(amount)s.") % values)
        print_waiting(opened.proposal)
