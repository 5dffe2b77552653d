"""To order a payment run and to release it: decided first, and shown with its sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.base import replace
from domain.decisions.identities import sharing_account
from domain.errors import NotAllowed
from domain.treasury.run_commands import OrderPayment, ReleasePayment
from store.commands.executor import PreparedCommand
from usecases.commands.planned import Outcome, Plan, plan
from usecases.dossiers.payment_sheet import Sheet, ordering_events, sheet_of
from usecases.intake.sealing import sealed_reasons
from usecases.session.officer_session import OfficerSession


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRun:
    """A command about a run, and the sheet of what it orders or releases."""

    plan: Plan
    sheet: Sheet


class DecidedRun(Sheet):
    """What became of a command about a run."""

    recorded: bool
    repeated: bool


def plan_order(
    session: OfficerSession, applications: Sequence[str], *, command_id: str | None, shared_account: str | None = None
) -> PlannedRun:
    """`shared_account` is why it is right that accounts of these are other applicants', too.

    Raises the refusals of the order, and `NotAllowed("nothing-payable-at-all")` without applications.
    """
    if not applications:
        raise NotAllowed("nothing-payable-at-all")
    command = OrderPayment(applications=tuple(applications))
    prepared = session.prepare(command, command_id=command_id)
    if shared_account is not None:
        prepared = _with_reason(session, command, shared_account, command_id)
    planned = plan(session, prepared)
    return PlannedRun(plan=planned, sheet=sheet_of(session, planned.events, recorded=planned.repeated))


def _with_reason(
    session: OfficerSession, command: OrderPayment, reason: str, command_id: str | None
) -> PreparedCommand:
    """The order with the reason for each case whose account is another's; one that is by then is refused."""
    with session.repository() as repository:
        cases = [repository.case(number) for number in command.applications]
        shared = [case for case in cases if sharing_account(repository, case)]
    sealed, sealer = sealed_reasons(session, shared, reason)
    clear = replace(command, shared_account=dict.fromkeys(sealed, reason))
    return session.prepare(replace(command, shared_account=sealed), clear=clear, sealer=sealer, command_id=command_id)


def ordered_sheet(session: OfficerSession, outcome: Outcome) -> Sheet:
    """The sheet of an order as it was recorded, which may differ from the planned one."""
    return sheet_of(session, outcome.events, recorded=True)


def plan_release(
    session: OfficerSession, batch: str, *, declined: bool, without: tuple[str, ...], command_id: str | None
) -> PlannedRun:
    """To release a run but for the applications in `without`, or to decline all of it.

    Raises the refusals of the release, and `NoSuchThing("no-such-batch")`.
    """
    command = ReleasePayment(batch=batch, declined=declined, without=without)
    planned = plan(session, session.prepare(command, command_id=command_id))
    sheet = sheet_of(session, ordering_events(session, batch), recorded=True, without=without)
    return PlannedRun(plan=planned, sheet=sheet)
