"""`bailu config`: every setting, and where its value comes from."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.verbs import Verb, output_option
from presentation.language import N_
from presentation.rows.columns import Column, Kind
from store.addresses import without_password
from usecases.session.settings import NAMES, Settings

_COLUMNS = (
    Column("setting", N_("Setting"), Kind.NAME),
    Column("value", N_("Value"), Kind.NAME),
    Column("source", N_("Source"), Kind.NAME),
    Column("meaning", N_("Meaning")),
)


@click.command(
    "show",
    cls=Verb,
    help=N_("Show each setting and where it comes from: a flag, the environment, bailu.toml, default."),
)
@output_option
@click.pass_obj
def command(settings: Settings, output: str | None) -> None:
    from presentation.language import _

    rows = [
        {
            "setting": each.name,
            "value": without_password(each.value),
            "source": each.source,
            "meaning": _(NAMES[each.name]),
        }
        for each in settings.all()
    ]
    print_listing(_COLUMNS, rows, output)
