"""What districts pay: post-skills training in a demonstration enterprise, 1 200 yuan an employee."""

from __future__ import annotations

from datetime import date

from domain.application import commands as c
from domain.base import replace
from domain.entitlement.findings import Value
from domain.office.register import ConfirmEntry
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.listing import listing

KEY = "91350200155000001P"
"""The enterprise."""
REGISTER = "demonstration-enterprises"


def key_training(*people: str, authority: str = s.SIMING) -> c.SubmitApplication:
    facts: dict[str, Value] = {
        "employee": True,
        "hours_total": 40,
        "hours_offline": 20,
        "exam_passed": True,
        "certificate_kind": "internal",
    }
    file = s.training(*people, scheme=s.KEY_TRAINING, uscc=KEY, authority=authority)
    lines = tuple(replace(line, facts={**line.facts, **facts}) for line in file.lines)
    return replace(file, facts={}, lines=lines)


def demonstration(quota: int = 10, authority: str | None = None) -> History:
    """Its entry, which may name the district that the enterprise lies in."""
    entry = listing(
        policy=s.POLICY,
        register=REGISTER,
        key=KEY,
        valid_from=date(2023, 9, 1),
        document="厦人社〔2023〕201号",
        quota=quota,
        authority=authority,
    )
    confirm = ConfirmEntry(register=REGISTER, proposal=None)
    return s.told((entry, s.SHEN, s.OPENING), (confirm, s.JIANG, s.OPENING))


def number_at(authority: str, count: int = 1) -> str:
    return f"{authority}-2024-{count:06d}"


def assessed_at(authority: str, file: c.SubmitApplication, *, after: History = ()) -> History:
    """Received, accepted, compared and assessed by the officers of an authority on the day of receipt."""
    number, on = number_at(authority), file.received_on
    clerk, assessor = s.at(authority, s.CHEN), s.at(authority, s.LIN)
    return s.told(
        (file, clerk, on),
        (c.AcceptApplication(application=number), clerk, on),
        (s.comparison(file, on, number), clerk, on),
        (c.AssessApplication(application=number), assessor, on),
        after=after,
    )


def approved_at(authority: str, file: c.SubmitApplication, *, after: History = ()) -> History:
    approve = c.ApproveApplication(application=number_at(authority))
    approver = s.at(authority, s.HUANG)
    return s.told((approve, approver, file.received_on), after=assessed_at(authority, file, after=after))


def payable_at(authority: str, file: c.SubmitApplication, *, after: History = ()) -> History:
    """Approved, published, and payable on the day after five working days."""
    number, clerk = number_at(authority), s.at(authority, s.CHEN)
    return s.told(
        (c.PublishNotice(application=number), clerk, date(2024, 9, 27)),
        (c.CloseNotice(application=number), clerk, date(2024, 10, 11)),
        after=approved_at(authority, file, after=(*s.the_calendar_of_2024(), *after)),
    )


def changed(history: History, *, authority: str) -> History:
    """The entry names another district by now."""
    entry = listing(
        policy=s.POLICY,
        register=REGISTER,
        key=KEY,
        valid_from=date(2023, 9, 1),
        document="厦人社〔2024〕205号",
        quota=10,
        authority=authority,
        replaces=f"{REGISTER}/0001",
    )
    on = date(2024, 11, 1)
    return s.told((entry, s.SHEN, on), (ConfirmEntry(register=REGISTER, proposal=None), s.JIANG, on), after=history)
