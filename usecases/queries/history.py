"""Every movement of money, as it took effect by a day and as it was known at a moment: the payout history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from domain.application.state.case import application_stream
from domain.application.values import ranges
from domain.errors import NoSuchThing
from domain.imports.debts import is_debt
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.phrases import line_numbers
from projections.payout_history import model, queries
from projections.payout_history.rows import Kind as MovementKind
from projections.payout_history.totals import Sums, sums_of
from usecases.dossiers.parties import payee_of, person_of
from usecases.progress import OnProgress
from usecases.queries.views import AsOf, caught_up, unobserved
from usecases.session.officer_session import OfficerSession


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFilter:
    """Which movements are asked about: those that have every value given.

    A person is an identity number (of the kind `id_kind`, or by its form) or a pseudonym; a payee is that, or a unified
    social credit code. `as_of` bounds the day on which a movement took effect, `known_at` what had been recorded: an
    aware instant or a position. `recorded_between` is what was recorded later than the first and by the second.
    """

    application: str | None = None
    payee: str | None = None
    person: str | None = None
    id_kind: str | None = None
    scheme: str | None = None
    authority: str | None = None
    payer: str | None = None
    source: str | None = None
    as_of: date | None = None
    known_at: datetime | int | None = None
    recorded_between: tuple[datetime | int, datetime | int] | None = None


class Movement(Row):
    """One movement of money; the sign of the amount is explained in `projections.payout_history.model`."""

    position: Annotated[int, Heading(N_("Position"))]
    effective_on: Annotated[date, Heading(N_("Took effect on"))]
    recorded_at: Annotated[datetime, Heading(N_("Recorded at"), below=True)]
    application: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    line: Annotated[int, Heading(N_("Line"))]
    instalment: Annotated[int, Heading(N_("Instalment"))]
    kind: Annotated[str, Heading(N_("Movement"), Kind.LABEL)]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]
    source: Annotated[str | None, Heading(N_("Source"), Kind.LABEL, below=True)]
    reference: Annotated[str | None, Heading(N_("Reference"), Kind.NAME, below=True)]
    fund: Annotated[str | None, Heading(N_("Fund"), Kind.NAME, minor=True)]
    batch: Annotated[str | None, Heading(N_("Batch"), Kind.NAME, minor=True)]
    recovery: Annotated[str | None, Heading(N_("Demand"), Kind.NAME, minor=True)]
    payee: Annotated[str, Heading(N_("Payee"), Kind.NAME, minor=True)]
    person: Annotated[str | None, Heading(N_("Person (pseudonym)"), Kind.NAME, minor=True)]
    scheme: Annotated[str, Heading(N_("Scheme"), Kind.NAME, minor=True)]
    authority: Annotated[str, Heading(N_("Deciding authority"), Kind.NAME, minor=True)]
    payer: Annotated[str | None, Heading(N_("Paying authority"), Kind.NAME, minor=True)]
    clause: Annotated[str | None, Heading(N_("Clause"), Kind.NAME, minor=True)]
    edition: Annotated[str, Heading(N_("Edition"), Kind.NAME, minor=True)]
    digest: Annotated[str, Heading(N_("Digest of the edition"), Kind.NAME, minor=True)]


class MovementOfLines(Row):
    """What one event moved for one instalment and from one source, over several lines."""

    position: Annotated[int, Heading(N_("Position"))]
    effective_on: Annotated[date, Heading(N_("Took effect on"))]
    recorded_at: Annotated[datetime, Heading(N_("Recorded at"), below=True)]
    application: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    lines: Annotated[str, Heading(N_("Lines"))]
    instalment: Annotated[int, Heading(N_("Instalment"))]
    kind: Annotated[str, Heading(N_("Movement"), Kind.LABEL)]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]
    source: Annotated[str | None, Heading(N_("Source"), Kind.LABEL, below=True)]
    reference: Annotated[str | None, Heading(N_("Reference"), Kind.NAME, below=True)]


class KindTotal(Row):
    """Of the movements of one kind: how many, and what they add up to in fen."""

    kind: Annotated[str, Heading(N_("Movement"), Kind.LABEL)]
    movements: Annotated[int, Heading(N_("Movements"))]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The movements asked about, in the order in which they were recorded, and what they add up to.

    `linked` has the pseudonyms of each person asked about whose documents were linked.
    """

    movements: tuple[Movement, ...]
    by_kind: tuple[KindTotal, ...]
    sums: Sums
    linked: tuple[tuple[str, ...], ...]

    def by_lines(self) -> list[MovementOfLines]:
        """The movements, with those that differ in nothing but the line in one row: a class is paid, not its lines."""
        groups: dict[tuple[object, ...], list[Movement]] = {}
        for movement in self.movements:
            groups.setdefault(_but_the_line(movement), []).append(movement)
        return [_of_lines(group) for group in groups.values()]


def money_history(
    session: OfficerSession, wanted: HistoryFilter, *, on_progress: OnProgress = unobserved
) -> AsOf[History]:
    """Raises `NoSuchThing("no-such-application")`, and `UsageError` for an identity number that is none."""
    if wanted.application is not None:
        _require_application(session, wanted.application)
    payee = _pseudonyms(session, payee_of(session, wanted.payee, wanted.id_kind))
    person = _pseudonyms(session, person_of(session, wanted.person, wanted.id_kind))
    asked = queries.Filter(
        application=wanted.application,
        payee=payee,
        person=person,
        scheme=wanted.scheme,
        authority=wanted.authority,
        payer=wanted.payer,
        source=wanted.source,
        as_of=wanted.as_of,
        known_at=wanted.known_at,
    )
    with caught_up(session, model.NAME, on_progress=on_progress) as views:
        if wanted.recorded_between is not None:
            movements = queries.diff(views, *wanted.recorded_between, asked)
        else:
            movements = queries.history(views, asked)
    history = History(
        movements=tuple(map(_movement, movements.rows)),
        by_kind=tuple(_by_kind(movements.rows)),
        sums=sums_of(movements.rows),
        linked=tuple(names for names in (payee, person) if isinstance(names, tuple)),
    )
    return AsOf(result=history, position=movements.position, behind=movements.behind)


def _require_application(session: OfficerSession, number: str) -> None:
    with session.database.reading() as view:
        if not view.version_of(number if is_debt(number) else application_stream(number)):
            raise NoSuchThing("no-such-application", application=number)


def _pseudonyms(session: OfficerSession, party: str | None) -> str | tuple[str, ...] | None:
    """Every pseudonym of a person whose documents were linked; anybody else as they are."""
    if party is None:
        return None
    with session.repository() as repository:
        aliases = tuple(sorted(repository.people().aliases(party)))
    return party if len(aliases) == 1 else aliases


def _movement(row: queries.Movement) -> Movement:
    return Movement(**{name: getattr(row, name) for name in Movement.__struct_fields__})


def _but_the_line(movement: Movement) -> tuple[object, ...]:
    return (
        movement.position,
        movement.application,
        movement.instalment,
        movement.kind,
        movement.source,
        movement.reference,
    )


def _of_lines(movements: list[Movement]) -> MovementOfLines:
    first = movements[0]
    return MovementOfLines(
        position=first.position,
        effective_on=first.effective_on,
        recorded_at=first.recorded_at,
        application=first.application,
        lines=line_numbers(ranges(movement.line for movement in movements if movement.line)) or _("owed back"),
        instalment=first.instalment,
        kind=first.kind,
        amount_fen=sum(movement.amount_fen for movement in movements),
        source=first.source,
        reference=first.reference,
    )


def _by_kind(movements: Iterable[queries.Movement]) -> Iterable[KindTotal]:
    """In the order of `MovementKind`; a kind that did not occur has no row."""
    amounts_fen: Mapping[str, list[int]] = {kind.value: [] for kind in MovementKind}
    for movement in movements:
        amounts_fen[movement.kind].append(movement.amount_fen)
    for kind, amounts in amounts_fen.items():
        if amounts:
            yield KindTotal(kind=kind, movements=len(amounts), amount_fen=sum(amounts))
