"""What each event does to the state of an application; what it does to money is in `balances`.

No case is loaded: every event of an application changes its stage, moves its money, or opens and closes what stands
against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.application.events.disputes import TAKING_BACK
from domain.application.status import UNSETTLED, Status
from domain.proposals import Proposal
from projections.events import event_views as s
from projections.events import money_views as m
from projections.events.entries import Entry
from projections.events.money_views import expand
from projections.folds.balances import MONEY, Positions, nothing_yet
from projections.folds.case_decisions import DECISION_MOVES, answered, assessor, nothing_open, opened, tried_again
from projections.folds.case_facts import days_declared, still_uncompared, uncompared, verified
from projections.folds.case_letters import LETTER_MOVES, left_open, no_refusal
from projections.folds.case_payments import PAYMENT_MOVES, Move
from projections.folds.case_state import CaseRow, Notice, Objection, State, in_order, without
from projections.folds.clearing import cleared
from projections.folds.demands import DEMANDING, decline, demanded, notified
from projections.folds.denied import denied_after
from projections.folds.editions import Editions, EditionTerms

SUBMITTED, CORRECTED = "application.submitted.v1", "application.corrected.v1"
_ACCOUNT_HOLDER = "other-account-holder"


def submitted(entry: Entry[s.Submitted], terms: EditionTerms) -> tuple[State, Positions]:
    """The state and the balances with which an application begins."""
    state = State(
        stage=Status.SUBMITTED,
        pays_to=entry.data.account.pays_to,
        digest=entry.data.digest,
        payer=entry.data.payer,
        milestones=terms.milestones,
        declared=days_declared(terms.milestones, entry.data.lines),
        uncompared=uncompared(terms.verify.get(entry.data.scheme, ()), entry.data),
        lines=in_order(line.line for line in entry.data.lines),
    )
    return state, nothing_yet()


def happened(row: CaseRow, entry: Entry[Any], editions: Editions) -> None:
    """Change the row as an event after its submission says."""
    if entry.name == CORRECTED:
        _corrected(row, entry, editions.of(row.state.digest))
        return
    if (money := MONEY.get(entry.name)) is not None:
        money(row.positions, entry)
    state = row.state
    state.on_clearing, state.denied = cleared(state.on_clearing, entry), denied_after(state.denied, entry)
    move = _MOVES.get(entry.name)
    if move is not None:
        move(row, entry)


def _nothing(row: CaseRow, entry: Entry[Any]) -> None:
    """Of an event that is recorded, and changes nothing here but the version."""


def _turned(stage: Status) -> Move:
    def change_state(row: CaseRow, entry: Entry[Any]) -> None:
        row.state.stage = stage

    return change_state


def _ended(stage: Status) -> Move:
    """After it nothing that was proposed can be confirmed any more, and nothing is on notice."""

    def end(row: CaseRow, entry: Entry[Any]) -> None:
        state = row.state
        state.stage = stage
        state.proposals, state.objections, state.unpublished = {}, {}, []
        nothing_open(state)
        no_refusal(state)
        state.notice_open = state.suspended = False

    return end


# Receipt, verification, assessment


def _corrected(row: CaseRow, entry: Entry[s.Corrected], terms: EditionTerms) -> None:
    state = row.state
    # What was asked about another account falls away with it; what was asked about the code is asked anew.
    other_account = (_ACCOUNT_HOLDER,) if entry.data.account.pays_to != state.pays_to else ()
    _questions_dropped(state, "waive", "code-as-printed", *other_account)
    state.pays_to = entry.data.account.pays_to
    still_verified = {*expand(entry.data.still_verified)}
    state.declared = days_declared(state.milestones, entry.data.lines)
    state.verified = {
        fact: {line: day for line, day in days.items() if line in still_verified}
        for fact, days in state.verified.items()
    }
    wanted = uncompared(terms.verify.get(row.scheme, ()), entry.data)
    state.uncompared = still_uncompared(wanted, state.uncompared, still_verified)
    lines = [line.line for line in entry.data.lines]
    if state.awaits_correction:
        decided = set(without(state.lines, state.open_lines))
        state.open_lines, state.awaits_correction = without(in_order(lines), decided), False
        state.owed_by, state.undecided = answered(state.owed_by, state.open_lines), bool(state.open_lines)
    else:
        state.stage = state.corrected_to
        nothing_open(state)
    state.lines = in_order(lines)


def _verified(row: CaseRow, entry: Entry[s.Verified]) -> None:
    verified(row, entry)
    if row.state.open_lines and row.state.stage in UNSETTLED:
        row.state.owed_by = tried_again(row.state.owed_by)


def _questions_dropped(state: State, *acts: str) -> None:
    state.unconfirmed = [act for act in state.unconfirmed if act not in acts]
    state.declared_by = {act: by for act, by in state.declared_by.items() if act not in acts}
    state.proposals = {name: proposal for name, proposal in state.proposals.items() if proposal.act not in acts}


# Proposals


def _required(row: CaseRow, entry: Entry[s.Proposed]) -> None:
    act = entry.data.act
    # Who declared it, where it is asked again of a case that goes on.
    by = row.state.declared_by.setdefault(act, entry.actor)
    row.state.proposals[entry.data.proposal] = Proposal(id=entry.data.proposal, act=act, by=by)
    row.state.unconfirmed = sorted({*row.state.unconfirmed, act})


def _opened(act: str, about: str | None = None) -> Move:
    """`about` is the member that names what the proposal is about."""
    return lambda row, entry: opened(row, entry, act, about and getattr(entry.data, about))


def _milestone_reported(row: CaseRow, entry: Entry[s.MilestoneReported]) -> None:
    opened(row, entry, "milestone", entry.data.milestone, entry.data.lines)


def _answer_proposed(row: CaseRow, entry: Entry[s.AnswerProposed]) -> None:
    opened(row, entry, "answer-objection", entry.data.objection)


def _revision_proposed(row: CaseRow, entry: Entry[s.Proposal]) -> None:
    opened(row, entry, "revise")
    assessor(row.state, entry.actor)


def _change_proposed(row: CaseRow, entry: Entry[s.ChangeProposed]) -> None:
    opened(row, entry, entry.data.act, entry.data.recovery)


def _confirmed(row: CaseRow, entry: Entry[s.Proposed]) -> None:
    row.state.proposals.pop(entry.data.proposal, None)
    row.state.unconfirmed = [act for act in row.state.unconfirmed if act != entry.data.act]


def _declined(row: CaseRow, entry: Entry[s.Proposed]) -> None:
    row.state.proposals.pop(entry.data.proposal, None)
    decline(row.state.demands, entry)


def _account_corrected(row: CaseRow, entry: Entry[s.AccountCorrected]) -> None:
    _questions_dropped(row.state, _ACCOUNT_HOLDER)
    row.state.account_doubtful = False
    row.state.pays_to = entry.data.account.pays_to


# Suspension, notice, objections, revision


def _suspended(row: CaseRow, entry: Entry[s.Empty]) -> None:
    row.state.suspended = True


def _resumed(row: CaseRow, entry: Entry[s.Empty]) -> None:
    row.state.suspended = False


def _published(row: CaseRow, entry: Entry[s.Published]) -> None:
    state = row.state
    state.notice_open = True
    state.notice = Notice(
        lines=entry.data.lines,
        closes_on=date.fromisoformat(entry.data.closes_on),
        payable_from=date.fromisoformat(entry.data.payable_from),
    )
    state.unpublished = without(state.unpublished, expand(entry.data.lines))
    if state.stage == Status.APPROVED:
        state.stage = Status.ON_PUBLIC_NOTICE


def _closed(row: CaseRow, entry: Entry[s.Empty]) -> None:
    row.state.notice_open = False
    if row.state.stage == Status.ON_PUBLIC_NOTICE:
        row.state.stage = Status.PAYABLE


def _objected(row: CaseRow, entry: Entry[s.Objected]) -> None:
    row.state.objections[entry.data.objection] = Objection(in_order(expand(entry.data.lines)))


def _dismissed(row: CaseRow, entry: Entry[s.Dismissed]) -> None:
    row.state.objections.pop(entry.data.objection, None)


def _upheld(row: CaseRow, entry: Entry[m.Upheld]) -> None:
    state = row.state
    state.objections.pop(entry.data.objection, None)
    overtaken = (*TAKING_BACK, "follow-up")
    state.proposals = {name: one for name, one in state.proposals.items() if one.act not in overtaken}
    if entry.data.status is not None:
        state.stage, state.unpublished, state.notice_open = Status(entry.data.status), [], False
        nothing_open(state)
    else:
        lines = in_order(expand(entry.data.lines))
        state.sent_back = in_order((*state.sent_back, *lines))
        state.unpublished = without(state.unpublished, lines)


def _taking_back_proposed(row: CaseRow, entry: Entry[s.Proposed]) -> None:
    opened(row, entry, entry.data.act)


def _taken_back(row: CaseRow, entry: Entry[m.TakenBack]) -> None:
    row.state.stage = Status(entry.data.status)


def _revised(row: CaseRow, entry: Entry[m.Revised]) -> None:
    entitled = {line for (line, _), item in row.positions.items.items() if item.entitled_fen}
    row.state.sent_back = []
    row.state.payer = entry.data.payer
    opened_or_not = in_order((*row.state.open_lines, *expand(entry.data.opened)))
    left_open(row.state, without(opened_or_not, expand(entry.data.struck)), entry.data.owed_by)
    assessor(row.state, entry.actor)
    row.state.unpublished = in_order(entitled.intersection((*row.state.unpublished, *expand(entry.data.added))))


# Demands


def _demanded(row: CaseRow, entry: Entry[m.Demanded]) -> None:
    opened(row, entry, DEMANDING, entry.data.recovery)
    row.state.demands[entry.data.recovery] = demanded(entry, row.state.demands.get(entry.data.recovery))


def _notified(row: CaseRow, entry: Entry[m.Notified]) -> None:
    row.state.demands[entry.data.recovery] = notified(entry)


_MOVES: Mapping[str, Move] = {
    **PAYMENT_MOVES,
    **DECISION_MOVES,
    **LETTER_MOVES,
    "application.confirmation-required.v1": _required,
    "application.proposal-confirmed.v1": _confirmed,
    "application.proposal-declined.v1": _declined,
    "application.accepted.v1": _turned(Status.ACCEPTED),
    "application.not-accepted.v1": _ended(Status.NOT_ACCEPTED),
    "application.withdrawn.v1": _ended(Status.WITHDRAWN),
    "application.suspended.v1": _suspended,
    "application.resumed.v1": _resumed,
    "application.documents-attached.v1": _nothing,
    "application.account-proposed.v1": _opened("account"),
    "application.transfer-proposed.v1": _opened("transfer"),
    "application.account-corrected.v1": _account_corrected,
    "application.facts-verified.v1": _verified,
    "application.rejected.v1": _ended(Status.REJECTED),
    "application.notice-published.v1": _published,
    "application.notice-closed.v1": _closed,
    "application.milestone-reported.v1": _milestone_reported,
    "application.objection-raised.v1": _objected,
    "application.objection-answer-proposed.v1": _answer_proposed,
    "application.objection-upheld.v1": _upheld,
    "application.objection-dismissed.v1": _dismissed,
    "application.taking-back-proposed.v1": _taking_back_proposed,
    "application.decision-taken-back.v1": _taken_back,
    "application.waiver-requested.v1": _opened("waive"),
    "application.limit-waived.v1": _nothing,
    "application.revision-proposed.v1": _revision_proposed,
    "application.revised.v1": _revised,
    "application.recovery-notified.v1": _notified,
    "application.recovery-demanded.v1": _demanded,
    "application.recovery-change-proposed.v1": _change_proposed,
    "application.recovery-receipt-proposed.v1": _opened("receive-recovery", "recovery"),
    "application.receipt-correction-proposed.v1": _opened("correct-receipt", "recovery"),
    "application.recovery-offset-proposed.v1": _opened("offset-recovery", "recovery"),
}

EVENTS = frozenset({SUBMITTED, CORRECTED, *_MOVES, *MONEY})
"""Every event of an application that changes what is held of it."""
