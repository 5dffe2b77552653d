"""What is held of the facts that lines declare: days from which milestones count, and what has yet to be compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec

from domain.application.state.stated import WHOLE_APPLICATION
from projections.events import event_views as s
from projections.events.entries import Entry
from projections.events.money_views import expand
from projections.folds.case_state import CaseRow, without


def uncompared(wanted: Iterable[str], handed_in: s.Submitted | s.Corrected) -> dict[str, list[int]]:
    """The lines that declare each of the facts that are wanted; the application as a whole is a line, too."""
    stated = [
        (WHOLE_APPLICATION, bytes(handed_in.facts)),
        *((declared.line, bytes(declared.facts)) for declared in handed_in.lines),
    ]
    lines_by_fact: dict[str, list[int]] = {}
    for fact in wanted:
        key = f'"{fact}":'.encode()
        lines = [line for line, raw in stated if key in raw]
        if lines:
            lines_by_fact[fact] = lines
    return lines_by_fact


def still_uncompared(
    wanted: Mapping[str, list[int]], before: Mapping[str, list[int]], still_verified: Collection[int]
) -> dict[str, list[int]]:
    """Of what a corrected file declares, what has yet to be compared: where it states the same as before, what had."""
    left = {
        fact: [line for line in lines if line not in still_verified or line in before.get(fact, ())]
        for fact, lines in wanted.items()
    }
    return {fact: lines for fact, lines in left.items() if lines}


def days_declared(milestones: Mapping[str, tuple[str, int]], lines: Iterable[s.Line]) -> dict[str, dict[int, str]]:
    """The days that lines state from which some milestone counts."""
    days: dict[str, dict[int, str]] = {}
    wanted = {fact: f'"{fact}"'.encode() for fact, _ in milestones.values()}
    for line in lines:
        raw = bytes(line.facts)
        for fact, spelt in wanted.items():
            if spelt in raw:
                day = msgspec.json.decode(raw).get(fact)
                if isinstance(day, str) and day:
                    days.setdefault(fact, {})[line.line] = day
    return days


def verified(row: CaseRow, entry: Entry[s.Verified]) -> None:
    state = row.state
    wanted = {fact for fact, _ in state.milestones.values()}
    for verification in entry.data.values:
        lines = [*expand(verification.lines)] or [WHOLE_APPLICATION]
        if verification.fact in wanted:
            value = msgspec.json.decode(verification.value)
            day = value if isinstance(value, str) and value else None
            state.verified.setdefault(verification.fact, {}).update((line, day) for line in lines)
        if verification.fact in state.uncompared:
            left = without(state.uncompared.pop(verification.fact), lines)
            if left:
                state.uncompared[verification.fact] = left
