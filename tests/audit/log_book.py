"""A small log with real keys, written by hand, so that the verifier is not tested against the store that it judges."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from audit.commits import Commit, Head, authority_officer, belongs_to_roles, commit_message
from audit.key_requests import ANY_LOG, ENROL, ROTATE, SUPERVISE, request_message
from audit.merkle import Frontier
from audit.rules import Rules
from audit.verify import Verification, verify
from domain.shapes.table import table
from tests.domain.keys import Key

ORDER = ("stream", "version", "name", "recorded_at", "effective_on", "actor", "command_id", "part", "data")
START = datetime(2024, 5, 6, 1, 0, tzinfo=UTC)
CITY, SIMING, HAICANG = "350200", "350203", "350205"
LOG_ID, SCHEME = "0c" * 16, "ed25519-v1"
AUTHORITY = authority_officer(CITY)
OF_THE_OFFICE: Mapping[str, Any] = {"made_by": "office", "proof": None}
"""Members of a key that the office made for its officer."""

WORKING_FOR = {
    **dict.fromkeys(
        ("chen", "xu", "mu", "su", "bai", AUTHORITY, "ye-qing", "jiang-he", "shen-yue", "wu-yan", "zheng-he"), CITY
    ),
    "bo": HAICANG,
}
"""Whoever is not named here works for Siming."""

NewEvent = tuple[str, str, Mapping[str, Any]]
"""Stream, stored name, data."""

PROPOSED_AS = {
    "officer.enrolled.v1": ("log", "log.enrolment-proposed.v1", "give-rights"),
    "officer.role-granted.v1": ("log", "log.grant-proposed.v1", "give-rights"),
    "officer.key-replaced.v1": ("log", "log.rotation-proposed.v1", "give-rights"),
    "officer.exception-granted.v1": ("log", "log.exception-proposed.v1", "except-officer"),
    "officer.deputy-appointed.v1": ("log", "log.deputy-proposed.v1", "appoint-deputy"),
    "officer.suspended.v1": ("log", "log.removal-proposed.v1", "take-rights"),
    "officer.role-revoked.v1": ("log", "log.removal-proposed.v1", "take-rights"),
    "officer.key-lost.v1": ("log", "log.removal-proposed.v1", "take-rights"),
    "fund.opened.v1": ("office", "office.fund-proposed.v1", "open-fund"),
    "fund.increased.v1": ("office", "office.fund-increase-proposed.v1", "increase-fund"),
    "policy.edition-adopted.v1": ("office", "office.edition-proposed.v1", "adopt-policy"),
    "policy.standard-adopted.v1": ("office", "office.standard-proposed.v1", "adopt-standard"),
    "calendar.year-adopted.v1": ("office", "office.calendar-year-proposed.v1", "adopt-calendar"),
    "policy.sharing-declared.v1": ("office", "office.sharing-proposed.v1", "share-limits"),
    "people.names-joined.v1": ("office", "office.names-proposed.v1", "two-names"),
    "people.linked.v1": ("office", "office.link-proposed.v1", "link-persons"),
}
"""In which stream, by which event and under which permission somebody proposes what then follows."""


def spelled(members: Mapping[str, Any]) -> bytes:
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()


class LogBook:
    """Commands in, lines and commits out. `chen` opens the log, alone or with the authority above."""

    def __init__(self, *above: NewEvent, key: Mapping[str, Any] | None = None) -> None:
        """With enrolments beside chen's; the authority's `key` in the opening is that of the first, if not told."""
        self.keys: dict[str, Key] = {"chen": Key("chen"), AUTHORITY: Key(AUTHORITY)}
        self.lines: list[bytes] = []
        self.commits: list[Commit] = []
        self.commands = 0
        self._versions: dict[str, int] = {}
        opening = {"log": LOG_ID, "authority": CITY, "authority_key": key or (above[0][2]["key"] if above else None)}
        self.command(
            "chen", ("log", "log.opened.v1", opening), enrolment("chen", "administrator", authority=CITY), *above
        )

    def record(self, actor: str, *events: NewEvent) -> None:
        """The lines of one command, which no commit covers yet."""
        self.commands += 1
        at = START + timedelta(milliseconds=500 * self.commands)
        for part, (stream, name, data) in enumerate(events, 1):
            self._versions[stream] = self._versions.get(stream, 0) + 1
            whole = {
                "stream": stream,
                "version": self._versions[stream],
                "name": name,
                "recorded_at": at.isoformat().replace("+00:00", "Z"),
                "effective_on": "2024-05-06",
                "actor": actor,
                "command_id": f"00000000-0000-4000-8000-{self.commands:012}",
                "part": [part, len(events)],
                "data": data,
            }
            self.lines.append(spelled({member: whole[member] for member in ORDER}))

    def sign(self, officer: str, key: Key | None = None) -> None:
        """A commit over what was recorded since the last one."""
        first = self.commits[-1].last + 1 if self.commits else 1
        self.commits.append(signed(self.lines, first, len(self.lines), officer, key or self.keys[officer]))

    def command(self, actor: str, *events: NewEvent, key: Key | None = None) -> None:
        """One command in a commit of its own, signed by its actor (or with another key)."""
        self.record(actor, *events)
        self.sign(actor, key)

    def enrol(self, officer: str, *roles: str, authority: str = SIMING, **key: Any) -> None:
        """By chen and xu, who are two."""
        self.keys[officer] = Key(officer)
        self.agree(enrolment(officer, *roles, authority=authority, **key))

    def agree(
        self, event: NewEvent, *, by: str = "chen", second: str = "xu", then: NewEvent | None = None, **told: object
    ) -> None:
        """What one proposes and the other confirms, or something else that follows then; `told` is proposed, too."""
        number = f"p{self.commands}"
        self.command(by, proposal(number, event, **told))
        self.command(second, confirmation(number, event), then or event)

    def rotate(self, officer: str) -> None:
        fresh = Key(f"{officer} again")
        self.command(officer, rotation(officer, fresh))
        self.keys[officer] = fresh

    @property
    def root(self) -> bytes:
        return Frontier().extend(self.lines).root()


def a_founded_office() -> LogBook:
    """`chen` opens the log, and enrols `xu` alone: from then on there are two."""
    book = LogBook()
    book.keys["xu"] = Key("xu")
    book.command("chen", second_person("xu", "supervisor", authority=CITY))
    return book


def an_office() -> LogBook:
    """Eight officers, three cases, one of another authority, a command of three parts, and a rotated key."""
    book = a_founded_office()
    book.enrol("lin", "clerk", "supervisor")
    book.enrol("yi", "assessor", "approver")
    book.enrol("an", "approver")
    book.enrol("wu", "finance")
    book.enrol("he", "finance")
    book.enrol("bo", "clerk", "approver", authority=HAICANG)
    for number in (1, 2):
        book.command("lin", submission(number, SIMING))
    book.command("bo", submission(3, HAICANG))
    book.command("yi", (case(1), "application.assessed.v1", {"eligible": True, "lines": [{"line": 1, "note": "公示"}]}))
    book.command("an", (case(1), "application.approved.v1", {"nested": {"deep": [1, {"er": None}]}}))
    book.rotate("lin")
    order = {"authority": SIMING, "items": [1], "amount_fen": 120000}
    book.command(
        "wu",
        ("batch-1", "batch.ordered.v1", order),
        (case(1), "application.payment-ordered.v1", {"amount_fen": 120000}),
        ("fund-1", "fund.drawn.v1", {"amount_fen": 120000}),
    )
    book.record("lin", (case(2), "application.documents-attached.v1", {"documents": ['a "quoted" \\ title']}))
    book.record("lin", (case(2), "application.withdrawn.v1", {}))
    book.sign("lin")
    return book


def case(number: int) -> str:
    return f"application-{number}"


def submission(number: int, authority: str) -> NewEvent:
    return case(number), "application.submitted.v1", {"authority": authority}


def key_member(
    key: Key, officer: str, *, purpose: str = ENROL, log: str = LOG_ID, **members: str | None
) -> dict[str, str | None]:
    """A key that its officer made and that says so itself, as far as no other members are wanted."""
    proof = key.sign(request_message(purpose, log, officer, SCHEME, key.public_key))
    made = {"scheme": SCHEME, "public_key": key.public_key, "made_by": "officer", "proof": b64encode(proof).decode()}
    return {**made, **members}


def enrolment(officer: str, *roles: str, authority: str = SIMING, **key: Any) -> NewEvent:
    made = key_member(Key(officer), officer, **key)
    members = {"officer": officer, "sealed": "…", "roles": [*roles], "authority": authority, "key": made}
    return f"officer-{officer}", "officer.enrolled.v1", members


def the_authority(**key: Any) -> NewEvent:
    """How the opening of a log enrols the authority above."""
    made = {"purpose": SUPERVISE, "log": ANY_LOG, **key}
    return enrolment(AUTHORITY, "supervising-authority", authority=CITY, **made)


def second_person(officer: str, *roles: str, authority: str = CITY, **key: Any) -> NewEvent:
    stream, _, members = enrolment(officer, *roles, authority=authority, **key)
    return stream, "officer.second-person-enrolled.v1", members


def rotation(officer: str, fresh: Key, **key: Any) -> NewEvent:
    """Of an officer's own key; `replacement` of that of another."""
    made = key_member(fresh, officer, **{"purpose": ROTATE, **key})
    return f"officer-{officer}", "officer.key-rotated.v1", {"key": made}


def replacement(officer: str, fresh: Key, **key: Any) -> NewEvent:
    stream, _, members = rotation(officer, fresh, **key)
    return stream, "officer.key-replaced.v1", members


def grant(officer: str, role: str) -> NewEvent:
    return f"officer-{officer}", "officer.role-granted.v1", {"role": role}


def deputy(officer: str, absent: str, *roles: str, **term: str) -> NewEvent:
    """For the day on which the book is written, unless it is said otherwise."""
    day = START.date().isoformat()
    members = {"absent": absent, "roles": [*roles], "begins_on": day, "ends_on": day, **term}
    return f"officer-{officer}", "officer.deputy-appointed.v1", {"deputyship": members}


def lost_key(officer: str, key: Key | None = None, since: str | None = None) -> NewEvent:
    """Of the key that the book gives an officer, since the day on which it is written, unless another is told."""
    members = {"public_key": (key or Key(officer)).public_key, "since": since or START.date().isoformat()}
    return f"officer-{officer}", "officer.key-lost.v1", members


def suspension(officer: str) -> NewEvent:
    return f"officer-{officer}", "officer.suspended.v1", {}


def fund(amount_fen: int = 10**8, holder: str = SIMING) -> NewEvent:
    indicator = {"source": "central", "programme": "employment", "origin_year": 2024, "document": "…"}
    return (
        f"fund-{holder}-2024-F001",
        "fund.opened.v1",
        {"holder": holder, "year": 2024, "indicator": indicator, "amount_fen": amount_fen},
    )


def increase(amount_fen: int = 10**6, fund: str = f"{SIMING}-2024-F001") -> NewEvent:
    return f"fund-{fund}", "fund.increased.v1", {"amount_fen": amount_fen, "document": "…"}


def proposal(number: str, event: NewEvent, **members: object) -> NewEvent:
    """What proposes such an event."""
    stream, name, data = event
    proposed_in, proposes, act = PROPOSED_AS[name]
    subjects = {"officer-{officer}": "officer", "policy-{policy}": "policy", "fund-{fund}": "fund"}
    told = subjects.get(the_table()["as_proposed"][name]["stream"])
    subject = {told: stream.partition("-")[2]} if told else {}
    acts = {"act": act} if proposed_in == "log" else {}
    if proposed_in == "log" and name != "officer.enrolled.v1":
        subject["authority"] = WORKING_FOR.get(subject["officer"], SIMING)
    if name == "officer.key-replaced.v1":
        subject["replaced"] = Key(stream.partition("-")[2]).public_key
    return proposed_in, proposes, {"proposal": number, **acts, **subject, **data, **members}


def confirmation(number: str, event: NewEvent, **members: object) -> NewEvent:
    """What confirms such an event, which then follows."""
    proposed_in, _, act = PROPOSED_AS[event[1]]
    return proposed_in, f"{proposed_in}.proposal-confirmed.v1", {"proposal": number, "act": act, **members}


def restored(book: LogBook, *, identity: str = "another", **told: object) -> None:
    """The log goes on from a copy that was taken at its head, as far as nothing else is told."""
    size = len(book.lines)
    root = Frontier().extend(book.lines).root().hex()
    members = {"log": identity, "size": size, "root": root, "taken_at": None, "numbers": {}, **told}
    book.command("chen", ("log", "log.restored.v1", members))


def signed(lines: Sequence[bytes], first: int, last: int, officer: str, key: Key) -> Commit:
    """A commit over these lines of a log, with everything that its message has to say."""
    message = commit_message(head(lines[: first - 1]), head(lines[:last]), roles(lines[:last]))
    return Commit(first, last, officer, key.raw, key.sign(message))


def head(lines: Sequence[bytes]) -> Head:
    return Head(len(lines), Frontier().extend(lines).root())


def roles(lines: Sequence[bytes]) -> Head:
    return head([line for line in lines if belongs_to_roles(json.loads(line)["stream"].encode())])


@cache
def the_table() -> Mapping[str, Any]:
    """As whoever imports nothing of ours has it."""
    content: Mapping[str, Any] = json.loads(json.dumps(table()))
    return content


def judged(
    lines: Iterable[bytes],
    commits: Iterable[Commit],
    book: LogBook | None = None,
    *,
    signatures: bool = True,
    canonical: bool = True,
) -> Verification:
    """The verdict on lines and commits, under a head that was moved to fit them, or that of a book."""
    lines = list(lines)
    whole = head(lines if book is None else book.lines)
    return verify(
        enumerate(lines, 1),
        commits,
        size=whole.size,
        root=whole.root,
        rules=Rules(the_table()),
        signatures=signatures,
        canonical=canonical,
    )


def verdict(book: LogBook) -> Verification:
    return judged(book.lines, book.commits)


def codes(verification: Verification) -> set[str]:
    return {error.code for error in verification.errors}


def changed(line: bytes, **members: object) -> bytes:
    """The line with some members changed."""
    return spelled({**json.loads(line), **members})


def numbered(lines: Iterable[bytes]) -> list[bytes]:
    """The lines with the versions of their streams counted anew."""
    versions: dict[str, int] = {}
    counted = []
    for line in lines:
        stream = json.loads(line)["stream"]
        versions[stream] = versions.get(stream, 0) + 1
        counted.append(changed(line, version=versions[stream]))
    return counted


Forgery = Callable[[LogBook], None]
