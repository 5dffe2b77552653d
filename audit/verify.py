"""Is this the whole history, unaltered, in order, by whom, and was it allowed? Answered from the lines and the commits.

The verifier trusts nobody who keeps the store: it recomputes both trees, follows every stream's versions and every
command's parts, takes the officers' keys and roles from the log itself, and holds every command against the table of
what officers may do. It reports every error, not just the first. Python 3.8 and the standard library suffice. ADR 0043.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from re import Match
from typing import Any, Mapping, Optional, Tuple

from audit.chain import CommitChain
from audit.commits import Commit, Head, belongs_to_roles, head_of
from audit.errors import Errors, VerificationError
from audit.line import canonical_data, envelope_of
from audit.log_stream import LogStream
from audit.lost_keys import LostKey, SignedKeys
from audit.office import MADE_BY_OFFICE, Deputyship, Office, Refused, RoleException
from audit.rules import Rules
from audit.shapes import CommandLine, Violation

_FOLLOWED = ("stream", "version", "instant", "actor", "command_id", "part", "parts")


@dataclass(frozen=True)
class Verification:
    """What was learnt: `size` and `root` of the lines themselves, how many commits' signatures hold, of which officers
    and how many of them under keys that the office made.
    """

    size: int
    root: bytes
    roles: Head
    commands: int
    commits: int
    signatures: int
    by_office_keys: int
    officers: tuple[str, ...]
    keys_of_office: tuple[str, ...]
    """The officers who sign with a key that the office made."""
    exceptions: tuple[tuple[str, RoleException], ...]
    """Who was last allowed roles that exclude each other, with the term and the ceiling."""
    deputyships: tuple[tuple[str, Deputyship], ...]
    """Who last stood in for whom, as what, from when to when."""
    lost_keys: tuple[LostKey, ...]
    errors: tuple[VerificationError, ...]
    errors_total: int

    @property
    def holds(self) -> bool:
        return self.errors_total == 0


def verify(
    lines: Iterable[tuple[int, bytes]],
    commits: Iterable[Commit],
    *,
    size: int,
    root: bytes,
    rules: Rules,
    signatures: bool = True,
    canonical: bool = True,
) -> Verification:
    """Verify (position, line) pairs and commits, both in the order of the log, against a head of this size and root.

    Without `signatures` nothing says who did it; everything else is checked all the same. Without `canonical` the data
    of a line is read only where a rule needs it: the tree vouches for its bytes, but not that nothing hides in them.
    """
    log = _Log(iter(commits), rules, signatures=signatures, canonical=canonical)
    for position, line in lines:
        try:
            log.read(position, line)
        except Exception as error:  # whatever somebody wrote there, an inspector gets a report
            log.errors.report(position, "verification-broken", kind=type(error).__name__)
    return log.close(size, root)


_Line = Tuple[int, bytes, "Match[bytes]", Optional[Mapping[str, Any]]]
"""Position, line, envelope and data; a plain tuple, because a million of them are made."""


@dataclass
class _Command:
    """The command that is being read."""

    id: bytes
    parts: bytes
    lines: list[_Line] = field(default_factory=list)


class _Log:
    """What has to be remembered between one line and the next."""

    def __init__(self, commits: Iterator[Commit], rules: Rules, *, signatures: bool, canonical: bool) -> None:
        self._canonical = canonical
        self.errors = Errors()
        self._commits = CommitChain(commits, self.errors, signatures=signatures)
        self._rules = rules
        self._office = Office()
        self._earlier: Office | None = None  # before the first change that the current commit made to it
        self._position = 0
        self._versions: dict[bytes, int] = {}
        self._instant = b""
        self._command: _Command | None = None
        self._commands = 0
        self._key_changed = False
        self._keys = SignedKeys()
        self._stream = LogStream(self.errors, heads_known=signatures)

    def read(self, position: int, line: bytes) -> None:
        if position != self._position + 1:
            self.errors.report(position, "position-gap", expected=self._position + 1)
        self._position = position
        self._commits.reach(position, self._office)
        envelope = envelope_of(line)
        data = canonical_data(line, envelope) if envelope and self._canonical else None
        self._commits.add(line, envelope is not None and belongs_to_roles(envelope["stream"]))
        if envelope is None or (data is None and self._canonical):
            self.errors.report(position, "line-malformed")
        else:
            self._follow(position, envelope)
            self._take((position, line, envelope, data))
        commit = self._commits.covering
        if commit is not None and commit.last == position:
            self._end_commit()

    def _follow(self, position: int, envelope: Match[bytes]) -> None:
        stream, number, instant = envelope["stream"], int(envelope["version"]), envelope["instant"]
        last = self._versions.get(stream, 0)
        if number != last + 1:
            self.errors.report(position, "version-gap", stream=_text(stream), expected=last + 1, found=number)
        self._versions[stream] = max(number, last)
        # Without its Z, an instant that ends with whole seconds sorts before the same second with microseconds.
        if instant < self._instant:
            self.errors.report(position, "time-goes-back", recorded_at=_text(instant), after=_text(self._instant))
        self._instant = instant
        commit = self._commits.covering
        if commit is not None and envelope["actor"] != commit.officer.encode():
            self.errors.report(position, "actor-differs", actor=_text(envelope["actor"]), signer=commit.officer)

    def _take(self, line: _Line) -> None:
        """A line as a part of its command."""
        position, _, envelope, _ = line
        command_id, part, parts = envelope["command_id"], envelope["part"], envelope["parts"]
        if part == b"1":
            self._end_command()
            self._command = _Command(command_id, parts)
            if self._key_changed and self._commits.covering is not None:
                self.errors.report(position, "key-changed-within", actor=_text(envelope["actor"]))
        command = self._command
        if command is None or (command.id, command.parts) != (command_id, parts) or int(part) != len(command.lines) + 1:
            self._end_command()
            self.errors.report(position, "part-missing", command_id=_text(command_id), part=int(part), of=int(parts))
            return
        command.lines.append(line)
        first = command.lines[0][2]
        if (envelope["actor"], envelope["instant"]) != (first["actor"], first["instant"]):
            self.errors.report(position, "parts-differ", command_id=_text(command_id))
        if part == parts:
            self._command = None
            self._judge(command)

    def _end_command(self) -> None:
        """Whatever command is still open has lost its other parts."""
        command, self._command = self._command, None
        if command is not None:
            values = {"command_id": _text(command.id), "part": len(command.lines) + 1, "of": int(command.parts)}
            self.errors.report(command.lines[-1][0], "part-missing", **values)

    def _judge(self, command: _Command) -> None:
        """A whole command: was it allowed, and what does it change about who may do what?"""
        self._commands += 1
        actor = _text(command.lines[0][2]["actor"])
        lines = [
            CommandLine(position, _text(envelope["stream"]), _text(envelope["name"]), line[envelope.end() : -1], data)
            for position, line, envelope, data in command.lines
        ]
        try:
            self._stream.check(lines, self._commits.begins_at(lines[0].position))
            self._rules.judge(lines, actor, self._office, _text(command.lines[0][2]["instant"]))
            self._stream.declare(lines[0])
        except Violation as violation:
            self.errors.report(violation.position, violation.code, **violation.values)
        for line in lines:
            if belongs_to_roles(line.stream.encode()):
                self._learn(line, actor)

    def _learn(self, line: CommandLine, actor: str) -> None:
        if self._earlier is None:
            self._earlier = self._office.copy()
        key = self._office.officers.get(actor)
        try:
            self._office.learn(line.name, line.stream, line.data)
        except Refused as refused:
            self.errors.report(line.position, refused.code, **refused.values)
        except (KeyError, TypeError, ValueError):
            self.errors.report(line.position, "line-malformed")
        after = self._office.officers.get(actor)
        if key is not None and after is not None and key.key != after.key:
            self._key_changed = True

    def _end_commit(self) -> None:
        if self._command is not None:
            self.errors.report(self._position, "commit-divides", command_id=_text(self._command.id))
        commit = self._commits.covering
        signed = self._commits.end(self._office)
        if signed and commit is not None:
            self._keys.signed(commit, self._rules.day(_text(self._instant)))
        self._stream.end_commit(signed)
        if not signed and self._earlier is not None:
            self._office = self._earlier  # Nobody has vouched for what it says of officers.
        self._earlier = None
        self._key_changed = False

    def close(self, size: int, root: bytes) -> Verification:
        self._end_command()
        self._commits.close()
        lines = self._commits.lines
        computed = lines.root()
        if lines.size != size:
            self.errors.report(None, "size-differs", head=size, found=lines.size)
        if computed != root:
            self.errors.report(None, "root-differs", head=root.hex(), found=computed.hex())
        officers = sorted(self._office.officers.items())
        return Verification(
            size=lines.size,
            root=computed,
            roles=head_of(self._commits.roles),
            commands=self._commands,
            commits=self._commits.total,
            signatures=self._commits.verified,
            by_office_keys=self._commits.by_office_keys,
            officers=tuple(name for name, _ in officers),
            keys_of_office=tuple(name for name, officer in officers if officer.made_by == MADE_BY_OFFICE),
            exceptions=tuple((name, officer.exception) for name, officer in officers if officer.exception is not None),
            deputyships=tuple((name, deputyship) for name, officer in officers for deputyship in officer.deputyships),
            lost_keys=self._keys.since_lost(self._office.officers),
            errors=self.errors.all(),
            errors_total=self.errors.total,
        )


def _text(written: bytes) -> str:
    return written.decode(errors="replace")
