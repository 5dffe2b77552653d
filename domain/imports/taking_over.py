"""Putting a file of demands forward: each decision about a payee is brought in once. ADR 0075."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from domain.application.status import DEMANDING
from domain.base import Event
from domain.entitlement.written import folded
from domain.errors import NotAllowed
from domain.imports.debt_events import BroughtDebt, DebtsProposed
from domain.imports.debts import Debts, ImportDebts, debt_stream
from domain.office.roles import Actor, acting


def propose(number: str, command: ImportDebts, earlier: Sequence[Debts], actor: Actor, today: date) -> Event:
    """Put the demands of a file forward.

    Raises `NotAllowed`: `nothing-to-import`, `amount-not-positive`, `ground`, `in-the-future`, `dates-out-of-order`,
    `due-day-missing` of a demand that was served, `imported-already` for a file of an `earlier` import, and
    `debt-imported` for a decision about the same payee that was brought in before, in this file or another.
    """
    acting(actor, "import-recovery", command.authority)
    if not command.debts:
        raise NotAllowed("nothing-to-import", scheme="")
    name = debt_stream(number)
    for debt in command.debts:
        _in_order(name, debt, today)
    _brought_once(name, command, [one for one in earlier if not one.declined])
    return DebtsProposed(
        proposal="p1",
        authority=command.authority,
        body=command.body,
        document=command.document,
        treasury=command.treasury,
        sha256=command.sha256,
        debts=command.debts,
    )


def _in_order(name: str, debt: BroughtDebt, today: date) -> None:
    if debt.open_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=debt.open_fen)
    if debt.ground not in DEMANDING:
        raise NotAllowed("ground", application=f"{name} {debt.recovery}", ground=debt.ground)
    if debt.served_on is not None and debt.due_on is None:
        raise NotAllowed("due-day-missing", application=name, recovery=debt.recovery)
    for day in (debt.decided_on, debt.served_on, date(debt.paid_year, 1, 1)):
        if day is not None and day > today:
            raise NotAllowed("in-the-future", day=day, today=today)
    days = [day for day in (debt.decided_on, debt.served_on, debt.due_on, debt.reminder_until) if day is not None]
    for first, last in pairwise(days):
        if last < first:
            raise NotAllowed("dates-out-of-order", first=first, last=last)


def _brought_once(name: str, command: ImportDebts, earlier: Sequence[Debts]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for other in earlier:
        if other.brought.sha256 == command.sha256:
            raise NotAllowed("imported-already", number=other.name)
        seen |= {_key(debt): f"{other.name} {debt.recovery}" for debt in other.brought.debts}
    for debt in command.debts:
        if (before := seen.get(_key(debt))) is not None:
            raise NotAllowed(
                "debt-imported", application=name, recovery=debt.recovery, document=debt.document, earlier=before
            )
        seen[_key(debt)] = f"{name} {debt.recovery}"


def _key(debt: BroughtDebt) -> tuple[str, str]:
    return folded(debt.document), debt.payee
