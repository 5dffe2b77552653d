"""What a rule of the tests looks at, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.entitlement.claim import Question, RegisterResult
from domain.entitlement.rules import Span, Stated
from domain.entitlement.uses import Asked

CITED: dict[str, Any] = {"id": "rule", "clause": "m01", "interpretation": "reading"}
RECEIVED = date(2024, 5, 6)


def stated(
    *,
    answers: Mapping[Question, RegisterResult] | None = None,
    unverified: frozenset[str] = frozenset(),
    determined_fen: int | None = None,
    received_on: date = RECEIVED,
    applicant_kind: str = "organisation",
    **facts: Any,
) -> Stated:
    return Stated(
        applicant="APPLICANT",
        applicant_kind=applicant_kind,
        received_on=received_on,
        facts=facts,
        unverified=unverified,
        answers=answers or {},
        determined_fen=determined_fen,
    )


def asked(
    line: int = 1,
    *,
    person: str | None = "person",
    certificate: str | None = None,
    amount_fen: int = 0,
    application: str = "here",
    facts: Mapping[str, Any] | None = None,
    answers: Mapping[Question, RegisterResult] | None = None,
) -> Asked:
    return Asked(
        scheme="scheme",
        application=application,
        line=line,
        person=person,
        certificate=certificate,
        worth=Span.exactly(amount_fen),
        stated=stated(answers=answers, **(facts or {})),
    )
