"""Who stands in for whom (AB岗), rights of another authority, and keys that are lost, as a verifier sees them.

`chen` keeps the officers and `xu` is the second person, both of the city; `lin`, `yi` and `tao` are of a district.
"""

from __future__ import annotations

from typing import Any

import pytest

from audit.lost_keys import LostKey
from audit.office import Deputyship
from tests.audit import log_book
from tests.audit.log_book import (
    AUTHORITY,
    CITY,
    HAICANG,
    SIMING,
    Forgery,
    LogBook,
    NewEvent,
    a_founded_office,
    case,
    codes,
    confirmation,
    enrolment,
    grant,
    lost_key,
    proposal,
    replacement,
    second_person,
    submission,
    suspension,
    the_authority,
    verdict,
)
from tests.domain.keys import Key

DAY = "2024-05-06"
"""The legal day on which the book is written."""


def an_office() -> LogBook:
    book = a_founded_office()
    book.enrol("lin", "clerk")
    book.enrol("yi", "assessor")
    book.enrol("tao", "supervisor")
    book.enrol("wu", "finance")
    return book


def deputy(officer: str = "lin", absent: str = "yi", *roles: str, **term: str) -> NewEvent:
    return log_book.deputy(officer, absent, *(roles or ("assessor",)), **term)


def ended(officer: str, absent: str) -> NewEvent:
    return f"officer-{officer}", "officer.deputyship-ended.v1", {"absent": absent}


def assessed_by(book: LogBook, officer: str) -> None:
    book.command("lin", submission(1, "350203"))
    book.command(officer, (case(1), "application.assessed.v1", {"eligible": True}))


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "expected"),
    [
        ("2024-05-07", "2024-12-31", {"role-missing"}),
        ("2024-01-01", "2024-05-05", {"role-missing", "term-unfit"}),
        ("2024-05-06", "2024-05-06", set()),
        ("2024-05-05", "2024-05-07", set()),
    ],
)
def test_a_deputy_acts_from_the_first_day_to_the_last(begins_on: str, ends_on: str, expected: set[str]) -> None:
    book = an_office()
    book.agree(deputy(begins_on=begins_on, ends_on=ends_on), second="tao")
    assessed_by(book, "lin")
    verification = verdict(book)
    assert codes(verification) == expected
    assert verification.deputyships == (("lin", Deputyship("yi", frozenset({"assessor"}), begins_on, ends_on)),)


def test_a_deputyship_that_was_ended_lets_nobody_act() -> None:
    book = an_office()
    book.agree(deputy(), second="tao")
    book.command("chen", ended("lin", "yi"))
    assessed_by(book, "lin")
    assert codes(verdict(book)) == {"role-missing"}
    assert verdict(book).deputyships == ()


def agreed(event: NewEvent, **who: Any) -> Forgery:
    return lambda book: book.agree(event, **who)


def for_longer(book: LogBook) -> None:
    book.agree(deputy(), second="tao", then=deputy(ends_on="2024-05-07"))


def of_another_authority(event: NewEvent, authority: str) -> Forgery:
    """Proposed as of another authority than the officer's, by whoever could confirm it there."""

    def forge(book: LogBook) -> None:
        book.command("chen", proposal("p9", event, authority=authority))

    return forge


def repeated(book: LogBook) -> None:
    """A second proposal under the name of one that waits: whoever confirms it has seen the other."""
    book.command("chen", proposal("p9", enrolment("guest", "clerk")))
    book.command("chen", proposal("p9", grant("lin", "supervisor")))


def repeated_later(book: LogBook) -> None:
    book.command("chen", proposal("p9", enrolment("guest", "clerk")))
    stream, _, members = confirmation("p9", enrolment("guest", "clerk"))
    book.command("xu", (stream, "log.proposal-declined.v1", members))
    book.command("chen", proposal("p9", grant("lin", "supervisor")))


def a_deputy_without_roles() -> NewEvent:
    stream, name, members = deputy()
    return stream, name, {"deputyship": {**members["deputyship"], "roles": []}}


def reported_away(book: LogBook) -> None:
    """Told once more, as if it had been lost later."""
    book.command("xu", lost_key("lin", since="2024-05-01"))
    book.command("xu", lost_key("lin", since="2024-05-06"))


def district_against_city(book: LogBook) -> None:
    book.enrol("mu", "administrator", authority=CITY)
    book.command("tao", suspension("mu"))


def before_anybody(book: LogBook) -> None:
    """A district proposes a right of somebody whom the city then enrols for itself."""
    event = grant("guest", "supervisor")
    book.enrol("far", "administrator")
    book.command("far", proposal("p9", event, authority=SIMING))
    book.enrol("guest", "clerk", authority=CITY)
    book.command("tao", confirmation("p9", event), event)


def under_a_lost_key(book: LogBook) -> None:
    book.command("chen", lost_key("lin"))
    book.command("lin", submission(1, "350203"))


def removal(event: NewEvent, **members: object) -> NewEvent:
    return proposal("p9", event, **members)


def a_thief(*steps: tuple[str, NewEvent]) -> Forgery:
    """An administrator of the city whose key is another's, in an office of four, and what anybody then does."""

    def forge(book: LogBook) -> None:
        book.enrol("mu", "administrator", authority=CITY)
        book.enrol("su", "supervisor", authority=CITY)
        for who, event in steps:
            book.command(who, event)

    return forge


def declined(event: NewEvent) -> NewEvent:
    stream, _, members = confirmation("p9", event)
    return stream, "log.proposal-declined.v1", members


def rotated_away(book: LogBook) -> None:
    """A thief leaves the key behind that somebody proposed to stop."""
    a_thief(("chen", removal(lost_key("mu"))))(book)
    book.rotate("mu")


def stopped_since(book: LogBook) -> None:
    event = enrolment("guest", "clerk")
    a_thief(("mu", removal(event)), ("chen", suspension("mu")))(book)
    book.command("xu", confirmation("p9", event), event)


def come_back(book: LogBook) -> None:
    """The victim has another key before what the thief proposed is declined."""
    a_thief(("mu", removal(enrolment("guest", "clerk"))), ("chen", lost_key("mu")))(book)
    book.agree(replacement("mu", Key("mu again")))


def a_dead_removal(book: LogBook) -> None:
    """Whoever was to be stopped by somebody who was stopped goes on, and takes another key."""
    a_thief(("mu", removal(lost_key("su"))), ("chen", suspension("mu")))(book)
    book.rotate("su")


def suspended_for_a_role(book: LogBook) -> None:
    a_thief(("chen", removal(suspension("mu"), role="administrator")))(book)
    book.command("xu", confirmation("p9", suspension("mu")), suspension("mu"))


def suspended_for_a_key(book: LogBook) -> None:
    a_thief(("chen", removal(lost_key("mu"))))(book)
    book.command("xu", confirmation("p9", suspension("mu")), suspension("mu"))


def a_district_confirms(event: NewEvent) -> Forgery:
    return lambda book: book.agree(event, second="tao")


FORGERIES: dict[str, tuple[Forgery, set[str]]] = {
    "a deputy appointed alone": (lambda book: book.command("chen", deputy()), {"leads-nothing"}),
    "a deputy confirmed by the proposer": (agreed(deputy(), second="chen"), {"own-proposal"}),
    "a deputy proposed by a supervisor": (
        agreed(deputy(), by="tao", second="xu"),
        {"role-missing", "proposer-stopped"},
    ),
    "a deputy confirmed by a clerk": (agreed(deputy("tao", "yi"), second="lin"), {"role-missing"}),
    "a deputy confirmed for oneself": (agreed(deputy("tao"), second="tao"), {"own-stream"}),
    "a deputy for longer than was proposed": (for_longer, {"other-than-proposed"}),
    "a deputy with roles that exclude each other": (agreed(deputy("yi", "wu", "finance")), {"roles-incompatible"}),
    "a deputy of an administrator": (agreed(deputy("lin", "chen", "administrator")), {"deputy-unfit"}),
    "a deputy in a role that there is not": (agreed(deputy("lin", "yi", "king")), {"role-unknown"}),
    "a deputy as the authority above": (agreed(deputy("lin", "yi", "supervising-authority")), {"deputy-unfit"}),
    "a deputyship ended by a supervisor": (lambda book: book.command("tao", ended("lin", "yi")), {"role-missing"}),
    "a lost key reported by a clerk": (lambda book: book.command("lin", lost_key("yi")), {"role-missing"}),
    "a lost key of one's own": (lambda book: book.command("tao", lost_key("tao")), {"own-stream"}),
    "a lost key without which no right can be given": (
        lambda book: book.command("chen", lost_key("xu")),
        {"last-second-person"},
    ),
    "a commit under a key that was reported lost": (under_a_lost_key, {"key-lost"}),
    "a proposal under a name that waits": (repeated, {"proposal-repeated"}),
    "a proposal under a name that was answered": (repeated_later, {"proposal-repeated"}),
    "a deputy of nobody": (agreed(deputy("lin", "nobody")), {"deputy-unfit"}),
    "a deputy of oneself": (agreed(deputy("lin", "lin", "clerk")), {"deputy-unfit"}),
    "a deputy of another authority": (agreed(deputy("lin", "xu", "supervisor")), {"deputy-unfit"}),
    "a deputy in roles that the absent has not": (agreed(deputy("lin", "yi", "approver")), {"deputy-unfit"}),
    "a deputy in no role": (agreed(a_deputy_without_roles()), {"deputy-unfit"}),
    "a deputy for more than three years": (agreed(deputy(ends_on="2027-05-07")), {"term-unfit"}),
    "a deputy whose term ends before it begins": (agreed(deputy(begins_on="2024-05-07")), {"term-unfit"}),
    "a deputy without a term": (agreed(deputy(ends_on="for good")), {"term-unfit"}),
    "a lost key that the officer never had": (
        lambda book: book.command("xu", lost_key("lin", Key("another"))),
        {"key-lost-unfit"},
    ),
    "a lost key since a day to come": (
        lambda book: book.command("xu", lost_key("lin", since="2024-05-07")),
        {"key-lost-unfit"},
    ),
    "a lost key, reported away": (reported_away, {"key-lost-unfit"}),
    "an officer of the city suspended by a district": (
        district_against_city,
        {"other-authority"},
    ),
    "whoever the office rests on, suspended by one": (
        lambda book: book.command("chen", suspension("xu")),
        {"last-second-person"},
    ),
    "a grant that was proposed before there was anybody": (before_anybody, {"officer-unknown", "other-authority"}),
    "an officer of the city confirmed by a district": (
        a_district_confirms(enrolment("guest", "clerk", authority=CITY)),
        {"other-authority"},
    ),
    "an officer of a district confirmed by another": (
        a_district_confirms(enrolment("guest", "clerk", authority=HAICANG)),
        {"other-authority"},
    ),
    "a grant confirmed by a district": (a_district_confirms(grant("xu", "clerk")), {"other-authority"}),
    "a grant as of another authority": (of_another_authority(grant("lin", "supervisor"), HAICANG), {"other-authority"}),
    "a suspension declined by whom it is to stop": (
        a_thief(("chen", removal(suspension("mu"))), ("mu", declined(suspension("mu")))),
        {"own-stream"},
    ),
    "a lost key declined by whom it is to stop": (
        a_thief(("chen", removal(lost_key("mu"))), ("mu", declined(lost_key("mu")))),
        {"own-stream"},
    ),
    "a key left behind while it is asked to be stopped": (rotated_away, {"removal-waits"}),
    "a right of a proposer who was stopped": (stopped_since, {"proposer-stopped"}),
    "a key for somebody whose proposals wait from before": (come_back, {"proposals-left"}),
    "suspended where a role was to go": (suspended_for_a_role, {"other-than-proposed"}),
    "suspended where a key was to go": (suspended_for_a_key, {"other-than-proposed"}),
    "a role to be taken that nobody has": (
        a_thief(("chen", removal(suspension("mu"), role="clerk"))),
        {"removal-unfit"},
    ),
    "a role to be taken by a supervisor": (
        a_thief(("xu", removal(suspension("mu"), role="administrator"))),
        {"role-missing"},
    ),
    "a role and a key to be taken": (
        a_thief(("chen", removal(lost_key("mu"), role="administrator"))),
        {"removal-unfit"},
    ),
    "a day without a key to be taken": (a_thief(("chen", removal(suspension("mu"), since=DAY))), {"removal-unfit"}),
    "a suspension of the suspended": (
        a_thief(("chen", suspension("mu")), ("chen", removal(suspension("mu")))),
        {"removal-unfit"},
    ),
    "a lost key to be told since a day to come": (
        a_thief(("chen", removal(lost_key("mu", since="9999-12-31")))),
        {"key-lost-unfit"},
    ),
    "a key as of another authority": (
        of_another_authority(replacement("xu", Key("fresh")), "350203"),
        {"other-authority"},
    ),
}


@pytest.mark.parametrize("what", FORGERIES)
def test_what_nobody_may_is_named(what: str) -> None:
    forge, expected = FORGERIES[what]
    book = an_office()
    forge(book)
    assert codes(verdict(book)) == expected


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "unfit"),
    [
        ("2024-05-06", "2027-05-06", False),
        ("2024-05-06", "2027-05-07", True),
        ("9996-05-06", "9999-05-06", False),
        ("9996-05-06", "9999-05-07", True),
        ("9997-01-01", "9999-12-31", False),
        ("9999-12-31", "9999-12-31", False),
    ],
)
def test_a_term_is_of_three_years_at_most_whatever_the_century(begins_on: str, ends_on: str, unfit: bool) -> None:
    book = an_office()
    book.agree(deputy(begins_on=begins_on, ends_on=ends_on), second="tao")
    assert codes(verdict(book)) == ({"term-unfit"} if unfit else set())


def test_a_removal_by_somebody_who_was_stopped_holds_nobody_up() -> None:
    book = an_office()
    a_dead_removal(book)
    assert verdict(book).errors == ()


def test_a_deputy_proposes_what_the_absent_could() -> None:
    """A clerk who stands in for a supervisor: their proposals stand as long as the term."""
    book = an_office()
    book.enrol("su", "supervisor", authority=CITY)
    book.enrol("bai", "clerk", authority=CITY)
    book.agree(deputy("bai", "su", "supervisor"))
    event, act = enrolment("guest", "administrator", authority=CITY), "replace-administrator"
    book.command("bai", proposal("p9", event, act=act))
    book.command("xu", confirmation("p9", event, act=act), event)
    assert verdict(book).errors == ()


def test_what_a_stopped_proposer_left_is_declined() -> None:
    book = an_office()
    event = enrolment("guest", "clerk")
    a_thief(("mu", removal(event)), ("chen", suspension("mu")), ("xu", declined(event)))(book)
    assert verdict(book).errors == ()


def with_the_authority() -> LogBook:
    book = LogBook(the_authority())
    book.keys["xu"] = Key("xu")
    book.command("chen", second_person("xu", "supervisor"))
    return book


def test_the_key_of_the_authority_is_reported_by_two() -> None:
    book = with_the_authority()
    book.agree(lost_key(AUTHORITY))
    assert verdict(book).errors == ()
    book.agree(grant("xu", "clerk"), second=AUTHORITY)
    assert codes(verdict(book)) == {"key-lost"}


def test_the_authority_loses_nothing_but_a_key() -> None:
    book = with_the_authority()
    book.command("chen", removal(suspension(AUTHORITY)))
    assert codes(verdict(book)) == {"role-of-authority"}


def test_nobody_alone_reports_the_key_of_the_authority() -> None:
    book = with_the_authority()
    book.command("xu", lost_key(AUTHORITY))
    assert codes(verdict(book)) == {"role-of-authority"}


def test_whoever_the_office_rests_on_is_suspended_by_two() -> None:
    book = with_the_authority()
    book.agree(suspension("chen"), by="xu", second=AUTHORITY)
    assert verdict(book).errors == ()


def test_a_key_that_was_left_behind_is_reported_and_its_officer_goes_on() -> None:
    book = an_office()
    book.command("lin", submission(1, "350203"))
    position = len(book.lines)
    book.rotate("lin")
    book.command("xu", lost_key("lin"))
    book.command("lin", submission(2, "350203"))
    verification = verdict(book)
    assert verification.errors == ()
    assert verification.lost_keys == (LostKey("lin", DAY, 2, position, position + 1),), "with its rotation"


def test_what_a_thief_signed_before_taking_another_key_is_listed_as_well() -> None:
    book = an_office()
    book.command("lin", submission(1, "350203"))
    position = len(book.lines)
    book.rotate("lin")
    book.command("lin", submission(2, "350203"))
    book.command("xu", lost_key("lin", Key("lin again")))
    (key,) = verdict(book).lost_keys
    assert (key.commits, key.first, key.last) == (3, position, position + 2)


def test_what_nobody_signed_tells_of_no_lost_key() -> None:
    book = an_office()
    book.command("lin", submission(1, "350203"))
    book.command("xu", lost_key("lin", since="2024-05-05"))
    book.command("xu", lost_key("lin", since="2024-05-04"), key=Key("a stranger"))
    verification = verdict(book)
    assert codes(verification) == {"key-differs"}
    assert [(key.since, key.commits) for key in verification.lost_keys] == [("2024-05-05", 1)]


def test_what_was_signed_with_a_lost_key_since_that_day_is_listed() -> None:
    book = an_office()
    book.command("lin", submission(1, "350203"))
    book.command("lin", submission(2, "350203"))
    last = len(book.lines)
    book.command("xu", lost_key("lin"))
    verification = verdict(book)
    assert verification.errors == ()
    assert verification.lost_keys == (LostKey("lin", DAY, 2, last - 1, last),)


@pytest.mark.parametrize(("since", "commits"), [("2024-05-05", 1), ("2024-05-06", 1), ("2024-05-07", 0)])
def test_the_day_counts_from_which_it_is_not_trusted(since: str, commits: int) -> None:
    book = an_office()
    book.command("lin", submission(1, "350203"))
    position = len(book.lines)
    book.command("xu", lost_key("lin", since=since))
    (key,) = verdict(book).lost_keys
    assert (key.commits, key.first) == (commits, position if commits else None)


def test_another_key_signs_on_and_the_lost_one_stays_listed() -> None:
    book = an_office()
    book.command("lin", submission(1, "350203"))
    book.command("xu", lost_key("lin"))
    fresh = Key("lin again")
    book.agree(replacement("lin", fresh))
    book.keys["lin"] = fresh
    book.command("lin", submission(2, "350203"))
    verification = verdict(book)
    assert verification.errors == ()
    (key,) = verification.lost_keys
    assert (key.officer, key.commits) == ("lin", 1), "of what the new key signed nothing"
