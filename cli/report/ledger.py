"""`bailu report ledger`: cases with what they are entitled to, got, gave back and have yet to get (台账)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from cli.report._options import (
    as_of_option,
    authority_option,
    known_at_option,
    payer_option,
    scheme_option,
    sheet_options,
)
from cli.report._print import print_report
from cli.verbs import Verb
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "ledger",
    cls=Verb,
    help=N_("Cases with what they are entitled to, got, gave back and have yet to get (台账).\n\nNames are masked."),
)
@scheme_option
@authority_option
@payer_option
@as_of_option
@known_at_option
@sheet_options
@click.pass_obj
def command(
    settings: Settings,
    scheme: str | None,
    authority: str | None,
    payer: str | None,
    as_of: date | None,
    known_at: datetime | int | None,
    out: Path | None,
    output: str | None,
) -> None:
    from cli.views import catching_up
    from usecases.reports.ledger import LedgerFilter, ledger

    session = OfficerSession(settings)
    wanted = LedgerFilter(scheme=scheme, authority=authority, payer=payer, as_of=as_of, known_at=known_at)
    with catching_up() as on_progress:
        report = ledger(session, wanted, on_progress=on_progress)
    print_report(session, report, output, out=out)
