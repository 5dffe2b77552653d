"""Who may be given which right, and that somebody is left to give one: officers as a command about them finds them.

The first two are enrolled by one person, everybody else by two; the authority above the office comes with the opening
of the log, and nobody takes its role or its key from it. ADR 0051.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Sequence

from audit.commits import OFFICER_STREAMS, authority_officer, officer_stream
from audit.ed25519 import decoded
from audit.exclusions import Exclusions
from audit.office import ENROLLED, GRANTED, MADE_BY_OFFICE, REPLACED, REVOKED, SUSPENDED, Office, Officer
from audit.shapes import CommandLine, Violation


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
        if others or not own or roles.isdisjoint(self._permissions[self._gives][1]):
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

    def fit(self, line: CommandLine, office: Office) -> None:
        """Whoever is enrolled or granted a role has roles that there are, and none that exclude each other."""
        subject = office.officers.get(line.stream[len(OFFICER_STREAMS) :])
        held = subject.roles if subject is not None else frozenset()
        if line.name in ENROLLED:
            roles = frozenset(map(str, line.data.get("roles", ())))
        elif line.name == GRANTED:
            roles = held | {str(line.data.get("role"))}
        elif line.name in (REVOKED, SUSPENDED, REPLACED):
            roles = held & {self._above}
        else:
            return
        strange = sorted(roles - self._roles)
        if strange:
            raise Violation(line.position, "role-unknown", role=strange[0])
        if self._above in roles:
            raise Violation(line.position, "role-of-authority", actor=line.stream)
        if not self._exclusions.holdable(roles, excepted=subject is not None and subject.exception is not None):
            raise Violation(line.position, "roles-incompatible", roles=", ".join(sorted(roles)))

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

    def left(self, line: CommandLine, office: Office) -> None:
        """Nobody is suspended or revoked without whom no two people could give a right any more."""
        if line.name not in (REVOKED, SUSPENDED) or not self._can_give(office.officers.items()):
            return
        subject = line.stream[len(OFFICER_STREAMS) :]
        gone = {str(line.data.get("role"))} if line.name == REVOKED else None
        after = [
            (name, officer if name != subject else officer.without(gone)) for name, officer in office.officers.items()
        ]
        if not self._can_give(after):
            raise Violation(line.position, "last-second-person", officer=subject)

    def _founds(self, line: CommandLine, actor: str, opening: CommandLine) -> bool:
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

    def _can_give(self, officers: Iterable[tuple[str, Officer]]) -> bool:
        """Whether there are two people of whom one may propose a right and the other confirm it."""
        at_work = [(name, officer.roles) for name, officer in officers if not officer.suspended]
        return any(
            not proposes.isdisjoint(self._permissions[act][0]) and not confirms.isdisjoint(self._permissions[act][1])
            for act in (self._gives, self._replaces)
            for one, proposes in at_work
            for other, confirms in at_work
            if one != other
        )
