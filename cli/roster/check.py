"""`bailu roster check`: every row that has something wrong, and a copy beside the roster with those cells marked."""

from __future__ import annotations

from pathlib import Path

import click

from cli.exit_codes import NO_SUCH_THING, OK, REFUSED
from cli.output import print_line, print_listing, print_note, print_record
from cli.parameters import FILE, NAME
from cli.roster._options import policy_option
from cli.verbs import Verb, option, output_option
from presentation.language import N_, _
from usecases.intake.roster_check import RosterCheck, RosterProblem, check_roster
from usecases.session.settings import Settings


@click.command(
    "check",
    cls=Verb,
    help=N_("Check a roster: every row that has something wrong, and a copy beside it with those cells marked."),
)
@click.argument("file", type=FILE)
@option("--scheme", type=NAME, metavar="SCHEME", required=True, help=N_("The scheme that the roster is for."))
@policy_option
@option("--no-copy", is_flag=True, help=N_("Do not write the marked copy."))
@output_option
@click.pass_obj
def command(settings: Settings, file: Path, scheme: str, policy: str | None, no_copy: bool, output: str | None) -> int:
    checked = check_roster(settings, file, scheme=scheme, policy=policy, mark=not no_copy)
    if output in ("csv", "xlsx"):
        print_listing(RosterProblem, checked.result.problems, output)
    elif not print_record(checked.result, output):
        _print_problems(checked)
    if checked.missing:
        return NO_SUCH_THING
    return REFUSED if checked.sentences else OK


def _print_problems(checked: RosterCheck) -> None:
    roster = checked.result
    for sentence in checked.sentences:
        print_line(f"{roster.file}: {sentence}")
    if not checked.sentences:
        print_line(_("%(file)s: %(rows)s row(s), all in order.") % {"file": roster.file, "rows": roster.rows})
        return
    print_note(_("%(file)s: %(count)s problem(s).") % {"file": roster.file, "count": len(checked.sentences)})
    if roster.copy is not None:
        print_note(_("They are marked in %(copy)s.") % {"copy": roster.copy})
