"""The pages whose commands are run: the READMEs and the how-tos, in both languages."""

from __future__ import annotations

from pathlib import Path

from tests.documents.terminal import ROOT

HOW_TO = ROOT / "docs" / "how-to"
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
CHINESE = ".zh-CN.md"


def how_tos() -> list[Path]:
    """The how-tos, the English ones first."""
    return sorted(HOW_TO.glob("*.md"), key=lambda page: (page.name.endswith(CHINESE), page.name))


def pages(language: str) -> list[Path]:
    """The pages of a language whose commands are run."""
    chinese = language == "zh"
    return [page for page in (*how_tos(), *READMES) if page.name.endswith(CHINESE) == chinese]
