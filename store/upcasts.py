"""From the shapes in which facts were once written to today's: one plain function a step, on plain dicts.

When a fact changes shape it gets the stored name `….vN+1`, its old name an entry here, and the golden sample of the old
one stays in `tests/golden/` for ever. Facts themselves are never rewritten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Upcast = tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]
"""The name of the next shape, and how to get there."""

UPCASTS: Mapping[str, Upcast] = {}


def upcast(name: str, data: dict[str, Any], steps: Mapping[str, Upcast] = UPCASTS) -> tuple[str, dict[str, Any]]:
    """Follow the steps from `name` until there is none left. Raises `KeyError` for a name that was never ours."""
    name, step = steps[name]
    data = step(data)
    while name in steps:
        name, step = steps[name]
        data = step(data)
    return name, data
