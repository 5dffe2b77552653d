"""`bailu application attach`: documents that came later, by name, hash and number; the files stay outside."""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line, print_listing
from cli.parameters import FILE, NAME, WORDS
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from presentation.language import N_, _
from presentation.rows.values import fields
from usecases.commands.attach_documents import AttachedDocument, attach_documents
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "attach",
    cls=Verb,
    help=N_(
        "Attach documents that came later: an objection, a court order, a new certificate.\n\n"
        "Name, SHA-256 and number are recorded, the name under seal; the file itself is not kept. A document that the "
        "case has already is not recorded again, and keeps its name."
    ),
)
@click.argument("number", type=NAME)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@option("--name", type=WORDS, help=N_("What the document is called; the file's own name, if not said."))
@option("--number", "document_number", type=WORDS, help=N_("The document's own number."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    number: str,
    files: tuple[Path, ...],
    name: str | None,
    document_number: str | None,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    if len(files) > 1 and (name or document_number):
        raise click.UsageError(_("--name and --number belong to one document: attach the files one by one."))
    documents = attach_documents(
        OfficerSession(settings),
        number,
        files,
        name=name,
        number=document_number,
        command_id=command_id,
        dry_run=dry_run,
    )
    if output in (None, "table"):
        for document, new in documents:
            print_line(_sentence(document, new=new, dry_run=dry_run))
    else:
        print_listing(AttachedDocument, [document for document, _new in documents], output)


def _sentence(document: AttachedDocument, *, new: bool, dry_run: bool) -> str:
    values = fields(document)
    if not new:
        return _("%(application)s has %(name)s already (SHA-256 %(sha256)s): nothing was recorded of it.") % values
    if dry_run:
        return _("%(application)s: would attach %(name)s, SHA-256 %(sha256)s.") % values
    return _("%(application)s: %(name)s attached, SHA-256 %(sha256)s.") % values
