"""A credit code that fails its check, as whoever confirms it has to see it: the code, the check, and the evidence."""

from __future__ import annotations

from collections.abc import Iterable

from presentation.language import _
from usecases.intake.identity import computed_check, fails_its_check


def code_shown(code: str, printed_on: str) -> str:
    """In one sentence. Whoever reads it holds the document beside it."""
    return _(
        "Credit code %(code)s: it ends in %(stated)s, and by its check it would end in %(computed)s; printed so on "
        "%(document)s"
    ) % {"code": code, "stated": code[-1], "computed": computed_check(code), "document": printed_on}


def codes_shown(codes: Iterable[str | None], printed_on: str | None) -> list[str]:
    """One sentence for each of these codes that fails its check."""
    if printed_on is None:
        return []
    return [code_shown(code, printed_on) for code in dict.fromkeys(codes) if code and fails_its_check(code)]
