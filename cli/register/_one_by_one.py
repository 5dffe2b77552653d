"""Commands about a register, each on its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.errors import NotPermitted, Refusal
from store.commands.executor import PreparedCommand, Result
from usecases.session.officer_session import OfficerSession


def one_by_one(session: OfficerSession, saids: Iterable[PreparedCommand]) -> Iterator[Result | Refusal]:
    """Each command on its own. Raises the first `NotPermitted` for want of a role: it is the same for all of them."""
    for result in session.execute_many(saids):
        if isinstance(result, NotPermitted) and result.code == "role-missing":
            raise result
        yield result
