"""The store that is tampered with: a year of an office in some hundred events, by seventeen officers.

A fund, an officer's enrolment and another role for Xu are proposed in the end, and nobody has confirmed them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from domain.application import commands as c
from domain.decisions.commands import Command
from domain.office.fund_proposals import OpenFund
from domain.office.officer import EnrolOfficer, GrantRole, RevokeRole, RotateKey, SuspendOfficer
from domain.office.register import AddEntry, ConfirmEntry
from domain.office.roles import Actor, Role
from domain.treasury import run_commands as runs
from tests.bureau import Bureau
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit
from tests.domain.keys import Key, public_key
from tests.domain.sample_cases import CHEN, FIRST, HAICANG, HUANG, JIANG, LIN, WU, XU, YE, ZHENG
from tests.listing import listing

CHEN_OF_HAICANG = s.of(HAICANG, CHEN)
WU_OF_HAICANG = s.of(HAICANG, WU)
GUO = s.actor("guo-rui", Role.CLERK)
"""Is suspended in the end of September."""
MA = s.actor("ma-li", Role.CLERK, Role.SUPERVISOR, authority=s.CITY)
"""Has proposed a register entry that waits for a supervisor."""
TANG = s.actor("tang-wei", Role.ASSESSOR, authority=s.CITY)
"""Has assessed the second case, and pays from the end of September on."""
SONG = Actor(
    officer="song-ci", roles=frozenset({Role.ASSESSOR, Role.APPROVER}), authority=HAICANG, supervised_by=s.CITY
)
"""Has assessed the case of Haicang, which nobody has approved."""
HU = s.actor("hu-min", Role.CLERK)
"""Is to be enrolled, if somebody confirms it."""
ENROLLED = (CHEN_OF_HAICANG, WU_OF_HAICANG, GUO, MA, TANG, t.ASKING, SONG)

ROTATED = "lin-mei again"
"""The name of the key that Lin has from the end of September on."""
OTHER_CASE = "350205-2024-000001"
"""A case of Haicang."""
OPEN_BATCH = t.SECOND_BATCH
"""Ordered by Wu, and released by nobody yet."""
OPEN_REGISTER = "guidance-bases"
OPEN_RECEIPT, OPEN_WAIVER = "p3", "p4"
"""What waits in the first case: that money came in, proposed by Wu, and a waiver, by He."""


@dataclass(frozen=True)
class Act:
    command: Command
    by: Actor
    on: date
    key: str | None = None
    """The name of the key that signs, where it is not the officer's first."""
    second: Actor | None = None
    """Who confirms it at once."""


def prepare(url: str) -> None:
    """Make the store."""
    bureau = Bureau.found(url)
    for actor in ENROLLED:
        bureau.enrol(actor)
    for act in (*_of_september(), *_of_october(), *_of_november()):
        bureau.clock.day = act.on
        if act.second:
            bureau.agree(act.command, by=act.by, second=act.second)
            continue
        request = bureau.request(act.command, by=act.by)
        bureau.executor.execute(replace(request, signer=Key(act.key)) if act.key else request)
    attached = (t.attach, replace_application(t.attach, t.SECOND), t.attach)
    for _ in bureau.act_in_bulk((command, CHEN) for command in attached):
        pass
    bureau.act(c.RequestWaiver(application=FIRST, limit="training-yearly", lines=((1, 1),), reason=t.WHY), by=t.ASKING)
    bureau.close()


def replace_application(command: c.AttachDocuments, application: str) -> c.AttachDocuments:
    return c.AttachDocuments(application=application, documents=command.documents)


def _entry(key: str, valid_from: date) -> AddEntry:
    return listing(
        policy="xiamen-2023-187",
        register=OPEN_REGISTER,
        key=key,
        valid_from=valid_from,
        document="…",
    )


def _money(source: str) -> OpenFund:
    return s.opening(source, 100_000_00)


def _of_september() -> Iterator[Act]:
    on, first, second = date(2024, 9, 18), s.training(), s.training("person-d", "person-e")
    other = s.training("person-h", authority=HAICANG)
    yield Act(_money("central"), WU, on, second=JIANG)
    yield Act(_entry(s.TRAINER, date(2023, 9, 1)), s.SHEN, on)
    yield Act(ConfirmEntry(register=OPEN_REGISTER, proposal=None), JIANG, on)
    yield Act(first, CHEN, on)
    yield Act(second, GUO, on)
    yield Act(other, CHEN_OF_HAICANG, on)
    yield Act(c.AcceptApplication(application=FIRST), CHEN, on)
    yield Act(c.AcceptApplication(application=t.SECOND), GUO, on)
    yield Act(c.AcceptApplication(application=OTHER_CASE), CHEN_OF_HAICANG, on)
    yield Act(s.comparison(first, on), CHEN, on)
    yield Act(s.comparison(second, on, t.SECOND), GUO, on)
    yield Act(s.comparison(other, on, OTHER_CASE), CHEN_OF_HAICANG, on)
    yield Act(c.AssessApplication(application=FIRST), LIN, date(2024, 9, 24))
    yield Act(c.AssessApplication(application=t.SECOND), TANG, date(2024, 9, 24))
    yield Act(c.AssessApplication(application=OTHER_CASE), SONG, date(2024, 9, 24))
    yield Act(RotateKey(officer=LIN.officer, key=public_key(ROTATED)), LIN, date(2024, 9, 25))
    for case in (FIRST, t.SECOND):
        yield Act(c.ApproveApplication(application=case), HUANG, date(2024, 9, 26))
        yield Act(c.PublishNotice(application=case), CHEN, date(2024, 9, 27))
    yield Act(SuspendOfficer(officer=GUO.officer), YE, date(2024, 9, 30))
    yield Act(RevokeRole(officer=TANG.officer, role=Role.ASSESSOR), YE, date(2024, 9, 30))
    yield Act(GrantRole(officer=TANG.officer, role=Role.FINANCE), YE, date(2024, 9, 30), second=JIANG)


def _of_october() -> Iterator[Act]:
    credit = a_credit(application=FIRST, amount_fen=3_000_00, value_on=s.CREDIT_ON, reference="B1")
    for case in (FIRST, t.SECOND):
        yield Act(c.CloseNotice(application=case), CHEN, date(2024, 10, 11))
    yield Act(runs.OrderPayment(applications=(FIRST,)), WU, date(2024, 10, 11))
    yield Act(runs.ReleasePayment(batch=s.BATCH), ZHENG, date(2024, 10, 12))
    yield Act(s.exported(), WU, date(2024, 10, 12))
    yield Act(s.credited(s.BATCH, credit), ZHENG, s.CREDIT_ON)
    yield Act(runs.OrderPayment(applications=(t.SECOND,)), WU, date(2024, 10, 15))


def _of_november() -> Iterator[Act]:
    on = t.LATER
    yield Act(t.found_to_be(3, "category", "general"), CHEN, on)
    yield Act(t.revision(), LIN, on, ROTATED)
    yield Act(s.confirmed(), HUANG, on)
    yield Act(t.notify, WU, on)
    yield Act(c.IssueLetter(application=FIRST, letter="recovery-notice", about="r1", sha256="7d" * 32), WU, on)
    yield Act(t.service("recovery-notice", on, about="r1"), WU, on)
    yield Act(t.hear, WU, on)
    yield Act(t.demand, WU, on)
    yield Act(s.confirmed(), JIANG, on)
    yield Act(t.serve, WU, on)
    waiver = c.RequestWaiver(application=FIRST, limit="training-yearly", lines=((2, 2),), reason=t.WHY)
    yield Act(waiver, t.ASKING, on, second=XU)
    yield Act(_entry(s.OPERATOR, date(2024, 9, 1)), MA, on)
    yield Act(t.received(1_000_00), WU, on)
    yield Act(_money("municipal"), WU, on)
    key = public_key(HU.officer)
    yield Act(
        EnrolOfficer(officer=HU.officer, sealed="…", roles=tuple(HU.roles), authority=HU.authority, key=key), YE, on
    )
    yield Act(GrantRole(officer=XU.officer, role=Role.CLERK), YE, on)
