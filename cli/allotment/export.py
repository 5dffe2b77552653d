"""`bailu allotment export`: write what this log has of a district's allotments, for the log of the other side."""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line, print_record
from cli.parameters import FILE, NAME
from cli.verbs import Verb, option, output_option
from presentation.language import N_, _
from usecases.commands.allotment_notices import export_notice
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "export",
    cls=Verb,
    help=N_(
        "Write what this log has of a district's allotments to a file, for the log of the other side.\n\n"
        "In the store of the city what was allotted, released and reclaimed (下达), in that of the district what was "
        "received and given back (收到), with the position and root of the log as of which it tells. A file that is "
        "there is never overwritten."
    ),
)
@click.argument("receiver", type=NAME, metavar="DISTRICT")
@option("--out", type=FILE, required=True, metavar="FILE", help=N_("The file to write, in JSON."))
@output_option
@click.pass_obj
def command(settings: Settings, receiver: str, out: Path, output: str | None) -> None:
    written = export_notice(OfficerSession(settings), receiver, out)
    if print_record(written, output):
        return
    print_line(
        _("%(file)s is written: %(entries)s entries of %(allotments)s allotment(s), SHA-256 %(sha256)s.")
        % {
            "file": written.file,
            "entries": written.entries,
            "allotments": written.allotments,
            "sha256": written.sha256,
        }
    )
    values = {"position": written.position, "log": written.log, "root": written.root}
    print_line(_("As of position %(position)s of the log %(log)s, root %(root)s.") % values)
