"""`bailu report approval`: the sheet on which a run or cases are approved by signature (审批表)."""

from __future__ import annotations

from pathlib import Path

import click

from cli.parameters import NAME
from cli.report._options import sheet_options
from cli.report._print import print_report
from cli.verbs import Verb, option
from presentation.language import N_, _
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "approval",
    cls=Verb,
    help=N_(
        "The sheet on which a run or cases are approved by signature (审批表).\n\n"
        "With boxes for the handling officer, the reviewer, the deputy head in charge and the head of the bureau. Once "
        "it is signed, `bailu payment attach` makes its scan a document of the run."
    ),
)
@click.argument("numbers", nargs=-1, type=NAME, metavar="NUMBER...")
@option("--run", "batch", type=NAME, metavar="BATCH", help=N_("Of this payment run, in place of numbers."))
@sheet_options
@click.pass_obj
def command(
    settings: Settings, numbers: tuple[str, ...], batch: str | None, out: Path | None, output: str | None
) -> None:
    from usecases.reports.approval import approval_of_cases, approval_of_run

    if bool(numbers) == (batch is not None):
        raise click.UsageError(_("Give the numbers of applications, or a run with --run."))
    session = OfficerSession(settings)
    report = approval_of_run(session, batch) if batch is not None else approval_of_cases(session, numbers)
    print_report(session, report, output, out=out)
