"""Commits cover every line once, from the first to the last, and each is its officer's over what the log really was."""

from __future__ import annotations

import pytest

from audit.commits import Commit, Head, commit_message
from tests.audit.log_book import (
    Forgery,
    LogBook,
    an_office,
    case,
    codes,
    confirmation,
    enrolment,
    fund,
    head,
    judged,
    proposal,
    roles,
    rotation,
    signed,
    submission,
    verdict,
)
from tests.domain.keys import Key

MIDDLE = 15
"""A commit with others before and behind it: of lin's, with one of bo's behind it."""
CHEN = Key("chen")
ATTACHED = (case(1), "application.documents-attached.v1", {"documents": []})


def of(book: LogBook, at: int, **members: object) -> None:
    book.commits[at] = book.commits[at]._replace(**members)


def dropped(book: LogBook) -> None:
    del book.commits[MIDDLE]


def last_dropped(book: LogBook) -> None:
    del book.commits[-1]


def split_within_a_command(book: LogBook) -> None:
    at = next(at for at, commit in enumerate(book.commits) if commit.last - commit.first == 2)
    one = book.commits[at]
    key = book.keys[one.officer]
    book.commits[at : at + 1] = [
        signed(book.lines, one.first, one.first, one.officer, key),
        signed(book.lines, one.first + 1, one.last, one.officer, key),
    ]


def merged(book: LogBook) -> None:
    """Two officers' commits, under the key of the second."""
    one, other = book.commits[MIDDLE : MIDDLE + 2]
    book.commits[MIDDLE : MIDDLE + 2] = [signed(book.lines, one.first, other.last, "bo", book.keys["bo"])]


def exchanged(book: LogBook) -> None:
    one, other = book.commits[MIDDLE], book.commits[MIDDLE + 2]
    of(book, MIDDLE, signature=other.signature)
    of(book, MIDDLE + 2, signature=one.signature)


def covering_nothing(book: LogBook) -> None:
    first = book.commits[MIDDLE].first
    book.commits.insert(MIDDLE, Commit(first, first - 1, "chen", CHEN.raw, bytes(64)))


def overlapping(book: LogBook) -> None:
    of(book, MIDDLE, first=book.commits[MIDDLE].first - 1)


def beyond(book: LogBook) -> None:
    size = len(book.lines)
    book.commits.append(Commit(size + 1, size + 2, "chen", CHEN.raw, bytes(64)))


def ending_beyond(book: LogBook) -> None:
    of(book, -1, last=len(book.lines) + 1)


def another_key(book: LogBook) -> None:
    of(book, MIDDLE, public_key=CHEN.raw)


def another_officer(book: LogBook) -> None:
    of(book, MIDDLE, officer="chen", public_key=CHEN.raw)


def a_stranger(book: LogBook) -> None:
    book.command("mallory", ATTACHED, key=Key("mallory"))


def other_roles(book: LogBook) -> None:
    """The third line leaves one line of roles out."""
    commit = book.commits[-1]
    less = [line for line in book.lines if b'"officer-he"' not in line]
    message = commit_message(head(book.lines[: commit.first - 1]), head(book.lines), roles(less))
    of(book, -1, signature=book.keys["lin"].sign(message))


def no_roles(book: LogBook) -> None:
    commit = book.commits[-1]
    message = commit_message(head(book.lines[: commit.first - 1]), head(book.lines), Head(0, head([]).root))
    of(book, -1, signature=book.keys["lin"].sign(message))


def another_head_before(book: LogBook) -> None:
    """Signed on a log that had not the last commits."""
    shorter = book.lines[: book.commits[-3].last]
    message = commit_message(head(shorter), head(book.lines), roles(book.lines))
    of(book, -1, signature=book.keys["lin"].sign(message))


def another_log(book: LogBook) -> None:
    """The same commit, signed in a training store, which has another first line."""
    training = [book.lines[0].replace(b"log.opened", b"log.trained"), *book.lines[1:]]
    commit = book.commits[-1]
    book.commits[-1] = signed(training, commit.first, commit.last, "lin", book.keys["lin"])


def over_a_rotation(book: LogBook) -> None:
    """The key that was rotated away signs the rotation's commit once more, with what never happened behind it."""
    rotate_to(book, Key("fresh"), signed_with=Key("wu"))


def over_a_rotation_with_the_new_key(book: LogBook) -> None:
    rotate_to(book, Key("fresh"), signed_with=Key("fresh"))


def rotate_to(book: LogBook, fresh: Key, *, signed_with: Key) -> None:
    book.record("wu", rotation("wu", fresh))
    book.record("wu", proposal("p9", fund(10**12)))
    book.sign("wu", signed_with)


def by_the_old_key(book: LogBook) -> None:
    book.command("lin", ATTACHED, key=Key("lin"))


def without_its_rotation(book: LogBook) -> None:
    """A key counts from the commit behind the one that brings it."""
    fresh = Key("fresh")
    book.command("wu", rotation("wu", fresh), key=fresh)


def own_enrolment(book: LogBook) -> None:
    """Outside the first commit of a log nobody comes in with the key that the commit brings."""
    number, event = "p1", enrolment("guest", "supervisor")
    book.command("chen", proposal(number, event))
    book.command("guest", confirmation(number, event), event, key=Key("guest"))


FORGERIES: dict[str, tuple[Forgery, set[str]]] = {
    "a row dropped": (dropped, {"commit-gap", "commit-missing", "signature-invalid"}),
    "the last row dropped": (last_dropped, {"commit-missing"}),
    "a command divided": (split_within_a_command, {"commit-divides"}),
    "two officers' made one": (merged, {"actor-differs"}),
    "signatures exchanged": (exchanged, {"signature-invalid"}),
    "one that covers nothing": (covering_nothing, {"commit-empty"}),
    "one that overlaps": (overlapping, {"commit-gap"}),
    "one beyond the end": (beyond, {"commit-beyond"}),
    "one that ends beyond the end": (ending_beyond, {"commit-beyond"}),
    "one under another's key": (another_key, {"key-differs"}),
    "one of another officer": (another_officer, {"actor-differs", "signature-invalid"}),
    "one of a stranger": (a_stranger, {"officer-unknown"}),
    "one that leaves out a line of roles": (other_roles, {"signature-invalid"}),
    "one that leaves out all roles": (no_roles, {"signature-invalid"}),
    "one on another head": (another_head_before, {"signature-invalid"}),
    "one of another log": (another_log, {"signature-invalid"}),
    "a rotated-away key over its rotation": (over_a_rotation, {"key-changed-within"}),
    "a new key over its own rotation": (over_a_rotation_with_the_new_key, {"key-changed-within", "key-differs"}),
    "a key that was rotated away": (by_the_old_key, {"key-differs"}),
    "a key in the commit that brings it": (without_its_rotation, {"key-differs"}),
    "an enrolment that signs itself": (own_enrolment, {"officer-unknown"}),
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_commit_that_does_not_fit_is_named(what: str) -> None:
    forge, expected = FORGERIES[what]
    book = an_office()
    forge(book)
    assert codes(verdict(book)) == expected


def test_a_line_behind_the_last_commit_is_nobodys() -> None:
    book = an_office()
    book.record("lin", ATTACHED)
    [error] = verdict(book).errors
    assert (error.position, error.code) == (len(book.lines), "commit-missing")


def test_the_first_commit_is_signed_with_the_key_that_it_brings() -> None:
    assert verdict(LogBook()).holds
    book = LogBook()
    of(book, 0, public_key=Key("mallory").raw)
    assert codes(verdict(book)) == {"key-differs"}
    of(book, 0, signature=bytes(64), public_key=CHEN.raw)
    assert codes(verdict(book)) == {"signature-invalid"}


def test_a_rotated_key_counts_from_the_next_commit_on() -> None:
    book = an_office()
    book.rotate("wu")
    book.agree(fund(), by="wu")
    assert verdict(book).holds


def test_several_commands_of_an_officer_may_be_one_commit_or_several() -> None:
    book = an_office()
    whole = book.commits.pop()
    for position in range(whole.first, whole.last + 1):
        book.commits.append(signed(book.lines, position, position, "lin", book.keys["lin"]))
    assert verdict(book).holds


def test_what_an_invalid_commit_says_of_officers_counts_for_nobody() -> None:
    book = an_office()
    book.command("chen", ("officer-lin", "officer.suspended.v1", {}))
    of(book, -1, signature=bytes(64))
    book.command("lin", submission(9, "350203"))
    assert codes(verdict(book)) == {"signature-invalid"}


def test_an_officer_line_that_is_lost_or_changed_breaks_every_commit_from_its_own_on() -> None:
    book = an_office()
    at = next(at for at, line in enumerate(book.lines) if b'"officer-he"' in line)
    behind = [commit for commit in book.commits if commit.last > at]
    lines = [*book.lines[:at], book.lines[at].replace(b'"finance"', b'"auditor"'), *book.lines[at + 1 :]]
    errors = judged(lines, book.commits).errors
    # Nobody has vouched any more for those who are enrolled behind it, nor for the key that is rotated there.
    codes_of_commits = {"signature-invalid", "officer-unknown", "key-differs"}
    assert {error.position for error in errors if error.code in codes_of_commits} == {one.first for one in behind}
    assert not judged([*book.lines[:at], *book.lines[at + 1 :]], book.commits).holds
