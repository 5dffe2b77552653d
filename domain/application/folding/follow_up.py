"""What a follow-up (续审) does to a case: lines that an approval left open are awarded or refused. ADR 0055."""

from __future__ import annotations

from domain.application import events as f
from domain.application.determinations import determined_anew
from domain.application.folding import money, proposals
from domain.application.state.case import Case
from domain.application.values import expand
from domain.base import replace


def proposed(state: Case, happened: f.FollowUpProposed, by: str) -> Case:
    return replace(
        proposals.opened(state, happened, "follow-up", by),
        assessors=state.assessors | {by},
    )


def decided(state: Case, happened: f.ApplicationFollowedUp, by: str) -> Case:
    """What is awarded is owed beside what was awarded before, and goes on a public notice of its own."""
    awarded = money.items_of(happened.awards)
    return replace(
        state,
        assessors=state.assessors | {by},
        awards=(*state.awards, *happened.awards),
        counted=(*state.counted, *happened.uses),
        granted=(*state.granted, *happened.uses),
        awarded_at={**state.awarded_at, **{due.line: state.version + 1 for due in awarded}},
        determined=determined_anew(state.determined, happened.determined),
        items={**state.items, **awarded},
        unpublished=state.unpublished | {due.line for due in awarded},
        open_lines=frozenset(expand(happened.open_lines)),
        owed_by=frozenset(happened.owed_by),
        awaits_correction=state.awaits_correction and bool(happened.open_lines),
    )
