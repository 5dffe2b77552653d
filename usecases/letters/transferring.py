"""What the letter about a transfer says: 移送告知书."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from domain.application import events as f
from domain.calendar import legal_day
from domain.errors import NotAllowed
from store.line.envelope import Recorded
from usecases.letters.case import Writing, applicant


def transfer_notice(writing: Writing) -> dict[str, Any]:
    """Of the transfer that followed from the proposal `about`: it is written by the authority that goes on with the
    file. Raises `NotAllowed("letter-not-transferred")`.
    """
    case, recorded = writing.case, writing.dossier.recorded
    handed = next((line for name, line in transfers(recorded) if name == writing.about), None)
    if handed is None:
        raise NotAllowed("letter-not-transferred", application=case.number)
    before = recorded[: handed.version - 1]
    reason = next(line.event.reason for line in reversed(before) if isinstance(line.event, f.TransferProposed))
    earlier = (f.ApplicationSubmitted, f.ApplicationTransferred)
    sender = next(line.event.authority for line in reversed(before) if isinstance(line.event, earlier))
    authorities = writing.edition.authorities
    assert isinstance(handed.event, f.ApplicationTransferred), "it is one of the transfers"
    return {
        "applicant": applicant(writing),
        "sender": authorities[sender].names.zh,
        "receiver": authorities[handed.event.authority].names.zh,
        "transferred_on": legal_day(handed.recorded_at),
        "reason": writing.opened(reason).get("reason", ""),
    }


def transfers(recorded: Sequence[Recorded]) -> Iterator[tuple[str, Recorded]]:
    """Each transfer, by the proposal that was confirmed in front of it."""
    for confirmed, line in pairwise(recorded):
        if isinstance(line.event, f.ApplicationTransferred):
            assert isinstance(confirmed.event, f.ProposalConfirmed), "it follows from a confirmation"
            yield confirmed.event.proposal, line
