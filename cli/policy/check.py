"""`bailu policy check`: check a policy file: everything that is wrong with it, with its line."""

from __future__ import annotations

import click

from cli.exit_codes import OK, REFUSED
from cli.output import print_line, print_listing, print_note, print_record
from cli.parameters import FILE_OR_NAME
from cli.verbs import Verb, output_option
from policies import left_as_begun
from presentation.language import N_, _
from usecases.intake.editions import pack_bytes
from usecases.intake.packs import CheckedPack, PackMistake, check_pack


@click.command("check", cls=Verb, help=N_("Check a policy file: everything that is wrong with it, with its line."))
@click.argument("file", type=FILE_OR_NAME)
@output_option
def command(file: str, output: str | None) -> int:
    content = pack_bytes(file)
    if lines := left_as_begun(content):
        values = {"file": file, "lines": ", ".join(map(str, lines))}
        print_note(_("%(file)s: still as `policy new` wrote it, to be replaced, on line(s) %(lines)s.") % values)
    checked = check_pack(file, content)
    if output in ("csv", "xlsx"):
        print_listing(PackMistake, checked.problems, output)
    elif not print_record(checked, output):
        _print_sheet(checked)
    return REFUSED if checked.problems else OK


def _print_sheet(checked: CheckedPack) -> None:
    """The edition, or its mistakes as compilers write them, so that an editor can go there."""
    if not checked.problems:
        values = {
            "file": checked.file,
            "edition": checked.edition,
            "schemes": checked.schemes,
            "digest": checked.digest,
        }
        print_line(_("%(file)s: the edition %(edition)s, with %(schemes)s schemes, is in order (%(digest)s).") % values)
        return
    for mistake in checked.problems:
        print_line(f"{mistake.file}:{mistake.line}: {mistake.where}: {mistake.problem}")
    counted = {"file": checked.file, "count": len(checked.problems)}
    print_note(_("%(file)s: %(count)s problem(s).") % counted)
