"""What can be asked of the record of persons: what one received, and which limits they have used by what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, select

from projections.engine.query_result import day
from projections.engine.views import Views
from projections.person_record import model as person_record
from projections.person_record.model import LINES, LINKS, SUBSIDIES, USED


class Subsidy(NamedTuple):
    """What one line of an application gives a person, in fen; `paid_on` is the value date of the last credit."""

    application: str
    line: int
    person: str
    scheme: str
    authority: str
    applicant: str
    received_on: date
    entitled_fen: int
    paid_fen: int
    recovered_fen: int
    paid_on: date | None


class Used(NamedTuple):
    """One use of a limit, by a line of an application."""

    application: str
    ordinal: int
    line: int
    person: str
    limit: str
    over: str
    qualifier: str
    used_on: date
    amount_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """`person` is the pseudonym that stands for the person, `known_as` has every one of theirs."""

    person: str
    known_as: tuple[str, ...]
    subsidies: tuple[Subsidy, ...]
    uses: tuple[Used, ...]
    position: int
    head: int
    behind: int


class Handed(NamedTuple):
    """A line of an application, as it was handed in last, and whom it is about; line 0 is the applicant."""

    application: str
    line: int
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    lines: tuple[Handed, ...]
    position: int
    head: int
    behind: int


def record_of(views: Views, pseudonym: str) -> Record:
    """The record of whoever is known as `pseudonym`, empty for nobody; linked persons are one."""
    with views.asking(person_record) as (connection, standing):
        linked_to = connection.execute(
            select(LINKS.c.person).where(LINKS.c.pseudonym == pseudonym)
        ).scalar_one_or_none()
        person = pseudonym if linked_to is None else linked_to
        linked = connection.execute(select(LINKS.c.pseudonym).where(LINKS.c.person == person)).scalars()
        known_as = tuple(sorted({person, *linked}))
        subsidies = tuple(
            Subsidy._make(row)._replace(received_on=date.fromisoformat(row.received_on), paid_on=day(row.paid_on))
            for row in _of(connection, SUBSIDIES, known_as)
        )
        uses = tuple(
            Used._make(row)._replace(used_on=date.fromisoformat(row.used_on)) for row in _of(connection, USED, known_as)
        )
    return Record(
        person=person,
        known_as=known_as,
        subsidies=subsidies,
        uses=uses,
        position=standing.position,
        head=standing.head,
        behind=standing.behind,
    )


def lines_about(views: Views, pseudonyms: Iterable[str]) -> HandedIn:
    """The lines about any of these, and about whoever is one person with them."""
    with views.asking(person_record) as (connection, standing):
        one = set(pseudonyms)
        persons = set(connection.execute(select(LINKS.c.person).where(LINKS.c.pseudonym.in_(one))).scalars())
        one |= set(connection.execute(select(LINKS.c.pseudonym).where(LINKS.c.person.in_(persons))).scalars())
        rows = _of(connection, LINES, tuple(sorted(one)))
    return HandedIn(
        lines=tuple(map(Handed._make, rows)),
        position=standing.position,
        head=standing.head,
        behind=standing.behind,
    )


def _of(connection: Connection, table: Table, known_as: tuple[str, ...]) -> list[Any]:
    query = select(table).where(table.c.person.in_(known_as)).order_by(*table.primary_key)
    return list(connection.execute(query).all())
