"""What may be decided about officers: two people give a right, one takes it away, and somebody is left to give it.

A new office has one administrator, who enrols the second person alone; from then on there are two. Whoever proposes or
confirms never does so about themselves. ADR 0051.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from domain.base import Decision
from domain.errors import NotAllowed, NotPermitted
from domain.office import taking_away, terms
from domain.office.keys import MadeBy, PublicKey, fitting
from domain.office.log import Log
from domain.office.officer import (
    AppointDeputy,
    DeputyAppointed,
    EndDeputyship,
    EnrolOfficer,
    ExceptionGranted,
    ExceptOfficer,
    GrantRole,
    KeyReplaced,
    KeyRotated,
    Officer,
    OfficerCommand,
    OfficerEnrolled,
    ReportKeyLost,
    RevokeRole,
    RoleGranted,
    RotateKey,
    SecondPersonEnrolled,
    SuspendOfficer,
    authority_officer,
    officer_stream,
)
from domain.office.rights import (
    DeputyProposed,
    EnrolmentProposed,
    ExceptionProposed,
    GrantProposed,
    RemovalProposed,
    RightsProposed,
    RotationProposed,
)
from domain.office.roles import Actor, Role, acting, compatible, second_roles
from domain.office.rolls import enrolled, is_of_authority, still_proposes
from domain.office.taking_away import GIVES, REPLACES
from domain.streams import LOG


def decide(log: Log, officers: Mapping[str, Officer], command: OfficerCommand, actor: Actor, today: date) -> Decision:
    """`officers` are all that were ever enrolled, by id.

    Raises `NotPermitted` (`own-role` for what is about oneself), `NoSuchThing("no-such-officer")`, and `NotAllowed`:
    `officer-enrolled`, `second-person-first`, `second-person-key`, `second-person-authority`, `roles-incompatible`,
    `role-of-authority`, `role-held`, `proposal-waits` for what is proposed already, of keys `key-scheme`, `key-form`,
    `key-weak`, `key-unproved`, `key-enrolled`, and what `domain.office.terms` and `domain.office.taking_away` raise.
    """
    match command:
        case EnrolOfficer():
            return _enrol(log, officers, command, actor, today)
        case GrantRole():
            state = enrolled(officers, command.officer)
            act = _giving(actor, officers, command.officer, frozenset({command.role}), state.authority)
            _granted(state, command.role, today)
            grant = GrantProposed(
                proposal=log.proposals.next_name,
                act=act,
                officer=command.officer,
                authority=state.authority,
                role=command.role,
            )
            return _propose(log, grant, actor)
        case ExceptOfficer():
            return _propose(log, terms.propose_exception(log, officers, command, actor, today), actor)
        case AppointDeputy():
            return _propose(log, terms.propose_deputy(log, officers, command, actor, today), actor)
        case RotateKey():
            return _rotate(log, officers, command, actor, today)
        case RevokeRole() | SuspendOfficer() | ReportKeyLost() | EndDeputyship():
            taken = taking_away.decide(log, officers, command, actor, today)
            return _propose(log, taken, actor) if isinstance(taken, RemovalProposed) else taken
    assert_never(command)


def confirmed(proposed: RightsProposed, officers: Mapping[str, Officer], actor: Actor, today: date) -> Decision:
    """What follows from the second person's yes, as the office is by then. Raises as `decide` does."""
    if proposed.officer == actor.officer:
        raise NotPermitted("own-role", officer=actor.officer)
    stream = officer_stream(proposed.officer)
    match proposed:
        case EnrolmentProposed():
            _new_officer(officers, proposed, today)
            return {stream: (_enrolled(proposed),)}
        case GrantProposed(officer=officer, role=role):
            _granted(enrolled(officers, officer), role, today)
            return {stream: (RoleGranted(role=role),)}
        case RotationProposed(key=key, replaced=replaced):
            if enrolled(officers, proposed.officer).public_key != replaced:
                raise NotAllowed("proposal-overtaken", proposal=f"{LOG}/{proposed.proposal}")
            _new_key(key, officers)
            return {stream: (KeyReplaced(key=key),)}
        case ExceptionProposed(exception=exception):
            terms.exception_holds(enrolled(officers, proposed.officer), exception, today)
            return {stream: (ExceptionGranted(exception=exception),)}
        case DeputyProposed(deputyship=deputyship):
            terms.deputyship_holds(officers, proposed.officer, deputyship, today)
            return {stream: (DeputyAppointed(deputyship=deputyship),)}
        case RemovalProposed():
            return {stream: (taking_away.confirmed(proposed, officers, actor, today),)}
    assert_never(proposed)


def _enrol(log: Log, officers: Mapping[str, Officer], command: EnrolOfficer, actor: Actor, today: date) -> Decision:
    roles = frozenset(command.roles)
    others = [officer for name, officer in officers.items() if name != actor.officer and not is_of_authority(officer)]
    if others:
        act = _giving(actor, officers, command.officer, roles, command.authority)
    else:
        acting(actor, act := "second-person")
    _new_officer(officers, command, today)
    if not others:
        return _second_person(command, actor)
    proposed = EnrolmentProposed(
        proposal=log.proposals.next_name,
        act=act,
        officer=command.officer,
        sealed=command.sealed,
        roles=tuple(sorted(command.roles)),
        authority=command.authority,
        key=command.key,
    )
    return _propose(log, proposed, actor)


def _second_person(command: EnrolOfficer, actor: Actor) -> Decision:
    """Whoever comes second can answer whatever the first proposes, about officers of every authority."""
    if set(second_roles(GIVES)).isdisjoint(command.roles):
        raise NotAllowed("second-person-first", officer=command.officer)
    if command.authority != actor.supervised_by:
        raise NotAllowed("second-person-authority", officer=command.officer, authority=actor.supervised_by)
    if command.key.made_by is MadeBy.OFFICE:
        raise NotAllowed("second-person-key", officer=command.officer)
    enrolment = SecondPersonEnrolled(
        officer=command.officer,
        sealed=command.sealed,
        roles=tuple(sorted(command.roles)),
        authority=command.authority,
        key=command.key,
    )
    return {officer_stream(command.officer): (enrolment,)}


def _rotate(log: Log, officers: Mapping[str, Officer], command: RotateKey, actor: Actor, today: date) -> Decision:
    state = enrolled(officers, command.officer)
    if is_of_authority(state) and command.officer != actor.officer:
        raise NotAllowed("role-of-authority")
    if command.officer == actor.officer:
        acting(actor, "own-key")
        _unhindered(log, officers, actor, today)
        _new_key(command.key, officers)
        return {officer_stream(command.officer): (KeyRotated(key=command.key),)}
    act = _giving(actor, officers, command.officer, state.roles, state.authority)
    _new_key(command.key, officers)
    proposed = RotationProposed(
        proposal=log.proposals.next_name,
        act=act,
        officer=command.officer,
        authority=state.authority,
        replaced=state.public_key,
        key=command.key,
    )
    return _propose(log, proposed, actor)


def _unhindered(log: Log, officers: Mapping[str, Officer], actor: Actor, today: date) -> None:
    """A key is not left behind while somebody who still may asks to stop it: the answer would come to nothing."""
    for name, opened in log.proposals.waiting.items():
        about_them = isinstance(opened.event, RemovalProposed) and opened.event.officer == actor.officer
        if about_them and still_proposes(opened.proposal, officers, today):
            raise NotAllowed("removal-waits", proposal=f"{LOG}/{name}")


def _propose(log: Log, proposed: RightsProposed, actor: Actor) -> Decision:
    """One right of one officer is proposed once, until somebody has answered."""
    if proposed.officer == actor.officer:
        raise NotPermitted("own-role", officer=actor.officer)
    for name, opened in log.proposals.waiting.items():
        waiting = opened.event
        if not isinstance(waiting, RightsProposed) or waiting.officer != proposed.officer:
            continue
        if type(waiting) is type(proposed) and _which(waiting) == _which(proposed):
            raise NotAllowed("proposal-waits", proposal=f"{LOG}/{name}")
    return {LOG: (proposed,)}


def _which(proposed: RightsProposed) -> str:
    """What tells two rights of one kind apart, that an officer may be given both."""
    match proposed:
        case GrantProposed(role=role):
            return role
        case DeputyProposed(deputyship=deputyship):
            return deputyship.absent
        case RemovalProposed(role=role, public_key=public_key, since=since):
            return f"{role} {public_key} {since}"
        case _:
            return ""


def _giving(actor: Actor, officers: Mapping[str, Officer], officer: str, roles: frozenset[Role], authority: str) -> str:
    """Under which permission the actor proposes a right of somebody of an authority. Two supervisors may make an
    administrator, and give one who is there a key, since there may be no other who can.
    """
    held = officers[officer].roles if officer in officers else roles
    of_administrator = roles == {Role.ADMINISTRATOR} and held <= roles
    by_supervisor = Role.SUPERVISOR in actor.roles and Role.ADMINISTRATOR not in actor.roles
    act = REPLACES if of_administrator and by_supervisor else GIVES
    acting(actor, act, authority)
    return act


def _new_officer(officers: Mapping[str, Officer], asked: EnrolOfficer | EnrolmentProposed, today: date) -> None:
    if asked.officer in officers:
        raise NotAllowed("officer-enrolled", officer=asked.officer)
    if asked.officer.startswith(authority_officer("")):
        raise NotAllowed("role-of-authority")
    if not asked.roles:
        raise NotAllowed("roles-missing", officer=asked.officer)
    _new_key(asked.key, officers)
    _holdable(frozenset(asked.roles))


def _enrolled(asked: EnrolmentProposed) -> OfficerEnrolled:
    return OfficerEnrolled(
        officer=asked.officer,
        sealed=asked.sealed,
        roles=tuple(sorted(asked.roles)),
        authority=asked.authority,
        key=asked.key,
    )


def _granted(state: Officer, role: Role, today: date) -> None:
    """An exception that has ended lets nobody have a role more."""
    excepted = state.exception is not None and today <= state.exception.ends_on
    _holdable(terms.roles_until(state, today) | {role}, excepted=excepted)
    if role in state.roles and not state.suspended:
        raise NotAllowed("role-held", officer=state.officer, role=role.value)


def _holdable(roles: frozenset[Role], *, excepted: bool = False) -> None:
    if Role.SUPERVISING_AUTHORITY in roles:
        raise NotAllowed("role-of-authority")
    compatible(roles, excepted=excepted)


def _new_key(key: PublicKey, officers: Mapping[str, Officer]) -> None:
    """A key is enrolled once in a log, so that a signature is one officer's. Raises `NotAllowed`."""
    fitting(key)
    if any(key.public_key == earlier.public_key for officer in officers.values() for earlier in officer.keys):
        raise NotAllowed("key-enrolled")
