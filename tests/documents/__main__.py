"""Record what the pages print, anew: `python -m tests.documents [PAGE …]`, and write the reference of the CLI."""

from __future__ import annotations

import sys
from pathlib import Path

from presentation.language import LANGUAGES
from tests.documents.links import INDEX, index, renumber
from tests.documents.pages import ROOT, pages
from tests.documents.reference import Observed, file_of, observe, reference
from tests.documents.terminal import terminal
from tests.documents.transcript import PROMPT, blocks, recorded

FEW = 3
"""After more lines than these, a blank one stands before the next command."""


def record(page: Path, seen: dict[str, Observed]) -> None:
    """Run every command of a page, write what it printed into the page, and enter in `seen` what it recorded."""
    text, at = page.read_text("utf-8"), 0
    parts: list[str] = []
    with terminal() as desk:
        for block in blocks(text):
            parts.append(text[at : block.start])
            lines: list[str] = []
            for step in block.steps:
                ran = desk.run(step.command)
                observe(seen, page, step, ran)
                printed = recorded(ran.printed, block.lines_max)
                lines += [PROMPT + step.command, *printed, *([""] if len(printed) > FEW else [])]
            parts.append("\n".join(lines).rstrip("\n") + "\n")
            at = block.end
    page.write_text("".join([*parts, text[at:]]), encoding="utf-8")


def main() -> None:
    if len(sys.argv) > 1:
        for name in sys.argv[1:]:
            record(ROOT / name, {})
        return
    for language in LANGUAGES:
        seen: dict[str, Observed] = {}
        for page in pages(language):
            record(page, seen)
        file_of(language).write_text(reference(language, seen), encoding="utf-8")
    renumber(ROOT / "docs" / "tour.md")
    INDEX.write_text(index(), encoding="utf-8")


if __name__ == "__main__":
    main()
