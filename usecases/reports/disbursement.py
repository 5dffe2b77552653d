"""发放明细: the list of a payment run, with what the bank answered. Names of persons and accounts are masked."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row, columns
from presentation.sheets.printed import PrintedSheet
from usecases.dossiers.payment_runs import run_details
from usecases.dossiers.payment_sheet import RepliedItem, without_fund
from usecases.reports.names import Names
from usecases.reports.report import Report
from usecases.session.officer_session import OfficerSession


class DisbursementRow(Row):
    """One payment of a run, in fen, and what became of it; `result` is None while the bank has not answered."""

    application: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    fund: Annotated[str | None, Heading(N_("Fund"), Kind.NAME)]
    payee: Annotated[str, Heading(N_("Payee"))]
    account: Annotated[str, Heading(N_("Account number"), Kind.NAME, below=True)]
    scheme: str
    scheme_name: Annotated[str, Heading(N_("Scheme"), below=True)]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]
    result: Annotated[str | None, Heading(N_("The bank's answer"), Kind.LABEL)]
    value_on: Annotated[date | None, Heading(N_("Credited on"), below=True)]
    credited_fen: Annotated[int, Heading(N_("Credited (yuan)"))]
    returned_fen: Annotated[int, Heading(N_("Returned (yuan)"), below=True)]


def disbursement(session: OfficerSession, batch: str) -> Report[DisbursementRow]:
    """The list of a run as it was released, with what was left out and paid all the same, of which the amount is what
    was paid before. Raises `NoSuchThing("no-such-batch")`.
    """
    names, (run, details) = Names(session), run_details(session, batch)
    rows = [_row(names, item) for item in details.items if isinstance(item, RepliedItem)]
    total = DisbursementRow(
        application="",
        fund=None,
        payee="",
        account="",
        scheme="",
        scheme_name="",
        amount_fen=sum(row.amount_fen for row in rows),
        result=None,
        value_on=None,
        credited_fen=sum(row.credited_fen for row in rows),
        returned_fen=sum(row.returned_fen for row in rows),
    )
    sheet = PrintedSheet(
        title=_("List of subsidies disbursed"),
        office=names.office(run.authority),
        period=_("Ordered on %(day)s") % {"day": run.ordered_on},
        number=batch,
        columns=columns(DisbursementRow, without=without_fund(details)),
        rows=rows,
        total=total,
        in_words_fen=total.amount_fen,
    )
    return Report(rows=rows, sheet=sheet)


def _row(names: Names, item: RepliedItem) -> DisbursementRow:
    return DisbursementRow(
        application=item.application,
        fund=item.fund,
        payee=item.payee,
        account=item.account,
        scheme=item.scheme,
        scheme_name=names.scheme(names.case(item.application).edition, item.scheme),
        amount_fen=item.amount_fen,
        result=item.result,
        value_on=item.value_on,
        credited_fen=item.credited_fen or 0,
        returned_fen=item.returned_fen or 0,
    )
