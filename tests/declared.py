"""The notice as it would be without registers of projects and classes: there applicants state everything themselves.

Histories of cases are told under it, since they vary the occupation, the level and the day of single lines, which those
of one project have in common. Everything else in it is the shipped pack, word for word.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from policies import shipped

POLICY = "xiamen-2023-187"
_TABLE = re.compile(r"^\[([^\]]+)\]$", re.MULTILINE)
_UNASKED = ("registers.enterprise-classes", "standards.skill-certificate")
"""What nothing asks here: a body determines each amount."""


@cache
def declared() -> bytes:
    """The bytes of the pack."""
    own = _tables((Path(__file__).parent / "declared.toml").read_text())
    schemes = {name.split(".")[1] for name in own if name.startswith("schemes.")}
    text = shipped(POLICY).decode()
    header = text[: text.index("[title]")]
    kept = {
        name: content
        for name, content in _tables(text[len(header) :]).items()
        if name not in _UNASKED and (not name.startswith("schemes.") or name.split(".")[1] not in schemes)
    }
    return (header + "".join({**kept, **own}.values())).encode()


def _tables(text: str) -> dict[str, str]:
    """The tables of a pack by name, each with what stands below its heading."""
    starts = [*_TABLE.finditer(text)]
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return {start[1]: text[start.start() : end] for start, end in zip(starts, ends, strict=True)}
