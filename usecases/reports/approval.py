"""审批表: what is to be approved for payment, for those who sign it on paper: of a run, or of cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated

from domain.application.state.case import Case
from domain.errors import NotAllowed
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row, columns
from presentation.sheets.printed import PrintedSheet
from usecases.dossiers.payment_runs import run_details
from usecases.dossiers.payment_sheet import Computation, Parcel
from usecases.reports.names import Names
from usecases.reports.report import Report
from usecases.session.officer_session import OfficerSession

SIGNING = (
    N_("Opinion of the handling officer"),
    N_("Opinion of the reviewer"),
    N_("Opinion of the deputy head in charge"),
    N_("Opinion of the head of the bureau"),
)
"""经办, 审核, 分管领导, 局长."""


class ApprovalRow(Row):
    """What one case is to be paid, in fen, and how that adds up; the names of persons are masked."""

    application: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    fund: Annotated[str | None, Heading(N_("Fund"), Kind.NAME)]
    applicant: Annotated[str, Heading(N_("Applicant"))]
    scheme: str
    scheme_name: Annotated[str, Heading(N_("Scheme"), below=True)]
    clause: Annotated[str, Heading(N_("Clause"), Kind.NAME, below=True)]
    count: Annotated[int, Heading(N_("Payments"))]
    parcels: Annotated[tuple[Parcel, ...], Heading(N_("Computation"), below=True)]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]


def approval_of_run(session: OfficerSession, batch: str) -> Report[ApprovalRow]:
    """The sheet of a payment run, as it was released. Raises `NoSuchThing("no-such-batch")`."""
    names, (run, details) = Names(session), run_details(session, batch)
    rows = [
        ApprovalRow(
            application=item.application,
            fund=item.fund,
            applicant=item.payee,
            scheme=item.scheme,
            scheme_name=names.scheme(names.case(item.application).edition, item.scheme),
            clause=item.clause,
            count=item.count,
            parcels=item.lines,
            amount_fen=item.amount_fen,
        )
        for item in details.items
        if item.application not in details.left_out
    ]
    period = _("Ordered on %(day)s") % {"day": run.ordered_on}
    return _report(rows, office=names.office(run.authority), number=batch, period=period)


def approval_of_cases(session: OfficerSession, numbers: Sequence[str]) -> Report[ApprovalRow]:
    """The sheet of cases that were assessed, with what they are entitled to, or would be.

    Raises `NoSuchThing("no-such-application")`, `NotAllowed("not-assessed")`.
    """
    names = Names(session)
    rows = [_row(names, names.case(number)) for number in dict.fromkeys(numbers)]
    authority = names.case(numbers[0]).authority if numbers else None
    period = _("As of %(day)s") % {"day": session.today()}
    return _report(rows, office=names.office(authority), number="", period=period)


def _row(names: Names, case: Case) -> ApprovalRow:
    parcels = _parcels(case)
    return ApprovalRow(
        application=case.number,
        fund=None,
        applicant=names.applicant(case.number),
        scheme=case.scheme,
        scheme_name=names.scheme(case.edition, case.scheme),
        clause=names.clause(case),
        count=sum(parcel.count for parcel in parcels),
        parcels=parcels,
        amount_fen=sum(parcel.count * parcel.amount_fen for parcel in parcels),
    )


def _parcels(case: Case) -> Computation:
    """Of an approved case its instalments as they stand, of another what was assessed."""
    if case.approval is not None:
        amounts = ((due.instalment, item.entitled_fen) for due, item in case.items.items())
        return _computation(Counter(one for one in amounts if one[1]))
    if case.assessment is None:
        raise NotAllowed("not-assessed", application=case.number, status=case.status)
    counted: Counter[tuple[int, int]] = Counter()
    for award in case.assessment.awards:
        lines = sum(last - first + 1 for first, last in award.lines)
        for instalment, part in enumerate(award.parts, 1):
            counted[instalment, part.amount_fen] += lines
    return _computation(counted)


def _computation(counted: Counter[tuple[int, int]]) -> Computation:
    return Computation(
        Parcel(count=count, instalment=instalment, amount_fen=amount_fen)
        for (instalment, amount_fen), count in sorted(counted.items())
    )


def _report(rows: Iterable[ApprovalRow], *, office: str, number: str, period: str) -> Report[ApprovalRow]:
    rows = list(rows)
    total = ApprovalRow(
        application="",
        fund=None,
        applicant="",
        scheme="",
        scheme_name="",
        clause="",
        count=sum(row.count for row in rows),
        parcels=(),
        amount_fen=sum(row.amount_fen for row in rows),
    )
    sheet = PrintedSheet(
        title=_("Approval of subsidy payments"),
        office=office,
        period=period,
        number=number,
        columns=columns(ApprovalRow, without=set() if any(row.fund for row in rows) else {"fund"}),
        rows=rows,
        total=total,
        in_words_fen=total.amount_fen,
        signing=tuple(map(_, SIGNING)),
    )
    return Report(rows=rows, sheet=sheet)
