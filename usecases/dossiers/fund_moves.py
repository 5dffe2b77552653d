"""What a decision does to the funds: what it draws on them, what comes back to them, and what is left then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from domain import streams
from domain.treasury.fund import FundDrawCancelled, FundEvent, FundRestored, evolve
from domain.treasury.fund_events import FundReclaimedIn
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from store.line.envelope import Recorded
from usecases.dossiers.funds import change_fen
from usecases.session.officer_session import OfficerSession


class FundMove(Row):
    """One movement of a fund, in fen: `change_fen` is negative for what leaves it, `left_fen` is what is left then, and
    `account` where what came back is booked: the fund, the number of another, or what is due to the treasury.
    """

    fund: Annotated[str, Heading(N_("Fund"), Kind.NAME)]
    source: Annotated[str, Heading(N_("Source"), Kind.LABEL)]
    change_fen: Annotated[int, Heading(N_("In or out (yuan)"))]
    account: Annotated[str, Heading(N_("Booked to"), Kind.LABEL)]
    left_fen: Annotated[int, Heading(N_("Left (yuan)"))]


def fund_moves(session: OfficerSession, events: Iterable[Recorded], *, recorded: bool) -> tuple[FundMove, ...]:
    """A row for each movement, in their order. `recorded` says whether the log holds them already."""
    prefix = streams.prefix(streams.Kind.FUND)
    moves = [recording for recording in events if recording.stream.startswith(prefix)]
    rows: list[FundMove] = []
    with session.repository() as repository:
        funds = {move.stream: repository.fund(move.stream.removeprefix(prefix)) for move in moves}
    for move in moves:
        fund = funds[move.stream]
        if not recorded:
            fund = funds[move.stream] = evolve(fund, move.event)
        assert fund is not None, "what moves was opened"
        assert isinstance(move.event, FundEvent), "it stands in the stream of a fund"
        account = _account(move.event)
        row = FundMove(
            fund=fund.fund,
            source=fund.source,
            change_fen=change_fen(move.event),
            account="fund" if account == fund.fund else account,
            left_fen=fund.balance_fen,
        )
        rows.append(row)
    return tuple(rows)


def _account(happened: FundEvent) -> str:
    """Where what came back is booked."""
    return happened.booked_to if isinstance(happened, FundDrawCancelled | FundRestored | FundReclaimedIn) else "fund"
