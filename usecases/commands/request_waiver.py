"""A request that a limit be waived for lines of an application."""

from __future__ import annotations

from collections.abc import Callable

from domain.application.commands import RequestWaiver
from domain.application.values import Ranges, ranges
from usecases.session.officer_session import OfficerSession


def waiver_request(
    session: OfficerSession, number: str, *, limit: str, lines: Ranges = ()
) -> Callable[[str], RequestWaiver]:
    """The request, but for its reason, which it takes sealed; without lines it is about all of the application.

    Raises `NoSuchThing("no-such-application")`.
    """
    with session.repository() as repository:
        named = lines or ranges(repository.case(number).lines)
    return lambda reason: RequestWaiver(application=number, limit=limit, lines=named, reason=reason)
