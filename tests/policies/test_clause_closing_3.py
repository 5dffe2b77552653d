"""The closing paragraph on validity: until when applications are received, and by which rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.entitlement.vocabulary import FactType
from tests.policies.documents import EDITION, GOOD, answer, application, finding, line, listed

CLAUSES = {"closing-3"}
FIRST, LAST = date(2023, 8, 24), date(2024, 12, 31)
UNDER_ANOTHER = ("hard-to-employ-insurance", "public-post", "flexible-employment-insurance")
"""By rates of another document, for a period: it ends by the end of the notice."""


def before_it(scheme: str, received_on: date) -> dict[str, Any]:
    """An application whose days have all come by its receipt."""
    days = [name for name, kind in EDITION.vocabulary.items() if kind.type is FactType.DAY]
    past = {name: "2023-06-30" for name in days if name in GOOD[scheme]}
    registers = listed(scheme, completed_on="2023-06-30")
    return application(scheme, line(scheme, **past), registers=registers, received_on=received_on.isoformat())


@pytest.mark.parametrize("scheme", EDITION.schemes)
@pytest.mark.parametrize(
    ("received_on", "outcome", "code"),
    [
        (FIRST - timedelta(days=1), "not_met", "received-too-early"),
        (FIRST, "met", "received-in-time"),
        (FIRST + timedelta(days=1), "met", "received-in-time"),
        (LAST - timedelta(days=1), "met", "received-in-time"),
        (LAST, "met", "received-in-time"),
        (LAST + timedelta(days=1), "not_met", "received-too-late"),
    ],
)
def test_an_application_is_received_from_the_day_of_issue_to_the_end_of_2024(
    scheme: str, received_on: date, outcome: str, code: str
):
    evaluation = answer(before_it(scheme, received_on))
    verdict = finding(evaluation, "acceptance-window")
    assert (verdict["clause"], verdict["interpretation"]) == ("closing-3", "acceptance-window")
    assert (verdict["outcome"], verdict["code"], evaluation["eligible"]) == (outcome, code, outcome == "met")


@pytest.mark.parametrize("scheme", UNDER_ANOTHER)
@pytest.mark.parametrize(
    ("period_to", "outcome"),
    [(LAST - timedelta(days=1), "met"), (LAST, "met"), (LAST + timedelta(days=1), "not_met")],
)
def test_a_period_under_another_document_ends_by_the_end_of_2024(scheme: str, period_to: date, outcome: str):
    one: dict[str, Any] = answer(
        application(scheme, line(scheme, period_to=period_to.isoformat()), received_on=LAST.isoformat())
    )["lines"][0]
    verdict = finding(one, "reference-window")
    assert (verdict["outcome"], verdict["clause"], verdict["interpretation"]) == (
        outcome,
        "closing-3",
        "reference-window",
    )
    assert bool(one["amount_fen"]) == (outcome == "met")


def test_who_settles_what_is_open_is_the_city_s_bureau():
    settled_by = {interpretation.settled_by.zh for interpretation in EDITION.interpretations.values()}
    assert settled_by == {"厦门市人力资源和社会保障局"}
