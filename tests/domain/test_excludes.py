"""不得与其他政策重复享受: a notice that excludes what another pays; it binds that notice alone."""

from __future__ import annotations

import pytest

from domain.application import commands as c
from domain.base import replace
from domain.entitlement.comparing_limits import Excludes
from domain.entitlement.edition import Edition
from domain.entitlement.rules import Names
from domain.entitlement.uses import Over
from domain.office.people import LinkPersons
from domain.office.proposed import ConfirmForOffice
from tests.domain import sample_cases as s
from tests.domain.given_when_then import Office
from tests.domain.sample_cases import JIANG, SHEN
from tests.domain.test_notices_apart import HERE, ON, THERE, live

PROJECT = "project-skills-training"


def excluding(*excluded: str, over: Over = Over.PERSON) -> Edition:
    """Another notice with the ids of the first and without its limits, which excludes what others pay."""
    limit = Excludes(
        id="not-twice", clause="m01", names=Names(zh="不得重复享受", en="Not twice"), over=over, also=excluded
    )
    edition = s.edition()
    schemes = {name: replace(one, limits=(limit,)) for name, one in edition.schemes.items()}
    return replace(edition, policy=THERE, limits={limit.id: limit}, schemes=schemes)


def training(policy: str, *people: str, occupation: str = "6-18-02-04") -> c.SubmitApplication:
    return replace(s.training(*people, occupation=occupation), policy=policy)


def outcomes(one: Office, file: c.SubmitApplication) -> set[str]:
    found = [part.finding for part in live(one, file).line_findings if part.finding.condition == "not-twice"]
    return {finding.outcome.value for finding in found}


def test_what_another_notice_paid_is_not_paid_again_by_the_one_that_says_so() -> None:
    one = Office(s.edition(), beside=(excluding(f"{HERE}/training-no-repeat"),))
    assert live(one, training(HERE, "person-a")).eligible
    assert outcomes(one, training(THERE, "person-a", occupation="4-14-01-01")) == {"not_met"}
    assert outcomes(one, training(THERE, "person-b")) == {"met"}


def test_it_binds_the_other_notice_to_nothing() -> None:
    one = Office(s.edition(), beside=(excluding(f"{HERE}/training-no-repeat"),))
    assert live(one, training(THERE, "person-a")).eligible
    assert live(one, training(HERE, "person-a")).eligible


def test_a_notice_that_excludes_another_limit_is_not_bound_by_this_one() -> None:
    one = Office(s.edition(), beside=(excluding(f"{HERE}/introduction-once"),))
    assert live(one, training(HERE, "person-a")).eligible
    assert outcomes(one, training(THERE, "person-a")) == {"met"}


def test_lines_of_its_own_are_no_reason() -> None:
    one = Office(s.edition(), beside=(excluding(f"{HERE}/training-no-repeat"),))
    assert live(one, training(THERE, "person-a")).eligible
    assert live(one, training(THERE, "person-a", occupation="4-14-01-01")).eligible


def test_somebody_under_two_documents_is_one() -> None:
    one = Office(s.edition(), beside=(excluding(f"{HERE}/training-no-repeat"),))
    assert live(one, training(HERE, "person-a")).eligible
    link = LinkPersons(person="person-a", other="person-b", document="…")
    one.execute(link, SHEN, ON)
    one.execute(ConfirmForOffice(proposal=None), JIANG, ON)
    assert outcomes(one, training(THERE, "person-b")) == {"not_met"}


@pytest.mark.parametrize("excluded", [f"{HERE}/certificate-once", "unheard-of-2020/anything"])
def test_what_nobody_used_excludes_nobody(excluded: str) -> None:
    one = Office(s.edition(), beside=(excluding(excluded, over=Over.PERSON),))
    assert live(one, training(HERE, "person-a")).eligible
    assert outcomes(one, training(THERE, "person-a")) == {"met"}
