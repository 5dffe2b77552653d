"""A letter, written: whether it fits the case, what it says, and the page that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from domain.application.state.proceedings import REVIEW_DAYS, SUIT_MONTHS
from presentation.language import speaking
from presentation.letters.office import office_of
from presentation.letters.pages import page
from usecases.letters import deciding, demanding, receiving, transferring
from usecases.letters.case import Writing
from usecases.letters.kinds import Issued, LetterKind, issued_before, number_of

_CONTENT: Mapping[LetterKind, Callable[[Writing], dict[str, Any]]] = {
    LetterKind.RECEIPT: receiving.receipt,
    LetterKind.CORRECTION_REQUEST: receiving.correction_request,
    LetterKind.REFUSAL: deciding.refusal,
    LetterKind.APPROVAL: deciding.approval,
    LetterKind.PUBLIC_NOTICE: receiving.public_notice,
    LetterKind.RECOVERY_NOTICE: demanding.recovery_notice,
    LetterKind.RECOVERY_DEMAND: demanding.recovery_demand,
    LetterKind.RECOVERY_REMINDER: demanding.recovery_reminder,
    LetterKind.OBJECTION_DECISION: deciding.objection_decision,
    LetterKind.FOLLOW_UP: deciding.follow_up,
    LetterKind.REVOCATION: deciding.revocation,
    LetterKind.TRANSFER_NOTICE: transferring.transfer_notice,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`before` is the same letter as it was issued first, if it was."""

    number: str
    name: str
    """The number in letters that every file system takes."""
    on: date
    content: bytes
    sha256: str
    before: Issued | None


def write(writing: Writing, kind: LetterKind, folder: Path | None, *, today: date, reference: str = "") -> Letter:
    """The letter of today, or the one that was issued before if nothing that it says has changed since.

    Raises what says that the letter does not fit the case, and the troubles of templates.
    """
    with speaking("zh"):
        values = {**_of_every_letter(writing, folder), **_CONTENT[kind](writing)}
        issued = issued_before(writing.dossier.recorded, kind)
        since = deciding.told_since(writing, kind)
        for before in reversed([letter for letter in issued if letter.at > since]):
            again = _letter(writing, kind, folder, values, before.count, before.on, reference, before)
            if again.sha256 == before.sha256:
                return again
        return _letter(writing, kind, folder, values, len(issued) + 1, today, reference, None)


def _letter(
    writing: Writing,
    kind: LetterKind,
    folder: Path | None,
    values: Mapping[str, Any],
    count: int,
    on: date,
    reference: str,
    before: Issued | None,
) -> Letter:
    number = number_of(writing.case.number, kind, count)
    letter = {"kind": kind.value, "number": number, "on": on, "reference": reference}
    content = page(f"{kind}.html", {**values, "letter": letter}, folder)
    return Letter(
        number=number,
        name=f"{writing.case.number}-{kind}-{count}",
        on=on,
        content=content,
        sha256=sha256(content).hexdigest(),
        before=before,
    )


def _of_every_letter(writing: Writing, folder: Path | None) -> dict[str, Any]:
    case, edition = writing.case, writing.edition
    return {
        "office": asdict(office_of(edition, case.authority, writing.session.supervised_by, folder)),
        "case": {"number": case.number, "received_on": case.received_on},
        "scheme": {"name": edition.schemes[case.scheme].names.zh},
        "edition": {
            "title": edition.title.zh,
            "document_number": edition.document_number,
            "notice_working_days": edition.notice_working_days,
            "received_until": edition.window.last,
        },
        "law": {"review_days": REVIEW_DAYS, "suit_months": SUIT_MONTHS},
    }
