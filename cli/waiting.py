"""What waits for another person, and how they confirm it."""

from __future__ import annotations

from cli.output import print_note
from presentation.language import _


def print_waiting(proposal: str | None, *, dry_run: bool = False) -> None:
    """Print which command confirms a proposal; nothing where none was recorded."""
    if proposal is not None and not dry_run:
        print_note(_("It waits for another person: bailu confirm %(proposal)s") % {"proposal": proposal})
