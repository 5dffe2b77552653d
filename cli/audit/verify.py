"""`bailu audit verify`: whether the log is whole, unaltered and signed."""

from __future__ import annotations

from typing import Annotated

import click

from cli.exit_codes import NOT_VERIFIED
from cli.output import print_line, print_listing, print_record
from cli.parameters import HEAD
from cli.progress import Pace
from cli.verbs import Verb, option, output_option
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.log_errors import sentence
from usecases.integrity.log_verification import AuditReport, verify_log
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_CHECKED = {
    "lines": N_("lines"),
    "leaves": N_("leaves"),
    "head": N_("head"),
    "versions": N_("versions of the streams"),
    "parts": N_("parts of the commands"),
    "signatures": N_("signatures"),
    "earlier-head": N_("the head that was noted earlier"),
}


class ErrorLine(Row):
    """An error of the log with its sentence, for people and spreadsheets."""

    position: Annotated[int | None, Heading(N_("Position"))]
    code: Annotated[str, Heading(N_("Code"), Kind.NAME)]
    said: Annotated[str, Heading(N_("What does not fit"))]


@click.command(
    "verify",
    cls=Verb,
    help=N_(
        "Verify the whole log: every line and its leaf, the head, the versions of every stream, the parts of every "
        "command, and every signature with the key that the log has for the officer.\n\n"
        "With --head, also that the log begins with exactly what it was when that head was noted. Exit code 79 when "
        "anything does not fit."
    ),
)
@option(
    "--no-signatures", "unsigned", is_flag=True, help=N_("Leave the signatures out: faster, but says nothing of who.")
)
@option(
    "--head", "noted", type=HEAD, metavar="SIZE:ROOT", help=N_("A head as noted earlier, by an earlier run of this.")
)
@output_option
@click.pass_obj
def command(settings: Settings, unsigned: bool, noted: tuple[int, bytes] | None, output: str | None) -> None:
    database = OfficerSession(settings).forensic_database
    with Pace(_("Verifying")) as pace:
        report = verify_log(database, signatures=not unsigned, noted=noted, on_progress=pace)
    if output in ("csv", "xlsx"):
        print_listing(ErrorLine, _error_lines(report), output)
    elif not print_record(report, output):
        _print_report(report)
    if not report.holds:
        raise click.exceptions.Exit(NOT_VERIFIED)


def _error_lines(report: AuditReport) -> list[ErrorLine]:
    return [
        ErrorLine(position=error.position, code=error.code, said=sentence(error.code, error.values))
        for error in report.troubles
    ]


def _print_report(report: AuditReport) -> None:
    print_line(_("Checked: %(what)s.") % {"what": _(", ").join(_(_CHECKED[name]) for name in report.checked)})
    counted = _(
        "%(size)s events, %(signatures)s signed command(s) of %(officers)s officer(s); %(seconds)s s, "
        "%(rate)s leaves/s."
    )
    print_line(
        counted
        % {
            "size": report.size,
            "signatures": report.signatures,
            "officers": len(report.officers),
            "seconds": f"{report.seconds:.2f}",
            "rate": f"{report.leaves_per_second:,}",
        }
    )
    print_line(_("Head: %(head)s") % {"head": report.head})
    for error in _error_lines(report):
        where = _("the log as a whole") if not error.position else _("position %(position)s")
        print_line(_("%(where)s: %(what)s") % {"where": where % {"position": error.position}, "what": error.said})
    if report.holds:
        print_line(_("The log verifies."))
    else:
        print_line(_("The log does NOT verify: %(count)s trouble(s).") % {"count": report.troubles_total})
