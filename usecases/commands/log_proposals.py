"""What an administrator says about the log itself, and a supervisor confirms: what time it is, and a fault of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from domain.errors import NotAllowed
from domain.office.log import FaultProposed, ReopeningProposed
from domain.office.log_commands import ProposeFault, ProposeReopening
from domain.proposals import ProposalId
from domain.streams import LOG
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.session.officer_session import OfficerSession


class ProposedReopening(Row):
    """That the office was closed, and what time it is."""

    proposal: Annotated[str, Heading(N_("Proposal"), Kind.NAME)]
    now: Annotated[datetime, Heading(N_("Now"))]
    recorded: bool
    repeated: bool


class ProposedFault(Row):
    """Which part of the log does not verify, and is known."""

    proposal: Annotated[str, Heading(N_("Proposal"), Kind.NAME)]
    first: Annotated[int, Heading(N_("First position"))]
    last: Annotated[int, Heading(N_("Last position"))]
    recorded: bool
    repeated: bool


def propose_reopening(
    session: OfficerSession, *, command_id: str | None = None, dry_run: bool = False
) -> ProposedReopening:
    """Say what time it is, by the clock of this desk.

    Raises `NotPermitted`, and `NotAllowed`: `clock-believed` and `clock-of-server` where nothing is to be opened.
    """
    command = ProposeReopening(now=session.now())
    # A repetition is the same command, whatever time it is by then.
    result = session.execute(session.prepare(command, clear="", command_id=command_id), dry_run=dry_run)
    proposed = result.events[0].event
    assert isinstance(proposed, ReopeningProposed), "what was recorded is a proposal"
    return ProposedReopening(
        proposal=proposal_of_log(proposed.proposal),
        now=proposed.now,
        recorded=not dry_run or result.repeated,
        repeated=result.repeated,
    )


def propose_fault(
    session: OfficerSession,
    first: int,
    last: int,
    reason: str,
    *,
    command_id: str | None = None,
    dry_run: bool = False,
) -> ProposedFault:
    """Declare that what stands from `first` to `last` does not verify, and is known.

    Raises `NotPermitted`; `NotAllowed`: `positions-out-of-order`, and `position-beyond` for what is not there yet.
    """
    with session.database.reading() as view:
        size = view.head().size
    if last > size:
        raise NotAllowed("position-beyond", last=last, size=size)
    command = ProposeFault(first=first, last=last, reason=reason)
    result = session.execute(session.prepare(command, command_id=command_id), dry_run=dry_run)
    proposed = result.events[0].event
    assert isinstance(proposed, FaultProposed), "what was recorded is a proposal"
    return ProposedFault(
        proposal=proposal_of_log(proposed.proposal),
        first=first,
        last=last,
        recorded=not dry_run or result.repeated,
        repeated=result.repeated,
    )


def proposal_of_log(name: str) -> str:
    """The name of a proposal about the log, as `bailu confirm` takes it."""
    return str(ProposalId(stream=LOG, name=name))
