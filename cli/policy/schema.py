"""`bailu policy schema`: which tables and keys a policy file has, for an editor and for the person who writes one."""

from __future__ import annotations

import json

import click

from cli.output import print_line, print_listing
from cli.verbs import Verb, output_option
from presentation.language import N_

_FOR_AN_EDITOR = (None, "json", "jsonl")


@click.command(
    "schema",
    cls=Verb,
    help=N_(
        "Print the JSON Schema of policy files, with which an editor tells about keys and types while you write.\n\n"
        "As a table, CSV or a workbook: every table of a policy file with its keys and what each holds."
    ),
)
@output_option
def command(output: str | None) -> None:
    from usecases.intake.pack_keys import PackKey, pack_keys, pack_schema

    if output in _FOR_AN_EDITOR:
        schema = pack_schema()
        print_line(json.dumps(json.loads(schema), ensure_ascii=False) if output == "jsonl" else schema)
    else:
        print_listing(PackKey, pack_keys(), output)
