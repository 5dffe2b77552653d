"""Random officers do random things on advancing days: the walks on which `test_case_machine` holds casework's promises.

`Applications` knows the way of a case; `Turns` adds what goes wrong with it, and comes back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from domain.application import commands as c
from domain.application.payment_key import payment_key
from domain.application.state.case import Case
from domain.application.status import DECIDED, Ground, InstalmentStatus, ServiceWay, Status
from domain.application.values import BANK_ERROR, UNMATCHED, PlannedPart, VerifiedValue, ranges
from domain.base import STORED_NAMES, replace
from domain.errors import Refusal
from domain.office import people
from domain.office.allotment_proposals import PartOfFund
from domain.office.proposed import ConfirmForOffice
from domain.office.roles import CASE_ROLES, Actor
from domain.treasury import run_commands as runs
from domain.treasury.allotment_acts import reclaimable
from domain.treasury.batch import Batch
from domain.treasury.messages import Assignment, AssignTo, BankMessage, Correction, ItemKey, PaidThrough
from domain.treasury.offsets import OffsetRecovery
from domain.treasury.recoveries import ReceiveRecovery
from domain.treasury.run_standing import standing_of
from tests.domain import allotment_history as allotments
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit, unknown
from tests.domain.given_when_then import History, Minute, Office

JACKS = tuple(s.actor(f"jack-{number}", *CASE_ROLES) for number in range(3))
"""Officers who may do everything, so that only the second pair of eyes can stop them."""

officers = st.sampled_from((*JACKS, *s.DESK))
jacks = st.sampled_from(JACKS)
applications = st.sampled_from((s.FIRST, "350203-2024-000002"))
days_past = st.integers(0, 3)
seldom = st.integers(0, 9).map(lambda drawn: drawn == 0)
often = st.integers(0, 9).map(lambda drawn: drawn != 0)
HIRED = (date(2024, 5, 20), date(2024, 5, 31))
BEGINNINGS: tuple[Callable[[], History], ...] = (
    lambda: (*s.the_calendar_of_2024(), *s.the_registers()),
    lambda: (*s.the_registers(), *s.a_payable_training()),
    lambda: s.a_payable_introduction(*HIRED),
    lambda: (*s.the_registers(), *s.a_settled_training()),
    lambda: t.another_payable(after=(*s.the_registers(), *s.a_payable_training())),
    lambda: (*s.the_calendar_of_2024(), *s.the_registers(), *s.an_assessed_training()),
    lambda: (*s.the_registers(), *t.a_returned_training()),
    lambda: (*s.the_registers(), *t.an_overpaid_training()),
    lambda: t.another_payable(after=(*s.the_registers(), *t.an_approved_demand())),
    lambda: (*s.the_registers(), *t.a_served_demand()),
    lambda: (*s.the_registers(), *s.a_training_paid_but_for_an_open_line()),
)
"""A walk may begin with nothing, or where money can move."""

PAPERWORK: tuple[Callable[[str], c.CaseCommand], ...] = (
    lambda number: c.AcceptApplication(application=number),
    lambda number: c.AssessApplication(application=number),
    lambda number: c.ApproveApplication(application=number),
    lambda number: c.ApproveApplication(application=number, leaving_open=True),
    lambda number: c.FollowUpApplication(application=number),
    lambda number: c.RejectApplication(application=number),
    lambda number: c.SendBackApplication(application=number, reason="sealed"),
    lambda number: c.TakeBackDecision(application=number, reason="sealed"),
    lambda number: c.PublishNotice(application=number),
    lambda number: c.CloseNotice(application=number),
)
ENDINGS: tuple[Callable[[str], c.CaseCommand], ...] = (
    lambda number: c.RefuseApplication(application=number, clause="m01", reason="sealed"),
    lambda number: c.WithdrawApplication(application=number, reason="sealed"),
)


DUNNING: tuple[Callable[[str, str, date], c.CaseCommand], ...] = (
    lambda number, recovery, on: c.ServeRecovery(
        application=number, recovery=recovery, served_on=on, due_on=on + timedelta(days=30)
    ),
    lambda number, recovery, on: c.ObjectToRecovery(
        application=number, recovery=recovery, received_on=on, grounds=t.WHY
    ),
    lambda number, recovery, on: c.ReduceRecovery(
        application=number, recovery=recovery, amount_fen=100_00, reason=t.WHY
    ),
    lambda number, recovery, on: c.CancelRecovery(application=number, recovery=recovery, reason=t.WHY),
    lambda number, recovery, on: c.WriteOffRecovery(application=number, recovery=recovery, reason=t.WHY),
    lambda number, recovery, on: c.WriteOffRecovery(
        application=number, recovery=recovery, reason=t.WHY, amount_fen=250_00
    ),
    lambda number, recovery, on: c.ReferRecovery(
        application=number, recovery=recovery, referred_to="police", reason=t.WHY
    ),
)


class Applications(RuleBasedStateMachine):
    """Two applications at most, which compete for the money of two funds and, being the same people, for limits."""

    taken = 0
    """Commands asked for by all walks together."""
    recorded: ClassVar[Counter[str]] = Counter()
    """The facts that they came to, by stored name."""

    def __init__(self) -> None:
        super().__init__()
        self.last: tuple[Minute, ...] = ()
        self.before: dict[str, Case] = {}
        self.today = date(2024, 6, 5)
        self.office = Office(s.edition())

    @initialize(
        before=st.sampled_from(BEGINNINGS),
        central=st.sampled_from((2_500_00, 50_000_00)),
        provincial=st.sampled_from((700_00, 60_000_00)),
    )
    def begin(self, before: Callable[[], History], central: int, provincial: int) -> None:
        history = before()
        # Where money has moved already, it came from a fund of central money.
        own = () if any(minute.stream.startswith("fund-") for minute in history) else s.a_fund("central", central)
        new_year = s.a_fund("central", 50_000_00, year=2025)
        for minute in (*history, *own, *s.a_fund("provincial", provincial), *new_year):
            self.office.record(minute)
        self.today = max(self.today, history[-1].on)

    def ask(self, command: object, by: Actor) -> None:
        """Any refusal is a fair answer, and records nothing; anything else that is raised is a mistake of ours."""
        type(self).taken += 1
        before = dict(self.office.cases)
        try:
            recorded = self.office.execute(command, by, self.today)
        except Refusal:
            return
        self.before, self.last = before, recorded
        self.recorded.update(STORED_NAMES[type(minute.event)] for minute in recorded)
        self.look()

    def look(self) -> None:
        """What holds at the moment when something is recorded."""

    @property
    def cases(self) -> list[Case]:
        return list(self.office.cases.values())

    # What may happen

    @rule(days=st.integers(1, 45))
    def time_passes(self, days: int) -> None:
        self.today = min(self.today + timedelta(days=days), date(2025, 6, 30))

    @precondition(lambda self: len(self.office.cases) < 2)
    @rule(staged=st.booleans(), own_account=often, days_back=st.integers(0, 10), by=officers)
    def submit(self, staged: bool, own_account: bool, days_back: int, by: Actor) -> None:
        received_on = self.today - timedelta(days=days_back)
        file = s.introduction(*HIRED, received_on=received_on) if staged else s.training(received_on=received_on)
        account = s.account(of_applicant=own_account)
        self.ask(replace(file, account=account), by)

    @rule(number=applications, by=jacks)
    def proceed(self, number: str, by: Actor) -> None:
        """The step that an ordinary day would bring next."""
        case = self.office.cases.get(number)
        if case is None:
            return
        match case.status:
            case Status.SUBMITTED:
                self.verify(number, by, doubtful=False, file="c0" * 32)
                self.ask(c.AcceptApplication(application=number), by)
            case Status.ACCEPTED:
                self.ask(c.AssessApplication(application=number), by)
            case Status.ASSESSED:
                eligible = case.assessment is not None and case.assessment.eligible
                approve = c.ApproveApplication(application=number, leaving_open=True)
                self.ask(approve if eligible else c.RejectApplication(application=number), by)
            case Status.APPROVED:
                self.ask(c.PublishNotice(application=number), by)
            case Status.ON_PUBLIC_NOTICE:
                self.time_passes(15)
                self.ask(c.CloseNotice(application=number), by)
            case Status.PAYABLE | Status.PARTIALLY_PAID:
                self.pay(case, by)
            case Status.SUSPENDED:
                self.ask(c.ResumeApplication(application=number), by)

    def pay(self, case: Case, by: Actor) -> None:
        if case.proposals:
            self.ask(c.ConfirmProposal(application=case.number, proposal=min(case.proposals)), by)
        elif case.account_doubtful:
            self.ask(t.account(s.account("account-9"), application=case.number), by)
        elif case.payable():
            self.ask(runs.OrderPayment(applications=(case.number,)), by)
        elif case.orders:
            order = next(iter(case.orders.values()))
            item = credit(ItemKey(case.number, order.fund), order.amount_fen, self.today)
            released = runs.ReleasePayment(batch=order.batch)
            self.ask(s.credited(order.batch, item) if order.released else released, by)
        else:
            self.time_passes(45)
            waiting = [due for due, item in case.items.items() if item.status is InstalmentStatus.WAITING]
            if waiting:
                self.ask(s.milestone(case.items[min(waiting)].payable, self.today, application=case.number), by)
            elif case.objections:
                upheld = self.today.day % 2 == 0
                self.ask(t.answer(upheld, objection=min(case.objections), application=case.number), by)
            elif case.sent_back:
                self.ask(t.revision("objection", application=case.number), by)
            elif case.unpublished or case.notice_open:
                self.ask(c.PublishNotice(application=case.number), by)
                self.ask(c.CloseNotice(application=case.number), by)

    @rule(number=applications, by=jacks)
    def proceed_further(self, number: str, by: Actor) -> None:
        """Twice as often as anything else, so that walks go far."""
        self.proceed(number, by)

    @rule(number=applications, by=officers, ask=st.sampled_from(PAPERWORK))
    def work(self, number: str, by: Actor, ask: Callable[[str], c.CaseCommand]) -> None:
        self.on(number, ask(number), by)

    @rule(number=applications, by=officers, ask=st.sampled_from(ENDINGS), really=seldom)
    def end(self, number: str, by: Actor, ask: Callable[[str], c.CaseCommand], really: bool) -> None:
        if really:
            self.on(number, ask(number), by)

    @rule(number=applications, by=officers, keep=st.sets(st.integers(0, 2), min_size=1), own_account=often)
    def correct(self, number: str, by: Actor, keep: set[int], own_account: bool) -> None:
        self.on(number, c.RequestCorrection(application=number, lines=(), reason="sealed"), by)
        file = s.training()
        case = self.office.cases.get(number)
        if case is not None:
            corrected = c.CorrectApplication(
                application=number,
                applicant=case.applicant,
                account=s.account(of_applicant=own_account),
                documents=(),
                facts=case.facts,
                lines=tuple(file.lines[index] for index in keep)
                if case.scheme == s.TRAINING
                else (*case.lines.values(),),
            )
            self.ask(corrected, by)

    @rule(number=applications, by=officers, doubtful=seldom, file=st.sampled_from((None, "c0" * 32)))
    def verify(self, number: str, by: Actor, doubtful: bool, file: str | None) -> None:
        case = self.office.cases.get(number)
        if case is not None:
            values = [
                VerifiedValue(fact=fact, value=value, lines=ranges([line.line]))
                for line in case.lines.values()
                for fact, value in line.facts.items()
            ]
            if doubtful:
                values[0] = replace(values[0], fact="category", value="general")
            command = c.VerifyFacts(
                application=number, source="…", checked_on=self.today, values=tuple(values), file_sha256=file
            )
            self.ask(command, by)

    @rule(
        number=applications,
        by=jacks,
        months=st.sampled_from((3, 6)),
        met=often,
        days_ago=st.integers(0, 60),
        lines=st.sets(st.integers(1, 2)),
    )
    def report(self, number: str, by: Actor, months: int, met: bool, days_ago: int, lines: set[int]) -> None:
        on = self.today - timedelta(days=days_ago)
        self.on(number, s.milestone(f"employed-{months}-months", on, met=met, lines=lines, application=number), by)

    @rule(number=applications, by=jacks, decline=seldom, index=st.integers(0, 2))
    def confirm(self, number: str, by: Actor, decline: bool, index: int) -> None:
        case = self.office.cases.get(number)
        open_ = sorted(case.proposals) if case is not None else []
        if open_:
            proposal = open_[index % len(open_)]
            self.ask(c.ConfirmProposal(application=number, proposal=proposal, declined=decline, reason="sealed"), by)

    @rule(by=jacks, really=seldom)
    def send_back(self, by: Actor, really: bool) -> None:
        for case in self.cases:
            if case.status is Status.ASSESSED and really:
                self.ask(c.SendBackApplication(application=case.number, reason="sealed"), by)

    @rule(both=st.booleans(), number=applications, by=jacks, through=st.sampled_from(PaidThrough))
    def order(self, both: bool, number: str, by: Actor, through: PaidThrough) -> None:
        wanted = tuple(self.office.cases) if both else (number,)
        if wanted and all(application in self.office.cases for application in wanted):
            self.ask(runs.OrderPayment(applications=wanted, paid_through=through), by)

    @precondition(lambda self: self.office.batches)
    @rule(data=st.data(), by=jacks, decline=seldom)
    def release(self, data: st.DataObject, by: Actor, decline: bool) -> None:
        batch = data.draw(st.sampled_from(sorted(self.office.batches)))
        self.ask(runs.ReleasePayment(batch=batch, declined=decline), by)

    @precondition(lambda self: self.office.batches)
    @rule(data=st.data(), by=jacks, again=seldom)
    def export(self, data: st.DataObject, by: Actor, again: bool) -> None:
        batch = data.draw(st.sampled_from(sorted(self.office.batches)))
        self.ask(replace(s.exported(batch, self.asked_fen(batch)), again=again), by)

    @precondition(lambda self: self.office.batches)
    @rule(
        data=st.data(),
        by=jacks,
        differs_fen=st.sampled_from((0, 0, 0, 1, -1, 70_00, -99_99)),
        days_ago=days_past,
        reference=st.sampled_from(("B1", "B1", "B2")),
        sent=often,
    )
    def report_credits(
        self, data: st.DataObject, by: Actor, differs_fen: int, days_ago: int, reference: str, sent: bool
    ) -> None:
        """Of what was ordered, or is left in flight of it; also of what was left out, or never released."""
        batch = self.office.batches[data.draw(st.sampled_from(sorted(self.office.batches)))]
        if sent:
            for jack in JACKS:
                self.ask(s.exported(batch.batch, self.asked_fen(batch.batch)), jack)
        keys = data.draw(st.lists(st.sampled_from(sorted({**batch.items, **batch.left_out})), min_size=1, max_size=2))
        on = self.today - timedelta(days=days_ago)
        items = tuple(credit(key, self.in_flight_fen(batch, key) + differs_fen, on, reference) for key in keys)
        self.ask(s.credited(batch.batch, *items), by)
        self.look_at_replies(batch.batch)

    def asked_fen(self, batch: str) -> int:
        """What the files of a run ask for: what of it is in flight."""
        return sum(order.amount_fen for case in self.office.cases.values() for order in case.orders_of(batch))

    def in_flight_fen(self, batch: Batch, key: ItemKey) -> int:
        item = batch.item(key)
        assert item is not None
        return standing_of(batch, key).in_flight_fen or item.amount_fen

    def look_at_replies(self, batch: str) -> None:
        """Whatever differs, somebody else confirms."""
        for proposal in self.office.batches[batch].proposals.waiting:
            for second in JACKS:
                self.ask(runs.ConfirmForRun(batch=batch, proposal=proposal), second)

    def on(self, number: str, command: c.CaseCommand, by: Actor) -> None:
        if number in self.office.cases:
            self.ask(command, by)


def credit(key: ItemKey, amount_fen: int, value_on: date, reference: str = "B1") -> BankMessage:
    message = a_credit(application=key.application, amount_fen=amount_fen, value_on=value_on, reference=reference)
    return replace(message, fund=key.fund)


def of_item(reply: runs.RecordBankReply, key: ItemKey) -> runs.RecordBankReply:
    return replace(reply, messages=tuple(replace(message, fund=key.fund) for message in reply.messages))


class Turns(Applications):
    """Everything else that a case meets: objections, suspension, banks that send money back, revisions, demands."""

    @rule(number=applications, by=jacks, lines=st.sets(st.integers(1, 3)), really=seldom)
    def object(self, number: str, by: Actor, lines: set[int], really: bool) -> None:
        if really:
            self.on(number, t.objection(*lines, on=self.today, application=number), by)

    @precondition(lambda self: any(case.objections for case in self.cases))
    @rule(by=jacks, upheld=st.booleans())
    def answer(self, by: Actor, upheld: bool) -> None:
        for case in self.cases:
            for objection in case.objections:
                self.ask(t.answer(upheld, objection=objection, application=case.number), by)

    @precondition(lambda self: any(case.proposals for case in self.cases))
    @rule(by=jacks)
    def confirm_everything(self, by: Actor) -> None:
        for batch in list(self.office.batches):
            self.look_at_replies(batch)
        for proposal in self.office.proposed.waiting:
            self.ask(ConfirmForOffice(proposal=proposal), by)
        for case in self.cases:
            for proposal in case.proposals:
                self.ask(c.ConfirmProposal(application=case.number, proposal=proposal), by)

    @rule(number=applications, by=jacks, really=seldom)
    def suspend(self, number: str, by: Actor, really: bool) -> None:
        if really:
            self.on(number, c.SuspendApplication(application=number, reason=t.WHY), by)

    @rule(number=applications, by=jacks)
    def keep_papers(self, number: str, by: Actor) -> None:
        self.on(number, replace(t.attach, application=number), by)
        self.on(number, replace(t.letter, application=number), by)

    @rule(number=applications, by=jacks, kind=st.sampled_from(("approval", "refusal", "correction-request")), due=often)
    def serve_papers(self, number: str, by: Actor, kind: str, due: bool) -> None:
        self.on(number, replace(t.letter, application=number, letter=kind), by)
        due_on = self.today + timedelta(days=1) if due and kind == "correction-request" else None
        self.on(number, replace(t.service(kind, self.today, due_on=due_on), application=number), by)

    @rule(number=applications, by=jacks)
    def refuse_overdue(self, number: str, by: Actor) -> None:
        self.on(number, c.RefuseOverdue(application=number), by)

    @rule(number=applications, by=jacks, limit=st.sampled_from(("training-yearly", "training-no-repeat", "none")))
    def waive(self, number: str, by: Actor, limit: str) -> None:
        self.on(number, c.RequestWaiver(application=number, limit=limit, lines=((1, 1),), reason=t.WHY), by)

    @rule(by=jacks, really=seldom, other=st.sampled_from(("person-b", "person-d", "worker-1")))
    def link(self, by: Actor, really: bool, other: str) -> None:
        if really:
            self.ask(people.LinkPersons(person="person-a", other=other, document="…"), by)

    @rule(number=applications, by=jacks, account=st.sampled_from(("account-1", "account-9")), own=often)
    def correct_account(self, number: str, by: Actor, account: str, own: bool) -> None:
        self.on(number, t.account(s.account(account, of_applicant=own), application=number), by)

    @rule(
        number=applications,
        by=jacks,
        ground=st.sampled_from(Ground),
        struck=st.sets(st.integers(1, 3), max_size=2),
        revived=st.sets(st.integers(1, 3), max_size=1),
        single=seldom,
    )
    def revise(self, number: str, by: Actor, ground: Ground, struck: set[int], revived: set[int], single: bool) -> None:
        """Whole lines, or of each its last instalment alone."""
        case = self.office.cases.get(number)
        if case is None or case.stage not in DECIDED:
            return
        lines = case.lines.keys()
        if single:
            last = {due.line: due for due in sorted(case.items)}
            out = [last[line] for line in struck & last.keys()]
            back = [last[line] for line in revived & last.keys()]
            self.ask(t.revision(ground, struck_items=out, revived_items=back, application=number), by)
        else:
            self.ask(t.revision(ground, struck=struck & lines, revived=revived & lines, application=number), by)

    @rule(number=applications, by=jacks, met=st.booleans(), line=st.integers(1, 3))
    def report_anew(self, number: str, by: Actor, met: bool, line: int) -> None:
        """Against what was recorded of the milestone of an instalment."""
        case = self.office.cases.get(number)
        over = [due for due in sorted(case.items) if due.line == line] if case is not None else []
        if case is not None and over:
            milestone = case.items[over[0]].payable
            on = self.today if met else date(2024, 6, 30)
            self.ask(s.milestone(milestone, on, met=met, lines=[line], application=number), by)

    @rule(number=applications, by=jacks, line=st.integers(1, 3), value=st.sampled_from(("general", "veteran")))
    def find(self, number: str, by: Actor, line: int, value: str) -> None:
        """A comparison comes late, and finds a trainee to be of another group."""
        self.on(number, t.found_to_be(line, "category", value, on=self.today, application=number), by)

    @precondition(lambda self: self.office.batches)
    @rule(data=st.data(), by=jacks, part=st.sampled_from((1, 2, 3)), reference=st.sampled_from(("R1", "R2", "R3")))
    def return_a_payment(self, data: st.DataObject, by: Actor, part: int, reference: str) -> None:
        """All of it or a part, of a run that may have paid this case long ago, or not said so yet."""
        batch = self.office.batches[data.draw(st.sampled_from(sorted(self.office.batches)))]
        key = data.draw(st.sampled_from(sorted({**batch.items, **batch.left_out})))
        payment = self.office.cases[key.application].payments.get(payment_key(batch.batch, key.fund))
        whole_fen = payment.credited_fen if payment is not None else self.in_flight_fen(batch, key)
        back = t.returned(
            max(1, whole_fen // part),
            batch=batch.batch,
            on=self.today,
            reference=reference,
            application=key.application,
        )
        self.ask(of_item(back, key), by)
        self.look_at_replies(batch.batch)

    @precondition(lambda self: self.office.batches)
    @rule(data=st.data(), by=jacks, doubt=seldom)
    def fail(self, data: st.DataObject, by: Actor, doubt: bool) -> None:
        batch = self.office.batches[data.draw(st.sampled_from(sorted(self.office.batches)))]
        key = data.draw(st.sampled_from(sorted({**batch.items, **batch.left_out})))
        reply = t.failed(self.today, key.application, batch.batch)
        if doubt:
            message = unknown(application=key.application, on=self.today)
            reply = runs.RecordBankReply(batch=batch.batch, messages=(message,))
        self.ask(of_item(reply, key), by)
        self.look_at_replies(batch.batch)

    @precondition(lambda self: any(batch.messages for batch in self.office.batches.values()))
    @rule(data=st.data(), by=jacks, how=st.sampled_from(("never", "less", "more", "later", "other")))
    def correct_a_message(self, data: st.DataObject, by: Actor, how: str) -> None:
        told = [
            (batch.batch, key)
            for batch in self.office.batches.values()
            for key in (message.key for message in batch.messages)
        ]
        name, key = data.draw(st.sampled_from(sorted(told)))
        recorded = self.office.batches[name].answers[key.item][key]
        instead = {
            "never": None,
            "less": replace(recorded, amount_fen=recorded.amount_fen // 2),
            "more": replace(recorded, amount_fen=recorded.amount_fen + 50_00),
            "later": replace(recorded, value_on=self.today),
            "other": replace(recorded, reference="B9"),
        }[how]
        correction = Correction(recorded=recorded, instead=instead)
        self.ask(runs.CorrectReply(batch=name, corrections=(correction,), reasons={}), by)
        self.look_at_replies(name)

    @precondition(lambda self: any(batch.messages for batch in self.office.batches.values()))
    @rule(data=st.data(), by=jacks, to=st.sampled_from(AssignTo))
    def assign(self, data: st.DataObject, by: Actor, to: AssignTo) -> None:
        told = [
            (batch.batch, key)
            for batch in self.office.batches.values()
            for key in (message.key for message in batch.messages)
        ]
        name, key = data.draw(st.sampled_from(sorted(told)))
        if to is AssignTo.FUND:
            payment = self.office.cases[key.application].payments.get(payment_key(name, key.fund))
            draws = payment.drawn if payment is not None else ()
            amount_fen = sum(draw.amount_fen for draw in draws if draw.fund in (UNMATCHED, BANK_ERROR))
        else:
            amount_fen = standing_of(self.office.batches[name], key.item).unmatched.get(key, 0)
        of_bank, some_fund = to in (AssignTo.PAYMENT, AssignTo.BANK), st.sampled_from(sorted(self.office.funds))
        assignment = Assignment(
            application=key.application,
            fund=key.fund,
            to=to,
            amount_fen=amount_fen,
            document="sealed",
            message=key if of_bank else None,
            draw_on=None if of_bank else data.draw(some_fund),
            out_of=data.draw(some_fund) if to is AssignTo.ALLOTMENT else None,
        )
        self.ask(runs.AssignClearing(batch=name, assignment=assignment), by)
        self.look_at_replies(name)

    def runs_of_both(self) -> list[str]:
        """Runs of both applications that nobody released yet."""
        return [b.batch for b in self.office.batches.values() if b.status == "ordered" and len(b.applications) == 2]

    @precondition(lambda self: len([case for case in self.cases if case.payable()]) == 2)
    @rule(by=jacks, through=st.sampled_from(PaidThrough))
    def order_both(self, by: Actor, through: PaidThrough) -> None:
        self.ask(runs.OrderPayment(applications=tuple(self.office.cases), paid_through=through), by)

    @precondition(runs_of_both)
    @rule(by=jacks, left_out=st.sets(applications, min_size=1))
    def release_in_part(self, by: Actor, left_out: set[str]) -> None:
        for batch in self.runs_of_both():
            self.ask(runs.ReleasePayment(batch=batch, without=tuple(sorted(left_out))), by)

    @precondition(lambda self: any(case.collectable_fen > case.demanded_fen for case in self.cases))
    @rule(
        number=applications,
        by=jacks,
        ground=st.sampled_from((Ground.INELIGIBLE, Ground.FALSE_CLAIM, Ground.OBJECTION)),
        amount_fen=st.sampled_from((None, None, 1, 400_00, 1_000_00)),
        told=st.booleans(),
    )
    def demand(self, number: str, by: Actor, ground: Ground, amount_fen: int | None, told: bool) -> None:
        """With a notice that is served and answered at once; or what a bank did, without one."""
        common: dict[str, Any] = {"application": number, "basis": "m01", "reason": t.WHY, "amount_fen": amount_fen}
        if not told:
            self.on(number, c.DemandRecovery(ground=Ground.BANK_ERROR, **common), by)
            return
        self.on(number, c.NotifyRecovery(ground=ground, days=3, **common), by)
        self.letter(number, by, "recovery-notice")
        for recovery in self.recoveries_of(number):
            self.ask(c.HearRecovery(application=number, recovery=recovery, received_on=self.today, summary=t.WHY), by)
            self.ask(c.DemandRecovery(application=number, recovery=recovery, reason=t.WHY, amount_fen=amount_fen), by)

    @precondition(lambda self: self.each_demand())
    @rule(number=applications, by=jacks, dun=st.booleans())
    def remind(self, number: str, by: Actor, dun: bool) -> None:
        for recovery in self.recoveries_of(number) if dun else ():
            self.ask(c.RemindRecovery(application=number, recovery=recovery), by)
        self.letter(number, by, "recovery-reminder")

    def recoveries_of(self, number: str) -> list[str]:
        return list(self.office.cases[number].recoveries) if number in self.office.cases else []

    def letter(self, number: str, by: Actor, kind: str) -> None:
        """Of each recovery of the case, issued and served today."""
        for recovery in self.recoveries_of(number):
            about: dict[str, Any] = {"application": number, "letter": kind, "about": recovery}
            self.ask(c.IssueLetter(sha256="7d" * 32, **about), by)
            self.ask(c.ServeLetter(way=ServiceWay.LEFT, served_on=self.today, **about), by)

    def each_demand(self) -> list[tuple[str, str]]:
        return [(case.number, recovery) for case in self.cases for recovery in case.recoveries]

    @precondition(each_demand)
    @rule(data=st.data(), by=jacks, ask=st.sampled_from(DUNNING), at_once=st.booleans())
    def dun(
        self, data: st.DataObject, by: Actor, ask: Callable[[str, str, date], c.CaseCommand], at_once: bool
    ) -> None:
        number, recovery = data.draw(st.sampled_from(self.each_demand()))
        self.ask(ask(number, recovery, self.today), by)
        for proposal in self.office.cases[number].proposals if at_once else ():
            for second in JACKS:
                self.ask(c.ConfirmProposal(application=number, proposal=proposal), second)

    @precondition(each_demand)
    @rule(data=st.data(), by=jacks, first_fen=st.sampled_from((1, 300_00)))
    def plan(self, data: st.DataObject, by: Actor, first_fen: int) -> None:
        number, recovery = data.draw(st.sampled_from(self.each_demand()))
        left_fen = self.office.cases[number].recoveries[recovery].open_fen - first_fen
        days = (self.today + timedelta(days=30), self.today + timedelta(days=60))
        parts = tuple(
            PlannedPart(due_on=day, amount_fen=fen) for day, fen in zip(days, (first_fen, left_fen), strict=True)
        )
        self.ask(c.PlanRecovery(application=number, recovery=recovery, parts=parts), by)

    @precondition(each_demand)
    @rule(
        data=st.data(),
        by=jacks,
        amount_fen=st.sampled_from((1, 333_33, 1_000_00, 2_500_00)),
        reference=st.sampled_from(("P1", "P2", "P3", "P4")),
    )
    def receive(self, data: st.DataObject, by: Actor, amount_fen: int, reference: str) -> None:
        number, recovery = data.draw(st.sampled_from(self.each_demand()))
        command = ReceiveRecovery(
            application=number, recovery=recovery, amount_fen=amount_fen, received_on=self.today, reference=reference
        )
        self.ask(command, by)
        for proposal in self.office.cases[number].proposals:
            self.ask(c.ConfirmProposal(application=number, proposal=proposal), JACKS[self.today.day % len(JACKS)])

    @precondition(each_demand)
    @rule(data=st.data(), by=jacks, amount_fen=st.sampled_from((None, None, 1, 450_00)), within=st.booleans())
    def offset(self, data: st.DataObject, by: Actor, amount_fen: int | None, within: bool) -> None:
        number, recovery = data.draw(st.sampled_from(self.each_demand()))
        against = number if within else next((other for other in self.office.cases if other != number), number)
        self.ask(OffsetRecovery(application=number, recovery=recovery, against=against, amount_fen=amount_fen), by)
        for proposal in self.office.cases[number].proposals:
            self.ask(c.ConfirmProposal(application=number, proposal=proposal), JACKS[self.today.day % len(JACKS)])

    @rule(data=st.data(), by=jacks, part=st.sampled_from((3, 10)), really=seldom)
    def allot(self, data: st.DataObject, by: Actor, part: int, really: bool) -> None:
        """A part of what a fund of the city has, to a district."""
        if really:
            fund = self.office.funds[data.draw(st.sampled_from(sorted(self.office.funds)))]
            parts = (PartOfFund(fund=fund.fund, amount_fen=max(1, fund.least_fen(self.today) // part)),)
            self.both(replace(allotments.MAKE, parts=parts, year=fund.year, targets=allotments.TWO_TARGETS), by)

    @precondition(lambda self: self.office.allotments)
    @rule(data=st.data(), by=jacks, which=st.sampled_from((1, 2)), part=st.sampled_from((0, 1, 2)), end=st.booleans())
    def follow_an_allotment(self, data: st.DataObject, by: Actor, which: int, part: int, end: bool) -> None:
        """A target is evaluated; then some of the rest is released, or all is settled and what is missed goes back."""
        number = data.draw(st.sampled_from(sorted(self.office.allotments)))
        quantity = self.office.allotments[number].targets[which - 1].quantity * part // 2
        self.both(replace(allotments.evaluation((which, quantity)), allotment=number), by)
        releasable_fen = self.office.allotments[number].releasable_fen
        if not end:
            self.both(replace(allotments.release(max(1, releasable_fen // 2)), allotment=number), by)
            return
        self.both(replace(allotments.settlement(releasable_fen), allotment=number), by)
        allotment = self.office.allotments[number]
        if allotment.settled_on is not None:
            there = reclaimable(allotment, self.office.funds, self.today)
            self.both(replace(allotments.reclaim(sum(p.amount_fen for p in there)), allotment=number), by)

    def both(self, command: object, by: Actor) -> None:
        """What one proposes, and another confirms."""
        self.ask(command, by)
        for proposal in [*self.office.proposed.waiting]:
            for second in JACKS:
                self.ask(ConfirmForOffice(proposal=proposal), second)
