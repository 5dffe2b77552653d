"""Officers on the rolls: proposed with a key, given roles, suspended, and handed the work of others.

A key is made by its officer, who asks for it to be enrolled (`make_key`); one that the office makes says so for good.
What gives a right waits for a second person, and so does a key for its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from audit.key_requests import ANY_LOG, ENROL, ROTATE, SUPERVISE
from domain.errors import NotAllowed, Refusal
from domain.office.keys import PublicKey
from domain.office.officer import (
    AppointDeputy,
    EndDeputyship,
    EnrolOfficer,
    HandOver,
    OfficerCommand,
    ReportKeyLost,
    RotateKey,
    officer_stream,
)
from domain.office.rights import EnrolmentProposed, RotationProposed
from domain.office.roles import Deputyship, Role
from domain.office.rolls import enrolled
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from store.commands.executor import PreparedCommand
from store.errors import StoreUnavailable
from usecases.commands.proposing import proposal_in
from usecases.intake.key_requests import SUFFIX, KeyRequest
from usecases.session.new_files import write_file
from usecases.session.officer_keys import draft_key, draft_path, drop_draft, finish_key, key_path
from usecases.session.officer_session import OfficerSession


class ProposedOfficer(Row):
    """What became of an officer's enrolment, or of a key: `proposal` is what waits, None for what is so already; `key`
    the file of a key that was made here.
    """

    officer: Annotated[str, Heading(N_("Officer"), Kind.NAME)]
    proposal: Annotated[str | None, Heading(N_("Proposal"), Kind.NAME)]
    key: Annotated[str | None, Heading(N_("Key file"), Kind.NAME)]
    replaces: Annotated[bool, Heading(N_("In the place of a lost key"), minor=True)] = False


def make_key(
    session: OfficerSession,
    officer: str,
    *,
    name: str = "",
    roles: tuple[Role, ...] = (),
    authority: str | None = None,
    purpose: str = ENROL,
    log: str | None = None,
    passphrase: str | None = None,
    out: Path | None = None,
) -> Path:
    """Make a key at its officer's own desk, sealed under the passphrase if there is one, and ask for it to be enrolled;
    the path of the request. The key waits in a draft until the log has it. `log` is asked of the store unless given.

    Raises `NotAllowed("file-there")`; `StoreUnavailable`: `officer-key-exists`, `passphrase-short`, `file-unwritable`.
    """
    officer_stream(officer)  # which refuses what no officer can be called
    folder = Path(session.settings["officers"])
    if purpose != ROTATE and key_path(folder, officer).exists():
        raise StoreUnavailable("officer-key-exists", path=str(key_path(folder, officer)))
    if purpose == ROTATE and not key_path(folder, officer).exists():
        finish_key(folder, officer, session.now())  # It was never used: its place is where the lost one was.
    if draft_path(folder, officer).exists():
        raise StoreUnavailable("officer-key-exists", path=str(draft_path(folder, officer)))
    if purpose == SUPERVISE:
        log = ANY_LOG
    if log is None:
        with session.repository() as repository:
            log = repository.log().log
    path = out or folder / f"{officer}{SUFFIX}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable("file-unwritable", path=str(path), reason=error.strerror) from error
    if path.exists():
        raise NotAllowed("file-there", path=str(path))
    key = draft_key(folder, officer, passphrase)
    request = KeyRequest(
        purpose=purpose,
        log=log,
        officer=officer,
        key=key.made_by_officer(purpose, log, officer),
        name=name,
        roles=roles,
        authority=authority,
    )
    write_file(path, request.content())
    return path


def enrol_by_request(session: OfficerSession, request: KeyRequest, command_id: str | None = None) -> ProposedOfficer:
    """Propose what a request asks for: an officer, or for one who is there another key.

    Raises `NotAllowed("request-elsewhere")` for a request that is for another log, or to stand above one; and the
    refusals of the command.
    """
    with session.repository() as repository:
        log = repository.log().log
    if request.log != log or request.purpose not in (ENROL, ROTATE):
        raise NotAllowed("request-elsewhere", officer=request.officer, log=request.log)
    if request.purpose == ROTATE:
        rotation = RotateKey(officer=request.officer, key=request.key)
        result = session.execute(session.prepare(rotation, command_id=command_id))
        return ProposedOfficer(officer=request.officer, proposal=proposal_in(result), key=None, replaces=True)
    authority = request.authority or session.supervised_by
    enrolment = _enrolment(session, request.officer, request.name, request.roles, authority, request.key, command_id)
    result = session.execute(enrolment)
    return ProposedOfficer(officer=request.officer, proposal=proposal_in(result), key=None)


def enrol_officer(
    session: OfficerSession,
    officer: str,
    name: str,
    roles: tuple[Role, ...],
    authority: str | None = None,
    command_id: str | None = None,
) -> ProposedOfficer:
    """Propose an officer of an authority (None: the supervising one) with a key that is made here, by the office, and
    says so for good.

    Its file is a draft until the log has it, and gone again when the log declines. Raises `NotAllowed("name-form")`,
    `StoreUnavailable` (`officer-key-exists`, `file-unwritable`) and the refusals of the command.
    """
    officer_stream(officer)
    authority = authority or session.supervised_by
    folder = Path(session.settings["officers"])
    if key_path(folder, officer).exists():
        raise StoreUnavailable("officer-key-exists", path=str(key_path(folder, officer)))
    key = draft_key(folder, officer)
    if _is_enrolled(session, officer, key.public_key):
        # Its proposal was confirmed, or a run was killed behind its event: what is recorded stands, and is told where
        # it is something else.
        session.settle()
        finished = finish_key(folder, officer, session.now())
        _same_as_enrolled(session, officer, roles, authority)
        return ProposedOfficer(officer=officer, proposal=None, key=str(finished))
    prepared = _enrolment(session, officer, name, roles, authority, key.made_by_office(), command_id)
    return _propose_key(session, prepared, folder, officer)


def _enrolment(
    session: OfficerSession,
    officer: str,
    name: str,
    roles: tuple[Role, ...],
    authority: str,
    key: PublicKey,
    command_id: str | None,
) -> PreparedCommand:
    stream = officer_stream(officer)
    sealer = session.sealing([stream])
    sealed = sealer.seal(stream, {"name": name})
    command = EnrolOfficer(officer=officer, sealed=sealed, roles=roles, authority=authority, key=key)
    return session.prepare(command, clear=[officer, name, roles, authority], sealer=sealer, command_id=command_id)


def rotate_key(session: OfficerSession, officer: str) -> ProposedOfficer:
    """Give an officer a new key: one's own at once; another's, whose key is lost, is proposed.

    The old file stays beside it, under the instant of the change. Raises `StoreUnavailable` (`file-unwritable`,
    `officer-key-…`) and the refusals of the command.
    """
    folder = Path(session.settings["officers"])
    own = session.key if officer == session.officer else None  # which first finishes what was interrupted
    if own:
        # A key that waited was made by somebody: only one that is made here and now is the officer's own.
        drop_draft(folder, officer)
    key = draft_key(folder, officer, own.passphrase if own else None)
    if _is_enrolled(session, officer, key.public_key):
        session.settle()
        finished = finish_key(folder, officer, session.now())
        return ProposedOfficer(officer=officer, proposal=None, key=str(finished))
    with session.repository() as repository:
        log = repository.log().log
    public = key.made_by_officer(ROTATE, log, officer) if own else key.made_by_office()
    prepared = session.prepare(RotateKey(officer=officer, key=public))
    return _propose_key(session, prepared, folder, officer, replaces=own is None)


def _propose_key(
    session: OfficerSession, prepared: PreparedCommand, folder: Path, officer: str, *, replaces: bool = False
) -> ProposedOfficer:
    """Record a key that waits in a draft; a refusal drops the draft, unless the log has the key or its proposal."""
    try:
        proposal = proposal_in(session.execute(prepared))
    except Refusal:
        if not _is_known(session, officer, draft_key(folder, officer).public_key):
            drop_draft(folder, officer)
        raise
    path = draft_path(folder, officer) if proposal else finish_key(folder, officer, session.now())
    return ProposedOfficer(officer=officer, proposal=proposal, key=str(path), replaces=replaces)


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


def _is_known(session: OfficerSession, officer: str, public_key: str) -> bool:
    """Whether the log has this key, or somebody has proposed it."""
    with session.repository() as repository:
        waiting = [opened.event for opened in repository.log().proposals.waiting.values()]
    proposed = any(
        isinstance(event, EnrolmentProposed | RotationProposed) and event.key.public_key == public_key
        for event in waiting
    )
    return proposed or _is_enrolled(session, officer, public_key)


def change_officer(
    session: OfficerSession, command: OfficerCommand | HandOver, *, command_id: str | None = None
) -> str | None:
    """Record what changes about an officer; the name of the proposal that waits, if it does. Raises the refusals of the
    command.
    """
    return proposal_in(session.execute(session.prepare(command, command_id=command_id)))


def appoint_deputy(
    session: OfficerSession,
    officer: str,
    absent: str,
    roles: tuple[Role, ...],
    begins_on: date,
    ends_on: date,
    command_id: str | None = None,
) -> ProposedOfficer:
    """Propose that an officer stands in for another: as everything that the other is, unless roles are named. Raises
    the refusals of the command.
    """
    with session.repository() as repository:
        state = repository.officer(absent)
    wished = tuple(sorted(roles or (state.roles if state is not None else ())))
    deputyship = Deputyship(absent=absent, roles=wished, begins_on=begins_on, ends_on=ends_on)
    asked = AppointDeputy(officer=officer, deputyship=deputyship)
    return ProposedOfficer(officer=officer, proposal=change_officer(session, asked, command_id=command_id), key=None)


def end_deputyship(session: OfficerSession, officer: str, absent: str, command_id: str | None = None) -> None:
    change_officer(session, EndDeputyship(officer=officer, absent=absent), command_id=command_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedKey:
    """Whether the officer signs with the key that was reported; `proposal` is what waits for a second person."""

    in_use: bool
    proposal: str | None


def report_key_lost(
    session: OfficerSession, officer: str, since: date, public_key: str | None, command_id: str | None = None
) -> ReportedKey:
    """Report a key of an officer lost: the newest, unless another is named. Raises the refusals of the command."""
    with session.repository() as repository:
        newest = enrolled({officer: state} if (state := repository.officer(officer)) else {}, officer).public_key
    lost = ReportKeyLost(officer=officer, public_key=public_key or newest, since=since)
    proposal = change_officer(session, lost, command_id=command_id)
    return ReportedKey(in_use=lost.public_key == newest, proposal=proposal)
