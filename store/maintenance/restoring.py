"""The first line of a copy: from here on it is a log of its own, under an identity of its own. ADR 0047."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from domain.calendar import legal_day
from domain.decisions.decide import decide
from domain.errors import NotAllowed
from domain.office.authorship import author
from domain.office.clock import believed
from domain.office.log_commands import RestoreLog
from store.commands.repository import Repository
from store.commands.state_cache import StateCache
from store.commands.vouching import vouched
from store.errors import StoreUnavailable
from store.line.envelope import write
from store.log import Author, Importing
from store.tip import Growth


def restoring(
    officer: Author, clock: Callable[[], datetime], identity: str | None = None
) -> Callable[[Importing], None]:
    """What records, in the officer's name, that the log goes on from the copy that has just been made, under this
    identity or a new one.

    It raises `NotPermitted` for an officer who may not, or whose key is not the one that the log has, and
    StoreUnavailable("head-unverified") where nobody vouches for what was copied.
    """

    def record(log: Importing) -> None:
        repository = Repository(log, StateCache(), {})
        enrolled = repository.officer(officer.officer)
        head = log.head()
        if not vouched(log):
            raise StoreUnavailable("head-unverified", position=head.size)
        recorded_at = _instant(repository, head.recorded_at, clock())
        today = legal_day(recorded_at)
        actor = author(enrolled, officer.officer, officer.signer.public_key, today, repository.log().supervised_by)
        name = identity or secrets.token_hex(16)
        command = RestoreLog(log=name, size=head.size, root=head.root.hex(), taken_at=head.recorded_at)
        rows = write(
            decide(repository, command, actor, today),
            version_of=repository.version_of,
            recorded_at=recorded_at,
            today=today,
            actor=officer.officer,
            command_id=str(uuid.uuid4()),
            fingerprint=sha256(name.encode()).hexdigest(),
        )
        growth = Growth(log.tip())
        growth.append(rows, recorded_at, officer)
        growth.sign()
        log.import_lines(rows, growth.taken(), recorded_at)

    return record


def _instant(repository: Repository, last: datetime | None, now: datetime) -> datetime:
    """A clock that is not believed dates nothing: an office that was closed is opened again by two people."""
    assert last is not None, "a log that is copied has an event"
    if repository.log().simulated:
        return max(last, now)
    try:
        return believed(last, now, lambda: repository.calendar().working_days)
    except NotAllowed:
        return last
