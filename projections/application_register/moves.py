"""What each fact does to the state of an application in the register; what it does to money is in `positions`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from domain.application.status import ENDED, Status
from projections.application_register.row import Registered
from projections.application_register.state import Proposed, State, in_order, replace
from projections.events import event_views as s
from projections.events import money_views as m
from projections.events.entries import Entry
from projections.events.money_views import Award, expand
from projections.folds.demands import ABOUT_DEMANDS, DEMANDING, decline, demanded

Move = Callable[[Registered, Entry[Any]], None]
_ACCOUNT_HOLDER = "other-account-holder"


def days_declared(milestones: Mapping[str, tuple[str, int]], lines: Iterable[s.Line]) -> dict[str, dict[int, str]]:
    """The days that lines state from which some milestone counts."""
    found: dict[str, dict[int, str]] = {}
    wanted = {fact: f'"{fact}"'.encode() for fact, _ in milestones.values()}
    for line in lines:
        raw = bytes(line.facts)
        for fact, spelt in wanted.items():
            if spelt in raw:
                day = msgspec.json.decode(raw).get(fact)
                if isinstance(day, str) and day:
                    found.setdefault(fact, {})[line.line] = day
    return found


def to_be_compared(wanted: Iterable[str], of_all: msgspec.Raw, lines: Iterable[s.Line]) -> dict[str, list[int]]:
    """Of the facts that a scheme wants compared: on which lines they are stated (0: of the application)."""
    found: dict[str, list[int]] = {}
    spelt = {fact: f'"{fact}"'.encode() for fact in wanted}
    stated = [(0, bytes(of_all)), *((line.line, bytes(line.facts)) for line in lines)]
    for line, raw in stated:
        asked = [fact for fact, name in spelt.items() if name in raw]
        if asked:
            values = msgspec.json.decode(raw)
            for fact in asked:
                if fact in values:
                    found.setdefault(fact, []).append(line)
    return found


def _nothing(row: Registered, entry: Entry[Any]) -> None:
    """Of a fact that is recorded, and changes nothing here but the version."""


def _turned(stage: Status) -> Move:
    def change_state(row: Registered, entry: Entry[Any]) -> None:
        row.state.stage = stage.value

    return change_state


def _ended(stage: Status) -> Move:
    """After it nothing that was proposed can be confirmed any more, and nothing is on notice."""

    def end(row: Registered, entry: Entry[Any]) -> None:
        state = row.state
        state.stage = stage.value
        state.proposals, state.objections, state.unpublished, state.notice_open = {}, {}, [], False

    return end


# Receipt, verification, assessment


def _corrected(row: Registered, entry: Entry[s.Corrected]) -> None:
    state = row.state
    row.lines = len(entry.data.lines)
    if entry.data.account.pays_to != state.pays_to:
        # What was asked about the other account falls away with it.
        _account_settled(state)
        state.pays_to = entry.data.account.pays_to
    state.declared, state.verified = days_declared(state.milestones, entry.data.lines), {}
    state.unverified = to_be_compared(row.compared, entry.data.facts, entry.data.lines)
    state.stage = Status.SUBMITTED.value


def _account_settled(state: State) -> None:
    state.unconfirmed = [act for act in state.unconfirmed if act != _ACCOUNT_HOLDER]
    state.proposals = {name: each for name, each in state.proposals.items() if each.act != _ACCOUNT_HOLDER}


def _verified(row: Registered, entry: Entry[s.Verified]) -> None:
    wanted = {fact for fact, _ in row.state.milestones.values()}
    for each in entry.data.values:
        if each.fact in wanted:
            value = msgspec.json.decode(each.value)
            day = value if isinstance(value, str) and value else None
            row.state.verified.setdefault(each.fact, {}).update((line, day) for line in expand(each.lines))
        if each.fact in row.state.unverified:
            compared = set(expand(each.lines)) if each.lines else {0}
            left = [line for line in row.state.unverified[each.fact] if line not in compared]
            if left:
                row.state.unverified[each.fact] = left
            else:
                del row.state.unverified[each.fact]


def _assessed(row: Registered, entry: Entry[s.Assessed]) -> None:
    row.state.assessed_by, row.state.eligible = entry.actor, entry.data.eligible
    row.state.assessed_fen = entry.data.entitled_fen
    row.state.stage = Status.ASSESSED.value
    _assessor(row.state, entry.actor)


def _assessor(state: State, officer: str) -> None:
    """None of them may release money of the case."""
    state.assessors = sorted({*state.assessors, officer})


def _approved(row: Registered, entry: Entry[m.Approved]) -> None:
    state = row.state
    state.stage, state.sent_back = Status.APPROVED.value, []
    state.unpublished = _lines_of(entry.data.awards)


def _lines_of(awards: Iterable[Award]) -> list[int]:
    return in_order(line for award in awards for line in expand(award.lines))


# Proposals


def _required(row: Registered, entry: Entry[s.Proposed]) -> None:
    _open(row, entry, entry.data.act)
    row.state.unconfirmed = sorted({*row.state.unconfirmed, entry.data.act})


def _opened(act: str) -> Move:
    return lambda row, entry: _open(row, entry, act)


def _open(row: Registered, entry: Entry[Any], act: str, about: str | None = None) -> None:
    row.state.proposals[entry.data.proposal] = Proposed(act=act, by=entry.actor, about=about)


def _reported(row: Registered, entry: Entry[s.Reported]) -> None:
    _open(row, entry, "milestone", entry.data.milestone)
    row.state.proposals[entry.data.proposal].lines = entry.data.lines


def _answer_proposed(row: Registered, entry: Entry[s.AnswerProposed]) -> None:
    _open(row, entry, "answer-objection", entry.data.objection)


def _revision_proposed(row: Registered, entry: Entry[s.Proposal]) -> None:
    _open(row, entry, "revise")
    _assessor(row.state, entry.actor)


def _change_proposed(row: Registered, entry: Entry[s.ChangeProposed]) -> None:
    _open(row, entry, entry.data.act, entry.data.recovery)


def _confirmed(row: Registered, entry: Entry[s.Proposed]) -> None:
    row.state.proposals.pop(entry.data.proposal, None)
    row.state.unconfirmed = [act for act in row.state.unconfirmed if act != entry.data.act]


def _declined(row: Registered, entry: Entry[s.Proposed]) -> None:
    row.state.proposals.pop(entry.data.proposal, None)
    decline(row.state.demands, entry)


def _account_corrected(row: Registered, entry: Entry[s.AccountCorrected]) -> None:
    _account_settled(row.state)
    row.state.account_doubtful = False
    row.state.pays_to = entry.data.account.pays_to


# Suspension, notice, objections, revision


def _suspended(row: Registered, entry: Entry[s.Empty]) -> None:
    row.state.suspended = True


def _resumed(row: Registered, entry: Entry[s.Empty]) -> None:
    row.state.suspended = False


def _published(row: Registered, entry: Entry[s.Published]) -> None:
    state = row.state
    row.closes_on, row.payable_from = entry.data.closes_on, entry.data.payable_from
    state.notice_lines, state.notice_open = entry.data.lines, True
    state.unpublished = replace(state.unpublished, expand(entry.data.lines))
    if state.stage == Status.APPROVED:
        state.stage = Status.ON_PUBLIC_NOTICE.value


def _closed(row: Registered, entry: Entry[s.Empty]) -> None:
    row.state.notice_open = False
    if row.state.stage == Status.ON_PUBLIC_NOTICE:
        row.state.stage = Status.PAYABLE.value


def _objected(row: Registered, entry: Entry[s.Objected]) -> None:
    row.state.objections[entry.data.objection] = entry.data.lines


def _dismissed(row: Registered, entry: Entry[s.Dismissed]) -> None:
    row.state.objections.pop(entry.data.objection, None)


def _upheld(row: Registered, entry: Entry[m.Upheld]) -> None:
    state = row.state
    state.objections.pop(entry.data.objection, None)
    if entry.data.status is not None:
        state.stage, state.unpublished, state.notice_open = entry.data.status, [], False
    else:
        lines = in_order(expand(entry.data.lines))
        state.sent_back = in_order((*state.sent_back, *lines))
        state.unpublished = replace(state.unpublished, lines)


def _revised(row: Registered, entry: Entry[m.Revised]) -> None:
    entitled = {line for (line, _), item in row.positions.items.items() if item.entitled_fen}
    row.state.sent_back = []
    row.state.unpublished = in_order(entitled.intersection((*row.state.unpublished, *expand(entry.data.added))))


# Money and demands


def _released(row: Registered, entry: Entry[m.Released]) -> None:
    """Whoever released money of the case may not assess it again."""
    row.state.releasers = sorted({*row.state.releasers, entry.actor})


def _failed(row: Registered, entry: Entry[m.Ordered]) -> None:
    row.state.account_doubtful = True


def _paying(stage: Status) -> Move:
    """A credit that arrives when the case has ended does not bring it back."""

    def change_state(row: Registered, entry: Entry[Any]) -> None:
        if row.state.stage not in ENDED:
            row.state.stage = stage.value

    return change_state


def _reopened(row: Registered, entry: Entry[s.Empty]) -> None:
    paid = row.positions.sum("paid_fen")
    row.state.stage = (Status.PARTIALLY_PAID if paid else Status.PAYABLE).value


def _returned(row: Registered, entry: Entry[m.Returned]) -> None:
    row.state.account_doubtful = True
    if row.state.stage == Status.PARTIALLY_PAID and not row.positions.sum("paid_fen"):
        row.state.stage = Status.PAYABLE.value


def _demanded(row: Registered, entry: Entry[m.Demanded]) -> None:
    _open(row, entry, DEMANDING, entry.data.recovery)
    row.state.demands[entry.data.recovery] = demanded(entry)


def _about_demand(row: Registered, entry: Entry[Any]) -> None:
    ABOUT_DEMANDS[entry.name](row.state.demands[entry.data.recovery], entry)


MOVES: Mapping[str, Move] = {
    "application.confirmation-required.v1": _required,
    "application.proposal-confirmed.v1": _confirmed,
    "application.proposal-declined.v1": _declined,
    "application.correction-requested.v1": _turned(Status.CORRECTION_REQUESTED),
    "application.corrected.v1": _corrected,
    "application.accepted.v1": _turned(Status.ACCEPTED),
    "application.not-accepted.v1": _ended(Status.NOT_ACCEPTED),
    "application.withdrawn.v2": _ended(Status.WITHDRAWN),
    "application.suspended.v1": _suspended,
    "application.resumed.v1": _resumed,
    "application.documents-attached.v1": _nothing,
    "application.account-proposed.v1": _opened("account"),
    "application.account-corrected.v1": _account_corrected,
    "application.letter-issued.v1": _nothing,
    "application.facts-verified.v1": _verified,
    "application.assessed.v1": _assessed,
    "application.sent-back.v1": _turned(Status.ACCEPTED),
    "application.approved.v1": _approved,
    "application.rejected.v1": _ended(Status.REJECTED),
    "application.notice-published.v1": _published,
    "application.notice-closed.v1": _closed,
    "application.milestone-reported.v1": _reported,
    "application.payment-released.v1": _released,
    "application.payment-failed.v1": _failed,
    "application.partially-paid.v2": _paying(Status.PARTIALLY_PAID),
    "application.settled.v2": _paying(Status.SETTLED),
    "application.reopened.v1": _reopened,
    "application.payment-returned.v1": _returned,
    "application.paid-by-offset.v1": _paying(Status.PARTIALLY_PAID),
    "application.objection-raised.v1": _objected,
    "application.objection-answer-proposed.v1": _answer_proposed,
    "application.objection-upheld.v1": _upheld,
    "application.objection-dismissed.v1": _dismissed,
    "application.waiver-requested.v1": _opened("waive"),
    "application.limit-waived.v1": _nothing,
    "application.revision-proposed.v1": _revision_proposed,
    "application.revised.v1": _revised,
    "application.recovery-demanded.v1": _demanded,
    "application.recovery-change-proposed.v1": _change_proposed,
    **dict.fromkeys(ABOUT_DEMANDS, _about_demand),
}
