"""What a page shows of a terminal: blocks of `console`, each command after a `$`, and below it what it prints.

A line of output may hold `…` for what differs from run to run, and a line of `…` alone stands for any number of lines.
A fence ` ```console 5 ` shows at most five lines of what each command prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROMPT = "$ "
MORE = "…"
_FENCE = re.compile(r"^```console(?: (?P<lines>\d+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_HERE = re.compile(r"<<'(\w+)'")
_CHANGING = (
    re.compile(r"[A-Za-z0-9+/]{43}="),
    re.compile(r"\b(?=[0-9]*[a-f])[0-9a-f]{16}\b"),  # An account has digits alone.
    re.compile(r"(?<=domain )[0-9a-f]{16}\b|(?<=域为 )[0-9a-f]{16}\b|(?<=使用域 )[0-9a-f]{16}\b"),
    re.compile(r"\b[0-9a-f]{32}\b"),
    re.compile(r"\b[0-9a-f]{64}\b"),
    re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"),
    re.compile(r"[0-9.]+ s, [0-9,]+ leaves/s"),
    re.compile(r"[0-9.]+ 秒，每秒 [0-9,]+ 个叶"),
)
"""Keys, fingerprints, pseudonyms, hashes, ids and speeds: replaced by `…` when a page is recorded."""


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a page as the shell reads it, what the page shows that it prints, and the line where it stands."""

    command: str
    shown: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: where its text begins and ends, and how many lines of each output it shows."""

    start: int
    end: int
    lines_max: int | None
    steps: tuple[Step, ...]


def blocks(page: str) -> Iterator[Block]:
    """The blocks of a page in their order."""
    for fence in _FENCE.finditer(page):
        first = page.count("\n", 0, fence.start("body")) + 1
        lines_max = int(fence["lines"]) if fence["lines"] else None
        yield Block(fence.start("body"), fence.end("body"), lines_max, tuple(_steps(fence["body"], first)))


def steps(path: Path) -> Iterator[Step]:
    """Every command that a page shows."""
    for block in blocks(path.read_text("utf-8")):
        yield from block.steps


def _steps(body: str, first: int) -> Iterator[Step]:
    lines = body.splitlines()
    at = 0
    while at < len(lines):
        assert lines[at].startswith(PROMPT), f"line {first + at} is printed by no command: {lines[at]!r}"
        begun, command = at, lines[at].removeprefix(PROMPT)
        at += 1
        while command.endswith("\\"):
            command, at = f"{command}\n{lines[at]}", at + 1
        if here := _HERE.search(command):
            while lines[at - 1] != here[1]:
                command, at = f"{command}\n{lines[at]}", at + 1
        printed = at
        while at < len(lines) and not lines[at].startswith(PROMPT):
            at += 1
        yield Step(command, tuple(line for line in lines[printed:at] if line), first + begun)


def fits(shown: tuple[str, ...], printed: list[str]) -> bool:
    """Whether a command printed what the page shows, blank lines apart; a page may show nothing of it."""
    pattern = "".join(r"(?:.*\n)*" if line == MORE else f"{_pattern(line)}\n" for line in shown)
    return not shown or re.fullmatch(pattern, "".join(f"{line}\n" for line in printed if line)) is not None


def _pattern(line: str) -> str:
    return ".*".join(map(re.escape, line.split(MORE)))


def recorded(printed: list[str], lines_max: int | None) -> list[str]:
    """What a page shows of what was printed."""
    lines = [_steady(line) for line in printed if line]
    if lines_max is not None and len(lines) > lines_max:
        return [*lines[:lines_max], MORE]
    return lines


def _steady(line: str) -> str:
    for changing in _CHANGING:
        line = changing.sub(MORE, line)
    return line
