"""追回程序: the notice of what is to be demanded, the statement of the payee, the reminder, and the way to the court.

An administrative decision to somebody's burden is made once they were told of it and heard (陈述申辩), and enforced by
the court once they were reminded; `domain.application.state.proceedings` has the terms and the law. ADR 0066.
"""

from __future__ import annotations

from datetime import date

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.demands import Owing, live, the_recovery
from domain.application.decisions.given import Given, not_in_future
from domain.application.state import proceedings
from domain.application.state.balances import Recovery
from domain.application.state.case import Case
from domain.application.status import DEMANDING, Ground
from domain.application.values import lines_of
from domain.base import Event
from domain.errors import NotAllowed
from domain.office.roles import acting, responsible

STATEMENT_DAYS_MAX = 365
"""So many days may a notice give at most: more is a slip."""


def notify(case: Case, command: c.NotifyRecovery, given: Given) -> tuple[Event, ...]:
    """拟追回告知: say what is to be demanded back, on which ground and basis, and until when the payee may answer.

    Raises `NotAllowed`: `ground` for one on which nothing is demanded, `notice-not-needed` for what a bank did,
    `statement-days`, `nothing-overpaid`, `notified-already`, `amount-not-positive`, `more-than-overpaid`,
    `false-claim-unrevised`.
    """
    acting(given.actor, "notify-recovery", responsible(case, "notify-recovery"))
    ground = on_a_ground_of_demands(case, command.ground)
    if ground is Ground.BANK_ERROR:
        raise NotAllowed("notice-not-needed", application=case.number)
    if not 0 < command.days <= STATEMENT_DAYS_MAX:
        raise NotAllowed("statement-days", days=command.days, most=STATEMENT_DAYS_MAX)
    left_fen = not_told_of(case)
    if ground is Ground.FALSE_CLAIM:
        uses_stay_used(case)
    amount_fen = left_fen if command.amount_fen is None else command.amount_fen
    if amount_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=amount_fen)
    if amount_fen > left_fen:
        raise NotAllowed("more-than-overpaid", application=case.number, amount_fen=amount_fen, left_fen=left_fen)
    return (
        f.RecoveryNotified(
            recovery=f"r{len(case.recoveries) + 1}",
            ground=ground.value,
            basis=command.basis,
            amount_fen=amount_fen,
            days=command.days,
            reason=command.reason,
        ),
    )


def not_demanded(case: Case) -> int:
    """What is overpaid, less what is demanded already. Raises `NotAllowed("nothing-overpaid")`."""
    left_fen = case.collectable_fen - case.demanded_fen
    if left_fen <= 0:
        raise NotAllowed("nothing-overpaid", application=case.number)
    return left_fen


def not_told_of(case: Case) -> int:
    """What is overpaid, less what is demanded already and what notices tell of that the payee still answers.

    Raises `NotAllowed`: `nothing-overpaid`, `notified-already`.
    """
    left_fen = not_demanded(case) - proceedings.intended_fen(case.recoveries.values())
    if left_fen <= 0:
        raise NotAllowed("notified-already", application=case.number)
    return left_fen


def hear(case: Case, command: c.HearRecovery, given: Given) -> tuple[Event, ...]:
    """Record what the payee said to a notice, also what came late; or that nothing came within the term.

    Raises `NotAllowed`: `demanded-already`, `notice-unserved`, `heard-already`, `in-the-future`, `heard-before-notice`,
    `statement-awaited` before the term is over.
    """
    acting(given.actor, "hear-recovery", responsible(case, "hear-recovery"))
    recovery, served_on = _notified(case, command.recovery)
    if recovery.statement_on is not None:
        raise NotAllowed("heard-already", application=case.number, recovery=recovery.recovery)
    if command.received_on is None:
        if recovery.no_statement:
            raise NotAllowed("heard-already", application=case.number, recovery=recovery.recovery)
        _term_is_over(case, recovery, given.today)
        return (f.RecoveryHeard(recovery=recovery.recovery, received_on=None, summary=None),)
    not_in_future(command.received_on, given.today)
    if command.received_on < served_on:
        values = {"recovery": recovery.recovery, "day": command.received_on, "served_on": served_on}
        raise NotAllowed("heard-before-notice", application=case.number, **values)
    return (
        f.RecoveryHeard(recovery=recovery.recovery, received_on=command.received_on, summary=command.summary or ""),
    )


def remind(case: Case, command: c.RemindRecovery, given: Given) -> tuple[Event, ...]:
    """催告 (行政强制法第五十四条): ask the payee once more for what was not paid in time; again once the demand is
    served again.

    Raises `NotAllowed`: `recovery-not-with-payee`, also of one that was objected to since, `not-due-yet`,
    `reminded-already`.
    """
    acting(given.actor, "remind-recovery", responsible(case, "remind-recovery"))
    recovery = live(case, command.recovery, approved=True)
    late_from = proceedings.overdue_from(recovery)
    if late_from is None:
        raise NotAllowed("recovery-not-with-payee", application=case.number, recovery=recovery.recovery)
    if given.today < late_from:
        raise NotAllowed("not-due-yet", application=case.number, recovery=recovery.recovery, day=late_from)
    if recovery.reminded:
        raise NotAllowed("reminded-already", application=case.number, recovery=recovery.recovery)
    return (f.RecoveryReminded(recovery=recovery.recovery, amount_fen=recovery.open_fen),)


def demandable(case: Case, recovery: str, today: date) -> Recovery:
    """The notice from which a demand goes on: served, and answered or its days over.

    Raises `NotAllowed`: `demanded-already`, `notice-unserved`, `statement-awaited`.
    """
    told, _ = _notified(case, recovery)
    if told.statement_on is None:
        _term_is_over(case, told, today)
    return told


def the_court_may_be_asked(case: Owing, recovery: Recovery, today: date) -> None:
    """行政强制法第五十三条, 第五十四条. Raises `NotAllowed`: `recovery-not-with-payee`, `court-before-reminder`,
    `court-too-early`, `court-too-late`.
    """
    values = {"application": case.number, "recovery": recovery.recovery}
    if proceedings.overdue_from(recovery) is None:
        raise NotAllowed("recovery-not-with-payee", **values)
    first, last = proceedings.court_from(recovery), proceedings.court_until(recovery)
    if first is None or last is None:
        raise NotAllowed("court-before-reminder", **values)
    if today < first:
        raise NotAllowed("court-too-early", **values, day=first)
    if today > last:
        raise NotAllowed("court-too-late", **values, day=last)


def on_a_ground_of_demands(case: Case, ground: str) -> Ground:
    """Raises `NotAllowed("ground")`."""
    if ground not in DEMANDING:
        raise NotAllowed("ground", application=case.number, ground=ground)
    return Ground(ground)


def uses_stay_used(case: Case) -> None:
    """What was claimed falsely still counts toward the limits (*i:false-claim-use*), so that no revision on another
    ground may have freed them. Raises `NotAllowed("false-claim-unrevised")` with the lines of which one has.
    """
    over = {due.line for due, item in case.items.items() if item.over_fen > 0}
    freed = tuple(sorted((over & lines_of(case.granted)) - lines_of(case.counted)))
    if freed:
        raise NotAllowed("false-claim-unrevised", application=case.number, lines=freed)


def _notified(case: Case, recovery: str) -> tuple[Recovery, date]:
    """What is only intended, and when the payee got the notice."""
    told = the_recovery(case, recovery)
    if not proceedings.intended(told):
        raise NotAllowed("demanded-already", application=case.number, recovery=recovery, standing=told.status)
    if told.notice_served_on is None:
        raise NotAllowed("notice-unserved", application=case.number, recovery=recovery)
    return told, told.notice_served_on


def _term_is_over(case: Case, recovery: Recovery, today: date) -> None:
    last = proceedings.statement_until(recovery)
    if last is not None and today <= last:
        raise NotAllowed("statement-awaited", application=case.number, recovery=recovery.recovery, day=last)
