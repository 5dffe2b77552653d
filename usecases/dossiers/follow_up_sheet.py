"""The sheet of a follow-up: which open lines are awarded what, which are refused and why, and which stay open."""

from __future__ import annotations

from collections.abc import Iterator

from domain.application.events import FollowUpProposed
from presentation.language import _
from presentation.words.amounts import amount_in_words
from usecases.dossiers.approval_sheet import computation, refused_lines, still_open
from usecases.dossiers.dossier import Dossier


def follow_up_lines(dossier: Dossier, proposed: FollowUpProposed) -> Iterator[str]:
    """A follow-up in sentences: what is awarded, what is refused and why, and what stays open."""
    for award in proposed.awards:
        yield computation(award, dossier.edition)
    yield from refused_lines(proposed.refused, dossier.edition)
    yield from still_open(proposed.open_lines)
    awarded_fen = sum(award.amount_fen for award in proposed.awards)
    yield _("Awarded now: %(amount)s") % {"amount": amount_in_words(awarded_fen)}
