"""The chart of accounts as a page, in both languages: `make docs` writes it, and a test holds it to the data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from domain.treasury.accounts import CHART
from presentation.labels.accounts import MEANINGS
from presentation.labels.vocabulary import label
from presentation.language import LANGUAGES, _, speak

FOLDER = Path(__file__).parents[1] / "docs" / "generated"


def file_of(language: str) -> Path:
    return FOLDER / ("chart-of-accounts.zh-CN.md" if language == "zh" else "chart-of-accounts.md")


def document() -> str:
    """The whole page, in the language that is spoken."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# " + _("Chart of accounts")
    yield ""
    yield _("Made from the data by `make docs`: do not edit.")
    yield ""
    yield _(
        "Every event that moves money, or changes what is owed, is booked so that debit and credit are equal. Accounts "
        "by fund name a fund, or the clearing account that stands in the place of one."
    )
    yield ""
    headings = (_("Account"), _("Name"), _("Kind of account"), _("Ordinary side"), _("By fund"), _("What stands on it"))
    yield f"| {' | '.join(headings)} |"
    yield "|" + "---|" * len(headings)
    for one in CHART:
        code = one.account.value
        by_fund = _("yes") if one.by_fund else _("no")
        cells = (code, label(code), label(one.kind), label(one.side.value), by_fund, _(MEANINGS[code]))
        yield f"| {' | '.join(cells)} |"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        speak(language)
        file_of(language).write_text(document(), "utf-8")


if __name__ == "__main__":
    main()
