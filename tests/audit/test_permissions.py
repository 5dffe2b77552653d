"""What an officer signs with the right key is allowed, too: shapes, roles, authorities, second persons, exclusions."""

from __future__ import annotations

import pytest

from audit.shapes import CommandLine, Shapes, Violation
from domain.catalogue import EVENTS
from tests.audit.log_book import (
    CITY,
    Forgery,
    LogBook,
    NewEvent,
    an_office,
    case,
    codes,
    enrolment,
    fund,
    grant,
    restored,
    rotation,
    submission,
    the_table,
    verdict,
)
from tests.domain.keys import Key
from tests.domain.reading_shapes import Line
from tests.domain.test_shapes import KEYS, additions, example

WEAK = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
"""Of order 1: one constant signature would hold for every message."""
ATTACHED = "application.documents-attached.v1"
FRESH = Key("fresh")
RELEASED: tuple[NewEvent, ...] = (
    ("batch-1", "batch.released.v1", {}),
    (case(1), "application.payment-released.v1", {}),
)


def by(actor: str, *events: NewEvent) -> Forgery:
    """One command at the end of the log."""
    return lambda book: book.command(actor, *events)


def one_of_two_administrators(event: NewEvent) -> Forgery:
    """By `chen`, beside whom there is another, so that the office does not rest on them."""

    def forge(book: LogBook) -> None:
        book.enrol("mu", "administrator", authority=CITY)
        book.command("chen", event)

    return forge


def suspended(book: LogBook) -> None:
    book.command("chen", ("officer-wu", "officer.suspended.v1", {}))
    book.command("wu", ("batch-1", "batch.exported.v1", {}))


def closed(book: LogBook) -> None:
    book.command("chen", ("log", "log.closed.v1", {"successor": "another"}))
    book.command("lin", (case(1), ATTACHED, {}))


def restored_twice_as_the_same(book: LogBook) -> None:
    restored(book)
    restored(book)


def restored_behind_the_close_in_one_commit(book: LogBook) -> None:
    """The head in front of such a line is nowhere signed: it could tell of any."""
    book.record("chen", ("log", "log.closed.v1", {"successor": "another"}))
    size = len(book.lines)
    told = {"log": "another", "size": size, "root": "00" * 32, "taken_at": None, "numbers": {}}
    book.record("chen", ("log", "log.restored.v1", told))
    book.sign("chen")


def test_a_log_that_was_closed_goes_on_from_a_copy_and_says_truly_from_where() -> None:
    book = an_office()
    book.command("chen", ("log", "log.closed.v1", {"successor": "another"}))
    restored(book)
    book.command("lin", (case(1), ATTACHED, {}))
    restored(book, identity="a third")
    assert verdict(book).errors == ()


def own_proposal(book: LogBook) -> None:
    book.enrol("mu", "clerk", "supervisor", authority=CITY)
    book.command("mu", ("register-x", "register.entry-proposed.v1", {"proposal": "p1"}))
    book.command("mu", ("register-x", "register.proposal-confirmed.v1", {"proposal": "p1"}))


def enrolled_as(officer: str, *roles: str, stream: str = "", **key: str) -> Forgery:
    """By two people, as they may."""

    def enrol(book: LogBook) -> None:
        named, name, members = enrolment(officer, *roles, **key)
        number = f"p{book.commands}"
        proposed = {"proposal": number, "act": "give-rights", **members}
        book.command("chen", ("log", "log.enrolment-proposed.v1", {**proposed, "officer": (stream or named)[8:]}))
        confirmed = ("log", "log.proposal-confirmed.v1", {"proposal": number, "act": "give-rights"})
        book.command("xu", confirmed, (stream or named, name, members))

    return enrol


def granted(officer: str, role: str) -> Forgery:
    return lambda book: book.agree(grant(officer, role))


FORGERIES: dict[str, tuple[Forgery, set[str]]] = {
    "a consequence alone": (by("an", (case(1), "application.settled.v1", {})), {"leads-nothing"}),
    "an act that there is not": (
        by("lin", (case(1), "application.proposal-confirmed.v1", {"act": "x"})),
        {"leads-nothing"},
    ),
    "an event in a stream of another kind": (by("lin", ("people", ATTACHED, {})), {"stream-foreign"}),
    "an event in a stream of no subject": (by("lin", ("application-", ATTACHED, {})), {"stream-foreign"}),
    "a stream twice in a command": (
        by("wu", *RELEASED[:1], (case(1), "application.payment-released.v1", {}), ("batch-1", "batch.exported.v1", {})),
        {"stream-scattered"},
    ),
    "a follower that does not follow": (by("wu", *RELEASED, ("fund-1", "fund.drawn.v1", {})), {"follows-not"}),
    "a follower too few": (by("he", ("batch-1", "batch.cancelled.v1", {})), {"followers-count"}),
    "the log opened once more": (
        by("chen", ("log", "log.opened.v1", {"log": "x", "authority": "350203"}), enrolment("guest", "administrator")),
        {"log-opened"},
    ),
    "work while suspended": (suspended, {"officer-suspended"}),
    "an officer suspended by an approver": (by("an", ("officer-wu", "officer.suspended.v1", {})), {"role-missing"}),
    "a run exported by a clerk": (by("lin", ("batch-1", "batch.exported.v1", {})), {"role-missing"}),
    "the second half by who has only the first role": (
        by("an", (case(2), "application.assessed.v1", {"eligible": True})),
        {"role-missing"},
    ),
    "a case of another authority": (by("lin", (case(3), ATTACHED, {})), {"other-authority"}),
    "a batch with a case of another authority": (
        by(
            "wu",
            ("batch-2", "batch.ordered.v1", {"authority": "350203"}),
            (case(3), "application.payment-ordered.v1", {}),
            ("fund-1", "fund.drawn.v1", {}),
        ),
        {"other-authority"},
    ),
    "a role of one's own revoked": (
        one_of_two_administrators(("officer-chen", "officer.role-revoked.v1", {"role": "administrator"})),
        {"own-stream"},
    ),
    "a role that there is not": (granted("lin", "mayor"), {"role-unknown"}),
    "a role that excludes the others": (granted("lin", "inspector"), {"roles-incompatible"}),
    "a proposal without a name": (
        by("lin", (case(1), "application.account-proposed.v1", {"proposal": ["p1"]})),
        {"proposal-unnamed"},
    ),
    "work in a log that was closed": (closed, {"log-closed"}),
    "a log that goes on from another size": (lambda book: restored(book, size=5), {"restored-falsely"}),
    "a log that goes on from another root": (lambda book: restored(book, root="ab" * 32), {"restored-falsely"}),
    "a log that goes on within a commit": (restored_behind_the_close_in_one_commit, {"restored-falsely"}),
    "a log that goes on under its old identity": (restored_twice_as_the_same, {"restored-falsely"}),
    "a suspension of oneself": (by("lin", ("officer-lin", "officer.suspended.v1", {})), {"own-stream"}),
    "an approval of what is not assessed": (by("an", (case(1), "application.approved.v1", {})), {"nothing-proposed"}),
    "a release by who ordered": (by("wu", *RELEASED), {"own-proposal"}),
    "both halves by one": (own_proposal, {"own-proposal"}),
    "an officer enrolled twice": (enrolled_as("lin", "clerk"), {"officer-enrolled"}),
    "an enrolment in another's stream": (
        enrolled_as("guest", "clerk", stream="officer-x"),
        {"stream-differs", "other-than-proposed"},
    ),
    "a key of another scheme": (enrolled_as("guest", "clerk", scheme="rsa-v1"), {"key-scheme"}),
    "a key of small order": (enrolled_as("guest", "clerk", public_key=WEAK), {"key-weak"}),
    "a key enrolled twice": (enrolled_as("guest", "clerk", public_key=Key("wu").public_key), {"key-enrolled"}),
    "a rotation to a key of before": (by("lin", rotation("lin", Key("lin"))), {"key-enrolled"}),
    "a rotation to a key of small order": (by("wu", rotation("wu", FRESH, public_key=WEAK)), {"key-weak"}),
    "an enrolment without a key": (
        lambda book: book.agree(("officer-guest", "officer.enrolled.v1", {"officer": "guest"})),
        {"line-malformed"},
    ),
}


@pytest.mark.parametrize("what", FORGERIES)
def test_what_nobody_may_is_named_although_its_signature_holds(what: str) -> None:
    forge, expected = FORGERIES[what]
    book = an_office()
    forge(book)
    verification = verdict(book)
    assert codes(verification) == expected
    assert verification.signatures == verification.commits


def test_a_proposal_is_confirmed_by_another_once() -> None:
    book = an_office()
    book.enrol("mu", "clerk", authority=CITY)
    confirmed = ("register-x", "register.proposal-confirmed.v1", {"proposal": "p1"})
    book.command("mu", ("register-x", "register.entry-proposed.v1", {"proposal": "p1"}))
    book.command("xu", confirmed)
    assert verdict(book).holds
    book.command("xu", confirmed)
    assert codes(verdict(book)) == {"nothing-proposed"}


def test_a_suspended_officer_works_again_when_a_role_is_granted() -> None:
    book = an_office()
    book.command("xu", ("officer-wu", "officer.suspended.v1", {}))
    book.agree(grant("wu", "finance"))
    book.agree(fund(), by="wu")
    assert verdict(book).holds
    book.command("chen", ("officer-wu", "officer.role-revoked.v1", {"role": "finance"}))
    book.command("wu", ("batch-1", "batch.exported.v1", {}))
    assert codes(verdict(book)) == {"role-missing"}


def test_officers_of_the_supervising_authority_act_on_every_case() -> None:
    book = an_office()
    book.enrol("mo", "clerk", authority="350200")
    for number in (1, 3):
        book.command("mo", (case(number), ATTACHED, {}))
    book.command("mo", submission(4, "350203"))
    assert verdict(book).holds


def test_an_officer_of_any_role_rotates_their_own_key_and_one_of_none_does_not() -> None:
    book = an_office()
    book.rotate("wu")
    assert verdict(book).holds
    book.enrol("nobody")
    book.rotate("nobody")
    assert codes(verdict(book)) == {"role-missing"}


def test_a_withdrawal_drops_what_stood_open() -> None:
    book = an_office()
    book.enrol("zh", "clerk")
    book.command("an", (case(1), "application.waiver-requested.v1", {"proposal": "p1"}))
    book.command("zh", (case(1), "application.withdrawn.v1", {}))
    follower = (case(1), "application.limit-waived.v1", {})
    book.command("xu", (case(1), "application.proposal-confirmed.v1", {"act": "waive", "proposal": "p1"}), follower)
    assert codes(verdict(book)) == {"nothing-proposed"}


# Every shape, by the verifier's own reading of the table (`tests/domain/test_shapes.py` has the same for the data)


SHAPES = Shapes(the_table())


def refused(lines: list[Line]) -> bool:
    command = [CommandLine(position, *line[:2], b"", line[2]) for position, line in enumerate(lines, 1)]
    try:
        SHAPES.fit(command, SHAPES.permission_of(command[0]))
    except Violation:
        return True
    return False


@pytest.mark.parametrize(("name", "permission"), KEYS)
def test_the_verifier_refuses_every_event_that_is_foreign_to_a_shape(name: str, permission: str) -> None:
    lines = example(name, permission)
    assert not refused(lines)
    own = {event for one in the_table()["shapes"][name][permission]["followers"] for event in one["events"]}
    for foreign in EVENTS.keys() - own:
        for more in additions(lines, foreign):
            assert refused(more), (foreign, more)


@pytest.mark.parametrize(("name", "permission"), KEYS)
def test_the_verifier_misses_every_event_that_has_to_follow(name: str, permission: str) -> None:
    lines = example(name, permission)
    assert all(refused(lines[:index] + lines[index + 1 :]) for index in range(1, len(lines)))


@pytest.mark.parametrize("name", sorted(EVENTS.keys() - the_table()["leading"].keys()))
def test_the_verifier_lets_no_consequence_lead(name: str) -> None:
    stream = the_table()["streams"][name.partition(".")[0]]
    assert all(refused([(f"{stream}1", name, {"act": act})]) for act in the_table()["permissions"])
