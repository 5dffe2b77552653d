"""What may be decided about officers: two people give a right, one takes it away, and somebody is left to give it.

A new office has one administrator, who enrols the second person alone; from then on there are two. Whoever proposes or
confirms never does so about themselves. ADR 0051.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from domain.base import Decision, Event, replace
from domain.errors import NoSuchThing, NotAllowed, NotPermitted
from domain.office.keys import MadeBy, PublicKey, fitting
from domain.office.log import EnrolmentProposed, ExceptionProposed, GrantProposed, Log, RightsProposed, RotationProposed
from domain.office.officer import (
    EnrolOfficer,
    ExceptionGranted,
    ExceptOfficer,
    GrantRole,
    KeyReplaced,
    KeyRotated,
    Officer,
    OfficerCommand,
    OfficerEnrolled,
    OfficerSuspended,
    RevokeRole,
    RoleGranted,
    RoleRevoked,
    RotateKey,
    SecondPersonEnrolled,
    SuspendOfficer,
    authority_officer,
    officer_stream,
)
from domain.office.roles import (
    PERMISSIONS,
    ROLES_APART,
    Actor,
    Role,
    acting,
    compatible,
    second_roles,
)
from domain.streams import LOG

GIVES, REPLACES = "give-rights", "replace-administrator"


def decide(log: Log, officers: Mapping[str, Officer], command: OfficerCommand, actor: Actor) -> Decision:
    """`officers` are all that were ever enrolled, by id.

    Raises `NotPermitted` (`own-role` for what is about oneself), `NoSuchThing("no-such-officer")`, and `NotAllowed`:
    `officer-enrolled`, `second-person-first`, `second-person-key`, `roles-incompatible`, `role-of-authority`,
    `role-held`, `role-not-held`, `officer-suspended`, `last-second-person`, `proposal-waits` for what is proposed
    already, of keys `key-scheme`, `key-form`, `key-weak`, `key-unproved`, `key-enrolled`, and of exceptions
    `no-authority-above`, `exception-empty`.
    """
    match command:
        case EnrolOfficer():
            return _enrol(log, officers, command, actor)
        case GrantRole():
            act = _giving(actor, officers, command.officer, frozenset({command.role}))
            _granted(officers, command.officer, command.role)
            name = log.proposals.next_name
            return _propose(
                log, GrantProposed(proposal=name, act=act, officer=command.officer, role=command.role), actor
            )
        case ExceptOfficer():
            return _except(log, officers, command, actor)
        case RotateKey():
            return _rotate(log, officers, command, actor)
        case RevokeRole() | SuspendOfficer():
            return {officer_stream(command.officer): (_take_away(officers, command, actor),)}
    assert_never(command)


def confirmed(proposed: RightsProposed, officers: Mapping[str, Officer], actor: Actor) -> Decision:
    """What follows from the second person's yes, as the office is by then. Raises as `decide` does."""
    if proposed.officer == actor.officer:
        raise NotPermitted("own-role", officer=actor.officer)
    stream = officer_stream(proposed.officer)
    match proposed:
        case EnrolmentProposed():
            _new_officer(officers, proposed)
            return {stream: (_enrolled(proposed),)}
        case GrantProposed(officer=officer, role=role):
            _granted(officers, officer, role)
            return {stream: (RoleGranted(role=role),)}
        case RotationProposed(key=key, replaced=replaced):
            if _known(officers, proposed.officer).public_key != replaced:
                raise NotAllowed("proposal-overtaken", proposal=f"{LOG}/{proposed.proposal}")
            _new_key(key, officers)
            return {stream: (KeyReplaced(key=key),)}
        case ExceptionProposed(begins_on=begins_on, ends_on=ends_on, ceiling_fen=ceiling_fen, document=document):
            granted = ExceptionGranted(begins_on=begins_on, ends_on=ends_on, ceiling_fen=ceiling_fen, document=document)
            return {stream: (granted,)}
    assert_never(proposed)


def _enrol(log: Log, officers: Mapping[str, Officer], command: EnrolOfficer, actor: Actor) -> Decision:
    roles = frozenset(command.roles)
    others = [officer for name, officer in officers.items() if name != actor.officer and not _of_authority(officer)]
    if others:
        act = _giving(actor, officers, command.officer, roles)
    else:
        acting(actor, act := "second-person")
    _new_officer(officers, command)
    if not others:
        if roles.isdisjoint(second_roles(GIVES)):
            raise NotAllowed("second-person-first", officer=command.officer)
        if command.key.made_by is MadeBy.OFFICE:
            raise NotAllowed("second-person-key", officer=command.officer)
        enrolled = SecondPersonEnrolled(
            officer=command.officer,
            sealed=command.sealed,
            roles=tuple(sorted(command.roles)),
            authority=command.authority,
            key=command.key,
        )
        return {officer_stream(command.officer): (enrolled,)}
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


def _rotate(log: Log, officers: Mapping[str, Officer], command: RotateKey, actor: Actor) -> Decision:
    state = _known(officers, command.officer)
    if _of_authority(state) and command.officer != actor.officer:
        raise NotAllowed("role-of-authority")
    if command.officer == actor.officer:
        acting(actor, "own-key")
        _new_key(command.key, officers)
        return {officer_stream(command.officer): (KeyRotated(key=command.key),)}
    act = _giving(actor, officers, command.officer, state.roles)
    _new_key(command.key, officers)
    proposed = RotationProposed(
        proposal=log.proposals.next_name,
        act=act,
        officer=command.officer,
        replaced=state.public_key,
        key=command.key,
    )
    return _propose(log, proposed, actor)


def _except(log: Log, officers: Mapping[str, Officer], command: ExceptOfficer, actor: Actor) -> Decision:
    """An office that has told no key of an authority above it has nobody to ask."""
    acting(actor, "except-officer")
    state = _known(officers, command.officer)
    if state.roles & ROLES_APART:
        raise NotAllowed("roles-incompatible", roles=", ".join(sorted(state.roles)))
    if not any(_of_authority(officer) for officer in officers.values()):
        raise NotAllowed("no-authority-above", officer=command.officer)
    if command.ends_on < command.begins_on or command.ceiling_fen <= 0:
        raise NotAllowed("exception-empty", officer=command.officer)
    proposed = ExceptionProposed(
        proposal=log.proposals.next_name,
        officer=command.officer,
        begins_on=command.begins_on,
        ends_on=command.ends_on,
        ceiling_fen=command.ceiling_fen,
        document=command.document,
    )
    return _propose(log, proposed, actor)


def _propose(log: Log, proposed: RightsProposed, actor: Actor) -> Decision:
    """One right of one officer is proposed once, until somebody has answered."""
    if proposed.officer == actor.officer:
        raise NotPermitted("own-role", officer=actor.officer)
    for name, opened in log.proposals.waiting.items():
        waiting = opened.event
        if not isinstance(waiting, RightsProposed) or waiting.officer != proposed.officer:
            continue
        if type(waiting) is type(proposed) and getattr(waiting, "role", None) == getattr(proposed, "role", None):
            raise NotAllowed("proposal-waits", proposal=f"{LOG}/{name}")
    return {LOG: (proposed,)}


def _giving(actor: Actor, officers: Mapping[str, Officer], officer: str, roles: frozenset[Role]) -> str:
    """Under which permission the actor proposes a right of somebody. Two supervisors may make an administrator, and
    give one who is there a key, since there may be no other who can.
    """
    held = officers[officer].roles if officer in officers else roles
    of_administrator = roles == {Role.ADMINISTRATOR} and held <= roles
    by_supervisor = Role.SUPERVISOR in actor.roles and Role.ADMINISTRATOR not in actor.roles
    act = REPLACES if of_administrator and by_supervisor else GIVES
    acting(actor, act)
    return act


def _new_officer(officers: Mapping[str, Officer], asked: EnrolOfficer | EnrolmentProposed) -> None:
    if asked.officer in officers:
        raise NotAllowed("officer-enrolled", officer=asked.officer)
    if asked.officer.startswith(authority_officer("")):
        raise NotAllowed("role-of-authority")
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


def _granted(officers: Mapping[str, Officer], officer: str, role: Role) -> None:
    state = _known(officers, officer)
    _holdable(state.roles | {role}, excepted=state.exception is not None)
    if role in state.roles and not state.suspended:
        raise NotAllowed("role-held", officer=officer, role=role.value)


def _holdable(roles: frozenset[Role], *, excepted: bool = False) -> None:
    if Role.SUPERVISING_AUTHORITY in roles:
        raise NotAllowed("role-of-authority")
    compatible(roles, excepted=excepted)


def _new_key(key: PublicKey, officers: Mapping[str, Officer]) -> None:
    """A key is enrolled once in a log, so that a signature is one officer's. Raises `NotAllowed`."""
    fitting(key)
    if any(key.public_key == earlier.public_key for officer in officers.values() for earlier in officer.keys):
        raise NotAllowed("key-enrolled")


def _take_away(officers: Mapping[str, Officer], command: RevokeRole | SuspendOfficer, actor: Actor) -> Event:
    """Waits for nobody, so that a stolen key can be stopped by whoever first hears of it."""
    acting(actor, "keep-officers" if isinstance(command, RevokeRole) else "suspend-officer")
    if command.officer == actor.officer:
        raise NotPermitted("own-role", officer=actor.officer)
    state = _known(officers, command.officer)
    if _of_authority(state):
        raise NotAllowed("role-of-authority")
    if isinstance(command, RevokeRole):
        if command.role not in state.roles:
            raise NotAllowed("role-not-held", officer=command.officer, role=command.role.value)
        after = replace(state, roles=state.roles - {command.role})
    else:
        if state.suspended:
            raise NotAllowed("officer-suspended", officer=command.officer)
        after = replace(state, suspended=True)
    if rights_can_be_given(officers.values()) and not rights_can_be_given({**officers, after.officer: after}.values()):
        raise NotAllowed("last-second-person", officer=command.officer)
    return RoleRevoked(role=command.role) if isinstance(command, RevokeRole) else OfficerSuspended()


def rights_can_be_given(officers: Iterable[Officer]) -> bool:
    """Whether there are two people of whom one may propose and the other confirm that somebody has a right."""
    people = list(officers)
    return any(
        proposes.at_work & set(PERMISSIONS[act].first) and confirms.at_work & set(PERMISSIONS[act].second)
        for act in (GIVES, REPLACES)
        for proposes in people
        for confirms in people
        if proposes.officer != confirms.officer
    )


def _of_authority(officer: Officer) -> bool:
    return Role.SUPERVISING_AUTHORITY in officer.roles


def _known(officers: Mapping[str, Officer], officer: str) -> Officer:
    state = officers.get(officer)
    if state is None:
        raise NoSuchThing("no-such-officer", officer=officer)
    return state
