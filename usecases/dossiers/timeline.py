"""The timeline of a case: when, who, and in words what happened. Free text is opened from its seal for the officer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated

from domain.base import Event
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.case_events import event_sentence
from store.line.envelope import Recorded
from usecases.session.officer_session import OfficerSession


class TimelineEntry(Row):
    """One event of a case. `fact` is its stored name, `position` that in the log."""

    position: int
    recorded_at: Annotated[datetime, Heading(N_("Recorded at"))]
    effective_on: Annotated[date, Heading(N_("Legal day"), Kind.DAY)]
    officer: Annotated[str, Heading(N_("Officer"), Kind.NAME)]
    fact: str
    happened: Annotated[str, Heading(N_("What happened"))]


def timeline(session: OfficerSession, recorded: Iterable[Recorded], party: str) -> list[TimelineEntry]:
    """An entry for each event. `party` is the applicant, under whose key reasons were sealed; of one who was forgotten
    no reason is left.
    """
    return [
        TimelineEntry(
            position=line.position,
            recorded_at=line.recorded_at,
            effective_on=line.effective_on,
            officer=line.actor,
            fact=line.name,
            happened=_with_reason(event_sentence(line.event), session.unseal(party, _free_text(line.event))),
        )
        for line in recorded
    ]


def _free_text(event: Event) -> str | None:
    """What somebody wrote in their own words, sealed."""
    text: str | None = getattr(event, "reason", None) or getattr(event, "grounds", None)
    return text


def _with_reason(sentence: str, opened: Mapping[str, str]) -> str:
    if "reason" not in opened:
        return sentence
    return _("%(happened)s: %(reason)s") % {"happened": sentence, "reason": opened["reason"]}
