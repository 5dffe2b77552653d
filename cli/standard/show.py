"""`bailu standard show`: show a table, rate by rate."""

from __future__ import annotations

import click

from cli.output import print_line, print_listing, print_record, print_table
from cli.parameters import NUMBERED
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from usecases.dossiers.standards import ListedRate, StandardSheet, standard_sheet
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("show", cls=Verb, help=N_("Show a table, rate by rate: skill-certificate@1, or a standard's last one."))
@click.argument("standard", type=NUMBERED)
@output_option
@click.pass_obj
def command(settings: Settings, standard: str, output: str | None) -> None:
    sheet = standard_sheet(OfficerSession(settings), standard)
    if output in ("csv", "xlsx"):
        print_listing(ListedRate, list(sheet.rates), output)
    elif not print_record(sheet, output):
        _print_sheet(sheet)


def _print_sheet(sheet: StandardSheet) -> None:
    print_line(f"{sheet.name} ({sheet.standard}, {sheet.policy})")
    print_line(_("By %(document)s of %(body)s") % {"document": sheet.document, "body": sheet.body})
    applies = _("Applies from %(first)s on") if sheet.applies_to is None else _("Applies from %(first)s to %(last)s")
    print_line(applies % {"first": sheet.applies_from, "last": sheet.applies_to})
    print_table(ListedRate, list(sheet.rates))
