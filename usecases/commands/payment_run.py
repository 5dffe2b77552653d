"""To order a payment run and to release it: decided first, and shown with its sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.application.state.case import Case
from domain.base import replace
from domain.decisions.identities import sharing_account
from domain.decisions.money_index import open_demands
from domain.errors import NotAllowed
from domain.treasury.messages import PaidThrough
from domain.treasury.run_commands import OrderPayment, ReleasePayment
from store.commands.executor import PreparedCommand
from usecases.commands.planned import Outcome, Plan, plan
from usecases.dossiers.payment_sheet import Sheet, ordering_events, sheet_of
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
    session: OfficerSession,
    applications: Sequence[str],
    *,
    command_id: str | None,
    through: str | None = None,
    shared_account: str | None = None,
    despite_demands: str | None = None,
    net: bool = False,
) -> PlannedRun:
    """`through` says how the run is paid, `bank` or `treasury`; None as `usual_way` has it. `shared_account` is why it
    is right that accounts of these are other applicants', too, `despite_demands` why something is owed back to payees
    who owe; with `net` it is kept for demands of the same case.

    Raises the refusals of the order, and `NotAllowed("nothing-payable-at-all")` without applications.
    """
    if not applications:
        raise NotAllowed("nothing-payable-at-all")
    paid_through = PaidThrough(through) if through is not None else usual_way(session)
    command = OrderPayment(applications=tuple(applications), paid_through=paid_through, net=net)
    prepared = session.prepare(command, command_id=command_id)
    if shared_account is not None or despite_demands is not None:
        prepared = _with_reasons(session, command, shared_account, despite_demands, command_id)
    planned = plan(session, prepared)
    return PlannedRun(plan=planned, sheet=sheet_of(session, planned.events, recorded=planned.repeated))


def usual_way(session: OfficerSession) -> PaidThrough:
    """How runs of this office are paid: by the bank profile that it has set. Raises as `default_profile`."""
    # Profiles take longer to load than a run to order.
    from usecases.intake.bank.profile_files import default_profile

    return default_profile(session.settings).paid_through


def _with_reasons(
    session: OfficerSession,
    command: OrderPayment,
    shared_account: str | None,
    despite_demands: str | None,
    command_id: str | None,
) -> PreparedCommand:
    """The order with the reason for each case whose account is another's, and for each whose payee owes; where that is
    so only by then, it is refused.
    """
    with session.repository() as repository:
        cases = [repository.case(number) for number in command.applications]
        shared = [case for case in cases if shared_account is not None and sharing_account(repository, case)]
        owing = [case for case in cases if despite_demands is not None and open_demands(repository, case)]
    sealer = session.sealing({case.applicant.party for case in (*shared, *owing)})

    def sealed(some: Sequence[Case], reason: str | None) -> dict[str, str]:
        return {case.number: sealer.seal(case.applicant.party, {"reason": reason or ""}) for case in some}

    def in_clear(some: Sequence[Case], reason: str | None) -> dict[str, str]:
        return dict.fromkeys((case.number for case in some), reason or "")

    clear = replace(
        command,
        shared_account=in_clear(shared, shared_account),
        despite_demands=in_clear(owing, despite_demands),
    )
    with_reasons = replace(
        command, shared_account=sealed(shared, shared_account), despite_demands=sealed(owing, despite_demands)
    )
    return session.prepare(with_reasons, clear=clear, sealer=sealer, command_id=command_id)


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
