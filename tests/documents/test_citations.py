"""Every citation leads somewhere: links, lines, headings, decisions, documents that modules name."""

from __future__ import annotations

import re
import shlex

from cli import exit_codes
from presentation.language import LANGUAGES
from tests.documents import links as found_in
from tests.documents.links import (
    INDEX,
    ROOT,
    Link,
    cited_decisions,
    cited_papers,
    decisions,
    headings,
    line_of,
    tracked,
)
from tests.documents.pages import READMES, pages
from tests.documents.reference import GENERATED
from tests.documents.verbs import verb_of, verbs

PAGES = [page for page in tracked(".md") if "generated/policy-" not in str(page)]
WRITTEN_ELSEWHERE = {"README.md", "SOURCES.md", "demand.md"}
"""Names of files that a test writes, that any folder has, or that lie with other people's vectors."""


def _broken(link: Link) -> str:
    if not link.path.exists():
        return "no such file"
    if link.fragment.startswith("L") and link.path.suffix == ".py":
        line = line_of(link.path, link.name)
        return "" if link.fragment == f"L{line}" else f"`{link.name}` is on line {line}: run `make docs`"
    if link.fragment and link.path.suffix == ".md" and link.fragment not in headings(link.path):
        return "no such heading"
    return ""


def test_every_link_of_a_page_leads_to_what_it_names() -> None:
    every = [link for page in PAGES for link in found_in.links(page)]
    assert len(every) > 300
    broken = [f"{link.page.relative_to(ROOT)}: {link.text}: {why}" for link in every if (why := _broken(link))]
    assert broken == []


def test_a_link_to_another_line_or_file_or_heading_is_noticed() -> None:
    module, page = ROOT / "store" / "commands" / "executor.py", ROOT / "README.md"
    right = Link(page, "`_run`", module, f"L{line_of(module, '_run')}")
    assert _broken(right) == ""
    assert _broken(Link(page, "`_run`", module, "L1")) != ""
    assert _broken(Link(page, "x", ROOT / "nowhere", "")) == "no such file"
    assert _broken(Link(page, "x", page, "no-such-heading")) == "no such heading"


def test_every_decision_is_cited_by_the_code_that_it_explains() -> None:
    cited = {number for path in tracked(".py", ".toml") for number in cited_decisions(path)}
    assert cited == {record.name[:4] for record in decisions()}


def test_the_index_of_decisions_is_that_of_the_records() -> None:
    assert INDEX.read_text("utf-8") == found_in.index(), "run `make docs`"


def test_modules_name_no_document_that_is_not_here() -> None:
    named = {(path, name) for path in tracked(".py") for name in cited_papers(path)}
    known = {str(page.relative_to(ROOT)) for page in tracked(".md")} | {page.name for page in tracked(".md")}
    missing = sorted(
        f"{path.relative_to(ROOT)}: {name}" for path, name in named if name not in known | WRITTEN_ELSEWHERE
    )
    assert missing == []


FENCES = {"console", "sh", "text", "toml", "json", "python", "mermaid", "jinja", "sql", ""}
_FENCE = re.compile(r"^(?:```|~~~)(.*)\n", re.MULTILINE)


def test_what_stands_in_a_console_is_run() -> None:
    """Pages that are not run show what a terminal prints as text."""
    run = {page for language in LANGUAGES for page in pages(language)}
    for page in PAGES:
        opened = [info.strip() for info in _FENCE.findall(page.read_text("utf-8"))][::2]
        kinds = {re.sub(r" \d+$", "", info) for info in opened}
        where = page.relative_to(ROOT)
        assert kinds <= FENCES, where
        assert "console" not in kinds or page in run or page.parent == GENERATED, where


_PACKAGES = "tests|domain|policies|audit|store|projections|presentation|usecases|cli|docs|examples"
_PATH = re.compile(rf"`((?:{_PACKAGES})/[\w./-]+)`")
_TARGET = re.compile(r"\bmake ([a-z]+)\b")
_CITED = re.compile(r"\bADR (\d{4})\b")
_NUMBERED = re.compile(r"\[(\d{4})\]\((?:adr/)?(\d{4})-")


def test_pages_name_files_targets_and_decisions_that_there_are() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    numbers = {record.name[:4] for record in decisions()}
    wrong = []
    for page in PAGES:
        text = page.read_text("utf-8")
        history = page.parent == found_in.DECISIONS  # A record names what there was when it was decided.
        named = [name for name in _PATH.findall(text) if not history and not (ROOT / name).exists()]
        named += [f"make {name}" for name in re.findall(r"`make ([a-z]+)`", text) if name not in targets]
        named += [f"ADR {number}" for number in _CITED.findall(text) if number not in numbers]
        named += [f"[{shown}] leads to {target}" for shown, target in _NUMBERED.findall(text) if shown != target]
        wrong += [f"{page.relative_to(ROOT)}: {name}" for name in named]
    for page in READMES:
        blocks = "\n".join(re.findall(r"^```sh\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL))
        wrong += [f"{page.name}: make {name}" for name in _TARGET.findall(blocks) if name not in targets]
        known = {verb for verb, _module in verbs()}
        typed = [shlex.split(line, comments=True) for line in blocks.splitlines() if line.startswith("bailu ")]
        wrong += [f"{page.name}: {argv}" for argv in typed if verb_of(argv[1:]) not in known]
    assert wrong == []


def test_the_exit_codes_of_the_readmes_are_those_of_the_program() -> None:
    codes = {value for name, value in vars(exit_codes).items() if name.isupper() and isinstance(value, int)}
    for page in READMES:
        (line,) = re.findall(r"^(?:Exit codes: |退出码：)((?:.+\n)+)", page.read_text("utf-8"), re.MULTILINE)
        assert {int(code) for code in re.findall(r"\b(\d{1,3})\b", line)} == codes, page.name
