"""A key that its officer made says so itself: for whom, in which log, to what end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from audit.key_requests import ANY_LOG, ENROL, ROTATE, SUPERVISE
from tests.audit.log_book import (
    AUTHORITY,
    LOG_ID,
    OF_THE_OFFICE,
    Forgery,
    LogBook,
    a_founded_office,
    an_office,
    codes,
    enrolment,
    key_member,
    replacement,
    restored,
    rotation,
    second_person,
    the_authority,
    verdict,
)
from tests.domain.keys import Key

FRESH = Key("fresh")


def enrolled(**key: Any) -> Forgery:
    """A guest is enrolled by two people under a key with such members, or with such a proof."""
    return lambda book: book.agree(enrolment("guest", "clerk", **key))


def replaced(**key: Any) -> Forgery:
    return lambda book: book.agree(replacement("wu", FRESH, **key))


def rotated(**key: Any) -> Forgery:
    return lambda book: book.command("wu", rotation("wu", FRESH, **key))


def proven_for_another(book: LogBook) -> None:
    stream, name, members = enrolment("guest", "clerk")
    book.agree((stream, name, {**members, "key": key_member(Key("guest"), "yi")}))


UNPROVED: dict[str, Forgery] = {
    "no proof": enrolled(proof=None),
    "something else for a proof": enrolled(proof="c2lnbmVk"),
    "no text for a proof": enrolled(proof="="),
    "the proof of another log": enrolled(log="another"),
    "a proof of every log": enrolled(log=ANY_LOG),
    "a proof that rotates": enrolled(purpose=ROTATE),
    "a proof that supervises": enrolled(purpose=SUPERVISE, log=ANY_LOG),
    "a proof of another officer": proven_for_another,
    "the proof of another key": enrolled(public_key=Key("another").public_key),
    "a proof of a key of the office": enrolled(made_by="office"),
    "a rotation without one": rotated(proof=None),
    "a rotation with one that enrols": rotated(purpose=ENROL),
    "a rotation with one of another log": rotated(log="another"),
    "a replacement without one": replaced(proof=None),
    "a replacement with one that enrols": replaced(purpose=ENROL),
}


@pytest.mark.parametrize("what", UNPROVED)
def test_a_key_that_does_not_prove_itself_is_not_enrolled(what: str) -> None:
    book = an_office()
    UNPROVED[what](book)
    assert codes(verdict(book)) == {"key-unproved"}
    assert "guest" not in verdict(book).officers


def test_the_second_person_proves_their_key_as_everybody_does() -> None:
    book = LogBook()
    book.command("chen", second_person("xu", "supervisor", purpose=ROTATE))
    assert codes(verdict(book)) == {"key-unproved"}


@pytest.mark.parametrize("change", [enrolled, rotated, replaced])
def test_a_key_that_the_office_made_has_no_proof(change: Callable[..., Forgery]) -> None:
    book = an_office()
    change(**OF_THE_OFFICE)(book)
    assert verdict(book).errors == ()


def test_a_request_stays_good_where_the_log_goes_on_from_a_copy() -> None:
    """For the identity that the log had when it was asked, and for the one that it has now."""
    book = a_founded_office()
    restored(book, identity="another")
    book.enrol("lin", "clerk", log=LOG_ID)
    book.enrol("yi", "clerk", log="another")
    assert verdict(book).errors == ()


@pytest.mark.parametrize("key", [{"log": LOG_ID}, {"purpose": ENROL}, {"proof": None}])
def test_the_authority_above_proves_its_key_for_every_log(key: dict[str, str | None]) -> None:
    assert verdict(LogBook(the_authority())).errors == ()
    assert codes(verdict(LogBook(the_authority(**key)))) == {"key-unproved"}


def test_only_the_authority_whose_key_the_opening_has_is_above() -> None:
    stream, name, members = the_authority()
    another = key_member(Key("another"), AUTHORITY, purpose=SUPERVISE, log=ANY_LOG)
    book = LogBook((stream, name, {**members, "key": another}), key=members["key"])
    assert codes(verdict(book)) == {"log-opened"}
