"""An honest log holds; lines that do not fit are found and named, with their places."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import audit
from audit.errors import ERRORS_MAX
from audit.merkle import EMPTY_ROOT
from audit.rules import Rules
from audit.verify import verify
from tests.audit import test_commits, test_deputies, test_permissions, test_two_people
from tests.audit.log_book import (
    OF_THE_OFFICE,
    LogBook,
    a_founded_office,
    an_office,
    changed,
    codes,
    confirmation,
    enrolment,
    judged,
    numbered,
    proposal,
    second_person,
    signed,
    submission,
    the_table,
    verdict,
)
from tests.domain.keys import Key

BOOK = an_office()
LINES, COMMITS = tuple(BOOK.lines), tuple(BOOK.commits)
AT = next(at for at, line in enumerate(LINES) if b"enrolment-proposed" in line and b'"approver"' in line)
"""A line that is a whole command, with others before and behind it."""
OF_THREE_PARTS = next(at for at, line in enumerate(LINES) if b"batch.ordered" in line)


def test_an_honest_log_holds() -> None:
    verification = judged(LINES, COMMITS, BOOK)
    assert verification.errors == ()
    assert verification.holds
    assert (verification.size, verification.root) == (len(LINES), BOOK.root)
    assert (verification.commands, verification.commits) == (BOOK.commands, len(COMMITS))
    assert verification.signatures == len(COMMITS) < BOOK.commands
    assert verification.officers == ("an", "bo", "chen", "he", "lin", "wu", "xu", "yi")


def test_an_empty_log_holds() -> None:
    assert verify([], [], size=0, root=EMPTY_ROOT, rules=Rules(the_table())).holds


def test_the_verifier_reads_lines_and_commits_once() -> None:
    lines = zip(count(1), iter(LINES), strict=False)
    assert verify(lines, iter(COMMITS), size=len(LINES), root=BOOK.root, rules=Rules(the_table())).holds


def test_a_long_log_is_hashed_in_portions_and_holds() -> None:
    book = a_founded_office()
    book.enrol("lin", "clerk")
    for number in range(1_300):
        book.record("lin", submission(number, "350203"))
    book.sign("lin")
    assert verdict(book).holds
    assert not judged([*book.lines[:1_200], book.lines[0], *book.lines[1_201:]], book.commits, book).holds


def test_a_rollback_to_the_end_of_a_commit_shows_only_against_a_head_that_was_noted() -> None:
    """The documented limit: a log cannot tell it, which is what checkpoints and their witnesses are for."""
    lines, commits = LINES[: COMMITS[-2].last], COMMITS[:-1]
    assert judged(lines, commits).holds
    assert codes(judged(lines, commits, BOOK)) == {"size-differs", "root-differs"}


@pytest.mark.parametrize("kept", range(len(LINES)))
def test_a_truncated_log_does_not_fit_its_head(kept: int) -> None:
    assert {"size-differs", "root-differs"} <= codes(judged(LINES[:kept], COMMITS, BOOK))


@settings(deadline=None)
@given(st.integers(0, len(LINES) - 1), st.data())
def test_no_byte_can_be_changed(at: int, data: st.DataObject) -> None:
    place, value = data.draw(st.integers(0, len(LINES[at]) - 1)), data.draw(st.integers(0, 255))
    assume(value != LINES[at][place])
    line = LINES[at][:place] + bytes([value]) + LINES[at][place + 1 :]
    lines = [*LINES[:at], line, *LINES[at + 1 :]]
    assert "root-differs" in codes(judged(lines, COMMITS, BOOK))
    # With the head moved to fit, every commit from there on says otherwise.
    invalid = [error for error in judged(lines, COMMITS).errors if error.code == "signature-invalid"]
    assert [error.values["last"] for error in invalid] or "officer-unknown" in codes(judged(lines, COMMITS))


@settings(deadline=None)
@given(st.permutations(range(len(LINES))))
def test_no_other_order_holds(order: list[int]) -> None:
    assume(order != sorted(order))
    assert not judged([LINES[at] for at in order], COMMITS).holds
    assert not judged(numbered(LINES[at] for at in order), COMMITS).holds


@settings(deadline=None)
@given(st.sets(st.integers(0, len(LINES) - 1), min_size=1))
def test_what_is_left_out_is_noticed(left_out: set[int]) -> None:
    assert not judged((line for at, line in enumerate(LINES) if at not in left_out), COMMITS).holds


def test_positions_have_no_gap_and_start_at_one() -> None:
    positions = [2, 3, 5, 4, *range(5, len(LINES) + 1)]
    numbered_lines = zip(positions, LINES, strict=True)
    verification = verify(numbered_lines, COMMITS, size=len(LINES), root=BOOK.root, rules=Rules(the_table()))
    gaps = [(error.position, error.values["expected"]) for error in verification.errors if error.code == "position-gap"]
    assert gaps == [(2, 1), (5, 4), (4, 6)]


def test_every_error_is_reported_with_its_place_and_not_only_the_first() -> None:
    enrolled = [
        at for at, line in enumerate(LINES) if line.startswith((b'{"stream":"officer-yi', b'{"stream":"officer-an'))
    ]
    versions = dict(zip(enrolled, (7, 8), strict=True))
    lines = [changed(line, version=versions[at]) if at in versions else line for at, line in enumerate(LINES)]
    errors = judged(lines, []).errors
    gaps = [(error.position, error.values["found"]) for error in errors if error.code == "version-gap"]
    assert gaps == [(at + 1, version) for at, version in versions.items()]


def test_errors_beyond_the_first_thousand_are_counted() -> None:
    verification = judged([b"nothing"] * (ERRORS_MAX + 500), [])
    assert len(verification.errors) == ERRORS_MAX
    assert verification.errors_total == ERRORS_MAX + 501
    assert not verification.holds


def test_without_signatures_nobody_is_asked_who_did_it_and_everything_else_is_checked() -> None:
    unsigned = [commit._replace(signature=b"", public_key=b"") for commit in COMMITS]
    assert judged(LINES, unsigned, signatures=False).holds
    assert judged(LINES, unsigned, signatures=False).signatures == 0
    assert codes(judged(LINES, [*unsigned[:3], *unsigned[4:]], signatures=False)) == {"commit-gap", "commit-missing"}


def test_without_canonical_data_the_envelope_and_the_rules_are_checked_all_the_same() -> None:
    spaced = LINES[-1].replace(b'"data":{', b'"data":{ ')
    book = an_office()
    lines = [*LINES[:-1], spaced]
    commits = [*COMMITS[:-1], signed(lines, COMMITS[-1].first, len(lines), "lin", book.keys["lin"])]
    assert codes(judged(lines, commits)) == {"line-malformed"}
    assert judged(lines, commits, canonical=False).holds
    assert not judged([*LINES[:-1], b"nothing"], COMMITS, canonical=False).holds


def test_keys_that_the_office_made_are_counted() -> None:
    book = a_founded_office()
    book.enrol("lin", "clerk", **OF_THE_OFFICE)
    for number in (1, 2):
        book.command("lin", submission(number, "350203"))
    assert verdict(book).by_office_keys == 2
    assert verdict(book).keys_of_office == ("lin",)


def moved(at: int, **members: object) -> list[bytes]:
    return [*LINES[:at], changed(LINES[at], **members), *LINES[at + 1 :]]


LINE_ERRORS: dict[str, tuple[Callable[[], list[bytes]], str]] = {
    "a version twice": (lambda: moved(AT, version=2), "version-gap"),
    "an instant before the one it follows": (lambda: moved(AT, recorded_at="2024-01-01T00:00:00Z"), "time-goes-back"),
    "an actor who is not the signer": (lambda: moved(AT, actor="lin"), "actor-differs"),
    "a part that is missing": (lambda: [*LINES[: OF_THREE_PARTS + 1], *LINES[OF_THREE_PARTS + 2 :]], "part-missing"),
    "a first part that is missing": (lambda: [*LINES[:OF_THREE_PARTS], *LINES[OF_THREE_PARTS + 1 :]], "part-missing"),
    "another count of parts": (lambda: moved(OF_THREE_PARTS + 1, part=[2, 4]), "part-missing"),
    "a part of another command": (
        lambda: moved(OF_THREE_PARTS + 1, command_id="00000000-0000-4000-8000-000000009999"),
        "part-missing",
    ),
    "a part of another instant": (
        lambda: moved(OF_THREE_PARTS + 1, recorded_at="2024-05-06T09:00:00Z"),
        "parts-differ",
    ),
    "a command that ends open": (lambda: list(LINES[: OF_THREE_PARTS + 2]), "part-missing"),
    "no line": (lambda: [*LINES[:AT], b"nothing", *LINES[AT + 1 :]], "line-malformed"),
    "a line that goes on behind its end": (lambda: [*LINES[:AT], LINES[AT] + b" ", *LINES[AT + 1 :]], "line-malformed"),
    "a member behind the data": (
        lambda: [*LINES[:AT], LINES[AT][:-1] + b',"x":{}}', *LINES[AT + 1 :]],
        "line-malformed",
    ),
    "a member of the data twice": (
        lambda: [*LINES[:AT], LINES[AT].replace(b'"data":{', b'"data":{"roles":1,'), *LINES[AT + 1 :]],
        "line-malformed",
    ),
    "text that is none": (
        lambda: [*LINES[:AT], LINES[AT].replace(b"approver", b"\xff"), *LINES[AT + 1 :]],
        "line-malformed",
    ),
}


@pytest.mark.parametrize("what", LINE_ERRORS)
def test_a_line_that_cannot_be_is_named(what: str) -> None:
    forge, code = LINE_ERRORS[what]
    assert code in codes(judged(forge(), COMMITS))


def test_an_event_of_the_same_instant_is_in_order_and_one_microsecond_earlier_is_not() -> None:
    """An instant that ends with whole seconds has no fraction at all, and sorts before the same with one."""
    instants = ["2024-05-06T01:00:00Z", "2024-05-06T01:00:00Z", "2024-05-06T01:00:00.000001Z", "2024-05-06T01:00:01Z"]
    lines = [changed(line, recorded_at=instant) for line, instant in zip(LINES, instants, strict=False)]
    assert "time-goes-back" not in codes(judged(lines, []))
    lines[2:4] = changed(lines[2], recorded_at=instants[3]), changed(lines[3], recorded_at=instants[2])
    assert "time-goes-back" in codes(judged(lines, []))


def test_every_code_has_a_test() -> None:
    written = {
        code
        for module in Path(audit.__file__).parent.glob("*.py")
        for code in re.findall(r'(?:Violation|Refused|report)\((?:[\w.()]+, )*"([a-z-]+)"', module.read_text("utf-8"))
    }
    tested = {code for _, code in LINE_ERRORS.values()} | {"position-gap", "size-differs", "root-differs"}
    tested |= {"verification-broken"}  # which nothing that is known brings about
    tested |= {code for _, expected in test_commits.FORGERIES.values() for code in expected}
    tested |= {code for _, expected in test_permissions.FORGERIES.values() for code in expected}
    tested |= {code for _, expected in test_two_people.FORGERIES.values() for code in expected}
    tested |= {code for _, expected in test_deputies.FORGERIES.values() for code in expected}
    tested |= {"other-than-proposed", "key-unproved"}  # which have tests of their own
    assert written == tested


def test_a_forged_enrolment_gives_no_one_a_key() -> None:
    book = an_office()
    event = enrolment("mallory", "administrator")
    book.command("chen", proposal("p1", event))
    book.command("xu", confirmation("p1", event), event, key=Key("mallory"))
    book.commits[-1] = book.commits[-1]._replace(public_key=book.keys["xu"].raw)
    book.command("mallory", proposal("p2", enrolment("guest", "clerk")), key=Key("mallory"))
    verification = verdict(book)
    assert [error.code for error in verification.errors] == ["signature-invalid", "officer-unknown", "officer-unknown"]
    assert not {"mallory", "guest"} & set(verification.officers)


@pytest.mark.parametrize("key", ["", "AAAA", "no base64", 7, None, Key("x").public_key + "\n", []])
def test_a_key_that_is_none_is_a_malformed_line(key: object) -> None:
    book = LogBook()
    stream, name, members = second_person("xu", "supervisor")
    book.command("chen", (stream, name, {**members, "key": {**members["key"], "public_key": key}}))
    assert codes(verdict(book)) <= {"line-malformed", "key-weak"}
    assert not verdict(book).holds
