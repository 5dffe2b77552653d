"""`bailu fund`: the money there is, by holder, source, programme and year, and what is left of it."""

from __future__ import annotations

from typing import Any

import click

from cli.output import print_line, print_listing, print_note, print_record, print_table
from cli.parameters import YUAN
from cli.prompt import agree
from cli.verbs import group, money_options, option, output_option
from domain.errors import NoSuchThing
from domain.office.roles import CITY
from domain.treasury.fund import (
    Fund,
    FundDrawCancelled,
    FundDrawn,
    FundOpened,
    FundRestored,
    OpenFund,
    fund_id,
    fund_stream,
)
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from presentation.words.amounts import amount_said
from store.line.envelope import Recorded, read_all
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_COLUMNS = (
    Column("fund", N_("Fund"), Kind.NAME),
    Column("holder", N_("Holder"), Kind.NAME),
    Column("source", N_("Source"), Kind.LABEL),
    Column("programme", N_("Programme"), Kind.NAME),
    Column("year", N_("Year"), Kind.NAME),
    Column("opened_fen", N_("Opened (yuan)"), Kind.MONEY),
    Column("drawn_fen", N_("Drawn (yuan)"), Kind.MONEY),
    Column("left_fen", N_("Left (yuan)"), Kind.MONEY),
    Column("prior_year_fen", N_("Prior-year account (yuan)"), Kind.MONEY),
)
_DRAWS = (
    Column("batch", N_("Reference"), Kind.NAME),
    Column("what", N_("What"), Kind.LABEL),
    Column("drawn_fen", N_("Drawn (yuan)"), Kind.MONEY),
    Column("prior_year_fen", N_("Prior-year account (yuan)"), Kind.MONEY),
    Column("effective_on", N_("Day"), Kind.DAY),
    Column("officer", N_("Officer"), Kind.NAME),
    Column("position", N_("Position"), Kind.COUNT),
)


@group("fund", help=N_("Funds and what is left of them."))
def fund() -> None:
    pass


@fund.command("open", help=N_("Open a fund: money of one source for one programme and year."))
@click.argument("source")
@option("--amount", "amount_fen", type=YUAN, metavar="YUAN", required=True, help=N_("How much money there is."))
@option("--year", type=click.IntRange(2000, 2199), required=True, help=N_("The year whose payments it serves."))
@option("--document", required=True, help=N_("The number of the document that provides the money."))
@option("--holder", default=CITY, show_default=True, help=N_("The authority that holds the money."))
@option("--programme", default="employment", show_default=True, help=N_("What the money is for."))
@money_options
@output_option
@click.pass_obj
def open_a_fund(
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
        agree(asked % {"fund": name, "amount": amount_said(amount_fen), "document": document}, yes=yes)
        result = session.execute(said)
    values = {"fund": name, "amount_fen": amount_fen, "recorded": not dry_run, "repeated": result.repeated}
    if print_record(values, output, _COLUMNS[:1]):
        return
    if dry_run:
        print_line(
            _("Would open the fund %(fund)s with %(amount)s.") % {"fund": name, "amount": amount_said(amount_fen)}
        )
    elif result.repeated:
        print_line(_("Recorded before, under the same command id: nothing new."))
    else:
        print_line(_("The fund %(fund)s is open with %(amount)s.") % {"fund": name, "amount": amount_said(amount_fen)})


@fund.command("list", help=N_("List the funds, and what is left of each."))
@output_option
@click.pass_obj
def list_funds(settings: Settings, output: str | None) -> None:
    with OfficerSession(settings).repository() as repository:
        funds = repository.funds()
    print_listing(_COLUMNS, map(_row, funds), output)


@fund.command("show", help=N_("Show one fund: opened, drawn by each payment run, what came back, and what is left."))
@click.argument("name", metavar="FUND")
@output_option
@click.pass_obj
def show(settings: Settings, name: str, output: str | None) -> None:
    session = OfficerSession(settings)
    with session.repository() as repository:
        found = repository.fund(name)
    if found is None:
        raise NoSuchThing("no-such-fund", fund=name)
    with session.database.reading() as view:
        recorded = read_all(view.stream(fund_stream(name)))
    opened = recorded[0].event
    assert isinstance(opened, FundOpened), "a fund's first fact is its opening"
    draws = [row for each in recorded if (row := _moved(each))]
    values = {**_row(found), "document": opened.document, "draws": draws}
    if output in ("csv", "xlsx"):
        print_listing(_DRAWS, draws, output)
    elif not print_record(values, output, _COLUMNS):
        print_table(_COLUMNS, [values])
        if draws:
            print_table(_DRAWS, draws)
        else:
            print_note(_("Nothing was drawn yet."))


def _moved(recorded: Recorded) -> dict[str, Any] | None:
    """What a fact moved in the fund; `batch` is the run or, of money that came back, the case and its demand."""
    match recorded.event:
        case FundDrawn(batch=by, amount_fen=amount_fen):
            what, drawn_fen, prior_year_fen = "drawn", amount_fen, 0
        case FundDrawCancelled(batch=by, amount_fen=amount_fen):
            what, drawn_fen, prior_year_fen = "order-cancelled", -amount_fen, 0
        case FundRestored(reference=by, amount_fen=amount_fen, prior_year=True):
            what, drawn_fen, prior_year_fen = "came-back", 0, amount_fen
        case FundRestored(reference=by, amount_fen=amount_fen):
            what, drawn_fen, prior_year_fen = "came-back", -amount_fen, 0
        case _:
            return None
    return {
        "batch": by,
        "what": what,
        "drawn_fen": drawn_fen,
        "prior_year_fen": prior_year_fen,
        "effective_on": recorded.effective_on,
        "recorded_at": recorded.recorded_at,
        "officer": recorded.actor,
        "position": recorded.position,
    }


def _row(fund: Fund) -> dict[str, Any]:
    return {
        "fund": fund.fund,
        "holder": fund.holder,
        "source": fund.source,
        "programme": fund.programme,
        "year": fund.year,
        "opened_fen": fund.opened_fen,
        "drawn_fen": fund.drawn_fen,
        "left_fen": fund.balance_fen,
        "prior_year_fen": fund.prior_year_fen,
    }
