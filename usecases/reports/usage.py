"""就业补助资金使用情况表: persons, person-times and money of a month or a year, by whatever is asked for.

A person counts once in each row and once in the total, under all documents that were linked. A person-time is an
instalment of a line about a person of which, in the time, more was paid than came back from the bank. Money is what the
bank credited, less what it returned; what payees paid back, or had kept back, stands beside it, and so does what came
in for demands from before this log. All of it is asked of the payout history, so that totals are those of `history`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from msgspec import UNSET, UnsetType, structs

from domain.application.values import ApplicantKind
from domain.imports.debts import is_debt
from domain.office.people import People
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row, columns
from presentation.rows.values import fields
from presentation.sheets.printed import PrintedSheet
from projections.payout_history import model, queries
from projections.payout_history.rows import Kind as MovementKind
from projections.payout_history.totals import sums_of
from usecases.progress import OnProgress
from usecases.queries.views import caught_up, unobserved
from usecases.reports.names import FROM_BEFORE, Names
from usecases.reports.period import Period
from usecases.reports.report import ReadAt, Report
from usecases.session.officer_session import OfficerSession


class By(StrEnum):
    """What the rows of the sheet are apart by."""

    SCHEME = "scheme"
    ACCOUNT = "account"
    SOURCE = "source"
    GROUP = "group"
    AUTHORITY = "authority"
    PAYER = "payer"
    MONTH = "month"


class UsageRow(Row):
    """What was used in the time, amounts in fen, and from New Year on where the time is a month; what the rows are not
    apart by is left out.
    """

    scheme: str | UnsetType = UNSET
    scheme_name: Annotated[str | UnsetType, Heading(N_("Scheme"))] = UNSET
    account: Annotated[str | UnsetType, Heading(N_("Budget account"), Kind.NAME)] = UNSET
    source: Annotated[str | UnsetType, Heading(N_("Source"), Kind.LABEL)] = UNSET
    group: str | UnsetType = UNSET
    group_name: Annotated[str | UnsetType, Heading(N_("Group of persons"))] = UNSET
    authority: str | UnsetType = UNSET
    authority_name: Annotated[str | UnsetType, Heading(N_("Deciding authority"))] = UNSET
    payer: str | UnsetType = UNSET
    payer_name: Annotated[str | UnsetType, Heading(N_("Paying authority"))] = UNSET
    month: Annotated[str | UnsetType, Heading(N_("Month"), Kind.NAME)] = UNSET
    organisations: Annotated[int, Heading(N_("Organisations"))]
    people: Annotated[int, Heading(N_("Persons"))]
    times: Annotated[int, Heading(N_("Person-times"))]
    paid_fen: Annotated[int, Heading(N_("Paid (yuan)"))]
    recovered_fen: Annotated[int, Heading(N_("Recovered (yuan)"))]
    people_year: Annotated[int | UnsetType, Heading(N_("Persons since New Year"), below=True)] = UNSET
    times_year: Annotated[int | UnsetType, Heading(N_("Person-times since New Year"), below=True)] = UNSET
    paid_year_fen: Annotated[int | UnsetType, Heading(N_("Paid since New Year (yuan)"), below=True)] = UNSET
    recovered_year_fen: Annotated[int | UnsetType, Heading(N_("Recovered since New Year (yuan)"), below=True)] = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageFilter:
    """Which movements count: those of a time that have every value given; the days are value dates."""

    period: Period
    scheme: str | None = None
    authority: str | None = None
    payer: str | None = None
    source: str | None = None
    as_of: date | None = None
    known_at: datetime | int | None = None

    def query(self) -> queries.Filter:
        return queries.Filter(
            scheme=self.scheme,
            authority=self.authority,
            payer=self.payer,
            source=self.source,
            as_of=self.period.end(self.as_of),
            known_at=self.known_at,
        )


_COUNTED = frozenset({MovementKind.PAID, MovementKind.RETURNED, MovementKind.RECOVERED, MovementKind.OFFSET})
_NAMED = frozenset({By.SCHEME, By.GROUP, By.AUTHORITY, By.PAYER})
"""What has an id besides."""
Apart = tuple[tuple[str, str], ...]
"""What a movement counts under, by the fields of a row: names, by which rows are in order, before their ids."""


def usage(
    session: OfficerSession, wanted: UsageFilter, by: Sequence[By], *, on_progress: OnProgress = unobserved
) -> Report[UsageRow]:
    """The sheet of a time, with a row for each of what `by` sets apart, in the order of their names."""
    with caught_up(session, model.NAME, on_progress=on_progress) as views:
        answer = queries.history(views, wanted.query())
    period, names = wanted.period, Names(session)
    since = period.new_year
    of_year = [one for one in answer.rows if one.kind in _COUNTED and one.line and one.effective_on >= since]
    with session.repository() as repository:
        people = repository.people()
    counting = _Counting(period, people, names)
    groups: dict[Apart, list[queries.Movement]] = {}
    keys = [KEYS[one] for one in by]
    for movement in of_year:
        groups.setdefault(tuple(field for key in keys for field in key(names, movement)), []).append(movement)
    rows = [counting.row(movements, apart) for apart, movements in sorted(groups.items(), key=lambda group: group[0])]
    total = counting.row(of_year, ())
    # What is unset in the total is either what rows are apart by, or what this time does not have.
    shown = {*fields(total), *(f"{one}_name" if one in _NAMED else one.value for one in by)}
    sheet_columns = columns(UsageRow, without={column.key for column in columns(UsageRow)} - shown)
    sheet = PrintedSheet(
        title=_("Use of employment subsidy funds"),
        office=names.office(wanted.payer or wanted.authority),
        period=period.in_words(wanted.as_of),
        columns=sheet_columns,
        rows=rows,
        total=total,
        in_words_fen=total.paid_fen,
        notes=tuple(_notes(wanted)),
    )
    return Report(rows=rows, sheet=sheet, read_at=ReadAt(answer.position, answer.behind))


def _notes(wanted: UsageFilter) -> list[str]:
    notes = [_("Paid is what the bank credited less what it returned, by value date. A person counts once.")]
    if wanted.source is not None:
        notes.append(_("Only money of this source: %(source)s.") % {"source": label(wanted.source)})
    return notes


class _Counting:
    """Counts persons and money of one time."""

    def __init__(self, period: Period, people: People, names: Names) -> None:
        self._period, self._people, self._names = period, people, names

    def row(self, movements: Sequence[queries.Movement], apart: Apart) -> UsageRow:
        """Of movements since New Year, those of the time, and where that is a month all of them besides."""
        of_period = [one for one in movements if one.effective_on >= self._period.first]
        sums, (people, times) = sums_of(of_period), self._persons(of_period)
        row = UsageRow(
            **dict(apart),  # type: ignore[arg-type]
            organisations=self._organisations(of_period),
            people=people,
            times=times,
            paid_fen=sums.paid_fen,
            recovered_fen=sums.recovered_fen,
        )
        if self._period.month is None:
            return row
        sums, (people, times) = sums_of(movements), self._persons(movements)
        return _since_new_year(row, people, times, sums.paid_fen, sums.recovered_fen)

    def _persons(self, movements: Iterable[queries.Movement]) -> tuple[int, int]:
        """How many persons, and person-times."""
        paid: Counter[tuple[str, str, int, int]] = Counter()
        for one in movements:
            if one.person is not None and one.kind in (MovementKind.PAID, MovementKind.RETURNED):
                paid[self._people.of(one.person), one.application, one.line, one.instalment] += one.amount_fen
        times = [key for key, amount_fen in paid.items() if amount_fen > 0]
        return len({person for person, *_due in times}), len(times)

    def _organisations(self, movements: Iterable[queries.Movement]) -> int:
        paid: Counter[str] = Counter()
        for one in movements:
            if one.kind in (MovementKind.PAID, MovementKind.RETURNED):
                paid[one.application] += one.amount_fen
        cases = (self._names.case(number) for number, amount_fen in paid.items() if amount_fen > 0)
        return len({case.applicant.party for case in cases if case.applicant.kind is ApplicantKind.ORGANISATION})


def _since_new_year(row: UsageRow, people: int, times: int, paid_fen: int, recovered_fen: int) -> UsageRow:
    return structs.replace(
        row, people_year=people, times_year=times, paid_year_fen=paid_fen, recovered_year_fen=recovered_fen
    )


KEYS: Mapping[By, Callable[[Names, queries.Movement], Apart]] = {
    By.SCHEME: lambda names, one: (("scheme_name", names.scheme(one.edition, one.scheme)), ("scheme", one.scheme)),
    By.ACCOUNT: lambda names, one: (("account", names.account(_source(one, one.fund))),),
    By.SOURCE: lambda names, one: (("source", _source(one, one.source)),),
    By.GROUP: lambda names, one: _group(*names.group(one.application, one.line)),
    By.AUTHORITY: lambda names, one: (("authority_name", names.authority(one.authority)), ("authority", one.authority)),
    By.PAYER: lambda names, one: (("payer_name", names.authority(one.payer)), ("payer", one.payer or "")),
    By.MONTH: lambda names, one: (("month", f"{one.effective_on:%Y-%m}"),),
}


def _source(movement: queries.Movement, named: str | None) -> str:
    """What came in for a demand from before this log went to no fund of it: a row of its own."""
    return FROM_BEFORE if is_debt(movement.application) else named or ""


def _group(group: str, name: str) -> Apart:
    return (("group_name", name), ("group", group))
