"""`bailu limit show`: show an import, line by line."""

from __future__ import annotations

import click

from cli.output import print_line, print_listing, print_record, print_table
from cli.parameters import STREAM
from cli.verbs import Verb, output_option
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from usecases.dossiers.imports import ListedLine, import_sheet
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("show", cls=Verb, help=N_("Show an import, line by line, with the limits that count each."))
@click.argument("number", type=STREAM, metavar="IMPORT")
@output_option
@click.pass_obj
def command(settings: Settings, number: str, output: str | None) -> None:
    sheet = import_sheet(OfficerSession(settings), number)
    if output in ("csv", "xlsx"):
        print_listing(ListedLine, list(sheet.lines), output)
    elif not print_record(sheet, output):
        print_line(f"{sheet.number}: {label(sheet.standing)} ({sheet.scheme}, {sheet.policy})")
        print_line(_("By %(document)s of %(body)s") % {"document": sheet.document, "body": sheet.body})
        print_table(ListedLine, list(sheet.lines))
