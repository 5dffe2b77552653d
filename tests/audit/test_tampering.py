"""Every kind of tampering is found: by the head, and, when the head was moved to fit, by what the lines say."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from audit.verify import verify
from tests.audit.log_book import an_office, codes, enrolment, judged, key_of, resigned, rewritten

BOOK = an_office()
LINES = tuple(BOOK.lines)
ASSESSED = next(at for at, line in enumerate(LINES) if b"application.assessed" in line)
"""The first of the command of three parts."""


Tamper = Callable[[list[bytes]], list[bytes]]


def edited(lines: list[bytes]) -> list[bytes]:
    return [line.replace(b"120000", b"920000") if b"assessed" in line else line for line in lines]


def replaced(at: int, **changes: object) -> Tamper:
    return lambda lines: [*lines[:at], *rewritten(lines[at : at + 1], **changes), *lines[at + 1 :]]


def replayed(lines: list[bytes]) -> list[bytes]:
    """A command is recorded once more, with the next versions and later instants."""
    again = [json.loads(line) for line in lines[ASSESSED : ASSESSED + 3]]
    last = {"application-1": 4, "fund-central-2024": 2}
    copies = []
    for members in again:
        last[members["stream"]] += 1
        instant = json.loads(lines[-1])["recorded_at"]
        copies += rewritten([json.dumps(members).encode()], version=last[members["stream"]], recorded_at=instant)
    return [*lines, *copies]


def by_a_stranger(lines: list[bytes]) -> list[bytes]:
    book = an_office()
    book.keys["mallory"] = key_of("mallory")
    book.command("mallory", ("application-1", "application.approved.v1", {}))
    return book.lines


def self_enrolled(lines: list[bytes]) -> list[bytes]:
    """A key is enrolled by a command that it signs itself, when the log is open already."""
    book = an_office()
    book.keys["mallory"] = key_of("mallory")
    book.command("mallory", enrolment("mallory"))
    return book.lines


def reopened(lines: list[bytes]) -> list[bytes]:
    """The same under the guise of another opening of the log."""
    book = an_office()
    book.keys["mallory"] = key_of("mallory")
    book.command("mallory", ("log-2", "log.opened.v1", {}), enrolment("mallory"))
    return book.lines


def signed_with(name: str) -> Tamper:
    def forge(lines: list[bytes]) -> list[bytes]:
        book = an_office()
        book.command("lin", ("application-1", "application.revised.v1", {}), key=key_of(name))
        return book.lines

    return forge


def renamed(lines: list[bytes]) -> list[bytes]:
    """One part of a command is put into another officer's mouth, and the whole is signed anew by its real author."""
    book = an_office()
    book.lines = book.lines[:ASSESSED]
    book.versions = {"log": 1, "officer-chen": 1, "officer-lin": 1, "application-1": 1, "application-2": 1}
    book.command("chen", ("application-1", "application.assessed.v1", {}), ("application-1", "a.approved.v1", {}))
    return [*book.lines[:-1], *rewritten(book.lines[-1:], actor="lin")]


def signature_of(at: int) -> str:
    return str(json.loads(LINES[at])["signature"])


TAMPERINGS: dict[str, tuple[Tamper, set[str]]] = {
    "edit an amount": (edited, {"signature-invalid"}),
    "edit a name": (replaced(ASSESSED, name="application.rejected.v1"), {"signature-invalid"}),
    "move a fact to another stream": (replaced(3, stream="application-9"), {"signature-invalid", "version-gap"}),
    "change the effective date": (replaced(4, effective_on="2023-01-01"), {"signature-invalid"}),
    "change the author": (replaced(4, actor="chen"), {"signature-invalid"}),
    "change the author to nobody": (replaced(4, actor="nobody"), {"officer-unknown"}),
    "change the command id": (replaced(4, command_id="c-9999"), {"signature-invalid"}),
    "date a fact back": (replaced(4, recorded_at="2024-01-01T00:00:00Z"), {"time-goes-back"}),
    "renumber a version": (replaced(4, version=7), {"version-gap", "signature-invalid"}),
    "renumber the parts": (replaced(ASSESSED + 2, part=[4, 4]), {"part-missing"}),
    "claim fewer parts": (replaced(ASSESSED, part=[1, 1]), {"part-missing", "signature-invalid"}),
    "strip a signature": (replaced(4, signature=None), {"signature-missing"}),
    "empty a signature": (replaced(4, signature=""), {"signature-missing"}),
    "strip one part's signature": (replaced(ASSESSED + 1, signature=None), {"signature-missing"}),
    "put another command's signature": (replaced(4, signature=signature_of(3)), {"signature-invalid"}),
    "put it on one part only": (replaced(ASSESSED + 1, signature=signature_of(3)), {"signature-invalid"}),
    "put no base64 for a signature": (replaced(4, signature="AAA"), {"signature-invalid"}),
    "delete a command": (lambda lines: lines[:3] + lines[4:], {"version-gap"}),
    "delete a part": (lambda lines: lines[: ASSESSED + 1] + lines[ASSESSED + 2 :], {"part-missing", "version-gap"}),
    "delete the first part": (lambda lines: lines[:ASSESSED] + lines[ASSESSED + 1 :], {"part-missing", "version-gap"}),
    "delete an enrolment": (lambda lines: lines[:2] + lines[3:], {"officer-unknown", "version-gap"}),
    "cut a command in two at the end": (lambda lines: lines[:-1], {"part-missing"}),
    "insert a copy": (lambda lines: [*lines[:5], lines[4], *lines[5:]], {"version-gap"}),
    "replay a command with new versions": (replayed, {"signature-invalid"}),
    "swap two commands": (lambda lines: [*lines[:3], lines[-3], *lines[4:-3], lines[3], *lines[-2:]], {"version-gap"}),
    "swap two parts": (
        lambda lines: [*lines[:ASSESSED], lines[ASSESSED + 1], lines[ASSESSED], *lines[ASSESSED + 2 :]],
        {"part-missing", "version-gap"},
    ),
    "put a command between two parts": (
        lambda lines: [*lines[: ASSESSED + 1], lines[-1], *lines[ASSESSED + 1 : -1]],
        {"part-missing"},
    ),
    "sign as a stranger": (by_a_stranger, {"officer-unknown"}),
    "enrol oneself": (self_enrolled, {"officer-unknown"}),
    "open the log again": (reopened, {"officer-unknown"}),
    "sign with another officer's key": (signed_with("chen"), {"signature-invalid"}),
    "sign with a key that was rotated away": (signed_with("lin"), {"signature-invalid"}),
    "speak in another's name": (renamed, {"signature-invalid"}),
    "spell a line another way": (
        lambda lines: [*lines[:4], lines[4].replace(b'"data":{', b'"data":{ '), *lines[5:]],
        {"line-malformed"},
    ),
    "hide a member behind the data": (
        lambda lines: [*lines[:4], lines[4][:-1] + b',"actor":"chen","more":{}}', *lines[5:]],
        {"line-malformed"},
    ),
    "repeat a member in the data": (
        lambda lines: [*lines[:4], lines[4].replace(b'"data":{', b'"data":{"lines":1,'), *lines[5:]],
        {"line-malformed"},
    ),
    "put something else for a line": (lambda lines: [*lines[:4], b"nothing", *lines[5:]], {"line-malformed"}),
    "break the text": (lambda lines: [*lines[:4], lines[4].replace(b"[]", b'"\xff"'), *lines[5:]], {"line-malformed"}),
}


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_tampering_is_found_although_the_head_was_moved_to_fit(kind: str) -> None:
    tamper, expected = TAMPERINGS[kind]
    lines = tamper(list(LINES))
    assert lines != list(LINES)
    verification = judged(lines, resigned(lines))
    assert not verification.holds
    assert expected <= codes(verification)
    assert not codes(verification) & {"size-differs", "root-differs"}


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_tampering_is_found_by_the_head_alone(kind: str) -> None:
    lines = TAMPERINGS[kind][0](list(LINES))
    verification = verify(enumerate(lines, 1), size=len(LINES), root=BOOK.root, signatures=False, canonical=False)
    assert "root-differs" in codes(verification)
    assert ("size-differs" in codes(verification)) == (len(lines) != len(LINES))


@pytest.mark.parametrize("kept", range(len(LINES)))
def test_a_truncated_log_does_not_fit_its_head(kept: int) -> None:
    assert {"size-differs", "root-differs"} <= codes(judged(LINES[:kept], BOOK))
