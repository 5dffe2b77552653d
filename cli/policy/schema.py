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
    from policies.schema import KEPT

    kept = KEPT.read_text("utf-8").rstrip("\n")
    if output in _FOR_AN_EDITOR:
        print_line(json.dumps(json.loads(kept), ensure_ascii=False) if output == "jsonl" else kept)
    else:
        print_listing(_COLUMNS, _rows(json.loads(kept)), output)


def _rows(kept: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for table, says in ((_THE_FILE, kept), *sorted(kept["$defs"].items())):
        for key, holds in says.get("properties", {}).items():
            required = key in says.get("required", ())
            yield {"table": table, "key": key, "required": required, "holds": _holds(holds)}


def _holds(says: Mapping[str, Any]) -> str:
    """What a key holds, in the words of the schema: a type, a table, or the values that there are."""
    if "$ref" in says:
        return str(says["$ref"]).rpartition("/")[2]
    if "const" in says or "enum" in says:
        return " | ".join(map(str, says.get("enum", (says.get("const"),))))
    either = says.get("anyOf") or says.get("oneOf")
    if either and "type" not in says:
        return " | ".join(said for said in map(_holds, either) if said != "null")
    kind = str(says.get("format") or says.get("type") or "any")
    if kind == "array" and "items" in says:
        return f"[{_holds(says['items'])}]"
    if kind == "object" and isinstance(says.get("additionalProperties"), Mapping):
        return f"{{{_holds(says['additionalProperties'])}}}"
    return str(says["title"]) if kind == "object" and "title" in says else kind
