"""Reading the form of a pack: every table that is not what it should be, in words for whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from domain.entitlement.findings import Value
from policies.pack import HEADER, OPTIONAL, SECTIONS, Pack
from policies.problems import Complaint, Path

WRONG_TYPES = {
    "string_type": "text",
    "int_type": "whole number",
    "bool_type": "true or false",
    "date_type": "date",
    "list_type": "list",
    "dict_type": "table",
    "model_type": "table",
    "model_attributes_type": "table",
}
OUT_OF_RANGE = {"greater_than": "gt", "greater_than_equal": "ge", "less_than": "lt", "less_than_equal": "le"}


def read(raw: Mapping[str, Any]) -> tuple[Pack, list[Complaint]]:
    """The well-formed parts of `raw`, and what is wrong with the form of the others."""
    header, complaints = checked(HEADER, {key: raw[key] for key in raw if key not in SECTIONS}, ())
    sections: dict[str, dict[str, Any]] = {name: {} for name in SECTIONS}
    for name, adapter in SECTIONS.items():
        entries = raw.get(name, {})
        if not isinstance(entries, dict):
            complaints.append(((name,), "wrong-type", {"key": name, "expected": "table"}))
            continue
        if not entries and name not in OPTIONAL:
            complaints.append(((), "missing-key", {"key": name}))
        for key, entry in entries.items():
            table, wrong = checked(adapter, entry, (name, key))
            complaints += wrong
            if not wrong:
                sections[name][key] = table
    ids = {name: frozenset(raw[name]) if isinstance(raw.get(name), dict) else frozenset[str]() for name in SECTIONS}
    return Pack(header=header, sections=sections, ids=ids), complaints


def checked(adapter: TypeAdapter[Any], entry: object, path: Path) -> tuple[Any, list[Complaint]]:
    """What stands at `path`, or None and what is wrong with its form."""
    try:
        return adapter.validate_python(entry), []
    except ValidationError as error:
        return None, [_complaint(error, entry, path) for error in error.errors(include_url=False)]


def _complaint(error: ErrorDetails, entry: object, path: Path) -> Complaint:
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    where = (*path, *_within(entry, error["loc"]))
    key = str(where[-1]) if where else ""
    values: Mapping[str, Value]
    match kind:
        case "missing":
            return where[:-1], "missing-key", {"key": key}
        case "extra_forbidden":
            return where, "unknown-key", {"key": key}
        case "union_tag_not_found":
            return where, "missing-key", {"key": "rule"}
        case "union_tag_invalid":
            return where, "unknown-rule", {"found": str(context["tag"]), "known": str(context["expected_tags"])}
        case "literal_error":
            return where, "not-one-of", {"found": _shown(given), "known": str(context["expected"])}
        case "amount":
            return where, "not-an-amount", {"found": _shown(given)}
        case "text-invisible":
            return where, "invisible-text", {"key": key, "character": str(context["character"])}
        case "text-too-long":
            return where, "text-too-long", {"key": key, "length_max": int(context["length_max"])}
        case "string_pattern_mismatch":
            return where, "not-a-name" if key == "id" else "empty-text", {"key": key}
        case "too_short":
            return where, "too-few", {"key": key, "required": int(context["min_length"])}
        case _ if kind in OUT_OF_RANGE:
            values = {"key": key, "found": _shown(given), "bound": str(context[OUT_OF_RANGE[kind]])}
            return where, "out-of-range", values
        case _ if kind in WRONG_TYPES:
            return where, "wrong-type", {"key": key, "expected": WRONG_TYPES[kind]}
        case _:
            return where, "not-valid", {"key": key, "found": _shown(given), "reason": error["msg"]}


def _within(entry: object, location: tuple[int | str, ...]) -> Iterator[str | int]:
    """The part of pydantic's location that stands in the file: it also names the rule of a table, which is no key."""
    for depth, part in enumerate(location):
        if isinstance(entry, dict) and entry.get("rule") == part and depth < len(location) - 1:
            continue  # The rule's own name, even where a key is called the same.
        try:
            entry = entry[part]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            if depth < len(location) - 1:
                continue
        yield part


def _shown(value: object) -> str:
    """A value as a message shows it: short, and never a number that is too long to write."""
    text = hex(value) if isinstance(value, int) and abs(value) > 10**30 else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
