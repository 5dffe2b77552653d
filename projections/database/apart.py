"""How tables are called that are made beside the live ones."""

from __future__ import annotations

from typing import NamedTuple


class Apart(NamedTuple):
    """How tables are called that only their transaction sees, and that are gone with it: no two are called alike."""

    schema: str | None
    suffix: str
