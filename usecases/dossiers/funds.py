"""The funds: what was opened, what was drawn on them and came back, and what is left."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from domain.errors import NoSuchThing
from domain.treasury.fund import (
    Fund,
    FundDrawCancelled,
    FundDrawn,
    FundOpened,
    FundRestored,
    fund_stream,
)
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from presentation.rows.values import fields
from store.line.envelope import Recorded, read_all
from usecases.session.officer_session import OfficerSession


class FundBalance(Row):
    """A fund and what is left of it, in fen."""

    fund: Annotated[str, Heading(N_("Fund"), Kind.NAME)]
    holder: Annotated[str, Heading(N_("Holder"), Kind.NAME)]
    source: Annotated[str, Heading(N_("Source"), Kind.LABEL)]
    programme: Annotated[str, Heading(N_("Programme"), Kind.NAME)]
    year: Annotated[int, Heading(N_("Year"), Kind.NAME)]
    opened_fen: Annotated[int, Heading(N_("Opened (yuan)"))]
    drawn_fen: Annotated[int, Heading(N_("Drawn (yuan)"))]
    left_fen: Annotated[int, Heading(N_("Left (yuan)"))]
    prior_year_fen: Annotated[int, Heading(N_("Prior-year account (yuan)"))]


class FundDraw(Row):
    """A movement of a fund, in fen; `batch` is the run or, of money that came back, the case and its demand."""

    batch: Annotated[str, Heading(N_("Reference"), Kind.NAME)]
    what: Annotated[str, Heading(N_("What"), Kind.LABEL)]
    drawn_fen: Annotated[int, Heading(N_("Drawn (yuan)"))]
    prior_year_fen: Annotated[int, Heading(N_("Prior-year account (yuan)"))]
    effective_on: Annotated[date, Heading(N_("Day"))]
    recorded_at: datetime
    officer: Annotated[str, Heading(N_("Officer"), Kind.NAME)]
    position: Annotated[int, Heading(N_("Position"))]


class FundDetails(FundBalance):
    """A fund with the document that provides its money, and its movements."""

    document: str
    draws: tuple[FundDraw, ...]


def fund_balances(session: OfficerSession) -> list[FundBalance]:
    """All funds."""
    with session.repository() as repository:
        return [_balance(fund) for fund in repository.funds()]


def fund_details(session: OfficerSession, name: str) -> FundDetails:
    """Raises `NoSuchThing("no-such-fund")`."""
    with session.repository() as repository:
        fund = repository.fund(name)
    if fund is None:
        raise NoSuchThing("no-such-fund", fund=name)
    with session.database.reading() as view:
        recorded = read_all(view.stream(fund_stream(name)))
    opened = recorded[0].event
    assert isinstance(opened, FundOpened), "a fund's first event is its opening"
    draws = tuple(draw for move in recorded if (draw := _draw(move)))
    return FundDetails(**fields(_balance(fund)), document=opened.document, draws=draws)


def _balance(fund: Fund) -> FundBalance:
    return FundBalance(
        fund=fund.fund,
        holder=fund.holder,
        source=fund.source,
        programme=fund.programme,
        year=fund.year,
        opened_fen=fund.opened_fen,
        drawn_fen=fund.drawn_fen,
        left_fen=fund.balance_fen,
        prior_year_fen=fund.prior_year_fen,
    )


def _draw(recorded: Recorded) -> FundDraw | None:
    """What an event moved in the fund; None for its opening."""
    match recorded.event:
        case FundDrawn(batch=by, amount_fen=amount_fen):
            what, drawn_fen, prior_year_fen = "drawn", amount_fen, 0
        case FundDrawCancelled(batch=by, amount_fen=amount_fen):
            what, drawn_fen, prior_year_fen = "order-cancelled", -amount_fen, 0
        case FundRestored(reference=by, amount_fen=amount_fen, prior_year=True):
            what, drawn_fen, prior_year_fen = "came-back", 0, amount_fen
        case FundRestored(reference=by, amount_fen=amount_fen):
            what, drawn_fen, prior_year_fen = "came-back", -amount_fen, 0
        case _:
            return None
    return FundDraw(
        batch=by,
        what=what,
        drawn_fen=drawn_fen,
        prior_year_fen=prior_year_fen,
        effective_on=recorded.effective_on,
        recorded_at=recorded.recorded_at,
        officer=recorded.actor,
        position=recorded.position,
    )
