"""Where things stand in a TOML file: tomllib keeps no line numbers, and an author needs them.

Only what a pack is made of is understood: `[tables]`, `key = value` lines, multi-line strings, and arrays with an
element a line. A path inside an inline value is found at the line of the nearest key that is known.
"""

from __future__ import annotations

import re

from policies.problems import Path

_HEADER = re.compile(r"^\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_OPENS = re.compile(r"=\s*\[")
_QUOTED = re.compile(r"""\"(?:[^"\\]|\\.)*\"|'[^']*'""")
_FENCE = re.compile(r"'''|\"\"\"")


class Places:
    """The line of every table and key of a file."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        table: Path = ()
        array: Path = ()
        elements, depth = 0, 0
        fence: str | None = None
        for number, line in enumerate(text.splitlines(), start=1):
            if fence is None:
                if depth:
                    bare = _bare(line)
                    if depth == 1 and array and bare.strip(" \t,]"):
                        self._lines.setdefault((*array, elements), number)
                        elements += 1
                    depth = max(0, depth + bare.count("[") - bare.count("]"))
                elif header := _HEADER.match(line):
                    table = _parts(header[1])
                    self._lines.setdefault(table, number)
                elif key := _KEY.match(line):
                    array, elements = (*table, *_parts(key[1])), 0
                    self._lines.setdefault(array, number)
                    if "[" in line and _OPENS.search(bare := _bare(line)):
                        depth = max(0, bare.count("[") - bare.count("]"))
                        # Elements on the key's own line have none of their own, nor do those that follow them.
                        array = array if bare.rstrip().endswith("[") else ()
            for mark in _FENCE.findall(line) if "'''" in line or '"""' in line else ():
                fence = mark if fence is None else None if mark == fence else fence

    def line(self, path: Path) -> int:
        """The line of `path`, or of the nearest thing around it; the file's first line when nothing is known."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)


def _bare(line: str) -> str:
    """The line without what stands in quotes or behind a `#`, so that brackets are brackets."""
    return _QUOTED.sub("x", line).partition("#")[0]


def _parts(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def dotted(path: Path) -> str:
    """A path as people read it: `schemes.labour-introduction.amount.stages.1`."""
    return ".".join(str(part) for part in path) or "(file)"
