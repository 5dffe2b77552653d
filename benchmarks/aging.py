"""What grows with the age of a case: `python -m benchmarks.aging`.

One case is paid, returned by the bank, its account corrected and paid again, over and over: a life no real case has.
After each doubling it is said how many events and bytes it has, how long a desk that never saw it takes to fold it, and
how long the next command takes at a desk that has it.
"""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from benchmarks.office import AMOUNT_FEN, NOTICE, Office
from domain.application import commands as c
from domain.application.state.case import application_stream
from domain.application.values import Account
from domain.treasury.run_commands import ConfirmForRun
from store.commands.repository import Repository
from store.commands.state_cache import StateCache
from tests.domain.bank_messages import a_reply, a_return

TURNS = (1, 10, 100, 1_000)
COMMANDS = 8
"""Of a turn."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = Office.found(Path(folder) / "bailu.db")
        number = _payable(office)
        done = 0
        print("turns  events   bytes  fold anew, ms  next command, ms")
        for turns in TURNS:
            began = perf_counter()
            for turn in range(done, turns):
                _turn(office, number, turn)
            command_ms = (perf_counter() - began) / ((turns - done) * COMMANDS) * 1_000
            done = turns
            facts, size, fold_ms = _folded(office, number)
            print(f"{turns:5}  {facts:5}  {size:7,}  {fold_ms:13.2f}  {command_ms:16.2f}")


def _payable(office: Office) -> str:
    number = office.receive(1)
    for officer, command in office.steps():
        office.do(officer, command(number))
    office.clock.instant += NOTICE
    office.do("lin", c.CloseNotice(application=number))
    return number


def _turn(office: Office, number: str, turn: int) -> None:
    """Paid, returned, and its account corrected: eight commands."""
    batch = office.pay((number,))
    back = a_return(
        application=number,
        amount_fen=AMOUNT_FEN,
        returned_on=office.clock().date(),
        reference=f"T{turn}",
        reason="",
    )
    office.do("zheng", a_reply(batch=batch, returned=(back,)))
    office.do("wu", ConfirmForRun(batch=batch, proposal=None))
    account = Account(account=f"account-{turn}", sealed="", holder_is_applicant=True)
    office.do("lin", c.ProposeAccount(application=number, account=account))
    office.do("wu", c.ConfirmProposal(application=number, proposal=None))
    office.clock.instant += timedelta(seconds=1)


def _folded(office: Office, number: str) -> tuple[int, int, float]:
    with office.database.reading() as view:
        rows = view.stream(application_stream(number))
        began = perf_counter()
        Repository(view, StateCache(), {}).case(number)
        fold_ms = (perf_counter() - began) * 1_000
    return len(rows), sum(len(row.line) for row in rows), fold_ms


if __name__ == "__main__":
    main()
