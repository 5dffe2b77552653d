"""The turns that a case takes after it was decided: what goes wrong with it, and what comes back.

They begin with the training of `story`, whose three lines of 1 000 yuan were paid from central money of 2024.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any

from domain.application import commands as c
from domain.application.status import ServiceWay
from domain.application.values import Account, Document, Due, PlannedPart, ReceiptValues, VerifiedValue, ranges
from domain.base import replace
from domain.treasury import run_commands as runs
from domain.treasury.messages import Assignment, AssignTo, BankMessage, Correction
from domain.treasury.offsets import OffsetRecovery
from domain.treasury.receipts import CorrectReceipt
from domain.treasury.recoveries import ReceiveRecovery
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit, a_failure, a_reply, a_return
from tests.domain.given_when_then import History
from tests.domain.sample_cases import CHEN, FIRST, HUANG, JIANG, LIN, WU, ZHENG, told

CENTRAL_FUND = next(iter(s.given(s.central_money()).office.funds))
LATER = date(2024, 11, 4)
"""A day well after the training was settled."""

REFUSED_ON = date(2024, 10, 11)
SECOND, SECOND_BATCH = "350203-2024-000002", "350200-2024-0002"
WHY = "sealed-reason"
APPROVER = HUANG
ASKING = replace(HUANG, officer="he-rui")
"""Another approver, who asks for waivers."""


# Objections, suspension, waivers, transfers


def objection(*lines: int, on: date, application: str = FIRST) -> c.RaiseObjection:
    return c.RaiseObjection(
        application=application, lines=ranges(lines), received_on=on, raised_by="third-party", grounds=WHY
    )


def answer(upheld: bool, objection: str = "o1", application: str = FIRST) -> c.AnswerObjection:
    return c.AnswerObjection(application=application, objection=objection, upheld=upheld, reason=WHY)


def objected(*lines: int, after: History, on: date) -> History:
    return told((objection(*lines, on=on), CHEN, on), after=after)


def answered(upheld: bool, *, after: History, on: date) -> History:
    return told((answer(upheld), LIN, on), (s.confirmed(), APPROVER, on), after=after)


def refused(after: History | None = None, on: date = REFUSED_ON) -> History:
    refuse = c.RefuseApplication(application=FIRST, clause="m01", reason=WHY)
    return told((refuse, CHEN, on), after=after or s.a_submitted_training())


def rejected(on: date = REFUSED_ON) -> History:
    return told((c.RejectApplication(application=FIRST), HUANG, on), after=s.a_training_found_against())


take_back = c.TakeBackDecision(application=FIRST, reason=WHY)
transfer = c.TransferApplication(application=FIRST, to="350205", reason=WHY)
suspend = c.SuspendApplication(application=FIRST, reason=WHY)
resume = c.ResumeApplication(application=FIRST)
waive = c.RequestWaiver(application=FIRST, limit="training-yearly", lines=((1, 1),), reason=WHY)


# What the bank does later


def returned(
    amount_fen: int = 3_000_00,
    *,
    batch: str = s.BATCH,
    on: date = LATER,
    reference: str = "R1",
    application: str = FIRST,
) -> runs.RecordBankReply:
    item = a_return(application=application, amount_fen=amount_fen, returned_on=on, reference=reference, reason=WHY)
    return a_reply(batch=batch, returned=(item,))


def failed(on: date, application: str = FIRST, batch: str = s.BATCH) -> runs.RecordBankReply:
    return a_reply(batch=batch, failed=(a_failure(application=application, failed_on=on, reason=WHY),))


def correcting(recorded: BankMessage, instead: BankMessage | None) -> runs.CorrectReply:
    correction = Correction(recorded=recorded, instead=instead)
    return runs.CorrectReply(batch=s.BATCH, corrections=(correction,), reasons={FIRST: "sealed"})


def assigning(to: AssignTo, message: BankMessage | None, amount_fen: int | None = None) -> runs.AssignClearing:
    """A message, or what of the payment stands on a clearing account."""
    assignment = Assignment(
        application=FIRST,
        fund=None,
        to=to,
        amount_fen=amount_fen or (message.amount_fen if message else 0),
        document="银行说明〔2024〕3号",
        message=message.key if message else None,
        draw_on=None if message else CENTRAL_FUND,
    )
    return runs.AssignClearing(batch=s.BATCH, assignment=assignment)


@cache
def a_returned_training() -> History:
    return told((returned(), ZHENG, LATER), after=s.a_settled_training())


def account(to: Account, application: str = FIRST) -> c.ProposeAccount:
    return c.ProposeAccount(application=application, account=to)


@cache
def a_corrected_account() -> History:
    return told(
        (account(s.account("account-9")), CHEN, LATER), (s.confirmed(), ZHENG, LATER), after=a_returned_training()
    )


# Revision


def found_to_be(line: int, fact: str, value: str, on: date = LATER, application: str = FIRST) -> c.VerifyFacts:
    return c.VerifyFacts(
        application=application,
        source="unemployment-register",
        checked_on=on,
        values=(VerifiedValue(fact=fact, value=value, lines=((line, line),)),),
        file_sha256="c0" * 32,
    )


def revision(
    ground: str = "ineligible",
    *,
    struck: Iterable[int] = (),
    revived: Iterable[int] = (),
    struck_items: Iterable[tuple[int, int]] = (),
    revived_items: Iterable[tuple[int, int]] = (),
    application: str = FIRST,
) -> c.ReviseApplication:
    return c.ReviseApplication(
        application=application,
        ground=ground,
        reason=WHY,
        struck=ranges(struck),
        revived=ranges(revived),
        struck_items=tuple(Due(*due) for due in struck_items),
        revived_items=tuple(Due(*due) for due in revived_items),
    )


def revised(command: c.ReviseApplication, *, after: History, on: date = LATER) -> History:
    """A revision that was proposed and confirmed."""
    return told((command, LIN, on), (s.confirmed(command.application), APPROVER, on), after=after)


@cache
def an_overpaid_training() -> History:
    """Line 3 was never of a priority group: 3 000 paid, 2 000 due."""
    return revised(
        revision(), after=told((found_to_be(3, "category", "general"), CHEN, LATER), after=s.a_settled_training())
    )


# Recovery

notify = c.NotifyRecovery(application=FIRST, ground="ineligible", basis="m01", days=5, reason=WHY)
hear = c.HearRecovery(application=FIRST, recovery="r1", received_on=LATER, summary="sealed-statement")
demand = c.DemandRecovery(application=FIRST, recovery="r1", reason=WHY)
remind = c.RemindRecovery(application=FIRST, recovery="r1")
serve = c.ServeRecovery(application=FIRST, recovery="r1", served_on=LATER, due_on=date(2024, 12, 4))
object_to = c.ObjectToRecovery(application=FIRST, recovery="r1", received_on=LATER, grounds=WHY)
plan = c.PlanRecovery(
    application=FIRST,
    recovery="r1",
    parts=(
        PlannedPart(due_on=date(2024, 12, 4), amount_fen=400_00),
        PlannedPart(due_on=date(2025, 1, 4), amount_fen=600_00),
    ),
)
reduce = c.ReduceRecovery(application=FIRST, recovery="r1", amount_fen=300_00, reason=WHY)
cancel = c.CancelRecovery(application=FIRST, recovery="r1", reason=WHY)
write_off = c.WriteOffRecovery(application=FIRST, recovery="r1", reason=WHY)
refer = c.ReferRecovery(application=FIRST, recovery="r1", referred_to="police", reason=WHY)
offset = OffsetRecovery(application=FIRST, recovery="r1", against=SECOND)


def corrected(amount_fen: int | None = 300_00, reference: str = "P1") -> CorrectReceipt:
    """Of a receipt of `r1`, another amount; that it never came where none is given."""
    instead = None
    if amount_fen is not None:
        instead = ReceiptValues(amount_fen=amount_fen, received_on=LATER, reference=reference)
    return CorrectReceipt(application=FIRST, recovery="r1", reference=reference, instead=instead, reason=WHY)


def received(amount_fen: int, *, on: date = LATER, reference: str = "P1", recovery: str = "r1") -> ReceiveRecovery:
    return ReceiveRecovery(
        application=FIRST, recovery=recovery, amount_fen=amount_fen, received_on=on, reference=reference
    )


def told_of(recovery: str = "r1", *, after: History, on: date = LATER, kind: str = "recovery-notice") -> History:
    """The letter of a notice or of a reminder, issued and served on one day by finance."""
    issued_letter = issued_by_finance(recovery, after=after, on=on, kind=kind)
    return told((service(kind, on, about=recovery), WU, on), after=issued_letter)


def issued_by_finance(
    recovery: str = "r1", *, after: History, on: date = LATER, kind: str = "recovery-notice"
) -> History:
    issue = c.IssueLetter(application=FIRST, letter=kind, about=recovery, sha256="7d" * 32)
    return told((issue, WU, on), after=after)


@cache
def a_notified_training() -> History:
    """The payee has the notice, and may answer for five days."""
    return told_of(after=told((notify, WU, LATER), after=an_overpaid_training()))


def heard(
    *recoveries: str, after: History, ground: str = "ineligible", amount_fen: int | None = None, on: date = LATER
) -> History:
    """Notices of what is overpaid, each served and answered on one day."""
    for recovery in recoveries or ("r1",):
        told_by = replace(notify, ground=ground, amount_fen=amount_fen)
        served_notice = told_of(recovery, after=told((told_by, WU, on), after=after), on=on)
        after = told((replace(hear, recovery=recovery, received_on=on), WU, on), after=served_notice)
    return after


@cache
def a_heard_training() -> History:
    return heard(after=an_overpaid_training())


@cache
def a_demanded_training() -> History:
    return told((demand, WU, LATER), after=a_heard_training())


@cache
def an_approved_demand() -> History:
    return told((s.confirmed(), JIANG, LATER), after=a_demanded_training())


@cache
def a_served_demand() -> History:
    return told((serve, WU, LATER), after=an_approved_demand())


def an_overdue_demand(on: date) -> History:
    """Served so that it was to be paid on the day before."""
    early = on - timedelta(days=10)
    seen = told((found_to_be(3, "category", "general", on=early), CHEN, early), after=s.a_settled_training())
    served_early = replace(serve, served_on=early, due_on=on - timedelta(days=1))
    return told(
        (demand, WU, early),
        (s.confirmed(), JIANG, early),
        (served_early, WU, early),
        after=heard(after=revised(revision(), after=seen, on=early), on=early),
    )


def offset_within() -> History:
    """More came in than was demanded; then another line is struck, and what is owed back is kept for that."""
    much = told((received(1_200_00), WU, LATER), after=an_approved_demand())
    more = heard("r2", after=revised(revision(struck=[2]), after=much))
    demanded_again = told(
        (replace(demand, recovery="r2"), WU, LATER),
        (s.confirmed(), JIANG, LATER),
        (replace(serve, recovery="r2"), WU, LATER),
        after=more,
    )
    return told((replace(offset, recovery="r2", against=FIRST), WU, LATER), after=demanded_again)


@cache
def owed_both_ways(demanded_fen: int = 100_00, received_fen: int = 2_200_00) -> History:
    """1 200 yuan came in beyond a demand; then another line is struck, 1 000 yuan, and so much of it is demanded and
    served: what is not demanded of it keeps as much of what is owed back.
    """
    much = told((received(received_fen), WU, LATER), after=an_approved_demand())
    return told(
        (replace(demand, recovery="r2"), WU, LATER),
        (s.confirmed(), JIANG, LATER),
        (replace(serve, recovery="r2"), WU, LATER),
        after=heard("r2", after=revised(revision(struck=[2]), after=much), amount_fen=demanded_fen),
    )


def granted(command: c.RecoveryCommand, *, after: History, on: date = LATER) -> History:
    return told((command, WU, on), (s.confirmed(), JIANG, on), after=after)


def another_payable(*people: str, after: History) -> History:
    """A second training of the same trainer, payable on the day of `LATER`."""
    other = s.training(*(people or ("person-d", "person-e")))
    return told(
        (c.PublishNotice(application=SECOND), CHEN, other.received_on),
        (c.CloseNotice(application=SECOND), CHEN, LATER),
        after=s.approved(other, SECOND, after=after),
    )


def paid(
    number: str,
    batch: str,
    amount_fen: int,
    *,
    after: History,
    on: date = LATER,
    reference: str = "B2",
    same_reference: str = "",
) -> History:
    """Ordered, released, sent and credited on one day."""
    item = a_credit(application=number, amount_fen=amount_fen, value_on=on, reference=reference)
    why = {number: same_reference} if same_reference else {}
    return told(
        (runs.OrderPayment(applications=(number,)), WU, on),
        (runs.ReleasePayment(batch=batch), ZHENG, on),
        (s.exported(batch, amount_fen), WU, on),
        (replace(s.credited(batch, item), same_reference=why), ZHENG, on),
        after=after,
    )


attach = c.AttachDocuments(
    application=FIRST, documents=(Document(sha256="6a" * 32, number="厦信〔2024〕7号", sealed="sealed-letter"),)
)
letter = c.IssueLetter(application=FIRST, letter="approval", about=None, sha256="5f" * 32)


def service(letter: str, on: date, **others: Any) -> c.ServeLetter:
    """Handed over on that day, at the counter."""
    given_with = {"about": None, "way": ServiceWay.IN_PERSON, **others}
    return c.ServeLetter(application=FIRST, letter=letter, served_on=on, **given_with)


def issued(kind: str, *, after: History, on: date, sha256: str = "5f" * 32, about: str | None = None) -> History:
    return told((replace(letter, letter=kind, sha256=sha256, about=about), CHEN, on), after=after)


def served(kind: str, *, after: History, on: date, **others: Any) -> History:
    """Issued, and served on the same day."""
    return told((service(kind, on, **others), CHEN, on), after=issued(kind, after=after, on=on))


def an_overdue_request(on: date, due_on: date, *lines: int, after: History | None = None) -> History:
    """A correction was asked for, its request was served, and on the day after `due_on` it is late."""
    request = c.RequestCorrection(application=FIRST, lines=ranges(lines), reason=WHY, facts=("category",))
    return served(
        "correction-request",
        after=told((request, CHEN, on), after=after or s.a_submitted_training()),
        on=on,
        due_on=due_on,
        receipt="送达回证1号",
    )
