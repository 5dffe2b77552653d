"""`bailu projection verify`: the read models compared with what the log makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from cli.exit_codes import REFUSED
from cli.output import print_listing, print_note
from cli.parameters import NAME
from cli.progress import Pace
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from usecases.queries.read_models import ComparisonRow

_SHOWN = 20
"""So many differences of each model are shown in words."""


@click.command(
    "verify",
    cls=Verb,
    help=N_("Build read models beside the live ones and compare row by row; nothing is changed."),
)
@click.argument("names", type=NAME, nargs=-1, metavar="[NAME]...")
@output_option
@click.pass_obj
def command(settings: Settings, names: tuple[str, ...], output: str | None) -> None:
    from usecases.queries.read_models import ComparisonRow, compare_models, unbuilt_models
    from usecases.queries.views import opened

    with opened(OfficerSession(settings)) as views:
        absent = [] if names else unbuilt_models(views)
        rows = compare_models(views, names, Pace, absent=absent)
    print_listing(ComparisonRow, rows, output)
    for model in absent:
        print_note(_("%(model)s is not built yet; the first question builds it.") % {"model": model})
    if any(row.differences for row in rows):
        _print_differences(rows)
        raise click.exceptions.Exit(REFUSED)


def _print_differences(rows: Iterable[ComparisonRow]) -> None:
    """The first differences of each model, in words."""
    for row in rows:
        for difference in row.differences[:_SHOWN]:
            print_note(
                _("%(table)s: there is %(live)s, the log says %(rebuilt)s")
                % {
                    "table": difference.table,
                    "live": difference.live or _("no such row"),
                    "rebuilt": difference.rebuilt or _("no such row"),
                }
            )
        if row.differences:
            print_note(_("%(model)s is not what the log says: run `bailu projection rebuild`.") % {"model": row.model})
