"""The timeline of a case: when, who, and in words what happened. Free text is opened from its seal for the officer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from domain.base import Event
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from presentation.words.case_events import event_sentence as event_sentence
from presentation.words.phrases import line_numbers as line_numbers
from store.line.envelope import Recorded
from usecases.session.officer_session import OfficerSession

COLUMNS = (
    Column("recorded_at", N_("Recorded at"), Kind.INSTANT),
    Column("effective_on", N_("Legal day"), Kind.DAY),
    Column("officer", N_("Officer"), Kind.NAME),
    Column("happened", N_("What happened")),
)


def timeline(session: OfficerSession, recorded: Iterable[Recorded], party: str) -> list[dict[str, Any]]:
    """A row an event. `party` is the applicant, under whose key reasons were sealed; a forgotten one has none."""
    return [
        {
            "position": each.position,
            "recorded_at": each.recorded_at,
            "effective_on": each.effective_on,
            "officer": each.actor,
            "fact": each.name,
            "happened": _with_reason(event_sentence(each.event), session.unseal(party, _free_text(each.event))),
        }
        for each in recorded
    ]


def _free_text(event: Event) -> str | None:
    """What was said in somebody's own words, sealed."""
    found: str | None = getattr(event, "reason", None) or getattr(event, "grounds", None)
    return found


def _with_reason(said: str, opened: Mapping[str, str]) -> str:
    return (
        _("%(happened)s: %(reason)s") % {"happened": said, "reason": opened["reason"]} if "reason" in opened else said
    )
