"""`bailu policy diff`: what differs between two editions, place by place."""

from __future__ import annotations

import json
from typing import Any

import click

from cli.output import print_listing, print_note
from cli.verbs import Verb, output_option
from policies.difference import Difference, differences
from presentation.language import N_, _, spoken
from presentation.rows.columns import Column, Kind
from usecases.intake.editions import content_of
from usecases.intake.packs import read_pack
from usecases.session.settings import Settings

_COLUMNS = (
    Column("change", N_("Change"), Kind.LABEL),
    Column("where", N_("Where"), Kind.NAME),
    Column("before", N_("Before")),
    Column("after", N_("After")),
)


@click.command(
    "diff",
    cls=Verb,
    help=N_("What differs between two policy editions, each an id such as xiamen-2023-187@1, or a file."),
)
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@output_option
@click.pass_obj
def command(settings: Settings, first: str, second: str, output: str | None) -> None:
    before, after = content_of(settings, first), content_of(settings, second)
    for name, content in ((first, before), (second, after)):
        read_pack(name, content)
    found = differences(before, after)
    if output in ("json", "jsonl"):
        print_listing(_COLUMNS, map(_row, found), output)
        return
    print_listing(_COLUMNS, map(_row_for_people, found), output)
    if not found:
        print_note(_("%(first)s and %(second)s say the same.") % {"first": first, "second": second})


def _row(found: Difference) -> dict[str, Any]:
    return {
        "change": found.change,
        "where": ".".join(found.path),
        "before": found.before,
        "after": found.after,
    }


def _row_for_people(found: Difference) -> dict[str, Any]:
    return {**_row(found), "before": _in_words(found.before), "after": _in_words(found.after)}


def _in_words(value: Any) -> str:
    """A value as people read it; of a table that has a name, the name and what it rules."""
    if value is None:
        return ""
    if isinstance(value, dict):
        name = value.get("zh" if spoken() == "zh" else "en")
        rest = {key: each for key, each in value.items() if key not in ("zh", "en")}
        return " ".join(filter(None, (name, json.dumps(rest, ensure_ascii=False) if rest else "")))
    if isinstance(value, list):
        return ", ".join(map(_in_words, value))
    return str(value)
