"""补正: the file of an application is replaced by a corrected one, once a correction was requested."""

from __future__ import annotations

from pathlib import Path

from domain.errors import NotAllowed
from store.commands.executor import PreparedCommand
from usecases.commands.application_files import corrected
from usecases.errors import FilesRefused
from usecases.intake.sealing import correction
from usecases.session.officer_session import OfficerSession


def prepare_correction(
    session: OfficerSession, number: str, file: Path, roster: Path | None, command_id: str | None
) -> PreparedCommand:
    """The sealed correction, under the edition that the application has already.

    Raises `FilesRefused` with every problem of the file and its roster, and `NotAllowed("correction-differs")` for
    another scheme or authority.
    """
    with session.repository() as repository:
        case = repository.case(number)
        edition = repository.edition(case.edition)
    corrected_file, problems = corrected(session, file, roster, edition)
    if corrected_file is None:
        raise FilesRefused(problems)
    for key, given, recorded in (
        ("scheme", corrected_file.scheme, case.scheme),
        ("authority", corrected_file.authority, case.authority),
    ):
        if given != recorded:
            raise NotAllowed("correction-differs", application=number, key=key, given=given, known=recorded)
    return correction(session, edition, corrected_file, number, command_id)
