"""`bailu projection verify`: build read models beside the live ones and compare row by row; nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from cli.exit_codes import REFUSED
from cli.output import print_listing, print_note
from cli.verbs import output_option
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from projections.building.verify import Verification
from cli.verbs import Verb

_VERIFIED = (
    Column("model", N_("Read model"), Kind.NAME),
    Column("position", N_("Position"), Kind.COUNT),
    Column("rows", N_("Rows"), Kind.COUNT),
    Column("count", N_("Differences"), Kind.COUNT),
)


_DIFFERENCES = Column("differences", N_("Differences"))


_TOLD = 20


@click.command(
    "verify", cls=Verb, help=N_("Build read models beside the live ones and compare row by row; nothing is changed.")
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@output_option
@click.pass_obj
def command(settings: Settings, names: tuple[str, ...], output: str | None) -> None:
    from cli.progress import Pace
    from cli.views import opened
    from projections.building.catalogue import named
    from projections.building.verify import verify as compare

    found = []
    with opened(OfficerSession(settings)) as views:
        for model in named(names):
            with Pace(_("Verifying %(model)s") % {"model": model.NAME}) as pace:
                found.append(compare(views, model.NAME, on_progress=pace))
    machine = output in ("json", "jsonl")
    print_listing((*_VERIFIED, _DIFFERENCES) if machine else _VERIFIED, [_row(each) for each in found], output)
    if any(each.differences for each in found):
        _tell(found)
        raise click.exceptions.Exit(REFUSED)


def _row(found: Verification) -> dict[str, Any]:
    return {
        "model": found.model,
        "position": found.position,
        "rows": found.rows,
        "count": len(found.differences),
        "differences": [asdict(each) for each in found.differences],
    }


def _tell(found: Sequence[Verification]) -> None:
    """The first differences of each model, in words."""
    for each in found:
        for difference in each.differences[:_TOLD]:
            print_note(
                _("%(table)s: there is %(live)s, the log says %(rebuilt)s")
                % {
                    "table": difference.table,
                    "live": difference.live or _("no such row"),
                    "rebuilt": difference.rebuilt or _("no such row"),
                }
            )
        if each.differences:
            print_note(_("%(model)s is not what the log says: run `bailu projection rebuild`.") % {"model": each.model})
