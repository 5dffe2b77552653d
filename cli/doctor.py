"""`bailu doctor`: one line for everything that has to be right, and for what is not, what to do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import click

from cli.exit_codes import REFUSED
from cli.output import print_listing, print_note
from cli.parameters import FILE
from cli.progress import watched
from cli.verbs import Verb, option, output_option
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.store_checks import sentence
from usecases.integrity.store_checks import CheckResult, check_documents, check_terminal, examine_store
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


class CheckRow(Row):
    """One check; `result` is `ok` or `trouble`."""

    check: Annotated[str, Heading(N_("Check"), Kind.LABEL)]
    result: Annotated[str, Heading(N_("Result"), Kind.LABEL)]
    said: Annotated[str, Heading(N_("What was found, and what to do"))]


@click.command(
    "doctor",
    cls=Verb,
    help=N_(
        "Check the store, its indexes, its keys and its read models.\n\n"
        "Exit code 65 when something is not as it should be, 69 when the store cannot be opened. Whether the log was "
        "altered is for `bailu audit verify`."
    ),
)
@option(
    "--documents",
    type=FILE,
    metavar="DIR",
    help=N_("Also hash the documents below this folder, and compare them with what was handed in."),
)
@output_option
@click.pass_obj
def command(settings: Settings, documents: Path | None, output: str | None) -> None:
    session = OfficerSession(settings)
    results = [*examine_store(session), check_terminal(sys.stdout.encoding)]
    if documents is not None:
        results += check_documents(session, documents, watched)
    print_listing(CheckRow, map(_row, results), output)
    failed = sum(not result.ok for result in results)
    print_note(_("%(count)s trouble(s).") % {"count": failed} if failed else _("Everything is as it should be."))
    if failed:
        raise click.exceptions.Exit(REFUSED)


def _row(result: CheckResult) -> CheckRow:
    """The findings of a check in one sentence or, when there are none, its summary."""
    shown = result.findings or ((result.summary,) if result.summary else ())
    return CheckRow(
        check=result.check,
        result="ok" if result.ok else "trouble",
        said=_("; ").join(sentence(finding.code, finding.values) for finding in shown),
    )
