"""Facts and their folding: `evolve` answers every fact of its stream, and a fact of another is a mistake of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from domain.application.events import ApplicationAccepted, ApplicationApproved, ApplicationSubmitted, FactsVerified
from domain.application.folding.case import evolve as evolve_case
from domain.application.values import LimitUse, expand, ranges
from domain.base import Event
from domain.entitlement.uses import Over
from domain.office import officer, people, reference, register_state
from domain.treasury import batch, fund
from domain.treasury.batch_events import BatchReleased
from tests.domain import sample_cases as s
from tests.domain.keys import public_key
from tests.domain.sample_cases import CHEN, FIRST, given

EVOLVE: Mapping[str, Callable[[Event], object]] = {
    "application": lambda fact: evolve_case(given(s.a_submitted_training()).case(FIRST), fact, CHEN.officer),
    "batch": lambda fact: batch.evolve(
        given(s.an_ordered_training()).office.batches[s.BATCH], fact, CHEN.officer, s.OPENING
    ),
    "fund": lambda fact: fund.evolve(next(iter(given(s.central_money()).office.funds.values())), fact),
    "register": lambda fact: register_state.evolve(register_state.Register(), fact, CHEN.officer),
    "officer": lambda fact: officer.evolve(
        officer.Officer(
            officer="chen-jing", sealed="sealed", roles=frozenset(), authority=s.SIMING, keys=(public_key("chen"),)
        ),
        fact,
    ),
    "policy": lambda fact: reference.evolve_editions(reference.Editions(), fact),
    "people": lambda fact: people.evolve(people.NOBODY_LINKED, fact),
    "calendar": lambda fact: reference.evolve_calendar(reference.Calendar(), fact),
}
"""How each kind of stream takes one more fact."""


def sample_of_another(stream: str) -> Event:
    return ApplicationAccepted() if stream != "application" else BatchReleased(amount_fen=1)


@pytest.mark.parametrize("stream", EVOLVE)
def test_a_fact_of_another_stream_is_a_mistake_of_ours(stream: str) -> None:
    with pytest.raises((AssertionError, KeyError)):
        EVOLVE[stream](sample_of_another(stream))


@pytest.mark.parametrize(
    "evolve",
    [
        lambda: evolve_case(None, ApplicationAccepted(), CHEN.officer),
        lambda: batch.evolve(None, BatchReleased(amount_fen=1), CHEN.officer, s.OPENING),
        lambda: fund.evolve(None, fund.FundDrawn(batch=s.BATCH, amount_fen=1, value_on=s.OPENING)),
        lambda: officer.evolve(None, officer.OfficerSuspended()),
    ],
)
def test_a_stream_begins_with_its_first_fact(evolve: Callable[[], object]) -> None:
    with pytest.raises(AssertionError):
        evolve()


def test_a_fact_cannot_be_edited() -> None:
    fact = s.a_submitted_training()[0].event
    assert isinstance(fact, ApplicationSubmitted)
    with pytest.raises(AttributeError):
        fact.scheme = s.CERTIFICATE  # type: ignore[misc]


def test_an_officers_own_act_is_of_no_day_but_its_own() -> None:
    assert ApplicationAccepted().happened_on is None
    assert FactsVerified(source="…", checked_on=date(2024, 9, 1), values=(), file_sha256=None).happened_on == date(
        2024, 9, 1
    )


@pytest.mark.parametrize(
    ("lines", "grouped"),
    [
        ((), ()),
        ((3,), ((3, 3),)),
        ((1, 2, 3), ((1, 3),)),
        ((5, 1, 2, 2, 7, 6), ((1, 2), (5, 7))),
    ],
)
def test_a_set_of_lines_is_kept_as_ranges(lines: tuple[int, ...], grouped: tuple[tuple[int, int], ...]) -> None:
    assert ranges(lines) == grouped
    assert list(expand(grouped)) == sorted(set(lines))


def test_a_use_over_a_site_is_of_the_site_that_was_counted() -> None:
    """What the policy counted at the approval, and not what the applicant had written, is what the index must hold."""
    submitted = s.a_submitted_training()[0].event
    assert isinstance(submitted, ApplicationSubmitted)
    used = LimitUse(
        limit="site-once",
        over=Over.SITE,
        qualifier="2",
        on=s.OPENING,
        amount_fen=100_000_00,
        lines=((1, 1),),
        subject="集美就创业基地",
    )
    approved = ApplicationApproved(
        edition=submitted.edition,
        digest=submitted.digest,
        assessed_version=3,
        payer=s.CITY,
        entitled_fen=100_000_00,
        awards=(),
        uses=(used,),
        refused=(),
        open_lines=(),
    )
    case = evolve_case(evolve_case(None, submitted, CHEN.officer), approved, CHEN.officer)
    (use,) = case.uses
    assert (use.subject, use.application, use.line) == ("集美就创业基地", FIRST, 1)
