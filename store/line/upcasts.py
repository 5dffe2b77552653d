"""From the shapes in which events were once written to today's: one plain function a step, on plain dicts.

When an event changes shape it gets the stored name `….vN+1`, its old name an entry here, and the golden sample of the
old one stays in `tests/golden/` for ever. Events themselves are never rewritten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Upcast = tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]
"""The name of the next shape, and how to get there."""


UPCASTS: Mapping[str, Upcast] = {}
"""None yet: nothing was recorded in earnest before these shapes (ADR 0040)."""


def upcast(name: str, data: dict[str, Any], steps: Mapping[str, Upcast] = UPCASTS) -> tuple[str, dict[str, Any]]:
    """Follow the steps from `name` until there is none left. Raises `KeyError` for a name that was never ours."""
    name, step = steps[name]
    data = step(data)
    while name in steps:
        name, step = steps[name]
        data = step(data)
    return name, data
