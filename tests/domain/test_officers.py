"""Two people give a right and one takes it away, nobody for themselves, and nobody is locked out."""

from __future__ import annotations

from functools import cache

import pytest

from domain.base import asdict, replace
from domain.office import officer as o
from domain.office.keys import MadeBy
from domain.office.log import LINE, TREE, LogOpened, LogProposalConfirmed, LogProposalDeclined
from domain.office.log_commands import ConfirmForLog, OpenLog
from domain.office.rights import EnrolmentProposed, RemovalProposed
from domain.office.roles import Actor, Role
from tests.domain.given_when_then import History, Office
from tests.domain.keys import OPENING_OF_LOG, public_key
from tests.domain.sample_cases import (
    CAI,
    CHEN,
    CITY,
    DESK,
    HUANG,
    JIANG,
    LIN,
    OPENING,
    SIMING,
    WU,
    XU,
    YE,
    actor,
    agreed,
    also,
    given,
    told,
)

GUO = actor("guo-rui", Role.ADMINISTRATOR, authority=CITY)
TAO = actor("tao-ran", Role.SUPERVISOR, authority=CITY)


CONFIRM = ConfirmForLog(proposal=None)
DECLINE = ConfirmForLog(proposal=None, declined=True)


def opening() -> OpenLog:
    return OpenLog(
        log="0190a5d0",
        simulated=True,
        officer=YE.officer,
        sealed="sealed-ye",
        key=public_key("ye"),
        **OPENING_OF_LOG,
    )


def enrolment(actor: Actor, *roles: Role) -> o.EnrolOfficer:
    return o.EnrolOfficer(
        officer=actor.officer,
        sealed=f"sealed-{actor.officer}",
        roles=roles or tuple(actor.roles),
        authority=actor.authority,
        key=public_key(actor.officer, MadeBy.OFFICER),
    )


def enrolled(actor: Actor, *roles: Role) -> o.OfficerEnrolled:
    command = enrolment(actor, *roles)
    return o.OfficerEnrolled(
        officer=command.officer,
        sealed=command.sealed,
        roles=tuple(sorted(command.roles)),
        authority=command.authority,
        key=command.key,
    )


def second_person(actor: Actor) -> o.SecondPersonEnrolled:
    return o.SecondPersonEnrolled(**asdict(enrolled(actor)) | {"key": public_key(actor.officer, MadeBy.OFFICER)})


@cache
def an_opened_log() -> History:
    return told((opening(), YE, OPENING))


@cache
def a_founded_office() -> History:
    """An administrator, and JIANG as the second person."""
    return told((enrolment(JIANG), YE, OPENING), after=an_opened_log())


@cache
def the_desk() -> History:
    others = [actor for actor in (*DESK, GUO) if actor not in (YE, JIANG)]
    return agreed(*((enrolment(actor), YE, JIANG, OPENING) for actor in others), after=a_founded_office())


@cache
def suspended(actor: Actor) -> History:
    return told((o.SuspendOfficer(officer=actor.officer), YE, OPENING), after=the_desk())


def state_of(history: History, actor: Actor) -> o.Officer:
    office: Office = given(history).office
    return office.officers[actor.officer]


# A new office


def test_opening_the_log_makes_the_first_administrator_and_says_whether_time_is_simulated() -> None:
    first = o.OfficerEnrolled(
        officer=YE.officer,
        sealed="sealed-ye",
        roles=(Role.ADMINISTRATOR,),
        authority=CITY,
        key=public_key("ye"),
    )
    given().when(opening(), by=YE, on=OPENING).then(
        LogOpened(
            log="0190a5d0",
            authority=CITY,
            authority_key=None,
            pseudonyms="0f" * 8,
            tree=TREE,
            line=LINE,
            simulated=True,
        ),
        first,
    )


def test_the_authority_above_stands_in_the_first_command_under_its_key() -> None:
    above = replace(opening(), supervising_key=public_key("authority"))
    outcome = given().when(above, by=YE, on=OPENING)
    outcome.then_in(
        "officer-authority-350200",
        o.OfficerEnrolled(
            officer="authority-350200",
            sealed="",
            roles=(Role.SUPERVISING_AUTHORITY,),
            authority="350200",
            key=public_key("authority"),
        ),
    )
    own = replace(opening(), supervising_key=opening().key)
    given().when(own, by=YE, on=OPENING).declined("key-enrolled")


def test_the_second_person_is_enrolled_alone_and_is_one_who_can_be_the_second() -> None:
    given(an_opened_log()).when(enrolment(CHEN), by=YE, on=OPENING).declined("second-person-first")
    given(an_opened_log()).when(enrolment(JIANG), by=YE, on=OPENING).then(second_person(JIANG))
    given(an_opened_log()).when(enrolment(GUO), by=YE, on=OPENING).then(second_person(GUO))


def test_from_then_on_there_are_two() -> None:
    proposed = given(a_founded_office()).when(enrolment(CHEN), by=YE, on=OPENING)
    proposed.then(
        EnrolmentProposed(
            proposal="p1",
            act="give-rights",
            officer=CHEN.officer,
            sealed="sealed-chen-jing",
            roles=(Role.CLERK,),
            authority=SIMING,
            key=public_key(CHEN.officer, MadeBy.OFFICER),
        )
    )
    confirmed = given(a_founded_office()).when_confirmed(enrolment(CHEN), by=YE, second=JIANG, on=OPENING)
    confirmed.then(LogProposalConfirmed(proposal="p1", act="give-rights"), enrolled(CHEN))


# Rights, each proposed and confirmed

GRANT = o.GrantRole(officer=CHEN.officer, role=Role.ASSESSOR)
ROTATE = o.RotateKey(officer=CHEN.officer, key=public_key("key-chen-3"))
RIGHTS: tuple[tuple[o.OfficerCommand, o.OfficerEvent], ...] = (
    (GRANT, o.RoleGranted(role=Role.ASSESSOR)),
    (ROTATE, o.KeyReplaced(key=public_key("key-chen-3"))),
    (enrolment(also(CHEN)), enrolled(CHEN)),
)
AUTHORITY = Actor(
    officer="authority-350200", roles=frozenset({Role.SUPERVISING_AUTHORITY}), authority=CITY, supervised_by=CITY
)


def before(command: o.OfficerCommand) -> History:
    return a_founded_office() if isinstance(command, o.EnrolOfficer) else the_desk()


@pytest.mark.parametrize(("command", "event"), RIGHTS)
@pytest.mark.parametrize("second", [JIANG, GUO, XU, AUTHORITY])
def test_another_administrator_a_supervisor_or_the_authority_confirms(
    command: o.OfficerCommand, event: o.OfficerEvent, second: Actor
) -> None:
    outcome = given(before(command)).when_confirmed(command, by=YE, second=second, on=OPENING)
    outcome.then_in(f"officer-{CHEN.officer}", event)


@pytest.mark.parametrize(("command", "event"), RIGHTS)
def test_nobody_else_confirms(command: o.OfficerCommand, event: o.OfficerEvent) -> None:
    waiting = given(told((command, YE, OPENING), after=before(command)))
    waiting.when(CONFIRM, by=YE, on=OPENING).not_permitted("own-proposal")
    for wrong in (LIN, HUANG, WU, CAI):
        waiting.when(CONFIRM, by=wrong, on=OPENING).not_permitted("role-missing", act="give-rights")
    himself = replace(also(CHEN, Role.SUPERVISOR), authority=CITY)
    waiting.when(CONFIRM, by=himself, on=OPENING).not_permitted("own-role")
    declined = told((DECLINE, JIANG, OPENING), after=told((command, YE, OPENING), after=before(command)))
    (name,) = waiting.office.log.proposals.waiting
    assert declined[-1].event == LogProposalDeclined(proposal=name, act="give-rights")
    assert given(declined).when(command, by=YE, on=OPENING).events, "it can be proposed again"


@pytest.mark.parametrize(("command", "event"), RIGHTS)
def test_what_waits_is_not_proposed_again(command: o.OfficerCommand, event: o.OfficerEvent) -> None:
    waiting = given(told((command, YE, OPENING), after=before(command)))
    waiting.when(command, by=YE, on=OPENING).declined("proposal-waits")


def test_what_was_true_when_it_was_proposed_is_asked_again_when_it_is_confirmed() -> None:
    """Two keys, one officer: whichever is confirmed first is enrolled, and the other is not."""
    other = replace(enrolment(CHEN), officer="chen-jing-2")
    both = told((enrolment(CHEN), YE, OPENING), (other, YE, OPENING), after=a_founded_office())
    first = told((replace(CONFIRM, proposal="p1"), JIANG, OPENING), after=both)
    given(first).when(replace(CONFIRM, proposal="p2"), by=JIANG, on=OPENING).declined("key-enrolled")


def test_an_officer_is_enrolled_once() -> None:
    given(the_desk()).when(enrolment(CHEN), by=YE, on=OPENING).declined("officer-enrolled", officer=CHEN.officer)


@pytest.mark.parametrize(
    "roles",
    [
        (Role.INSPECTOR, Role.CLERK),
        (Role.ADMINISTRATOR, Role.SUPERVISOR),
        (Role.INSPECTOR, Role.ADMINISTRATOR),
        (Role.FINANCE, Role.INSPECTOR),
        (Role.FINANCE, Role.ASSESSOR),
        (Role.FINANCE, Role.APPROVER, Role.CLERK),
    ],
)
def test_roles_that_exclude_each_other_nobody_has_together(roles: tuple[Role, ...]) -> None:
    guest = replace(CHEN, officer="guest")
    given(the_desk()).when(enrolment(guest, *roles), by=YE, on=OPENING).declined("roles-incompatible")


@pytest.mark.parametrize(
    "roles",
    [
        (Role.CLERK, Role.FINANCE, Role.SUPERVISOR),
        (Role.CLERK, Role.ASSESSOR, Role.APPROVER, Role.SUPERVISOR),
    ],
)
def test_five_people_suffice_with_these_roles(roles: tuple[Role, ...]) -> None:
    guest = replace(CHEN, officer="guest")
    assert given(the_desk()).when(enrolment(guest, *roles), by=YE, on=OPENING).events


def test_a_role_granted_later_must_fit_the_roles_already_held() -> None:
    for holder, role in ((CHEN, Role.INSPECTOR), (WU, Role.APPROVER), (LIN, Role.FINANCE)):
        grant = o.GrantRole(officer=holder.officer, role=role)
        given(the_desk()).when(grant, by=YE, on=OPENING).declined("roles-incompatible")


@pytest.mark.parametrize(
    "command",
    [
        enrolment(replace(CHEN, officer="guest"), Role.SUPERVISING_AUTHORITY),
        o.GrantRole(officer=CHEN.officer, role=Role.SUPERVISING_AUTHORITY),
    ],
)
def test_the_role_of_the_authority_is_given_to_nobody(command: o.OfficerCommand) -> None:
    given(the_desk()).when(command, by=YE, on=OPENING).declined("role-of-authority")


def test_nobody_gives_the_authority_above_another_key() -> None:
    """Or two people of the office would confirm in its name; it rotates its own."""
    above = replace(opening(), supervising_key=public_key("above", MadeBy.OFFICER))
    office = told((above, YE, OPENING), (enrolment(JIANG), YE, OPENING))
    rotate = o.RotateKey(officer=AUTHORITY.officer, key=public_key("fresh"))
    given(office).when(rotate, by=YE, on=OPENING).declined("role-of-authority")
    assert given(office).when(rotate, by=AUTHORITY, on=OPENING).events


def test_a_role_is_granted_by_two_and_revoked_by_one() -> None:
    granted = agreed((GRANT, YE, JIANG, OPENING), after=the_desk())
    assert granted[-1].event == o.RoleGranted(role=Role.ASSESSOR)
    assert state_of(granted, CHEN).actor(OPENING, CITY).roles == {Role.CLERK, Role.ASSESSOR}
    revoked = told((o.RevokeRole(officer=CHEN.officer, role=Role.CLERK), YE, OPENING), after=granted)
    assert revoked[-1].event == o.RoleRevoked(role=Role.CLERK)
    assert state_of(revoked, CHEN).actor(OPENING, CITY).roles == {Role.ASSESSOR}


def test_a_role_that_is_held_is_not_granted_again() -> None:
    grant = o.GrantRole(officer=CHEN.officer, role=Role.CLERK)
    given(the_desk()).when(grant, by=YE, on=OPENING).declined("role-held", officer=CHEN.officer, role="clerk")


def test_a_role_that_is_not_held_cannot_be_revoked() -> None:
    revoke = o.RevokeRole(officer=CHEN.officer, role=Role.FINANCE)
    given(the_desk()).when(revoke, by=YE, on=OPENING).declined("role-not-held", role="finance")


@pytest.mark.parametrize(
    "command",
    [
        o.GrantRole(officer=YE.officer, role=Role.ADMINISTRATOR),
        o.RevokeRole(officer=YE.officer, role=Role.ADMINISTRATOR),
        o.SuspendOfficer(officer=YE.officer),
    ],
)
def test_nobody_grants_revokes_or_suspends_for_themselves(command: o.OfficerCommand) -> None:
    by = YE
    history = the_desk()
    if isinstance(command, o.GrantRole):
        history = agreed((o.SuspendOfficer(officer=YE.officer), GUO, JIANG, OPENING), after=history)
    given(history).when(command, by=by, on=OPENING).not_permitted("own-role", officer=YE.officer)


@pytest.mark.parametrize(
    ("command", "act"),
    [
        (enrolment(replace(HUANG, officer="guest")), "give-rights"),
        (o.GrantRole(officer=HUANG.officer, role=Role.SUPERVISOR), "give-rights"),
        (o.RevokeRole(officer=HUANG.officer, role=Role.APPROVER), "keep-officers"),
        (o.SuspendOfficer(officer=HUANG.officer), "suspend-officer"),
        (o.RotateKey(officer=HUANG.officer, key=public_key("key-of-chen")), "give-rights"),
    ],
)
def test_only_an_administrator_keeps_the_officers(command: o.OfficerCommand, act: str) -> None:
    meeting = given(the_desk())
    meeting.when(command, by=CHEN, on=OPENING).not_permitted("role-missing", act=act)


@pytest.mark.parametrize(
    "command",
    [
        o.GrantRole(officer="nobody", role=Role.CLERK),
        o.RevokeRole(officer="nobody", role=Role.CLERK),
        o.SuspendOfficer(officer="nobody"),
        o.RotateKey(officer="nobody", key=public_key("key")),
    ],
)
def test_an_officer_who_was_never_enrolled_does_not_exist(command: o.OfficerCommand) -> None:
    given(the_desk()).when(command, by=YE, on=OPENING).no_such_thing("no-such-officer", officer="nobody")


def test_a_suspended_officer_has_no_roles_until_one_is_granted_again() -> None:
    history = suspended(CHEN)
    assert history[-1].event == o.OfficerSuspended()
    assert state_of(history, CHEN).actor(OPENING, CITY).roles == frozenset()
    back = agreed((o.GrantRole(officer=CHEN.officer, role=Role.CLERK), YE, JIANG, OPENING), after=history)
    assert back[-1].event == o.RoleGranted(role=Role.CLERK)
    assert state_of(back, CHEN).actor(OPENING, CITY) == CHEN


def test_an_officer_is_suspended_once() -> None:
    command = o.SuspendOfficer(officer=CHEN.officer)
    given(suspended(CHEN)).when(command, by=YE, on=OPENING).declined("officer-suspended", officer=CHEN.officer)


def test_a_supervisor_can_stop_a_key_that_was_stolen() -> None:
    stopped = given(the_desk()).when(o.SuspendOfficer(officer=CHEN.officer), by=XU, on=OPENING)
    stopped.then(o.OfficerSuspended())


def test_officers_rotate_their_own_key() -> None:
    command = o.RotateKey(officer=CHEN.officer, key=public_key("key-chen-2"))
    given(the_desk()).when(command, by=CHEN, on=OPENING).then(o.KeyRotated(key=public_key("key-chen-2")))
    history = told((command, CHEN, OPENING), after=the_desk())
    assert state_of(history, CHEN).public_key == public_key("key-chen-2").public_key


def test_an_officer_acts_with_the_roles_and_authority_of_the_log() -> None:
    assert state_of(the_desk(), HUANG).actor(OPENING, CITY) == Actor(
        officer="huang-bo", roles=frozenset({Role.APPROVER}), authority=SIMING, supervised_by=CITY
    )


def test_a_key_of_the_officer_says_so_itself_and_one_of_the_office_does_not() -> None:
    key = public_key("guest", MadeBy.OFFICER)
    guest = replace(enrolment(CHEN), officer="guest", key=replace(key, proof=None))
    given(the_desk()).when(guest, by=YE, on=OPENING).declined("key-unproved")
    forged = replace(guest, key=replace(key, made_by=MadeBy.OFFICE))
    given(the_desk()).when(forged, by=YE, on=OPENING).declined("key-unproved")


# Nobody is locked out


def just(*actors: Actor, authority: bool = False) -> History:
    """An office of these, and no others; the first opens it, the second is the second person."""
    first, second, *others = actors
    opened = replace(
        opening(),
        officer=first.officer,
        supervising_key=public_key("authority") if authority else None,
    )
    founded = told((opened, first, OPENING), (enrolment(second), first, OPENING))
    return agreed(*((enrolment(other), first, second, OPENING) for other in others), after=founded)


REVOKE_YE = o.RevokeRole(officer=YE.officer, role=Role.ADMINISTRATOR)
REVOKE_JIANG = o.RevokeRole(officer=JIANG.officer, role=Role.SUPERVISOR)


def lost(actor: Actor) -> o.ReportKeyLost:
    key = public_key("ye") if actor is YE else public_key(actor.officer, MadeBy.OFFICER)
    return o.ReportKeyLost(officer=actor.officer, public_key=key.public_key, since=OPENING)


ALONE, BY_TWO, NEVER = "alone", "by two", "never"


@pytest.mark.parametrize(
    ("office", "command", "by", "without_authority", "with_authority"),
    [
        ((YE, JIANG), o.SuspendOfficer(officer=JIANG.officer), YE, NEVER, BY_TWO),
        ((YE, JIANG), o.SuspendOfficer(officer=YE.officer), JIANG, NEVER, BY_TWO),
        ((YE, JIANG), REVOKE_JIANG, YE, NEVER, BY_TWO),
        ((YE, GUO), o.SuspendOfficer(officer=YE.officer), GUO, NEVER, BY_TWO),
        ((YE, GUO), REVOKE_YE, GUO, NEVER, BY_TWO),
        ((YE, JIANG, CHEN), o.SuspendOfficer(officer=CHEN.officer), YE, ALONE, ALONE),
        ((YE, JIANG, TAO), o.SuspendOfficer(officer=JIANG.officer), YE, BY_TWO, ALONE),
        ((YE, JIANG, TAO), o.SuspendOfficer(officer=YE.officer), JIANG, BY_TWO, ALONE),
        # A supervisor of a district answers nothing about officers of another.
        ((YE, JIANG, XU), o.SuspendOfficer(officer=JIANG.officer), YE, NEVER, BY_TWO),
        ((YE, JIANG, XU), o.SuspendOfficer(officer=YE.officer), JIANG, NEVER, BY_TWO),
        ((YE, JIANG), lost(JIANG), YE, NEVER, BY_TWO),
        ((YE, JIANG), lost(YE), JIANG, NEVER, BY_TWO),
        ((YE, JIANG, CHEN), lost(CHEN), YE, ALONE, ALONE),
        ((YE, JIANG, TAO), lost(YE), JIANG, BY_TWO, ALONE),
        ((YE, GUO, JIANG), REVOKE_YE, GUO, BY_TWO, ALONE),
        ((YE, JIANG, GUO), REVOKE_JIANG, YE, BY_TWO, ALONE),
        ((YE, JIANG, TAO, GUO), o.SuspendOfficer(officer=JIANG.officer), YE, ALONE, ALONE),
    ],
)
@pytest.mark.parametrize("authority", [False, True])
def test_whoever_the_office_rests_on_is_taken_away_by_two_or_by_nobody(
    office: tuple[Actor, ...],
    command: o.OfficerCommand,
    by: Actor,
    without_authority: str,
    with_authority: str,
    authority: bool,
) -> None:
    """With the authority's key in the first line an administrator, or a supervisor, has a second person there."""
    outcome = given(just(*office, authority=authority)).when(command, by=by, on=OPENING)
    expected = with_authority if authority else without_authority
    if expected is NEVER:
        outcome.declined("last-second-person")
    else:
        proposed = [event for event in outcome.events if isinstance(event, RemovalProposed)]
        assert (len(outcome.events), len(proposed)) == (1, 1 if expected is BY_TWO else 0)


def test_a_thief_with_one_key_leaves_two_others_who_stop_the_thief() -> None:
    """Each supervisor in turn, until two people beside the thief are left, and no further."""
    others = [actor(f"supervisor-{number}", Role.SUPERVISOR, authority=CITY) for number in range(3)]
    history = just(YE, JIANG, *others, authority=True)
    taken = 0
    for other in (JIANG, *others):
        outcome = given(history).when(o.SuspendOfficer(officer=other.officer), by=YE, on=OPENING)
        if not isinstance(outcome.events[0], o.OfficerSuspended):
            break
        history = told((o.SuspendOfficer(officer=other.officer), YE, OPENING), after=history)
        taken += 1
    assert taken == 3
    left = others[-1]
    stopped = given(history).when_confirmed(o.SuspendOfficer(officer=YE.officer), by=left, second=AUTHORITY, on=OPENING)
    stopped.then_in("officer-ye-qing", o.OfficerSuspended())


def test_a_thief_with_the_key_of_a_supervisor_is_stopped_as_well() -> None:
    office = just(YE, JIANG, TAO)
    given(office).when(o.SuspendOfficer(officer=YE.officer), by=TAO, on=OPENING).then(
        RemovalProposed(proposal="p2", officer=YE.officer, authority=CITY)
    )
    stop = o.SuspendOfficer(officer=TAO.officer)
    stopped = given(office).when_confirmed(stop, by=YE, second=JIANG, on=OPENING)
    stopped.then_in("officer-tao-ran", o.OfficerSuspended())


KEY_OF_TAO = o.ReportKeyLost(officer=TAO.officer, public_key=public_key(TAO.officer).public_key, since=OPENING)


@pytest.mark.parametrize("stop", [o.SuspendOfficer(officer=TAO.officer), KEY_OF_TAO], ids=["suspended", "key lost"])
def test_whoever_is_to_be_stopped_answers_nothing_and_takes_no_other_key(stop: o.OfficerCommand) -> None:
    """A thief who could say no, or take another key, could not be stopped by anybody."""
    office = just(YE, JIANG, TAO)
    asked = told((stop, YE, OPENING), after=office)
    for answer in (CONFIRM, DECLINE):
        given(asked).when(answer, by=TAO, on=OPENING).not_permitted("own-removal", officer=TAO.officer)
    own = o.RotateKey(officer=TAO.officer, key=public_key("tao-2"))
    given(asked).when(own, by=TAO, on=OPENING).declined("removal-waits")
    given(told((DECLINE, JIANG, OPENING), after=asked)).when(own, by=TAO, on=OPENING).then(o.KeyRotated(key=own.key))


def test_what_a_stopped_officer_proposed_gives_nothing() -> None:
    """It may be that of whoever had their key: it is declined, and proposed again by another."""
    office = just(YE, JIANG, TAO, GUO)
    asked = told((enrolment(WU), GUO, OPENING), after=office)
    for stop in (
        o.SuspendOfficer(officer=GUO.officer),
        o.RevokeRole(officer=GUO.officer, role=Role.ADMINISTRATOR),
        o.ReportKeyLost(officer=GUO.officer, public_key=public_key(GUO.officer).public_key, since=OPENING),
    ):
        stopped = told((stop, YE, OPENING), after=asked)
        given(stopped).when(CONFIRM, by=JIANG, on=OPENING).declined("proposer-stopped", officer=GUO.officer)
        again = told((DECLINE, JIANG, OPENING), after=stopped)
        given(again).when_confirmed(enrolment(WU), by=YE, second=JIANG, on=OPENING).then_in(
            "officer-wu-yan", enrolled(WU)
        )


@pytest.mark.parametrize("stopped_by", ["suspension", "key", "role"])
def test_nobody_comes_back_to_work_before_what_they_left_is_declined(stopped_by: str) -> None:
    """Otherwise what a thief proposed comes true once the victim has another key."""
    key = public_key(GUO.officer).public_key
    stop, again = {
        "suspension": (
            o.SuspendOfficer(officer=GUO.officer),
            o.GrantRole(officer=GUO.officer, role=Role.ADMINISTRATOR),
        ),
        "role": (
            o.RevokeRole(officer=GUO.officer, role=Role.ADMINISTRATOR),
            o.GrantRole(officer=GUO.officer, role=Role.ADMINISTRATOR),
        ),
        "key": (
            o.ReportKeyLost(officer=GUO.officer, public_key=key, since=OPENING),
            o.RotateKey(officer=GUO.officer, key=public_key("guo-2")),
        ),
    }[stopped_by]
    asked = told((enrolment(WU), GUO, OPENING), after=just(YE, JIANG, TAO, GUO))
    (left,) = asked_of(asked)
    waiting = told((stop, YE, OPENING), (again, YE, OPENING), after=asked)
    back = next(name for name in asked_of(waiting) if name != left)
    yes, no = ConfirmForLog(proposal=back), ConfirmForLog(proposal=left, declined=True)
    given(waiting).when(yes, by=JIANG, on=OPENING).declined("proposals-left", officer=GUO.officer)
    declined = told((no, JIANG, OPENING), after=waiting)
    assert given(declined).when(yes, by=TAO, on=OPENING).events
    working = told((yes, TAO, OPENING), after=declined)
    given(working).when(ConfirmForLog(proposal=left), by=JIANG, on=OPENING).no_such_thing("no-such-proposal")


def asked_of(history: History) -> list[str]:
    return list(given(history).office.log.proposals.waiting)


def test_a_removal_by_somebody_who_was_stopped_holds_nobody_up() -> None:
    asked = told((KEY_OF_TAO, YE, OPENING), after=just(YE, JIANG, TAO))
    office = told((o.SuspendOfficer(officer=YE.officer), JIANG, OPENING), after=asked)
    yes = next(name for name in asked_of(office) if name not in asked_of(asked))
    stopped = told((ConfirmForLog(proposal=yes), TAO, OPENING), after=office)
    own = o.RotateKey(officer=TAO.officer, key=public_key("tao-2"))
    given(asked).when(own, by=TAO, on=OPENING).declined("removal-waits")
    given(stopped).when(own, by=TAO, on=OPENING).then(o.KeyRotated(key=own.key))


def test_the_key_of_the_authority_is_reported_lost_by_two_and_by_nobody_alone() -> None:
    office = just(YE, JIANG, TAO, authority=True)
    key = public_key("authority").public_key
    report = o.ReportKeyLost(officer=AUTHORITY.officer, public_key=key, since=OPENING)
    asked = given(office).when(report, by=JIANG, on=OPENING)
    assert isinstance(asked.events[0], RemovalProposed)
    reported = given(office).when_confirmed(report, by=JIANG, second=TAO, on=OPENING)
    reported.then_in(f"officer-{AUTHORITY.officer}", o.KeyLost(public_key=key, since=OPENING))


@pytest.mark.parametrize(
    "command",
    [
        o.SuspendOfficer(officer=JIANG.officer),
        o.RevokeRole(officer=JIANG.officer, role=Role.SUPERVISOR),
        o.HandOver(officer=JIANG.officer, to=YE.officer),
    ],
)
def test_an_officer_of_a_district_takes_nothing_from_one_of_the_city(command: o.OfficerCommand) -> None:
    far = actor("far-away", Role.ADMINISTRATOR)
    given(the_desk()).when(command, by=far, on=OPENING).not_permitted("other-authority", authority=CITY)


def test_two_supervisors_replace_an_administrator_whose_key_is_lost() -> None:
    office = just(YE, JIANG, TAO)
    grant = o.RotateKey(officer=YE.officer, key=public_key("ye-2"))
    new_key = given(office).when_confirmed(grant, by=JIANG, second=TAO, on=OPENING)
    assert new_key.events[0] == LogProposalConfirmed(proposal=new_key.events[0].proposal, act="replace-administrator")
    guo = given(office).when_confirmed(enrolment(GUO), by=JIANG, second=TAO, on=OPENING)
    guo.then_in("officer-guo-rui", enrolled(GUO))
    given(office).when(enrolment(WU), by=JIANG, on=OPENING).not_permitted("role-missing", act="give-rights")
    given(office).when(o.GrantRole(officer=TAO.officer, role=Role.ADMINISTRATOR), by=JIANG, on=OPENING).not_permitted(
        "role-missing"
    )
    waiting = given(told((enrolment(GUO), JIANG, OPENING), after=office))
    waiting.when(CONFIRM, by=YE, on=OPENING).not_permitted("role-missing", act="replace-administrator")
    waiting.when(CONFIRM, by=JIANG, on=OPENING).not_permitted("own-proposal")


def test_with_the_authority_one_supervisor_is_enough_to_replace_an_administrator() -> None:
    office = just(YE, JIANG, authority=True)
    guo = given(office).when_confirmed(enrolment(GUO), by=JIANG, second=AUTHORITY, on=OPENING)
    guo.then_in("officer-guo-rui", enrolled(GUO))


@pytest.mark.parametrize(
    "command",
    [
        o.SuspendOfficer(officer="authority-350200"),
        o.RevokeRole(officer="authority-350200", role=Role.SUPERVISING_AUTHORITY),
    ],
)
def test_the_authority_is_not_taken_away(command: o.OfficerCommand) -> None:
    given(just(YE, JIANG, authority=True)).when(command, by=YE, on=OPENING).declined("role-of-authority")


def test_a_replacement_comes_to_nothing_once_the_officer_has_another_key() -> None:
    asked = told((ROTATE, YE, OPENING), after=the_desk())
    own = o.RotateKey(officer=CHEN.officer, key=public_key("found again"))
    given(told((own, CHEN, OPENING), after=asked)).when(CONFIRM, by=JIANG, on=OPENING).declined("proposal-overtaken")


def test_nobody_is_called_as_the_authority_above_is() -> None:
    guest = replace(CHEN, officer="authority-350203")
    given(the_desk()).when(enrolment(guest), by=YE, on=OPENING).declined("role-of-authority")


def test_the_second_person_makes_the_key() -> None:
    of_office = replace(enrolment(JIANG), key=public_key(JIANG.officer))
    given(an_opened_log()).when(of_office, by=YE, on=OPENING).declined("second-person-key")
