"""资金需求预测: what is still to be paid by month and payer, out of which sources, and what the funds have for it.

Funds pay here as they pay a run: in the funding order, as far as the draw rules of the day let them, and never out of
what is reserved for allotments. What is left at the year's end is taken to be carried over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, NamedTuple

from domain.application.state.case import Case
from domain.application.status import UNSETTLED, Status
from domain.decisions.funding import spendable
from domain.money import yuan
from domain.treasury.drawing import Spendable
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row, columns
from presentation.sheets.printed import PrintedSheet
from projections.application_register import model
from projections.application_register.queries import Registration, register
from usecases.progress import OnProgress
from usecases.queries.views import caught_up, unobserved
from usecases.reports.expected import Stage, expected
from usecases.reports.names import Names
from usecases.reports.report import ReadAt, Report
from usecases.session.officer_session import OfficerSession


class FromSource(Row):
    """So much of what is needed comes from money of this source, in fen."""

    source: str
    amount_fen: int


class FromSources(tuple[FromSource, ...]):
    """In the order in which they pay: amounts for programs, `central 60,000.00; provincial 20,000.00` for people."""

    __slots__ = ()

    def in_words(self) -> str:
        return _("; ").join(f"{label(one.source)} {yuan(one.amount_fen)}" for one in self)


class ForecastRow(Row):
    """What a payer is to pay from a month on, in fen; `month` is None for what nobody knows the day of. What is in
    flight was drawn already: needed = payable + on public notice + staged + held = from sources + short.
    """

    month: str | None
    month_name: Annotated[str, Heading(N_("Month"), Kind.NAME)]
    payer: str
    payer_name: Annotated[str, Heading(N_("Paying authority"))]
    in_flight_fen: Annotated[int, Heading(N_("In flight (yuan)"), below=True)]
    payable_fen: Annotated[int, Heading(N_("Payable (yuan)"), below=True)]
    on_notice_fen: Annotated[int, Heading(N_("On public notice (yuan)"), below=True)]
    staged_fen: Annotated[int, Heading(N_("Waiting for a milestone (yuan)"), below=True)]
    held_fen: Annotated[int, Heading(N_("Held (yuan)"), below=True)]
    needed_fen: Annotated[int, Heading(N_("Needed (yuan)"))]
    sources: Annotated[tuple[FromSource, ...], Heading(N_("From the sources"), below=True)]
    short_fen: Annotated[int, Heading(N_("Short (yuan)"))]
    left_fen: Annotated[int, Heading(N_("Left then (yuan)"))]
    """Of those funds of the payer that may pay any of this, without what is reserved."""


class _Draws(NamedTuple):
    """Under which edition and scheme something is paid: this, and the payer, decide which funds may."""

    edition: str
    scheme: str


class _Month(NamedTuple):
    """What one payer is to pay in one month, in fen: by stage, and what is needed by what it may be drawn on."""

    stages: Counter[Stage]
    needed: Counter[_Draws]


_AMOUNTS = (
    "in_flight_fen", "payable_fen", "on_notice_fen", "staged_fen", "held_fen", "needed_fen", "short_fen",
)  # fmt: skip


def forecast(
    session: OfficerSession, *, payer: str | None, on_progress: OnProgress = unobserved
) -> Report[ForecastRow]:
    """As of today, payer by payer and month by month; with `payer`, of that one."""
    with caught_up(session, model.NAME, on_progress=on_progress) as views:
        registered = register(views, payer=payer)
    names, today = Names(session), session.today()
    cases = [names.case(row.number) for row in registered.rows if _concerns(row)]
    months: dict[str, dict[str | None, _Month]] = {}
    purses: dict[str, _Purse] = {}
    with session.repository() as repository:
        for case in cases:
            whose = case.payer or ""
            purse = purses.setdefault(whose, _Purse(today))
            for stage, day, amount_fen in expected(case, repository.edition(case.edition), today):
                month = months.setdefault(whose, {}).setdefault(
                    f"{day:%Y-%m}" if day is not None else None, _Month(Counter(), Counter())
                )
                month.stages[stage] += amount_fen
                draws = _Draws(case.edition, case.scheme)
                if stage is not Stage.IN_FLIGHT:
                    month.needed[draws] += amount_fen
                if not purse.has(draws):
                    purse.add(draws, spendable(repository, case, today))
    rows = [row for whose in sorted(months) for row in _rows(names, whose, months[whose], purses[whose])]
    total = _total(rows)
    sheet = PrintedSheet(
        title=_("What is still to be paid, by month"),
        office=names.office(payer),
        period=_("As of %(day)s") % {"day": today},
        particulars=((_("Open lines"), _open_lines(cases)),),
        columns=columns(ForecastRow),
        rows=rows,
        total=total,
        in_words_fen=total.needed_fen,
        notes=(
            _(
                "The amount in capitals is what is needed of the funds; what is in flight was drawn already. Left is "
                "what the funds of the payer have by then, without what is reserved for allotments, and taken to be "
                "carried over at the year's end. Held is what an objection or a suspension stops, or what was not on "
                "public notice yet."
            ),
        ),
    )
    return Report(rows=rows, sheet=sheet, read_at=ReadAt(registered.position, registered.behind))


def _concerns(row: Registration) -> bool:
    """Whether something may still be paid of it, or lines of it are open."""
    return bool(row.ordered_fen or row.payable_fen) or row.status in (*UNSETTLED, Status.SUSPENDED)


def _open_lines(cases: Iterable[Case]) -> str:
    """What nobody has decided yet, and no amount is known of."""
    open_in = [len(case.open_lines) for case in cases if case.open_lines and case.stage in UNSETTLED]
    return _("%(lines)s, of %(cases)s application(s); they are not counted here") % {
        "lines": sum(open_in),
        "cases": len(open_in),
    }


class _Purse:
    """What is left of the funds of one payer, as its months draw on them."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._spendable: dict[_Draws, Spendable] = {}
        self._left: dict[str, int] = {}

    def has(self, draws: _Draws) -> bool:
        return draws in self._spendable

    def add(self, draws: _Draws, may: Spendable) -> None:
        self._spendable[draws] = may
        for fund in may.funds:
            self._left.setdefault(fund.fund, fund.least_fen(self._today))

    @property
    def left_fen(self) -> int:
        return sum(self._left.values())

    def draw(self, needed: Mapping[_Draws, int]) -> FromSources:
        """Each fund to its last fen before the next; who has fewer funds draws first, as in a run."""
        drawn: Counter[str] = Counter()
        for draws in sorted(needed, key=lambda one: (len(self._spendable[one].funds), one)):
            missing_fen = needed[draws]
            for fund in self._spendable[draws].funds:
                given_fen = min(missing_fen, self._left[fund.fund])
                self._left[fund.fund] -= given_fen
                drawn[fund.source] += given_fen
                missing_fen -= given_fen
        order = dict.fromkeys(fund.source for may in self._spendable.values() for fund in may.funds)
        return FromSources(FromSource(source=source, amount_fen=drawn[source]) for source in order if drawn[source])


def _rows(names: Names, payer: str, months: Mapping[str | None, _Month], purse: _Purse) -> Iterator[ForecastRow]:
    """The months in their order, what has no day last."""
    for month in sorted(months, key=lambda one: (one is None, one or "")):
        stages, needed = months[month]
        needed_fen, sources = sum(needed.values()), purse.draw(needed)
        yield ForecastRow(
            month=month,
            month_name=month or _("not known yet"),
            payer=payer,
            payer_name=names.authority(payer) if payer else "",
            in_flight_fen=stages[Stage.IN_FLIGHT],
            payable_fen=stages[Stage.PAYABLE],
            on_notice_fen=stages[Stage.ON_NOTICE],
            staged_fen=stages[Stage.STAGED],
            held_fen=stages[Stage.HELD],
            needed_fen=needed_fen,
            sources=sources,
            short_fen=needed_fen - sum(one.amount_fen for one in sources),
            left_fen=purse.left_fen,
        )


def _total(rows: Sequence[ForecastRow]) -> ForecastRow:
    by_source: Counter[str] = Counter()
    for row in rows:
        by_source.update({one.source: one.amount_fen for one in row.sources})
    left_fen = {row.payer: row.left_fen for row in rows}
    return ForecastRow(
        month=None,
        month_name="",
        payer="",
        payer_name="",
        sources=FromSources(FromSource(source=source, amount_fen=fen) for source, fen in by_source.items()),
        left_fen=sum(left_fen.values()),
        **{name: sum(getattr(row, name) for row in rows) for name in _AMOUNTS},
    )
