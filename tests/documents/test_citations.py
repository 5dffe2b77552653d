"""Every citation leads somewhere: links, lines, headings, decisions, documents that modules name."""

from __future__ import annotations

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

PAGES = [page for page in tracked(".md") if "generated/policy-" not in str(page)]
WRITTEN_ELSEWHERE = {"README.md", "demand.md"}
"""Names of files that a test writes, or that any folder has."""


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
