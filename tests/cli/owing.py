"""A case in which money is owed back: three trainees paid, one of them struck by a revision, and the demand for it."""

from __future__ import annotations

from datetime import date

from cli.sealing import sealed_reason
from domain.application import commands as c
from domain.treasury.batch import CreditedItem, OrderPayment, RecordBankAnswer, ReleasePayment
from tests.cli.conftest import Bailu
from tests.cli.handed_in import CLOSED, SUBMITTED, submitted, training
from tests.cli.paying import do, fund

CREDITED, REVISED, DEMANDED = "2024-05-22", "2024-06-04", "2024-06-06"


def owing(bureau: Bailu, *, approved: bool = True) -> str:
    """The number of the case; the demand is `r1`, of 1 000 yuan."""
    fund(bureau, "central", 10_000)
    (number,) = submitted(bureau, training(), until="closed")
    do(bureau, OrderPayment(applications=(number,)), "wu", CLOSED)
    desk = bureau.desk("wu", CLOSED)
    with desk.books() as books:
        (batch,) = books.names("batch")
    desk.close()
    do(bureau, ReleasePayment(batch=batch), "zheng", CLOSED)
    credit = CreditedItem(
        application=number, amount_fen=300_000, value_on=date.fromisoformat(CREDITED), reference="B-2024-1"
    )
    do(bureau, RecordBankAnswer(batch=batch, credited=(credit,)), "wu", CREDITED)
    why = sealed(bureau, number, "经复查，第1项不符合条件")
    revision = c.ReviseApplication(application=number, ground="ineligible", reason=why, struck=((1, 1),))
    do(bureau, revision, "chen", REVISED)
    do(bureau, c.ConfirmProposal(application=number, proposal=None), "huang", REVISED)
    reason = sealed(bureau, number, "第1项学员培训期间已在外省就业")
    demand = c.DemandRecovery(application=number, ground="ineligible", basis="closing-1", reason=reason)
    do(bureau, demand, "wu", DEMANDED)
    if approved:
        do(bureau, c.ConfirmProposal(application=number, proposal=None), "xu", DEMANDED)
    return number


def sealed(bureau: Bailu, number: str, text: str) -> str:
    """Words about a case, under the key of its applicant."""
    desk = bureau.desk("lin", SUBMITTED)
    with desk.books() as books:
        case = books.case(number)
    kept, _sealer = sealed_reason(desk, case, text)
    desk.close()
    return kept
