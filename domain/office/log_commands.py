"""What somebody asks of the log itself; `domain.office.log_decisions` decides it."""

from __future__ import annotations

from datetime import datetime

from domain.base import Struct
from domain.office.keys import PublicKey
from domain.office.log import OuterKeysIn, SentRun


class OpenLog(Struct):
    """Make the first administrator, who needs no one's leave because there is no one yet."""

    log: str
    supervised_by: str
    supervising_key: PublicKey | None
    pseudonyms: str
    simulated: bool
    officer: str
    sealed: str
    key: PublicKey


class RestoreLog(Struct):
    """Go on from a copy that was taken at this head."""

    log: str
    size: int
    root: str
    taken_at: datetime | None


class BackUpLog(Struct):
    """Take a backup of what stands here, and say so."""

    outer_keys: OuterKeysIn


class CloseLog(Struct):
    """Record nothing more here, because the copy of this identity goes on."""

    successor: str


class ProposeReopening(Struct):
    """Say what time it is, where the clock is not believed because the office was closed."""

    now: datetime


class ProposeFault(Struct):
    """Declare that what stands from `first` to `last` does not verify, and is known."""

    first: int
    last: int
    reason: str
    head_verifies: bool = True
    """Whether the last commit does, as whoever holds the lock has found."""


class DeclareSent(Struct):
    """Say which runs had gone to the bank when the log was restored: none, or these."""

    runs: tuple[SentRun, ...]


class ConfirmForLog(Struct):
    """Confirm or decline what was proposed about the log; `proposal` None means the only one open."""

    proposal: str | None
    declined: bool = False


LogCommand = RestoreLog | CloseLog | BackUpLog | ProposeReopening | ProposeFault | DeclareSent | ConfirmForLog
