"""One human is never enough: one proposes and another confirms just that, and about others."""

from __future__ import annotations

import pytest

from tests.audit.log_book import (
    AUTHORITY,
    CITY,
    HAICANG,
    OF_THE_OFFICE,
    SIMING,
    Forgery,
    LogBook,
    NewEvent,
    a_founded_office,
    an_office,
    case,
    codes,
    confirmation,
    enrolment,
    fund,
    grant,
    increase,
    key_member,
    proposal,
    replacement,
    rotation,
    second_person,
    the_authority,
    verdict,
)
from tests.domain.keys import Key

EDITION: NewEvent = (
    "policy-x",
    "policy.edition-adopted.v1",
    {"edition": "x@1", "digest": "5f" * 32, "applies_from": "2024-01-01", "content": "…"},
)
YEAR: NewEvent = ("calendar", "calendar.year-adopted.v1", {"year": 2024, "exceptions": ["2024-01-01"], "source": "…"})
LINK: NewEvent = ("people", "people.linked.v1", {"person": "a", "other": "b", "document": "…"})
RELEASED: tuple[NewEvent, ...] = (
    ("batch-1", "batch.released.v1", {}),
    (case(1), "application.payment-released.v1", {}),
)
SETTLED = (case(1), "application.settled.v1", {"credit": {"amount_fen": 120000}})
PAID = {"application": "1", "amount_fen": 120000}
REPLY = (
    "batch-1", "batch.reply-proposed.v1", {"proposal": "p1", "messages": [PAID]}
)  # fmt: skip
CREDITED = ("batch-1", "batch.answered.v1", {"messages": [PAID]})


def by(actor: str, *events: NewEvent) -> Forgery:
    """One command at the end of the log."""
    return lambda book: book.command(actor, *events)


def agreed(event: NewEvent, first: str = "chen", second: str = "xu") -> Forgery:
    """What one proposes and the other confirms."""
    return lambda book: book.agree(event, by=first, second=second)


def but(event: NewEvent, **members: object) -> NewEvent:
    """The same event with other members."""
    return event[0], event[1], {**event[2], **members}


def confirmed_as_another_act(book: LogBook) -> None:
    event = grant("yi", "clerk")
    book.command("chen", proposal("p1", event))
    book.command("xu", confirmation("p1", event, act="replace-administrator"), event)


def confirmed_twice(book: LogBook) -> None:
    event = grant("yi", "clerk")
    book.command("chen", proposal("p1", event))
    for _ in range(2):
        book.command("xu", confirmation("p1", event), event)


def of_another_district(book: LogBook) -> None:
    book.enrol("mo", "supervisor", authority=HAICANG)
    book.agree(fund(), by="wu", second="mo")


def changed_over(book: LogBook, officer: str, role: str, to: str) -> None:
    """An officer who had one role has the other from now on."""
    book.command("chen", (f"officer-{officer}", "officer.role-revoked.v1", {"role": role}))
    book.agree(grant(officer, to))


def released_by_who_approved(book: LogBook) -> None:
    changed_over(book, "an", "approver", "finance")
    book.command("an", *RELEASED)


def released_by_who_assessed(book: LogBook) -> None:
    book.enrol("mo", "assessor")
    book.command("mo", (case(1), "application.assessed.v1", {"eligible": True}))
    changed_over(book, "mo", "assessor", "finance")
    book.command("mo", *RELEASED)


def released_by_who_followed_up(book: LogBook) -> None:
    book.enrol("mo", "assessor")
    book.command("mo", (case(1), "application.follow-up-proposed.v1", {"proposal": "p9"}))
    changed_over(book, "mo", "assessor", "finance")
    book.command("mo", *RELEASED)


AGAINST = {"lines": [[1, 1]], "finding": {"outcome": "not_met", "code": "not-among"}}
UNCLEAR = {"lines": [[2, 2]], "finding": {"outcome": "unclear", "code": "not-stated"}}
FOUND: dict[str, object] = {
    "eligible": True,
    "undecided": True,
    "findings": [],
    "line_findings": [AGAINST, UNCLEAR],
    "open_lines": [[2, 2]],
}
CITED: dict[str, object] = {"findings": [], "line_findings": [AGAINST]}


def decided(answer: str, told: dict[str, object], *between: NewEvent, **found: object) -> Forgery:
    """An assessment, what happened since, and how somebody else answered it."""

    def forge(book: LogBook) -> None:
        book.enrol("mo", "assessor")
        book.command("mo", (case(1), "application.assessed.v1", {**FOUND, **found}))
        for event in between:
            book.command("lin", event)
        book.command("an", (case(1), f"application.{answer}.v1", told))

    return forge


def as_an_administrator(event: NewEvent) -> Forgery:
    """What two supervisors may do about an administrator, about somebody else."""

    def forge(book: LogBook) -> None:
        act = "replace-administrator"
        book.command("lin", proposal("p1", event, act=act))
        book.command("xu", confirmation("p1", event, act=act), event)

    return forge


def the_last_suspended(book: LogBook) -> None:
    for officer in ("lin", "mu"):
        book.command("chen", (f"officer-{officer}", "officer.suspended.v1", {}))
    book.command("chen", ("officer-xu", "officer.suspended.v1", {}))


def the_last_revoked(book: LogBook) -> None:
    for officer in ("lin", "mu"):
        book.command("chen", (f"officer-{officer}", "officer.role-revoked.v1", {"role": "supervisor"}))
    book.command("chen", ("officer-xu", "officer.role-revoked.v1", {"role": "supervisor"}))


def opened_twice(book: LogBook) -> None:
    for _ in range(2):
        book.agree(fund(), by="wu", second="xu")


def increased_elsewhere(book: LogBook) -> None:
    """An officer says that the fund of another district is of their own."""
    book.enrol("ke", "finance", authority=HAICANG)
    book.agree(fund(holder=HAICANG), by="ke", second="xu")
    more = increase(fund=f"{HAICANG}-2024-F001")
    book.agree(more, by="wu", second="xu", holder=SIMING)


def a_return_as_a_credit(book: LogBook) -> None:
    reply = {"proposal": "p1", "messages": [{**PAID, "kind": "returned"}]}
    book.command("he", *RELEASED)
    book.command("he", ("batch-1", "batch.reply-proposed.v1", reply))
    book.command(
        "wu",
        ("batch-1", "batch.proposal-confirmed.v1", {"proposal": "p1", "act": "differing-reply"}),
        CREDITED,
        SETTLED,
    )


def another_account(book: LogBook) -> None:
    members = {"proposal": "p1", "account": {"number": "sealed", "account": "one"}}
    book.command("lin", (case(1), "application.account-proposed.v1", members))
    corrected = (case(1), "application.account-corrected.v1", {"account": {"number": "sealed", "account": "another"}})
    book.command("wu", (case(1), "application.proposal-confirmed.v1", {"proposal": "p1", "act": "account"}), corrected)


GUEST = enrolment("guest", "clerk")
FRESH = replacement("wu", Key("fresh"))
OTHERWISE: dict[str, tuple[NewEvent, NewEvent, str]] = {
    "other roles": (GUEST, enrolment("guest", "clerk", "approver"), "chen"),
    "another authority": (GUEST, enrolment("guest", "clerk", authority=CITY), "chen"),
    "another key": (GUEST, but(GUEST, key=key_member(Key("another"), "guest")), "chen"),
    "a name": (GUEST, but(GUEST, sealed="another"), "chen"),
    "another officer": (GUEST, enrolment("mallory", "clerk"), "chen"),
    "a role": (grant("yi", "clerk"), grant("yi", "supervisor"), "chen"),
    "a role for another": (grant("yi", "clerk"), grant("an", "clerk"), "chen"),
    "a role instead of an officer": (GUEST, grant("an", "clerk"), "chen"),
    "a key": (FRESH, replacement("wu", Key("another")), "chen"),
    "a key for another": (FRESH, replacement("he", Key("fresh")), "chen"),
    "the amount of a fund": (fund(), fund(10**12), "wu"),
    "the holder of a fund": (fund(), fund(holder=HAICANG), "wu"),
    "the document of a fund": (fund(), but(fund(), indicator={"source": "provincial"}), "wu"),
    "the number of a fund of another year": (fund(), (f"fund-{SIMING}-2025-F001", *fund()[1:]), "wu"),
    "the content of an edition": (EDITION, but(EDITION, content="!"), "mu"),
    "another policy": (EDITION, ("policy-y", *EDITION[1:]), "mu"),
    "the days of a calendar": (YEAR, but(YEAR, exceptions=[]), "mu"),
    "another person": (LINK, but(LINK, other="c"), "mu"),
    "a fund in the stream of another": (fund(), ("fund-2", *fund()[1:]), "wu"),
    "a key instead of an officer": (GUEST, replacement("wu", Key("guest")), "chen"),
}
"""What is proposed, and by whom, and what then follows from the confirmation."""

FORGERIES: dict[str, tuple[Forgery, set[str]]] = {
    # Alone
    "another second person enrolled alone": (by("chen", second_person("guest", "supervisor")), {"second-person"}),
    "an enrolment alone": (by("chen", GUEST), {"leads-nothing"}),
    "a role granted alone": (by("chen", grant("yi", "clerk")), {"leads-nothing"}),
    "another's key replaced alone": (by("chen", FRESH), {"leads-nothing"}),
    "another's key rotated": (by("chen", rotation("wu", Key("fresh"))), {"leads-nothing"}),
    "a fund opened alone": (by("wu", fund()), {"leads-nothing"}),
    "an edition adopted alone": (by("xu", EDITION), {"leads-nothing"}),
    "a confirmation of nothing": (by("xu", confirmation("p9", GUEST), GUEST), {"nothing-proposed"}),
    "a confirmation from which nothing follows": (by("xu", confirmation("p9", GUEST)), {"followers-count"}),
    "a confirmation of another act": (confirmed_as_another_act, {"nothing-proposed"}),
    "a confirmation twice": (confirmed_twice, {"nothing-proposed"}),
    "one's own proposal confirmed": (agreed(GUEST, "chen", "chen"), {"own-proposal"}),
    # By whom, and about whom
    "an enrolment proposed by a clerk": (agreed(GUEST, "bo"), {"role-missing", "proposer-stopped"}),
    "an enrolment proposed by a supervisor": (agreed(GUEST, "lin"), {"role-missing", "proposer-stopped"}),
    "an enrolment confirmed by an approver": (agreed(GUEST, second="an"), {"role-missing"}),
    "a fund confirmed by who pays": (agreed(fund(), "wu", "he"), {"role-missing"}),
    "a grant proposed about oneself": (by("chen", proposal("p1", grant("chen", "finance"))), {"own-stream"}),
    "a right of one's own confirmed": (agreed(grant("lin", "approver"), second="lin"), {"own-stream"}),
    "an edition proposed by a district": (agreed(EDITION, "lin", "mu"), {"other-authority"}),
    "an edition confirmed by a district": (agreed(EDITION, "xu", "lin"), {"other-authority"}),
    "a fund of another authority proposed": (agreed(fund(holder=HAICANG), "wu"), {"other-authority"}),
    "a fund of another authority confirmed": (of_another_district, {"other-authority"}),
    # Roles
    "who pays and approves": (agreed(enrolment("guest", "finance", "approver")), {"roles-incompatible"}),
    "who pays and is to assess": (agreed(grant("wu", "assessor")), {"roles-incompatible"}),
    "the role of the authority above granted": (agreed(grant("wu", "supervising-authority")), {"role-of-authority"}),
    "another authority above enrolled": (agreed(the_authority()), {"role-of-authority"}),
    "any right by two supervisors": (as_an_administrator(enrolment("guest", "finance")), {"role-missing"}),
    "any role by two supervisors": (as_an_administrator(grant("yi", "clerk")), {"role-missing"}),
    "any key by two supervisors": (as_an_administrator(replacement("wu", Key("fresh"))), {"role-missing"}),
    "the last second person suspended": (the_last_suspended, {"last-second-person"}),
    "the last administrator's role revoked by another": (the_last_revoked, {"last-second-person"}),
    "a fund opened twice": (opened_twice, {"begun-again"}),
    "a fund of another authority increased": (increased_elsewhere, {"other-than-proposed"}),
    # What a second person confirms otherwise than proposed
    "a return confirmed as a credit": (a_return_as_a_credit, {"other-than-proposed"}),
    "another account than was proposed": (another_account, {"other-than-proposed"}),
    # What is decided otherwise than assessed
    "an approval that drops what it refuses": (
        decided("approved", {"refused": [], "open_lines": [[2, 2]]}),
        {"other-than-proposed"},
    ),
    "an approval that leaves other lines open": (
        decided("approved", {"refused": [AGAINST], "open_lines": []}),
        {"other-than-proposed"},
    ),
    "a rejection of what is undecided": (decided("rejected", CITED, eligible=False), {"other-than-proposed"}),
    "a rejection for what is unclear": (
        decided("rejected", {**CITED, "line_findings": [AGAINST, UNCLEAR]}, eligible=False, undecided=False),
        {"other-than-proposed"},
    ),
    "a rejection without its reasons": (
        decided("rejected", {**CITED, "line_findings": []}, eligible=False, undecided=False),
        {"other-than-proposed"},
    ),
    "an approval of a file that was corrected since": (
        decided(
            "approved",
            {"refused": [AGAINST], "open_lines": [[2, 2]]},
            (case(1), "application.correction-requested.v1", {}),
            (case(1), "application.corrected.v1", {}),
        ),
        {"nothing-proposed"},
    ),
    # What excludes each other
    "a release by who followed up": (released_by_who_followed_up, {"excluded"}),
    "a release by who approved": (released_by_who_approved, {"excluded"}),
    "a release by who assessed": (released_by_who_assessed, {"excluded"}),
    "a differing reply by who ordered": (by("wu", REPLY), {"excluded"}),
    "a credit by who ordered": (by("wu", ("batch-1", "batch.answered.v1", {}), SETTLED), {"excluded"}),
    "facts without a file by who took the case in": (
        by("lin", (case(1), "application.facts-verified.v1", {"file_sha256": None})),
        {"excluded"},
    ),
}


@pytest.mark.parametrize("what", FORGERIES)
def test_what_takes_two_is_named_where_one_did_it(what: str) -> None:
    forge, expected = FORGERIES[what]
    book = a_busy_office()
    forge(book)
    verification = verdict(book)
    assert codes(verification) == expected
    assert verification.signatures == verification.commits


def a_busy_office() -> LogBook:
    """With a second supervisor of the city, so that two can adopt what holds for every district."""
    book = an_office()
    book.enrol("mu", "supervisor", authority=CITY)
    return book


@pytest.mark.parametrize("what", OTHERWISE)
def test_nothing_else_happens_than_was_proposed(what: str) -> None:
    proposed, happens, first = OTHERWISE[what]
    book = a_busy_office()
    book.agree(proposed, by=first, then=happens)
    assert codes(verdict(book)) == {"other-than-proposed"}


@pytest.mark.parametrize(
    ("event", "first", "second"),
    [
        (GUEST, "chen", "lin"),
        (enrolment("guest", "administrator", **OF_THE_OFFICE), "chen", "mu"),
        (grant("he", "clerk"), "chen", "xu"),
        (FRESH, "chen", "xu"),
        (fund(), "wu", "lin"),
        (fund(holder=SIMING), "wu", "xu"),
        (EDITION, "xu", "mu"),
        (YEAR, "xu", "mu"),
        (LINK, "mu", "xu"),
    ],
)
def test_what_one_proposes_and_another_confirms_happens(event: NewEvent, first: str, second: str) -> None:
    book = a_busy_office()
    book.agree(event, by=first, second=second)
    assert verdict(book).errors == ()


@pytest.mark.parametrize("declining", ["log", "office"])
def test_from_a_declined_proposal_nothing_follows(declining: str) -> None:
    event, first = (GUEST, "chen") if declining == "log" else (fund(), "wu")
    book = an_office()
    book.command(first, proposal("p1", event))
    stream, _, members = confirmation("p1", event)
    book.command("xu", (stream, f"{declining}.proposal-declined.v1", members))
    assert verdict(book).holds
    book.command("xu", confirmation("p1", event), event)
    assert codes(verdict(book)) == {"nothing-proposed"}


# A new office


@pytest.mark.parametrize("above", [(), (the_authority(),)])
@pytest.mark.parametrize("role", ["supervisor", "administrator"])
def test_who_opens_the_log_enrols_alone_who_can_be_the_second(role: str, above: tuple[NewEvent, ...]) -> None:
    book = LogBook(*above)
    book.command("chen", second_person("xu", role))
    assert verdict(book).errors == ()
    book.command("chen", second_person("yi", role))
    assert codes(verdict(book)) == {"second-person"}


@pytest.mark.parametrize("roles", [(), ("clerk",), ("clerk", "finance"), ("inspector",)])
def test_the_second_person_is_one_who_can_confirm(roles: tuple[str, ...]) -> None:
    book = LogBook()
    book.command("chen", second_person("xu", *roles))
    assert codes(verdict(book)) == {"second-person"}


def test_a_second_person_who_is_suspended_is_there_all_the_same() -> None:
    book = a_founded_office()
    book.command("chen", ("officer-xu", "officer.suspended.v1", {}))
    book.command("chen", second_person("guest", "supervisor"))
    assert codes(verdict(book)) == {"last-second-person", "second-person"}


def test_the_second_person_enrols_nobody_alone() -> None:
    book = a_founded_office()
    book.command("xu", second_person("guest", "supervisor"))
    assert codes(verdict(book)) == {"role-missing"}


def test_two_supervisors_make_an_administrator() -> None:
    event, act = enrolment("guest", "administrator"), "replace-administrator"
    book = an_office()
    book.command("lin", proposal("p1", event, act=act))
    book.command("xu", confirmation("p1", event, act=act), event)
    assert verdict(book).errors == ()


# The authority above


def test_the_authority_above_confirms_what_the_office_cannot() -> None:
    book = LogBook(the_authority())
    book.agree(enrolment("xu", "supervisor"), second=AUTHORITY)
    assert verdict(book).errors == ()


@pytest.mark.parametrize("what", ["suspended", "role-revoked"])
def test_nobody_takes_the_right_of_the_authority_above_away(what: str) -> None:
    book = LogBook(the_authority())
    book.command("chen", (f"officer-{AUTHORITY}", f"officer.{what}.v1", {"role": "supervising-authority"}))
    assert codes(verdict(book)) == {"role-of-authority"}


def test_nobody_gives_the_authority_above_another_key() -> None:
    book = LogBook(the_authority())
    book.keys["xu"] = Key("xu")
    book.command("chen", second_person("xu", "supervisor"))
    book.agree(replacement(AUTHORITY, Key("fresh")))
    assert codes(verdict(book)) == {"role-of-authority"}


# What does not exclude each other


def test_whoever_ordered_confirms_what_another_read_in_the_reply() -> None:
    book = an_office()
    book.command("he", *RELEASED)
    book.command("he", REPLY)
    confirmed = ("batch-1", "batch.proposal-confirmed.v1", {"proposal": "p1", "act": "differing-reply"})
    book.command("wu", confirmed, CREDITED, SETTLED)
    assert verdict(book).errors == ()


def test_facts_are_found_by_another_or_stand_in_a_file() -> None:
    book = an_office()
    book.enrol("mo", "clerk")
    book.command("mo", (case(1), "application.facts-verified.v1", {"file_sha256": None}))
    book.command("lin", (case(1), "application.facts-verified.v1", {"file_sha256": "c0" * 32}))
    assert verdict(book).errors == ()


# What an attack got through


def test_whoever_a_right_is_about_may_decline_it() -> None:
    """Or a lawful log would be called false: to decline gives nobody anything."""
    event, book = grant("lin", "approver"), a_busy_office()
    book.command("chen", proposal("p1", event))
    stream, _, members = confirmation("p1", event)
    book.command("lin", (stream, "log.proposal-declined.v1", members))
    assert verdict(book).errors == ()


def test_a_key_is_replaced_in_the_place_of_the_one_it_was_proposed_for() -> None:
    book = a_busy_office()
    book.command("chen", proposal("p1", FRESH))
    book.rotate("wu")
    book.command("xu", confirmation("p1", FRESH), FRESH)
    assert codes(verdict(book)) == {"other-than-proposed"}


@pytest.mark.parametrize("digest", ["", False, "5f", "5F" * 32])
def test_what_is_no_digest_stands_for_no_file(digest: object) -> None:
    book = an_office()
    book.command("lin", (case(1), "application.facts-verified.v1", {"file_sha256": digest}))
    assert codes(verdict(book)) == {"excluded"}


def test_the_second_person_has_a_key_of_their_own() -> None:
    book = LogBook()
    book.command("chen", second_person("xu", "supervisor", **OF_THE_OFFICE))
    assert codes(verdict(book)) == {"second-person"}


def test_the_authority_above_founds_a_log_with_a_key_of_its_own() -> None:
    assert "log-opened" in codes(verdict(LogBook(the_authority(**OF_THE_OFFICE))))
