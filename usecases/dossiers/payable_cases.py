"""Why cases of which something is owed are left out of a payment run: for their account, or for what is owed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from domain.application.values import OWED_BACK
from usecases.session.officer_session import OfficerSession

UNCONFIRMED = "account-unconfirmed"
"""Finance has not confirmed that somebody else holds the account."""
DOUBTFUL = "account-doubtful"
"""The bank did not accept the account."""


def account_reasons(session: OfficerSession, numbers: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """The applications by the reason for which nothing is ordered of them."""
    reasons: dict[str, list[str]] = {}
    with session.repository() as repository:
        for case in map(repository.case, numbers):
            unconfirmed = "other-account-holder" in case.unconfirmed
            reasons.setdefault(UNCONFIRMED if unconfirmed else DOUBTFUL, []).append(case.number)
    return reasons


def owed_back_alone(session: OfficerSession, numbers: Iterable[str]) -> Sequence[str]:
    """Those of some applications to whose payees nothing is owed but what they had paid back beyond a demand."""
    with session.repository() as repository:
        return [case.number for case in map(repository.case, numbers) if not case.payable().keys() - {OWED_BACK}]
