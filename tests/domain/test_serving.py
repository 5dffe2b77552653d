"""送达: a letter is served once, the last of its kind, on a day that can be; and what follows from it. ADR 0061."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.letters import Letter
from domain.application.status import ServiceWay
from domain.base import replace
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.later_events import issued, served, service
from tests.domain.sample_cases import CHEN, FIRST, HAICANG, HUANG, LIN, WU, XU, given, of, told

ISSUED, TODAY = date(2024, 10, 14), date(2024, 10, 21)
APPROVED = s.an_approved_training
REQUEST = c.RequestCorrection(application=FIRST, lines=(), reason=t.WHY)


def asked() -> History:
    return told((REQUEST, CHEN, ISSUED), after=s.a_submitted_training())


def test_the_service_of_a_letter_names_its_bytes_its_way_its_day_and_its_proof() -> None:
    command = service("approval", ISSUED, way=ServiceWay.BY_POST, receipt="EMS 1")
    given(issued("approval", after=APPROVED(), on=ISSUED)).when(command, by=CHEN, on=TODAY).then(
        event := f.LetterServed(
            letter="approval",
            about=None,
            sha256="5f" * 32,
            way=ServiceWay.BY_POST,
            served_on=ISSUED,
            receipt="EMS 1",
            due_on=None,
        )
    )
    assert event.happened_on == ISSUED


def test_a_clerk_of_the_authority_records_it_alone() -> None:
    meeting = given(issued("approval", after=APPROVED(), on=ISSUED))
    for other in (LIN, HUANG, WU, XU):
        meeting.when(service("approval", ISSUED), by=other, on=TODAY).not_permitted("role-missing", act="serve-letter")
    meeting.when(service("approval", ISSUED), by=of(HAICANG, CHEN), on=TODAY).not_permitted("other-authority")


@pytest.mark.parametrize(("days", "code"), [(-1, "served-before-issued"), (0, ""), (7, ""), (8, "in-the-future")])
def test_a_letter_is_served_from_the_day_of_its_issue_to_today(days: int, code: str) -> None:
    meeting = given(issued("approval", after=APPROVED(), on=ISSUED))
    outcome = meeting.when(service("approval", ISSUED + timedelta(days=days)), by=CHEN, on=TODAY)
    if code:
        outcome.declined(code)
    else:
        assert outcome.events


def _two_letters() -> History:
    """The second objection has its letter, the first has none."""
    return issued("objection-decision", after=APPROVED(), on=ISSUED, about="o2")


def _issued_anew(sha256: str) -> History:
    return issued("approval", after=served("approval", after=APPROVED(), on=ISSUED), on=ISSUED, sha256=sha256)


def _taken_back() -> History:
    """A refusal whose letter was written before it was taken back, and never left the office."""
    written = issued("refusal", after=t.refused(on=ISSUED), on=ISSUED)
    return told((t.take_back, CHEN, ISSUED), (s.confirmed(), XU, ISSUED), after=written)


def _refused_again() -> History:
    return t.refused(_taken_back(), on=ISSUED)


def _corrected() -> History:
    file = s.training()
    corrected = c.CorrectApplication(
        application=FIRST,
        applicant=file.applicant,
        account=file.account,
        documents=(),
        facts=file.facts,
        lines=file.lines,
    )
    return told((corrected, CHEN, ISSUED), after=issued("correction-request", after=asked(), on=ISSUED))


def _asked_again() -> History:
    return told((REQUEST, CHEN, ISSUED), after=_corrected())


DUE = {"due_on": TODAY + timedelta(days=1), "receipt": "回证1号"}
WRITTEN, PUBLIC = (issued(kind, after=APPROVED(), on=ISSUED) for kind in ("approval", "public-notice"))
CORNERS: list[tuple[str, History, c.ServeLetter, str]] = [
    ("not issued", APPROVED(), service("approval", TODAY), "letter-not-issued"),
    ("another kind", issued("receipt", after=APPROVED(), on=ISSUED), service("approval", TODAY), "letter-not-issued"),
    ("about another", _two_letters(), service("objection-decision", TODAY, about="o1"), "letter-not-issued"),
    ("about nothing", _two_letters(), service("objection-decision", TODAY), "letter-not-issued"),
    ("about this", _two_letters(), service("objection-decision", TODAY, about="o2"), ""),
    ("served", served("approval", after=APPROVED(), on=ISSUED), service("approval", TODAY), "letter-served-already"),
    ("made again", _issued_anew("5f" * 32), service("approval", TODAY), "letter-served-already"),
    ("issued anew", _issued_anew("6f" * 32), service("approval", TODAY), ""),
    ("a refusal", issued("refusal", after=t.refused(on=ISSUED), on=ISSUED), service("refusal", TODAY), ""),
    ("a rejection", issued("refusal", after=t.rejected(on=ISSUED), on=ISSUED), service("refusal", TODAY), ""),
    ("taken back", _taken_back(), service("refusal", TODAY), "status"),
    ("refused again", _refused_again(), service("refusal", TODAY), "letter-not-issued"),
    ("asked", issued("correction-request", after=asked(), on=ISSUED), service("correction-request", TODAY, **DUE), ""),
    ("corrected", _corrected(), service("correction-request", TODAY, **DUE), "status"),
    ("asked again", _asked_again(), service("correction-request", TODAY, **DUE), "letter-not-issued"),
    (
        "withdrawn",
        told(
            (c.WithdrawApplication(application=FIRST, reason=t.WHY), CHEN, ISSUED),
            after=issued("approval", after=APPROVED(), on=ISSUED),
        ),
        service("approval", TODAY),
        "",
    ),
    (
        "suspended",
        told((t.suspend, CHEN, ISSUED), after=issued("approval", after=APPROVED(), on=ISSUED)),
        service("approval", TODAY),
        "",
    ),
    ("a demand", t.an_approved_demand(), service("recovery-demand", TODAY, about="r1"), "demand-served-elsewhere"),
    ("a notice", PUBLIC, service("public-notice", TODAY), "notice-not-served"),
    ("a last day", WRITTEN, service("approval", TODAY, **DUE), "due-on-other-letter"),
]  # fmt: skip


@pytest.mark.parametrize(("history", "command", "code"), [row[1:] for row in CORNERS], ids=[row[0] for row in CORNERS])
def test_the_last_letter_of_a_kind_is_served_once_while_it_tells_what_stands(
    history: History, command: c.ServeLetter, code: str
) -> None:
    outcome = given(history).when(command, by=CHEN, on=TODAY)
    if code:
        outcome.declined(code)
    else:
        (event,) = outcome.events
        assert isinstance(event, f.LetterServed)


@pytest.mark.parametrize(
    ("due_on", "code"),
    [
        (None, "correction-due-missing"),
        (TODAY - timedelta(days=1), "dates-out-of-order"),
        (TODAY, "dates-out-of-order"),
        (TODAY + timedelta(days=1), ""),
    ],
)
def test_a_correction_request_is_served_with_a_last_day_that_comes_after(due_on: date | None, code: str) -> None:
    meeting = given(issued("correction-request", after=asked(), on=ISSUED))
    outcome = meeting.when(service("correction-request", TODAY, due_on=due_on, receipt="回证1号"), by=CHEN, on=TODAY)
    if code:
        outcome.declined(code)
    else:
        assert outcome.events


def test_a_correction_request_is_served_with_its_proof_and_with_time_to_answer() -> None:
    meeting = given(issued("correction-request", after=asked(), on=ISSUED))
    yesterday = TODAY - timedelta(days=1)
    unproved = service("correction-request", ISSUED, due_on=TODAY)
    meeting.when(unproved, by=CHEN, on=TODAY).declined("service-unproved")
    past = service("correction-request", ISSUED, due_on=yesterday, receipt="回证1号")
    meeting.when(past, by=CHEN, on=TODAY).declined("correction-due-past", due_on=yesterday)
    assert meeting.when(replace(past, due_on=TODAY), by=CHEN, on=TODAY).events


def test_a_letter_that_is_made_again_keeps_its_first_day_and_its_service() -> None:
    again = issued("approval", after=_issued_anew("6f" * 32), on=TODAY)
    bytes_of = [(letter.sha256[:2], letter.issued_on, letter.served_on) for letter in given(again).case(FIRST).letters]
    assert bytes_of == [("5f", ISSUED, ISSUED), ("6f", ISSUED, None)]


def test_the_same_bytes_of_another_kind_are_another_letter() -> None:
    """No two letters have the same bytes; if they had, each would have its own service."""
    history = served("approval", after=issued("receipt", after=APPROVED(), on=ISSUED), on=ISSUED)
    receipt, approval = given(history).case(FIRST).letters
    assert (receipt.served_on, approval.served_on) == (None, ISSUED)
    expected: dict[str, Any] = {"letter": "approval", "about": None, "sha256": "5f" * 32, "issued_on": ISSUED}
    assert approval == Letter(**expected, served_on=ISSUED)
    assert receipt == replace(approval, letter="receipt", served_on=None)
