"""`bailu policy schema`: which tables and keys a policy file has, for an editor and for the person who writes one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import click

from cli.output import print_line, print_listing
from cli.verbs import Verb, output_option
from presentation.language import N_
from presentation.rows.columns import Column, Kind

_COLUMNS = (
    Column("table", N_("Table"), Kind.NAME),
    Column("key", N_("Key"), Kind.NAME),
    Column("required", N_("Required")),
    Column("holds", N_("Holds")),
)


_THE_FILE = "Pack"


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
    from policies.schema import SCHEMA_FILE

    named = SCHEMA_FILE.read_text("utf-8").rstrip("\n")
    if output in _FOR_AN_EDITOR:
        print_line(json.dumps(json.loads(named), ensure_ascii=False) if output == "jsonl" else named)
    else:
        print_listing(_COLUMNS, _rows(json.loads(named)), output)


def _rows(named: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for table, described in ((_THE_FILE, named), *sorted(named["$defs"].items())):
        for key, holds in described.get("properties", {}).items():
            required = key in described.get("required", ())
            yield {"table": table, "key": key, "required": required, "holds": _holds(holds)}


def _holds(described: Mapping[str, Any]) -> str:
    """What a key holds, in the words of the schema: a type, a table, or the values that there are."""
    if "$ref" in described:
        return str(described["$ref"]).rpartition("/")[2]
    if "const" in described or "enum" in described:
        return " | ".join(map(str, described.get("enum", (described.get("const"),))))
    either = described.get("anyOf") or described.get("oneOf")
    if either and "type" not in described:
        return " | ".join(said for said in map(_holds, either) if said != "null")
    kind = str(described.get("format") or described.get("type") or "any")
    if kind == "array" and "items" in described:
        return f"[{_holds(described['items'])}]"
    if kind == "object" and isinstance(described.get("additionalProperties"), Mapping):
        return f"{{{_holds(described['additionalProperties'])}}}"
    return str(described["title"]) if kind == "object" and "title" in described else kind
