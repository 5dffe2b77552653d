"""What a person received, and which limits they have used by what: the record of persons, a read model."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from domain.errors import NoSuchThing
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
    authority: Annotated[str, Heading(N_("Authority"), Kind.NAME)]
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


class PersonRecord(Row):
    """`person` is the pseudonym that stands for the person, `known_as` has every one of theirs."""

    person: str
    known_as: tuple[str, ...]
    subsidies: tuple[Subsidy, ...]
    uses: tuple[LimitUse, ...]

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
    return AsOf(
        result=PersonRecord(
            person=record.person,
            known_as=record.known_as,
            subsidies=tuple(Subsidy(**subsidy._asdict()) for subsidy in record.subsidies),
            uses=tuple(LimitUse(**use._asdict()) for use in record.uses),
        ),
        position=record.position,
        behind=record.behind,
    )
