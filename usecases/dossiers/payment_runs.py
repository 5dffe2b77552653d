"""Payment runs: the list of them, and all that became of one, from its order to what the bank replied."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated

from domain.base import Event
from domain.treasury.batch import Batch
from domain.treasury.batch_events import BatchDocumentAttached, BatchExported, BatchOrdered, batch_stream
from domain.treasury.denied_credits import deniers
from domain.treasury.messages import BankMessage, MessageKind
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from presentation.rows.values import fields
from store.line.envelope import Recorded, read_all
from usecases.dossiers.payment_sheet import Sheet, ordering_events, sheet_of
from usecases.dossiers.run_effects import RunEffect, effects_of
from usecases.session.officer_session import OfficerSession


class PaymentRun(Row):
    """A run as it is listed, amounts in fen; `failed` counts the payments that the bank did not carry out."""

    batch: Annotated[str, Heading(N_("Batch"), Kind.NAME)]
    authority: Annotated[str, Heading(N_("Paying authority"), Kind.NAME, below=True)]
    standing: Annotated[str, Heading(N_("Standing"), Kind.LABEL)]
    count: Annotated[int, Heading(N_("Applications"))]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]
    credited_fen: Annotated[int, Heading(N_("Credited (yuan)"))]
    returned_fen: Annotated[int, Heading(N_("Returned (yuan)"))]
    failed: Annotated[int, Heading(N_("Not carried out"), minor=True)]
    ordered_on: Annotated[date, Heading(N_("Ordered on"), below=True)]
    ordered_by: Annotated[str, Heading(N_("Ordered by"), Kind.NAME, below=True)]


class RunStep(Row):
    """An event of a run: who ordered, released and exported it, and when the bank's replies were recorded."""

    what: Annotated[str, Heading(N_("What"), Kind.LABEL)]
    recorded_at: Annotated[datetime, Heading(N_("When"))]
    officer: Annotated[str, Heading(N_("Officer"), Kind.NAME)]
    position: int
    sha256: Annotated[str | None, Heading(N_("SHA-256 of the file"), Kind.NAME, below=True)]
    document: Annotated[str | None, Heading(N_("Document"), below=True)] = None
    """What was attached, by its name and number."""


class RunDetails(Sheet):
    """A run with all that became of it, as `PaymentRun` and its sheet have it; `left_out` when it was released."""

    standing: str
    count: int
    credited_fen: int
    returned_fen: int
    failed: int
    ordered_on: date
    ordered_by: str
    left_out: tuple[str, ...]
    denied_by: tuple[str, ...]
    """Who had a credit denied of what it has yet to pay: a third officer releases it and hands it over."""
    steps: tuple[RunStep, ...]
    effects: tuple[RunEffect, ...]


def payment_runs(session: OfficerSession, payer: str | None = None) -> list[PaymentRun]:
    """All runs, or those of one paying authority."""
    with session.repository() as repository:
        runs = [repository.batch(name) for name in repository.names("batch")]
    return [_run(run) for run in runs if payer in (None, run.authority)]


def run_details(session: OfficerSession, batch: str) -> tuple[PaymentRun, RunDetails]:
    """A run as it is listed, and with its sheet, on which the bank's replies stand beside the items.

    Raises `NoSuchThing("no-such-batch")`.
    """
    with session.repository() as repository:
        run = repository.batch(batch)
        waits = run.status in ("ordered", "released", "partly-credited") and (run.denied_by or not run.exported)
        cases = {number: repository.case(number) for number in run.applications} if waits else {}
    denied_by = tuple(sorted(deniers(run, cases))) if waits else ()
    ordering = ordering_events(session, batch)
    left_out = _left_out(run, ordering)
    sheet = sheet_of(session, ordering, recorded=True, run=run, without=left_out)
    listed = _run(run)
    # Of what both have, such as the amount, the run as it was released counts.
    values = {**fields(sheet), **fields(listed)}
    return listed, RunDetails(
        **values,
        left_out=left_out,
        denied_by=denied_by,
        steps=_steps(session, batch),
        effects=effects_of(session, run),
    )


def _run(run: Batch) -> PaymentRun:
    def of_kind(kind: MessageKind) -> list[BankMessage]:
        return [message for message in run.messages if message.kind is kind]

    return PaymentRun(
        batch=run.batch,
        authority=run.authority,
        standing=run.status,
        count=len(run.applications),
        amount_fen=run.amount_fen,
        credited_fen=sum(one.amount_fen for one in of_kind(MessageKind.CREDITED)),
        returned_fen=sum(one.amount_fen for one in of_kind(MessageKind.RETURNED)),
        failed=len({one.item for one in of_kind(MessageKind.FAILED)}),
        ordered_on=run.ordered_on,
        ordered_by=run.ordered_by,
    )


def _steps(session: OfficerSession, batch: str) -> tuple[RunStep, ...]:
    with session.database.reading() as view:
        recorded = read_all(view.stream(batch_stream(batch)))
    return tuple(
        RunStep(
            what=recording.name,
            recorded_at=recording.recorded_at,
            officer=recording.actor,
            position=recording.position,
            sha256=_digests(recording.event),
            document=_document(recording.event),
        )
        for recording in recorded
    )


def _digests(event: Event) -> str | None:
    match event:
        case BatchExported(files=files):
            return ", ".join(file.sha256 for file in files)
        case BatchDocumentAttached(sha256=sha256):
            return sha256
    return None


def _document(event: Event) -> str | None:
    if not isinstance(event, BatchDocumentAttached):
        return None
    return " ".join(filter(None, (event.name, event.number)))


def _left_out(run: Batch, ordering: Iterable[Recorded]) -> tuple[str, ...]:
    """The applications that were ordered in a run and left out of it when it was released."""
    ordered = next(recording.event for recording in ordering if isinstance(recording.event, BatchOrdered))
    return tuple(dict.fromkeys(item.application for item in ordered.items if item.key not in run.items))
