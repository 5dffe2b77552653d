"""The audit trail: every recorded event in the order of the log, with who recorded it, when, and by which command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Annotated

import msgspec

from domain.application.state.case import application_stream
from domain.calendar import start_of
from domain.errors import NoSuchThing
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from store.errors import StoreUnavailable
from store.line.envelope import read_envelope
from store.log import Row as StoredEvent
from store.maintenance.integrity import all_rows
from usecases.session.officer_session import OfficerSession


class TrailEntry(Row):
    """One event: `what` is its stored name, and it is part `part` of the `parts` events of its command."""

    position: Annotated[int, Heading(N_("Position"))]
    recorded_at: Annotated[datetime, Heading(N_("Recorded at"))]
    effective_on: Annotated[date, Heading(N_("Took effect on"), below=True)]
    officer: Annotated[str, Heading(N_("Officer"), Kind.NAME)]
    stream: Annotated[str, Heading(N_("Stream"), Kind.NAME)]
    what: Annotated[str, Heading(N_("What"), Kind.LABEL)]
    command_id: Annotated[str, Heading(N_("Command id"), Kind.NAME, below=True)]
    part: Annotated[int, Heading(N_("Part"), below=True)]
    parts: Annotated[int, Heading(N_("Of"), below=True)]


def audit_trail(
    session: OfficerSession,
    *,
    application: str | None = None,
    stream: str | None = None,
    officer: str | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Iterator[TrailEntry]:
    """The events of one application or stream (else of all), of one officer, recorded from `first` to `last`.

    Both are legal days and belong to the period. The log is read while the entries are taken.

    Raises `NoSuchThing`: `no-such-officer`, `no-such-application`, `no-such-stream`; and, with the first entry that
    cannot be read, `StoreUnavailable("fact-unreadable")`.
    """
    asked = application_stream(application) if application is not None else stream
    with session.repository() as repository:
        if officer is not None and repository.officer(officer) is None:
            raise NoSuchThing("no-such-officer", officer=officer)
        if asked is not None and not repository.version_of(asked):
            if application is not None:
                raise NoSuchThing("no-such-application", application=application)
            raise NoSuchThing("no-such-stream", stream=asked)
    since = start_of(first) if first else None
    until = start_of(last + timedelta(days=1)) if last else None
    return (
        entry
        for entry in _entries(session, asked)
        if officer in (None, entry.officer)
        and (since is None or entry.recorded_at >= since)
        and (until is None or entry.recorded_at < until)
    )


def _entries(session: OfficerSession, stream: str | None) -> Iterator[TrailEntry]:
    with session.database.reading() as view:
        yield from map(_entry, all_rows(view) if stream is None else view.stream(stream))


def _entry(stored: StoredEvent) -> TrailEntry:
    try:
        envelope = read_envelope(stored.line)
    except msgspec.DecodeError:
        raise StoreUnavailable("fact-unreadable", position=stored.position) from None
    part, parts = envelope.part
    return TrailEntry(
        position=stored.position,
        recorded_at=envelope.recorded_at,
        effective_on=envelope.effective_on,
        officer=envelope.actor,
        stream=envelope.stream,
        what=envelope.name,
        command_id=envelope.command_id,
        part=part,
        parts=parts,
    )
