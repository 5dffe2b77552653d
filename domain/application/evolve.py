"""What each fact does to a case. `evolve` cannot say no: a recorded fact is not argued with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from domain.application import evolve_money as money
from domain.application import evolve_recovery as recovery
from domain.application import facts as f
from domain.application.positions import Objection
from domain.application.state import WHOLE_APPLICATION, Case, Verified
from domain.application.status import Status
from domain.application.values import expand
from domain.facts import Fact
from domain.office.roles import Proposal


def evolve(state: Case | None, happened: Fact, by: str) -> Case:
    """The state after `happened`, which officer `by` recorded."""
    if state is None:
        assert isinstance(happened, f.ApplicationSubmitted), "a case begins with its submission"
        return _submitted(happened)
    after = _EVOLVE[type(happened)](state, happened, by)
    return after.but(version=state.version + 1)


def _submitted(happened: f.ApplicationSubmitted) -> Case:
    return Case(
        number=happened.number,
        scheme=happened.scheme,
        edition=happened.edition,
        digest=happened.digest,
        authority=happened.authority,
        received_on=happened.received_on,
        applicant=happened.applicant,
        account=happened.account,
        documents=happened.documents,
        facts=happened.facts,
        lines={line.line: line for line in happened.lines},
        lines_made=len(happened.lines),
        stage=Status.SUBMITTED,
        version=1,
    )


def _corrected(state: Case, happened: f.ApplicationCorrected, by: str) -> Case:
    kept = {line.line for line in happened.lines}
    other_account = not happened.account.pays_as(state.account)
    return state.but(
        unconfirmed=state.unconfirmed - {"other-account-holder"} if other_account else state.unconfirmed,
        proposals={
            key: value
            for key, value in state.proposals.items()
            if not (other_account and value.act == "other-account-holder")
        },
        applicant=happened.applicant,
        account=happened.account,
        documents=happened.documents,
        facts=happened.facts,
        lines={line.line: line for line in happened.lines},
        lines_made=max(state.lines_made, *kept),
        verified={},
        stage=Status.SUBMITTED,
    )


def _proposed(state: Case, proposal: str, act: str, by: str) -> Case:
    opened = Proposal(id=proposal, act=act, by=by)
    return state.but(proposals={**state.proposals, proposal: opened}, proposals_made=state.proposals_made + 1)


def _required(state: Case, happened: f.ConfirmationRequired, by: str) -> Case:
    after = _proposed(state, happened.proposal, happened.act, by)
    return after.but(unconfirmed=state.unconfirmed | {happened.act})


def _opened(act: str) -> Callable[[Case, Any, str], Case]:
    """A fact that is itself the proposal, and says what it would do."""

    def opened(state: Case, happened: Any, by: str) -> Case:
        after = _proposed(state, happened.proposal, act, by)
        return after.but(proposed={**state.proposed, happened.proposal: happened})

    return opened


def _revision_proposed(state: Case, happened: f.RevisionProposed, by: str) -> Case:
    return _opened("revise")(state, happened, by).but(assessors=state.assessors | {by})


def _demanded(state: Case, happened: f.RecoveryDemanded, by: str) -> Case:
    return recovery.demanded(_opened("demand-recovery")(state, happened, by), happened)


def _change_proposed(state: Case, happened: f.RecoveryChangeProposed, by: str) -> Case:
    return _opened(happened.act)(state, happened, by)


def _answered(state: Case, happened: f.ProposalConfirmed | f.ProposalDeclined) -> Case:
    return state.but(
        proposals={key: value for key, value in state.proposals.items() if key != happened.proposal},
        proposed={key: value for key, value in state.proposed.items() if key != happened.proposal},
    )


def _confirmed(state: Case, happened: f.ProposalConfirmed, by: str) -> Case:
    return _answered(state, happened).but(unconfirmed=state.unconfirmed - {happened.act})


def _declined(state: Case, happened: f.ProposalDeclined, by: str) -> Case:
    after = _answered(state, happened)
    return recovery.declined(after, happened.proposal) if happened.act == "demand-recovery" else after


def _verified(state: Case, happened: f.FactsVerified, by: str) -> Case:
    found = {line: dict(facts) for line, facts in state.verified.items()}
    for each in happened.values:
        verified = Verified(value=each.value, source=happened.source, checked_on=happened.checked_on)
        for line in expand(each.lines) if each.lines else (WHOLE_APPLICATION,):
            found.setdefault(line, {})[each.fact] = verified
    return state.but(verified=found)


def _assessed(state: Case, happened: f.ApplicationAssessed, by: str) -> Case:
    return state.but(
        assessment=happened,
        assessed_version=state.version + 1,
        assessed_by=by,
        assessors=state.assessors | {by},
        determined=happened.determined,
        stage=Status.ASSESSED,
    )


def _approved(state: Case, happened: f.ApplicationApproved, by: str) -> Case:
    return state.but(
        approval=happened,
        awards=happened.awards,
        counted=happened.uses,
        items=money.items_of(happened.awards),
        unpublished=frozenset(line for award in happened.awards for line in expand(award.lines)),
        sent_back=frozenset(),
        stage=Status.APPROVED,
    )


def _published(state: Case, happened: f.NoticePublished, by: str) -> Case:
    first = state.stage is Status.APPROVED
    return state.but(
        notice=happened,
        notice_open=True,
        unpublished=state.unpublished.difference(expand(happened.lines)),
        stage=Status.ON_PUBLIC_NOTICE if first else state.stage,
    )


def _closed(state: Case, happened: f.NoticeClosed, by: str) -> Case:
    first = state.stage is Status.ON_PUBLIC_NOTICE
    return state.but(notice_open=False, stage=Status.PAYABLE if first else state.stage)


def _withdrawn(state: Case, happened: f.ApplicationWithdrawn, by: str) -> Case:
    """What was paid stays, and with it the uses of its lines."""
    kept = {due: item for due, item in money.given_up(state.items, happened.given_up).items() if item.paid_fen}
    lines = {due.line for due in kept}
    return _ended(Status.WITHDRAWN)(state, happened, by).but(
        items=kept, counted=money.uses_within(state.counted, lines)
    )


def _suspended(state: Case, happened: f.ApplicationSuspended, by: str) -> Case:
    return state.but(suspended=True)


def _resumed(state: Case, happened: f.ApplicationResumed, by: str) -> Case:
    return state.but(suspended=False)


def _attached(state: Case, happened: f.DocumentsAttached, by: str) -> Case:
    return state.but(documents=(*state.documents, *happened.documents))


def _account_corrected(state: Case, happened: f.AccountCorrected, by: str) -> Case:
    return state.but(
        account=happened.account,
        account_doubtful=False,
        unconfirmed=state.unconfirmed - {"other-account-holder"},
        proposals={key: value for key, value in state.proposals.items() if value.act != "other-account-holder"},
    )


def _waived(state: Case, happened: f.LimitWaived, by: str) -> Case:
    return state.but(waived=state.waived | {(happened.limit, line) for line in expand(happened.lines)})


def _objected(state: Case, happened: f.ObjectionRaised, by: str) -> Case:
    raised = Objection(
        objection=happened.objection,
        lines=frozenset(expand(happened.lines)),
        received_on=happened.received_on,
        raised_by=happened.raised_by,
        grounds=happened.grounds,
    )
    return state.but(
        objections={**state.objections, happened.objection: raised}, objections_made=state.objections_made + 1
    )


def _dismissed(state: Case, happened: f.ObjectionDismissed | f.ObjectionUpheld, by: str) -> Case:
    left = {key: each for key, each in state.objections.items() if key != happened.objection}
    return state.but(objections=left)


def _upheld(state: Case, happened: f.ObjectionUpheld, by: str) -> Case:
    after = _dismissed(state, happened, by)
    if happened.status is not None:
        return after.but(
            stage=Status(happened.status), items={}, counted=(), awards=(), unpublished=frozenset(), notice_open=False
        )
    lines = frozenset(expand(happened.lines))
    items = money.changed(after.items, happened.changed, {})
    idle = {line for line in lines if not any(due.line == line and money.touched(item) for due, item in items.items())}
    return after.but(
        items=items,
        counted=money.uses_without(state.counted, idle),
        sent_back=state.sent_back | lines,
        unpublished=state.unpublished - lines,
    )


def _revised(state: Case, happened: f.ApplicationRevised, by: str) -> Case:
    items = money.changed(state.items, happened.changed, money.milestones_of(happened.awards))
    revived = frozenset(expand(happened.revived))
    items = {
        due: replace(item, forfeited=False) if due.line in revived and item.entitled_fen else item
        for due, item in items.items()
    }
    entitled = {due.line for due, item in items.items() if item.entitled_fen}
    return state.but(
        items=items,
        awards=happened.awards,
        counted=happened.uses,
        struck=(state.struck | frozenset(expand(happened.struck))) - revived,
        sent_back=frozenset(),
        unpublished=(state.unpublished | frozenset(expand(happened.added))) & entitled,
    )


def _ended(status: Status) -> Callable[[Case, Fact, str], Case]:
    """A fact after which nothing is owed, and nothing that was proposed can be confirmed any more."""
    nothing: Mapping[str, Any] = {
        "items": {},
        "counted": (),
        "proposals": {},
        "proposed": {},
        "objections": {},
        "unpublished": frozenset(),
        "notice_open": False,
        "suspended": False,
    }
    return lambda state, happened, by: state.but(stage=status, **nothing)


def _turned(status: Status) -> Callable[[Case, Fact, str], Case]:
    """A fact that does nothing to the state but turn its status."""
    return lambda state, happened, by: state.but(stage=status)


_EVOLVE: Mapping[type[Fact], Callable[[Case, Any, str], Case]] = {
    f.ConfirmationRequired: _required,
    f.ProposalConfirmed: _confirmed,
    f.ProposalDeclined: _declined,
    f.CorrectionRequested: _turned(Status.CORRECTION_REQUESTED),
    f.ApplicationCorrected: _corrected,
    f.ApplicationAccepted: _turned(Status.ACCEPTED),
    f.ApplicationNotAccepted: _ended(Status.NOT_ACCEPTED),
    f.ApplicationWithdrawn: _withdrawn,
    f.ApplicationSuspended: _suspended,
    f.ApplicationResumed: _resumed,
    f.DocumentsAttached: _attached,
    f.AccountProposed: _opened("account"),
    f.AccountCorrected: _account_corrected,
    f.LetterIssued: lambda state, happened, by: state,
    f.FactsVerified: _verified,
    f.ApplicationAssessed: _assessed,
    f.ApplicationSentBack: _turned(Status.ACCEPTED),
    f.ApplicationApproved: _approved,
    f.ApplicationRejected: _ended(Status.REJECTED),
    f.NoticePublished: _published,
    f.NoticeClosed: _closed,
    f.MilestoneReported: _opened("milestone"),
    f.MilestoneMet: money.milestone_met,
    f.InstalmentForfeited: money.forfeited,
    f.PaymentOrdered: money.ordered,
    f.PaymentReleased: money.released,
    f.PaymentCancelled: money.lapsed,
    f.PaymentFailed: money.failed,
    f.ApplicationPartiallyPaid: money.partially_paid,
    f.ApplicationSettled: money.settled,
    f.ApplicationReopened: money.reopened,
    f.PaymentReturned: money.returned,
    f.PaidByOffset: money.paid_by_offset,
    f.ObjectionRaised: _objected,
    f.ObjectionAnswerProposed: _opened("answer-objection"),
    f.ObjectionUpheld: _upheld,
    f.ObjectionDismissed: _dismissed,
    f.WaiverRequested: _opened("waive"),
    f.LimitWaived: _waived,
    f.RevisionProposed: _revision_proposed,
    f.ApplicationRevised: _revised,
    f.RecoveryDemanded: _demanded,
    f.RecoveryApproved: recovery.approved,
    f.RecoveryServed: recovery.served,
    f.RecoveryObjected: recovery.objected,
    f.RecoveryPlanned: recovery.planned,
    f.RecoveryReceived: recovery.received,
    f.RecoveryOffset: recovery.offset,
    f.RecoveryChangeProposed: _change_proposed,
    f.RecoveryReduced: recovery.reduced,
    f.RecoveryCancelled: recovery.cancelled,
    f.RecoveryWrittenOff: recovery.written_off,
    f.RecoveryReferred: recovery.referred,
}
