"""`attach`: documents that came later than the application file, by name, hash and number. The files are not kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from cli.case_selection import WORDS
from cli.output import print_line, print_listing
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from domain.application.commands import AttachDocuments
from domain.application.events import DocumentsAttached
from domain.application.values import Document
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from usecases.commands.application_files import there
from usecases.errors import refuse_file
from usecases.intake.attachment import Attachment, attachment
from usecases.problems import Problem
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_COLUMNS = (
    Column("application", N_("Application"), Kind.NAME),
    Column("name", N_("Document")),
    Column("number", N_("Document number"), Kind.NAME),
    Column("file", N_("File"), Kind.NAME),
    Column("sha256", N_("SHA-256 of the file"), Kind.NAME),
    Column("attached", N_("Attached")),
)


@click.command(
    "attach",
    cls=Verb,
    help=N_(
        "Attach documents that came later: an objection, a court order, a new certificate.\n\n"
        "Name, SHA-256 and number are recorded, the name under seal; the file itself is not kept. A document that the "
        "case has already is not recorded again."
    ),
)
@click.argument("number")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
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
    session = OfficerSession(settings)
    with session.repository() as repository:
        case = repository.case(number)
    found = _read(files)
    party = case.applicant.party
    sealer = session.sealing([party])
    documents = tuple(
        Document(
            sha256=each.sha256,
            number=document_number,
            sealed=sealer.seal(party, {"name": name or each.file, "file": each.file}),
        )
        for each in found
    )
    clear = [number, [[name or each.file, each.sha256, document_number] for each in found]]
    said = session.prepare(
        AttachDocuments(application=number, documents=documents), clear=clear, sealer=sealer, command_id=command_id
    )
    result = session.execute(said, dry_run=dry_run)
    new = {
        document.sha256
        for recorded in result.events
        if isinstance(recorded.event, DocumentsAttached)
        for document in recorded.event.documents
    }
    rows = [
        {
            "application": number,
            "name": name or each.file,
            "number": document_number,
            "file": each.file,
            "sha256": each.sha256,
            "attached": each.sha256 in new and not dry_run,
        }
        for each in found
    ]
    if output in (None, "table"):
        for row in rows:
            print_line(_sentence(row, new=row["sha256"] in new, dry_run=dry_run))
    else:
        print_listing(_COLUMNS, rows, output)


def _read(files: Sequence[Path]) -> list[Attachment]:
    """The documents, each once. Leaves with what is wrong with the first that cannot be attached."""
    found: dict[str, Attachment] = {}
    for path in files:
        read = attachment(there(path))
        if isinstance(read, Problem):
            raise refuse_file(path, [read])
        found.setdefault(read.sha256, read)
    return list(found.values())


def _sentence(row: dict[str, Any], *, new: bool, dry_run: bool) -> str:
    if not new:
        return _("%(application)s has %(name)s already (SHA-256 %(sha256)s).") % row
    if dry_run:
        return _("%(application)s: would attach %(name)s, SHA-256 %(sha256)s.") % row
    return _("%(application)s: %(name)s attached, SHA-256 %(sha256)s.") % row
