"""Which of some cases a payment can be ordered for, and which their account leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.worklist import HOLDER
from usecases.session.officer_session import OfficerSession

UNCONFIRMED = "account-unconfirmed"
"""Finance has not confirmed that somebody else holds the account."""
DOUBTFUL = "account-doubtful"
"""The bank did not accept the account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayableCases:
    """`numbers` can be ordered; the others are payable but for their account, by the reason for leaving them out."""

    numbers: tuple[str, ...]
    left_out: Mapping[str, Sequence[str]]


def payable_cases(session: OfficerSession, candidates: Iterable[str]) -> PayableCases:
    """Those of `candidates` of which something is payable now. Raises `NoSuchThing("no-such-application")`."""
    numbers: list[str] = []
    left_out: dict[str, list[str]] = {}
    with session.repository() as repository:
        for case in map(repository.case, candidates):
            if not case.payable():
                continue
            if HOLDER in case.unconfirmed:
                left_out.setdefault(UNCONFIRMED, []).append(case.number)
            elif case.account_doubtful:
                left_out.setdefault(DOUBTFUL, []).append(case.number)
            else:
                numbers.append(case.number)
    return PayableCases(numbers=tuple(numbers), left_out=left_out)
