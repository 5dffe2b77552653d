"""The standards that notices leave to the bureau: which tables hold, since when, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from domain.entitlement.edition import Edition
from domain.entitlement.standards import StandardTable
from domain.errors import NoSuchThing
from domain.office.reference import StandardAdopted, policy_stream
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.policy_rules import called
from presentation.words.standards import standard_called, when_in_words, worth_in_words
from store.line.envelope import Recorded, read_all
from usecases.session.officer_session import OfficerSession


class ListedStandard(Row):
    """A table that was adopted; or a standard without one, of which nothing but the name is known."""

    policy: Annotated[str, Heading(N_("Policy"), Kind.NAME, minor=True)]
    standard: Annotated[str, Heading(N_("Standard"), Kind.NAME)]
    name: Annotated[str, Heading(N_("Name"))]
    unit: Annotated[str, Heading(N_("Unit"), Kind.LABEL)]
    document: Annotated[str | None, Heading(N_("Document"))] = None
    applies_from: Annotated[date | None, Heading(N_("Applies from"))] = None
    applies_to: Annotated[date | None, Heading(N_("Applies to"))] = None
    adopted_at: Annotated[datetime | None, Heading(N_("Adopted at"), minor=True)] = None
    officer: Annotated[str | None, Heading(N_("By"), Kind.NAME, minor=True)] = None


class ListedRate(Row):
    """A rate of a table, in words and, where there is one, as an amount a unit."""

    rate: Annotated[str, Heading(N_("Rate"), Kind.NAME)]
    when: Annotated[str, Heading(N_("For"))]
    worth: Annotated[str, Heading(N_("How much"))]
    amount_fen: Annotated[int | None, Heading(N_("A unit (yuan)"), minor=True)]


class StandardSheet(Row):
    """A table with its rates."""

    policy: str
    standard: str
    name: str
    unit: str
    body: str
    document: str
    applies_from: date
    applies_to: date | None
    digest: str
    rates: tuple[ListedRate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Adopted:
    edition: Edition
    recorded: Recorded

    @property
    def event(self) -> StandardAdopted:
        happened = self.recorded.event
        assert isinstance(happened, StandardAdopted), "the others are passed over"
        return happened


def standards(session: OfficerSession) -> list[ListedStandard]:
    """Every table that was adopted, standard by standard, and the standards that have none."""
    rows: list[ListedStandard] = []
    adopted = list(_adopted(session))
    with session.repository() as repository:
        newest = repository.newest_editions()
    for edition in newest:
        of_policy = [one for one in adopted if one.edition.policy == edition.policy]
        names = dict.fromkeys((*edition.standards, *(one.event.table.standard for one in of_policy)))
        for name in names:
            tables = [_listed(one) for one in of_policy if one.event.table.standard == name]
            rows += tables or [_without_table(edition, name)]
    return rows


def standard_sheet(session: OfficerSession, named: str) -> StandardSheet:
    """A table, such as `skill-certificate@1`, or the last one of a standard. Raises
    `NoSuchThing("standard-not-adopted")`.
    """
    tables = [one for one in _adopted(session) if named in (one.event.table.ref, one.event.table.standard)]
    if not tables:
        raise NoSuchThing("standard-not-adopted", standard=named)
    edition, adopted = tables[-1].edition, tables[-1].event
    table = adopted.table
    return StandardSheet(
        policy=edition.policy,
        standard=table.ref,
        name=standard_called(edition, table),
        unit=table.kind.unit.value,
        body=table.body,
        document=table.document,
        applies_from=table.applies_from,
        applies_to=table.applies_to,
        digest=adopted.digest,
        rates=tuple(_rates(edition, table)),
    )


def _rates(edition: Edition, table: StandardTable) -> Iterator[ListedRate]:
    for rate in table.rates:
        yield ListedRate(
            rate=rate.id,
            when=when_in_words(edition, rate),
            worth=worth_in_words(edition, table.kind, rate),
            amount_fen=rate.amount_fen,
        )


def _adopted(session: OfficerSession) -> Iterator[_Adopted]:
    with session.repository() as repository, session.database.reading() as view:
        for edition in repository.newest_editions():
            for recorded in read_all(view.stream(policy_stream(edition.policy))):
                if isinstance(recorded.event, StandardAdopted):
                    yield _Adopted(edition=edition, recorded=recorded)


def _listed(adopted: _Adopted) -> ListedStandard:
    table = adopted.event.table
    standard = adopted.edition.standards.get(table.standard)
    return ListedStandard(
        policy=adopted.edition.policy,
        standard=table.ref,
        name=called(standard.names) if standard else table.standard,
        unit=table.kind.unit.value,
        document=table.document,
        applies_from=table.applies_from,
        applies_to=table.applies_to,
        adopted_at=adopted.recorded.recorded_at,
        officer=adopted.recorded.actor,
    )


def _without_table(edition: Edition, name: str) -> ListedStandard:
    standard = edition.standards[name]
    return ListedStandard(
        policy=edition.policy, standard=name, name=called(standard.names), unit=standard.kind.unit.value
    )
