"""`bailu audit verify`: verify the whole log: every line and its leaf, the head, the versions of every stream, the
parts of every command, and every signature with the key that the log has for the officer.
"""

from __future__ import annotations

import click

from cli.exit_codes import NOT_VERIFIED
from cli.output import print_line, print_listing, print_record
from cli.parameters import HEAD
from cli.progress import Pace
from cli.verbs import Verb, option, output_option
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from usecases.integrity.log_verification import Checked, verify_log
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_ERRORS = (
    Column("position", N_("Position"), Kind.COUNT),
    Column("code", N_("Code"), Kind.NAME),
    Column("said", N_("What does not fit")),
)


_CHECKED = {
    "lines": N_("lines"),
    "leaves": N_("leaves"),
    "head": N_("head"),
    "versions": N_("versions of the streams"),
    "parts": N_("parts of the commands"),
    "signatures": N_("signatures"),
    "earlier-head": N_("the head that was noted earlier"),
}


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
        checked = verify_log(database, signatures=not unsigned, noted=noted, on_progress=pace)
    if output in ("csv", "xlsx"):
        print_listing(_ERRORS, checked.rows(), output)
    elif not print_record(checked.values(), output, _ERRORS):
        _tell(checked)
    if not checked.holds:
        raise click.exceptions.Exit(NOT_VERIFIED)


def _tell(checked: Checked) -> None:
    print_line(_("Checked: %(what)s.") % {"what": ", ".join(_(_CHECKED[each]) for each in checked.what)})
    said = _(
        "%(size)s facts, %(signatures)s signed command(s) of %(officers)s officer(s); %(seconds)s s, %(rate)s leaves/s."
    )
    print_line(
        said
        % {
            "size": checked.found.size,
            "signatures": checked.found.signatures,
            "officers": len(checked.found.officers),
            "seconds": f"{checked.seconds:.2f}",
            "rate": f"{checked.rate:,.0f}",
        }
    )
    print_line(_("Head: %(head)s") % {"head": checked.head})
    for error in checked.rows():
        where = _("position %(position)s") % error if error["position"] else _("the log as a whole")
        print_line(f"{where}: {error['said']}")
    if checked.holds:
        print_line(_("The log verifies."))
    else:
        print_line(_("The log does NOT verify: %(count)s trouble(s).") % {"count": checked.errors_total})
