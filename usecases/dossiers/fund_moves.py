"""What a decision does to the funds: what it draws on them, what comes back to them, and what is left then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.treasury.fund import FundDrawCancelled, FundDrawn, FundRestored, evolve, fund_stream
from presentation.language import N_
from presentation.rows.columns import Column, Kind
from store.line.envelope import Recorded
from usecases.session.officer_session import OfficerSession

FUND_MOVES = (
    Column("fund", N_("Fund"), Kind.NAME),
    Column("source", N_("Source"), Kind.LABEL),
    Column("change_fen", N_("In or out (yuan)"), Kind.MONEY),
    Column("account", N_("Booked to"), Kind.LABEL),
    Column("left_fen", N_("Left (yuan)"), Kind.MONEY),
)


def fund_moves(session: OfficerSession, events: Iterable[Recorded], *, recorded: bool) -> list[dict[str, Any]]:
    """A row for each movement, in their order. `recorded` says whether the books know of them already."""
    prefix = fund_stream("")
    moves = [each for each in events if each.stream.startswith(prefix)]
    rows: list[dict[str, Any]] = []
    with session.repository() as repository:
        funds = {each.stream: repository.fund(each.stream.removeprefix(prefix)) for each in moves}
    for each in moves:
        fund = funds[each.stream]
        if not recorded:
            fund = funds[each.stream] = evolve(fund, each.event)
        assert fund is not None, "what moves was opened"
        row = {
            "fund": fund.fund,
            "source": fund.source,
            "change_fen": _change_fen(each),
            "account": "prior-year" if isinstance(each.event, FundRestored) and each.event.prior_year else "fund",
            "left_fen": fund.balance_fen,
        }
        rows.append(row)
    return rows


def _change_fen(recorded: Recorded) -> int:
    match recorded.event:
        case FundDrawn(amount_fen=amount_fen):
            return -amount_fen
        case FundDrawCancelled(amount_fen=amount_fen) | FundRestored(amount_fen=amount_fen):
            return amount_fen
    raise AssertionError(f"does not move money of a fund: {recorded.event!r}")
