"""Record what the pages print, anew: `python -m tests.documents [PAGE …]`, and write the reference of the CLI, and the
page of who may do what.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from presentation.language import LANGUAGES
from store.commands import executor
from tests.bureau import UNHURRIED_S
from tests.cli.matrix.one_key import reached
from tests.documents import permissions
from tests.documents.links import INDEX, index, renumber
from tests.documents.pages import ROOT, pages
from tests.documents.reference import Observed, file_of, observe, reference
from tests.documents.terminal import TOLD, terminal
from tests.documents.transcript import PROMPT, blocks, recorded

FEW = 3
"""After more lines than these, a blank one stands before the next command."""


def record(page: Path, seen: dict[str, Observed]) -> Iterator[str]:
    """Run every command of a page, write what it printed into the page, and enter in `seen` what it recorded.

    Tells of each command that failed and was not expected to: a page says so by `echo $?` and the code below it.
    """
    text, at = page.read_text("utf-8"), 0
    parts: list[str] = []
    code = 0
    with terminal() as desk:
        for block in blocks(text):
            parts.append(text[at : block.start])
            lines: list[str] = []
            for step in block.steps:
                if code and (step.command != TOLD or step.shown not in ((), (str(code),))):
                    yield f"{page.relative_to(ROOT)}:{step.line}: exit code {code} of the command before it"
                ran = desk.run(step.command)
                code = ran.code
                observe(seen, page, step, ran)
                printed = recorded(ran.printed, block.lines_max)
                lines += [PROMPT + step.command, *printed, *([""] if len(printed) > FEW else [])]
            parts.append("\n".join(lines).rstrip("\n") + "\n")
            at = block.end
    page.write_text("".join([*parts, text[at:]]), encoding="utf-8")


def main() -> None:
    executor.LOCKED_S = UNHURRIED_S
    if len(sys.argv) > 1:
        _tell(failure for name in sys.argv[1:] for failure in record(ROOT / name, {}))
        return
    failures: list[str] = []
    for language in LANGUAGES:
        seen: dict[str, Observed] = {}
        for page in pages(language):
            failures += record(page, seen)
        file_of(language).write_text(reference(language, seen), encoding="utf-8")
    by_key = reached()
    for language in LANGUAGES:
        permissions.file_of(language).write_text(permissions.page(language, by_key), encoding="utf-8")
    renumber(ROOT / "docs" / "tour.md")
    INDEX.write_text(index(), encoding="utf-8")
    _tell(failures)


def _tell(failures: Iterable[str]) -> None:
    told = list(failures)
    print("\n".join(told), end="\n" if told else "")
    sys.exit(1 if told else 0)


if __name__ == "__main__":
    main()
