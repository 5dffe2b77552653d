"""A case in which money is owed back: three trainees paid, one of them struck by a revision, and the demand for it."""

from __future__ import annotations

from tests.cli.application_files import CLOSED, SUBMITTED, submitted, training
from tests.cli.conftest import Bailu
from tests.cli.noticed import noticed
from tests.cli.payable_cases import answers, fund, with_the_bank
from usecases.intake.sealing import sealed_reason

CREDITED, REVISED, DEMANDED = "2024-05-22", "2024-06-04", "2024-06-06"


def owing(bureau: Bailu, *, approved: bool = True) -> str:
    """The number of the case; the demand is `r1`, of 1 000 yuan."""
    fund(bureau, "central", 10_000)
    (number,) = submitted(bureau, training(), until="closed")
    ordered = bureau("payment", "order", number, "--yes", "-o", "json", officer="wu", clock=CLOSED)
    batch = ordered.json["batch"]
    acted(bureau, "payment", "release", batch, "--yes", officer="zheng", clock=CLOSED)
    with_the_bank(bureau, batch, CLOSED)
    answer = answers(bureau, (batch, number, 3000, "成功", CREDITED, "B-2024-1", ""))
    acted(bureau, "payment", "import", str(answer), "--yes", officer="zheng", clock=CREDITED)
    struck = ("--ground", "ineligible", "--strike", "1", "--reason", "经复查，第1项不符合条件")
    acted(bureau, "application", "revise", number, *struck, officer="chen", clock=REVISED)
    acted(bureau, "confirm", f"application-{number}", officer="huang", clock=REVISED)
    noticed(bureau, number, clock=DEMANDED, basis="closing-1")
    demand = ("--reason", "第1项学员培训期间已在外省就业", "--yes")
    acted(bureau, "recovery", "demand", number, *demand, officer="wu", clock=DEMANDED)
    if approved:
        acted(bureau, "recovery", "approve", number, "--yes", officer="xu", clock=DEMANDED)
    return number


def acted(bureau: Bailu, *argv: str, officer: str, clock: str) -> None:
    ran = bureau(*argv, officer=officer, clock=clock)
    assert ran.code == 0, ran.err


def sealed(bureau: Bailu, number: str, text: str) -> str:
    """Words about a case, under the key of its applicant."""
    session = bureau.session("lin", SUBMITTED)
    with session.repository() as repository:
        case = repository.case(number)
    kept, _sealer = sealed_reason(session, case, text)
    session.close()
    return kept
