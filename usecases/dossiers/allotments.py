"""Allotments: what each is made of, how far its targets are achieved, and what the district has of it and has spent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated

from domain.decisions.allotting import the_allotment
from domain.errors import NoSuchThing
from domain.streams import Kind as StreamKind
from domain.treasury.allotment import Allotment, Part, evolve
from domain.treasury.allotment_events import AllotmentEvaluated, allotment_stream
from domain.treasury.allotment_sums import achieved_share
from domain.treasury.fund import Fund
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from presentation.rows.values import fields
from store.line.envelope import Recorded
from usecases.dossiers.balances_of_day import funds_of_day, names_of, recorded_by
from usecases.session.officer_session import OfficerSession


class AllotmentRow(Row):
    """An allotment, in fen: total = advanced + released + reserved + lapsed, and what of what the district received it
    spent, has left, gave back and owes.
    """

    allotment: Annotated[str, Heading(N_("Allotment"), Kind.NAME)]
    receiver: Annotated[str, Heading(N_("Allotted to"), Kind.NAME)]
    year: Annotated[int, Heading(N_("Budget year"), Kind.NAME)]
    document: Annotated[str, Heading(N_("Document"), below=True)]
    schemes: Annotated[tuple[str, ...], Heading(N_("Schemes"), Kind.NAME, minor=True)]
    status: Annotated[str, Heading(N_("Status"), Kind.LABEL)]
    holder: Annotated[str, Heading(N_("Allotted by"), Kind.NAME, minor=True)]
    edition: Annotated[str, Heading(N_("Edition"), minor=True)]
    made_on: Annotated[date, Heading(N_("Made on"), minor=True)]
    settled_on: Annotated[date | None, Heading(N_("Settled on"), minor=True)]
    advance_percent: Annotated[int, Heading(N_("Advanced (%)"), minor=True)]
    achieved: Annotated[str, Heading(N_("Achieved"), below=True)]
    """An exact fraction, such as `4/5`."""
    total_fen: Annotated[int, Heading(N_("Total (yuan)"))]
    advance_fen: Annotated[int, Heading(N_("Advanced (yuan)"), below=True)]
    released_fen: Annotated[int, Heading(N_("Released (yuan)"), below=True)]
    reserved_fen: Annotated[int, Heading(N_("Reserved (yuan)"), below=True)]
    lapsed_fen: Annotated[int, Heading(N_("Not released (yuan)"), below=True)]
    spent_fen: Annotated[int, Heading(N_("Spent by the district (yuan)"), below=True)]
    replaced_fen: Annotated[int, Heading(N_("Of that in the place of own money (yuan)"), minor=True)]
    left_fen: Annotated[int, Heading(N_("Left with the district (yuan)"), minor=True)]
    due_fen: Annotated[int, Heading(N_("To be reclaimed (yuan)"), minor=True)]
    reclaimed_fen: Annotated[int, Heading(N_("Reclaimed (yuan)"), below=True)]
    owed_fen: Annotated[int, Heading(N_("Owed by the district (yuan)"))]


class TargetRow(Row):
    """A target, and how much of it was achieved, by which document and as of when; None where nobody evaluated it."""

    target: Annotated[int, Heading(N_("Target"))]
    what: Annotated[str, Heading(N_("What is to be achieved"))]
    quantity: Annotated[int, Heading(N_("Quantity"))]
    unit: Annotated[str, Heading(N_("Unit"))]
    due_on: Annotated[date, Heading(N_("Due on"))]
    weight: Annotated[int, Heading(N_("Weight"))]
    achieved: Annotated[int | None, Heading(N_("Achieved"))]
    share: Annotated[str, Heading(N_("Share"), Kind.NAME, minor=True)]
    """An exact fraction, none beyond its whole."""
    evaluation: Annotated[str | None, Heading(N_("Document of the evaluation"), minor=True)]
    evaluated_on: Annotated[date | None, Heading(N_("Evaluated on"), minor=True)]


class PartRow(Row):
    """What of an allotment came out of one fund of the city, in fen, and the district's funds that have it by now."""

    fund: Annotated[str, Heading(N_("Fund"), Kind.NAME)]
    source: Annotated[str, Heading(N_("Source"), Kind.LABEL, below=True)]
    funds: Annotated[tuple[str, ...], Heading(N_("Funds of the district"), Kind.NAME, below=True)]
    amount_fen: Annotated[int, Heading(N_("Total (yuan)"))]
    advance_fen: Annotated[int, Heading(N_("Advanced (yuan)"), below=True)]
    released_fen: Annotated[int, Heading(N_("Released (yuan)"), below=True)]
    reserved_fen: Annotated[int, Heading(N_("Reserved (yuan)"), below=True)]
    lapsed_fen: Annotated[int, Heading(N_("Not released (yuan)"), below=True)]
    spent_fen: Annotated[int, Heading(N_("Spent by the district (yuan)"))]
    left_fen: Annotated[int, Heading(N_("Left with the district (yuan)"))]
    reclaimed_fen: Annotated[int, Heading(N_("Reclaimed (yuan)"), below=True)]


class AllotmentDetails(AllotmentRow):
    """An allotment with its targets and parts."""

    targets: tuple[TargetRow, ...]
    parts: tuple[PartRow, ...]


def allotments(session: OfficerSession, as_of: date | None = None) -> list[AllotmentRow]:
    """All of them, in the order in which they were made; as of a day, with what has its value date by then."""
    with session.database.reading() as view:
        funds = funds_of_day(view, as_of)
        names = names_of(view, StreamKind.ALLOTMENT)
        made = [_folded(list(recorded_by(view, allotment_stream(name), as_of))) for name in names]
    return [_row(allotment, funds) for allotment in made if allotment is not None]


def allotment_details(session: OfficerSession, number: str, as_of: date | None = None) -> AllotmentDetails:
    """Raises `NoSuchThing`: `no-such-allotment`, and `allotment-not-yet` for one that was made after the day."""
    with session.repository() as repository:
        the_allotment(repository, number)
    with session.database.reading() as view:
        funds = funds_of_day(view, as_of)
        recorded = list(recorded_by(view, allotment_stream(number), as_of))
    allotment = _folded(recorded)
    if allotment is None:
        raise NoSuchThing("allotment-not-yet", allotment=number, as_of=as_of)
    return AllotmentDetails(
        **fields(_row(allotment, funds)),
        targets=tuple(_targets(allotment, recorded)),
        parts=tuple(_part(part, funds) for part in allotment.parts),
    )


def _folded(recorded: Sequence[Recorded]) -> Allotment | None:
    allotment: Allotment | None = None
    for one in recorded:
        allotment = evolve(allotment, one.event)
    return allotment


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
        replaced_fen=sum(one.replaced_fen for one in funds.values() if one.allotment == allotment.allotment),
        left_fen=sum(_left_fen(part, funds) for part in allotment.parts),
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


def _targets(allotment: Allotment, recorded: Iterable[Recorded]) -> Iterable[TargetRow]:
    evaluations = {
        achievement.target: (one.event.document, one.effective_on)
        for one in recorded
        if isinstance(one.event, AllotmentEvaluated)
        for achievement in one.event.achievements
    }
    for number, target in enumerate(allotment.targets, 1):
        evaluation, evaluated_on = evaluations.get(number, (None, None))
        yield TargetRow(
            target=number,
            what=target.what,
            quantity=target.quantity,
            unit=target.unit,
            due_on=target.due_on,
            weight=target.weight,
            achieved=allotment.achieved.get(number),
            share=str(achieved_share((target,), {1: allotment.achieved.get(number, 0)})),
            evaluation=evaluation,
            evaluated_on=evaluated_on,
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
        left_fen=_left_fen(part, funds),
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


def _left_fen(part: Part, funds: Mapping[str, Fund]) -> int:
    return sum(funds[name].balance_fen for name in _of_district(part, funds))
