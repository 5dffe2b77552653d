"""Officers on the rolls: enrolled with a key of their own, given roles, suspended, and handed the work of others."""

from __future__ import annotations

from pathlib import Path

from domain.office.officer import EnrolOfficer, HandOver, OfficerCommand, RotateKey
from domain.office.roles import Role
from store.errors import StoreUnavailable
from usecases.session.officer_keys import key_path, make_key
from usecases.session.officer_session import OFFICER_ID, OfficerSession


def enrol_officer(
    session: OfficerSession,
    officer: str,
    name: str,
    roles: tuple[Role, ...],
    authority: str,
    command_id: str | None = None,
) -> Path:
    """Enrol an officer and make their key; the path of its file, which is gone again when the log declines.

    Raises `StoreUnavailable` (`officer-form`, `officer-key-exists`, `file-unwritable`) and the refusals of the command.
    """
    if not OFFICER_ID.fullmatch(officer):
        raise StoreUnavailable("officer-form", officer=officer)
    folder = Path(session.settings["officers"])
    key = make_key(folder, officer)
    sealer = session.sealing([f"officer-{officer}"])
    command = EnrolOfficer(
        officer=officer,
        sealed=sealer.seal(f"officer-{officer}", {"name": name}),
        roles=roles,
        authority=authority,
        public_key=key.public_key,
    )
    try:
        session.execute(
            session.prepare(command, clear=[officer, name, roles, authority], sealer=sealer, command_id=command_id)
        )
    except Exception:
        key_path(folder, officer).unlink()
        raise
    return key_path(folder, officer)


def rotate_key(session: OfficerSession, officer: str) -> Path:
    """Give an officer a new key; the path of its file. The old file stays beside it, under the instant of the change.

    Raises `StoreUnavailable` (`officer-key-exists`, `file-unwritable`) and the refusals of the command.
    """
    folder = Path(session.settings["officers"])
    current, new = key_path(folder, officer), key_path(folder, f"{officer}.new")
    key = make_key(folder, f"{officer}.new")
    try:
        session.execute(session.prepare(RotateKey(officer=officer, public_key=key.public_key)))
    except Exception:
        new.unlink()
        raise
    if current.exists():
        current.replace(folder / f"{officer}.{session.now():%Y%m%dT%H%M%S}.old.pem")
    new.replace(current)
    return current


def change_officer(
    session: OfficerSession, command: OfficerCommand | HandOver, *, command_id: str | None = None
) -> None:
    """Record what changes about an officer. Raises the refusals of the command."""
    session.execute(session.prepare(command, command_id=command_id))
