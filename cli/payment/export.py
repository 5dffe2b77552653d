"""`bailu payment export`: write the file of a released run for the bank, with every account in full."""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line, print_record
from cli.parameters import FILE, NAME
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from presentation.language import N_, _
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "export",
    cls=Verb,
    help=N_(
        "Write the file of a released run for the bank, with every account in full.\n\n"
        "That accounts were shown is recorded, with the digest of the file, before the file is in its place. "
        "A file that is there is never overwritten."
    ),
)
@click.argument("batch", type=NAME)
@click.argument("file", type=FILE)
@option("--again", is_flag=True, help=N_("Make another file of a run, when the first never reached the bank."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings, batch: str, file: Path, again: bool, dry_run: bool, command_id: str | None, output: str | None
) -> None:
    from usecases.commands.export_payment import export_to

    session = OfficerSession(settings)
    exported = export_to(session, batch, file, again=again, dry_run=dry_run, command_id=command_id)
    if print_record(exported, output):
        return
    if exported.there_before:
        print_line(_("%(file)s is there already, exactly so. Nothing was recorded.") % {"file": file})
    elif dry_run:
        print_line(_("Would write %(rows)s account(s) in full to %(file)s.") % {"rows": exported.rows, "file": file})
    else:
        sentence = _("%(file)s is written: %(rows)s payment(s), SHA-256 %(sha256)s.")
        print_line(sentence % {"file": file, "rows": exported.rows, "sha256": exported.sha256})
