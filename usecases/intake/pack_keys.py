"""The tables and keys that a policy file has, for the person who writes one: out of the JSON Schema of policy files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from policies.schema import SCHEMA_FILE
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row

_WHOLE_FILE = "Pack"


class PackKey(Row):
    """A key of a table of a policy file, and what it holds: a type, another table, or one of some values."""

    table: Annotated[str, Heading(N_("Table"), Kind.NAME)]
    key: Annotated[str, Heading(N_("Key"), Kind.NAME)]
    required: Annotated[bool, Heading(N_("Required"))]
    holds: Annotated[str, Heading(N_("Holds"))]


def pack_schema() -> str:
    """The JSON Schema of policy files, as it comes with bailu."""
    return SCHEMA_FILE.read_text("utf-8").rstrip("\n")


def pack_keys() -> Iterator[PackKey]:
    """Every key, those of the file itself first, and then by table."""
    schema = json.loads(pack_schema())
    for table, described in ((_WHOLE_FILE, schema), *sorted(schema["$defs"].items())):
        for key, value in described.get("properties", {}).items():
            required = key in described.get("required", ())
            yield PackKey(table=table, key=key, required=required, holds=_holds(value))


def _holds(described: Mapping[str, Any]) -> str:
    """What a key holds, in the words of the schema."""
    if "$ref" in described:
        return str(described["$ref"]).rpartition("/")[2]
    if "const" in described or "enum" in described:
        return " | ".join(map(str, described.get("enum", (described.get("const"),))))
    alternatives = described.get("anyOf") or described.get("oneOf")
    if alternatives and "type" not in described:
        return " | ".join(words for words in map(_holds, alternatives) if words != "null")
    kind = str(described.get("format") or described.get("type") or "any")
    if kind == "array" and "items" in described:
        return f"[{_holds(described['items'])}]"
    if kind == "object" and isinstance(described.get("additionalProperties"), Mapping):
        return f"{{{_holds(described['additionalProperties'])}}}"
    return str(described["title"]) if kind == "object" and "title" in described else kind
