"""Reports of a city's year: their totals are those of the payout history, and of each case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from itertools import chain, combinations
from pathlib import Path

import pytest

from benchmarks.city.allotting import RECEIVERS
from benchmarks.city.office import CityOffice
from benchmarks.city.year import AFTER, CityYear
from domain.application.status import UNSETTLED
from projections.building.runner import catch_up
from projections.engine.views import Views
from projections.payout_history.queries import Filter, Movement, history
from projections.payout_history.rows import Kind
from projections.payout_history.totals import Sums, sums_of
from store.addresses import views_beside
from usecases.dossiers.funds import FundBalance, fund_balances
from usecases.reports.allotments import AllottedRow, allotments
from usecases.reports.disbursed import CHARTED, disbursed
from usecases.reports.forecast import forecast
from usecases.reports.funds import funds
from usecases.reports.ledger import LedgerFilter, ledger
from usecases.reports.performance import performance
from usecases.reports.period import Period, before
from usecases.reports.usage import By, UsageFilter, usage
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

# What the two databases do differently is asked of the payout history itself.
pytestmark = pytest.mark.on_sqlite


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OfficerSession, Views]]:
    """A desk at the end of a city's year, in which there was everything that reports are about, and its read models."""
    with lived(tmp_path_factory.mktemp("reports") / "city", AFTER[-1]) as desk:
        yield desk


@contextmanager
def lived(folder: Path, last: date) -> Iterator[tuple[OfficerSession, Views]]:
    folder.mkdir()
    year = CityYear(CityOffice.at_folder(folder, seed=7), size=30, seed=7)
    year.live(last)
    url = year.office.database.url
    views = Views(year.office.database, views_beside(url))
    catch_up(views)
    flags = {"store": url, "keys": str(folder / "bailu.keys"), "officer": "xu"}
    session = OfficerSession(Settings(environ={"BAILU_CLOCK": str(year.office.hours.day)}, flags=flags))
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


# Allotments


DAYS = (date(2024, 1, 1), date(2024, 1, 31), date(2024, 10, 31), date(2024, 11, 30), date(2024, 12, 31), None)
"""Before they were made, when they had been, before and after the evaluation, after the settlement, by now."""


def test_what_was_allotted_is_what_its_funds_say_as_of_any_day(told: tuple[OfficerSession, Views]) -> None:
    office, _views = told
    for day in DAYS:
        report = allotments(office, 2024, as_of=day, authority=None)
        of_allotments: dict[str | None, list[FundBalance]] = {}
        for fund in fund_balances(office, day):
            of_allotments.setdefault(fund.allotment, []).append(fund)
        for row in report.rows:
            district = of_allotments[row.allotment]
            assert row.total_fen == row.advance_fen + row.released_fen + row.reserved_fen + row.lapsed_fen
            assert row.spent_fen == sum(fund.drawn_fen for fund in district)
            assert row.left_fen == sum(fund.left_fen for fund in district)
            left_fen = row.left_fen + sum(fund.treasury_due_fen for fund in district)
            assert row.advance_fen + row.released_fen - row.reclaimed_fen == row.spent_fen + left_fen
        city = of_allotments.get(None, [])
        given_fen = sum(row.advance_fen + row.released_fen - row.reclaimed_fen for row in report.rows)
        assert given_fen == sum(fund.allotted_out_fen for fund in city)
        assert sum(row.reserved_fen for row in report.rows) == sum(fund.reserved_fen for fund in city)


def test_an_allotment_stands_as_of_each_day_where_it_had_come_to(told: tuple[OfficerSession, Views]) -> None:
    office, _views = told

    def come_to(day: date | None) -> list[AllottedRow]:
        rows = list(allotments(office, 2024, as_of=day, authority=None).rows)
        assert [row.receiver for row in rows] in ([], list(RECEIVERS))
        return rows

    before_all, made, running, evaluated, settled, reclaimed = map(come_to, DAYS)
    assert before_all == []
    for row in (*made, *running):
        assert (row.achieved, row.reserved_fen * 10) == ("0", row.total_fen * 3)
    assert all(row.achieved != "0" and row.released_fen == 0 for row in evaluated)
    assert all(row.reserved_fen == row.reclaimed_fen == 0 < row.released_fen for row in settled)
    assert any(row.reclaimed_fen for row in reclaimed)
    assert sum(row.spent_fen for row in made) < sum(row.spent_fen for row in reclaimed)


def test_the_chart_has_the_money_of_each_receiver_beside_what_it_achieved(told: tuple[OfficerSession, Views]) -> None:
    office, _views = told
    report = allotments(office, 2024, as_of=None, authority=None)
    assert report.chart is not None
    series = list(report.chart.series.values())
    for at, row in enumerate(report.rows):
        advanced, released, reserved, reclaimed, achieved = (
            amounts[2 * at] + amounts[2 * at + 1] for amounts in series
        )
        assert (advanced, released, reserved) == (row.advance_fen, row.released_fen, row.reserved_fen)
        assert reclaimed == -row.reclaimed_fen
        # By half a fen a sum at most, what the district has in the end and owes follows what it achieved.
        assert abs(advanced + released + reclaimed - row.owed_fen - achieved) <= 1
        assert abs(achieved - Fraction(row.achieved) * row.total_fen) <= Fraction(1, 2)
    torch = allotments(office, 2024, as_of=None, authority="torch")
    assert [row.receiver for row in torch.rows] == ["torch"]
    assert len(allotments(office, 2024, as_of=None, authority="350200").rows) == len(RECEIVERS)
    assert allotments(office, 2025, as_of=None, authority=None).rows == []


def test_the_self_assessment_is_the_achieved_share_target_by_target(told: tuple[OfficerSession, Views]) -> None:
    office, _views = told
    for row in allotments(office, 2024, as_of=None, authority=None).rows:
        report = performance(office, row.allotment, as_of=None)
        weights = sum(target.weight for target in report.rows)
        assert sum(Fraction(target.share) * target.weight for target in report.rows) / weights == Fraction(row.achieved)
        assert report.sheet.in_words_fen == row.advance_fen + row.released_fen
        for target in report.rows:
            assert target.evaluation is not None
            assert target.achieved is not None
            assert Fraction(target.share) == min(Fraction(1), Fraction(target.achieved, target.quantity or 0))
        early = performance(office, row.allotment, as_of=date(2024, 10, 31))
        assert {(target.achieved, target.share, target.evaluated_on) for target in early.rows} == {(None, "0", None)}


def test_what_came_into_a_fund_is_what_went_out_and_is_there(told: tuple[OfficerSession, Views]) -> None:
    office, _views = told
    for year in (2024, 2025):
        rows = funds(office, year, as_of=None, holder=None).rows
        assert any(row.allotted_in_fen or row.reclaimed_fen for row in rows)
        for row in rows:
            came_fen = row.opened_fen + row.increased_fen + row.transferred_fen + row.carried_in_fen
            went_fen = (
                row.drawn_fen + row.carried_over_fen + row.surrendered_fen + row.reclaimed_fen + row.allotted_out_fen
            )
            there_fen = row.treasury_due_fen + row.reserved_fen + row.left_fen
            assert came_fen + row.allotted_in_fen == went_fen + there_fen, row.fund


# What is still to be paid


def test_what_is_expected_is_what_cases_have_outstanding(tmp_path: Path) -> None:
    with lived(tmp_path / "city", date(2024, 6, 1)) as (office, _views):
        report = forecast(office, payer=None)
        with office.repository() as repository:
            cases = [repository.case(number) for number in repository.names("application")]
        left_fen = Counter[str]()
        for fund in fund_balances(office):
            left_fen[fund.holder] += fund.left_fen
    unsettled = [case for case in cases if case.stage in UNSETTLED and case.outstanding_fen]
    assert len({row.month for row in report.rows}) > 2
    assert {row.payer for row in report.rows} == {case.payer for case in unsettled}
    for payer in {row.payer for row in report.rows}:
        rows = [row for row in report.rows if row.payer == payer]
        outstanding_fen = sum(case.outstanding_fen for case in unsettled if case.payer == payer)
        assert sum(row.in_flight_fen + row.needed_fen for row in rows) == outstanding_fen
        for row in rows:
            left_fen[payer] -= row.needed_fen
            assert row.needed_fen == row.payable_fen + row.on_notice_fen + row.staged_fen + row.held_fen
            assert (row.needed_fen, row.short_fen) == (sum(one.amount_fen for one in row.sources), 0)
            assert row.left_fen == left_fen[payer]
