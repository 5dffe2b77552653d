"""Officers on the rolls: enrolled with a key of their own, given roles, suspended, and handed the work of others."""

from __future__ import annotations

from pathlib import Path

from domain.errors import NotAllowed, Refusal
from domain.office.keys import MadeBy, PublicKey, Scheme
from domain.office.officer import EnrolOfficer, HandOver, OfficerCommand, RotateKey, officer_stream
from domain.office.roles import Role
from store.commands.executor import PreparedCommand
from store.errors import StoreUnavailable
from usecases.session.officer_keys import OfficerKey, draft_key, drop_draft, finish_key, key_path
from usecases.session.officer_session import OfficerSession


def enrol_officer(
    session: OfficerSession,
    officer: str,
    name: str,
    roles: tuple[Role, ...],
    authority: str,
    command_id: str | None = None,
) -> Path:
    """Enrol an officer and make their key; the path of its file, which is gone again when the log declines.

    Raises `NotAllowed("name-form")`, `StoreUnavailable` (`officer-key-exists`, `file-unwritable`) and the refusals
    of the command.
    """
    stream = officer_stream(officer)
    folder = Path(session.settings["officers"])
    if key_path(folder, officer).exists():
        raise StoreUnavailable("officer-key-exists", path=str(key_path(folder, officer)))
    key = draft_key(folder, officer)
    if _is_enrolled(session, officer, key.public_key):
        # A run was killed behind its event: what is recorded stands, and is told where it is something else.
        finished = finish_key(folder, officer, session.now())
        _same_as_enrolled(session, officer, roles, authority)
        return finished
    sealer = session.sealing([stream])
    command = EnrolOfficer(
        officer=officer,
        sealed=sealer.seal(stream, {"name": name}),
        roles=roles,
        authority=authority,
        key=_public(key, MadeBy.OFFICE),
    )
    prepared = session.prepare(command, clear=[officer, name, roles, authority], sealer=sealer, command_id=command_id)
    _record_key(session, prepared, folder, officer)
    return finish_key(folder, officer, session.now())


def rotate_key(session: OfficerSession, officer: str) -> Path:
    """Give an officer a new key; the path of its file. The old file stays beside it, under the instant of the change.

    Raises `StoreUnavailable` (`file-unwritable`, `officer-key-…`) and the refusals of the command.
    """
    folder = Path(session.settings["officers"])
    own = officer == session.officer and session.key is not None  # which first finishes what was interrupted
    if own:
        # A key that waited was made by somebody: only one that is made here and now is the officer's own.
        drop_draft(folder, officer)
    key = draft_key(folder, officer)
    if _is_enrolled(session, officer, key.public_key):
        return finish_key(folder, officer, session.now())
    made_by = MadeBy.OFFICER if own else MadeBy.OFFICE
    prepared = session.prepare(RotateKey(officer=officer, key=_public(key, made_by)))
    _record_key(session, prepared, folder, officer)
    return finish_key(folder, officer, session.now())


def _public(key: OfficerKey, made_by: MadeBy) -> PublicKey:
    return PublicKey(scheme=Scheme.ED25519, public_key=key.public_key, made_by=made_by)


def _record_key(session: OfficerSession, prepared: PreparedCommand, folder: Path, officer: str) -> None:
    """Record a key that waits in a draft; a refusal drops the draft, and nothing else does."""
    try:
        session.execute(prepared)
    except Refusal:
        if not _is_enrolled(session, officer, draft_key(folder, officer).public_key):
            drop_draft(folder, officer)
        raise


def _same_as_enrolled(session: OfficerSession, officer: str, roles: tuple[Role, ...], authority: str) -> None:
    """Raises `NotAllowed("officer-enrolled")` unless these are what the officer was enrolled with."""
    with session.repository() as repository:
        enrolled = repository.officer(officer)
    if enrolled is None or (enrolled.roles, enrolled.authority) != (frozenset(roles), authority):
        raise NotAllowed("officer-enrolled", officer=officer)


def _is_enrolled(session: OfficerSession, officer: str, public_key: str) -> bool:
    """Whether the log has this key: a run that was killed behind its event left the draft to be finished."""
    with session.repository() as repository:
        enrolled = repository.officer(officer)
    return enrolled is not None and enrolled.public_key == public_key


def change_officer(
    session: OfficerSession, command: OfficerCommand | HandOver, *, command_id: str | None = None
) -> None:
    """Record what changes about an officer. Raises the refusals of the command."""
    session.execute(session.prepare(command, command_id=command_id))
