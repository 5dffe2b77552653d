"""Whether a command is its officer's: known, at work, and signed with the key that the log has for them."""

from __future__ import annotations

from datetime import date

from domain.errors import NotAllowed, NotPermitted
from domain.office.officer import Officer
from domain.office.roles import Actor


def author(officer: Officer | None, name: str, public_key: str, today: date, supervised_by: str) -> Actor:
    """The officer as the log knows them.

    Raises `NotPermitted` for a stranger, a suspended officer, a key that was reported lost, a wrong key.
    """
    if officer is None:
        raise NotPermitted("officer-unknown", officer=name)
    if officer.suspended:
        raise NotPermitted("officer-suspended", officer=name)
    if officer.lost_since is not None:
        raise NotPermitted("key-lost", officer=name, since=officer.lost_since)
    if public_key != officer.public_key:
        raise NotPermitted("wrong-key", officer=name)
    return officer.actor(today, supervised_by)


def same_command(known_fingerprint: str, fingerprint: str, command_id: str) -> None:
    """A command id stands for one command. Raises `NotAllowed("command-id-reused")` for another body."""
    if known_fingerprint != fingerprint:
        raise NotAllowed("command-id-reused", command_id=command_id)
