"""Rights for a time, and keys that are lost: what the table says of their days, and of whom a deputy stands in for.

An exception (岗位兼任备案) and a deputyship (AB岗) end within some years and are not given once they are over; a deputy
has roles of the absent officer, who works for the same authority; a key is lost since a day that has been. ADR 0053.
"""

from __future__ import annotations

import re
from typing import Any, Mapping

from audit.ed25519 import decoded
from audit.exclusions import Exclusions
from audit.office import DEPUTISED, EXCEPTED, KEY_LOST, Office, Officer
from audit.shapes import CommandLine, Violation

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Terms:
    """The table's. Every check raises `Violation`."""

    def __init__(self, table: Mapping[str, Any], exclusions: Exclusions) -> None:
        self._exclusions = exclusions
        self._years_max = int(table["terms"]["years_max"])
        self._roles_apart = frozenset(table["roles_apart"])
        self._roles = frozenset(table["roles"])

    def fit(self, line: CommandLine, subject: Officer, office: Office, day: str) -> None:
        if line.name == EXCEPTED:
            exception = _members(line, "exception")
            self._term(line, exception, day)
            ceiling_fen = exception.get("ceiling_fen")
            if type(ceiling_fen) is not int or ceiling_fen <= 0:
                raise Violation(line.position, "term-unfit", name=line.name)
        elif line.name == DEPUTISED:
            deputyship = _members(line, "deputyship")
            self._term(line, deputyship, day)
            self._deputy(line, deputyship, subject, office, day)
        elif line.name == KEY_LOST:
            self.lost(line, subject, day)

    def _term(self, line: CommandLine, term: Mapping[str, Any], day: str) -> None:
        first, last = str(term.get("begins_on")), str(term.get("ends_on"))
        days = _DAY.fullmatch(first) and _DAY.fullmatch(last)
        if not days or last < first or last < day or _longer(first, last, self._years_max):
            raise Violation(line.position, "term-unfit", name=line.name)

    def _deputy(
        self, line: CommandLine, deputyship: Mapping[str, Any], subject: Officer, office: Office, day: str
    ) -> None:
        roles = frozenset(map(str, deputyship.get("roles", ())))
        strange = sorted(roles - self._roles)
        if strange:
            raise Violation(line.position, "role-unknown", role=strange[0])
        absent = office.officers.get(str(deputyship.get("absent")))
        same = absent is not None and absent is not subject and absent.authority == subject.authority
        if absent is None or not same or not roles or not roles <= absent.roles - self._roles_apart:
            raise Violation(line.position, "deputy-unfit", officer=str(deputyship.get("absent")))
        exception = subject.exception
        first, last = str(deputyship["begins_on"]), str(deputyship["ends_on"])
        excepted = exception is not None and exception.begins_on <= first and last <= exception.ends_on
        together = roles | subject.roles_until(day, beside=str(deputyship["absent"]))
        if not self._exclusions.holdable(together, excepted=excepted):
            raise Violation(line.position, "roles-incompatible", roles=", ".join(sorted(together)))

    def lost(self, line: CommandLine, subject: Officer, day: str) -> None:
        try:
            key = decoded(str(line.data.get("public_key")))
        except ValueError:
            key = b""
        since, told = str(line.data.get("since")), dict(subject.lost).get(key)
        of_officer = key in (*subject.earlier, subject.key)
        if not of_officer or not _DAY.fullmatch(since) or since > day or (told is not None and told <= since):
            raise Violation(line.position, "key-lost-unfit", actor=line.stream)


def _longer(first: str, last: str, years: int) -> bool:
    return (int(last[:4]) - int(first[:4]), last[4:]) > (years, first[4:])


def _members(line: CommandLine, member: str) -> Mapping[str, Any]:
    members = line.data.get(member)
    if not isinstance(members, Mapping):
        raise Violation(line.position, "term-unfit", name=line.name)
    return members
