"""抵扣, before it is confirmed: what it would pay, out of which funds, and what goes back to which."""

from __future__ import annotations

from collections.abc import Iterator

from domain.application.events import RecoveryOffsetProposed
from domain.application.state.case import Case
from domain.decisions.decide import both_sides
from domain.errors import NotAllowed
from domain.treasury.offsets import carried_out
from presentation.words.refusals import sentence as refusal_sentence
from usecases.dossiers.demand_sheet import offset_lines
from usecases.session.officer_session import OfficerSession


def proposed_offset(session: OfficerSession, case: Case, proposed: RecoveryOffsetProposed) -> Iterator[str]:
    """In sentences, as things are by now; where it can be confirmed no more, why."""
    today = session.today()
    with session.repository() as repository:
        sides = both_sides(repository, case, proposed.against, today)
    try:
        yield from offset_lines(proposed, carried_out(sides, proposed, session.officer, today))
    except NotAllowed as overtaken:
        yield refusal_sentence(overtaken.code, overtaken.values)
