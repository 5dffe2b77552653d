"""支出进度: what was disbursed month by month, by scheme, source or authority, as a table and as a chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row, columns
from presentation.sheets.charts import Chart
from presentation.sheets.printed import PrintedSheet
from projections.payout_history import model, queries
from projections.payout_history.rows import Kind as MovementKind
from usecases.progress import OnProgress
from usecases.queries.views import caught_up, unobserved
from usecases.reports.names import Names
from usecases.reports.report import ReadAt, Report
from usecases.reports.usage import KEYS, Apart, By, UsageFilter
from usecases.session.officer_session import OfficerSession

CHARTED = (By.SCHEME, By.SOURCE, By.AUTHORITY)


class DisbursedRow(Row):
    """What was paid in a month, less what the bank returned, in fen."""

    month: Annotated[str, Heading(N_("Month"), Kind.NAME)]
    group: str
    group_name: Annotated[str, Heading(N_("Disbursed by"))]
    paid_fen: Annotated[int, Heading(N_("Paid (yuan)"))]


_TITLES: Mapping[By, str] = {
    By.SCHEME: N_("Disbursed by month and scheme"),
    By.SOURCE: N_("Disbursed by month and source"),
    By.AUTHORITY: N_("Disbursed by month and deciding authority"),
}
_HEADINGS: Mapping[By, str] = {
    By.SCHEME: N_("Scheme"),
    By.SOURCE: N_("Source"),
    By.AUTHORITY: N_("Deciding authority"),
}
_PAID = (MovementKind.PAID, MovementKind.RETURNED)


def disbursed(
    session: OfficerSession, wanted: UsageFilter, by: By, *, on_progress: OnProgress = unobserved
) -> Report[DisbursedRow]:
    """What was disbursed in the time, with a chart of it. Months in which nothing moved stand in the chart alone."""
    with caught_up(session, model.NAME, on_progress=on_progress) as views:
        answer = queries.history(views, wanted.query())
    names = Names(session)
    amounts_fen: dict[tuple[str, tuple[str, str]], int] = {}
    for one in answer.rows:
        if one.kind in _PAID and one.line and one.effective_on >= wanted.period.first:
            key = f"{one.effective_on:%Y-%m}", _group(KEYS[by](names, one))
            amounts_fen[key] = amounts_fen.get(key, 0) + one.amount_fen
    rows = [
        DisbursedRow(month=month, group=group, group_name=name, paid_fen=amount_fen)
        for (month, (name, group)), amount_fen in sorted(amounts_fen.items())
    ]
    total_fen = sum(amounts_fen.values())
    months = _months(wanted)
    title = _(_TITLES[by])
    chart = Chart(
        title=title,
        labels=months,
        series={
            group[0]: [amounts_fen.get((month, group), 0) for month in months]
            for group in sorted({group for _month, group in amounts_fen})
        },
    )
    shown = columns(DisbursedRow)
    sheet = PrintedSheet(
        title=title,
        office=names.office(wanted.payer or wanted.authority),
        period=wanted.period.in_words(wanted.as_of),
        columns=[shown[0], shown[1].called(_HEADINGS[by]), shown[2]],
        rows=rows,
        total=DisbursedRow(month="", group="", group_name="", paid_fen=total_fen),
        in_words_fen=total_fen,
    )
    return Report(rows=rows, sheet=sheet, chart=chart, read_at=ReadAt(answer.position, answer.behind))


def _group(apart: Apart) -> tuple[str, str]:
    """The name and the id of what a movement counts under."""
    (key, name), *ids = apart
    return (label(name) if key == "source" else name), ids[0][1] if ids else name


def _months(wanted: UsageFilter) -> list[str]:
    period = wanted.period
    return [f"{period.year}-{month:02d}" for month in range(period.first.month, period.end(wanted.as_of).month + 1)]
