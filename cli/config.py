"""`bailu config`: every setting, and where its value comes from."""

from __future__ import annotations

from urllib.parse import urlsplit

import click

from cli.language import N_
from cli.render import Column, Kind, listing
from cli.settings import NAMES, Settings
from cli.verbs import group, output_option

_COLUMNS = (
    Column("setting", N_("Setting"), Kind.NAME),
    Column("value", N_("Value"), Kind.NAME),
    Column("source", N_("Source"), Kind.NAME),
    Column("meaning", N_("Meaning")),
)


@group("config", help=N_("Settings and where each comes from."))
def config() -> None:
    pass


@config.command(
    "show", help=N_("Show each setting and where it comes from: a flag, the environment, bailu.toml, default.")
)
@output_option
@click.pass_obj
def show(settings: Settings, output: str | None) -> None:
    from cli.language import _

    rows = [
        {
            "setting": each.name,
            "value": without_password(each.value),
            "source": each.source,
            "meaning": _(NAMES[each.name]),
        }
        for each in settings.all()
    ]
    listing(_COLUMNS, rows, output)


def without_password(value: str) -> str:
    """A value as it may be shown: a URL without its password."""
    parts = urlsplit(value)
    if "://" not in value or parts.password is None:
        return value
    user, _mark, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user.partition(':')[0]}@{host}").geturl()
