"""`bailu fund`: the money there is, by holder, source, programme and year, and what is left of it."""

from __future__ import annotations

from typing import Any

from domain.treasury.fund import (
    Fund,
)
from presentation.language import N_
from presentation.rows.columns import Column, Kind

COLUMNS = (
    Column("fund", N_("Fund"), Kind.NAME),
    Column("holder", N_("Holder"), Kind.NAME),
    Column("source", N_("Source"), Kind.LABEL),
    Column("programme", N_("Programme"), Kind.NAME),
    Column("year", N_("Year"), Kind.NAME),
    Column("opened_fen", N_("Opened (yuan)"), Kind.MONEY),
    Column("drawn_fen", N_("Drawn (yuan)"), Kind.MONEY),
    Column("left_fen", N_("Left (yuan)"), Kind.MONEY),
    Column("prior_year_fen", N_("Prior-year account (yuan)"), Kind.MONEY),
)


def _row(fund: Fund) -> dict[str, Any]:
    return {
        "fund": fund.fund,
        "holder": fund.holder,
        "source": fund.source,
        "programme": fund.programme,
        "year": fund.year,
        "opened_fen": fund.opened_fen,
        "drawn_fen": fund.drawn_fen,
        "left_fen": fund.balance_fen,
        "prior_year_fen": fund.prior_year_fen,
    }
