"""Who does not pay once more what they had denied that a bank paid: a third finance officer does. ADR 0077."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.application.state.case import Case
from domain.errors import NotPermitted
from domain.office.roles import Actor
from domain.treasury.batch import Batch


def not_by_deniers(cases: Iterable[Case], actor: Actor) -> None:
    """Raises `NotPermitted("denied-it")` for whoever had a credit of one of these cases denied, until it is credited
    again: the bank may have paid it after all.
    """
    for case in cases:
        if case.denied is not None and actor.officer in case.denied.by:
            raise NotPermitted("denied-it", officer=actor.officer, application=case.number)


def deniers(batch: Batch, cases: Mapping[str, Case]) -> frozenset[str]:
    """Who neither releases a run nor hands it over, for what is in flight of it."""
    in_flight = (cases[number] for number in batch.applications if cases[number].orders_of(batch.batch))
    return frozenset(officer for case in in_flight if case.denied is not None for officer in case.denied.by)
