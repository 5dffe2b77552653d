"""What documents and code cite: files, lines, headings, decisions."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.documents.terminal import ROOT

DECISIONS = ROOT / "docs" / "adr"
INDEX = DECISIONS / "README.md"
_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_DECISION = re.compile(r"\bADR (\d{4})\b")
_PAPER = re.compile(r"(?<![\w/.-])((?:docs/)?[\w/-]+\.md)\b")
_AMENDED = re.compile(r"\]\((\d{4})-[\w-]+\.md\)")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: its text, the file that it leads to, and what stands behind the `#`."""

    page: Path
    text: str
    path: Path
    fragment: str

    @property
    def name(self) -> str:
        """What the text names, where it stands in backticks."""
        return self.text.strip("`") if self.text.startswith("`") else ""


def tracked(*suffixes: str) -> list[Path]:
    """The files that git keeps, or would keep, with one of these suffixes."""
    argv = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in names if name.endswith(suffixes) and (ROOT / name).is_file()]


def links(page: Path) -> Iterator[Link]:
    """Every link of a page to a file of the repository."""
    for match in _LINK.finditer(_FENCED.sub("", page.read_text("utf-8"))):
        target, _mark, fragment = match["target"].partition("#")
        if "://" not in target:
            path = (page.parent / target).resolve() if target else page
            yield Link(page, match["text"], path, fragment)


def line_of(path: Path, name: str) -> int | None:
    """The line on which a module defines `name`: a class, a function, a constant."""
    defined = re.compile(rf"^\s*(?:(?:async )?def|class) {re.escape(name)}\b|^{re.escape(name)}\b.*=", re.MULTILINE)
    text = path.read_text("utf-8")
    match = defined.search(text)
    return text.count("\n", 0, match.start()) + 1 + match[0].count("\n") if match else None


def headings(page: Path) -> set[str]:
    """The anchors of a page, as GitHub makes them."""
    text = _FENCED.sub("", page.read_text("utf-8"))
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def renumber(page: Path) -> None:
    """Set the line of every link that names what it leads to."""

    def numbered(match: re.Match[str]) -> str:
        target, _mark, fragment = match["target"].partition("#L")
        line = line_of((page.parent / target).resolve(), match["text"].strip("`")) if fragment else None
        return f"[{match['text']}]({target}#L{line})" if line else match[0]

    page.write_text(_LINK.sub(numbered, page.read_text("utf-8")), encoding="utf-8")


def decisions() -> list[Path]:
    """The records of decisions, in their order."""
    return sorted(path for path in DECISIONS.glob("[0-9]*.md"))


def cited_decisions(path: Path) -> set[str]:
    """The numbers of the decisions that a file cites, by four digits after `ADR`."""
    return set(_DECISION.findall(path.read_text("utf-8")))


def cited_papers(path: Path) -> set[str]:
    """The documents that a module names."""
    return set(_PAPER.findall(path.read_text("utf-8")))


def index() -> str:
    """The page that lists the decisions: what amends each, and the modules that it explains."""
    citing = {path: cited_decisions(path) for path in tracked(".py", ".toml")}
    lines = [
        "# Decisions",
        "",
        "What was decided, and why; what was considered instead. Made by `make docs`: do not edit.",
        "",
    ]
    lines += ["| decision | amended by | explains |", "|---|---|---|"]
    for record in decisions():
        number, text = record.name[:4], record.read_text("utf-8")
        title = text.partition("\n")[0].removeprefix(f"# {number}. ")
        status = text.split("\n\n")[1]
        amended = dict.fromkeys(_AMENDED.findall(status))
        explains = sorted(str(path.relative_to(ROOT)) for path, numbers in citing.items() if number in numbers)
        lines.append(
            f"| [{number}]({record.name}) {title} | {', '.join(amended)} |"
            f" {', '.join(f'[`{name}`](../../{name})' for name in explains)} |"
        )
    return "\n".join(lines) + "\n"
