"""A command of every shape, as officers give them, and the events that each came to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from domain.application import commands as c
from domain.application.values import VerifiedValue
from domain.base import replace
from domain.entitlement.standards import Rate, StandardTable
from domain.imports.imports import ConfirmImport, TakeBackImport
from domain.office import officer as o
from domain.office.keys import MadeBy
from domain.office.log import OuterKeysIn
from domain.office.log_commands import BackUpLog, OpenLog
from domain.office.people import JoinNames, LinkPersons
from domain.office.proposed import ConfirmForOffice
from domain.office.reference import AdoptCalendarYear, AdoptEdition, AdoptStandard
from domain.office.register import ConfirmEntry, DeclareComplete, EndEntry
from domain.office.roles import Actor, Deputyship, Role
from domain.treasury import run_commands as runs
from domain.treasury.messages import AssignTo, BankMessage
from tests.domain import allotment_history as allotments
from tests.domain import debts_history as debts
from tests.domain import fund_history as funds
from tests.domain import later_events as t
from tests.domain import log_history as log
from tests.domain import notice_history as notices
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit, unknown
from tests.domain.given_when_then import History, Office
from tests.domain.keys import OPENING_OF_LOG, public_key
from tests.domain.sample_cases import CHEN, FIRST, HUANG, JIANG, LIN, WU, XU, YE, ZHENG, given, told
from tests.listing import listing

Act = tuple[object, Actor, date]
EDITION = AdoptEdition(policy="p", edition="p@1", digest="…", applies_from=s.OPENING, content="…")
STANDARD = AdoptStandard(
    policy="p",
    table=StandardTable(
        kind=s.edition().standards["expert-team"].kind,
        number=1,
        body="…",
        document="…",
        applies_from=s.OPENING,
        rates=(Rate(id="service", amount_fen=200_000),),
    ),
    digest="…",
)
SUBMITTED_ON = date(2024, 9, 18)
LATER = t.LATER
LATEST, TOO_LATE = date(2024, 12, 16), date(2024, 12, 17)
DECLINED = c.ConfirmProposal(application=FIRST, proposal=None, declined=True, reason=t.WHY)
FOREIGN = replace(s.training(), account=s.account(of_applicant=False))
PRINTED = replace(s.training(), applicant=replace(s.organisation(s.TRAINER), printed_on="营业执照 1"))
MET = s.milestone("employed-3-months", date(2024, 8, 31))


FUND = s.opening("central", 100_000_00)
JOIN = JoinNames(person="person-a", name="name-1", other="name-2", document="…", lines=("1/1", "2/1"))
YES = ConfirmForOffice(proposal=None)
ENTRY = listing(
    policy="xiamen-2023-187",
    register="key-enterprises",
    key="…",
    valid_from=LATER,
    document="…",
)


@cache
def _a_run_of_two() -> History:
    """Ordered, and released by nobody yet."""
    both = runs.OrderPayment(applications=(FIRST, t.SECOND))
    return s.told((both, WU, LATER), after=(*s.central_money(), *t.another_payable(after=s.a_payable_training())))


def _proposals() -> Iterator[tuple[History, Act, Actor]]:
    """Everything that one officer proposes about a case: after what, what, and who confirms it."""
    yield (), (s.training(), CHEN, date(2024, 10, 8)), XU
    yield (), (FOREIGN, CHEN, SUBMITTED_ON), ZHENG
    yield (), (PRINTED, CHEN, SUBMITTED_ON), XU
    yield s.a_payable_introduction(), (MET, LIN, date(2024, 9, 2)), HUANG
    yield t.a_returned_training(), (t.account(s.account("account-9")), CHEN, LATER), ZHENG
    yield t.objected(on=LATER, after=s.a_settled_training()), (t.answer(upheld=True), LIN, LATER), HUANG
    # Of a late file that pays to another the questions are asked again.
    late = told((FOREIGN, CHEN, date(2024, 10, 8)))
    yield t.refused(after=late), (t.take_back, CHEN, LATER), XU
    yield t.rejected(), (t.take_back, LIN, LATER), HUANG
    yield s.a_submitted_training(), (t.transfer, LIN, LATER), HUANG
    yield s.an_accepted_training(), (t.waive, t.ASKING, LATER), XU
    yield s.a_settled_training(), (t.revision(struck=(3,)), LIN, LATER), HUANG
    yield t.a_heard_training(), (t.demand, WU, LATER), JIANG
    by_bank = c.DemandRecovery(application=FIRST, ground="bank-error", basis="银行差错", reason=t.WHY)
    yield t.an_overpaid_training(), (by_bank, WU, LATER), JIANG
    yield t.a_heard_training(), (t.cancel, WU, LATER), JIANG
    for change in (t.reduce, t.cancel, t.write_off, t.refer):
        yield t.an_approved_demand(), (change, WU, LATER), JIANG


def _of_a_case() -> Iterator[tuple[History, tuple[Act, ...]]]:
    on, submitted, assessed = LATER, s.a_submitted_training(), s.an_assessed_training()
    correction = c.RequestCorrection(application=FIRST, lines=(), reason=t.WHY)
    file = s.training()
    corrected = c.CorrectApplication(
        application=FIRST,
        applicant=file.applicant,
        account=s.account("account-9", of_applicant=False),
        documents=(),
        facts=file.facts,
        lines=file.lines,
    )
    refusal = c.RefuseApplication(application=FIRST, clause="m01", reason=t.WHY)
    yield (), ((FOREIGN, CHEN, date(2024, 10, 8)), (refusal, CHEN, on))
    yield submitted, ((correction, CHEN, on), (corrected, CHEN, on))
    yield submitted, ((c.WithdrawApplication(application=FIRST, reason=t.WHY), CHEN, on),)
    yield (
        s.an_accepted_training(),
        ((s.comparison(file, on), CHEN, on), (c.AssessApplication(application=FIRST), LIN, on)),
    )
    yield assessed, ((c.SendBackApplication(application=FIRST, reason=t.WHY), HUANG, on),)
    yield assessed, ((c.ApproveApplication(application=FIRST), HUANG, on),)
    yield (
        s.assessed(s.training("person-a", category="general"), FIRST),
        ((c.RejectApplication(application=FIRST), HUANG, on),),
    )
    yield submitted, ((c.AcceptApplication(application=FIRST), CHEN, on), (t.suspend, CHEN, on), (t.resume, CHEN, on))
    publish, close = c.PublishNotice(application=FIRST), c.CloseNotice(application=FIRST)
    approved = (*s.the_calendar_of_2024(), *s.an_approved_training())
    yield approved, ((publish, CHEN, date(2024, 9, 27)), (close, CHEN, date(2024, 10, 11)))
    follow_up = c.FollowUpApplication(application=FIRST)
    for category in ("veteran", "general"):
        after = s.a_training_that_can_be_followed_up(category)
        yield after, ((follow_up, LIN, LATER), (s.confirmed(), HUANG, LATER))
    yield s.a_training_that_can_be_followed_up(), ((follow_up, LIN, LATER), (DECLINED, HUANG, LATER))
    nobody = VerifiedValue(fact="category", value="general", lines=((3, 3),))
    compared = replace(s.comparison(file, on), values=(nobody,))
    yield (
        s.a_training_paid_but_for_an_open_line(),
        ((compared, CHEN, LATER), (follow_up, LIN, LATER), (s.confirmed(), HUANG, LATER)),
    )
    demand_letter = replace(t.letter, letter="recovery-demand", about="r1")
    serve = t.service("approval", on, receipt="…")
    yield (
        t.an_approved_demand(),
        ((t.attach, CHEN, on), (t.letter, CHEN, on), (serve, CHEN, on), (demand_letter, WU, on)),
    )
    yield t.an_overdue_request(on, LATEST), ((c.RefuseOverdue(application=FIRST), CHEN, TOO_LATE),)
    yield t.an_overdue_request(on, LATEST), ((corrected, CHEN, on),)
    yield (
        t.an_approved_demand(),
        (
            (t.serve, WU, on),
            (t.object_to, WU, on),
            (t.plan, WU, on),
            (t.received(1_500_00), WU, on),
            (s.confirmed(), ZHENG, on),
        ),
    )
    yield t.an_approved_demand(), ((t.received(1_500_00), WU, on), (DECLINED, ZHENG, on))
    for right in (300_00, 1_500_00, None):
        came = told(
            (t.received(1_100_00), WU, on), (t.received(100_00, reference="P2"), WU, on), after=t.an_approved_demand()
        )
        for answer in (s.confirmed(), DECLINED):
            yield came, ((t.corrected(right), WU, on), (answer, ZHENG, on))
    notice = c.IssueLetter(application=FIRST, letter="recovery-notice", about="r1", sha256="7d" * 32)
    yield (
        t.an_overpaid_training(),
        (
            (t.notify, WU, on),
            (notice, WU, on),
            (t.service("recovery-notice", on, about="r1"), WU, on),
            (replace(t.hear, received_on=None, summary=None), WU, on + timedelta(days=6)),
            (t.hear, WU, on + timedelta(days=6)),
            (t.demand, WU, on + timedelta(days=6)),
        ),
    )
    reminder = replace(notice, letter="recovery-reminder")
    yield (
        (*s.the_calendar_of_2024(), *t.an_overdue_demand(on)),
        (
            (t.remind, WU, on),
            (reminder, WU, on),
            (t.service("recovery-reminder", on, about="r1"), WU, on),
        ),
    )
    yield (
        t.granted(t.write_off, after=t.an_approved_demand()),
        ((t.received(1_500_00), WU, on), (s.confirmed(), ZHENG, on)),
    )
    within = t.offset_within()
    yield within[:-5], ((replace(t.offset, recovery="r2", against=FIRST), WU, on), (s.confirmed(), ZHENG, on))
    yield s.a_settled_training(), ((t.objection(on=on), CHEN, on),)
    yield t.another_payable(after=t.a_served_demand()), ((t.offset, WU, on), (DECLINED, ZHENG, on))
    yield t.another_payable(after=t.a_served_demand()), ((t.offset, WU, on), (s.confirmed(), ZHENG, on))


def of_the_bank(full: BankMessage) -> Iterator[tuple[History, tuple[Act, ...]]]:
    """Late, in doubt, recorded wrongly, and moved without an order."""
    yes = (runs.ConfirmForRun(batch=s.BATCH, proposal=None), WU, LATER)
    paid, failed = s.a_settled_training(), told((t.failed(full.value_on), ZHENG, LATER), after=s.a_sent_training())
    late = (s.credited(s.BATCH, replace(full, value_on=LATER)), ZHENG, LATER)
    yield failed, (late, yes, (t.correcting(replace(full, value_on=LATER), full), WU, LATER), (yes[0], ZHENG, LATER))
    doubt = runs.RecordBankReply(batch=s.BATCH, messages=(unknown(application=FIRST, on=full.value_on),))
    yield s.a_sent_training(), ((doubt, ZHENG, LATER), yes, late)
    recorded = given(paid).office.batches[s.BATCH].messages[0]
    yield paid, ((t.correcting(recorded, None), ZHENG, LATER), yes)
    yield paid, ((t.correcting(recorded, replace(recorded, value_on=LATER)), ZHENG, LATER), yes)
    no = replace(yes[0], declined=True)
    yield paid, ((t.correcting(recorded, None), ZHENG, LATER), (no, WU, LATER))
    returned = told((t.returned(500_00), ZHENG, LATER), after=paid)
    back = t.returned(500_00).messages[0]
    yield returned, ((t.correcting(back, None), ZHENG, LATER), yes)
    early = told((s.credited(s.BATCH, full), ZHENG, LATER), after=s.an_ordered_training())
    yield early, ((t.assigning(AssignTo.PAYMENT, full), ZHENG, LATER), yes)
    yield early, ((t.assigning(AssignTo.BANK, full), ZHENG, LATER), (no, WU, LATER))
    much = told((s.credited(s.BATCH, replace(full, amount_fen=3_500_00)), ZHENG, LATER), after=s.a_sent_training())
    yield much, ((t.assigning(AssignTo.FUND, None, 500_00), ZHENG, LATER), yes)
    again = told((runs.OrderPayment(applications=(FIRST,)), WU, LATER), after=_account_stood_by(failed))
    yield again, (late, yes)


def _account_stood_by(history: History) -> History:
    return told((t.account(s.account()), CHEN, LATER), (s.confirmed(), ZHENG, LATER), after=history)


def _netted() -> Iterator[tuple[History, tuple[Act, ...]]]:
    """What is owed back is kept for a demand of the same case, with the release of the rest."""
    batch = "350200-2024-0002"
    order = (runs.OrderPayment(applications=(FIRST,), net=True), WU, LATER)
    yield t.owed_both_ways(), (order, (runs.ReleasePayment(batch=batch), ZHENG, LATER))


def _of_money() -> Iterator[tuple[History, tuple[Act, ...]]]:
    yield from _netted()
    on, one = date(2024, 10, 12), s.BATCH
    ordered, released = s.an_ordered_training(), s.a_sent_training()
    credit = a_credit(application=FIRST, amount_fen=1_000_00, value_on=on, reference="B1")
    yield (
        s.a_payable_training(),
        ((FUND, WU, on), (YES, JIANG, on), (runs.OrderPayment(applications=(FIRST,)), WU, on)),
    )
    yield (
        ordered,
        (
            (runs.ReleasePayment(batch=one), ZHENG, on),
            (s.exported(one), WU, on),
            (s.SIGNED, WU, on),
        ),
    )
    yield ordered, ((runs.ReleasePayment(batch=one, declined=True), ZHENG, on),)
    yield (
        released,
        (
            (s.credited(one, credit), ZHENG, on),
            (runs.ConfirmForRun(batch=one, proposal=None), WU, on),
            (t.returned(500_00), ZHENG, LATER),
            (runs.ConfirmForRun(batch=one, proposal=None, declined=True), WU, LATER),
        ),
    )
    full = replace(credit, amount_fen=3_000_00)
    returned = ((t.returned(500_00), ZHENG, LATER), (runs.ConfirmForRun(batch=one, proposal=None), WU, LATER))
    yield released, ((s.credited(one, full), ZHENG, on), *returned)
    yield released, ((t.failed(on), ZHENG, on), (runs.ConfirmForRun(batch=one, proposal=None), WU, on))
    yield from of_the_bank(full)
    # Nothing is left to be ordered again.
    struck = t.revised(t.revision(struck=(1, 2, 3)), after=ordered)
    yield struck, ((runs.ReleasePayment(batch=one, declined=True), ZHENG, LATER),)
    without = runs.ReleasePayment(batch=s.BATCH, without=(t.SECOND,))
    yield _a_run_of_two(), ((without, ZHENG, LATER),)
    yield _a_run_of_two(), ((runs.ReleasePayment(batch=s.BATCH), ZHENG, LATER), (without, ZHENG, LATER))


def _of_the_office() -> Iterator[tuple[History, tuple[Act, ...]]]:
    on = s.OPENING
    opened = OpenLog(
        log="log",
        simulated=True,
        officer=YE.officer,
        sealed="…",
        key=public_key("k1"),
        **OPENING_OF_LOG | {"supervising_key": public_key("above", MadeBy.OFFICER)},
    )
    lin = o.EnrolOfficer(officer="lin", sealed="…", roles=(Role.CLERK,), authority=s.SIMING, key=public_key("k2"))
    lost = o.ReportKeyLost(officer=s.AUTHORITY.officer, public_key=public_key("above").public_key, since=on)
    stands_in = Deputyship(absent=XU.officer, roles=(Role.SUPERVISOR,), begins_on=on, ends_on=LATER)
    deputy = o.AppointDeputy(officer="lin", deputyship=stands_in)
    yield (
        (),
        (
            (opened, YE, on),
            (
                replace(
                    lin,
                    officer=JIANG.officer,
                    roles=(Role.SUPERVISOR,),
                    authority=s.CITY,
                    key=public_key("k0", MadeBy.OFFICER),
                ),
                YE,
                on,
            ),
            (lin, YE, on),
            (log.confirm, JIANG, on),
            (replace(lin, officer="wu", key=public_key("k3")), YE, on),
            (log.confirm, JIANG, on),
            (replace(lin, officer="fang", key=public_key("k6")), YE, on),
            (log.decline, JIANG, on),
            (o.GrantRole(officer="lin", role=Role.ASSESSOR), YE, on),
            (log.confirm, JIANG, on),
            (o.RevokeRole(officer="lin", role=Role.ASSESSOR), YE, on),
            (o.RotateKey(officer="lin", key=public_key("k4")), YE, on),
            (log.confirm, JIANG, on),
            (replace(s.EXCEPTION, officer="lin"), YE, on),
            (log.confirm, s.AUTHORITY, on),
            (replace(s.EXCEPTION, officer="lin"), YE, on),
            (log.decline, s.AUTHORITY, on),
            (replace(lin, officer=XU.officer, roles=(Role.SUPERVISOR,), key=public_key("k7")), YE, on),
            (log.confirm, JIANG, on),
            (replace(lin, officer="guo", roles=(Role.ADMINISTRATOR,), key=public_key("k8")), XU, on),
            (log.confirm, JIANG, on),
            (o.RotateKey(officer="guo", key=public_key("k9")), XU, on),
            (log.decline, JIANG, on),
            (o.SuspendOfficer(officer="guo"), XU, on),
            (o.GrantRole(officer="guo", role=Role.ADMINISTRATOR), XU, on),
            (log.decline, JIANG, on),
            (o.RotateKey(officer="lin", key=public_key("k5")), replace(CHEN, officer="lin"), on),
            (o.HandOver(officer="wu", to="lin"), YE, on),
            (deputy, YE, on),
            (log.confirm, JIANG, on),
            (o.EndDeputyship(officer="lin", absent=XU.officer), YE, on),
            (deputy, YE, on),
            (log.decline, JIANG, on),
            (o.ReportKeyLost(officer="lin", public_key=public_key("k5").public_key, since=on), XU, on),
            (o.SuspendOfficer(officer="wu"), YE, on),
            (lost, YE, on),
            (log.decline, JIANG, on),
            (lost, YE, on),
            (log.confirm, JIANG, on),
            (o.RevokeRole(officer=XU.officer, role=Role.SUPERVISOR), YE, on),
            (BackUpLog(outer_keys=OuterKeysIn.NONE), YE, on),
            (BackUpLog(outer_keys=OuterKeysIn.ESCROW), YE, on),
        ),
    )
    yield (
        (),
        (
            (EDITION, s.SHEN, on),
            (YES, JIANG, on),
            (STANDARD, s.SHEN, on),
            (YES, JIANG, on),
            (AdoptCalendarYear(year=2024, exceptions=(), source="…"), s.SHEN, on),
            (YES, JIANG, on),
            (LinkPersons(person="person-a", other="person-b", document="…", lines=("1/1", "2/1")), s.SHEN, on),
            (YES, JIANG, on),
            (JOIN, s.SHEN, on),
            (YES, JIANG, on),
        ),
    )
    for command, by, other in (
        (EDITION, s.SHEN, JIANG),
        (AdoptCalendarYear(year=2024, exceptions=(), source="…"), s.SHEN, JIANG),
        (STANDARD, s.SHEN, JIANG),
        (LinkPersons(person="person-a", other="person-b", document="…"), s.SHEN, JIANG),
        (JOIN, s.SHEN, JIANG),
        (FUND, WU, JIANG),
    ):
        before = s.agreed((EDITION, s.SHEN, JIANG, on)) if command is STANDARD else ()
        yield before, ((command, by, on), (replace(YES, declined=True), other, on))
    for history, command, by, other in funds.acts().values():
        for no in (False, True):
            yield history, ((command, by, on), (replace(YES, declined=no), other, on))
    for before, act, day in allotments.acts().values():
        by, other = allotments.pair(act)
        for no in (False, True):
            yield before, ((act, by, day), (replace(YES, declined=no), other, day))
    for before, notice in ((), notices.ADVANCE), (notices.advanced(), notices.reclaimed_by_city()):
        for no in (False, True):
            proposing = (notices.receiving(notice), notices.BY, notices.LATER)
            yield before, (proposing, (replace(YES, declined=no), notices.SECOND, notices.LATER))
    lost = t.failed(funds.NEW_YEAR)
    answer = runs.ConfirmForRun(batch=s.BATCH, proposal=None)
    yield funds.carried_over(), ((lost, ZHENG, funds.NEW_YEAR), (answer, WU, funds.NEW_YEAR))
    end = EndEntry(register="key-enterprises", entry="key-enterprises/0001", last_on=LATER, document="…")
    confirm = ConfirmEntry(register="key-enterprises", proposal=None)
    yield s.the_registers(), ((end, s.SHEN, on), (confirm, JIANG, on), (ENTRY, s.SHEN, on))
    complete = DeclareComplete(policy="xiamen-2023-187", register="key-enterprises", through=on, document="…")
    yield s.the_registers(), ((complete, s.SHEN, on), (confirm, JIANG, on))
    yield s.the_registers(), ((end, s.SHEN, on), (replace(confirm, declined=True), JIANG, on))
    taken = debts.taken_over()
    yield (), ((debts.BROUGHT, WU, debts.ON), (debts.no, JIANG, debts.ON))
    yield (), ((debts.BROUGHT, WU, debts.ON), (debts.yes, JIANG, debts.ON), (debts.serve, WU, debts.ON))
    for answer in (debts.yes, debts.no):
        yield taken, ((debts.receipt(1_100_00), WU, debts.ON), (answer, ZHENG, debts.ON))
        came = debts.agreed(debts.receipt(1_100_00), WU, ZHENG, after=taken)
        for right in (900_00, None):
            yield came, ((debts.corrected(right), WU, debts.ON), (answer, ZHENG, debts.ON))
        for payout in (debts.paying(1_000_00), debts.paying(100_00, "r1")):
            yield came, ((payout, WU, debts.ON), (answer, ZHENG, debts.ON))
    for change in debts.changes():
        for answer in (debts.yes, debts.no):
            yield taken, ((change, WU, debts.ON), (answer, JIANG, debts.ON))
    for no in (False, True):
        counted = ConfirmImport(number=f"{s.SIMING}-{on.year}-0001", proposal=None, declined=no)
        yield (), ((s.BROUGHT, s.LIN, on), (counted, s.HUANG, on))
        back = TakeBackImport(number=counted.number, document="…")
        first = replace(counted, declined=False)
        yield (), ((s.BROUGHT, s.LIN, on), (first, s.HUANG, on), (back, s.LIN, on), (counted, s.HUANG, on))
        yield (), ((s.SHARING, s.BAI, on), (ConfirmForOffice(proposal=None, declined=no), s.HE, on))


def _of_the_log() -> Iterator[tuple[History, tuple[Act, ...]]]:
    on, opened, restored = LATER, log.an_opened_log(), log.restored()
    for before, proposal, by, second in (
        (opened, log.reopen, YE, XU),
        (opened, log.fault, YE, XU),
        (restored, log.sent_first, WU, ZHENG),
    ):
        for answer in (log.confirm, log.decline):
            yield before, ((proposal, by, on), (answer, second, on))
    yield opened, ((log.close, YE, on), (log.restore, YE, on))


@cache
def sample_commands() -> tuple[History, ...]:
    """What each of these commands recorded."""
    stories = [*_of_a_case(), *_of_money(), *_of_the_office(), *_of_the_log()]
    for before, proposal, second in _proposals():
        yes = (s.confirmed(), second, proposal[2])
        stories += [(before, (proposal, yes)), (before, (proposal, (DECLINED, *yes[1:])))]
    return tuple(recorded for before, acts in stories for recorded in _executed(before, acts))


def _executed(before: History, acts: tuple[Act, ...]) -> Iterator[History]:
    office = Office(s.edition(), before)
    for command, by, on in acts:
        recorded = office.execute(command, by, on)
        assert recorded, f"nothing came of {command}"
        yield recorded
