"""`bailu payment export`: write the file of a released run for the bank, with every account in full."""

from __future__ import annotations

from pathlib import Path

import click

from cli.bank._options import profile_option
from cli.output import print_line, print_listing, print_record
from cli.parameters import FILE, NAME
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "export",
    cls=Verb,
    help=N_(
        "Write the file of a released run for the bank, with every account in full.\n\n"
        "By a bank profile (`bailu bank profiles`). A run that exceeds what the bank takes in one file makes several: "
        "FILE with -1, -2 and so on; so does one for a bank that wants accounts of its own apart from others. That "
        "accounts were shown is recorded, with the digest of each file, before the files are in their places. A file "
        "that is there is never overwritten."
    ),
)
@click.argument("batch", type=NAME)
@click.argument("file", type=FILE)
@profile_option
@option("--again", is_flag=True, help=N_("Make another file of a run, when the first never reached the bank."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    batch: str,
    file: Path,
    profile: str | None,
    again: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    from usecases.commands.export_payment import WrittenFile, export_to

    session = OfficerSession(settings)
    exported = export_to(session, batch, file, profile=profile, again=again, dry_run=dry_run, command_id=command_id)
    if output in ("csv", "xlsx"):
        print_listing(WrittenFile, exported.files, output)
        return
    if print_record(exported, output):
        return
    sentence = _("%(file)s is written: %(rows)s payment(s), %(amount)s, SHA-256 %(sha256)s.")
    if exported.there_before:
        sentence = _("%(file)s is there already, exactly so. Nothing was recorded.")
    elif dry_run:
        sentence = _("Would write %(rows)s account(s) in full to %(file)s: %(amount)s.")
    for one in exported.files:
        values = {"file": one.file, "rows": one.rows, "sha256": one.sha256}
        print_line(sentence % {**values, "amount": amount_in_words(one.amount_fen)})
