"""`bailu policy diff`: what differs between two editions, place by place."""

from __future__ import annotations

import json
from typing import Any

import click
from msgspec.structs import replace

from cli.output import print_listing, print_note
from cli.parameters import FILE_OR_NAME
from cli.verbs import Verb, output_option
from presentation.language import N_, _, spoken
from usecases.dossiers.edition_differences import EditionDifference, edition_differences
from usecases.session.settings import Settings


@click.command(
    "diff",
    cls=Verb,
    help=N_("What differs between two policy editions, each an id such as xiamen-2023-187@1, or a file."),
)
@click.argument("first", type=FILE_OR_NAME, metavar="A")
@click.argument("second", type=FILE_OR_NAME, metavar="B")
@output_option
@click.pass_obj
def command(settings: Settings, first: str, second: str, output: str | None) -> None:
    differences = edition_differences(settings, first, second)
    if output in ("json", "jsonl"):
        print_listing(EditionDifference, differences, output)
        return
    print_listing(EditionDifference, map(_in_words, differences), output)
    if not differences:
        print_note(_("%(first)s and %(second)s say the same.") % {"first": first, "second": second})


def _in_words(difference: EditionDifference) -> EditionDifference:
    return replace(difference, before=_value_in_words(difference.before), after=_value_in_words(difference.after))


def _value_in_words(value: Any) -> str:
    """A value as people read it; of a table that has a name, the name and what it rules."""
    if value is None:
        return ""
    if isinstance(value, dict):
        name = value.get("zh" if spoken() == "zh" else "en")
        rest = {key: entry for key, entry in value.items() if key not in ("zh", "en")}
        return " ".join(filter(None, (name, json.dumps(rest, ensure_ascii=False) if rest else "")))
    if isinstance(value, list):
        return ", ".join(map(_value_in_words, value))
    return str(value)
