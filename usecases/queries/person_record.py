"""What a person received, and which limits they have used by what: the record of persons, a read model."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Annotated

from domain.application.values import expand
from domain.entitlement.uses import Over
from domain.errors import NoSuchThing
from domain.imports.debts import Debts
from domain.imports.imports import Import
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row, ordered
from projections.person_record import model
from projections.person_record.queries import record_of
from usecases.dossiers.parties import person_by_reference
from usecases.progress import OnProgress
from usecases.queries.views import AsOf, caught_up, unobserved
from usecases.session.officer_session import OfficerSession


class Subsidy(Row):
    """What one line of an application gives a person, in fen; `paid_on` is the value date of the last credit."""

    application: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    line: Annotated[int, Heading(N_("Line"))]
    person: Annotated[str, Heading(N_("Person (pseudonym)"), Kind.NAME, minor=True)]
    scheme: Annotated[str, Heading(N_("Scheme"), Kind.NAME)]
    authority: Annotated[str, Heading(N_("Deciding authority"), Kind.NAME)]
    applicant: Annotated[str, Heading(N_("Applicant"), Kind.NAME, minor=True)]
    received_on: Annotated[date, Heading(N_("Received on"))]
    entitled_fen: Annotated[int, Heading(N_("Entitled (yuan)"))]
    paid_fen: Annotated[int, Heading(N_("Paid (yuan)"))]
    recovered_fen: Annotated[int, Heading(N_("Recovered (yuan)"))]
    paid_on: Annotated[date | None, Heading(N_("Last paid on"))]


SUBSIDY_COLUMNS = ordered(
    Subsidy,
    *("application", "line", "scheme", "authority", "received_on", "entitled_fen", "paid_fen", "recovered_fen"),
    *("paid_on", "person", "applicant"),
)


class LimitUse(Row):
    """One use of a limit, by a line of an application."""

    application: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    ordinal: int
    line: Annotated[int, Heading(N_("Line"))]
    person: str
    limit: Annotated[str, Heading(N_("Limit"), Kind.NAME)]
    over: Annotated[str, Heading(N_("Counts over"), Kind.LABEL)]
    qualifier: Annotated[str, Heading(N_("For"), Kind.NAME)]
    used_on: Annotated[date, Heading(N_("Used on"))]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]


LIMIT_USE_COLUMNS = ordered(LimitUse, "limit", "over", "qualifier", "used_on", "amount_fen", "application", "line")


class SettledElsewhere(Row):
    """A line that another body settled, and that counts here."""

    application: Annotated[str, Heading(N_("Import"), Kind.NAME)]
    line: Annotated[int, Heading(N_("Line"))]
    scheme: Annotated[str, Heading(N_("Scheme"), Kind.NAME)]
    body: Annotated[str, Heading(N_("Settled by"))]
    number: Annotated[str | None, Heading(N_("Its number there"), Kind.NAME)]
    settled_on: Annotated[date, Heading(N_("Settled on"))]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]


class OwedFromBefore(Row):
    """A demand from before this log, in fen."""

    application: Annotated[str, Heading(N_("Import"), Kind.NAME)]
    recovery: Annotated[str, Heading(N_("Demand"), Kind.NAME)]
    scheme: Annotated[str, Heading(N_("Scheme"), Kind.NAME)]
    document: Annotated[str, Heading(N_("Basis"))]
    standing: Annotated[str, Heading(N_("Status"), Kind.LABEL)]
    demanded_fen: Annotated[int, Heading(N_("Demanded (yuan)"))]
    open_fen: Annotated[int, Heading(N_("Open (yuan)"))]


class PersonRecord(Row):
    """`person` is the pseudonym that stands for the person, `known_as` has every one of theirs."""

    person: str
    known_as: tuple[str, ...]
    subsidies: tuple[Subsidy, ...]
    uses: tuple[LimitUse, ...]
    elsewhere: tuple[SettledElsewhere, ...]
    owed: tuple[OwedFromBefore, ...]

    @property
    def paid_fen(self) -> int:
        return sum(subsidy.paid_fen for subsidy in self.subsidies)

    @property
    def recovered_fen(self) -> int:
        return sum(subsidy.recovered_fen for subsidy in self.subsidies)


def person_record(
    session: OfficerSession, reference: str, id_kind: str | None = None, *, on_progress: OnProgress = unobserved
) -> AsOf[PersonRecord]:
    """The record of whom `reference` names (`usecases.dossiers.parties.person_by_reference`); linked persons are one.

    Raises `NoSuchThing`: `no-such-person`, `no-such-application`, `no-such-line`; `UsageError` for a number that is
    none.
    """
    pseudonym = person_by_reference(session, reference, id_kind)
    if pseudonym is None:
        raise NoSuchThing("no-such-person", whom=reference)
    with caught_up(session, model.NAME, on_progress=on_progress) as views:
        record = record_of(views, pseudonym)
    with session.repository() as repository:
        imports = [one for one in repository.imports() if one.counted]
        debts = [one for one in repository.all_debts() if one.confirmed]
    return AsOf(
        result=PersonRecord(
            person=record.person,
            known_as=record.known_as,
            subsidies=tuple(Subsidy(**subsidy._asdict()) for subsidy in record.subsidies),
            uses=(
                *(LimitUse(**use._asdict()) for use in record.uses),
                *(use for one in imports for use in _uses(one, record.known_as)),
            ),
            elsewhere=tuple(line for one in imports for line in _lines(one, record.known_as)),
            owed=tuple(debt for one in debts for debt in _owed(one, record.known_as)),
        ),
        position=record.position,
        behind=record.behind,
    )


def _owed(one: Debts, known_as: Collection[str]) -> Iterator[OwedFromBefore]:
    for debt in one.brought.debts:
        recovery = one.recoveries[debt.recovery]
        if debt.payee in known_as:
            yield OwedFromBefore(
                application=one.name,
                recovery=debt.recovery,
                scheme=debt.scheme,
                document=debt.document,
                standing=recovery.status,
                demanded_fen=recovery.demanded_fen,
                open_fen=recovery.open_fen,
            )


def _lines(one: Import, known_as: Collection[str]) -> Iterator[SettledElsewhere]:
    for line in one.brought.lines:
        if (line.person or line.applicant) in known_as:
            yield SettledElsewhere(
                application=one.name,
                line=line.line,
                scheme=one.brought.scheme,
                body=one.brought.body,
                number=line.number,
                settled_on=line.settled_on,
                amount_fen=line.amount_fen,
            )


def _uses(one: Import, known_as: Collection[str]) -> Iterator[LimitUse]:
    """What limits over the person, or over certificates of theirs, make of the lines."""
    ordinal = 0
    for use in one.uses:
        for number in expand(use.lines):
            line = one.lines[number]
            if line.person in known_as and use.over in (Over.PERSON, Over.CERTIFICATE):
                assert line.person is not None, "nobody is known as nobody"
                ordinal += 1
                yield LimitUse(
                    application=one.name,
                    ordinal=ordinal,
                    line=number,
                    person=line.person,
                    limit=use.limit,
                    over=use.over.value,
                    qualifier=use.qualifier,
                    used_on=use.on,
                    amount_fen=use.amount_fen,
                )
