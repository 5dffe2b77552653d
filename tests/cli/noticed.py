"""What goes before a demand: the notice, its service, and the statement of the payee; all on one day, by finance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.application import commands as c
from domain.application.status import ServiceWay
from domain.decisions.commands import Command
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import do


def noticed(bureau: Bailu, *numbers: str, clock: str, ground: str = "ineligible", basis: str = "closing-6") -> None:
    """All that is overpaid in the cases can be demanded."""
    for number in numbers:
        session = bureau.session("wu", clock)
        with session.repository() as repository:
            recovery = f"r{len(repository.case(number).recoveries) + 1}"
        session.close()
        for command in before_a_demand(number, clock, ground=ground, basis=basis, recovery=recovery):
            do(bureau, command, "wu", clock)


def before_a_demand(
    number: str, day: str, *, ground: str = "ineligible", basis: str = "closing-6", recovery: str = "r1"
) -> Iterator[Command]:
    yield c.NotifyRecovery(application=number, ground=ground, basis=basis, days=5, reason="")
    yield from letter(number, recovery, "recovery-notice", day)
    yield c.HearRecovery(application=number, recovery=recovery, received_on=date.fromisoformat(day), summary="")


def letter(number: str, recovery: str, kind: str, day: str) -> Iterator[Command]:
    """Issued, and served in person."""
    yield c.IssueLetter(application=number, letter=kind, about=recovery, sha256="7d" * 32)
    yield c.ServeLetter(
        application=number,
        letter=kind,
        about=recovery,
        way=ServiceWay.IN_PERSON,
        served_on=date.fromisoformat(day),
    )
