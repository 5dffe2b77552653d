"""Who decides a case and who pays it, as a verifier reads it: each acts on its own; and a file that is handed over."""

from __future__ import annotations

import pytest

from tests.audit.log_book import CITY, HAICANG, SIMING, LogBook, NewEvent, a_founded_office, case, codes, verdict

OTHERS = {"other-authority"}


def an_office() -> LogBook:
    """A case that Siming received and the city is to pay; the officers of both, and of Haicang."""
    book = a_founded_office()
    book.enrol("lin", "clerk")
    book.enrol("yi", "assessor")
    book.enrol("an", "approver")
    book.enrol("wu", "finance")
    book.enrol("bo", "clerk", "assessor", authority=HAICANG)
    book.enrol("he", "finance", authority=HAICANG)
    return book


def submitted(payer: str | None) -> NewEvent:
    return case(1), "application.submitted.v1", {"authority": SIMING, "payer": payer}


def demanded(number: str = "r1") -> NewEvent:
    return case(1), "application.recovery-demanded.v1", {"recovery": number, "proposal": f"p-{number}"}


def attached() -> NewEvent:
    return case(1), "application.documents-attached.v1", {"documents": []}


@pytest.mark.parametrize(
    ("payer", "officer", "event", "told"),
    [
        (HAICANG, "wu", demanded(), OTHERS),
        (HAICANG, "he", demanded(), set()),
        (HAICANG, "lin", attached(), set()),
        (HAICANG, "bo", attached(), OTHERS),
        (SIMING, "wu", demanded(), set()),
        (SIMING, "he", demanded(), OTHERS),
        (None, "wu", demanded(), set()),
        (None, "he", demanded(), OTHERS),
        (CITY, "wu", demanded(), OTHERS),
    ],
)
def test_who_decides_and_who_pays_each_act_on_their_own(
    payer: str | None, officer: str, event: NewEvent, told: set[str]
) -> None:
    book = an_office()
    book.command("lin", submitted(payer))
    book.command(officer, event)
    assert codes(verdict(book)) == told


def test_an_approval_says_who_pays_from_then_on() -> None:
    book = an_office()
    book.command("lin", submitted(None))
    assessed = {"payer": HAICANG, "eligible": True, "edition": "e", "digest": "d"}
    book.command("yi", (case(1), "application.assessed.v1", {**assessed, "line_findings": []}))
    book.command("he", demanded())
    assert codes(verdict(book)) == set()
    book.command("an", (case(1), "application.approved.v1", {**assessed, "refused": [], "payer": SIMING}))
    assert codes(verdict(book)) == {"other-than-proposed"}
    book.command("wu", demanded("r2"))
    assert codes(verdict(book)) == {"other-than-proposed"}


@pytest.mark.parametrize(("to", "told"), [(HAICANG, set()), (CITY, {"other-than-proposed", "other-authority"})])
def test_a_file_goes_over_to_the_authority_that_was_proposed(to: str, told: set[str]) -> None:
    book = an_office()
    book.command("lin", submitted(CITY))
    book.command("yi", (case(1), "application.transfer-proposed.v1", {"proposal": "p1", "authority": HAICANG}))
    confirmed = case(1), "application.proposal-confirmed.v1", {"proposal": "p1", "act": "transfer"}
    book.command("an", confirmed, (case(1), "application.transferred.v1", {"authority": to, "payer": CITY}))
    book.command("bo", attached())
    assert codes(verdict(book)) == told


def test_who_handed_a_file_over_acts_on_it_no_more() -> None:
    book = an_office()
    book.command("lin", submitted(CITY))
    book.command("yi", (case(1), "application.transfer-proposed.v1", {"proposal": "p1", "authority": HAICANG}))
    confirmed = case(1), "application.proposal-confirmed.v1", {"proposal": "p1", "act": "transfer"}
    book.command("an", confirmed, (case(1), "application.transferred.v1", {"authority": HAICANG, "payer": CITY}))
    book.command("lin", attached())
    assert codes(verdict(book)) == OTHERS
