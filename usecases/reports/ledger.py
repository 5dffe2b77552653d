"""台账: each case with what it is entitled to, what was paid, came back and was recovered, and what is outstanding.

Of a demand from before this log stands what came in for it, in a row of its own, so that totals are those of `history`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from domain.imports.debts import is_debt
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row, columns
from presentation.sheets.printed import PrintedSheet
from projections.payout_history import model, queries
from projections.payout_history.rows import Kind as MovementKind
from projections.payout_history.totals import sums_of
from usecases.progress import OnProgress
from usecases.queries.views import caught_up, unobserved
from usecases.reports.names import Names
from usecases.reports.report import ReadAt, Report
from usecases.session.officer_session import OfficerSession


class LedgerRow(Row):
    """A case of which money moved, in fen: `paid_fen` is what was credited less what the bank returned.

    In the place of a case stands a demand from before this log, as its file and its own name.
    """

    application: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    applicant: Annotated[str, Heading(N_("Applicant"))]
    scheme: str
    scheme_name: Annotated[str, Heading(N_("Scheme"), below=True)]
    authority: str
    authority_name: Annotated[str, Heading(N_("Deciding authority"), below=True)]
    payer: str
    payer_name: Annotated[str, Heading(N_("Paying authority"), below=True)]
    received_on: Annotated[date | None, Heading(N_("Received on"), below=True)]
    entitled_fen: Annotated[int, Heading(N_("Entitled (yuan)"))]
    credited_fen: Annotated[int, Heading(N_("Credited (yuan)"), below=True)]
    returned_fen: Annotated[int, Heading(N_("Returned (yuan)"), below=True)]
    paid_fen: Annotated[int, Heading(N_("Paid (yuan)"))]
    recovered_fen: Annotated[int, Heading(N_("Recovered (yuan)"), below=True)]
    outstanding_fen: Annotated[int, Heading(N_("Outstanding (yuan)"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """Which cases: those that have every value given, as of a value date and as known at a moment."""

    scheme: str | None = None
    authority: str | None = None
    payer: str | None = None
    as_of: date | None = None
    known_at: datetime | int | None = None


def ledger(session: OfficerSession, wanted: LedgerFilter, *, on_progress: OnProgress = unobserved) -> Report[LedgerRow]:
    """The cases by number. Whoever was forgotten has no name."""
    asked = queries.Filter(
        scheme=wanted.scheme,
        authority=wanted.authority,
        payer=wanted.payer,
        as_of=wanted.as_of,
        known_at=wanted.known_at,
    )
    with caught_up(session, model.NAME, on_progress=on_progress) as views:
        answer = queries.history(views, asked)
    cases: dict[str, list[queries.Movement]] = {}
    demands: dict[tuple[str, int], list[queries.Movement]] = {}
    for movement in answer.rows:
        if is_debt(movement.application):
            demands.setdefault((movement.application, _number(movement)), []).append(movement)
        else:
            cases.setdefault(movement.application, []).append(movement)
    names = Names(session)
    rows = [_row(names, movements) for _number, movements in sorted(cases.items())]
    rows += [_demand_row(names, movements) for _number, movements in sorted(demands.items())]
    total = _total(rows)
    sheet = PrintedSheet(
        title=_("Ledger of subsidy cases"),
        office=names.office(wanted.payer or wanted.authority),
        period=_("As of %(day)s") % {"day": wanted.as_of or session.today()},
        columns=columns(LedgerRow),
        rows=rows,
        total=total,
        in_words_fen=total.paid_fen,
        notes=tuple(_notes(bool(demands))),
    )
    return Report(rows=rows, sheet=sheet, read_at=ReadAt(answer.position, answer.behind))


def _notes(from_before: bool) -> Iterator[str]:
    yield _("The amount in capitals is what was paid.")
    if from_before:
        yield _("Demands from before this log stand last, by their file: of them only what came in is an amount here.")


def _number(movement: queries.Movement) -> int:
    """Of a demand from before this log: the history has what came in beyond it under no line."""
    return int((movement.recovery or "").removeprefix("r"))


def _demand_row(names: Names, movements: Sequence[queries.Movement]) -> LedgerRow:
    """It was paid before this log, and nothing is to be paid: of its money only what came in is of this log."""
    last = movements[-1]
    recovery = last.recovery or ""
    return LedgerRow(
        application=f"{last.application} {recovery}",
        applicant=names.debtor(last.application, recovery),
        scheme=last.scheme,
        scheme_name=names.scheme(last.edition, last.scheme),
        authority=last.authority,
        authority_name=names.authority(last.authority),
        payer=last.payer or "",
        payer_name=names.authority(last.payer),
        received_on=None,
        entitled_fen=0,
        credited_fen=0,
        returned_fen=0,
        paid_fen=0,
        recovered_fen=sums_of(movements).recovered_fen,
        outstanding_fen=0,
    )


def _row(names: Names, movements: Sequence[queries.Movement]) -> LedgerRow:
    last, sums = movements[-1], sums_of(movements)
    returned_fen = -sum(one.amount_fen for one in movements if one.line and one.kind == MovementKind.RETURNED)
    return LedgerRow(
        application=last.application,
        applicant=names.applicant(last.application),
        scheme=last.scheme,
        scheme_name=names.scheme(last.edition, last.scheme),
        authority=last.authority,
        authority_name=names.authority(last.authority),
        payer=last.payer or "",
        payer_name=names.authority(last.payer),
        received_on=names.case(last.application).received_on,
        entitled_fen=sums.entitled_fen,
        credited_fen=sums.paid_fen + returned_fen,
        returned_fen=returned_fen,
        paid_fen=sums.paid_fen,
        recovered_fen=sums.recovered_fen,
        outstanding_fen=max(0, sums.entitled_fen - sums.net_paid_fen + sums.owed_back_fen),
    )


def _total(rows: Sequence[LedgerRow]) -> LedgerRow:
    return LedgerRow(
        application="",
        applicant="",
        scheme="",
        scheme_name="",
        authority="",
        authority_name="",
        payer="",
        payer_name="",
        received_on=None,
        entitled_fen=sum(row.entitled_fen for row in rows),
        credited_fen=sum(row.credited_fen for row in rows),
        returned_fen=sum(row.returned_fen for row in rows),
        paid_fen=sum(row.paid_fen for row in rows),
        recovered_fen=sum(row.recovered_fen for row in rows),
        outstanding_fen=sum(row.outstanding_fen for row in rows),
    )
