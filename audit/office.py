"""Who was who in the office, as the lines of the log say it: officers, their roles, their authority and their keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from audit.commits import OFFICER_STREAMS
from audit.ed25519 import decoded, strong

OPENED = "log.opened.v1"
RESTORED = "log.restored.v1"
ENROLLED = "officer.enrolled.v1"
GRANTED = "officer.role-granted.v1"
REVOKED = "officer.role-revoked.v1"
SUSPENDED = "officer.suspended.v1"
ROTATED = "officer.key-rotated.v1"
SCHEME = "ed25519-v1"


class Refused(Exception):
    """A line about an officer that cannot be; `code` names why."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Officer:
    """An officer at a position of the log. `key` is raw Ed25519."""

    roles: frozenset[str]
    authority: str
    key: bytes
    made_by: str
    suspended: bool = False


class Office:
    """The officers at a position of the log, and what its first line says."""

    def __init__(self) -> None:
        self.officers: dict[str, Officer] = {}
        self.keys: frozenset[bytes] = frozenset()
        """Every key that was ever enrolled."""
        self.authority = ""
        """The authority that supervises all others."""

    def copy(self) -> Office:
        """What later lines do to the one leaves the other as it is."""
        office = Office()
        office.officers = dict(self.officers)
        office.keys = self.keys
        office.authority = self.authority
        return office

    def learn(self, name: str, stream: str, data: Mapping[str, Any]) -> None:
        """Take in a line of `log` or `officer-…`. Raises `Refused`, and KeyError, TypeError or ValueError for data of
        another shape.
        """
        if name == OPENED:
            self.authority = str(data["authority"])
        if not stream.startswith(OFFICER_STREAMS.decode()):
            return
        officer = stream[len(OFFICER_STREAMS) :]
        if name == ENROLLED:
            self._enrol(officer, data)
            return
        state = self.officers.get(officer)
        if state is None:
            raise Refused("officer-unknown", actor=officer)
        if name == GRANTED:
            after = replace(state, roles=state.roles | {str(data["role"])}, suspended=False)
        elif name == REVOKED:
            after = replace(state, roles=state.roles - {str(data["role"])})
        elif name == SUSPENDED:
            after = replace(state, suspended=True)
        elif name == ROTATED:
            after = replace(state, key=self._new_key(data["key"]), made_by=str(data["key"]["made_by"]))
        else:
            return
        self.officers[officer] = after

    def _enrol(self, officer: str, data: Mapping[str, Any]) -> None:
        if data["officer"] != officer:
            raise Refused("stream-differs", named=data["officer"])
        if officer in self.officers:
            raise Refused("officer-enrolled", officer=officer)
        self.officers[officer] = Officer(
            roles=frozenset(map(str, data["roles"])),
            authority=str(data["authority"]),
            key=self._new_key(data["key"]),
            made_by=str(data["key"]["made_by"]),
        )

    def _new_key(self, key: Mapping[str, Any]) -> bytes:
        """A key is enrolled once, in a scheme that is ours, and is none under which anything verifies."""
        if key["scheme"] != SCHEME:
            raise Refused("key-scheme", scheme=str(key["scheme"]))
        raw = decoded(key["public_key"])
        if not strong(raw):
            raise Refused("key-weak")
        if raw in self.keys:
            raise Refused("key-enrolled")
        self.keys |= {raw}
        return raw
