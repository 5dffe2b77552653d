"""What an officer sees of applications before they are asked, and whether they are asked at all."""

from __future__ import annotations

import sys

from cli.output import print_note
from usecases.dossiers.dossier import Preview


def shown_first(*, yes: bool, dry_run: bool) -> bool:
    """Whether somebody is to see what is decided about. In a script a decision needs no --yes, because no money moves
    before it is ordered and released, which do.
    """
    return dry_run or not (yes or sys.stdin is None or not sys.stdin.isatty())


def print_preview(preview: Preview) -> None:
    """Print what would be decided about, beside the answer."""
    print_note(f"{preview.number}  {preview.scheme_name}")
    for sentence in preview.sentences:
        print_note(f"  {sentence}")
