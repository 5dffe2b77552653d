"""The funds: what the document of each says, what became of its money, and what is left, by now or as of a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, assert_never

from domain.errors import NoSuchThing
from domain.treasury.fund import (
    TREASURY_DUE,
    Fund,
    FundDrawCancelled,
    FundDrawn,
    FundEvent,
    FundRestored,
)
from domain.treasury.fund_events import (
    FundAllottedIn,
    FundAllottedOut,
    FundCarriedIn,
    FundCarriedOver,
    FundClosed,
    FundIncreased,
    FundOpened,
    FundOpenedByAllotment,
    FundPassedIn,
    FundPassedOn,
    FundPlanned,
    FundReclaimedIn,
    FundReclaimedOut,
    FundReservationEnded,
    FundReserved,
    FundSurrendered,
    FundTransferredIn,
    FundTransferredOut,
    fund_stream,
)
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from presentation.rows.values import fields
from store.line.envelope import Recorded
from usecases.dossiers.balances_of_day import fund_of, funds_of_day, recorded_by
from usecases.session.officer_session import OfficerSession


class FundBalance(Row):
    """A fund and what is left of it, in fen: opened - used + increased + transferred + carried in + allotted in = drawn
    + carried over + surrendered + allotted out + treasury due + reserved + left.
    """

    fund: Annotated[str, Heading(N_("Fund"), Kind.NAME)]
    source: Annotated[str, Heading(N_("Source"), Kind.LABEL, below=True)]
    document: Annotated[str, Heading(N_("Document"), below=True)]
    origin_year: Annotated[int, Heading(N_("Year of origin"), Kind.NAME, below=True)]
    direct: Annotated[bool, Heading(N_("Direct funds"), below=True)]
    holder: Annotated[str, Heading(N_("Holder"), Kind.NAME, minor=True)]
    programme: Annotated[str, Heading(N_("Programme"), Kind.NAME, minor=True)]
    year: Annotated[int, Heading(N_("Budget year"), Kind.NAME, minor=True)]
    function: Annotated[str | None, Heading(N_("Function"), Kind.NAME, minor=True)]
    economic: Annotated[str | None, Heading(N_("Economic account"), Kind.NAME, minor=True)]
    project: Annotated[str | None, Heading(N_("Project"), Kind.NAME, minor=True)]
    vouchers: Annotated[tuple[str, ...], Heading(N_("Vouchers"), minor=True)]
    status: Annotated[str, Heading(N_("Status"), Kind.LABEL)]
    carried_from: Annotated[str | None, Heading(N_("Carried over from"), Kind.NAME, minor=True)]
    successor: Annotated[str | None, Heading(N_("Carried over into"), Kind.NAME, minor=True)]
    allotment: Annotated[str | None, Heading(N_("Allotment"), Kind.NAME, minor=True)]
    opened_fen: Annotated[int, Heading(N_("Opened (yuan)"))]
    used_fen: Annotated[int, Heading(N_("Used before (yuan)"), minor=True)]
    increased_fen: Annotated[int, Heading(N_("Increased (yuan)"), minor=True)]
    transferred_fen: Annotated[int, Heading(N_("Transferred (yuan)"), minor=True)]
    carried_in_fen: Annotated[int, Heading(N_("Carried in (yuan)"), minor=True)]
    allotted_in_fen: Annotated[int, Heading(N_("Allotted in (yuan)"), minor=True)]
    drawn_fen: Annotated[int, Heading(N_("Drawn (yuan)"))]
    carried_over_fen: Annotated[int, Heading(N_("Carried over (yuan)"), minor=True)]
    surrendered_fen: Annotated[int, Heading(N_("Surrendered (yuan)"), minor=True)]
    reclaimed_fen: Annotated[int, Heading(N_("Reclaimed by the city (yuan)"), minor=True)]
    allotted_out_fen: Annotated[int, Heading(N_("Allotted out (yuan)"), minor=True)]
    treasury_due_fen: Annotated[int, Heading(N_("Due to the treasury (yuan)"), below=True)]
    reserved_fen: Annotated[int, Heading(N_("Reserved (yuan)"), below=True)]
    left_fen: Annotated[int, Heading(N_("Left (yuan)"))]


class FundMovement(Row):
    """What an event did to a fund, in fen: `change_fen` to what is left, `treasury_due_fen` to what is due to the
    treasury. `reference` is the run, the receipt, the document or the other fund; `booked_to` where it is.
    """

    what: Annotated[str, Heading(N_("What"), Kind.LABEL)]
    reference: Annotated[str, Heading(N_("Reference"), Kind.NAME)]
    change_fen: Annotated[int, Heading(N_("In or out (yuan)"))]
    treasury_due_fen: Annotated[int, Heading(N_("Due to the treasury (yuan)"), below=True)]
    booked_to: Annotated[str, Heading(N_("Booked to"), Kind.LABEL, below=True)]
    effective_on: Annotated[date, Heading(N_("Day"))]
    recorded_at: datetime
    officer: Annotated[str, Heading(N_("Officer"), Kind.NAME, below=True)]
    position: Annotated[int, Heading(N_("Position"), below=True)]


class PlannedMonth(Row):
    """What the treasury pays of a fund in a month at most, and up to it together, in fen; what of that is not drawn."""

    month: Annotated[str, Heading(N_("Month"), Kind.NAME)]
    amount_fen: Annotated[int, Heading(N_("Planned (yuan)"))]
    together_fen: Annotated[int, Heading(N_("Up to it together (yuan)"))]
    left_fen: Annotated[int, Heading(N_("Of that not drawn (yuan)"))]


class FundDetails(FundBalance):
    """A fund with all that moved in it, and the plan of its use, where there is one."""

    used_document: str | None
    plans: tuple[PlannedMonth, ...]
    movements: tuple[FundMovement, ...]


def fund_balances(session: OfficerSession, as_of: date | None = None) -> list[FundBalance]:
    """All funds; as of a day, those that were open by then, with what has its value date by then."""
    with session.database.reading() as view:
        return [_balance(fund) for fund in funds_of_day(view, as_of).values()]


def fund_details(session: OfficerSession, name: str, as_of: date | None = None) -> FundDetails:
    """Raises `NoSuchThing`: `no-such-fund`, and `fund-not-yet` for one that was opened after the day."""
    with session.repository() as repository:
        if repository.fund(name) is None:
            raise NoSuchThing("no-such-fund", fund=name)
    with session.database.reading() as view:
        recorded = list(recorded_by(view, fund_stream(name), as_of))
    fund = fund_of(recorded)
    if fund is None:
        raise NoSuchThing("fund-not-yet", fund=name, as_of=as_of)
    opened = recorded[0].event
    return FundDetails(
        **fields(_balance(fund)),
        used_document=opened.used_document if isinstance(opened, FundOpened) else None,
        plans=tuple(_planned(fund, month, fen) for month, fen in fund.plans.items()),
        movements=tuple(_movement(move, fund.fund) for move in recorded),
    )


def _planned(fund: Fund, month: date, amount_fen: int) -> PlannedMonth:
    together_fen = fund.planned_fen(month) or 0
    return PlannedMonth(
        month=f"{month:%Y-%m}",
        amount_fen=amount_fen,
        together_fen=together_fen,
        left_fen=together_fen - fund.used_fen - fund.drawn_fen,
    )


def _balance(fund: Fund) -> FundBalance:
    return FundBalance(
        fund=fund.fund,
        source=fund.source,
        document=fund.indicator.document,
        origin_year=fund.indicator.origin_year,
        direct=fund.indicator.direct,
        holder=fund.holder,
        programme=fund.indicator.programme,
        year=fund.year,
        function=fund.indicator.function,
        economic=fund.indicator.economic,
        project=fund.indicator.project,
        vouchers=fund.indicator.vouchers,
        status=_status(fund),
        carried_from=fund.carried_from,
        successor=fund.successor,
        allotment=fund.allotment,
        opened_fen=fund.opened_fen,
        used_fen=fund.used_fen,
        increased_fen=fund.increased_fen,
        transferred_fen=fund.transferred_fen,
        carried_in_fen=fund.carried_in_fen,
        allotted_in_fen=fund.allotted_in_fen,
        drawn_fen=fund.drawn_fen,
        carried_over_fen=fund.carried_over_fen,
        surrendered_fen=fund.surrendered_fen,
        reclaimed_fen=fund.reclaimed_fen,
        allotted_out_fen=fund.allotted_out_fen,
        treasury_due_fen=fund.treasury_due_fen,
        reserved_fen=fund.reserved_fen,
        left_fen=fund.balance_fen,
    )


def _status(fund: Fund) -> str:
    if fund.successor is not None:
        return "carried-over"
    return "surrendered" if fund.surrendered else "closed" if fund.closed else "open"


def _movement(recorded: Recorded, fund: str) -> FundMovement:
    happened = recorded.event
    assert isinstance(happened, FundEvent), "what stands in the stream of a fund"
    what, reference, booked_to = _told(happened, fund)
    return FundMovement(
        what=what,
        reference=reference,
        change_fen=change_fen(happened),
        treasury_due_fen=treasury_fen(happened),
        booked_to="fund" if booked_to == fund else booked_to,
        effective_on=recorded.effective_on,
        recorded_at=recorded.recorded_at,
        officer=recorded.actor,
        position=recorded.position,
    )


def _told(happened: FundEvent, fund: str) -> tuple[str, str, str]:
    """What happened, by the name of what, and where the money is then."""
    match happened:
        case FundOpened(indicator=indicator):
            return "opened", indicator.document, fund
        case FundIncreased(document=document):
            return "increased", document, fund
        case FundTransferredIn(out_of=other):
            return "transferred-in", other, fund
        case FundTransferredOut(to=other):
            return "transferred-out", other, other
        case FundCarriedIn(carried_from=other) | FundPassedIn(out_of=other):
            return "carried-in", other, fund
        case FundCarriedOver(successor=other) | FundPassedOn(to=other):
            return "carried-over", other, other
        case FundSurrendered(document=document):
            return "surrendered", document, "treasury"
        case FundPlanned(document=document):
            return "use-planned", document, fund
        case FundOpenedByAllotment(out_of=other):
            return "opened-by-allotment", other, fund
        case FundAllottedIn(out_of=other):
            return "allotted-in", other, fund
        case FundAllottedOut(to=other):
            return "allotted-out", other, other
        case FundReserved(allotment=allotment):
            return "reserved", allotment, fund
        case FundReservationEnded(allotment=allotment):
            return "reservation-ended", allotment, fund
        case FundReclaimedOut(to=other):
            return "reclaimed-out", other, other
        case FundReclaimedIn(out_of=other, booked_to=booked_to):
            return "reclaimed-in", other, booked_to
        case FundClosed():
            return "closed", fund, fund
        case FundDrawn(replaces=str() as own):
            return "own-money-replaced", own, fund
        case FundDrawn(batch=batch):
            return "drawn", batch, fund
        case FundDrawCancelled(batch=batch, booked_to=booked_to):
            return "order-cancelled", batch, booked_to
        case FundRestored(reference=reference, booked_to=booked_to):
            return "came-back", reference, booked_to
    assert_never(happened)


def change_fen(happened: FundEvent) -> int:
    """By how much what is left of the fund changes, in fen. What is reserved is not among what is left."""
    match happened:
        case FundOpened(amount_fen=amount_fen, used_fen=used_fen):
            return amount_fen - used_fen
        case FundIncreased() | FundTransferredIn() | FundCarriedIn() | FundPassedIn():
            return happened.amount_fen
        case FundOpenedByAllotment() | FundAllottedIn() | FundReservationEnded():
            return happened.amount_fen
        case FundDrawn(due_fen=due_fen) | FundReclaimedOut(due_fen=due_fen):
            return due_fen - happened.amount_fen
        case FundTransferredOut() | FundCarriedOver() | FundPassedOn() | FundSurrendered():
            return -happened.amount_fen
        case FundAllottedOut() | FundReserved():
            return -happened.amount_fen
        case FundDrawCancelled() | FundRestored() | FundReclaimedIn():
            return 0 if happened.booked_to == TREASURY_DUE else happened.amount_fen
        case FundClosed() | FundPlanned():
            return 0
    assert_never(happened)


def treasury_fen(happened: FundEvent) -> int:
    """By how much what is due to the treasury changes, in fen."""
    match happened:
        case FundDrawCancelled() | FundRestored() | FundReclaimedIn():
            return happened.amount_fen if happened.booked_to == TREASURY_DUE else 0
        case FundSurrendered(treasury_due_fen=due_fen) | FundDrawn(due_fen=due_fen) | FundReclaimedOut(due_fen=due_fen):
            return -due_fen
    return 0
