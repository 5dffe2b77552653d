"""续审: lines that an approval left open are decided. What a follow-up would decide is decided first, unrecorded."""

from __future__ import annotations

from collections.abc import Sequence

from domain.application.commands import FollowUpApplication
from domain.application.events import FollowUpProposed
from domain.application.values import Determination
from domain.errors import Refusal
from store.commands.executor import PreparedCommand
from usecases.commands.assess_application import sealed_determinations
from usecases.commands.batch import Batch
from usecases.commands.planned import plan
from usecases.dossiers.dossier import Preview, open_dossier
from usecases.dossiers.follow_up_sheet import follow_up_lines
from usecases.session.officer_session import OfficerSession


def prepare_follow_up(batch: Batch, number: str, determined: Sequence[Determination]) -> PreparedCommand:
    """The follow-up, with the reason of each amount sealed under the key of the applicant."""
    clear = FollowUpApplication(application=number, determined=tuple(determined))
    if not determined:
        return batch.prepare(number, clear)
    with batch.session.repository() as repository:
        party = repository.case(number).applicant.party
    sealer = batch.session.sealing([party])
    command = FollowUpApplication(application=number, determined=sealed_determinations(sealer, party, determined))
    return batch.prepare(number, command, clear=clear, sealer=sealer)


def follow_up_preview(session: OfficerSession, number: str, prepared: PreparedCommand) -> Preview | None:
    """What a prepared follow-up would decide. None where it is refused, as the decision tells."""
    try:
        planned = plan(session, prepared)
    except Refusal:
        return None
    events = (recorded.event for recorded in planned.events)
    proposed = next((event for event in events if isinstance(event, FollowUpProposed)), None)
    if proposed is None or planned.repeated:
        return None
    dossier = open_dossier(session, number)
    sentences = tuple(follow_up_lines(dossier, proposed))
    return Preview(number=number, scheme_name=dossier.scheme_name, sentences=sentences)
