"""A small log with real keys, written by hand, so that the verifier is not tested against the store that it judges."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.merkle import Frontier
from audit.verify import Verification, verify

ORDER = (
    "stream",
    "version",
    "name",
    "recorded_at",
    "effective_on",
    "actor",
    "command_id",
    "part",
    "signature",
    "data",
)
START = datetime(2024, 5, 6, 1, 0, tzinfo=UTC)

NewFact = tuple[str, str, dict[str, object]]
"""Stream, name and data."""


def spelled(members: dict[str, object]) -> bytes:
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()


class LogBook:
    """Facts in, lines out. `chen` opens the log; whoever is enrolled may sign."""

    def __init__(self) -> None:
        self.keys: dict[str, Ed25519PrivateKey] = {"chen": key_of("chen")}
        self.lines: list[bytes] = []
        self.versions: dict[str, int] = {}
        self.commands = 0
        self.command("chen", ("log", "log.opened.v1", {"simulated": True}), enrolment("chen"))

    def command(self, actor: str, *events: NewFact, key: Ed25519PrivateKey | None = None) -> None:
        """Record facts of one command, signed by `actor` (or with another key)."""
        self.commands += 1
        command_id = f"c-{self.commands:04}"
        recorded_at = (START + timedelta(milliseconds=500 * self.commands)).isoformat().replace("+00:00", "Z")
        unsigned = []
        for part, (stream, name, data) in enumerate(events, 1):
            self.versions[stream] = self.versions.get(stream, 0) + 1
            unsigned.append(
                {
                    "stream": stream,
                    "version": self.versions[stream],
                    "name": name,
                    "effective_on": "2024-05-06",
                    "actor": actor,
                    "command_id": command_id,
                    "part": [part, len(events)],
                    "data": data,
                }
            )
        digests = "".join(sha256(spelled(fields)).hexdigest() + "\n" for fields in unsigned)
        message = f"bailu-command-v1\n{command_id}\n{digests}".encode()
        signature = b64encode((key or self.keys[actor]).sign(message)).decode()
        for fields in unsigned:
            whole = {**fields, "recorded_at": recorded_at, "signature": signature}
            self.lines.append(spelled({member: whole[member] for member in ORDER}))

    def enrol(self, officer: str) -> None:
        self.keys[officer] = key_of(officer)
        self.command("chen", enrolment(officer))

    def rotate(self, officer: str) -> None:
        fresh = key_of(officer + " again")
        self.command(officer, (f"officer-{officer}", "officer.key-rotated.v1", {"public_key": public(fresh)}))
        self.keys[officer] = fresh

    @property
    def root(self) -> bytes:
        return Frontier().extend(self.lines).root()


def an_office() -> LogBook:
    """Two officers, two cases, one command of three parts over two streams, and a rotated key: 12 facts."""
    book = LogBook()
    book.enrol("lin")
    book.command("lin", ("application-1", "application.submitted.v1", {"lines": [{"line": 1, "note": "公示"}]}))
    book.command("lin", ("application-2", "application.submitted.v1", {"lines": []}))
    book.command(
        "lin",
        ("application-1", "application.assessed.v1", {"amount_fen": 120000}),
        ("application-1", "application.approved.v1", {"amount_fen": 120000}),
        ("fund-central-2024", "fund.drawn.v1", {"amount_fen": 120000, "nested": {"deep": [1, {"er": None}]}}),
    )
    book.rotate("lin")
    book.command("lin", ("application-2", "application.rejected.v1", {"because": 'a "quoted" \\ reason'}))
    book.command("chen", ("application-1", "application.payable.v1", {}), ("fund-central-2024", "fund.closed.v1", {}))
    return book


def key_of(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())


def public(key: Ed25519PrivateKey) -> str:
    return b64encode(key.public_key().public_bytes_raw()).decode()


def enrolment(officer: str) -> NewFact:
    return (f"officer-{officer}", "officer.enrolled.v1", {"officer": officer, "public_key": public(key_of(officer))})


def judged(lines: Iterable[bytes], book: LogBook, *, signatures: bool = True) -> Verification:
    """The verdict on lines that claim to be the log of `book`."""
    return verify(enumerate(lines, 1), size=len(book.lines), root=book.root, signatures=signatures)


def codes(verification: Verification) -> set[str]:
    return {trouble.code for trouble in verification.errors}


def rewritten(lines: Sequence[bytes], **changes: object) -> list[bytes]:
    """The lines with some members of each changed."""
    return [spelled({**json.loads(line), **changes}) for line in lines]


def resigned(lines: list[bytes]) -> LogBook:
    """The book of an administrator who replaced the lines and moved the head to fit."""
    forged = an_office()
    forged.lines = lines
    return forged
