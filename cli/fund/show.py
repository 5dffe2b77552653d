"""`bailu fund show`: show one fund: opened, drawn by each payment run, what came back, and what is left."""

from __future__ import annotations

from typing import Any

import click

from cli.fund._fund import COLUMNS, _row
from cli.output import print_listing, print_note, print_record, print_table
from cli.verbs import Verb, output_option
from domain.errors import NoSuchThing
from domain.treasury.fund import (
    FundDrawCancelled,
    FundDrawn,
    FundOpened,
    FundRestored,
    fund_stream,
)
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from store.line.envelope import Recorded, read_all
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_DRAWS = (
    Column("batch", N_("Reference"), Kind.NAME),
    Column("what", N_("What"), Kind.LABEL),
    Column("drawn_fen", N_("Drawn (yuan)"), Kind.MONEY),
    Column("prior_year_fen", N_("Prior-year account (yuan)"), Kind.MONEY),
    Column("effective_on", N_("Day"), Kind.DAY),
    Column("officer", N_("Officer"), Kind.NAME),
    Column("position", N_("Position"), Kind.COUNT),
)


@click.command(
    "show", cls=Verb, help=N_("Show one fund: opened, drawn by each payment run, what came back, and what is left.")
)
@click.argument("name", metavar="FUND")
@output_option
@click.pass_obj
def command(settings: Settings, name: str, output: str | None) -> None:
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
    elif not print_record(values, output, COLUMNS):
        print_table(COLUMNS, [values])
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
