"""`--all`: which applications are meant. A question to the read models; each application is decided again under the
log's lock when its command is given.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from domain import streams
from domain.application.status import Status
from domain.office.roles import Actor
from projections.application_register import model as application_register
from projections.application_register.queries import register
from projections.engine.views import Views
from projections.worklist import model as worklist
from projections.worklist.queries import works

WORKLIST, REGISTER = worklist.NAME, application_register.NAME
"""The read models that have to be caught up: `to_do` asks the first, `in_status` the second, `payable` both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payable:
    """Applications of which something can be ordered, and those whose account stands against it."""

    numbers: tuple[str, ...]
    left_out: tuple[str, ...]


def in_status(
    views: Views, status: Status, *, scheme: str | None = None, authority: str | None = None
) -> tuple[str, ...]:
    """The applications in a status, by number."""
    answer = register(views, status=status.value, scheme=scheme, authority=authority)
    return tuple(row.number for row in answer.rows)


def to_do(
    views: Views,
    actions: Collection[str],
    *,
    of: str | None = None,
    scheme: str | None = None,
    authority: str | None = None,
    today: date | None = None,
    actor: Actor | None = None,
) -> tuple[str, ...]:
    """The applications with something of this kind to be done, each once, by number; with `of`, confirmations of it.

    With `today`, without what cannot be done before a later day; without what four eyes keep the `actor` from.
    """
    prefix = streams.prefix(streams.Kind.APPLICATION)
    answer = works(views, actions=actions, of=of, scheme=scheme, authority=authority)
    numbers = (
        work.subject
        for work in answer.rows
        if work.stream.startswith(prefix) and (actor is None or work.lets(actor))
        if today is None or work.begins_on is None or work.begins_on <= today
    )
    return tuple(dict.fromkeys(numbers))


def payable(views: Views, *, scheme: str | None = None, payer: str | None = None) -> Payable:
    """What a payment run could be ordered for: it is work of the authority that pays."""
    numbers = to_do(views, ["order-payment"], scheme=scheme, authority=payer)
    ready = frozenset(numbers)
    owed = (row for row in register(views, scheme=scheme, payer=payer, payable=True).rows)
    return Payable(numbers=numbers, left_out=tuple(row.number for row in owed if row.number not in ready))
