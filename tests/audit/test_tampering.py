"""Every kind of tampering with lines is found: by the head, and, when the head was moved to fit, by the commits.

On real stores, and with officers' keys, a campaign of many more kinds does the same (`tests/audit/test_campaign.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.audit.log_book import an_office, changed, codes, judged, numbered

BOOK = an_office()
LINES, COMMITS = tuple(BOOK.lines), tuple(BOOK.commits)
AT = next(at for at, line in enumerate(LINES) if b"application.submitted" in line)
"""A line with others before and behind it, of a case."""
ORDERED = next(at for at, line in enumerate(LINES) if b"batch.ordered" in line)
"""The first of the command of three parts."""

Tamper = Callable[[], list[bytes]]


def replaced(at: int, **members: object) -> Tamper:
    return lambda: [*LINES[:at], changed(LINES[at], **members), *LINES[at + 1 :]]


def rewritten(at: int, old: bytes, new: bytes) -> Tamper:
    assert old in LINES[at]
    return lambda: [*LINES[:at], LINES[at].replace(old, new), *LINES[at + 1 :]]


def without(*gone: int) -> Tamper:
    return lambda: numbered(line for at, line in enumerate(LINES) if at not in gone)


def with_more(at: int, line: bytes) -> Tamper:
    return lambda: numbered([*LINES[:at], line, *LINES[at:]])


def exchanged(one: int, other: int) -> Tamper:
    order = [*range(len(LINES))]
    order[one], order[other] = other, one
    return lambda: numbered(LINES[at] for at in order)


def a_case_taken_out() -> list[bytes]:
    return numbered(line for line in LINES if b'"application-2"' not in line)


def instants_shifted() -> list[bytes]:
    return [changed(line, recorded_at=json.loads(line)["recorded_at"].replace("2024-05", "2024-06")) for line in LINES]


TAMPERINGS: dict[str, Tamper] = {
    "an amount": rewritten(ORDERED, b"120000", b"920000"),
    "a name": replaced(AT, name="application.accepted.v1"),
    "a stream": replaced(AT, stream="application-9", version=1),
    "a legal day": replaced(AT, effective_on="2023-01-01"),
    "an instant by a little": replaced(AT, recorded_at="2024-05-06T01:00:04.600000Z"),
    "every instant": instants_shifted,
    "an actor": replaced(AT, actor="chen"),
    "an actor who is nobody": replaced(AT, actor="nobody"),
    "a command id": replaced(AT, command_id="c-9999"),
    "a count of parts": replaced(ORDERED, part=[1, 1]),
    "roles in an enrolment": rewritten(5, b'"supervisor"', b'"administrator"'),
    "roles in a proposal": rewritten(3, b'"supervisor"', b'"administrator"'),
    "an authority in an enrolment": rewritten(5, b'"350203"', b'"350200"'),
    "who proved a key": rewritten(5, b'"made_by":"officer"', b'"made_by":"office"'),
    "a command deleted": without(AT),
    "an enrolment deleted": without(3, 4, 5),
    "a confirmation without what follows": without(5),
    "the second person deleted": without(2),
    "a rotation deleted": without(ORDERED - 1),
    "a part deleted": without(ORDERED + 1),
    "a case taken out": a_case_taken_out,
    "the last line deleted": without(len(LINES) - 1),
    "a command once more": with_more(len(LINES), changed(LINES[AT], recorded_at=json.loads(LINES[-1])["recorded_at"])),
    "a line once more": with_more(AT, LINES[AT]),
    "two commands exchanged": exchanged(AT, AT + 2),
    "two parts exchanged": exchanged(ORDERED, ORDERED + 1),
    "white space": rewritten(AT, b'"data":{', b'"data":{ '),
    "a member behind the data": rewritten(AT, b'"data":{', b'"data":{},"x":{'),
    "a member of the data twice": rewritten(AT, b'"data":{', b'"data":{"authority":1,'),
    "something else": lambda: [*LINES[:AT], b"nothing", *LINES[AT + 1 :]],
    "no text": rewritten(AT, b'"authority"', b'"\xff"'),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_is_found_although_the_head_was_moved_to_fit(what: str) -> None:
    lines = TAMPERINGS[what]()
    assert lines != list(LINES)
    verification = judged(lines, COMMITS)
    assert not verification.holds
    assert not codes(verification) & {"size-differs", "root-differs"}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_is_found_by_the_head_alone(what: str) -> None:
    lines = TAMPERINGS[what]()
    verification = judged(lines, COMMITS, BOOK, signatures=False, canonical=False)
    assert "root-differs" in codes(verification)
    assert ("size-differs" in codes(verification)) == (len(lines) != len(LINES))
