"""Who may be given which right, and that somebody is left to give one: officers as a command about them finds them.

The first two are enrolled by one person, everybody else by two; the authority above the office comes with the opening
of the log, and nobody takes its role or its key from it. ADR 0051.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any, Iterable, Mapping, Sequence

from audit.commits import OFFICER_STREAMS, authority_officer, officer_stream
from audit.ed25519 import decoded
from audit.exclusions import Exclusions
from audit.office import (
    ENROLLED,
    GRANTED,
    KEY_LOST,
    MADE_BY_OFFICE,
    REPLACED,
    REVOKED,
    SUSPENDED,
    Office,
    Officer,
)
from audit.shapes import CommandLine, Violation
from audit.terms import Terms


class Staff:
    """The table's rules about officers. Every check raises `Violation`."""

    def __init__(self, table: Mapping[str, Any], exclusions: Exclusions) -> None:
        self._exclusions = exclusions
        self._permissions: Mapping[str, Sequence[Sequence[str]]] = table["permissions"]
        self._roles = frozenset(table["roles"])
        self._above = table["role_of_authority"]
        self._gives = table["second_person"]["of"]
        self._replaces = table["replaces"]["permission"]
        self._administrator = table["replaces"]["role"]
        self._removing, self._taking_roles = table["removals"]["proposed"], table["removals"]["role"]
        self._enrolling = frozenset(table["enrolling"])
        self._terms = Terms(table, exclusions)
        self._of_administrators: Mapping[str, str | None] = table["replaces"]["members"]

    def founded(self, lines: Sequence[CommandLine], actor: str, office: Office) -> None:
        """A log is opened once, by whoever it enrols, and with the authority above, whose key the opening has."""
        first = lines[0]
        named = [line for line in lines[1:] if line.stream != officer_stream(actor)]
        told = first.data.get("authority_key") is not None
        if office.officers or len(named) != told or not all(self._founds(line, actor, first) for line in lines[1:]):
            raise Violation(first.position, "log-opened")

    def second_person(self, line: CommandLine, actor: str, office: Office) -> None:
        """Alone only while there is nobody else, and only somebody who can be the second from then on, with a key that
        is their own: whoever enrols them would else hold both.
        """
        others = [
            name for name, officer in office.officers.items() if name != actor and self._above not in officer.roles
        ]
        roles = frozenset(map(str, line.data.get("roles", ())))
        key = line.data.get("key")
        own = isinstance(key, Mapping) and key.get("made_by") != MADE_BY_OFFICE
        everywhere = str(line.data.get("authority")) == office.authority
        if others or not own or not everywhere or roles.isdisjoint(self._permissions[self._gives][1]):
            raise Violation(line.position, "second-person", actor=actor)

    def replaced(self, line: CommandLine, permission: str, actor: str, office: Office) -> None:
        """What two supervisors may do in the place of an administrator is about an administrator only."""
        if permission != self._replaces or line.name not in self._of_administrators:
            return
        member = self._of_administrators[line.name]
        subject = office.officers.get(str(line.data.get("officer")))
        roles = set(subject.roles) if subject is not None else set()
        if member is not None:
            given = line.data.get(member)
            roles |= set(map(str, given if isinstance(given, list) else [given]))
        if roles != {self._administrator}:
            raise Violation(line.position, "role-missing", actor=actor, role=self._administrator)

    def of_their_authority(self, line: CommandLine, member: str | None, office: Office) -> None:
        """A right is proposed as one of the authority that the officer works for, who is there but to be enrolled."""
        name = str(line.data.get(member)) if member is not None else ""
        subject = office.officers.get(name)
        if subject is None:
            if member is not None and line.name not in self._enrolling:
                raise Violation(line.position, "officer-unknown", actor=name)
        elif str(line.data.get("authority")) != subject.authority:
            raise Violation(line.position, "other-authority", actor=name, authority=subject.authority)

    def of_ones_authority(self, line: CommandLine, actor: str, office: Office) -> None:
        """What one alone does about an officer is done by one of the same authority, or of the supervising one."""
        subject = office.officers.get(line.stream[len(OFFICER_STREAMS) :])
        of_officer = line.stream.startswith(OFFICER_STREAMS.decode())
        allowed = (office.authority, subject.authority if subject is not None else "")
        if of_officer and office.officers[actor].authority not in allowed:
            raise Violation(line.position, "other-authority", actor=actor, authority=allowed[1])

    def fit(self, line: CommandLine, office: Office, day: str, *, alone: bool) -> None:
        """Whoever is given roles has such as there are, and none that exclude each other."""
        subject = office.officers.get(line.stream[len(OFFICER_STREAMS) :])
        if subject is not None:
            self._terms.fit(line, subject, office, day)
        held = subject.roles_until(day) if subject is not None else frozenset()
        if line.name in ENROLLED:
            roles = frozenset(map(str, line.data.get("roles", ())))
        elif line.name == GRANTED:
            roles = held | {str(line.data.get("role"))}
        elif line.name in (REVOKED, SUSPENDED, REPLACED) or (line.name == KEY_LOST and alone):
            roles = held & {self._above}
        else:
            return
        strange = sorted(roles - self._roles)
        if strange:
            raise Violation(line.position, "role-unknown", role=strange[0])
        if self._above in roles:
            raise Violation(line.position, "role-of-authority", actor=line.stream)
        exception = subject.exception if subject is not None else None
        if not self._exclusions.holdable(roles, excepted=exception is not None and day <= exception.ends_on):
            raise Violation(line.position, "roles-incompatible", roles=", ".join(sorted(roles)))

    def removes(self, line: CommandLine, actor: str, office: Office, day: str) -> None:
        """One thing is to be taken away, which the officer has; the authority above loses nothing but a key."""
        subject = office.officers.get(str(line.data.get("officer")))
        if line.name != self._removing or subject is None:
            return
        role, key, since = (line.data.get(member) for member in ("role", "public_key", "since"))
        if key is not None:
            self._terms.lost(line, subject, day)
        elif self._above in subject.roles:
            raise Violation(line.position, "role-of-authority", actor=line.stream)
        if role is not None and office.officers[actor].roles.isdisjoint(self._permissions[self._taking_roles][0]):
            raise Violation(line.position, "role-missing", actor=actor, role=self._administrator)
        held = role in subject.roles if role is not None else key is not None or not subject.suspended
        if not held or (role is not None and key is not None) or (key is None) is not (since is None):
            raise Violation(line.position, "removal-unfit", name=line.name)

    def still_proposes(self, act: str, proposer: str, office: Office, day: str) -> bool:
        """Whether somebody could still propose what they did."""
        officer = office.officers.get(proposer)
        return officer is not None and officer.works and not officer.roles_on(day).isdisjoint(self._permissions[act][0])

    def in_its_place(self, line: CommandLine, proposed: CommandLine, office: Office) -> None:
        """A key that replaces another was proposed for that one, which the officer still has."""
        subject = office.officers.get(line.stream[len(OFFICER_STREAMS) :]) if line.name == REPLACED else None
        if subject is None:
            return
        try:
            replaced = decoded(str(proposed.data.get("replaced")))
        except ValueError:
            replaced = b""
        if replaced != subject.key:
            raise Violation(line.position, "other-than-proposed", name=line.name)

    def left(self, line: CommandLine, office: Office, *, without: str | None) -> None:
        """Nobody is suspended or revoked without whom no two people could give a right any more: none at all, and where
        one did it alone, none but this one.
        """
        if line.name not in (REVOKED, SUSPENDED, KEY_LOST):
            return
        subject = line.stream[len(OFFICER_STREAMS) :]
        for left_out in {None, without}:
            before = {name: officer for name, officer in office.officers.items() if name != left_out}
            after = {**before, subject: self._after(line, before[subject])} if subject in before else before
            if self._can_give(before.items(), office.authority) and not self._can_give(after.items(), office.authority):
                raise Violation(line.position, "last-second-person", officer=subject)

    @staticmethod
    def _after(line: CommandLine, officer: Officer) -> Officer:
        if line.name == KEY_LOST and line.data.get("public_key") != b64encode(officer.key).decode():
            return officer  # It is one that they have left behind.
        return officer.without({str(line.data.get("role"))} if line.name == REVOKED else None)

    def _founds(self, line: CommandLine, actor: str, opening: CommandLine) -> bool:
        if line.data.get("authority") != opening.data.get("authority"):
            return False
        if line.stream == officer_stream(actor):
            return line.data.get("roles") == [self._administrator]
        named, key = authority_officer(str(opening.data.get("authority"))), line.data.get("key")
        made = key.get("made_by") if isinstance(key, Mapping) else None
        return (
            line.stream == officer_stream(named)
            and line.data.get("roles") == [self._above]
            and key == opening.data.get("authority_key")
            and made != MADE_BY_OFFICE
        )

    def _can_give(self, officers: Iterable[tuple[str, Officer]], authority: str) -> bool:
        """Whether there are two people of the supervising authority, who may propose a right and confirm it."""
        able = [(name, officer) for name, officer in officers if officer.works and officer.authority == authority]
        at_work = [(name, officer.roles) for name, officer in able]
        return any(
            not proposes.isdisjoint(self._permissions[act][0]) and not confirms.isdisjoint(self._permissions[act][1])
            for act in (self._gives, self._replaces)
            for one, proposes in at_work
            for other, confirms in at_work
            if one != other
        )
