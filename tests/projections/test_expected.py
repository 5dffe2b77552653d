"""What is still to be paid of a case, and when: a table of where cases stand."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.sample_cases import CHEN, FIRST, given, told
from usecases.reports.expected import Expected, Stage, expected

JUNE, SEPTEMBER, OCTOBER, DECEMBER = date(2024, 6, 14), date(2024, 9, 30), date(2024, 10, 12), date(2024, 12, 5)
HIRED, NOTICE_OVER = date(2024, 5, 31), date(2024, 10, 11)
STAGE_ONE, STAGE_TWO = date(2024, 8, 31), date(2024, 11, 30)
THOUSAND, TWO, ALL = 1_000_00, 2_000_00, 3_000_00


def published_introduction() -> History:
    publish = s.c.PublishNotice(application=FIRST)
    return told((publish, CHEN, date(2024, 6, 13)), after=s.an_approved_introduction(HIRED))


def suspended(history: History, on: date) -> History:
    return told((t.suspend, CHEN, on), after=history)


STANDING: tuple[tuple[str, History, date, tuple[Expected, ...]], ...] = (
    ("assessed", s.an_assessed_training(), SEPTEMBER, ()),
    ("not on notice yet", s.an_approved_training(), SEPTEMBER, (Expected(Stage.HELD, None, THOUSAND),) * 3),
    ("on notice", s.a_published_training(), SEPTEMBER, (Expected(Stage.ON_NOTICE, NOTICE_OVER, THOUSAND),) * 3),
    ("notice not closed", s.a_published_training(), OCTOBER, (Expected(Stage.ON_NOTICE, OCTOBER, THOUSAND),) * 3),
    ("payable", s.a_payable_training(), OCTOBER, (Expected(Stage.PAYABLE, OCTOBER, ALL),)),
    ("suspended", suspended(s.a_payable_training(), OCTOBER), OCTOBER, (Expected(Stage.HELD, None, THOUSAND),) * 3),
    (
        "a line objected to",
        t.objected(2, after=s.a_published_training(), on=date(2024, 10, 8)),
        SEPTEMBER,
        (*(Expected(Stage.ON_NOTICE, NOTICE_OVER, THOUSAND),) * 2, Expected(Stage.HELD, None, THOUSAND)),
    ),
    ("in flight", s.an_ordered_training(), OCTOBER, (Expected(Stage.IN_FLIGHT, OCTOBER, ALL),)),
    ("paid", s.a_settled_training(), DECEMBER, ()),
    ("an open line besides", s.a_training_paid_but_for_an_open_line(), DECEMBER, ()),
    (
        "two stages",
        published_introduction(),
        JUNE,
        (Expected(Stage.STAGED, STAGE_ONE, THOUSAND), Expected(Stage.STAGED, STAGE_TWO, THOUSAND)),
    ),
    ("stage one paid", s.an_introduction_paid_stage_one(), OCTOBER, (Expected(Stage.STAGED, STAGE_TWO, THOUSAND),)),
    ("stage two overdue", s.an_introduction_paid_stage_one(), DECEMBER, (Expected(Stage.STAGED, DECEMBER, THOUSAND),)),
)


@pytest.mark.parametrize(
    ("history", "today", "awaited"), [row[1:] for row in STANDING], ids=[name for name, *_row in STANDING]
)
def test_what_is_to_be_paid_of_a_case_and_from_when(
    history: History, today: date, awaited: tuple[Expected, ...]
) -> None:
    case = given(history).case(FIRST)
    told = tuple(expected(case, s.edition(), today))
    assert told == awaited
    assert sum(one.amount_fen for one in told) == case.outstanding_fen
