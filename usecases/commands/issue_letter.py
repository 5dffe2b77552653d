"""文书: a letter of a case is written, recorded with the hash of its page, and put in its place."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from domain.application.commands import IssueLetter
from domain.application.events import LetterIssued, ObjectionRaised
from domain.application.state.balances import Recovery
from domain.application.state.proceedings import intended
from domain.errors import NotAllowed
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.batch import Batch
from usecases.dossiers.dossier import Dossier, open_dossier
from usecases.errors import UsageError
from usecases.letters.kinds import Issued, LetterKind
from usecases.session.new_files import PromisedFile, is_there, write_file


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterOrder:
    """Which letter is written, where to, and what the office adds to the case.

    `about` is a demand, an objection, a follow-up, or what took a refusal back.
    """

    kind: LetterKind
    about: str | None
    out: Path | None
    pdf: bool
    """Whether the page is printed to a PDF beside it, too."""
    reference: str
    due_on: date | None
    pay_to: str


class IssuedLetter(Row):
    """A letter as it was written now; `issued_before` says that it is the same as one that was issued before."""

    number: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    letter: Annotated[LetterKind, Heading(N_("Letter"), Kind.LABEL)]
    letter_number: Annotated[str, Heading(N_("Letter number"), Kind.NAME)]
    on: Annotated[date, Heading(N_("Dated"))]
    file: Annotated[str, Heading(N_("File"), Kind.NAME)]
    sha256: Annotated[str, Heading(N_("SHA-256 of the file"), Kind.NAME)]
    pdf: Annotated[str | None, Heading(N_("PDF"), Kind.NAME)]
    recorded: Annotated[bool, Heading(N_("Recorded"))]
    issued_before: Annotated[bool, Heading(N_("Issued before"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterOutcome:
    """What became of a letter. `in_place` says that exactly this file was there already; `before` is the letter as it
    was issued first, if it was.
    """

    row: IssuedLetter
    in_place: bool
    before: Issued | None


def issue_letter(batch: Batch, number: str, order: LetterOrder) -> LetterOutcome:
    """Write the letter of one case, record it, and only then give the file its name, for its owner to read alone. The
    hash that is recorded is that of the page; a PDF is a print of it.

    Raises `UsageError` where several demands or objections could be meant, `NotAllowed("file-exists")` for another
    file in its place, `NotAllowed("file-there")` for a PDF there, `StoreUnavailable` for what cannot be written or
    printed, and as `write` and `execute`.
    """
    from usecases.letters.case import Writing
    from usecases.letters.writing import write

    session = batch.session
    dossier = open_dossier(session, number)
    about = _about(dossier, order)
    writing = Writing(session=session, dossier=dossier, about=about, due_on=order.due_on, pay_to=order.pay_to)
    templates = session.settings["letters"]
    folder = Path(os.path.expanduser(templates)) if templates else None
    letter = write(writing, order.kind, folder, today=session.today(), reference=order.reference)
    path = _place(order.out, f"{letter.name}.html")
    in_place = is_there(path, letter.content)
    print_path = path.with_suffix(".pdf") if order.pdf else None
    printed = _printed(print_path, letter.content) if print_path is not None else b""
    command = IssueLetter(application=number, letter=order.kind.value, about=about, sha256=letter.sha256)
    prepared = batch.prepare(number, command)
    session.execute(prepared, dry_run=True)
    recorded = not in_place and not batch.dry_run
    if recorded:
        with PromisedFile(path) as file:
            session.execute(prepared)
            file.commit(letter.content)
    if print_path is not None and not batch.dry_run:
        write_file(print_path, printed)
    row = IssuedLetter(
        number=number,
        letter=order.kind,
        letter_number=letter.number,
        on=letter.on,
        file=str(path),
        sha256=letter.sha256,
        pdf=str(print_path) if print_path is not None else None,
        recorded=recorded,
        issued_before=letter.before is not None,
    )
    return LetterOutcome(row=row, in_place=in_place, before=letter.before)


def _printed(path: Path, content: bytes) -> bytes:
    """The PDF, made before anything is recorded. It is never twice the same to the byte, so that one there stays."""
    from presentation.pdf import pdf_of

    if os.path.lexists(path):
        raise NotAllowed("file-there", path=str(path))
    return pdf_of(content)


def _place(out: Path | None, name: str) -> Path:
    if out is None:
        return Path(name)
    return out / name if out.is_dir() else out


def _about(dossier: Dossier, order: LetterOrder) -> str | None:
    """The demand or objection that the letter is about: the one that was named, or the only one there is."""
    if order.about is not None:
        return order.about
    match order.kind:
        case LetterKind.RECOVERY_NOTICE | LetterKind.RECOVERY_DEMAND | LetterKind.RECOVERY_REMINDER:
            recoveries = dossier.case.recoveries
            fitting = [name for name, recovery in recoveries.items() if _FITS[order.kind](recovery)]
            option, ids = "recovery", fitting or list(recoveries)
        case LetterKind.OBJECTION_DECISION:
            events = (recorded.event for recorded in dossier.recorded)
            option, ids = "objection", [event.objection for event in events if isinstance(event, ObjectionRaised)]
        case LetterKind.REVOCATION | LetterKind.FOLLOW_UP | LetterKind.TRANSFER_NOTICE:
            return _first_untold(dossier, order.kind)
        case _:
            return None
    if len(ids) > 1:
        values = {"option": option, "there": ", ".join(ids)}
        raise UsageError(_("Say which one, with --%(option)s: %(there)s.") % values)
    return ids[0] if ids else None


_FITS: Mapping[LetterKind, Callable[[Recovery], bool]] = {
    LetterKind.RECOVERY_NOTICE: intended,
    LetterKind.RECOVERY_DEMAND: lambda recovery: recovery.approved and recovery.open_fen > 0,
    LetterKind.RECOVERY_REMINDER: lambda recovery: recovery.reminded and recovery.open_fen > 0,
}
"""Which demands of a case such a letter can be about, where none is named."""


def _first_untold(dossier: Dossier, kind: LetterKind) -> str | None:
    """The first taking back, follow-up or transfer that has no letter yet, or else the last."""
    from usecases.letters.deciding import followed_up, revoked
    from usecases.letters.transferring import transfers

    by_kind = {LetterKind.REVOCATION: revoked, LetterKind.TRANSFER_NOTICE: transfers}
    events = by_kind.get(kind, followed_up)
    names = [name for name, _line in events(dossier.recorded)]
    told = {
        recorded.event.about
        for recorded in dossier.recorded
        if isinstance(recorded.event, LetterIssued) and recorded.event.letter == kind
    }
    return next((name for name in names if name not in told), names[-1] if names else None)
