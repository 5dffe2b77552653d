"""Reports of a city's year: their totals are those of the payout history, and of each case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain, combinations

import pytest

from benchmarks.city.office import CityOffice
from benchmarks.city.year import CityYear
from projections.building.runner import catch_up
from projections.engine.views import Views
from projections.payout_history.queries import Filter, Movement, history
from projections.payout_history.rows import Kind
from projections.payout_history.totals import Sums, sums_of
from store.addresses import views_beside
from usecases.reports.disbursed import CHARTED, disbursed
from usecases.reports.ledger import LedgerFilter, ledger
from usecases.reports.period import Period, before
from usecases.reports.usage import By, UsageFilter, usage
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

# What the two databases do differently is asked of the payout history itself.
pytestmark = pytest.mark.on_sqlite


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OfficerSession, Views]]:
    """A desk at the end of a city's year, in which there was everything that reports are about, and its read models."""
    folder = tmp_path_factory.mktemp("reports") / "city"
    folder.mkdir()
    year = CityYear(CityOffice.at_folder(folder, seed=7), size=30, seed=7)
    year.live()
    url = year.office.database.url
    views = Views(year.office.database, views_beside(url))
    catch_up(views)
    flags = {"store": url, "keys": str(folder / "bailu.keys"), "officer": "xu"}
    session = OfficerSession(Settings(environ={}, flags=flags))
    yield session, views
    session.close()
    views.close()
    year.office.database.close()


def movements(views: Views, **asked: object) -> tuple[Movement, ...]:
    return tuple(history(views, Filter(**asked)).rows)  # type: ignore[arg-type]


def paid_in(views: Views, period: Period, known_at: int | None) -> Counter[tuple[str, str, int, int]]:
    """What was paid net of returns, by person and instalment."""
    net: Counter[tuple[str, str, int, int]] = Counter()
    for one in movements(views, known_at=known_at):
        if one.person and one.line and one.kind in (Kind.PAID, Kind.RETURNED) and one.effective_on.year == period.year:
            net[one.person, one.application, one.line, one.instalment] += one.amount_fen
    return net


def persons(net: Counter[tuple[str, str, int, int]]) -> tuple[int, int]:
    paid = [key for key, amount_fen in net.items() if amount_fen > 0]
    return len({person for person, *_due in paid}), len(paid)


def between(views: Views, first: date, last: date, known_at: int | None = None) -> Sums:
    """What `history --as-of` says of the last day, less what it says of the day before the first."""
    now, then = (sums_of(movements(views, as_of=day, known_at=known_at)) for day in (last, before(first)))
    return Sums(*(one - other for one, other in zip(now, then, strict=True)))


def test_what_was_used_in_a_time_is_what_the_history_says_of_its_days(told: tuple[OfficerSession, Views]) -> None:
    office, views = told
    rows = movements(views)
    paid = [row for row in rows if row.kind == Kind.PAID and row.line]
    assert paid
    positions = [None, rows[len(rows) // 2].position]
    for year in sorted({row.effective_on.year for row in paid}):
        apart = chain([()], combinations((By.SCHEME, By.SOURCE, By.GROUP, By.MONTH), 1), [(By.ACCOUNT, By.PAYER)])
        for by, known_at in ((by, known_at) for by in apart for known_at in positions):
            period = Period(year)
            report = usage(office, UsageFilter(period=period, known_at=known_at), by)
            sums = between(views, period.first, period.last, known_at)
            assert sum(row.paid_fen for row in report.rows) == sums.paid_fen
            assert sum(row.recovered_fen for row in report.rows) == sums.recovered_fen
            assert report.sheet.in_words_fen == sums.paid_fen
            if not by and report.rows:
                assert (report.rows[0].people, report.rows[0].times) == persons(paid_in(views, period, known_at))
        for by_one in CHARTED:
            charted = disbursed(office, UsageFilter(period=Period(year)), by_one)
            assert charted.chart is not None
            together = sum(sum(amounts) for amounts in charted.chart.series.values())
            assert together == charted.sheet.in_words_fen == between(views, period.first, period.last).paid_fen


def test_a_month_stands_beside_what_was_used_since_new_year(told: tuple[OfficerSession, Views]) -> None:
    office, views = told
    paid = [row for row in movements(views) if row.kind == Kind.PAID and row.line]
    day = sorted(row.effective_on for row in paid)[len(paid) // 2]
    month = Period(day.year, day.month)
    (row,) = usage(office, UsageFilter(period=month), ()).rows
    assert row.paid_fen == between(views, month.first, month.last).paid_fen
    assert row.paid_year_fen == between(views, month.new_year, month.last).paid_fen
    in_month = {one.person for one in paid if month.first <= one.effective_on <= month.last and one.person}
    assert 0 < row.people <= len(in_month)
    assert row.people <= row.times
    (day_before,) = usage(office, UsageFilter(period=month, as_of=before(month.first)), ()).rows or (None,)
    assert day_before is None or day_before.paid_fen == 0


def test_the_ledger_says_of_each_case_what_the_case_says_of_itself(told: tuple[OfficerSession, Views]) -> None:
    office, views = told
    report = ledger(office, LedgerFilter())
    with office.repository() as repository:
        cases = {row.application: repository.case(row.application) for row in report.rows}
    assert any(row.returned_fen for row in report.rows)
    for row in report.rows:
        case = cases[row.application]
        told = (row.entitled_fen, row.paid_fen, row.recovered_fen, row.outstanding_fen)
        assert told == (case.entitled_fen, case.paid_fen, case.recovered_fen, case.outstanding_fen), row.application
    sums = sums_of(movements(views))
    assert sum(row.paid_fen for row in report.rows) == sums.paid_fen == report.sheet.in_words_fen
    assert sum(row.credited_fen - row.returned_fen for row in report.rows) == sums.paid_fen
