"""The JSON Schema of a pack, for editors: `python -m policies.schema` writes it, and a test proves that it is current.

An editor tells an author about keys and types while they write. What `policy check` tells besides, such as a fact that
nothing defines, no schema can.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from policies.pack import HEADER, OPTIONAL, SECTIONS

SCHEMA_FILE = Path(__file__).parent / "packs" / "pack.schema.json"


def schema() -> dict[str, Any]:
    """The header's keys, and beside them each section as a table of its tables."""
    header = HEADER.json_schema()
    defined: dict[str, Any] = dict(header.pop("$defs", {}))
    properties = dict(header["properties"])
    for name, adapter in SECTIONS.items():
        table = adapter.json_schema()
        defined |= table.pop("$defs", {})
        least = {} if name in OPTIONAL else {"minProperties": 1}
        properties[name] = {"type": "object", "additionalProperties": table, **least}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A policy pack of Bailu: one edition of one notice",
        "type": "object",
        "properties": properties,
        "required": [*header["required"], *(name for name in SECTIONS if name not in OPTIONAL)],
        "additionalProperties": False,
        "$defs": defined,
    }


def written() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(written(), "utf-8")
