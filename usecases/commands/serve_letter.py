"""送达: the service of a letter of a case, of the one that was named or of the only one that waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.application.commands import ServeLetter
from domain.application.state.case import Case
from domain.application.status import ServiceWay
from presentation.language import _
from store.commands.executor import PreparedCommand
from usecases.commands.batch import Batch
from usecases.errors import UsageError
from usecases.letters.kinds import LetterKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What is reported of a service; `due_on`, of a correction request, is the last day on which it can be answered."""

    letter: LetterKind
    about: str | None
    way: ServiceWay
    served_on: date
    receipt: str | None
    due_on: date | None


def prepare_service(batch: Batch, number: str, service: Service) -> PreparedCommand:
    """Raises `NoSuchThing("no-such-application")`, and `UsageError` where several letters could be meant."""
    with batch.session.repository() as repository:
        case = repository.case(number)
    command = ServeLetter(
        application=number,
        letter=service.letter.value,
        about=service.about or the_about(case, service.letter),
        way=service.way,
        served_on=service.served_on,
        receipt=service.receipt,
        due_on=service.due_on,
    )
    return batch.prepare(number, command)


def the_about(case: Case, kind: LetterKind) -> str | None:
    """What the only letter of this kind that waits for its service is about, or else the last that was issued.

    Raises `UsageError` where several wait.
    """
    issued = [letter for letter in case.letters if letter.letter == kind]
    waiting = {letter.about for letter in issued if letter.served_on is None}
    if len(waiting) > 1:
        values = {"option": "about", "there": ", ".join(sorted(filter(None, waiting)))}
        raise UsageError(_("Say which one, with --%(option)s: %(there)s.") % values)
    return next(iter(waiting)) if waiting else issued[-1].about if issued else None
