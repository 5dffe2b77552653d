"""Loading a pack: from the bytes of its file to an edition, or to everything that is wrong with it. ADR 0010."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any

from domain.entitlement.edition import Edition
from domain.text import first_invisible
from policies.build import build
from policies.problems import PackInvalid, PackProblem

_WIDE = re.compile("[“”‘’＂＇＝，．［］｛｝＃＿－]")
_QUOTED = re.compile(r"""\"(?:[^"\\]|\\.)*\"|'[^']*'""")


def load(content: bytes) -> Edition:
    """The edition in a pack. Raises `PackInvalid` with all its problems at once."""
    text, raw = read_toml(content)
    _seen_by_its_readers(text)
    # Only a pack that is new to us needs pydantic, which takes longer to import than a pack to read.
    from policies.checks import check
    from policies.places import Places, dotted
    from policies.structure import read

    pack, complaints = read(raw)
    complaints += check(pack)
    if complaints:
        places = Places(text)
        raise PackInvalid(
            PackProblem(where=dotted(path), line=places.line(path), code=code, values=values)
            for path, code, values in complaints
        )
    return build(raw, digest(content))


@lru_cache(maxsize=8)
def load_adopted(content: bytes) -> Edition:
    """The edition in a pack that `load` has accepted before, or that came with the program: not checked again.

    An edition is a value, and reading one takes longer than most commands: the last few are kept.
    """
    return build(read_toml(content)[1], digest(content))


def digest(content: bytes) -> str:
    """What names a pack for good: `sha256:` and the digest of its bytes."""
    return f"sha256:{sha256(content).hexdigest()}"


def read_toml(content: bytes) -> tuple[str, dict[str, Any]]:
    """The text of a file, and what it says, only to be read. Raises `PackInvalid` for a file that is no TOML."""
    try:
        text = content.decode("utf-8-sig")  # Some editors begin a file with a mark that is no part of it.
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PackInvalid([PackProblem(where="(file)", line=line, code="not-utf8")]) from None
    try:
        return text, _tables(text)
    except (ValueError, RecursionError) as error:  # A number too long and tables too deep are no TOML for us either.
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else 1
        wide = _wide_sign(text.split("\n")[line - 1]) if at else None
        code, values = ("wide-sign", {"found": wide}) if wide else ("not-toml", {"reason": str(error)})
        raise PackInvalid([PackProblem(where="(file)", line=line, code=code, values=values)]) from None


@lru_cache(maxsize=8)
def _tables(text: str) -> dict[str, Any]:
    """What a file says. Everybody reads the same tables and nobody writes in them.

    Reading them takes longer than most commands, and whoever checks a pack, adopts it and folds it into the read models
    reads it again and again.
    """
    return tomllib.loads(text, parse_float=Decimal)


def _seen_by_its_readers(text: str) -> None:
    """The whole file goes into the log, comments and all, and supervisors read it before they adopt it."""
    at = first_invisible(text, allowed="\n\r\t")
    if at is not None:
        values = {"character": f"U+{ord(text[at]):04X}"}
        line = text.count("\n", 0, at) + 1
        raise PackInvalid([PackProblem(where="(file)", line=line, code="invisible-character", values=values)])


def _wide_sign(line: str) -> str | None:
    """The first sign in full width that stands where TOML has one in half width: outside quotes and comments."""
    match = _WIDE.search(_QUOTED.sub("", line).partition("#")[0])
    return match[0] if match else None
