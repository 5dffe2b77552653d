"""应收追回款账龄: demands of which something is open, by age, as a table and as a chart."""

from __future__ import annotations

from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import columns
from presentation.sheets.charts import Chart
from presentation.sheets.printed import PrintedSheet
from usecases.progress import OnProgress
from usecases.queries.demands import DemandFilter, DemandGroup
from usecases.queries.demands import demands as demands_of
from usecases.queries.views import caught_up, unobserved
from usecases.reports.names import Names
from usecases.reports.report import ReadAt, Report
from usecases.session.officer_session import OfficerSession


def demands(
    session: OfficerSession, wanted: DemandFilter, *, by_age: bool = True, on_progress: OnProgress = unobserved
) -> Report[DemandGroup]:
    """The demands by class of age, the youngest first; otherwise by ground."""
    with caught_up(session, "recovery_book", on_progress=on_progress) as views:
        listed = demands_of(views, wanted, session.today())
    groups = listed.groups(by_age=by_age)
    title = _("Open demands by age") if by_age else _("Open demands by ground")
    sheet = PrintedSheet(
        title=title,
        office=Names(session).office(wanted.payer or wanted.authority),
        period=_("As of %(day)s") % {"day": session.today()},
        columns=[
            column.called(N_("Age of the demand") if by_age else N_("Ground")) if column.key == "group" else column
            for column in columns(DemandGroup)
        ],
        rows=groups,
        total=DemandGroup(
            group="",
            demands=len(listed.rows),
            demanded_fen=sum(row.demanded_fen for row in groups),
            open_fen=listed.open_fen,
            overdue_fen=listed.overdue_fen,
        ),
        in_words_fen=listed.open_fen,
    )
    chart = Chart(
        title=title,
        labels=[label(group.group) for group in groups],
        series={
            _("Overdue by now"): [group.overdue_fen for group in groups],
            _("Not yet due"): [group.open_fen - group.overdue_fen for group in groups],
        },
    )
    return Report(rows=groups, sheet=sheet, chart=chart, read_at=ReadAt(listed.position, listed.behind))
