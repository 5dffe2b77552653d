"""公示: an approved application stands on public notice for the edition's working days before anything is paid."""

from __future__ import annotations

from datetime import timedelta

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.given import Given, in_status
from domain.application.state.case import Case
from domain.application.status import PAYING, Status
from domain.application.values import ranges
from domain.base import Event
from domain.errors import NotAllowed
from domain.office.roles import acting


def publish(case: Case, command: c.PublishNotice, given: Given) -> tuple[Event, ...]:
    """Put the lines on notice that were not yet: those of the approval, and later those that a revision added.

    The day of publication is not counted; the last working day ends the notice. Raises `NotAllowed`:
    `nothing-unpublished`, `notice-open` while the last one runs, and `calendar-missing` when the adopted calendar
    does not reach the closing day.
    """
    acting(given.actor, "publish-notice", case.authority)
    in_status(case, "publish-notice", Status.APPROVED, *PAYING)
    _not_open(case)
    lines = ranges(line for line in case.unpublished if line not in case.sent_back)
    if not lines:
        raise NotAllowed("nothing-unpublished", application=case.number)
    assert given.working_days is not None, "publication is given the calendar"
    count = given.the_edition.notice_working_days
    closes_on = given.working_days.after(given.today, count)
    return (
        f.NoticePublished(
            lines=lines,
            published_on=given.today,
            working_days=count,
            closes_on=closes_on,
            payable_from=closes_on + timedelta(days=1),
        ),
    )


def close(case: Case, command: c.CloseNotice, given: Given) -> tuple[Event, ...]:
    """Close a notice that ran its time. Raises `NotAllowed("notice-open")` until the day after its last day."""
    acting(given.actor, "close-notice", case.authority)
    in_status(case, "close-notice", Status.ON_PUBLIC_NOTICE, *PAYING)
    if case.notice is None or not case.notice_open:
        raise NotAllowed("status", application=case.number, act="close-notice", status=case.status.value)
    if given.today < case.notice.payable_from:
        raise NotAllowed("notice-open", application=case.number, closes_on=case.notice.closes_on)
    return (f.NoticeClosed(),)


def _not_open(case: Case) -> None:
    if case.notice is not None and case.notice_open:
        raise NotAllowed("notice-open", application=case.number, closes_on=case.notice.closes_on)
