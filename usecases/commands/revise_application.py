"""变更: an application is decided anew. What a revision would change is decided first, without recording it."""

from __future__ import annotations

from collections.abc import Iterable

from domain.application.commands import ReviseApplication
from domain.application.events import RevisionProposed
from domain.base import replace
from domain.errors import Refusal
from store.commands.executor import PreparedCommand
from usecases.commands.assess_application import sealed_determinations
from usecases.commands.batch import Batch
from usecases.commands.planned import plan
from usecases.dossiers.dossier import Preview, open_dossier
from usecases.dossiers.revision_sheet import revision_lines
from usecases.intake.sealing import sealed_reason
from usecases.session.officer_session import OfficerSession


def existing(session: OfficerSession, numbers: Iterable[str]) -> list[str]:
    """Those of the applications that exist; the decision refuses the others."""
    with session.repository() as repository:
        names = set(repository.names("application"))
    return [number for number in numbers if number in names]


def prepare_revision(batch: Batch, clear: ReviseApplication) -> PreparedCommand:
    """The revision with its reason and those of its amounts sealed under the key of the applicant."""
    with batch.session.repository() as repository:
        case = repository.case(clear.application)
    sealed, sealer = sealed_reason(batch.session, case, clear.reason)
    determined = sealed_determinations(sealer, case.applicant.party, clear.determined)
    command = replace(clear, reason=sealed, determined=determined)
    return batch.prepare(clear.application, command, clear=clear, sealer=sealer)


def revision_preview(session: OfficerSession, number: str, prepared: PreparedCommand) -> Preview | None:
    """What a prepared revision would change. None when it changes nothing or is refused, as the decision tells."""
    try:
        planned = plan(session, prepared)
    except Refusal:
        return None
    proposed = next(
        (recorded.event for recorded in planned.events if isinstance(recorded.event, RevisionProposed)), None
    )
    if proposed is None or planned.repeated:
        return None
    dossier = open_dossier(session, number)
    sentences = tuple(revision_lines(dossier, proposed))
    return Preview(number=number, scheme_name=dossier.scheme_name, sentences=sentences)
