"""From the shapes in which events were once written to today's: one plain function a step, on plain dicts.

When an event changes shape it gets the stored name `….vN+1`, its old name an entry here, and the golden sample of the
old one stays in `tests/golden/` for ever. Events themselves are never rewritten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Upcast = tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]
"""The name of the next shape, and how to get there."""


def _whole_instalments(items: list[list[int]]) -> list[dict[str, Any]]:
    """Before partial payments, an order or a credit was of whole instalments: `amount_fen` None says so."""
    return [{"lines": [[line, line]], "instalment": instalment, "amount_fen": None} for line, instalment in items]


def _portions(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "items": _whole_instalments(data["items"])}


def _credit(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "credit": _portions(data["credit"]) if data["credit"] else None}


UPCASTS: Mapping[str, Upcast] = {
    "application.withdrawn.v1": ("application.withdrawn.v2", lambda data: {**data, "given_up": None}),
    "application.payment-ordered.v1": ("application.payment-ordered.v2", _portions),
    "application.payment-cancelled.v1": ("application.payment-cancelled.v2", _portions),
    "application.partially-paid.v1": ("application.partially-paid.v2", _credit),
    "application.settled.v1": ("application.settled.v2", _credit),
}


def upcast(name: str, data: dict[str, Any], steps: Mapping[str, Upcast] = UPCASTS) -> tuple[str, dict[str, Any]]:
    """Follow the steps from `name` until there is none left. Raises `KeyError` for a name that was never ours."""
    name, step = steps[name]
    data = step(data)
    while name in steps:
        name, step = steps[name]
        data = step(data)
    return name, data
