"""What finance proposes of a month of the books."""

from __future__ import annotations

from domain.errors import NotPermitted
from domain.office.book_months import CloseMonth
from usecases.commands.planned import Plan, plan
from usecases.session.officer_session import OfficerSession


def own_authority(session: OfficerSession) -> str:
    """Raises `NotPermitted("officer-unknown")`."""
    with session.repository() as repository:
        officer = repository.officer(session.officer)
    if officer is None:
        raise NotPermitted("officer-unknown", officer=session.officer)
    return officer.authority


def planned(session: OfficerSession, command: CloseMonth, command_id: str | None) -> Plan:
    """Decide it without recording. Raises the `Refusal` that declines it."""
    # The same command again is the same, whatever the balances are by then.
    return plan(session, session.prepare(command, clear=[command.authority, command.month], command_id=command_id))
