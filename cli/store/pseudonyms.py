"""`bailu store pseudonyms`: the pseudonym key of the store, for other offices of its city or province."""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line, print_note, print_record
from cli.parameters import FILE
from cli.verbs import Verb, option, output_option
from presentation.language import N_, _
from usecases.integrity.pseudonyms import write_pseudonyms
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "pseudonyms",
    cls=Verb,
    help=N_(
        "Write the pseudonym key of the store into a file, for other offices of the city or province.\n\n"
        "They give it to `bailu init --pseudonyms`; then a person has one pseudonym in all their logs. It opens "
        "nothing that is sealed, but whoever has it and a log can try identity numbers out: carry it as you carry the "
        "outer keys."
    ),
)
@option("--out", "file", type=FILE, metavar="FILE", required=True, help=N_("The file to write."))
@output_option
@click.pass_obj
def command(settings: Settings, file: Path, output: str | None) -> None:
    written = write_pseudonyms(OfficerSession(settings), file)
    if print_record(written, output):
        return
    print_line(
        _("The pseudonym key is %(file)s, of the domain %(fingerprint)s.")
        % {"file": written.file, "fingerprint": written.fingerprint}
    )
    print_note(_("Each further office of the domain: bailu init --pseudonyms %(file)s") % {"file": written.file})
