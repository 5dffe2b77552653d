"""Every page is run as it stands: each command does what the page says and prints what the page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from presentation.language import LANGUAGES
from tests.documents.pages import CHINESE, ROOT, how_tos, pages
from tests.documents.reference import Observed, file_of, observe, reference
from tests.documents.terminal import TOLD, terminal
from tests.documents.transcript import fits, steps
from tests.documents.verbs import verbs


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_pages_of_a_language_show_is_what_runs_and_the_reference_is_what_was_observed(language: str) -> None:
    seen: dict[str, Observed] = {}
    differences = [difference for page in pages(language) for difference in _differences(page, seen)]
    assert differences == [], "run `make docs`"
    assert {verb for verb, _module in verbs()} - seen.keys() == set(), "a verb stands in no how-to"
    assert file_of(language).read_text("utf-8") == reference(language, seen), "run `make docs`"


def _differences(page: Path, seen: dict[str, Observed]) -> Iterator[str]:
    shown = list(steps(page))
    assert shown, f"{page} shows no command"
    with terminal() as desk:
        for step, following in zip(shown, [*shown[1:], None], strict=True):
            ran = desk.run(step.command)
            observe(seen, page, step, ran)
            told = following is not None and following.command == TOLD
            unshown = step.command == TOLD and not step.shown
            if unshown or (ran.code and not told) or not fits(step.shown, ran.printed):
                where = f"{page.relative_to(ROOT)}:{step.line}"
                yield "\n".join([f"{where}: {step.command}: exit code {ran.code}", *ran.printed])


@pytest.mark.parametrize("page", [page for page in how_tos() if not page.name.endswith(CHINESE)], ids=lambda p: p.stem)
def test_a_how_to_gives_the_same_commands_in_both_languages(page: Path) -> None:
    chinese = page.with_name(page.stem + CHINESE)
    commands = [step.command.replace("BAILU_LANG=en", "BAILU_LANG=zh") for step in steps(page)]
    assert commands == [step.command for step in steps(chinese)]


def test_a_page_that_shows_something_else_is_noticed() -> None:
    assert fits(("a", "b …", "…", "z"), ["a", "b 1.5 s", "between", "more", "z"])
    assert fits((), ["a page need not show what is printed"])
    assert not fits(("a",), ["a", "b"])
    assert not fits(("a", "b"), ["a"])
    assert not fits(("paid 1,000.00",), ["paid 1,000.01"])


def test_pages_hold_no_terminal_codes() -> None:
    assert [
        page for language in LANGUAGES for page in pages(language) if re.search(r"\x1b", page.read_text("utf-8"))
    ] == []
