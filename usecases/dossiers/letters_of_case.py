"""The letters of a case with their service, as screens and programs are shown them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated

from domain.application import events as f
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from store.line.envelope import Recorded


class LetterDetails(Row):
    """A letter that was issued, and its service; `due_on` is the last day of the correction that a request asks for."""

    letter: Annotated[str, Heading(N_("Letter"), Kind.LABEL)]
    about: Annotated[str | None, Heading(N_("Details"), Kind.NAME)]
    issued_on: Annotated[date, Heading(N_("Issued on"))]
    served_on: Annotated[date | None, Heading(N_("Served on"))]
    way: Annotated[str | None, Heading(N_("Way of service"), Kind.LABEL)]
    receipt: Annotated[str | None, Heading(N_("Proof of service"), Kind.NAME)]
    due_on: Annotated[date | None, Heading(N_("Due on"))]
    sha256: str


def letters_of_case(recorded: Iterable[Recorded]) -> Iterator[LetterDetails]:
    """Every letter that was ever issued, once, with its service."""
    events = [line.event for line in recorded]
    served = {event.sha256: event for event in events if isinstance(event, f.LetterServed)}
    issued = {event.sha256: event for event in reversed(events) if isinstance(event, f.LetterIssued)}
    for letter in reversed(issued.values()):
        service = served.get(letter.sha256)
        yield LetterDetails(
            letter=letter.letter,
            about=letter.about,
            issued_on=letter.issued_on,
            served_on=service.served_on if service else None,
            way=service.way.value if service else None,
            receipt=service.receipt if service else None,
            due_on=service.due_on if service else None,
            sha256=letter.sha256,
        )
