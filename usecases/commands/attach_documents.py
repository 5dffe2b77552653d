"""Documents that came later than the application file, by name, hash and number. The files themselves stay outside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from domain.application.commands import AttachDocuments
from domain.application.events import DocumentsAttached
from domain.application.values import Document
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.application_files import existing_file
from usecases.errors import refuse_file
from usecases.intake.attachment import Attachment, attachment
from usecases.problems import Problem
from usecases.session.officer_session import OfficerSession


class AttachedDocument(Row):
    """A document, and whether it was attached now. One that the case has already is not recorded again: name and number
    are those under which it stands.
    """

    application: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    name: Annotated[str, Heading(N_("Document"))]
    number: Annotated[str | None, Heading(N_("Document number"), Kind.NAME)]
    file: Annotated[str, Heading(N_("File"), Kind.NAME)]
    sha256: Annotated[str, Heading(N_("SHA-256 of the file"), Kind.NAME)]
    attached: Annotated[bool, Heading(N_("Attached"))]


def attach_documents(
    session: OfficerSession,
    application: str,
    files: Sequence[Path],
    *,
    name: str | None,
    number: str | None,
    command_id: str | None,
    dry_run: bool,
) -> list[tuple[AttachedDocument, bool]]:
    """Each document, and whether it is new to the case. `name` and `number` are those of a single document; without a
    name it has that of its file.

    Raises `NoSuchThing` for an application or a file that is not there, `FilesRefused` for the first file that cannot
    be attached, and as `execute`.
    """
    with session.repository() as repository:
        case = repository.case(application)
    party = case.applicant.party
    read = _read(files)
    sealer = session.sealing([party])
    documents = tuple(
        Document(
            sha256=document.sha256,
            number=number,
            sealed=sealer.seal(party, {"name": name or document.file, "file": document.file}),
        )
        for document in read
    )
    clear = [application, [[name or document.file, document.sha256, number] for document in read]]
    command = AttachDocuments(application=application, documents=documents)
    prepared = session.prepare(command, clear=clear, sealer=sealer, command_id=command_id)
    result = session.execute(prepared, dry_run=dry_run)
    new = {
        document.sha256
        for recorded in result.events
        if isinstance(recorded.event, DocumentsAttached)
        for document in recorded.event.documents
    }
    stand = {document.sha256: document for document in reversed(case.documents)}
    rows = []
    for document in read:
        called, of_number = name or document.file, number
        if document.sha256 not in new and (earlier := stand.get(document.sha256)):
            called = session.unseal(party, earlier.sealed).get("name", called)
            of_number = earlier.number
        rows.append(
            (
                AttachedDocument(
                    application=application,
                    name=called,
                    number=of_number,
                    file=document.file,
                    sha256=document.sha256,
                    attached=document.sha256 in new and not dry_run,
                ),
                document.sha256 in new,
            )
        )
    return rows


def _read(files: Sequence[Path]) -> list[Attachment]:
    """The documents, each once."""
    documents: dict[str, Attachment] = {}
    for path in files:
        read = attachment(existing_file(path))
        if isinstance(read, Problem):
            raise refuse_file(path, [read])
        documents.setdefault(read.sha256, read)
    return list(documents.values())
