"""Whether this machine makes PDFs: WeasyPrint is an extra, and needs Pango of the system."""

from __future__ import annotations

import warnings

import pytest

WITHOUT_PDF = "no PDF is made here: "


def needs_pdf() -> None:
    """Skip with a reason, which is repeated at the end, where WeasyPrint cannot be used."""
    try:
        with warnings.catch_warnings():
            # It names what its next versions will ask of the system.
            warnings.simplefilter("ignore")
            import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        pytest.skip(f"{WITHOUT_PDF}{type(error).__name__}")
