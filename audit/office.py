"""Who was who in the office, as the lines of the log say it: officers, their roles, their authority and their keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from audit.commits import OFFICER_STREAMS
from audit.ed25519 import decoded, strong
from audit.key_requests import ANY_LOG, ENROL, ROTATE, SUPERVISE, proves

OPENED = "log.opened.v1"
RESTORED = "log.restored.v1"
ENROLLED = ("officer.enrolled.v1", "officer.second-person-enrolled.v1")
GRANTED = "officer.role-granted.v1"
REVOKED = "officer.role-revoked.v1"
SUSPENDED = "officer.suspended.v1"
EXCEPTED = "officer.exception-granted.v1"
DEPUTISED = "officer.deputy-appointed.v1"
DEPUTY_ENDED = "officer.deputyship-ended.v1"
KEY_LOST = "officer.key-lost.v1"
REPLACED = "officer.key-replaced.v1"
ROTATED = ("officer.key-rotated.v1", REPLACED)
SCHEME = "ed25519-v1"
MADE_BY_OFFICE = "office"
OF_AUTHORITY = "supervising-authority"


class Refused(Exception):
    """A line about an officer that cannot be; `code` names why."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class RoleException:
    """For which days an officer may have roles that exclude each other (first and last, as ISO 8601 has them), and how
    much a payment of what they decided may be.
    """

    begins_on: str
    ends_on: str
    ceiling_fen: int

    def in_force(self, day: str) -> bool:
        return self.begins_on <= day <= self.ends_on


@dataclass(frozen=True)
class Deputyship:
    """Whose roles an officer has besides, which, and for which days (first and last)."""

    absent: str
    roles: frozenset[str]
    begins_on: str
    ends_on: str


@dataclass(frozen=True)
class Officer:
    """An officer at a position of the log. `key` is raw Ed25519."""

    roles: frozenset[str]
    authority: str
    key: bytes
    made_by: str
    suspended: bool = False
    exception: RoleException | None = None
    deputyships: tuple[Deputyship, ...] = ()
    earlier: tuple[bytes, ...] = ()
    """The keys that they had before, the oldest first."""
    lost: tuple[tuple[bytes, str], ...] = ()
    """Keys that were reported lost, each with the day from which on it is not trusted."""

    @property
    def lost_since(self) -> str | None:
        """That day of the key that they would sign with, if it was."""
        return dict(self.lost).get(self.key)

    @property
    def works(self) -> bool:
        """Whether they may sign anything."""
        return not self.suspended and self.lost_since is None

    def roles_on(self, day: str) -> frozenset[str]:
        """Their own, and those of whom they stand in for."""
        if not self.deputyships:
            return self.roles
        lasting = (one.roles for one in self.deputyships if one.begins_on <= day <= one.ends_on)
        return self.roles.union(*lasting)

    def roles_until(self, day: str, *, beside: str | None = None) -> frozenset[str]:
        """Their own, and those that they have, or will have, of whom they stand in for, beside one of these."""
        lasting = (one.roles for one in self.deputyships if day <= one.ends_on and one.absent != beside)
        return self.roles.union(*lasting)

    def without(self, roles: set[str] | None) -> Officer:
        """The officer without some roles, or suspended, which is without all."""
        return replace(self, suspended=True) if roles is None else replace(self, roles=self.roles - roles)


def _exception(data: Mapping[str, Any]) -> RoleException:
    return RoleException(str(data["begins_on"]), str(data["ends_on"]), int(data["ceiling_fen"]))


def _deputyship(data: Mapping[str, Any]) -> Deputyship:
    roles = frozenset(map(str, data["roles"]))
    return Deputyship(str(data["absent"]), roles, str(data["begins_on"]), str(data["ends_on"]))


def _other_than(deputyships: tuple[Deputyship, ...], absent: str) -> tuple[Deputyship, ...]:
    return tuple(deputyship for deputyship in deputyships if deputyship.absent != absent)


class Office:
    """The officers at a position of the log, and what its first line says."""

    def __init__(self) -> None:
        self.officers: dict[str, Officer] = {}
        self.keys: frozenset[bytes] = frozenset()
        """Every key that was ever enrolled."""
        self.authority = ""
        """The authority that supervises all others."""
        self.logs: tuple[str, ...] = ()
        """The identities that the log has had: a new one after each restore."""

    def copy(self) -> Office:
        """What later lines do to the one leaves the other as it is."""
        office = Office()
        office.officers = dict(self.officers)
        office.keys = self.keys
        office.authority = self.authority
        office.logs = self.logs
        return office

    def learn(self, name: str, stream: str, data: Mapping[str, Any]) -> None:
        """Take in a line of `log` or `officer-…`. Raises `Refused`, and KeyError, TypeError or ValueError for data of
        another shape.
        """
        if name == OPENED:
            self.authority = str(data["authority"])
        if name in (OPENED, RESTORED):
            self.logs = (*self.logs, str(data["log"]))
        if not stream.startswith(OFFICER_STREAMS.decode()):
            return
        officer = stream[len(OFFICER_STREAMS) :]
        if name in ENROLLED:
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
        elif name == EXCEPTED:
            after = replace(state, exception=_exception(data["exception"]))
        elif name == DEPUTISED:
            deputyship = _deputyship(data["deputyship"])
            after = replace(state, deputyships=(*_other_than(state.deputyships, deputyship.absent), deputyship))
        elif name == DEPUTY_ENDED:
            after = replace(state, deputyships=_other_than(state.deputyships, str(data["absent"])))
        elif name == KEY_LOST:
            told = (decoded(data["public_key"]), str(data["since"]))
            after = replace(state, lost=(*(one for one in state.lost if one[0] != told[0]), told))
        elif name in ROTATED:
            key = self._new_key(data["key"], officer, ROTATE)
            earlier = (*state.earlier, state.key)
            after = replace(state, key=key, made_by=str(data["key"]["made_by"]), earlier=earlier)
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
            key=self._new_key(data["key"], officer, SUPERVISE if data["roles"] == [OF_AUTHORITY] else ENROL),
            made_by=str(data["key"]["made_by"]),
        )

    def _new_key(self, key: Mapping[str, Any], officer: str, purpose: str) -> bytes:
        """A key is enrolled once, in a scheme that is ours, is none under which anything verifies, and one that its
        officer made says so itself.
        """
        if key["scheme"] != SCHEME:
            raise Refused("key-scheme", scheme=str(key["scheme"]))
        raw = decoded(key["public_key"])
        if not strong(raw):
            raise Refused("key-weak")
        if raw in self.keys:
            raise Refused("key-enrolled")
        office_made = key["made_by"] == MADE_BY_OFFICE
        if (key["proof"] is None) != office_made or not (office_made or self._proven(key, officer, purpose)):
            raise Refused("key-unproved", officer=officer)
        self.keys |= {raw}
        return raw

    def _proven(self, key: Mapping[str, Any], officer: str, purpose: str) -> bool:
        logs = (ANY_LOG,) if purpose == SUPERVISE else self.logs
        asked = [(purpose, log) for log in logs]
        return proves(str(key["proof"]), asked, officer, SCHEME, str(key["public_key"]))
