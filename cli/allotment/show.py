"""`bailu allotment show`: show one allotment: targets, parts, what the district spent, and whether all agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import click

from cli.disagreement import disagreement_in_words
from cli.output import print_line, print_listing, print_note, print_record, print_table
from cli.parameters import DAY, NAME
from cli.verbs import Verb, option, output_option
from presentation.language import N_, _
from presentation.rows.columns import Heading, Row, columns_of
from presentation.rows.values import fields, human
from usecases.dossiers.allotments import AllotmentDetails, AllotmentRow, PartRow, TargetRow
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


class AllotmentParticular(Row):
    """One thing that is told of an allotment."""

    what: Annotated[str, Heading(N_("What"))]
    says: Annotated[str, Heading(N_("Says"))]


@click.command(
    "show", cls=Verb, help=N_("Show one allotment: its targets, its parts, and what the district spent of it.")
)
@click.argument("number", type=NAME, metavar="ALLOTMENT")
@option("--as-of", type=DAY, metavar="DATE", help=N_("As of this value date: the end of the day."))
@output_option
@click.pass_obj
def command(settings: Settings, number: str, as_of: date | None, output: str | None) -> None:
    from cli.views import catching_up
    from usecases.queries.allotment_reconciliation import AllotmentDisagreement, reconciled_allotment

    with catching_up() as on_progress:
        allotment = reconciled_allotment(OfficerSession(settings), number, as_of, on_progress=on_progress)
    if output in ("csv", "xlsx"):
        print_listing(PartRow, allotment.parts, output)
    elif not print_record(allotment, output):
        print_table(AllotmentParticular, list(_particulars(allotment)), title=allotment.allotment)
        print_table(TargetRow, allotment.targets)
        print_table(PartRow, allotment.parts)
        if allotment.disagreements:
            print_table(AllotmentDisagreement, allotment.disagreements, title=N_("What does not agree"))
        elif allotment.reconciled:
            print_line(_("The allotment, its book and the funds of city and district agree."))
    for one in allotment.disagreements:
        print_note(disagreement_in_words(one.subject, one.between, one.what, one.first_fen, one.second_fen))
    if not allotment.reconciled:
        print_note(_("Nothing was compared: the read models are behind the log."))


def _particulars(allotment: AllotmentDetails) -> Iterator[AllotmentParticular]:
    values = fields(allotment)
    for column in columns_of(AllotmentRow)[1:]:
        if says := human(column.kind, values[column.key]):
            yield AllotmentParticular(what=_(column.heading), says=says)
