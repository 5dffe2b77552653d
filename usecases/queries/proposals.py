"""What waits for a second person, over all streams: read from the worklist."""

from __future__ import annotations

from typing import Any

from domain.proposals import ProposalId
from domain.worklist import Work
from projections.engine.views import Views
from projections.worklist.model import NAME
from projections.worklist.queries import works
from usecases.queries.worklist import Reader
from usecases.session.officer_session import OfficerSession

MODEL = NAME
"""What has to be caught up before these questions."""


def open_proposals(
    session: OfficerSession,
    views: Views,
    *,
    mine: bool = False,
    act: str | None = None,
    scheme: str | None = None,
    authority: str | None = None,
) -> tuple[Work, ...]:
    """Every confirmation that is open; with `mine`, those that the officer may give; the others narrow it.

    Raises `NotPermitted("officer-unknown")` where the officer has to be known.
    """
    found = works(views, actions=["confirm"], of=act, scheme=scheme, authority=authority).rows
    if not mine:
        return found
    officer = Reader.of(session).officer
    return tuple(work for work in found if work.fits(officer))


def proposal_id(work: Work) -> ProposalId:
    assert work.about is not None, "a confirmation is of a proposal"
    return ProposalId(stream=work.stream, name=work.about)


def row(work: Work) -> dict[str, Any]:
    return {
        "proposal": str(proposal_id(work)),
        "subject": work.subject,
        "act": work.of,
        "officer": ", ".join(work.excluded),
        "role": work.role,
        "authority": work.authority,
    }
