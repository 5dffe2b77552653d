"""JSON and TOML as people write them, read into a plain tree with every problem found on the way.

The tree holds dicts, lists, text, whole numbers and booleans; a day of TOML becomes ISO 8601 text. Nothing else passes:
an amount written as `1200.00` is a problem with its path, because amounts in files for machines are whole fen.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from usecases.intake.text import flaw, shown
from usecases.problems import Problem, Where, problem

FILE_BYTES_MAX = 32 * 1024 * 1024
NUMBER_MAX = 10**15
"""Ten trillion yuan in fen; a larger number is a slip of the hand."""
DEPTH_MAX = 12

Tree = dict[str, object]


class _Object(dict[str, object]):
    """A JSON object that remembers the keys that it was given twice."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        times = Counter(key for key, _ in pairs) if len(pairs) != len(self) else {}
        self.repeated = sorted(key for key in times if times[key] > 1)


def read_tree(path: Path) -> tuple[Tree | None, tuple[Problem, ...]]:
    """The tree of a `.toml` file, or of any other file as JSON; None when it cannot be read as one."""
    content = read_bytes(path)
    if isinstance(content, Problem):
        return None, (content,)
    return tree_of(content, toml=path.suffix.lower() == ".toml")


def read_bytes(path: Path) -> bytes | Problem:
    """The file's bytes; a problem when there is no such file, it cannot be read or is larger than `FILE_BYTES_MAX`."""
    try:
        with path.open("rb") as opened:
            content = opened.read(FILE_BYTES_MAX + 1)
    except FileNotFoundError:
        return problem("file-missing")
    except (OSError, ValueError):
        return problem("file-unreadable")
    if len(content) > FILE_BYTES_MAX:
        return problem("file-too-large", megabytes_max=FILE_BYTES_MAX // 1024 // 1024)
    return content or problem("file-empty")


def tree_of(content: bytes, *, toml: bool = False) -> tuple[Tree | None, tuple[Problem, ...]]:
    """As `read_tree`, from bytes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, (problem("encoding-utf-16"),)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, (problem("encoding-not-utf-8"),)
    try:
        tree = _toml(text) if toml else _json(text)
    except RecursionError:
        return None, (problem("nested-too-deep", depth_max=DEPTH_MAX),)
    except json.JSONDecodeError as error:
        return None, (problem("json-syntax", line=error.lineno, column=error.colno),)
    except tomllib.TOMLDecodeError as error:
        return None, (problem("toml-syntax", detail=shown(str(error), length_max=120)),)
    except (ValueError, ArithmeticError):
        return None, (problem("number-too-large", number_max=NUMBER_MAX),)
    if not isinstance(tree, dict):
        return None, (problem("not-an-object"),)
    problems = tuple(_flaws(tree, "", 0))
    return (None if any(noted.code == "nested-too-deep" for noted in problems) else _plain(tree)), problems


def _json(text: str) -> object:
    return json.loads(text, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=_Object)


def _toml(text: str) -> object:
    return tomllib.loads(text, parse_float=Decimal)


def step(path: str, part: str | int) -> str:
    """The path one step further down: `lines`, `lines[0]`, `lines[0].facts`."""
    if isinstance(part, int):
        return f"{path}[{part}]"
    return f"{path}.{shown(part)}" if path else shown(part)


def _flaws(node: object, path: str, depth: int) -> Iterator[Problem]:
    where = Where(path=path)
    if depth > DEPTH_MAX:
        yield problem("nested-too-deep", where, depth_max=DEPTH_MAX)
    elif isinstance(node, dict):
        for key in node.repeated if isinstance(node, _Object) else ():
            yield problem("key-twice", where, key=shown(key))
        for key, value in node.items():
            yield from _flaws(value, step(path, key), depth + 1)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _flaws(value, step(path, index), depth + 1)
    elif isinstance(node, Decimal):
        yield problem("number-not-whole", where, number=shown(str(node)))
    elif isinstance(node, int) and abs(node) > NUMBER_MAX:
        yield problem("number-too-large", where, number_max=NUMBER_MAX)
    elif isinstance(node, (datetime, time)):
        yield problem("moment-not-day", where)
    elif isinstance(node, str):
        wrong = flaw(node)
        if wrong is not None:
            yield wrong.at(where)


def _plain(node: dict[str, object]) -> Tree:
    """Days of TOML as ISO 8601 text, as JSON has them."""

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key: plain(below) for key, below in value.items()}
        if isinstance(value, list):
            return [plain(below) for below in value]
        return value.isoformat() if isinstance(value, date) else value

    return {key: plain(below) for key, below in node.items()}
