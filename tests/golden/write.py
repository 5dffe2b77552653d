"""Write a golden sample for every stored fact that has none: `python -m tests.golden.write`.

A sample is the `data` member of one realistic fact, byte for byte as it was encoded when the name was new. Samples are
never overwritten and never deleted, also when a fact has become `….v2`: what was once written must decode for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from domain.application import commands as c
from domain.application.values import Applicant, ApplicantKind
from domain.base import EVENTS, STORED_NAMES, Event, replace
from domain.entitlement.standards import Accepted, Rate, Share, StandardTable
from domain.imports.imports import ConfirmImport, TakeBackImport
from domain.office import officer as o
from domain.office import people, reference
from domain.office.keys import MadeBy
from domain.office.log import OuterKeysIn
from domain.office.log_commands import BackUpLog, OpenLog
from domain.office.proposed import ConfirmForOffice
from domain.office.reference import EditionAdopted, StandardAdopted
from domain.office.register import ConfirmEntry, EndEntry
from domain.office.roles import Actor, Role
from domain.treasury.run_commands import ConfirmForRun, OrderPayment, ReleasePayment
from store.line.codec import encode
from tests.domain import allotment_history as allotments
from tests.domain import debts_history as debts
from tests.domain import fund_history as funds
from tests.domain import later_events as t
from tests.domain import log_history as log
from tests.domain import notice_history as notices
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit
from tests.domain.given_when_then import History, Office
from tests.domain.keys import public_key
from tests.domain.sample_cases import CHEN, FIRST, HUANG, LIN, OPENING, WU, XU, YE, ZHENG, told
from tests.domain.sample_commands import of_the_bank

HERE = Path(__file__).parent
ON = date(2024, 9, 27)
FUND = s.opening("central", 1_00)
BENEFITS = StandardTable(
    kind=s.edition().standards["hard-to-employ"].kind,
    number=1,
    body="厦门市人力资源和社会保障局",
    document="示例标准〔2023〕9号",
    applies_from=date(2023, 1, 1),
    rates=(
        Rate(id="insurance", when={"benefit": Accepted(values=("insurance",))}, amount_fen=900_00, at_most_paid=True),
        Rate(id="post", when={"benefit": Accepted(values=("post",))}, amount_fen=600_00),
    ),
)
BASES = StandardTable(
    kind=s.edition().standards["flexible-employment-insurance"].kind,
    number=2,
    body="厦门市人力资源和社会保障局",
    document="示例标准〔2024〕2号",
    applies_from=date(2024, 1, 1),
    applies_to=date(2024, 12, 31),
    rates=(
        Rate(
            id="low",
            when={"contribution_base_fen": Accepted(last=4_000_00)},
            share=Share(numerator=2, denominator=3),
        ),
        Rate(id="middle", when={"contribution_base_fen": Accepted(first=4_000_01, last=8_000_00)}, amount_fen=600_00),
        Rate(
            id="high",
            when={"contribution_base_fen": Accepted(first=8_000_01)},
            excluded="缴费基数超过8000元的不予补贴",
        ),
    ),
)


def path_of(name: str) -> Path:
    return HERE / f"{name}.json"


def samples() -> dict[str, Event]:
    """For each stored name the first fact that the histories below tell of."""
    events: dict[str, Event] = {}
    for history in sample_histories():
        for minute in history:
            events.setdefault(STORED_NAMES[type(minute.event)], minute.event)
    events["policy.edition-adopted.v1"] = EditionAdopted(
        edition="xiamen-2023-187@1",
        digest="sha256:" + "9c" * 32,
        applies_from=date(2023, 8, 24),
        content='id = "xiamen-2023-187"\nnumber = 1\ndocument = "厦人社〔2023〕187号"\n',
    )
    events["policy.standard-adopted.v1"] = StandardAdopted(table=BASES, digest="sha256:" + "5d" * 32)
    events["officer.handed-over.v1"] = o.WorkHandedOver(to=LIN.officer)
    return events


def sample_histories() -> Iterator[History]:
    yield _a_certificate_with_everything()
    yield _a_late_receipt_declined()
    yield _a_correction_that_was_not_enough()
    yield _a_training_of_nobody_in_a_priority_group()
    yield _transferred()
    yield _an_amount_that_a_body_determined_later()
    yield _an_order_declined()
    yield told((s.exported(), WU, ON), (s.SIGNED, WU, ON), after=s.a_released_training())
    yield s.a_settled_training()
    yield _a_worker_who_left()
    yield _a_register()
    yield from _turns()
    yield _officers()
    yield from _log()
    yield from _funds()
    yield from _of_the_bank()


def _of_the_bank() -> Iterator[History]:
    """Late, in doubt, recorded wrongly, and moved without an order."""
    paid = a_credit(application=FIRST, amount_fen=3_000_00, value_on=s.CREDIT_ON, reference="B1")
    for before, acts in of_the_bank(paid):
        office = Office(s.edition(), before)
        for command, by, on in acts:
            office.execute(command, by, on)
        yield tuple(office.history)


def _a_certificate_with_everything() -> History:
    """A worker's own claim: every optional value is there, the amount is set by the assessor, and then withdrawn."""
    worker = Applicant(
        kind=ApplicantKind.PERSON,
        party="p:4f1d6c",
        name=None,
        id_kind="resident-id",
        birth_year=1990,
        sealed="a1:Zm9v",
    )
    line = s.trainee(1, "p:4f1d6c", certificate_kind="skill-level", local_worker=True, level="3")
    claim = replace(s.training(scheme=s.CERTIFICATE), applicant=worker, facts={}, lines=(line,))
    on = claim.received_on
    return told(
        (claim, CHEN, on),
        (c.AcceptApplication(application=FIRST), CHEN, on),
        (s.comparison(claim, on), CHEN, on),
        (c.AssessApplication(application=FIRST, determined=s.determined({1: 1_500_00})), LIN, on),
        (c.SendBackApplication(application=FIRST, reason="a1:YmFy"), HUANG, on),
        (c.AssessApplication(application=FIRST, determined=s.determined({1: 2_000_00})), LIN, on),
        (c.ApproveApplication(application=FIRST), HUANG, on),
        (c.WithdrawApplication(application=FIRST, reason="a1:YmFy"), CHEN, on),
    )


def _a_late_receipt_declined() -> History:
    both = s.training(pays_to=s.account("a:77aa", of_applicant=False))
    return told(
        (both, CHEN, ON),
        (c.ConfirmProposal(application=FIRST, proposal="p2"), ZHENG, ON),
        (c.ConfirmProposal(application=FIRST, proposal="p1", declined=True, reason="a1:YmFy"), XU, ON),
    )


def _a_correction_that_was_not_enough() -> History:
    file = s.training()
    corrected = c.CorrectApplication(
        application=FIRST,
        applicant=file.applicant,
        account=file.account,
        documents=file.documents,
        facts=file.facts,
        lines=file.lines[:2],
    )
    return told(
        (c.RequestCorrection(application=FIRST, lines=((2, 3),), reason="a1:YmFy"), CHEN, ON),
        (corrected, CHEN, ON),
        (c.RefuseApplication(application=FIRST, clause="m01", reason="a1:YmFy"), CHEN, ON),
        (c.TakeBackDecision(application=FIRST, reason="a1:YmFy"), CHEN, ON),
        (c.ConfirmProposal(application=FIRST, proposal=None), s.JIANG, ON),
        after=s.a_submitted_training(),
    )


def _transferred() -> History:
    return told((t.transfer, LIN, ON), (s.confirmed(), HUANG, ON), after=s.a_submitted_training())


def _a_training_of_nobody_in_a_priority_group() -> History:
    return told((c.RejectApplication(application=FIRST), HUANG, ON), after=s.a_training_found_against())


def _an_amount_that_a_body_determined_later() -> History:
    """Of two trainees the first was awarded; the body met again for the second, and kept a score sheet."""
    file = s.training("p:4f1d6c", "p:77aa01", scheme="differentiated-training")
    stated = {"certificate_on": "2024-04-26", "occupation": "6-18-02-04", "level": "5"}
    lines = tuple(replace(line, facts={**stated, "cost_fen": 1_800_00}) for line in file.lines)
    later = tuple(
        replace(amount, body="厦门市人力资源和社会保障局", document="会议纪要〔2024〕9号", score_sheet="评分表1号")
        for amount in s.determined({2: 500_00})
    )
    on = file.received_on
    return told(
        (replace(file, lines=lines), CHEN, on),
        (c.AcceptApplication(application=FIRST), CHEN, on),
        (c.AssessApplication(application=FIRST, determined=s.determined({1: 1_500_00})), LIN, on),
        (c.ApproveApplication(application=FIRST, leaving_open=True), HUANG, on),
        (c.FollowUpApplication(application=FIRST, determined=later), LIN, t.LATER),
        (s.confirmed(), HUANG, t.LATER),
    )


def _an_order_declined() -> History:
    return told((ReleasePayment(batch=s.BATCH, declined=True), ZHENG, ON), after=s.an_ordered_training())


def _a_worker_who_left() -> History:
    left = date(2024, 9, 20)
    return told(
        (s.milestone("employed-6-months", left, met=False), LIN, ON),
        (s.confirmed(), HUANG, ON),
        after=s.an_introduction_paid_stage_one(),
    )


def _a_register() -> History:
    register = "demonstration-enterprises"
    end = EndEntry(
        register=register, entry=f"{register}/0001", last_on=date(2024, 12, 31), document="厦高管〔2024〕40号"
    )
    listed = (*s.listed(register, s.TRAINER, quota=120), *s.complete(register))
    return told(
        (end, s.SHEN, ON), (ConfirmEntry(register=register, proposal=None, declined=True), s.JIANG, ON), after=listed
    )


def _turns() -> Iterator[History]:
    """What goes wrong with a case, and comes back."""
    on = t.LATER
    yield told(
        (t.suspend, CHEN, on),
        (t.resume, CHEN, on),
        (t.attach, CHEN, on),
        (t.letter, CHEN, on),
        (t.service("approval", on, receipt="厦人社送〔2024〕17号"), CHEN, on),
        (t.waive, t.ASKING, on),
        (s.confirmed(), XU, on),
        after=s.an_approved_training(),
    )
    yield told(
        (c.RefuseOverdue(application=FIRST), CHEN, date(2024, 12, 2)), after=t.an_overdue_request(on, date(2024, 12, 1))
    )
    yield t.answered(False, after=t.objected(1, after=s.an_approved_training(), on=on), on=on)
    yield t.answered(True, after=t.objected(1, after=s.an_approved_training(), on=on), on=on)
    yield told((t.failed(on), ZHENG, on), after=s.a_released_training())
    yield t.a_corrected_account()
    yield told((t.received(1_200_00), WU, on), after=t.a_served_demand())
    yield told((t.remind, WU, on), after=t.an_overdue_demand(on))
    yield t.offset_within()
    yield told((t.plan, WU, on), (t.object_to, WU, on), after=t.a_served_demand())
    for change in (t.reduce, t.cancel, t.write_off, t.refer):
        yield t.granted(change, after=t.an_approved_demand())
    yield told((t.offset, WU, on), after=t.another_payable(after=t.a_served_demand()))
    both = OrderPayment(applications=(FIRST, t.SECOND))
    run = told((both, WU, on), after=t.another_payable(after=(*s.central_money(), *s.a_payable_training())))
    without = ReleasePayment(batch=s.BATCH, without=(t.SECOND,))
    yield told((without, ZHENG, on), after=run)
    yield told((ReleasePayment(batch=s.BATCH), ZHENG, on), (without, ZHENG, on), after=run)
    link = people.LinkPersons(
        person="p:4f1d6c", other="p:77aa01", document="闽台通〔2024〕3号", lines=(f"{FIRST}/1", f"{t.SECOND}/1")
    )
    yield s.agreed((link, s.SHEN, s.JIANG, on))
    yield s.agreed((s.SHARING, s.BAI, s.HE, on))
    for declined in (False, True):
        answer = ConfirmImport(number=f"{s.SIMING}-{on.year}-0001", proposal="p1", declined=declined)
        yield told((s.BROUGHT, LIN, on), (answer, HUANG, on))
    yield told((debts.BROUGHT, WU, on), (debts.no, s.JIANG, on))
    yield told((debts.serve, WU, on), (debts.receipt(400_00), WU, on), (debts.yes, ZHENG, on), after=debts.taken_over())
    received = debts.agreed(debts.receipt(400_00), WU, ZHENG, after=debts.taken_over())
    yield debts.agreed(debts.corrected(300_00), WU, ZHENG, after=received)
    yield debts.agreed(debts.paying(400_00), WU, ZHENG, after=received)
    yield told((t.received(400_00), WU, t.LATER), (t.corrected(), WU, t.LATER), after=t.an_approved_demand())
    yield debts.agreed(debts.changes()[0], WU, s.JIANG, after=debts.taken_over())
    back = TakeBackImport(number=answer.number, document="厦就业更〔2024〕2号")
    yield told((s.BROUGHT, LIN, on), (replace(answer, declined=False), HUANG, on), (back, LIN, on))
    joined = people.JoinNames(
        person="p:4f1d6c",
        name="0b7e",
        other="91c2",
        document="户口登记项目变更更正证明〔2024〕8号",
        lines=(f"{FIRST}/1", f"{t.SECOND}/1"),
    )
    yield s.agreed((joined, s.SHEN, s.JIANG, on))
    yield _declined(FUND, WU, s.JIANG)
    edition = reference.AdoptEdition(
        policy="xiamen-2023-187",
        edition="xiamen-2023-187@1",
        digest="sha256:" + "9c" * 32,
        applies_from=on,
        content="…",
    )
    yield s.agreed((edition, s.SHEN, s.JIANG, on))
    standard = reference.AdoptStandard(policy="xiamen-2023-187", table=BENEFITS, digest="sha256:" + "5d" * 32)
    yield s.proposed(standard, s.SHEN, on, after=s.agreed((edition, s.SHEN, s.JIANG, on)))
    declined = ConfirmForRun(batch=s.BATCH, proposal="p1", declined=True)
    yield told((declined, WU, on), after=s.proposed(t.failed(on), ZHENG, on, after=s.a_released_training()))


def _declined(command: object, by: Actor, second: Actor) -> History:
    return told((ConfirmForOffice(proposal="p1", declined=True), second, ON), after=s.proposed(command, by, ON))


def _officers() -> History:
    opened = OpenLog(
        log="0d9f5c1e",
        supervised_by=s.CITY,
        supervising_key=public_key("authority", MadeBy.OFFICER),
        pseudonyms="0f" * 8,
        simulated=True,
        officer=YE.officer,
        sealed="a1:eWU=",
        key=public_key(YE.officer),
    )
    enrolled = o.EnrolOfficer(
        officer=CHEN.officer,
        sealed="a1:Y2hlbg==",
        roles=(Role.CLERK,),
        authority=s.SIMING,
        key=public_key(CHEN.officer),
    )
    xu = replace(enrolled, officer=s.XU.officer, roles=(Role.SUPERVISOR,), key=public_key(s.XU.officer))
    own = public_key(s.JIANG.officer, MadeBy.OFFICER)
    second = replace(xu, officer=s.JIANG.officer, authority=s.CITY, key=own)
    rights = s.agreed(
        (enrolled, YE, s.JIANG, OPENING),
        (xu, YE, s.JIANG, OPENING),
        (o.GrantRole(officer=CHEN.officer, role=Role.ASSESSOR), YE, s.JIANG, OPENING),
        (o.RotateKey(officer=CHEN.officer, key=public_key("third")), YE, s.JIANG, OPENING),
        (s.EXCEPTION, YE, s.AUTHORITY, OPENING),
        (s.DEPUTY, YE, s.JIANG, OPENING),
        (
            o.ReportKeyLost(
                officer=s.AUTHORITY.officer,
                public_key=public_key("authority", MadeBy.OFFICER).public_key,
                since=OPENING,
            ),
            YE,
            s.JIANG,
            OPENING,
        ),
        after=told((opened, YE, OPENING), (second, YE, OPENING)),
    )
    return told(
        (o.RevokeRole(officer=CHEN.officer, role=Role.CLERK), YE, OPENING),
        (o.RotateKey(officer=CHEN.officer, key=public_key("another", MadeBy.OFFICER)), CHEN, OPENING),
        (
            o.ReportKeyLost(
                officer=CHEN.officer, public_key=public_key("another", MadeBy.OFFICER).public_key, since=OPENING
            ),
            YE,
            OPENING,
        ),
        (o.EndDeputyship(officer=CHEN.officer, absent=s.XU.officer), YE, OPENING),
        (o.SuspendOfficer(officer=CHEN.officer), YE, OPENING),
        after=rights,
    )


def _funds() -> Iterator[History]:
    """Everything that finance does with funds and allotments, and what came back to one that was carried over."""
    for history, command, by, second in funds.acts().values():
        yield s.agreed((command, by, second, ON), after=history)
    yield funds.failed_after_it()
    for history, command, on in allotments.acts().values():
        yield allotments.done((command, on), after=history)
    yield notices.whole()


def _log() -> Iterator[History]:
    """A log that was restored, closed, and of which two people said something."""
    yield log.declared(log.sent_first, after=log.restored(after=s.an_ordered_training()))
    yield log.answered(log.fault)
    yield log.answered(log.reopen, declined=True)
    yield told((BackUpLog(outer_keys=OuterKeysIn.ESCROW), YE, ON), (log.close, YE, ON), after=log.an_opened_log())


def main() -> None:
    events = samples()
    for name in EVENTS:
        if not path_of(name).exists():
            path_of(name).write_bytes(encode(events[name]))
            print(f"wrote {name}")


if __name__ == "__main__":
    main()
