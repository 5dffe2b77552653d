"""Which applications a verb is to act on, when their numbers are not given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Applications in a status, or about which something is to be done (`domain.worklist.Work.action`)."""

    status: str | None = None
    action: str | None = None
    scheme: str | None = None
    authority: str | None = None
