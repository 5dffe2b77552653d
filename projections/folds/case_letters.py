"""What correction requests, letters and their service do to the state of an application, by the domain's own rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from domain.application.state import letters
from domain.application.state.letters import CORRECTION_REQUEST, REFUSAL, Letter
from domain.application.state.stated import WHOLE_APPLICATION
from domain.application.status import RECEIVED, UNSETTLED, Status
from projections.events import event_views as s
from projections.events.entries import Entry
from projections.events.money_views import expand
from projections.folds.case_payments import Move
from projections.folds.case_state import CaseRow, State, in_order


def no_refusal(state: State) -> None:
    """The letter of an earlier refusal is not that of a later one."""
    state.letters = letters.without(state.letters, REFUSAL)


def left_open(state: State, lines: Sequence[int], owed_by: Sequence[str]) -> None:
    """After a revision: of the lines that are open still, those are waited for that were asked about."""
    state.open_lines, state.undecided = [*lines], bool(lines)
    state.owed_by = sorted({*state.owed_by, *owed_by}) if lines else []
    state.awaits_correction = state.awaits_correction and not set(state.asked_of).isdisjoint(lines)


def _correction_requested(row: CaseRow, entry: Entry[s.CorrectionRequested]) -> None:
    """Whatever was asked for before has a letter that is none of this request."""
    state = row.state
    state.asked_of = in_order(expand(entry.data.lines)) or [WHOLE_APPLICATION]
    state.letters = letters.without(state.letters, CORRECTION_REQUEST)
    if state.stage in UNSETTLED:
        state.awaits_correction = True
        return
    state.corrected_to = state.stage if state.stage in RECEIVED else Status.ACCEPTED
    state.stage = Status.CORRECTION_REQUESTED


def _issued(row: CaseRow, entry: Entry[s.Letter]) -> None:
    made = entry.data
    issued_on = date.fromisoformat(made.issued_on)
    letter = Letter(letter=made.letter, about=made.about, sha256=made.sha256, issued_on=issued_on)
    row.state.letters = letters.issued(row.state.letters, letter)


def _served(row: CaseRow, entry: Entry[s.LetterServed]) -> None:
    made = entry.data
    service = Letter(
        letter=made.letter,
        about=made.about,
        sha256=made.sha256,
        served_on=date.fromisoformat(made.served_on),
        due_on=date.fromisoformat(made.due_on) if made.due_on else None,
    )
    row.state.letters = letters.served(row.state.letters, service)
    demand = row.state.demands.get(made.about or "")
    if demand is not None and service.served_on is not None:
        demand.letter_served(made.letter, service.served_on, service.due_on)


LETTER_MOVES: Mapping[str, Move] = {
    "application.correction-requested.v1": _correction_requested,
    "application.letter-issued.v1": _issued,
    "application.letter-served.v1": _served,
}
