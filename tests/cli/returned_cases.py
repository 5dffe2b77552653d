"""Cases that took a turn: paid, found ineligible in part, demanded back, returned by the bank.

Each act is the officer's own, on its day, given at the desk rather than through a verb, for what is tested with them
are questions. `overpaid(bureau)` gives the number of a paid training of three of which one line was struck afterwards.
"""

from __future__ import annotations

from datetime import date

from domain.application import commands as c
from domain.decisions.commands import Command
from domain.treasury.recoveries import ReceiveRecovery
from domain.treasury.run_commands import OrderPayment, ReleasePayment
from tests.cli.conftest import Bailu
from tests.cli.noticed import noticed
from tests.cli.payable_cases import CREDITED, PAYABLE, RELEASED, do, training
from tests.domain.bank_messages import a_credit, a_reply, a_return
from tests.domain.sample_cases import exported as sent

REVISED, DEMANDED, SERVED, DUE, RECEIVED = "2024-10-21", "2024-10-23", "2024-10-25", "2024-11-25", "2024-11-04"


def credited(bureau: Bailu, number: str, *, yuan: int = 3_000, recorded: str = CREDITED, reference: str = "B1") -> str:
    """The batch that ordered what was payable, released and credited with value on 2024-10-14."""
    batch = _batch(bureau, OrderPayment(applications=(number,)), "wu", PAYABLE)
    do(bureau, ReleasePayment(batch=batch), "zheng", RELEASED)
    do(bureau, exported(bureau, batch), "wu", RELEASED)
    item = a_credit(
        application=number, amount_fen=yuan * 100, value_on=date.fromisoformat(CREDITED), reference=reference
    )
    do(bureau, a_reply(batch=batch, credited=(item,)), "zheng", recorded)
    return batch


def exported(bureau: Bailu, batch: str) -> Command:
    """The file of a released run, as it is recorded."""
    session = bureau.session("wu", RELEASED)
    with session.repository() as repository:
        run = repository.batch(batch)
    session.close()
    return sent(batch, run.amount_fen, len(run.items))


def _batch(bureau: Bailu, command: Command, officer: str, clock: str) -> str:
    session = bureau.session(officer, clock)
    result = session.execute(session.prepare(command))
    session.close()
    return next(fact.stream.removeprefix("batch-") for fact in result.events if fact.stream.startswith("batch-"))


def overpaid(bureau: Bailu) -> str:
    number = training(bureau)
    credited(bureau, number)
    struck = c.ReviseApplication(application=number, ground="ineligible", reason="", struck=((2, 2),))
    do(bureau, struck, "chen", REVISED)
    do(bureau, c.ConfirmProposal(application=number, proposal=None), "huang", REVISED)
    return number


def demanded(bureau: Bailu, number: str, *, served: bool = True) -> None:
    """A demand `r1` for all that was overpaid, approved, and served to be paid within a month."""
    noticed(bureau, number, clock=DEMANDED, basis="m01")
    demand = c.DemandRecovery(application=number, recovery="r1", reason="")
    do(bureau, demand, "wu", DEMANDED)
    do(bureau, c.ConfirmProposal(application=number, proposal=None), "xu", DEMANDED)
    if served:
        days = {"served_on": date.fromisoformat(SERVED), "due_on": date.fromisoformat(DUE)}
        do(bureau, c.ServeRecovery(application=number, recovery="r1", **days), "wu", SERVED)


def received(bureau: Bailu, number: str, yuan: int) -> None:
    came_in = ReceiveRecovery(
        application=number,
        recovery="r1",
        amount_fen=yuan * 100,
        received_on=date.fromisoformat(RECEIVED),
        reference=f"R{yuan}",
    )
    do(bureau, came_in, "wu", RECEIVED)


def returned(bureau: Bailu, number: str, batch: str, yuan: int, day: str) -> None:
    item = a_return(
        application=number,
        amount_fen=yuan * 100,
        returned_on=date.fromisoformat(day),
        reference=f"T{yuan}",
        reason="",
    )
    do(bureau, a_reply(batch=batch, returned=(item,)), "zheng", day)
