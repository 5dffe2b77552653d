"""An exception of a small office (岗位兼任备案), as a verifier sees it: who grants it, and what it waives.

Three people: `chen` keeps the officers, `yi` and `lin` do all the rest in turn; above them stands the authority.
"""

from __future__ import annotations

from typing import Any

import pytest

from audit.exclusions import in_force, legal_day
from audit.office import Officer, RoleException
from tests.audit.log_book import (
    AUTHORITY,
    Forgery,
    LogBook,
    NewEvent,
    case,
    codes,
    grant,
    second_person,
    submission,
    the_authority,
    verdict,
)
from tests.domain.keys import Key

DAY = "2024-05-06"
"""The legal day on which the book is written."""
PAID_FEN = 120_000
CREDITED: tuple[NewEvent, ...] = (
    ("batch-1", "batch.answered.v1", {}),
    (case(1), "application.settled.v1", {"credit": {"amount_fen": PAID_FEN}}),
)
POSTS = ("clerk", "assessor", "approver", "supervisor")


def exception(officer: str, begins_on: str = DAY, ends_on: str = DAY, ceiling_fen: int = PAID_FEN) -> NewEvent:
    members = {"begins_on": begins_on, "ends_on": ends_on, "ceiling_fen": ceiling_fen, "document": "…"}
    return f"officer-{officer}", "officer.exception-granted.v1", {"exception": members}


def an_office() -> LogBook:
    book = LogBook(the_authority())
    book.keys["xu"] = Key("xu")
    book.command("chen", second_person("xu", "supervisor"))
    for officer in ("yi", "lin"):
        book.enrol(officer, *POSTS)
    return book


def of_three(**term: Any) -> LogBook:
    """Both have an exception, and finance besides."""
    book = an_office()
    for officer in ("yi", "lin"):
        book.agree(exception(officer, **term), second=AUTHORITY)
        book.agree(grant(officer, "finance"))
    return book


def ordered(book: LogBook, by: str = "yi") -> None:
    """A case that `yi` assesses and `lin` approves, and somebody orders."""
    book.command("lin", submission(1, "350203"))
    book.command("yi", (case(1), "application.assessed.v1", {"eligible": True}))
    book.command("lin", (case(1), "application.approved.v1", {}))
    order = {"authority": "350203", "items": [1], "amount_fen": PAID_FEN}
    book.command(by, ("batch-1", "batch.ordered.v1", order), (case(1), "application.payment-ordered.v1", {}))


def released(book: LogBook, by: str, amount_fen: object = PAID_FEN) -> None:
    payment = (case(1), "application.payment-released.v1", {"amount_fen": amount_fen})
    book.command(by, ("batch-1", "batch.released.v1", {}), payment)


def test_three_people_and_the_authority_pay_a_case() -> None:
    book = of_three()
    ordered(book)
    released(book, "lin")
    book.command("lin", *CREDITED)
    assert verdict(book).errors == ()


def paid(amount_fen: object = PAID_FEN, by: str = "lin", **term: Any) -> LogBook:
    book = of_three(**term)
    ordered(book)
    released(book, by, amount_fen)
    return book


@pytest.mark.parametrize("amount_fen", [PAID_FEN + 1, None, "120000", 120000.0])
def test_above_the_ceiling_another_releases(amount_fen: object) -> None:
    assert codes(verdict(paid(amount_fen))) == {"excluded"}


def test_nobody_releases_what_they_ordered() -> None:
    assert codes(verdict(paid(by="yi"))) == {"own-proposal"}


def test_nobody_approves_what_they_assessed() -> None:
    book = of_three()
    book.command("lin", submission(1, "350203"))
    book.command("yi", (case(1), "application.assessed.v1", {"eligible": True}))
    book.command("yi", (case(1), "application.approved.v1", {}))
    assert codes(verdict(book)) == {"own-proposal"}


def test_nobody_takes_in_the_answer_to_what_they_ordered() -> None:
    book = paid()
    book.command("yi", *CREDITED)
    assert codes(verdict(book)) == {"excluded"}


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "expected"),
    [
        ("2024-05-07", "2024-12-31", {"role-missing"}),
        ("2024-01-01", "2024-05-05", {"role-missing", "roles-incompatible", "term-unfit"}),
        ("2024-05-06", "2024-05-06", set()),
        ("2024-05-05", "2024-05-07", set()),
    ],
)
def test_outside_its_term_neither_role_of_a_pair_can_be_used(begins_on: str, ends_on: str, expected: set[str]) -> None:
    assert codes(verdict(paid(begins_on=begins_on, ends_on=ends_on))) == expected


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2024-05-06T15:59:59Z", "2024-05-06"),
        ("2024-05-06T16:00:00.000001Z", "2024-05-07"),
        ("2024-13-01T00:00:00Z", ""),
    ],
)
def test_the_day_is_that_of_china(instant: str, day: str) -> None:
    """Eight hours ahead of UTC; what is no instant falls on no day."""
    officer = Officer(
        frozenset(), "", b"", "office", exception=RoleException(day or "2024-01-01", day or "2025-01-01", 1)
    )
    assert legal_day(instant) == day
    assert (in_force(officer, legal_day(instant)) is not None) == bool(day)


# How it comes about


def granted_alone(book: LogBook) -> None:
    book.command("chen", exception("yi"))


def confirmed_by(second: str) -> Forgery:
    return lambda book: book.agree(exception("yi"), second=second)


def proposed_by(first: str) -> Forgery:
    return lambda book: book.agree(exception("yi"), by=first, second=AUTHORITY)


def agreed(**term: Any) -> Forgery:
    return lambda book: book.agree(exception("yi", **term), second=AUTHORITY)


def with_more(**members: Any) -> Forgery:
    asked = exception("yi")
    more = {"exception": {**asked[2]["exception"], **members}}
    return lambda book: book.agree(asked, second=AUTHORITY, then=(asked[0], asked[1], more))


FORGERIES: dict[str, tuple[Forgery, set[str]]] = {
    "granted alone": (granted_alone, {"leads-nothing"}),
    "confirmed by its proposer": (confirmed_by("chen"), {"role-missing"}),
    "confirmed by a supervisor": (confirmed_by("xu"), {"role-missing"}),
    "proposed by a supervisor": (proposed_by("xu"), {"role-missing", "proposer-stopped"}),
    "proposed by the authority": (proposed_by(AUTHORITY), {"role-missing", "own-proposal"}),
    "for longer than was proposed": (with_more(ends_on="2027-05-06"), {"other-than-proposed"}),
    "for more than was proposed": (with_more(ceiling_fen=10**9), {"other-than-proposed"}),
    "for longer than anybody may": (
        lambda book: book.agree(exception("yi", ends_on="2027-05-07"), second=AUTHORITY),
        {"term-unfit"},
    ),
    "up to nothing": (lambda book: book.agree(exception("yi", ceiling_fen=0), second=AUTHORITY), {"term-unfit"}),
    "roles without an exception": (lambda book: book.agree(grant("yi", "finance")), {"roles-incompatible"}),
}


@pytest.mark.parametrize("what", FORGERIES)
def test_an_exception_takes_the_authority_above(what: str) -> None:
    forge, expected = FORGERIES[what]
    book = an_office()
    forge(book)
    assert codes(verdict(book)) == expected


def test_an_exception_does_not_make_an_administrator_of_a_clerk() -> None:
    book = of_three()
    book.agree(grant("yi", "administrator"))
    assert codes(verdict(book)) == {"roles-incompatible"}
