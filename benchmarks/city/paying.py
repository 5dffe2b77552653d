"""The second half: runs for the bank and what it answers, milestones, revisions, and money that comes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256

from benchmarks.city import people
from benchmarks.city.fraud import ELSEWHERE, ONE_ACCOUNT
from benchmarks.city.handled import Handled
from benchmarks.city.office import CityOffice, officer
from benchmarks.city.review import step
from benchmarks.city.town import Town
from domain.application import commands as c
from domain.application.values import Account, ranges
from domain.base import replace
from domain.decisions.commands import Command
from domain.office.roles import Role
from domain.treasury.batch_events import BankItem, BatchOrdered, BatchReplyProposed, ExportedFile
from domain.treasury.messages import BankMessage, MessageKind
from domain.treasury.run_commands import (
    ConfirmForRun,
    ExportPayment,
    OrderPayment,
    RecordBankReply,
    ReleasePayment,
)

RUN = 500
"""Cases of one payment run at most."""
_WHY = ""
"""Sealed in an office; nothing of it is asked here."""
_STATEMENT_DAYS = 5
_FILE = "8e" * 32


@dataclass(slots=True)
class Sent:
    """A run that is with the bank, and what is still to be heard of it."""

    batch: str
    payer: str
    later: list[BankMessage] = field(default_factory=list)


def order(office: CityOffice, cases: Sequence[Handled]) -> list[tuple[Sent, tuple[BankItem, ...]]]:
    """Pay what is payable of these, by who pays it, in runs that one orders, and another releases and sends."""
    by_payer: dict[str, list[str]] = defaultdict(list)
    sharing = {case.number for case in cases if case.sort == ONE_ACCOUNT}
    for case in cases:
        state = office.case(case.number)
        if state.payable() and not state.proposals and not state.account_doubtful and state.payer:
            by_payer[state.payer].append(case.number)
    runs = [
        (payer, tuple(numbers[first : first + RUN]))
        for payer, numbers in sorted(by_payer.items())
        for first in range(0, len(numbers), RUN)
    ]
    sent = []
    for payer, numbers in runs:
        shared = {number: _WHY for number in numbers if number in sharing}
        order_all = OrderPayment(applications=numbers, shared_account=shared)
        ordered = office.at_once(officer(Role.FINANCE, payer, 0), order_all)
        if ordered is None:
            continue
        run = next(one.event for one in ordered.events if isinstance(one.event, BatchOrdered))
        second = officer(Role.FINANCE, payer, 1)
        office.at_once(second, ReleasePayment(batch=run.batch))
        file = ExportedFile(sha256=_digest(run), rows=len(run.items), amount_fen=run.amount_fen)
        office.at_once(second, ExportPayment(batch=run.batch, profile="csv", files=(file,)))
        sent.append((Sent(run.batch, payer), run.items))
    return sent


def _digest(run: BatchOrdered) -> str:
    return sha256(repr(run).encode()).hexdigest()


def answer(office: CityOffice, run: Sent, items: Iterable[BankItem], planted: Mapping[str, Handled]) -> None:
    """What the bank says first: most is credited, some fails, of some it does not know yet."""
    day = office.hours.day
    messages = []
    for count, item in enumerate(items, 1):
        reference = f"H{run.batch.replace('-', '')}{count:06d}"
        credit = BankMessage(
            application=item.application,
            kind=MessageKind.CREDITED,
            amount_fen=item.amount_fen,
            value_on=day,
            reference=reference,
        )
        case = planted.get(item.application)
        honest = case is None or case.planted is None
        if (case and case.sort == ELSEWHERE) or (honest and people.share(office.random, 0.8)):
            back = replace(credit, kind=MessageKind.RETURNED, reference=f"T{reference[1:]}", account_at_fault=True)
            run.later.append(back)
        elif honest and people.share(office.random, 1.2):
            of_account = people.share(office.random, 70)
            credit = replace(
                credit,
                kind=MessageKind.FAILED,
                amount_fen=0,
                reference="",
                reason=_WHY,
                account_at_fault=of_account,
            )
        elif honest and people.share(office.random, 0.4):
            run.later.append(credit)
            credit = replace(credit, kind=MessageKind.UNKNOWN, amount_fen=0, reference="")
        messages.append(credit)
    take_in(office, run, messages)


def answer_later(office: CityOffice, run: Sent) -> tuple[str, ...]:
    """The rest of it: what came back, and what was not known before. The applications that it is about."""
    later, run.later = [replace(one, value_on=office.hours.day) for one in run.later], []
    if later:
        take_in(office, run, later)
    return tuple(dict.fromkeys(message.application for message in later))


def take_in(office: CityOffice, run: Sent, messages: Sequence[BankMessage]) -> None:
    """One officer imports what the bank says; what differs from the order waits for another."""
    plain = [one for one in messages if one.kind is MessageKind.CREDITED]
    other = [one for one in messages if one.kind is not MessageKind.CREDITED]
    for part in (plain, other):
        if not part:
            continue
        reply = RecordBankReply(batch=run.batch, messages=tuple(part))
        result = office.at_once(officer(Role.FINANCE, run.payer, 1), reply)
        if result and any(isinstance(one.event, BatchReplyProposed) for one in result.events):
            office.at_once(officer(Role.FINANCE, run.payer, 2), ConfirmForRun(batch=run.batch, proposal=None))


def stand_by_accounts(office: CityOffice, town: Town, cases: Iterable[Handled]) -> None:
    """Where the bank could not pay, the account is stood by; whoever is dishonest names another."""

    def named(case: Handled) -> tuple[str, Command] | None:
        state = office.case(case.number)
        if not state.account_doubtful or state.proposals:
            return None
        account: Account = state.account
        if case.sort == ELSEWHERE:
            other = people.account(case.file.applicant, town.another_account(state.applicant.party))
            account = replace(account, account=office.vault.pseudonym("account", other.number))
        return case.clerk, c.ProposeAccount(application=case.number, account=account)

    proposed = [case for case, _ in step(office, cases, named)]
    step(office, proposed, lambda case: (by_payer(office, case, number=2), confirmed(case)))


def confirmed(case: Handled) -> Command:
    """The only proposal about a case, confirmed."""
    return c.ConfirmProposal(application=case.number, proposal=None)


def by_payer(office: CityOffice, case: Handled, role: Role = Role.FINANCE, number: int = 0) -> str:
    """An officer of whoever pays a case."""
    return officer(role, office.case(case.number).payer or case.authority, number)


def report_milestones(office: CityOffice, cases: Iterable[Handled]) -> list[Handled]:
    """What has fallen due of staged subsidies: most workers are still there, some left after some weeks."""
    due = [case for case in cases if case.milestones and _reached(office, case)]

    def reported(case: Handled) -> tuple[str, Command] | None:
        milestone = case.milestones.pop(0)
        met = case.planted is not None or not people.share(office.random, 8)
        if not met:
            case.milestones.clear()
        items = office.case(case.number).items
        lines = ranges(due.line for due, item in items.items() if item.waiting and item.payable == milestone)
        if not lines:
            return None
        return case.assessor, c.ReportMilestone(
            application=case.number,
            milestone=milestone,
            lines=lines,
            met=met,
            reached_on=office.hours.day if met else min(_hired(office, case, milestone)) + timedelta(days=20),
            source="社保缴费记录",
        )

    done = [case for case, _ in step(office, due, reported)]
    return [case for case, _ in step(office, done, lambda case: (case.approver, confirmed(case)))]


def _reached(office: CityOffice, case: Handled) -> bool:
    """Whether the months of its next milestone are over for all who were hired."""
    milestone = case.milestones[0]
    months = timedelta(days=31 * office.edition.milestones[milestone].months)
    return max(_hired(office, case, milestone)) + months <= office.hours.day


def _hired(office: CityOffice, case: Handled, milestone: str) -> list[date]:
    fact = office.edition.milestones[milestone].fact
    return [date.fromisoformat(str(line.facts[fact])) for line in case.lines]


def closed(office: CityOffice, cases: Iterable[Handled]) -> Iterator[Handled]:
    """Those whose public notice ran its days, without an objection."""
    for case, _ in step(office, cases, lambda case: (case.clerk, c.CloseNotice(application=case.number))):
        yield case
