"""The time of a report as it is typed: a month or a year, and the present year where neither is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from presentation.language import _

if TYPE_CHECKING:
    from usecases.reports.period import Period
    from usecases.session.officer_session import OfficerSession


def period_of(session: OfficerSession, month: tuple[int, int] | None, year: int | None) -> Period:
    """Raises `click.UsageError` for both."""
    from usecases.reports.period import Period

    if month is not None and year is not None:
        raise click.UsageError(_("Give --month or --year, but not both."))
    return Period(*month) if month is not None else Period(year or session.today().year)
