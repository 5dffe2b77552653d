"""资金下达情况表: the allotments of a year, from the advance to what is owed, beside what was achieved of targets.

The chart has the 70 % and the 30 % of each receiver, and beside them what of the total its achievement comes to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated

from domain.money import half_up
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row, columns
from presentation.sheets.charts import Chart
from presentation.sheets.printed import PrintedSheet
from presentation.words.amounts import in_percent
from usecases.dossiers.allotments import AllotmentRow
from usecases.dossiers.allotments import allotments as all_allotments
from usecases.reports.names import Names
from usecases.reports.report import Report
from usecases.session.officer_session import OfficerSession


class AllottedRow(Row):
    """An allotment, in fen: total = advanced + released + reserved + lapsed, and what of what the district received it
    spent, has left, gave back and owes.
    """

    allotment: Annotated[str, Heading(N_("Allotment"), Kind.NAME)]
    holder: str
    holder_name: Annotated[str, Heading(N_("Allotted by"), below=True)]
    receiver: str
    receiver_name: Annotated[str, Heading(N_("Allotted to"))]
    document: Annotated[str, Heading(N_("Document"), below=True)]
    status: str
    made_on: date
    settled_on: date | None
    total_fen: Annotated[int, Heading(N_("Total (yuan)"))]
    advance_fen: Annotated[int, Heading(N_("Advanced (yuan)"), below=True)]
    reserved_fen: Annotated[int, Heading(N_("Reserved (yuan)"), below=True)]
    achieved: str
    """An exact fraction, such as `4/5`."""
    achieved_percent: Annotated[str, Heading(N_("Achieved share"), Kind.NAME)]
    released_fen: Annotated[int, Heading(N_("Released (yuan)"), below=True)]
    lapsed_fen: Annotated[int, Heading(N_("Not released (yuan)"), below=True)]
    reclaimed_fen: Annotated[int, Heading(N_("Reclaimed (yuan)"), below=True)]
    owed_fen: Annotated[int, Heading(N_("Owed by the district (yuan)"))]
    spent_fen: Annotated[int, Heading(N_("Spent by the district (yuan)"))]
    left_fen: Annotated[int, Heading(N_("Left with the district (yuan)"), below=True)]


_AMOUNTS = (
    "total_fen", "advance_fen", "reserved_fen", "released_fen", "lapsed_fen", "reclaimed_fen", "owed_fen", "spent_fen",
    "left_fen",
)  # fmt: skip


def allotments(session: OfficerSession, year: int, *, as_of: date | None, authority: str | None) -> Report[AllottedRow]:
    """The allotments of money of a budget year: with `authority`, those that it made or received."""
    names = Names(session)
    made = [
        _row(names, one)
        for one in all_allotments(session, as_of)
        if one.year == year and authority in (None, one.holder, one.receiver)
    ]
    total = _total(made)
    sheet = PrintedSheet(
        title=_("Allotments of the budget year %(year)s") % {"year": year},
        office=names.office(authority),
        period=_("As of %(day)s") % {"day": as_of or session.today()},
        columns=columns(AllottedRow),
        rows=made,
        total=total,
        in_words_fen=total.total_fen,
        notes=(
            _(
                "The amount in capitals is the total. It is what was advanced, released, is reserved, and is not "
                "released. Achieved is by weight of the targets; what was not evaluated counts as not achieved."
            ),
        ),
    )
    return Report(rows=made, sheet=sheet, chart=_chart(year, made))


def _row(names: Names, one: AllotmentRow) -> AllottedRow:
    return AllottedRow(
        allotment=one.allotment,
        holder=one.holder,
        holder_name=names.authority(one.holder),
        receiver=one.receiver,
        receiver_name=names.authority(one.receiver),
        document=one.document,
        status=one.status,
        made_on=one.made_on,
        settled_on=one.settled_on,
        total_fen=one.total_fen,
        advance_fen=one.advance_fen,
        reserved_fen=one.reserved_fen,
        achieved=one.achieved,
        achieved_percent=in_percent(Fraction(one.achieved)),
        released_fen=one.released_fen,
        lapsed_fen=one.lapsed_fen,
        reclaimed_fen=one.reclaimed_fen,
        owed_fen=one.owed_fen,
        spent_fen=one.spent_fen,
        left_fen=one.left_fen,
    )


def _total(rows: Sequence[AllottedRow]) -> AllottedRow:
    amounts = {name: sum(getattr(row, name) for row in rows) for name in _AMOUNTS}
    return AllottedRow(
        allotment="",
        holder="",
        holder_name="",
        receiver="",
        receiver_name="",
        document="",
        status="",
        made_on=date.min,
        settled_on=None,
        achieved="",
        achieved_percent="",
        **amounts,
    )


def _chart(year: int, rows: Sequence[AllottedRow]) -> Chart:
    """Two columns a receiver: what became of its money, what was reclaimed below zero; and what its achieved share of
    the total comes to. The first is as high as the second where the money followed the targets to the fen.
    """
    by_receiver: dict[str, list[AllottedRow]] = {}
    for row in rows:
        by_receiver.setdefault(row.receiver_name, []).append(row)
    labels: list[str] = []
    columns_of_chart: list[tuple[int, int, int, int, int]] = []
    for receiver, of_it in by_receiver.items():
        total = _total(of_it)
        earned = sum((Fraction(row.achieved) * row.total_fen for row in of_it), Fraction())
        share = in_percent(earned / total.total_fen)
        labels += [receiver, _("%(receiver)s: %(share)s") % {"receiver": receiver, "share": share}]
        columns_of_chart += [
            (total.advance_fen, total.released_fen, total.reserved_fen, -total.reclaimed_fen, 0),
            (0, 0, 0, 0, half_up(earned.numerator, earned.denominator)),
        ]
    names = (_("Advanced"), _("Released"), _("Reserved"), _("Reclaimed"), _("Achieved, of the total"))
    return Chart(
        title=_("Allotments of %(year)s against their targets") % {"year": year},
        labels=labels,
        series={name: [column[at] for column in columns_of_chart] for at, name in enumerate(names)},
    )
