"""From the events of a command back to the command: decided again on the state from before, it gives the same events.

Whatever the sample histories and the random walks record is turned round on the way, so that a new command without
its way back is noticed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import UnionType
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from domain.application import commands as c
from domain.application import events as f
from domain.base import ACTS, EVENTS, STORED_NAMES, Event, Part, replace
from domain.decisions.commands import Command
from domain.decisions.recorded.command import command_of
from domain.decisions.recorded.errors import NoSuchCommand
from domain.office import officer as o
from domain.office import reference
from domain.office.keys import MadeBy
from domain.office.log import LINE, TREE, LogOpened
from domain.office.log_commands import OpenLog
from domain.office.roles import Actor, Role
from domain.treasury import batch_events as b
from domain.treasury.messages import AssignTo
from store.line.codec import encode
from tests.domain import later_events as t
from tests.domain import notice_history as notices
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit, a_failure, a_reply, a_return
from tests.domain.given_when_then import History, Office
from tests.domain.keys import OPENING_OF_LOG, public_key
from tests.domain.random_office import Turns
from tests.domain.sample_cases import CHEN, FIRST, HUANG, LIN, OPENING, YE, ZHENG, told
from tests.domain.test_redrawing import allotted, replaced
from tests.golden.write import sample_histories

LEADING_CONSEQUENCES = {"log.opened.v1", *(f"batch.{what}.v1" for what in (
    "ordered", "released", "items-dropped", "items-left-out", "cancelled", "answered",
))}  # fmt: skip
"""Nobody's own act, and yet the first event of a command: a run tells before its cases do, the log before anybody."""
NEVER_FIRST = {
    "application.confirmation-required.v1": "it follows from a file or from an upheld objection",
    **{
        f"application.{what}": "the event of the run comes first"
        for what in (
            "payment-ordered.v1",
            "payment-released.v1",
            "payment-cancelled.v1",
            "payment-failed.v1",
            "payment-in-doubt.v1",
            "payment-reinstated.v1",
            "payment-reversed.v1",
            "return-reversed.v1",
            "payment-redated.v1",
            "payment-assigned.v1",
            "partially-paid.v1",
            "settled.v1",
            "payment-returned.v1",
        )
    },
    "application.paid-by-offset.v1": "the case in which the money is owed comes first",
}
"""Half of an act, and still never the first event of a command."""


class TurnedRound(Office):
    """An office that turns round whatever it decides, before it is recorded."""

    def execute(self, command: object, by: Actor, on: date) -> History:
        decision = self.decide(command, by, on)
        events = [(stream, event) for stream, of_stream in decision.items() for event in of_stream]
        if events:
            again = command_of(events)
            assert type(again) is type(command)
            TURNED_ROUND.add(type(again))
            LED.add(type(events[0][1]))
            once_more = self.decide(again, by, on)
            assert _lines(once_more) == _lines(decision)
        return super().execute(command, by, on)


TURNED_ROUND: set[type] = set()
LED: set[type[Event]] = set()


def _lines(decision: Any) -> list[tuple[str, bytes]]:
    return [(stream, encode(event)) for stream, events in decision.items() for event in events]


@pytest.fixture
def turning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every office of the samples turns its commands round, also those whose history was told before."""
    monkeypatch.setattr(s, "Office", TurnedRound)
    for told_once in (*vars(s).values(), *vars(t).values()):
        if hasattr(told_once, "cache_clear"):
            told_once.cache_clear()


def _histories() -> Iterator[History]:
    yield from sample_histories()
    yield s.proposed(notices.receiving(notices.ADVANCE), notices.BY, notices.LATER)
    yield _everything_about_officers()
    yield _editions_and_calendars()
    yield s.listed("key-enterprises", s.TRAINER)
    yield s.a_settled_training()
    follow_up = c.FollowUpApplication(application=FIRST)
    can_be = s.a_training_that_can_be_followed_up()
    yield told((follow_up, LIN, t.LATER), (s.confirmed(), HUANG, t.LATER), after=can_be)
    yield s.complete("key-enterprises")
    credited = a_credit(application=FIRST, amount_fen=1_00, value_on=t.LATER, reference="B1")
    yield told((s.credited(s.BATCH, credited), ZHENG, t.LATER), after=s.a_sent_training())
    recorded = a_credit(application=FIRST, amount_fen=3_000_00, value_on=s.CREDIT_ON, reference="B1")
    yield told((t.correcting(recorded, None), ZHENG, t.LATER), after=s.a_settled_training())
    early = replace(recorded, value_on=t.LATER)
    yield told((t.assigning(AssignTo.BANK, early), ZHENG, t.LATER), after=s.a_training_credited_early())
    yield replaced(1_00, after=allotted())
    upheld = t.answered(True, after=t.objected(1, after=s.an_approved_training(), on=t.LATER), on=t.LATER)
    yield told((t.revision("objection"), LIN, t.LATER), (s.confirmed(), HUANG, t.LATER), after=upheld)


def a_log_opened() -> LogOpened:
    return LogOpened(
        log="0d", authority=s.CITY, authority_key=None, pseudonyms="", tree=TREE, line=LINE, simulated=True
    )


def _everything_about_officers() -> History:
    opened = OpenLog(
        log="0d",
        simulated=True,
        officer=YE.officer,
        sealed="a",
        key=public_key(YE.officer),
        **OPENING_OF_LOG,
    )
    second = o.EnrolOfficer(
        officer=s.JIANG.officer,
        sealed="c",
        roles=(Role.SUPERVISOR,),
        authority=s.CITY,
        key=public_key("jiang-he", MadeBy.OFFICER),
    )
    pair = [
        o.EnrolOfficer(
            officer=actor.officer, sealed="b", roles=(role,), authority=s.SIMING, key=public_key(actor.officer)
        )
        for actor, role in ((CHEN, Role.CLERK), (LIN, Role.CLERK))
    ]
    enrolled = s.agreed(
        *((enrolment, YE, s.JIANG, OPENING) for enrolment in pair),
        after=told((opened, YE, OPENING), (second, YE, OPENING)),
    )
    return told(
        (o.HandOver(officer=CHEN.officer, to=LIN.officer), YE, OPENING),
        (o.HandOver(officer=CHEN.officer, to=None), YE, OPENING),
        after=enrolled,
    )


def _editions_and_calendars() -> History:
    adopted = reference.AdoptEdition(
        policy="xiamen-2023-187",
        edition="xiamen-2023-187@1",
        digest="sha256:" + "9c" * 32,
        applies_from=OPENING,
        content="…",
    )
    year = reference.AdoptCalendarYear(year=2025, exceptions=(date(2025, 1, 1),), source="…")
    return s.agreed((adopted, s.SHEN, s.JIANG, OPENING), (year, s.SHEN, s.JIANG, OPENING))


@pytest.mark.usefixtures("turning")
def test_every_command_is_found_again_in_what_it_recorded() -> None:
    TURNED_ROUND.clear()
    LED.clear()
    for history in _histories():
        assert history
    assert _classes(Command) - TURNED_ROUND == set()
    assert {name for name, event in EVENTS.items() if event in LED} == {
        name for name, act in ACTS.items() if act.part is not Part.CONSEQUENCE and name not in NEVER_FIRST
    } | LEADING_CONSEQUENCES


def test_what_only_follows_was_recorded_by_no_command() -> None:
    for history in sample_histories():
        for minute in history:
            act = ACTS[STORED_NAMES[type(minute.event)]]
            if act.part is Part.CONSEQUENCE and STORED_NAMES[type(minute.event)] not in LEADING_CONSEQUENCES:
                with pytest.raises(NoSuchCommand) as refused:
                    command_of([(minute.stream, minute.event)])
                assert (refused.value.stream, refused.value.name) == (minute.stream, STORED_NAMES[type(minute.event)])


def test_nothing_and_an_event_in_the_stream_of_something_else_are_no_command() -> None:
    with pytest.raises(NoSuchCommand):
        command_of([])
    with pytest.raises(NoSuchCommand, match="officer-chen"):
        command_of([("officer-chen", f.ApplicationAccepted())])
    with pytest.raises(NoSuchCommand):
        command_of([("log", a_log_opened())])
    changed = f.RecoveryChangeProposed(
        proposal="p1", recovery="r1", act="keep-officers", amount_fen=1, referred_to=None, reason="…"
    )
    with pytest.raises(NoSuchCommand):
        command_of([(f"application-{FIRST}", changed)])


def test_a_run_of_which_the_bank_says_three_things_is_one_reply() -> None:
    item = a_credit(application=FIRST, amount_fen=1_00, value_on=t.LATER, reference="B1")
    void = a_failure(application=t.SECOND, failed_on=t.LATER, reason="…")
    back = a_return(application=FIRST, amount_fen=1_00, returned_on=t.LATER, reference="R1", reason="…")
    proposed = b.BatchReplyProposed(proposal="p1", messages=(item, void, back))
    assert command_of([(b.batch_stream(s.BATCH), proposed)]) == a_reply(
        batch=s.BATCH, credited=(item,), failed=(void,), returned=(back,)
    )


class Walks(Turns):
    """The random walks, in an office that turns every command round."""

    def __init__(self) -> None:
        super().__init__()
        self.office = TurnedRound(s.edition())


def _walk(examples: int, steps: int) -> None:
    health = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    profile = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=health, database=None
    )
    run_state_machine_as_test(Walks, settings=profile)


def test_whatever_officers_do_it_can_be_decided_again() -> None:
    _walk(examples=20, steps=50)


@pytest.mark.campaign
def test_whatever_officers_do_it_can_be_decided_again_in_many_walks() -> None:
    _walk(examples=600, steps=100)


def _classes(union: object) -> set[type]:
    if isinstance(union, UnionType):
        return set().union(*map(_classes, get_args(union)))
    assert isinstance(union, type)
    return {union}
