"""A document of a payment run, by name, hash and number. The file itself stays outside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from domain.treasury.run_commands import AttachToRun
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.application_files import existing_file
from usecases.errors import refuse_file
from usecases.intake.attachment import attachment
from usecases.problems import Problem
from usecases.session.officer_session import OfficerSession


class DocumentOfRun(Row):
    """A document, and whether it was attached now. One that the run has already is not recorded again: name and number
    are those under which it stands.
    """

    batch: Annotated[str, Heading(N_("Batch"), Kind.NAME)]
    document: Annotated[str, Heading(N_("Document"))]
    number: Annotated[str | None, Heading(N_("Document number"), Kind.NAME)]
    file: Annotated[str, Heading(N_("File"), Kind.NAME)]
    sha256: Annotated[str, Heading(N_("SHA-256 of the file"), Kind.NAME)]
    attached: Annotated[bool, Heading(N_("Attached"))]


def attach_to_run(
    session: OfficerSession,
    batch: str,
    path: Path,
    *,
    document: str,
    number: str | None,
    command_id: str | None,
    dry_run: bool,
) -> tuple[DocumentOfRun, bool]:
    """The document, and whether it is new to the run. What it is called is not sealed, so that it names nobody.

    Raises `NoSuchThing` for a run or a file that is not there, `FilesRefused` for a file that cannot be read, and as
    `execute`.
    """
    read = attachment(existing_file(path))
    if isinstance(read, Problem):
        raise refuse_file(path, [read])
    command = AttachToRun(batch=batch, name=document, sha256=read.sha256, number=number)
    result = session.execute(session.prepare(command, command_id=command_id), dry_run=dry_run)
    new = bool(result.events)
    if not new:
        with session.repository() as repository:
            stands = next(one for one in repository.batch(batch).documents if one.sha256 == read.sha256)
        document, number = stands.name, stands.number
    row = DocumentOfRun(
        batch=batch,
        document=document,
        number=number,
        file=read.file,
        sha256=read.sha256,
        attached=new and not dry_run,
    )
    return row, new
