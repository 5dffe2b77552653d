"""A small log with real keys, written by hand, so that the verifier is not tested against the store that it judges."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from audit.commits import Commit, Head, belongs_to_roles, commit_message
from audit.merkle import Frontier
from audit.rules import Rules
from audit.verify import Verification, verify
from domain.shapes.table import table
from tests.domain.keys import Key

ORDER = ("stream", "version", "name", "recorded_at", "effective_on", "actor", "command_id", "part", "data")
START = datetime(2024, 5, 6, 1, 0, tzinfo=UTC)
CITY, SIMING, HAICANG = "350200", "350203", "350205"

NewEvent = tuple[str, str, Mapping[str, Any]]
"""Stream, stored name, data."""


def spelled(members: Mapping[str, Any]) -> bytes:
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()


class LogBook:
    """Commands in, lines and commits out. `chen` opens the log and keeps its officers."""

    def __init__(self) -> None:
        self.keys: dict[str, Key] = {"chen": Key("chen")}
        self.lines: list[bytes] = []
        self.commits: list[Commit] = []
        self.commands = 0
        self._versions: dict[str, int] = {}
        self.command("chen", ("log", "log.opened.v1", {"authority": CITY}), enrolment("chen", "administrator"))

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

    def enrol(self, officer: str, *roles: str, authority: str = SIMING, **key: str) -> None:
        self.keys[officer] = Key(officer)
        self.command("chen", enrolment(officer, *roles, authority=authority, **key))

    def rotate(self, officer: str) -> None:
        fresh = Key(f"{officer} again")
        self.command(officer, (f"officer-{officer}", "officer.key-rotated.v1", {"key": key_member(fresh)}))
        self.keys[officer] = fresh

    @property
    def root(self) -> bytes:
        return Frontier().extend(self.lines).root()


def an_office() -> LogBook:
    """Seven officers, three cases, one of another authority, a command of three parts, and a rotated key."""
    book = LogBook()
    book.enrol("lin", "clerk", "supervisor")
    book.enrol("yi", "assessor", "approver")
    book.enrol("an", "approver")
    book.enrol("wu", "finance")
    book.enrol("he", "finance", "assessor")
    book.enrol("bo", "clerk", "finance", "assessor", "approver", authority=HAICANG)
    for number in (1, 2):
        book.command("lin", submission(number, SIMING))
    book.command("bo", submission(3, HAICANG))
    book.command("yi", (case(1), "application.assessed.v1", {"lines": [{"line": 1, "note": "公示"}]}))
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


def key_member(key: Key, **members: str) -> dict[str, str]:
    return {"scheme": "ed25519-v1", "public_key": key.public_key, "made_by": "officer", **members}


def enrolment(officer: str, *roles: str, authority: str = SIMING, **key: str) -> NewEvent:
    members = {"officer": officer, "roles": [*roles], "authority": authority, "key": key_member(Key(officer), **key)}
    return f"officer-{officer}", "officer.enrolled.v1", members


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
