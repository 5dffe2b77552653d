"""Demands to pay back, by age and ground: asked of the recovery book, a read model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from projections.engine.query_result import QueryResult
from projections.engine.views import Views
from projections.recovery_book.queries import Demand, recoveries
from usecases.dossiers.demand_sheet import PartOfPlan, part_of_plan

_AGES = ((30, "age-30"), (90, "age-90"), (365, "age-365"))
"""Up to so many days, and the word for it."""
_OLDER = "age-older"
_RANK = {word: rank for rank, word in enumerate([*(word for _days, word in _AGES), _OLDER])}


class ListedDemand(Row):
    """A demand as it is listed, amounts in fen. `age_days` counts from the day it was served, or was proposed while
    it is not; `next_due_on` is by when the next part has to be paid.
    """

    application: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    recovery: Annotated[str, Heading(N_("Demand"), Kind.NAME)]
    payee: Annotated[str, Heading(N_("Payee"), Kind.NAME, minor=True)]
    scheme: Annotated[str, Heading(N_("Scheme"), Kind.NAME, minor=True)]
    authority: Annotated[str, Heading(N_("Deciding authority"), Kind.NAME, minor=True)]
    payer: Annotated[str, Heading(N_("Paying authority"), Kind.NAME, minor=True)]
    ground: Annotated[str, Heading(N_("Ground"), Kind.LABEL, below=True)]
    basis: Annotated[str, Heading(N_("Basis"), minor=True)]
    standing: Annotated[str, Heading(N_("Status"), Kind.LABEL)]
    age_days: Annotated[int, Heading(N_("Age (days)"))]
    next_due_on: Annotated[date | None, Heading(N_("To be paid by"), below=True)]
    overdue: Annotated[bool, Heading(N_("Overdue"), minor=True)]
    overdue_fen: Annotated[int, Heading(N_("Overdue (yuan)"))]
    demanded_fen: Annotated[int, Heading(N_("Demanded (yuan)"), below=True)]
    received_fen: Annotated[int, Heading(N_("Received (yuan)"), below=True)]
    offset_fen: Annotated[int, Heading(N_("Offset (yuan)"), below=True)]
    reduced_fen: Annotated[int, Heading(N_("Reduced (yuan)"), minor=True)]
    written_off_fen: Annotated[int, Heading(N_("Written off (yuan)"), minor=True)]
    cancelled_fen: Annotated[int, Heading(N_("Cancelled (yuan)"), minor=True)]
    owed_back_fen: Annotated[int, Heading(N_("Received beyond the demand (yuan)"), minor=True)]
    open_fen: Annotated[int, Heading(N_("Open (yuan)"))]
    demanded_on: Annotated[date, Heading(N_("Demanded on"), minor=True)]
    approved_on: Annotated[date | None, Heading(N_("Approved on"), minor=True)]
    served_on: Annotated[date | None, Heading(N_("Served on"), minor=True)]
    due_on: Annotated[date | None, Heading(N_("Due on"), minor=True)]
    referred_to: Annotated[str | None, Heading(N_("Referred to"), minor=True)]
    plan: tuple[PartOfPlan, ...]


class DemandGroup(Row):
    """The demands of one ground, or of one class of age, together; amounts in fen."""

    group: Annotated[str, Heading(N_("Group"), Kind.LABEL)]
    demands: Annotated[int, Heading(N_("Demands"))]
    demanded_fen: Annotated[int, Heading(N_("Demanded (yuan)"))]
    open_fen: Annotated[int, Heading(N_("Open (yuan)"))]
    overdue_fen: Annotated[int, Heading(N_("Overdue (yuan)"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandFilter:
    """Which demands are asked for; without values, all of which something is open. `payee` is as the log has it."""

    ground: str | None = None
    application: str | None = None
    authority: str | None = None
    payer: str | None = None
    payee: str | None = None
    ended: bool = False
    """Also those of which nothing is open any more."""
    overdue: bool = False
    """Only what should have been paid by now."""
    older_than_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """The demands that were asked for, the oldest first, and as of which position the read model gives them."""

    rows: Sequence[ListedDemand]
    position: int
    behind: int

    @property
    def open_fen(self) -> int:
        return sum(row.open_fen for row in self.rows)

    @property
    def overdue_fen(self) -> int:
        return sum(row.overdue_fen for row in self.rows)

    def groups(self, *, by_age: bool) -> list[DemandGroup]:
        """A row for each class of age, the youngest first; otherwise for each ground, in the order of the list."""
        groups: dict[str, list[ListedDemand]] = {}
        for row in self.rows:
            groups.setdefault(_age_class(row.age_days) if by_age else row.ground, []).append(row)
        return [
            DemandGroup(
                group=name,
                demands=len(rows),
                demanded_fen=sum(row.demanded_fen for row in rows),
                open_fen=sum(row.open_fen for row in rows),
                overdue_fen=sum(row.overdue_fen for row in rows),
            )
            for name, rows in sorted(groups.items(), key=lambda group: _RANK.get(group[0], 0))
        ]


def demands(views: Views, wanted: DemandFilter, today: date) -> Demands:
    """The demands to pay back, as of `today`."""
    book: QueryResult[Demand] = recoveries(
        views,
        ground=wanted.ground,
        application=wanted.application,
        authority=wanted.authority,
        payer=wanted.payer,
        payee=wanted.payee,
        only_open=not wanted.ended,
    )
    rows = [
        _listed(demand, today)
        for demand in book.rows
        if (not wanted.overdue or demand.overdue(today))
        and (wanted.older_than_days is None or demand.age_days(today) > wanted.older_than_days)
    ]
    return Demands(rows=rows, position=book.position, behind=book.behind)


def _listed(demand: Demand, today: date) -> ListedDemand:
    return ListedDemand(
        application=demand.application,
        recovery=demand.recovery,
        payee=demand.payee,
        scheme=demand.scheme,
        authority=demand.authority,
        payer=demand.payer,
        ground=demand.ground,
        basis=demand.basis,
        standing=demand.standing,
        age_days=demand.age_days(today),
        next_due_on=demand.next_due_on,
        overdue=demand.overdue(today),
        overdue_fen=demand.overdue_fen(today),
        demanded_fen=demand.demanded_fen,
        received_fen=demand.received_fen,
        offset_fen=demand.offset_fen,
        reduced_fen=demand.reduced_fen,
        written_off_fen=demand.written_off_fen,
        cancelled_fen=demand.cancelled_fen,
        owed_back_fen=demand.owed_back_fen,
        open_fen=demand.open_fen,
        demanded_on=demand.demanded_on,
        approved_on=demand.approved_on,
        served_on=demand.served_on,
        due_on=demand.due_on,
        referred_to=demand.referred_to,
        plan=tuple(map(part_of_plan, demand.plan)),
    )


def _age_class(age_days: int) -> str:
    return next((word for days, word in _AGES if age_days <= days), _OLDER)
