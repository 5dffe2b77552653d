"""What waits for a second person, over all streams: read from the worklist."""

from __future__ import annotations

from typing import Annotated

from domain.office.roles import Role
from domain.proposals import ProposalId
from domain.worklist import Work
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from projections.engine.views import Views
from projections.worklist.model import NAME
from projections.worklist.queries import works
from usecases.queries.worklist import Reader
from usecases.session.officer_session import OfficerSession

MODEL = NAME
"""What has to be caught up before these questions."""


class OpenProposal(Row):
    """A proposal that waits for its second person; `proposal` is its name for `bailu confirm`."""

    proposal: Annotated[str, Heading(N_("Proposal"), Kind.NAME)]
    subject: Annotated[str, Heading(N_("What it is about"), Kind.NAME, minor=True)]
    act: Annotated[str | None, Heading(N_("Of"), Kind.LABEL)]
    officer: Annotated[str, Heading(N_("Proposed by"), Kind.NAME)]
    roles: Annotated[tuple[Role, ...], Heading(N_("Who may"), Kind.LABEL)]
    authority: Annotated[str | None, Heading(N_("Authority"), Kind.NAME, minor=True)]


def open_proposals(
    session: OfficerSession,
    views: Views,
    *,
    mine: bool = False,
    act: str | None = None,
    scheme: str | None = None,
    authority: str | None = None,
) -> tuple[Work, ...]:
    """Every confirmation that is open; with `mine`, those that are the officer's, as in `todo`; the others narrow it.

    Raises `NotPermitted("officer-unknown")` where the officer has to be known.
    """
    confirmations = works(views, actions=["confirm"], of=act, scheme=scheme, authority=authority).rows
    if not mine:
        return confirmations
    reader = Reader.of(session, session.today())
    return tuple(work for work in confirmations if reader.has(work))


def proposal_id(work: Work) -> ProposalId:
    assert work.about is not None, "a confirmation is of a proposal"
    return ProposalId(stream=work.stream, name=work.about)


def listed(work: Work) -> OpenProposal:
    return OpenProposal(
        proposal=str(proposal_id(work)),
        subject=work.subject,
        act=work.of,
        officer=work.excluded[0],  # Behind the proposer stand others who may not answer it.
        roles=work.roles,
        authority=work.authority,
    )
