"""`bailu config show`: every setting with its value, where that comes from, and what it is for."""

from __future__ import annotations

from typing import Annotated

import click

from cli.output import print_listing
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from store.addresses import without_password
from usecases.session.settings import NAMES, Settings


class SettingRow(Row):
    """`source` is `flag`, an environment variable, the configuration file, or `default`."""

    setting: Annotated[str, Heading(N_("Setting"), Kind.NAME)]
    value: Annotated[str, Heading(N_("Value"), Kind.NAME)]
    source: Annotated[str, Heading(N_("Source"), Kind.NAME)]
    meaning: Annotated[str, Heading(N_("Meaning"))]


@click.command(
    "show",
    cls=Verb,
    help=N_("Show each setting and where it comes from: a flag, the environment, bailu.toml, default."),
)
@output_option
@click.pass_obj
def command(settings: Settings, output: str | None) -> None:
    rows = [
        SettingRow(
            setting=setting.name,
            value=without_password(setting.value),
            source=setting.source,
            meaning=_(NAMES[setting.name]),
        )
        for setting in settings.all()
    ]
    print_listing(SettingRow, rows, output)
