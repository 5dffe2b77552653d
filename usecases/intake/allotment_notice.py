"""Notices of allotments between two logs, as files: written by the one side, read by the other. ADR 0079."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from domain.errors import NoSuchThing, NotAllowed
from domain.office.allotment_notice import AllotmentNotice, NotedAllotment, Side
from usecases.intake.text import flaw

_FORMAT = "bailu-allotments-v1"
_SIZE_MAX = 16 * 1024 * 1024
_NUMBER_MAX = 10**15
"""In fen ten thousand thousand million yuan: no city has as much, and every database can add it up."""


class _File(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    format: str
    side: Side
    giver: str
    holder: str
    log: str
    position: int
    root: str
    allotments: tuple[NotedAllotment, ...]


def content_of(notice: AllotmentNotice) -> bytes:
    plain: dict[str, Any] = {"format": _FORMAT, **msgspec.to_builtins(notice)}
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def read_notice(path: Path) -> tuple[AllotmentNotice, str]:
    """With the SHA-256 of the file. What has a member more or less than is written is refused, too.

    Raises `NoSuchThing("no-such-file")`, and `NotAllowed`: `notice-unreadable` with the place where it is not as it
    should be, `notice-number` for one beyond any amount, `notice-text` for text that cannot be kept.
    """
    content = _content(path)
    try:
        text = content.removeprefix(BOM_UTF8)
        read = msgspec.json.decode(text, type=_File)
        plain = json.loads(text)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        _, _, place = str(error).partition(" - at ")
        raise _unreadable(path, place.strip("`") or "$") from None
    members = {name: getattr(read, name) for name in read.__struct_fields__ if name != "format"}
    notice = AllotmentNotice(**members)
    for place, value in _values(plain, "$"):
        if isinstance(value, int) and not -_NUMBER_MAX <= value <= _NUMBER_MAX:
            raise NotAllowed("notice-number", path=str(path), at=place)
        if isinstance(value, str) and flaw(value) is not None:
            raise NotAllowed("notice-text", path=str(path), at=place)
    if plain != json.loads(content_of(notice)):
        raise _unreadable(path, "$")
    return notice, sha256(content).hexdigest()


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _SIZE_MAX:
            raise _unreadable(path, "$")
        return path.read_bytes()
    except FileNotFoundError:
        raise NoSuchThing("no-such-file", path=str(path)) from None
    except OSError:
        raise _unreadable(path, "$") from None


def _unreadable(path: Path, place: str) -> NotAllowed:
    return NotAllowed("notice-unreadable", path=str(path), at=place)


def _values(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Every number and text, with where it stands. What could be decoded is nowhere deep."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _values(member, f"{place}.{key}")
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from _values(member, f"{place}[{number}]")
    else:
        yield place, value
