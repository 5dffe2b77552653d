"""Credit codes that were issued so and fail their check: taken as printed on a document, once a second person has
confirmed it. ADR 0062.
"""

from __future__ import annotations

from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.intake import CODE_AS_PRINTED
from domain.application.values import Applicant
from domain.base import replace
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.sample_cases import CHEN, FIRST, HUANG, LIN, XU, also, given, told
from tests.domain.test_intake import awaiting_correction, case_after, correction

RECEIVED = date(2024, 9, 18)
LATER = date(2024, 9, 23)
LICENCE, COPY = "营业执照正本 350203200000001", "营业执照副本 350203200000002"
ASKED = f.ConfirmationRequired(proposal="p1", act=CODE_AS_PRINTED)


def shown_on(document: str | None) -> Applicant:
    return replace(s.organisation(s.TRAINER), printed_on=document)


def handed_in(document: str | None = LICENCE) -> c.SubmitApplication:
    return replace(s.training(), applicant=shown_on(document))


def asked() -> History:
    return told((handed_in(), CHEN, RECEIVED))


def answered(*, declined: bool = False, after: History | None = None) -> History:
    answer = replace(s.confirmed(), declined=declined, reason="sealed-reason" if declined else "")
    return told((answer, XU, RECEIVED), after=after or asked())


def corrected(document: str | None, after: History) -> tuple[object, ...]:
    """What is asked of a file that takes the place of the one before, as of the second event on."""
    outcome = given(awaiting_correction(after)).when(correction(applicant=shown_on(document)), by=CHEN, on=RECEIVED)
    return outcome.events[1:]


def test_a_code_as_printed_is_received_and_waits_for_a_supervisor() -> None:
    outcome = given().when(handed_in(), by=CHEN, on=RECEIVED)
    assert outcome.events[1:] == (ASKED,)
    assert given().when(handed_in(None), by=CHEN, on=RECEIVED).events[1:] == ()


def test_it_is_asked_beside_everything_else_that_a_file_asks() -> None:
    command = replace(handed_in(), account=s.account("account-2", of_applicant=False))
    asked_of = given().when(command, by=CHEN, on=date(2024, 9, 27)).events[1:]
    assert [event.act for event in asked_of if isinstance(event, f.ConfirmationRequired)] == [
        "backdated-receipt",
        "other-account-holder",
        CODE_AS_PRINTED,
    ]


def test_nobody_confirms_a_code_that_they_typed() -> None:
    given(asked()).when(s.confirmed(), by=LIN, on=RECEIVED).not_permitted("role-missing")
    typist = also(XU, *CHEN.roles)
    by_typist = told((handed_in(), typist, RECEIVED))
    given(by_typist).when(s.confirmed(), by=typist, on=RECEIVED).not_permitted("own-proposal")


def assessed(after: History) -> History:
    return told(
        (c.AcceptApplication(application=FIRST), CHEN, RECEIVED),
        (s.comparison(handed_in(), RECEIVED), CHEN, RECEIVED),
        (c.AssessApplication(application=FIRST), LIN, LATER),
        after=(*s.the_registers(), *after),
    )


@pytest.mark.parametrize("declined", [None, True])
def test_until_then_and_never_against_the_answer_it_is_approved(declined: bool | None) -> None:
    history = assessed(asked() if declined is None else answered(declined=True))
    given(history).when(c.ApproveApplication(application=FIRST), by=HUANG, on=LATER).declined(
        "code-unconfirmed", application=FIRST, uscc=s.TRAINER
    )


def test_a_confirmed_code_is_approved() -> None:
    outcome = given(assessed(answered())).when(c.ApproveApplication(application=FIRST), by=HUANG, on=LATER)
    assert isinstance(outcome.events[0], f.ApplicationApproved)


@pytest.mark.parametrize(
    ("history", "document", "asks"),
    [
        (asked(), LICENCE, "p2"),  # what was not answered is asked of the new file
        (asked(), COPY, "p2"),
        (asked(), None, None),  # another code cannot be: the applicant stays; no evidence, nothing to confirm
        (answered(), LICENCE, None),  # confirmed on the same evidence: once
        (answered(), COPY, "p2"),
        (answered(declined=True), LICENCE, "p2"),
        (answered(declined=True), COPY, "p2"),
    ],
)
def test_what_a_corrected_file_asks_anew(history: History, document: str | None, asks: str | None) -> None:
    expected = () if asks is None else (f.ConfirmationRequired(proposal=asks, act=CODE_AS_PRINTED),)
    assert corrected(document, history) == expected


def test_a_corrected_file_drops_the_question_about_the_one_before() -> None:
    after = told((correction(applicant=shown_on(COPY)), CHEN, RECEIVED), after=awaiting_correction(asked()))
    case = case_after(after)
    assert (tuple(case.proposals), case.unconfirmed) == (("p2",), frozenset({CODE_AS_PRINTED}))
    given(after).when(s.confirmed(), by=XU, on=RECEIVED).then(f.ProposalConfirmed(proposal="p2", act=CODE_AS_PRINTED))
