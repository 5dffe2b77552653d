"""Allotments: what each is made of, how far its targets are achieved, and what the district has of it and has spent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated

from domain.decisions.allotting import the_allotment
from domain.decisions.funding import all_funds
from domain.treasury.allotment import Allotment, Part
from domain.treasury.fund import Fund
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from presentation.rows.values import fields
from usecases.session.officer_session import OfficerSession


class AllotmentRow(Row):
    """An allotment, in fen: total = advanced + released + reserved + lapsed, and what of what the district received it
    spent, gave back and owes.
    """

    allotment: Annotated[str, Heading(N_("Allotment"), Kind.NAME)]
    receiver: Annotated[str, Heading(N_("Allotted to"), Kind.NAME)]
    year: Annotated[int, Heading(N_("Budget year"), Kind.NAME)]
    document: Annotated[str, Heading(N_("Document"))]
    schemes: Annotated[tuple[str, ...], Heading(N_("Schemes"), Kind.NAME, minor=True)]
    status: Annotated[str, Heading(N_("Status"), Kind.LABEL)]
    holder: Annotated[str, Heading(N_("Allotted by"), Kind.NAME, minor=True)]
    edition: Annotated[str, Heading(N_("Edition"), minor=True)]
    made_on: Annotated[date, Heading(N_("Made on"), minor=True)]
    settled_on: Annotated[date | None, Heading(N_("Settled on"), minor=True)]
    advance_percent: Annotated[int, Heading(N_("Advanced (%)"), minor=True)]
    achieved: Annotated[str, Heading(N_("Achieved"))]
    """An exact fraction, such as `4/5`."""
    total_fen: Annotated[int, Heading(N_("Total (yuan)"))]
    advance_fen: Annotated[int, Heading(N_("Advanced (yuan)"))]
    released_fen: Annotated[int, Heading(N_("Released (yuan)"))]
    reserved_fen: Annotated[int, Heading(N_("Reserved (yuan)"))]
    lapsed_fen: Annotated[int, Heading(N_("Not released (yuan)"))]
    spent_fen: Annotated[int, Heading(N_("Spent by the district (yuan)"))]
    due_fen: Annotated[int, Heading(N_("To be reclaimed (yuan)"), minor=True)]
    reclaimed_fen: Annotated[int, Heading(N_("Reclaimed (yuan)"))]
    owed_fen: Annotated[int, Heading(N_("Owed by the district (yuan)"))]


class TargetRow(Row):
    """A target, and how much of it was achieved; None where nobody evaluated it."""

    target: Annotated[int, Heading(N_("Target"))]
    what: Annotated[str, Heading(N_("What is to be achieved"))]
    quantity: Annotated[int, Heading(N_("Quantity"))]
    unit: Annotated[str, Heading(N_("Unit"))]
    due_on: Annotated[date, Heading(N_("Due on"))]
    weight: Annotated[int, Heading(N_("Weight"))]
    achieved: Annotated[int | None, Heading(N_("Achieved"))]


class PartRow(Row):
    """What of an allotment came out of one fund of the city, in fen, and the district's funds that have it by now."""

    fund: Annotated[str, Heading(N_("Fund"), Kind.NAME)]
    source: Annotated[str, Heading(N_("Source"), Kind.LABEL)]
    funds: Annotated[tuple[str, ...], Heading(N_("Funds of the district"), Kind.NAME)]
    amount_fen: Annotated[int, Heading(N_("Total (yuan)"))]
    advance_fen: Annotated[int, Heading(N_("Advanced (yuan)"))]
    released_fen: Annotated[int, Heading(N_("Released (yuan)"))]
    reserved_fen: Annotated[int, Heading(N_("Reserved (yuan)"))]
    lapsed_fen: Annotated[int, Heading(N_("Not released (yuan)"))]
    spent_fen: Annotated[int, Heading(N_("Spent by the district (yuan)"))]
    reclaimed_fen: Annotated[int, Heading(N_("Reclaimed (yuan)"))]


class AllotmentDetails(AllotmentRow):
    """An allotment with its targets and parts."""

    targets: tuple[TargetRow, ...]
    parts: tuple[PartRow, ...]


def allotments(session: OfficerSession) -> list[AllotmentRow]:
    """All of them, in the order in which they were made."""
    with session.repository() as repository:
        funds = all_funds(repository)
        return [_row(allotment, funds) for allotment in repository.allotments()]


def allotment_details(session: OfficerSession, number: str) -> AllotmentDetails:
    """Raises `NoSuchThing("no-such-allotment")`."""
    with session.repository() as repository:
        allotment, funds = the_allotment(repository, number), all_funds(repository)
    return AllotmentDetails(
        **fields(_row(allotment, funds)),
        targets=tuple(_targets(allotment)),
        parts=tuple(_part(part, funds) for part in allotment.parts),
    )


def _row(allotment: Allotment, funds: Mapping[str, Fund]) -> AllotmentRow:
    share = allotment.achieved_share
    return AllotmentRow(
        allotment=allotment.allotment,
        receiver=allotment.receiver,
        year=allotment.year,
        document=allotment.document,
        schemes=allotment.schemes,
        status=_status(allotment),
        holder=allotment.holder,
        edition=allotment.edition,
        made_on=allotment.made_on,
        settled_on=allotment.settled_on,
        advance_percent=allotment.advance_percent,
        achieved=str(share),
        total_fen=allotment.total_fen,
        advance_fen=allotment.advance_fen,
        released_fen=allotment.released_fen,
        reserved_fen=allotment.reserved_fen,
        lapsed_fen=allotment.lapsed_fen,
        spent_fen=sum(_spent_fen(part, funds) for part in allotment.parts),
        due_fen=allotment.due_fen,
        reclaimed_fen=allotment.reclaimed_fen,
        owed_fen=allotment.owed_fen,
    )


def _status(allotment: Allotment) -> str:
    if allotment.owed_fen:
        return "owed-back"
    if allotment.settled_on is not None:
        return "balance-settled"
    return "advanced" if allotment.open_targets else "evaluated"


def _targets(allotment: Allotment) -> Iterable[TargetRow]:
    for number, target in enumerate(allotment.targets, 1):
        yield TargetRow(
            target=number,
            what=target.what,
            quantity=target.quantity,
            unit=target.unit,
            due_on=target.due_on,
            weight=target.weight,
            achieved=allotment.achieved.get(number),
        )


def _part(part: Part, funds: Mapping[str, Fund]) -> PartRow:
    return PartRow(
        fund=part.fund,
        source=funds[part.fund].source,
        funds=tuple(_of_district(part, funds)),
        amount_fen=part.amount_fen,
        advance_fen=part.advance_fen,
        released_fen=part.released_fen,
        reserved_fen=part.reserved_fen,
        lapsed_fen=part.lapsed_fen,
        spent_fen=_spent_fen(part, funds),
        reclaimed_fen=part.reclaimed_fen,
    )


def _of_district(part: Part, funds: Mapping[str, Fund]) -> list[str]:
    """The funds of the district in which money of a part is or was, those included that it was carried over into."""
    names: list[str] = []
    for name in part.funds:
        fund: str | None = name
        while fund is not None and fund not in names:
            names.append(fund)
            fund = funds[fund].successor
    return names


def _spent_fen(part: Part, funds: Mapping[str, Fund]) -> int:
    """What payments drew on them, less what came back."""
    return sum(funds[name].drawn_fen for name in _of_district(part, funds))
