"""What each fact does to a case. `evolve` cannot say no: a recorded fact is not argued with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.application import events as f
from domain.application.folding import disputes as turns
from domain.application.folding import money, proposals, recovery
from domain.application.state.case import Case
from domain.application.state.stated import WHOLE_APPLICATION, Verified
from domain.application.status import Status
from domain.application.values import expand
from domain.base import Event, replace


def evolve(state: Case | None, happened: Event, by: str) -> Case:
    """The state after `happened`, which officer `by` recorded."""
    if state is None:
        assert isinstance(happened, f.ApplicationSubmitted), "a case begins with its submission"
        return _submitted(happened)
    after = _EVOLVE[type(happened)](state, happened, by)
    return replace(after, version=state.version + 1)


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
    remaining = {line.line for line in happened.lines}
    other_account = not happened.account.pays_as(state.account)
    return replace(
        state,
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
        lines_made=max(state.lines_made, *remaining),
        verified={},
        stage=Status.SUBMITTED,
    )


def _verified(state: Case, happened: f.FactsVerified, by: str) -> Case:
    found = {line: dict(facts) for line, facts in state.verified.items()}
    for each in happened.values:
        verified = Verified(value=each.value, source=happened.source, checked_on=happened.checked_on)
        for line in expand(each.lines) if each.lines else (WHOLE_APPLICATION,):
            found.setdefault(line, {})[each.fact] = verified
    return replace(state, verified=found)


def _assessed(state: Case, happened: f.ApplicationAssessed, by: str) -> Case:
    return replace(
        state,
        assessment=happened,
        assessed_version=state.version + 1,
        assessed_by=by,
        assessors=state.assessors | {by},
        determined=happened.determined,
        stage=Status.ASSESSED,
    )


def _approved(state: Case, happened: f.ApplicationApproved, by: str) -> Case:
    return replace(
        state,
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
    return replace(
        state,
        notice=happened,
        notice_open=True,
        unpublished=state.unpublished.difference(expand(happened.lines)),
        stage=Status.ON_PUBLIC_NOTICE if first else state.stage,
    )


def _closed(state: Case, happened: f.NoticeClosed, by: str) -> Case:
    first = state.stage is Status.ON_PUBLIC_NOTICE
    return replace(state, notice_open=False, stage=Status.PAYABLE if first else state.stage)


def _withdrawn(state: Case, happened: f.ApplicationWithdrawn, by: str) -> Case:
    """What was paid stays, and with it the uses of its lines."""
    remaining = {due: item for due, item in money.given_up(state.items, happened.given_up).items() if item.paid_fen}
    lines = {due.line for due in remaining}
    return replace(
        _ended(Status.WITHDRAWN)(state, happened, by), items=remaining, counted=money.uses_within(state.counted, lines)
    )


def _attached(state: Case, happened: f.DocumentsAttached, by: str) -> Case:
    return replace(state, documents=(*state.documents, *happened.documents))


def _account_corrected(state: Case, happened: f.AccountCorrected, by: str) -> Case:
    return replace(
        state,
        account=happened.account,
        account_doubtful=False,
        unconfirmed=state.unconfirmed - {"other-account-holder"},
        proposals={key: value for key, value in state.proposals.items() if value.act != "other-account-holder"},
    )


def _ended(status: Status) -> Callable[[Case, Event, str], Case]:
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
    return lambda state, happened, by: replace(state, stage=status, **nothing)


def _turned(status: Status) -> Callable[[Case, Event, str], Case]:
    """A fact that does nothing to the state but turn its status."""
    return lambda state, happened, by: replace(state, stage=status)


_EVOLVE: Mapping[type[Event], Callable[[Case, Any, str], Case]] = {
    f.ConfirmationRequired: proposals.required,
    f.ProposalConfirmed: proposals.confirmed,
    f.ProposalDeclined: proposals.declined,
    f.CorrectionRequested: _turned(Status.CORRECTION_REQUESTED),
    f.ApplicationCorrected: _corrected,
    f.ApplicationAccepted: _turned(Status.ACCEPTED),
    f.ApplicationNotAccepted: _ended(Status.NOT_ACCEPTED),
    f.ApplicationWithdrawn: _withdrawn,
    f.ApplicationSuspended: turns.suspended,
    f.ApplicationResumed: turns.resumed,
    f.DocumentsAttached: _attached,
    f.AccountProposed: proposals.opened("account"),
    f.AccountCorrected: _account_corrected,
    f.LetterIssued: lambda state, happened, by: state,
    f.FactsVerified: _verified,
    f.ApplicationAssessed: _assessed,
    f.ApplicationSentBack: _turned(Status.ACCEPTED),
    f.ApplicationApproved: _approved,
    f.ApplicationRejected: _ended(Status.REJECTED),
    f.NoticePublished: _published,
    f.NoticeClosed: _closed,
    f.MilestoneReported: proposals.opened("milestone"),
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
    f.ObjectionRaised: turns.objected,
    f.ObjectionAnswerProposed: proposals.opened("answer-objection"),
    f.ObjectionUpheld: turns.upheld,
    f.ObjectionDismissed: turns.dismissed,
    f.WaiverRequested: proposals.opened("waive"),
    f.LimitWaived: turns.waived,
    f.RevisionProposed: proposals.revision_proposed,
    f.ApplicationRevised: turns.revised,
    f.RecoveryDemanded: proposals.demanded,
    f.RecoveryApproved: recovery.approved,
    f.RecoveryServed: recovery.served,
    f.RecoveryObjected: recovery.objected,
    f.RecoveryPlanned: recovery.planned,
    f.RecoveryReceived: recovery.received,
    f.RecoveryOffset: recovery.offset,
    f.RecoveryChangeProposed: proposals.change_proposed,
    f.RecoveryReduced: recovery.reduced,
    f.RecoveryCancelled: recovery.cancelled,
    f.RecoveryWrittenOff: recovery.written_off,
    f.RecoveryReferred: recovery.referred,
}
