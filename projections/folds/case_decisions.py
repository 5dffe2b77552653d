"""What decisions about a case, and proposals of them, do to its state: assessments, approvals, follow-ups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.application.state import letters
from domain.application.status import Status
from domain.entitlement.findings import OwedBy
from domain.proposals import Proposal
from projections.events import event_views as s
from projections.events import money_views as m
from projections.events.entries import Entry
from projections.events.money_views import Award, expand
from projections.folds.case_payments import Move
from projections.folds.case_state import CaseRow, State, in_order


def opened(
    row: CaseRow,
    entry: Entry[Any],
    act: str,
    about: str | None = None,
    lines: Iterable[tuple[int, int]] = (),
) -> None:
    name = entry.data.proposal
    row.state.proposals[name] = Proposal(id=name, act=act, by=entry.actor, about=about, lines=tuple(lines))


def nothing_open(state: State) -> None:
    state.undecided, state.open_lines, state.owed_by, state.awaits_correction = False, [], [], False


def tried_again(owed_by: Sequence[str]) -> list[str]:
    """Something new is known of lines that are open."""
    return sorted({*owed_by, OwedBy.OFFICE})


def answered(owed_by: Sequence[str], open_lines: Sequence[int]) -> list[str]:
    """The applicant corrected what was asked for."""
    return tried_again(sorted({*owed_by} - {OwedBy.APPLICANT})) if open_lines else []


def _assessed(row: CaseRow, entry: Entry[s.Assessed]) -> None:
    state = row.state
    state.assessed_by, state.eligible, state.assessed_fen = entry.actor, entry.data.eligible, entry.data.entitled_fen
    state.stage, state.payer = Status.ASSESSED, entry.data.payer
    state.undecided, state.owed_by = entry.data.undecided, entry.data.owed_by
    state.open_lines = in_order(expand(entry.data.open_lines))
    assessor(row.state, entry.actor)


def _transferred(row: CaseRow, entry: Entry[s.Transferred]) -> None:
    """Another authority goes on with it, and assesses it anew."""
    state = row.state
    row.authority, state.payer, state.stage = entry.data.authority, entry.data.payer, Status.TRANSFERRED
    state.eligible, state.assessed_fen = None, 0
    state.letters = letters.without(state.letters, letters.CORRECTION_REQUEST)
    nothing_open(state)


def _sent_back(row: CaseRow, entry: Entry[s.Empty]) -> None:
    row.state.stage = Status.ACCEPTED
    nothing_open(row.state)


def assessor(state: State, officer: str) -> None:
    """Whoever assessed or approved: none of them may release money of the case."""
    state.assessors = sorted({*state.assessors, officer})


def _approved(row: CaseRow, entry: Entry[m.Approved]) -> None:
    state = row.state
    state.stage, state.payer, state.sent_back = Status.APPROVED, entry.data.payer, []
    assessor(state, entry.actor)
    state.unpublished = _lines_of(entry.data.awards)
    _left_open(state, entry.data.open_lines)


def _followed_up(row: CaseRow, entry: Entry[m.FollowedUp]) -> None:
    state = row.state
    assessor(state, entry.actor)
    state.unpublished = in_order((*state.unpublished, *_lines_of(entry.data.awards)))
    state.owed_by = entry.data.owed_by
    _left_open(state, entry.data.open_lines)


def _left_open(state: State, open_lines: m.Ranges) -> None:
    state.open_lines = in_order(expand(open_lines))
    state.undecided = bool(state.open_lines)
    state.awaits_correction = state.awaits_correction and state.undecided


def _lines_of(awards: Iterable[Award]) -> list[int]:
    return in_order(line for award in awards for line in expand(award.lines))


def _follow_up_proposed(row: CaseRow, entry: Entry[s.Proposal]) -> None:
    opened(row, entry, "follow-up")
    assessor(row.state, entry.actor)


DECISION_MOVES: Mapping[str, Move] = {
    "application.assessed.v1": _assessed,
    "application.sent-back.v1": _sent_back,
    "application.transferred.v1": _transferred,
    "application.approved.v1": _approved,
    "application.follow-up-proposed.v1": _follow_up_proposed,
    "application.followed-up.v1": _followed_up,
}
