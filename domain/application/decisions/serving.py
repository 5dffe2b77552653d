"""送达: a letter reaches whom it addresses, which starts the remedies; and 逾期未补正, which waits for it. ADR 0061."""

from __future__ import annotations

from datetime import date

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.given import Given, in_status, not_in_future
from domain.application.state import letters
from domain.application.state.case import Case
from domain.application.state.letters import CORRECTION_REQUEST, DEMAND, PUBLIC_NOTICE, RECOVERY_NOTICE, REMINDER
from domain.application.state.proceedings import REMINDER_WORKING_DAYS
from domain.application.status import Status
from domain.base import Event
from domain.errors import NotAllowed
from domain.office.roles import acting, responsible


def serve_letter(case: Case, command: c.ServeLetter, given: Given) -> tuple[Event, ...]:
    """Record the service of the last letter of its kind, about this. A letter is served once; one that was issued anew
    with other content is another letter.

    Raises `NotAllowed`: `demand-served-elsewhere`, `notice-not-served`, `status` where what the letter tells stands no
    more, `letter-not-issued`, `letter-served-already`, `in-the-future`, `served-before-issued`, and for the last day of
    a correction `correction-due-missing`, `due-on-other-letter`, `dates-out-of-order`, `service-unproved`,
    `correction-due-past`; for that of a reminder `calendar-missing`.
    """
    of_recovery = command.letter in (RECOVERY_NOTICE, REMINDER)
    act = "serve-recovery-letter" if of_recovery else "serve-letter"
    acting(given.actor, act, responsible(case, act))
    if command.letter == DEMAND:
        raise NotAllowed("demand-served-elsewhere", application=case.number)
    if command.letter == PUBLIC_NOTICE:
        raise NotAllowed("notice-not-served", application=case.number)
    if not letters.has_place(command.letter, case.stage, correction_asked=case.correction_asked):
        raise NotAllowed("status", application=case.number, act="serve-letter", status=case.status.value)
    values = {"application": case.number, "letter": command.letter}
    letter = letters.last_issued(case.letters, command.letter, command.about)
    if letter is None:
        raise NotAllowed("letter-not-issued", **values, about=command.about or "–")
    if letter.served_on is not None:
        raise NotAllowed("letter-served-already", **values, day=letter.served_on)
    not_in_future(command.served_on, given.today)
    if letter.issued_on is not None and command.served_on < letter.issued_on:
        raise NotAllowed("served-before-issued", **values, day=command.served_on, issued_on=letter.issued_on)
    _due(case, command, given.today)
    return (
        f.LetterServed(
            letter=letter.letter,
            about=letter.about,
            sha256=letter.sha256,
            way=command.way,
            served_on=command.served_on,
            receipt=command.receipt,
            due_on=_reminder_until(command, given) if command.letter == REMINDER else command.due_on,
        ),
    )


def _reminder_until(command: c.ServeLetter, given: Given) -> date:
    """The last of the ten days after which the court may be asked (行政强制法第五十四条): working days (第六十九条).

    Raises `NotAllowed("calendar-missing")` when the adopted calendar does not reach it.
    """
    assert given.working_days is not None, "the service of a reminder is given the calendar"
    return given.working_days.after(command.served_on, REMINDER_WORKING_DAYS)


def _due(case: Case, command: c.ServeLetter, today: date) -> None:
    if command.letter != CORRECTION_REQUEST:
        if command.due_on is not None:
            raise NotAllowed("due-on-other-letter", application=case.number, letter=command.letter)
        return
    if command.due_on is None:
        raise NotAllowed("correction-due-missing", application=case.number)
    if command.due_on <= command.served_on:
        raise NotAllowed("dates-out-of-order", first=command.served_on, last=command.due_on)
    # From this service on the case can end by one officer's word: it is proved, and the day is still to come.
    if command.receipt is None:
        raise NotAllowed("service-unproved", application=case.number)
    if command.due_on < today:
        raise NotAllowed("correction-due-past", application=case.number, due_on=command.due_on)


def refuse_overdue(case: Case, command: c.RefuseOverdue, given: Given) -> tuple[Event, ...]:
    """逾期未补正: the case ends without a finding on its merits, and the applicant may apply anew.

    Also of a case that was accepted before, which can be refused in no other way. Lines that an approval left open do
    not end so, while the rest is paid: two people approved, and two people strike them by a revision.

    Raises `NotAllowed`: `status` while it is suspended, `no-correction-asked`, also once it came,
    `overdue-after-approval`, `request-not-served`, and `not-overdue` up to its last day.
    """
    acting(given.actor, "refuse", case.authority)
    if case.suspended:
        in_status(case, "refuse", Status.CORRECTION_REQUESTED)
    if not case.correction_asked:
        raise NotAllowed("no-correction-asked", application=case.number, status=case.status.value)
    if case.awaits_correction:
        raise NotAllowed("overdue-after-approval", application=case.number, lines=tuple(sorted(case.open_lines)))
    request = letters.request_served(case.letters)
    if request is None or request.due_on is None:
        raise NotAllowed("request-not-served", application=case.number)
    if given.today <= request.due_on:
        raise NotAllowed("not-overdue", application=case.number, due_on=request.due_on)
    return (f.ApplicationNotAccepted(clause=None, reason="", due_on=request.due_on),)
