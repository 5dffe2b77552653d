"""What finance proposes of a fund. What is left of it is looked up, and has to be the same when it is decided."""

from __future__ import annotations

from domain.decisions.funding import the_fund
from domain.office.fund_proposals import AnyFundCommand, CarryOverFund, SurrenderFund
from usecases.commands.planned import Plan, plan
from usecases.session.officer_session import OfficerSession


def planned(session: OfficerSession, command: AnyFundCommand, command_id: str | None) -> Plan:
    """Decide it without recording. Raises the `Refusal` that declines it."""
    return plan(session, session.prepare(command, command_id=command_id))


def carrying_over(session: OfficerSession, fund: str, command_id: str | None) -> tuple[Plan, CarryOverFund]:
    """To carry over what is left today. Raises `NoSuchThing("no-such-fund")` and as `planned` does."""
    with session.repository() as repository:
        state = the_fund(repository, fund)
    left_fen = state.least_fen(session.today())
    command = CarryOverFund(fund=fund, amount_fen=left_fen, reserved_fen=state.reserved_fen)
    # The same command again is the same, whatever is left by then.
    return plan(session, session.prepare(command, clear=fund, command_id=command_id)), command


def surrendering(
    session: OfficerSession, fund: str, document: str, command_id: str | None
) -> tuple[Plan, SurrenderFund]:
    """To surrender what is left today and what is due. Raises as `carrying_over` does."""
    with session.repository() as repository:
        state = the_fund(repository, fund)
    command = SurrenderFund(
        fund=fund,
        amount_fen=state.least_fen(session.today()) if state.open else 0,
        treasury_due_fen=state.treasury_due_fen,
        document=document,
    )
    return plan(session, session.prepare(command, clear=[fund, document], command_id=command_id)), command
