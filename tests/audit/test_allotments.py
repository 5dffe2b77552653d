"""Money that is allotted goes to whom two people said, as a verifier reads it that decides nothing again. ADR 0069."""

from __future__ import annotations

from typing import Any

import pytest

from tests.audit.log_book import CITY, HAICANG, SIMING, LogBook, NewEvent, a_founded_office, codes, verdict

NUMBER = "allotment-350200-2024-A001"
PROPOSED: dict[str, Any] = {
    "holder": CITY,
    "edition": "e",
    "receiver": HAICANG,
    "year": 2024,
    "schemes": [],
    "document": "d",
    "targets": [],
}
OTHER = {"other-than-proposed"}


def an_office() -> LogBook:
    book = a_founded_office()
    for officer in ("wu", "zheng"):
        book.enrol(officer, "finance", authority=CITY)
    book.command("wu", ("office", "office.allotment-proposed.v1", {"proposal": "p1", **PROPOSED}))
    return book


def confirmed(proposal: str, act: str) -> NewEvent:
    return "office", "office.proposal-confirmed.v1", {"proposal": proposal, "act": act}


def opened(holder: str) -> NewEvent:
    return f"fund-{holder}-2024-F001", "fund.opened-by-allotment.v1", {"holder": holder}


@pytest.mark.parametrize(
    ("made", "follows", "told"),
    [
        ({}, opened(HAICANG), set()),
        ({}, opened(SIMING), OTHER),
        ({}, opened(CITY), OTHER),
        ({"receiver": SIMING}, opened(SIMING), OTHER),
        ({"holder": SIMING}, opened(HAICANG), OTHER),
        ({"targets": ["another"]}, opened(HAICANG), OTHER),
    ],
)
def test_a_district_has_a_fund_by_an_allotment_to_it(made: dict[str, Any], follows: NewEvent, told: set[str]) -> None:
    book = an_office()
    book.command(
        "zheng", confirmed("p1", "make-allotment"), (NUMBER, "allotment.made.v1", {**PROPOSED, **made}), follows
    )
    assert codes(verdict(book)) == told


@pytest.mark.parametrize(("holder", "told"), [(HAICANG, set()), (CITY, OTHER)])
def test_what_is_reclaimed_is_the_receiver_s(holder: str, told: set[str]) -> None:
    book = an_office()
    made = NUMBER, "allotment.made.v1", PROPOSED
    book.command("zheng", confirmed("p1", "make-allotment"), made, opened(HAICANG))
    indicator = {"indicator": None, "amount_fen": 1, "used_fen": 0, "used_document": None, "year": 2024}
    fund = f"fund-{CITY}-2024-F001", "fund.opened.v1", {"holder": CITY, **indicator}
    book.agree(fund, by="wu")
    reclaimed = {"holder": CITY, "allotment": NUMBER.partition("-")[2], "amount_fen": 1, "document": "d"}
    book.command("wu", ("office", "office.allotment-reclaim-proposed.v1", {"proposal": "p2", **reclaimed}))
    book.command(
        "zheng",
        confirmed("p2", "reclaim-allotment"),
        (NUMBER, "allotment.reclaimed.v1", {"amount_fen": 1, "document": "d"}),
        (f"fund-{holder}-2024-F001", "fund.reclaimed-out.v1", {}),
    )
    assert codes(verdict(book)) == told


def test_one_of_finance_allots_nothing_alone() -> None:
    book = an_office()
    book.command("wu", confirmed("p1", "make-allotment"), (NUMBER, "allotment.made.v1", PROPOSED), opened(HAICANG))
    assert codes(verdict(book)) == {"own-proposal"}


RECEIVED_NUMBER = "incoming-350200-2024-A001"
RECEIPT: dict[str, Any] = {"holder": HAICANG, "giver": CITY, "origin": {"log": "l", "position": 9, "root": "r"}}


@pytest.mark.parametrize(
    ("stream", "received", "follows", "told"),
    [
        (RECEIVED_NUMBER, {}, opened(HAICANG), set()),
        (RECEIVED_NUMBER, {}, opened(SIMING), OTHER),
        (RECEIVED_NUMBER, {"holder": SIMING}, opened(SIMING), OTHER),
        (RECEIVED_NUMBER, {"giver": SIMING}, opened(HAICANG), OTHER),
        (RECEIVED_NUMBER, {"origin": {"log": "l", "position": 9, "root": "other"}}, opened(HAICANG), OTHER),
        ("incoming-350203-2024-A001", {}, opened(HAICANG), OTHER),
    ],
)
def test_what_another_log_allotted_is_received_as_it_was_proposed(
    stream: str, received: dict[str, Any], follows: NewEvent, told: set[str]
) -> None:
    book = an_office()
    book.command("wu", ("office", "office.allotment-receipt-proposed.v1", {"proposal": "p2", **RECEIPT}))
    book.command(
        "zheng",
        confirmed("p2", "receive-allotment"),
        (stream, "incoming.entry-received.v1", {**RECEIPT, **received}),
        follows,
    )
    assert codes(verdict(book)) == told
