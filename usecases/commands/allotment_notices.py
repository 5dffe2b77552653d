"""Notices of allotments on their way from one log to another: written by the city, proposed by the district."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Annotated

from domain.office.allotment_notice import AllotmentNotice
from domain.office.receipt_proposals import ReceiveAllotments
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.planned import Plan, plan
from usecases.dossiers.allotment_notices import notice_of
from usecases.intake.allotment_notice import content_of, read_notice
from usecases.session.new_files import write_file
from usecases.session.officer_session import OfficerSession


class WrittenNotice(Row):
    """A file as it was written, and as of when it tells."""

    file: Annotated[str, Heading(N_("File"), Kind.NAME)]
    sha256: Annotated[str, Heading(N_("SHA-256 of the file"), Kind.NAME)]
    side: Annotated[str, Heading(N_("Side"), Kind.NAME)]
    giver: Annotated[str, Heading(N_("Allotted by"), Kind.NAME)]
    holder: Annotated[str, Heading(N_("Allotted to"), Kind.NAME)]
    allotments: Annotated[int, Heading(N_("Allotments"))]
    entries: Annotated[int, Heading(N_("Entries"))]
    log: Annotated[str, Heading(N_("Log"), Kind.NAME)]
    position: Annotated[int, Heading(N_("Position"))]
    root: Annotated[str, Heading(N_("Root"), Kind.NAME)]


def export_notice(session: OfficerSession, holder: str, path: Path) -> WrittenNotice:
    """Write all that this log has of a district's allotments. Raises as `notice_of` and `write_file` do."""
    notice = notice_of(session, holder)
    content = content_of(notice)
    write_file(path, content)
    return WrittenNotice(
        file=str(path),
        sha256=sha256(content).hexdigest(),
        side=notice.side.value,
        giver=notice.giver,
        holder=notice.holder,
        allotments=len(notice.allotments),
        entries=sum(len(noted.entries) for noted in notice.allotments),
        log=notice.log,
        position=notice.position,
        root=notice.root,
    )


def receiving(session: OfficerSession, path: Path, command_id: str | None) -> tuple[Plan, AllotmentNotice, str]:
    """With what the file has and its SHA-256. Raises as `read_notice` does, and the `Refusal` that declines it."""
    notice, file_sha256 = read_notice(path)
    command = ReceiveAllotments(notice=notice, file_sha256=file_sha256)
    prepared = session.prepare(command, clear=file_sha256, command_id=command_id)
    return plan(session, prepared), notice, file_sha256
