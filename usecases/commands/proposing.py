"""What a command proposed, by the name under which another person confirms it."""

from __future__ import annotations

from typing import Protocol

from domain.base import ACTS, Part
from domain.proposals import ProposalId
from store.line.envelope import Recorded


class Recording(Protocol):
    """What has recorded events."""

    @property
    def events(self) -> tuple[Recorded, ...]: ...


def proposal_in(result: Recording) -> str | None:
    """As `bailu confirm` takes it; None where nothing was proposed."""
    if not result.events or ACTS[result.events[0].name].part is not Part.FIRST:
        return None
    first = result.events[0]
    name = getattr(first.event, "proposal", None)
    return str(ProposalId(stream=first.stream, name=name)) if name else None
