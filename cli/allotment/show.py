"""`bailu allotment show`: show one allotment: its targets, its parts, and what the district spent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import click

from cli.output import print_listing, print_record, print_table
from cli.parameters import NAME
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from presentation.rows.columns import Heading, Row, columns_of
from presentation.rows.values import fields, human
from usecases.dossiers.allotments import AllotmentDetails, AllotmentRow, PartRow, TargetRow, allotment_details
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
@output_option
@click.pass_obj
def command(settings: Settings, number: str, output: str | None) -> None:
    allotment = allotment_details(OfficerSession(settings), number)
    if output in ("csv", "xlsx"):
        print_listing(PartRow, allotment.parts, output)
    elif not print_record(allotment, output):
        print_table(AllotmentParticular, list(_particulars(allotment)), title=allotment.allotment)
        print_table(TargetRow, allotment.targets)
        print_table(PartRow, allotment.parts)


def _particulars(allotment: AllotmentDetails) -> Iterator[AllotmentParticular]:
    values = fields(allotment)
    for column in columns_of(AllotmentRow)[1:]:
        if says := human(column.kind, values[column.key]):
            yield AllotmentParticular(what=_(column.heading), says=says)
