"""`bailu payment attach`: attach a document to a run, such as its approval with signatures."""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line, print_record
from cli.parameters import FILE, NAME, WORDS
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from presentation.language import N_, _
from presentation.rows.values import fields
from usecases.commands.attach_to_run import DocumentOfRun, attach_to_run
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "attach",
    cls=Verb,
    help=N_(
        "Attach a document to a run, such as its approval with signatures.\n\n"
        "What it is called, its SHA-256 and its number are recorded, and stand in the log for everybody to read: name "
        "nobody there. The file itself is not kept. A document that the run has already is not recorded again, and "
        "keeps its name."
    ),
)
@click.argument("batch", type=NAME)
@click.argument("file", type=FILE)
@option("--document", type=WORDS, required=True, help=N_("What the document is, such as 审批表（签字）."))
@option("--number", type=WORDS, help=N_("The document's own number."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    batch: str,
    file: Path,
    document: str,
    number: str | None,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    attached, new = attach_to_run(
        OfficerSession(settings),
        batch,
        file,
        document=document,
        number=number,
        command_id=command_id,
        dry_run=dry_run,
    )
    if not print_record(attached, output):
        print_line(_sentence(attached, new=new, dry_run=dry_run))


def _sentence(attached: DocumentOfRun, *, new: bool, dry_run: bool) -> str:
    values = fields(attached)
    if not new:
        stands = _("%(batch)s has this document already, as %(document)s (SHA-256 %(sha256)s): nothing was recorded.")
        numbered = _(
            "%(batch)s has this document already, as %(document)s, number %(number)s (SHA-256 %(sha256)s): nothing was "
            "recorded."
        )
        return (numbered if attached.number else stands) % values
    if dry_run:
        return _("%(batch)s: would attach %(document)s, SHA-256 %(sha256)s.") % values
    return _("%(batch)s: %(document)s attached, SHA-256 %(sha256)s.") % values
