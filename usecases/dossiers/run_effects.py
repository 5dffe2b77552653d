"""What a late, a corrected or an assigned answer of the bank did to the cases of a run, beyond what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from domain.application import events as f
from domain.application.state.case import application_stream
from domain.application.values import Draw
from domain.base import Event
from domain.money import yuan
from domain.treasury.batch import Batch
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from store.line.envelope import read_all
from usecases.session.officer_session import OfficerSession


class RunEffect(Row):
    """An event of a case, by its stored name: what it moved, in fen, and where that was drawn or went back to."""

    application: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    what: Annotated[str, Heading(N_("What it did"), Kind.LABEL)]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]
    funds: Annotated[str, Heading(N_("Funds"))]
    effective_on: Annotated[date, Heading(N_("Day"))]
    position: Annotated[int, Heading(N_("Position"))]


def effects_of(session: OfficerSession, run: Batch) -> tuple[RunEffect, ...]:
    """Of the cases of which the bank spoke more than once, or though nothing was in flight: most runs have none."""
    spoken = {key.application for key in run.answers if len(run.of(key)) > 1 or key in run.left_out or run.cancelled}
    return tuple(effect for name in sorted(spoken) for effect in _of_case(session, run.batch, name))


def _of_case(session: OfficerSession, batch: str, application: str) -> Iterator[RunEffect]:
    with session.database.reading() as view:
        recorded = read_all(view.stream(application_stream(application)))
    for recording in recorded:
        told = _told(recording.event, batch)
        if told is not None:
            amount_fen, drawn = told
            yield RunEffect(
                application=application,
                what=recording.name,
                amount_fen=amount_fen,
                funds=_(", ").join(f"{_called(draw)} {yuan(draw.amount_fen)}" for draw in drawn),
                effective_on=recording.effective_on,
                position=recording.position,
            )


def _told(happened: Event, batch: str) -> tuple[int, tuple[Draw, ...]] | None:
    match happened:
        case f.PaymentOvertaken(by_batch=by) if by == batch:
            return happened.amount_fen, happened.drawn
        case f.PaymentReinstated() | f.ReturnReversed() | f.PaymentRedated() | f.PaymentAssigned():
            return (happened.amount_fen, happened.drawn) if happened.batch == batch else None
        case f.PaymentReversed():
            return (happened.amount_fen, happened.restored) if happened.batch == batch else None
    return None


def _called(draw: Draw) -> str:
    return draw.fund if draw.fund != draw.source else label(draw.fund)
