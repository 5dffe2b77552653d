"""What an officer sees of an application before they are asked."""

from __future__ import annotations

from cli.output import print_note
from usecases.dossiers.dossier import Preview


def print_preview(preview: Preview) -> None:
    """Print what would be decided about, beside the answer."""
    print_note(f"{preview.number}  {preview.scheme_name}")
    for sentence in preview.sentences:
        print_note(f"  {sentence}")
