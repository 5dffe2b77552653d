"""收件: application files are handed in, and each becomes an application. All or nothing: with one problem in a file or
a roster, nothing is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from domain.application.events import ApplicationSubmitted
from domain.application.folding.case import evolve
from domain.application.status import Status
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.case_events import event_sentence
from usecases.commands.application_files import HandedIn, hand_in
from usecases.commands.batch import Task, TaskOutcome
from usecases.dossiers.identities import NOWHERE_ELSE, Elsewhere, elsewhere
from usecases.errors import FilesRefused
from usecases.intake.sealing import submission
from usecases.progress import OnNote, Watch
from usecases.session.officer_session import OfficerSession

if TYPE_CHECKING:
    from usecases.errors import FileProblem


class SubmittedFile(Row):
    """What became of one of several files."""

    file: Annotated[str, Heading(N_("File"), Kind.NAME)]
    number: Annotated[str | None, Heading(N_("Application"), Kind.NAME)] = None
    scheme: Annotated[str | None, Heading(N_("Scheme"), Kind.NAME)] = None
    received_on: Annotated[date | None, Heading(N_("Received on"))] = None
    lines: Annotated[int | None, Heading(N_("Lines"))] = None
    repeated: Annotated[bool, Heading(N_("Submitted before"))] = False
    other_names: Annotated[tuple[str, ...], Heading(N_("Number under another name"), Kind.NAME, minor=True)] = ()
    shared_account: Annotated[tuple[str, ...], Heading(N_("Same account"), Kind.NAME, minor=True)] = ()
    refused: Annotated[str | None, Heading(N_("Refused"), Kind.NAME)] = None


class Submission(Row):
    """The application that one file became."""

    file: str
    number: str
    repeated: bool
    refused: None = None
    status: Status = Status.SUBMITTED
    scheme: str
    edition: str
    received_on: date
    lines: int
    other_names: tuple[str, ...]
    """Lines in which a number of this application stands under another name, as `APPLICATION/LINE`."""
    shared_account: tuple[str, ...]
    """Applications of others that are paid to the same account."""
    because: str


def read_files(
    session: OfficerSession,
    files: Sequence[Path],
    *,
    roster: Path | None,
    on: date | None,
    watch: Watch,
    note: OnNote,
) -> list[HandedIn]:
    """The files with their lines. `roster` has those of a single file; `on` is the day of receipt, whatever they say.

    Raises `FilesRefused` with every problem of every file, and as `hand_in`.
    """
    handed_in: list[HandedIn] = []
    problems: list[FileProblem] = []
    for path in watch(files, len(files), _("Reading")):
        read, problems_of_file = hand_in(session, path, roster, on)
        problems += problems_of_file
        if read is not None:
            handed_in.append(read)
            if read.remark:
                note(read.remark)
    if problems:
        raise FilesRefused(problems)
    return handed_in


def submission_tasks(session: OfficerSession, files: Iterable[HandedIn], command_id: str | None) -> list[Task]:
    """A task a file; what each is about is the path of the file."""
    return [
        (str(file.path), partial(submission, session, file.edition, file.file, file.received_on, command_id))
        for file in files
    ]


def standing_elsewhere(session: OfficerSession, outcome: TaskOutcome) -> Elsewhere:
    """What the desk is told of an application that was handed in, or would be."""
    if outcome.result is None:
        return NOWHERE_ELSE
    case = None
    for recorded in outcome.result.events:
        case = evolve(case, recorded.event, session.officer)
    assert case is not None, "a submission begins with the file"
    return elsewhere(session, case)


def submitted_file(outcome: TaskOutcome, told: Elsewhere = NOWHERE_ELSE) -> SubmittedFile:
    """What became of a file among several, also where it was refused."""
    if outcome.refusal is not None:
        return SubmittedFile(file=outcome.about, refused=outcome.refusal.code)
    submitted = _submitted(outcome)
    return SubmittedFile(
        file=outcome.about,
        number=submitted.number,
        scheme=submitted.scheme,
        received_on=submitted.received_on,
        lines=len(submitted.lines),
        repeated=outcome.repeated,
        other_names=told.other_names,
        shared_account=told.shared_account,
    )


def submission_of(outcome: TaskOutcome, told: Elsewhere = NOWHERE_ELSE) -> Submission:
    """The application that a file became, which was not refused."""
    assert outcome.result is not None, "a file is always handed in"
    submitted = _submitted(outcome)
    return Submission(
        file=outcome.about,
        number=submitted.number,
        repeated=outcome.repeated,
        scheme=submitted.scheme,
        edition=submitted.edition,
        received_on=submitted.received_on,
        lines=len(submitted.lines),
        other_names=told.other_names,
        shared_account=told.shared_account,
        because=_("; ").join(event_sentence(recorded.event) for recorded in outcome.result.events),
    )


def _submitted(outcome: TaskOutcome) -> ApplicationSubmitted:
    assert outcome.result is not None, "a file is always handed in"
    submitted = outcome.result.events[0].event
    assert isinstance(submitted, ApplicationSubmitted), "a submission begins with the file"
    return submitted
