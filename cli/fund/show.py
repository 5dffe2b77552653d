"""`bailu fund show`: show one fund: its document, all that moved in it, and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import click

from cli.disagreement import disagreement_in_words
from cli.fund._clearing import on_clearing_in_words
from cli.output import print_line, print_listing, print_note, print_record, print_table
from cli.parameters import DAY, NAME
from cli.verbs import Verb, option, output_option
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row, columns_of
from presentation.rows.values import fields, human
from usecases.dossiers.funds import FundBalance, FundDetails, FundMovement, PlannedMonth
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


class FundParticular(Row):
    """One thing that is told of a fund."""

    what: Annotated[str, Heading(N_("What"))]
    says: Annotated[str, Heading(N_("Says"))]


@click.command("show", cls=Verb, help=N_("Show one fund: its document, all that moved in it, and what is left."))
@click.argument("name", type=NAME, metavar="FUND")
@option("--as-of", type=DAY, metavar="DATE", help=N_("As of this value date: the end of the day."))
@output_option
@click.pass_obj
def command(settings: Settings, name: str, as_of: date | None, output: str | None) -> None:
    from cli.views import catching_up
    from usecases.queries.reconciliation import Disagreement, reconciled_fund

    with catching_up() as on_progress:
        fund = reconciled_fund(OfficerSession(settings), name, as_of, on_progress=on_progress)
    if output in ("csv", "xlsx"):
        print_listing(FundMovement, fund.movements, output)
    elif not print_record(fund, output):
        print_table(FundParticular, list(_particulars(fund)), title=fund.fund)
        if fund.plans:
            print_table(PlannedMonth, fund.plans, title=N_("Plan of use"))
        print_table(FundMovement, fund.movements)
        print_line(on_clearing_in_words(fund.clearing_fen, fund.bank_error_fen))
        if fund.disagreements:
            print_table(Disagreement, fund.disagreements, title=N_("What does not agree"))
        elif fund.reconciled:
            print_line(_("The fund, the books, its payment runs and the bank agree."))
    for one in fund.disagreements:
        subject = f"{one.batch} {one.application}" if one.batch else one.fund
        print_note(disagreement_in_words(subject, one.between, one.what, one.first_fen, one.second_fen))
    if not fund.reconciled:
        print_note(_("Nothing was compared: the read models are behind the log."))


def _particulars(fund: FundDetails) -> Iterator[FundParticular]:
    """All that there is to tell; of amounts those that are not nought, and what is left."""
    values = fields(fund)
    for column in columns_of(FundBalance)[1:]:
        value = values[column.key]
        told = value or column.kind is not Kind.MONEY or column.key == "left_fen"
        if told and (says := human(column.kind, value)):
            yield FundParticular(what=_(column.heading), says=says)
