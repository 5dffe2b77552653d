"""What a desk is told of a case about who somebody is: numbers under another name, and accounts of others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.application.state.case import Case
from domain.decisions.identities import names_apart, sharing_account
from presentation.language import _
from usecases.session.officer_session import OfficerSession

SHOWN_MAX = 3
"""So many places does a sentence name, and counts the others. ADR 0057."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """`other_names` are the lines, as `APPLICATION/LINE` (0 stands for the applicant), in which a number of this case
    stands under another name; never the name.
    """

    other_names: tuple[str, ...] = ()
    shared_account: tuple[str, ...] = ()
    """The applications of others that are paid to the same account."""

    def sentences(self, number: str) -> list[str]:
        sentences = []
        if self.shared_account:
            sentence = _("%(application)s: another applicant is paid to the same account: %(places)s")
            sentences.append(sentence % {"application": number, "places": _few(self.shared_account)})
        if self.other_names:
            sentence = _(
                "%(application)s: one number under two names, here and in %(places)s. Correct the wrong one, or have "
                "two people stand by both: `bailu person names`."
            )
            sentences.append(sentence % {"application": number, "places": _few(self.other_names)})
        return sentences


NOWHERE_ELSE = Elsewhere()


def elsewhere(session: OfficerSession, case: Case) -> Elsewhere:
    """By the index of what is recorded; the case itself need not be."""
    with session.repository() as repository:
        apart = names_apart(repository, case)
        shared_account = sharing_account(repository, case)
    places = {(use.application, use.line) for uses in apart.values() for use in uses}
    other_names = tuple(f"{application}/{line}" for application, line in sorted(places))
    return Elsewhere(other_names=other_names, shared_account=shared_account)


def _few(places: Iterable[str]) -> str:
    listed = list(places)
    more = len(listed) - SHOWN_MAX
    shown = ", ".join(listed[:SHOWN_MAX])
    return _("%(places)s and %(more)s more") % {"places": shown, "more": more} if more > 0 else shown
