"""Which cases something can be ordered for: those of `payment order --all`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.application.events import ApplicationReopened, NoticeClosed
from domain.application.state.case import application_stream
from domain.base import STORED_NAMES
from usecases.session.officer_session import OfficerSession

UNCONFIRMED = "account-unconfirmed"
"""Finance has not confirmed that somebody else holds the account."""
DOUBTFUL = "account-doubtful"
"""The bank did not accept the account."""

_ROWS_A_PAGE = 5_000
_OPENING = (STORED_NAMES[NoticeClosed], STORED_NAMES[ApplicationReopened])
_SETTLING = ("application.settled.v1", "application.settled.v2")
"""As they are stored, also by earlier versions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayableCases:
    """`numbers` can be ordered; the others are payable but for their account, by the reason for leaving them out."""

    numbers: tuple[str, ...]
    left_out: Mapping[str, Sequence[str]]


def payable_cases(session: OfficerSession, *, authority: str | None, scheme: str | None) -> PayableCases:
    """The cases of which something is payable, of one paying authority and of one scheme where they are given.

    Reads the log, and of it only the events that make a case payable or settle it; then the cases that are left.
    """
    numbers: list[str] = []
    left_out: dict[str, list[str]] = {}
    candidates = list(_candidates(session))
    with session.repository() as repository:
        for number in candidates:
            case = repository.case(number)
            if case.payable() and authority in (None, case.authority) and scheme in (None, case.scheme):
                if "other-account-holder" in case.unconfirmed:
                    left_out.setdefault(UNCONFIRMED, []).append(number)
                elif case.account_doubtful:
                    left_out.setdefault(DOUBTFUL, []).append(number)
                else:
                    numbers.append(number)
    return PayableCases(numbers=tuple(numbers), left_out=left_out)


def _candidates(session: OfficerSession) -> Iterator[str]:
    """A case is payable at most from the day its notice was closed, or it was opened again, until it is settled."""
    streams: dict[str, None] = {}
    position = 0
    with session.database.reading() as view:
        while rows := view.rows(after=position, limit=_ROWS_A_PAGE, names=(*_OPENING, *_SETTLING)):
            for row in rows:
                if row.name in _OPENING:
                    streams[row.stream] = None
                else:
                    streams.pop(row.stream, None)
            position = rows[-1].position
    for stream in streams:
        yield stream.removeprefix(application_stream(""))
