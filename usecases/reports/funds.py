"""资金指标: the indicators of a budget year, from what was opened to what is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row, columns
from presentation.sheets.printed import PrintedSheet
from usecases.dossiers.funds import FundBalance, fund_balances
from usecases.reports.names import Names
from usecases.reports.report import Report
from usecases.session.officer_session import OfficerSession


class FundRow(Row):
    """A fund through its year, in fen: what came in (opened less used before, increased, transferred, carried in,
    allotted in) is what was drawn, carried over, surrendered, reclaimed by the city, allotted out, is due to the
    treasury, reserved, and left.
    """

    fund: Annotated[str, Heading(N_("Fund"), Kind.NAME)]
    holder: str
    holder_name: Annotated[str, Heading(N_("Holder"))]
    source: Annotated[str, Heading(N_("Source"), Kind.LABEL)]
    document: Annotated[str, Heading(N_("Document"))]
    account: Annotated[str, Heading(N_("Budget account"), Kind.NAME)]
    opened_fen: Annotated[int, Heading(N_("Opened (yuan)"))]
    increased_fen: Annotated[int, Heading(N_("Increased (yuan)"))]
    transferred_fen: Annotated[int, Heading(N_("Transferred (yuan)"))]
    carried_in_fen: Annotated[int, Heading(N_("Carried in (yuan)"))]
    allotted_in_fen: Annotated[int, Heading(N_("Allotted in (yuan)"))]
    drawn_fen: Annotated[int, Heading(N_("Drawn (yuan)"))]
    carried_over_fen: Annotated[int, Heading(N_("Carried over (yuan)"))]
    surrendered_fen: Annotated[int, Heading(N_("Surrendered (yuan)"))]
    reclaimed_fen: Annotated[int, Heading(N_("Reclaimed by the city (yuan)"))]
    allotted_out_fen: Annotated[int, Heading(N_("Allotted out (yuan)"))]
    treasury_due_fen: Annotated[int, Heading(N_("Due to the treasury (yuan)"))]
    reserved_fen: Annotated[int, Heading(N_("Reserved (yuan)"))]
    left_fen: Annotated[int, Heading(N_("Left (yuan)"))]


_AMOUNTS = (
    "opened_fen", "increased_fen", "transferred_fen", "carried_in_fen", "allotted_in_fen", "drawn_fen",
    "carried_over_fen", "surrendered_fen", "reclaimed_fen", "allotted_out_fen", "treasury_due_fen", "reserved_fen",
    "left_fen",
)  # fmt: skip
_OF_ALLOTMENTS = ("allotted_in_fen", "reclaimed_fen", "allotted_out_fen", "reserved_fen")
"""Left out of a sheet that is wide enough without, where no fund on it has anything of the kind."""


def funds(session: OfficerSession, year: int, *, as_of: date | None, holder: str | None) -> Report[FundRow]:
    """The funds of a budget year, of one holder where one is named."""
    names = Names(session)
    balances = [
        balance
        for balance in fund_balances(session, as_of)
        if balance.year == year and holder in (None, balance.holder)
    ]
    rows = [_row(names, balance) for balance in balances]
    total = _total(rows)
    nowhere = {name for name in _OF_ALLOTMENTS if not any(getattr(row, name) for row in rows)}
    sheet = PrintedSheet(
        title=_("Funds of the budget year %(year)s") % {"year": year},
        office=names.office(holder),
        period=_("As of %(day)s") % {"day": as_of or session.today()},
        columns=columns(FundRow, without=nowhere),
        rows=rows,
        total=total,
        in_words_fen=total.left_fen,
        notes=(_("The amount in capitals is what is left. Opened is less what had been used before."),),
    )
    return Report(rows=rows, sheet=sheet)


def _row(names: Names, balance: FundBalance) -> FundRow:
    return FundRow(
        fund=balance.fund,
        holder=balance.holder,
        holder_name=names.authority(balance.holder),
        source=balance.source,
        document=balance.document,
        account=names.account(balance.fund),
        opened_fen=balance.opened_fen - balance.used_fen,
        increased_fen=balance.increased_fen,
        transferred_fen=balance.transferred_fen,
        carried_in_fen=balance.carried_in_fen,
        allotted_in_fen=balance.allotted_in_fen,
        drawn_fen=balance.drawn_fen,
        carried_over_fen=balance.carried_over_fen,
        surrendered_fen=balance.surrendered_fen,
        reclaimed_fen=balance.reclaimed_fen,
        allotted_out_fen=balance.allotted_out_fen,
        treasury_due_fen=balance.treasury_due_fen,
        reserved_fen=balance.reserved_fen,
        left_fen=balance.left_fen,
    )


def _total(rows: Sequence[FundRow]) -> FundRow:
    amounts = {name: sum(getattr(row, name) for row in rows) for name in _AMOUNTS}
    return FundRow(fund="", holder="", holder_name="", source="", document="", account="", **amounts)
