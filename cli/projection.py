"""`bailu projection`: the read models, each of which is disposable: how far they are, and whether they are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from cli.exit_codes import REFUSED
from cli.output import print_listing, print_note
from cli.verbs import group, output_option
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from projections.building.verify import Verification
    from projections.engine.progress import ModelStatus

_STANDINGS = (
    Column("model", N_("Read model"), Kind.NAME),
    Column("position", N_("Position"), Kind.COUNT),
    Column("head", N_("Log"), Kind.COUNT),
    Column("behind", N_("Behind"), Kind.COUNT),
    Column("generation", N_("Times built"), Kind.COUNT),
    Column("trouble", N_("Trouble"), Kind.NAME),
)
_VERIFIED = (
    Column("model", N_("Read model"), Kind.NAME),
    Column("position", N_("Position"), Kind.COUNT),
    Column("rows", N_("Rows"), Kind.COUNT),
    Column("count", N_("Differences"), Kind.COUNT),
)
_DIFFERENCES = Column("differences", N_("Differences"))
_TOLD = 20


@group("projection", help=N_("Read models: status, catch-up, rebuild, verify."))
def projection() -> None:
    pass


@projection.command("status", help=N_("Show how far each read model is."))
@output_option
@click.pass_obj
def status(settings: Settings, output: str | None) -> None:
    from cli.views import opened
    from projections.building.runner import status as standings

    with opened(OfficerSession(settings), read_only=True) as views:
        _show(standings(views), output)


@projection.command("catch-up", help=N_("Fold the facts that were recorded since."))
@click.argument("names", nargs=-1, metavar="[NAME]...")
@output_option
@click.pass_obj
def catch_up(settings: Settings, names: tuple[str, ...], output: str | None) -> None:
    from cli.progress import Pace
    from cli.views import opened
    from projections.building import runner
    from projections.building.catalogue import named

    with opened(OfficerSession(settings)) as views:
        start = min(each.position for each in views.status(named(names)))
        with Pace(_("Catching up"), start) as pace:
            found = runner.catch_up(views, names, on_progress=pace)
    _show(found, output)


@projection.command("rebuild", help=N_("Build read models anew from the first fact; the old ones serve until then."))
@click.argument("names", nargs=-1, metavar="[NAME]...")
@output_option
@click.pass_obj
def rebuild(settings: Settings, names: tuple[str, ...], output: str | None) -> None:
    from cli.progress import Pace
    from cli.views import opened
    from projections.building.rebuild import rebuild as build

    with opened(OfficerSession(settings)) as views, Pace(_("Building")) as pace:
        found = build(views, names, on_progress=pace)
    _show(found, output)


@projection.command(
    "verify", help=N_("Build read models beside the live ones and compare row by row; nothing is changed.")
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@output_option
@click.pass_obj
def verify(settings: Settings, names: tuple[str, ...], output: str | None) -> None:
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


def _show(standings: Sequence[ModelStatus], output: str | None) -> None:
    from presentation.words.refusals import sentence

    print_listing(_STANDINGS, [asdict(each) | {"behind": each.behind} for each in standings], output)
    for each in standings:
        if each.error == "views-behind":
            print_note(
                _("The read model %(model)s is not built yet; the first question builds it.") % {"model": each.model}
            )
        elif each.error is not None:
            print_note(sentence(each.error, {"model": each.model}))


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
