"""Officers are enrolled, given roles and keys, and suspended; nobody does so for themselves."""

from __future__ import annotations

import pytest

from domain.office import officer as o
from domain.office.log import LINE, TREE, LogOpened
from domain.office.log_decisions import OpenLog
from domain.office.roles import Actor, Role
from tests.domain.given_when_then import History, Office
from tests.domain.keys import OPENING_OF_LOG, public_key
from tests.domain.sample_cases import CHEN, CITY, DESK, HUANG, OPENING, SIMING, YE, given, told

GUO = Actor(officer="guo-rui", roles=frozenset({Role.ADMINISTRATOR}), authority=CITY)


def opening() -> o.OpenLog:
    return OpenLog(
        log="0190a5d0",
        simulated=True,
        officer=YE.officer,
        sealed="sealed-ye",
        authority=CITY,
        key=public_key("ye"),
        **OPENING_OF_LOG,
    )


def enrolment(actor: Actor, *roles: Role) -> o.EnrolOfficer:
    return o.EnrolOfficer(
        officer=actor.officer,
        sealed=f"sealed-{actor.officer}",
        roles=roles or tuple(actor.roles),
        authority=actor.authority,
        key=public_key(actor.officer),
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


def the_desk() -> History:
    return told((opening(), YE, OPENING), *((enrolment(actor), YE, OPENING) for actor in (*DESK, GUO) if actor != YE))


def suspended(actor: Actor) -> History:
    return told((o.SuspendOfficer(officer=actor.officer), YE, OPENING), after=the_desk())


def state_of(history: History, actor: Actor) -> o.Officer:
    office: Office = given(history).office
    return office.officers[actor.officer]


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


def test_an_administrator_enrols_an_officer_whose_roles_are_kept_in_order() -> None:
    both = (Role.FINANCE, Role.APPROVER)
    outcome = given().when(enrolment(HUANG, *both), by=YE, on=OPENING)
    outcome.then_in("officer-huang-bo", enrolled(HUANG, *both))


def test_an_officer_is_enrolled_once() -> None:
    given(the_desk()).when(enrolment(CHEN), by=YE, on=OPENING).declined("officer-enrolled", officer=CHEN.officer)


@pytest.mark.parametrize(
    "roles",
    [
        (Role.INSPECTOR, Role.CLERK),
        (Role.ADMINISTRATOR, Role.SUPERVISOR),
        (Role.INSPECTOR, Role.ADMINISTRATOR),
        (Role.FINANCE, Role.INSPECTOR),
    ],
)
def test_who_inspects_or_administers_has_no_case_rights(roles: tuple[Role, ...]) -> None:
    given().when(enrolment(HUANG, *roles), by=YE, on=OPENING).declined("roles-incompatible")


def test_a_role_granted_later_must_fit_the_roles_already_held() -> None:
    grant = o.GrantRole(officer=CHEN.officer, role=Role.INSPECTOR)
    given(the_desk()).when(grant, by=YE, on=OPENING).declined("roles-incompatible", roles="clerk, inspector")


def test_a_role_is_granted_and_revoked() -> None:
    granted = told((o.GrantRole(officer=CHEN.officer, role=Role.ASSESSOR), YE, OPENING), after=the_desk())
    assert granted[-1].event == o.RoleGranted(role=Role.ASSESSOR)
    assert state_of(granted, CHEN).actor.roles == {Role.CLERK, Role.ASSESSOR}
    revoked = told((o.RevokeRole(officer=CHEN.officer, role=Role.CLERK), YE, OPENING), after=granted)
    assert revoked[-1].event == o.RoleRevoked(role=Role.CLERK)
    assert state_of(revoked, CHEN).actor.roles == {Role.ASSESSOR}


def test_a_role_that_is_held_is_not_granted_again() -> None:
    grant = o.GrantRole(officer=CHEN.officer, role=Role.CLERK)
    given(the_desk()).when(grant, by=YE, on=OPENING).declined("role-held", officer=CHEN.officer, role="clerk")


def test_a_role_that_is_not_held_cannot_be_revoked() -> None:
    revoke = o.RevokeRole(officer=CHEN.officer, role=Role.FINANCE)
    given(the_desk()).when(revoke, by=YE, on=OPENING).declined("role-not-held", role="finance")


@pytest.mark.parametrize(
    "command",
    [
        o.GrantRole(officer=YE.officer, role=Role.SUPERVISOR),
        o.RevokeRole(officer=YE.officer, role=Role.ADMINISTRATOR),
        o.SuspendOfficer(officer=YE.officer),
    ],
)
def test_nobody_grants_revokes_or_suspends_for_themselves(command: o.OfficerCommand) -> None:
    given(the_desk()).when(command, by=YE, on=OPENING).not_permitted("own-role", officer=YE.officer)


@pytest.mark.parametrize(
    "command",
    [
        enrolment(HUANG),
        o.GrantRole(officer=HUANG.officer, role=Role.FINANCE),
        o.RevokeRole(officer=HUANG.officer, role=Role.APPROVER),
        o.SuspendOfficer(officer=HUANG.officer),
        o.RotateKey(officer=HUANG.officer, key=public_key("key-of-chen")),
    ],
)
def test_only_an_administrator_keeps_the_officers(command: o.OfficerCommand) -> None:
    meeting = given(the_desk())
    meeting.when(command, by=CHEN, on=OPENING).not_permitted("role-missing", act="keep-officers")


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
    assert state_of(history, CHEN).actor.roles == frozenset()
    back = told((o.GrantRole(officer=CHEN.officer, role=Role.CLERK), YE, OPENING), after=history)
    assert back[-1].event == o.RoleGranted(role=Role.CLERK)
    assert state_of(back, CHEN).actor == CHEN


def test_an_officer_is_suspended_once() -> None:
    command = o.SuspendOfficer(officer=CHEN.officer)
    given(suspended(CHEN)).when(command, by=YE, on=OPENING).declined("officer-suspended", officer=CHEN.officer)


def test_officers_rotate_their_own_key() -> None:
    command = o.RotateKey(officer=CHEN.officer, key=public_key("key-chen-2"))
    given(the_desk()).when(command, by=CHEN, on=OPENING).then(o.KeyRotated(key=public_key("key-chen-2")))
    history = told((command, CHEN, OPENING), after=the_desk())
    assert state_of(history, CHEN).public_key == public_key("key-chen-2").public_key


def test_an_administrator_rotates_the_key_of_an_officer_who_lost_it() -> None:
    command = o.RotateKey(officer=CHEN.officer, key=public_key("key-chen-3"))
    given(the_desk()).when(command, by=YE, on=OPENING).then(o.KeyRotated(key=public_key("key-chen-3")))


def test_an_officer_acts_with_the_roles_and_authority_of_the_log() -> None:
    assert state_of(the_desk(), HUANG).actor == Actor(
        officer="huang-bo", roles=frozenset({Role.APPROVER}), authority=SIMING
    )
