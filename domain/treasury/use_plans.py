"""用款计划: what the treasury lets an office spend of a fund by a month. ADR 0072."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from domain.application.values import Draw
from domain.errors import NotAllowed
from domain.treasury.fund import Fund


def within_plans(funds: Mapping[str, Fund], drawn: Iterable[Draw], today: date) -> None:
    """Plans add up within the year: what one month leaves can be spent in the next. Whatever leaves a fund uses its
    plan, whoever pays it, and what comes back is there again. A fund without any plan has no such limit.

    Raises `NotAllowed("plan-exceeded")` with what is planned up to this month, what is drawn, left and asked for, in
    fen.
    """
    for draw in drawn:
        fund = funds.get(draw.fund)
        planned_fen = fund.planned_fen(today) if fund is not None else None
        if fund is None or planned_fen is None:
            continue
        drawn_fen = fund.used_fen + fund.drawn_fen
        if drawn_fen + draw.amount_fen > planned_fen:
            raise NotAllowed(
                "plan-exceeded",
                fund=fund.fund,
                month=f"{today:%Y-%m}",
                planned_fen=planned_fen,
                drawn_fen=drawn_fen,
                left_fen=max(0, planned_fen - drawn_fen),
                amount_fen=draw.amount_fen,
            )
