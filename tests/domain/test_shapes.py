"""What the table of shapes promises: every command that is recorded fits one, and what is made up does not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from domain.base import ACTS, Part, replace
from domain.catalogue import EVENTS, STORED_NAMES
from domain.office.roles import PERMISSIONS, Actor, Role
from domain.shapes import rights
from domain.shapes.shape import Half, Stands
from domain.shapes.table import PAIRS, SHAPES, table
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History, Minute
from tests.domain.random_office import Turns
from tests.domain.reading_rights import Rights
from tests.domain.reading_shapes import Line, as_lines, permission_of, unfit
from tests.domain.sample_commands import sample_commands

TABLE = json.loads(json.dumps(table()))
"""As whoever imports nothing of ours has it."""
LEADING = {STORED_NAMES[event] for event, _ in SHAPES}
ONLY_FOLLOWING = """
application: transferred
application: account-corrected confirmation-required decision-taken-back followed-up instalment-forfeited limit-waived
application: milestone-met
application: objection-dismissed objection-upheld revised reopened settled
application: paid-by-offset partially-paid payment-assigned payment-cancelled payment-failed payment-in-doubt
application: payment-ordered payment-overtaken payment-redated payment-reinstated payment-released payment-returned
application: payment-reversed return-reversed
application: recovery-offset recovery-offset-within
application: receipt-corrected receipt-reversed
application: recovery-approved recovery-cancelled recovery-received recovery-reduced recovery-referred
application: recovery-written-off
batch: assigned corrected items-overtaken
book: month-closed
debt: changed paid-out receipt-corrected receipt-reversed received
calendar: year-adopted
fund: carried-in carried-over closed draw-cancelled drawn increased opened passed-in passed-on planned restored
fund: surrendered
fund: transferred-in transferred-out
fund: allotted-in allotted-out opened-by-allotment reclaimed-in reclaimed-out reservation-ended reserved
allotment: evaluated made reclaimed released settled
incoming: entry-received
officer: deputy-appointed enrolled exception-granted key-replaced role-granted
people: linked
policy: draw-rules-adopted edition-adopted standard-adopted sharing-declared
people: linked names-joined
policy: edition-adopted standard-adopted
"""
KEYS = [(name, permission) for name, by_permission in TABLE["shapes"].items() for permission in by_permission]
STREAM = {kind: f"{called}1" if called.endswith("-") else called for kind, called in TABLE["streams"].items()}


def recorded_lines(minutes: Iterable[Minute]) -> list[Line]:
    return as_lines((minute.stream, minute.event) for minute in minutes)


# The table


def test_every_event_leads_or_follows_and_some_only_follow() -> None:
    following = {STORED_NAMES[event] for shape in SHAPES.values() for one in shape.followers for event in one.events}
    assert following | LEADING == EVENTS.keys()
    stems = {name.rpartition(".")[0] for name in EVENTS.keys() - LEADING}
    pinned = [line.partition(": ") for line in ONLY_FOLLOWING.strip().splitlines()]
    assert stems == {f"{kind}.{stem}" for kind, _, listed in pinned for stem in listed.split()}


def test_every_permission_leads_a_command_with_the_halves_that_its_roles_allow() -> None:
    roleless = rights.FOUNDING
    assert {permission for _, permission in SHAPES} == PERMISSIONS.keys() | roleless
    for shape in SHAPES.values():
        shared = shape.permission not in roleless and bool(PERMISSIONS[shape.permission].second)
        assert shared == (shape.half is not Half.ALONE), shape
    assert all(pair.opens and pair.closes for pair in PAIRS.values())


def test_a_leading_event_declares_the_act_that_its_shape_has() -> None:
    part = {Half.ALONE: Part.ALONE, Half.OPENS: Part.FIRST, Half.CLOSES: Part.SECOND}
    for (event, permission), shape in SHAPES.items():
        declared = ACTS[STORED_NAMES[event]]
        # The log opens by nobody's leave; what a run records is the act of its cases.
        if declared.part is not Part.CONSEQUENCE:
            assert declared.part is part[shape.half]
            named = {declared.permission, declared.otherwise and declared.otherwise.permission}
            assert declared.permission is None or permission in named


def test_no_event_can_follow_as_two_things_at_once() -> None:
    for key, shape in SHAPES.items():
        seen: list[tuple[tuple[object, bool], object]] = []
        for follower in shape.followers:
            elsewhere = follower.stands is not Stands.SAME
            seen += [((event, elsewhere), follower.where) for event in follower.events]
        plain = [event for event, where in seen if where is None]
        assert len(seen) == len(set(map(str, seen))), key
        assert all([event for event, _ in seen].count(one) == 1 for one in plain), key


def test_an_act_ignores_authorities_where_its_stream_has_none() -> None:
    kinds = {permission: STORED_NAMES[event].partition(".")[0] for event, permission in SHAPES}
    of_an_authority = {STORED_NAMES[event].partition(".")[0] for event in rights.AUTHORITIES}
    nowhere = {permission for permission, kind in kinds.items() if kind not in of_an_authority}
    named = {permission for event, permission in SHAPES if event in rights.AUTHORITY_OF_PROPOSAL}
    of_officers = {"keep-officers", "suspend-officer"}  # Of the authority of whom they are about.
    of_rights = {"give-rights", "replace-administrator", "except-officer", "appoint-deputy", "take-rights"}
    assert nowhere == rights.EVERYWHERE | rights.OWN | rights.FOUNDING | rights.CITY_ONLY | named | of_officers
    of_funds = {f"{act}-fund" for act in ("open", "increase", "transfer", "carry-over", "surrender", "plan", "close")}
    of_allotments = {f"{act}-allotment" for act in ("make", "evaluate", "release", "settle", "reclaim", "receive")}
    assert named == of_funds | of_allotments | of_rights | {"close-month"}, "which say in the proposal whose it is"
    assert rights.STREAMS.keys() == {name.partition(".")[0] for name in EVENTS}


# What is recorded fits


def rights_after(earlier: Sequence[Minute]) -> Rights:
    reading = Rights(TABLE)
    for minute, line in zip(earlier, recorded_lines(earlier), strict=True):
        reading.remember(line, minute.by)
    return reading


class FittingWalk(Turns):
    """Random officers, whose every command is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.rights: Rights | None = None

    def ask(self, command: object, by: Actor) -> None:
        self.by = by
        super().ask(command, by)

    def look(self) -> None:
        if self.last:
            lines = recorded_lines(self.last)
            assert unfit(TABLE, lines, self.by.officer) is None
            self.rights = self.rights or self.before_the_walk()
            assert self.rights.missing(lines, self.by) is None

    def before_the_walk(self) -> Rights:
        return rights_after(self.office.history[: -len(self.last)])


def test_whatever_random_officers_record_has_a_shape() -> None:
    profile = settings(
        max_examples=20, stateful_step_count=50, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(FittingWalk, settings=profile)


def test_every_shape_is_that_of_some_command() -> None:
    commands = [(recorded_lines(minutes), minutes[0].by) for minutes in sample_commands()]
    assert [reason for lines, by in commands if (reason := unfit(TABLE, lines, by))] == []
    assert {(lines[0][1], permission_of(TABLE, lines[0], by)) for lines, by in commands} == set(KEYS)


def test_a_run_that_is_cancelled_may_settle_a_case() -> None:
    """Where a revision struck everything meanwhile."""
    told = [[line[1] for line in recorded_lines(minutes)] for minutes in sample_commands()]
    cancelled = [names for names in told if names[0] == STORED["batch.cancelled"]]
    assert any(STORED["application.settled"] in names for names in cancelled)


# What is made up does not


def example(name: str, permission: str) -> list[Line]:
    """The least command of a shape."""
    stream, members = STREAM[name.partition(".")[0]], {}
    choice = TABLE["leading"][name]
    if permission in TABLE["own"]:
        stream = TABLE["streams"]["officer"] + "lin"
    if choice["member"]:
        members[choice["member"]] = permission
    if choice["otherwise"] and permission == choice["otherwise"]["permission"]:
        members[choice["otherwise"]["member"]] = choice["otherwise"]["values"][0]
    lines: list[Line] = [(stream, name, members)]
    for follower in TABLE["shapes"][name][permission]["followers"]:
        if follower["beside"] in (None, *(line[1] for line in lines)):
            lines += [line_of(follower, stream, number) for number in range(follower["least"])]
    return sorted(lines, key=lambda line: (line[0] != stream, line[0]))


def line_of(follower: dict[str, Any], leading: str, number: int) -> Line:
    name, where = follower["events"][0], follower["where"]
    members = {where["member"]: (where["values"] or ["…"])[0] if where["filled"] else None} if where else {}
    home = STREAM[name.partition(".")[0]]
    one_of_a_kind = TABLE["streams"][name.partition(".")[0]] == home
    elsewhere = home if one_of_a_kind else f"{home}-{number}"
    stream = leading if follower["stands"] == "same" else elsewhere
    return stream, name, members


def additions(lines: list[Line], name: str) -> Iterator[list[Line]]:
    """The command with one event more, at the end of each stream of its kind, and in a new one."""
    kind = STREAM[name.partition(".")[0]]
    of_kind = [stream for stream, event, _ in lines if event.partition(".")[0] == name.partition(".")[0]]
    for stream in dict.fromkeys((*of_kind, f"{kind}-new")):
        last = max((index for index, line in enumerate(lines) if line[0] == stream), default=len(lines) - 1)
        yield [*lines[: last + 1], (stream, name, {}), *lines[last + 1 :]]


@pytest.mark.parametrize(("name", "permission"), KEYS)
def test_an_event_that_is_foreign_to_a_shape_is_refused(name: str, permission: str) -> None:
    lines = example(name, permission)
    assert unfit(TABLE, lines, "lin") is None
    own = {event for one in TABLE["shapes"][name][permission]["followers"] for event in one["events"]}
    for foreign in EVENTS.keys() - own:
        for more in additions(lines, foreign):
            assert unfit(TABLE, more, "lin") is not None, (foreign, more)


@pytest.mark.parametrize(("name", "permission"), KEYS)
def test_a_follower_too_many_or_too_few_is_refused(name: str, permission: str) -> None:
    lines = example(name, permission)
    for index in range(1, len(lines)):
        assert unfit(TABLE, lines[:index] + lines[index + 1 :], "lin") is not None
    for follower in TABLE["shapes"][name][permission]["followers"]:
        if follower["most"] is not None and follower["beside"] is None:
            more = [line_of(follower, lines[0][0], 100 + number) for number in range(follower["most"] + 1)]
            assert unfit(TABLE, [lines[0], *more, *lines[1:]], "lin") is not None
        if follower["beside"] and follower["beside"] not in [line[1] for line in lines]:
            assert unfit(TABLE, [*lines, line_of(follower, lines[0][0], 100)], "lin") is not None
        if follower["stands"] == "apart":
            twice = [line_of(follower, lines[0][0], 100)] * 2
            assert unfit(TABLE, [*lines, *twice], "lin") is not None


@pytest.mark.parametrize("name", sorted(EVENTS.keys() - LEADING))
def test_a_consequence_alone_is_refused(name: str) -> None:
    acts = [{}, *({"act": act} for act in PERMISSIONS)]
    assert all(unfit(TABLE, [(STREAM[name.partition(".")[0]], name, act)], "lin") for act in acts)


def test_a_consequence_stands_behind_what_it_follows_from() -> None:
    """A demand gives way in the case whose payment came back, and not in the one beside it."""
    confirmed = example(STORED["batch.proposal-confirmed"], "differing-reply")[0]
    returned = (confirmed[0], STORED["batch.answered"], {})
    reply = [confirmed, returned, ("application-1", STORED["application.payment-returned"], {})]
    less = (reply[2][0], STORED["application.recovery-reduced"], {"because": "overpaid-less"})
    assert unfit(TABLE, [*reply, less], "lin") is None
    assert unfit(TABLE, [*reply, ("application-9", *less[1:])], "lin") is not None
    assert unfit(TABLE, [*reply[:2], less, reply[2]], "lin") is not None


def test_a_settlement_that_follows_of_itself_moves_no_money() -> None:
    met = example(STORED["application.proposal-confirmed"], "milestone")
    settled = (met[0][0], STORED["application.settled"])
    assert unfit(TABLE, [*met, (*settled, {"credit": None})], "lin") is None
    assert unfit(TABLE, [*met, (*settled, {"credit": {"amount_fen": 1}})], "lin") is not None


def test_an_offset_within_one_case_pays_no_other() -> None:
    confirmed, offset, paid = example(STORED["application.proposal-confirmed"], "offset-recovery")
    within = (offset[0], STORED["application.recovery-offset-within"], offset[2])
    drawn = ("fund-1", STORED["fund.drawn"], {})
    assert unfit(TABLE, [confirmed, within], "lin") is None
    assert unfit(TABLE, [confirmed, offset, paid, drawn], "lin") is None
    for more in (paid, drawn):
        assert unfit(TABLE, [confirmed, within, more], "lin") is not None


def test_a_grant_is_of_what_was_asked_for() -> None:
    confirmed = example(STORED["application.proposal-confirmed"], "reduce-recovery")
    stream, name, _ = confirmed[1]
    assert unfit(TABLE, [confirmed[0], (stream, name, {"because": "overpaid-less"})], "lin") is not None


def test_a_key_is_rotated_by_its_officer_alone() -> None:
    lines = example(STORED["officer.key-rotated"], "own-key")
    assert permission_of(TABLE, lines[0], "lin") == "own-key"
    assert permission_of(TABLE, lines[0], "wu") is None


CITY_SUPERVISOR = s.of(s.CITY, s.XU)


@pytest.mark.parametrize(
    ("history", "actor", "reason"),
    [
        (t.an_approved_demand, s.JIANG, None),
        (t.an_approved_demand, CITY_SUPERVISOR, None),
        (t.an_approved_demand, s.XU, "application-350203-2024-000001 is of 350200"),
        (t.an_approved_demand, s.CHEN, "chen-jing is no supervisor"),
        (t.an_approved_demand, s.also(s.WU, Role.SUPERVISOR), "nobody is their own second"),
        (
            s.a_released_training,
            replace(s.also(s.HUANG, Role.FINANCE), authority=s.CITY),
            "huang-bo is one of those who decided application-350203-2024-000001",
        ),
        (s.a_released_training, s.also(s.ZHENG, Role.FINANCE), None),
        (s.a_released_training, s.WU, "nobody is their own second"),
        (
            s.a_released_training,
            replace(s.also(s.LIN, Role.FINANCE), authority=s.CITY),
            "lin-mei is one of those who decided application-350203-2024-000001",
        ),
    ],
)
def test_whoever_has_no_right_to_a_command_is_seen_by_the_table(
    history: Callable[[], History], actor: Actor, reason: str | None
) -> None:
    """The last command of each of these histories recorded two events."""
    told = history()
    assert rights_after(told[:-2]).missing(recorded_lines(told[-2:]), actor) == reason


def test_nobody_closes_what_is_not_open() -> None:
    lines = recorded_lines(t.an_approved_demand()[-2:])
    reading = rights_after(t.an_approved_demand())
    assert reading.missing(lines, s.JIANG) == "nothing was open of demand-recovery"


def test_nobody_proposes_or_records_a_right_of_their_own() -> None:
    grant = ("log", STORED["log.grant-proposed"], {"proposal": "p1", "act": "give-rights", "officer": "lin"})
    assert Rights(TABLE).missing([grant], replace(s.YE, officer="wu")) is None
    assert Rights(TABLE).missing([grant], replace(s.YE, officer="lin")) is not None
    confirmed = example(STORED["log.proposal-confirmed"], "give-rights")[0]
    granted = (TABLE["streams"]["officer"] + "lin", STORED["officer.role-granted"], {})
    for officer, allowed in ((s.XU, True), (replace(s.XU, officer="lin"), False)):
        reading = Rights(TABLE)
        reading.missing([grant], replace(s.YE, officer="wu"))
        opened = [(confirmed[0], confirmed[1], {**confirmed[2], "proposal": "p1"}), granted]
        assert (reading.missing(opened, officer) is None) == allowed


STORED = {name.rpartition(".")[0]: name for name in EVENTS}
