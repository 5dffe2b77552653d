"""Taking a right away waits for nobody, so that a stolen key can be stopped by whoever first hears of it.

Yet no one key stops the office: one person takes away as long as two others could still give a right. Of the last of
these it takes two, one who proposes and another who confirms; and somebody is left to give rights. ADR 0051, 0053.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from domain.base import Decision, Event
from domain.errors import NoSuchThing, NotAllowed, NotPermitted
from domain.office.log import Log
from domain.office.officer import (
    DeputyshipEnded,
    EndDeputyship,
    KeyLost,
    Officer,
    OfficerSuspended,
    ReportKeyLost,
    RevokeRole,
    RoleRevoked,
    SuspendOfficer,
    evolve,
    officer_stream,
)
from domain.office.rights import RemovalProposed
from domain.office.roles import PERMISSIONS, Actor, acting
from domain.office.rolls import enrolled, is_of_authority

GIVES, REPLACES = "give-rights", "replace-administrator"

_ALONE: Mapping[type, str] = {
    RevokeRole: "keep-officers",
    EndDeputyship: "keep-officers",
    SuspendOfficer: "suspend-officer",
    ReportKeyLost: "suspend-officer",
}

TakeAway = RevokeRole | SuspendOfficer | ReportKeyLost | EndDeputyship


def decide(
    log: Log, officers: Mapping[str, Officer], command: TakeAway, actor: Actor, today: date
) -> Decision | RemovalProposed:
    """What happens at once, or what has to be proposed.

    Raises `NotPermitted("own-role")` for what is about oneself, `NoSuchThing`: `no-such-officer`, `no-such-key`, and
    `NotAllowed`: `role-of-authority`, `role-not-held`, `role-deputised` for one that is another's, `officer-suspended`,
    `key-lost-known`, `in-the-future`, `deputy-none`, `last-second-person`.
    """
    state = enrolled(officers, command.officer)
    acting(actor, _ALONE[type(command)], state.authority)
    if command.officer == actor.officer:
        own_key = isinstance(command, ReportKeyLost)
        raise NotPermitted("own-key-lost" if own_key else "own-role", officer=actor.officer)
    if is_of_authority(state) and not isinstance(command, ReportKeyLost):
        raise NotAllowed("role-of-authority")
    happened = _taken(officers, state, command, today)
    after = {**officers, state.officer: evolve(state, happened)}
    _somebody_is_left(officers, after, actor, state)
    # Who stands above the office is nobody's to stop alone; nor is whoever with another could stop the one who does.
    if is_of_authority(state) or _ends_giving(_others(officers, actor), _others(after, actor), actor.supervised_by):
        return _proposed(log, state, happened)
    return {officer_stream(command.officer): (happened,)}


def confirmed(proposed: RemovalProposed, officers: Mapping[str, Officer], actor: Actor, today: date) -> Event:
    """What follows from the second person's yes. Raises as `decide` does."""
    state = enrolled(officers, proposed.officer)
    happened = _taken(officers, state, asked_to_take(proposed), today)
    _somebody_is_left(officers, {**officers, state.officer: evolve(state, happened)}, actor, state)
    return happened


def rights_can_be_given(officers: Iterable[Officer], supervised_by: str) -> bool:
    """Whether there are two people of the supervising authority of whom one may propose and the other confirm that
    somebody, of whatever authority, has a right.
    """
    people = [officer for officer in officers if officer.authority == supervised_by]
    return any(
        proposes.at_work & set(PERMISSIONS[act].first) and confirms.at_work & set(PERMISSIONS[act].second)
        for act in (GIVES, REPLACES)
        for proposes in people
        for confirms in people
        if proposes.officer != confirms.officer
    )


def _somebody_is_left(
    before: Mapping[str, Officer], after: Mapping[str, Officer], actor: Actor, state: Officer
) -> None:
    if _ends_giving(before.values(), after.values(), actor.supervised_by):
        raise NotAllowed("last-second-person", officer=state.officer)


def _ends_giving(before: Iterable[Officer], after: Iterable[Officer], supervised_by: str) -> bool:
    return rights_can_be_given(before, supervised_by) and not rights_can_be_given(after, supervised_by)


def _others(officers: Mapping[str, Officer], actor: Actor) -> list[Officer]:
    return [officer for name, officer in officers.items() if name != actor.officer]


def _taken(officers: Mapping[str, Officer], state: Officer, command: TakeAway, today: date) -> Event:
    match command:
        case RevokeRole(role=role):
            if role not in state.roles:
                _deputised(state, command, today)
                raise NotAllowed("role-not-held", officer=state.officer, role=role.value)
            return RoleRevoked(role=role)
        case EndDeputyship(absent=absent):
            enrolled(officers, absent)
            if all(deputyship.absent != absent for deputyship in state.deputyships):
                raise NotAllowed("deputy-none", officer=state.officer, absent=absent)
            return DeputyshipEnded(absent=absent)
        case SuspendOfficer():
            if state.suspended:
                raise NotAllowed("officer-suspended", officer=state.officer)
            return OfficerSuspended()
        case ReportKeyLost(public_key=public_key, since=since):
            if all(key.public_key != public_key for key in state.keys):
                raise NoSuchThing("no-such-key", officer=state.officer, public_key=public_key)
            told = state.lost.get(public_key)
            if told is not None and told <= since:
                raise NotAllowed("key-lost-known", officer=state.officer, since=told)
            if since > today:
                raise NotAllowed("in-the-future", day=since, today=today)
            return KeyLost(public_key=public_key, since=since)


def _deputised(state: Officer, command: RevokeRole, today: date) -> None:
    for deputyship in state.deputyships:
        if command.role in deputyship.roles and today <= deputyship.ends_on:
            values = {"officer": state.officer, "role": command.role.value, "absent": deputyship.absent}
            raise NotAllowed("role-deputised", **values)


def _proposed(log: Log, state: Officer, happened: Event) -> RemovalProposed:
    lost = happened if isinstance(happened, KeyLost) else None
    return RemovalProposed(
        proposal=log.proposals.next_name,
        officer=state.officer,
        authority=state.authority,
        role=happened.role if isinstance(happened, RoleRevoked) else None,
        public_key=lost.public_key if lost else None,
        since=lost.since if lost else None,
    )


def asked_to_take(proposed: RemovalProposed) -> TakeAway:
    """What was asked for, as it was asked."""
    if proposed.role is not None:
        return RevokeRole(officer=proposed.officer, role=proposed.role)
    if proposed.public_key is not None:
        assert proposed.since is not None, "a key is lost since a day"
        return ReportKeyLost(officer=proposed.officer, public_key=proposed.public_key, since=proposed.since)
    return SuspendOfficer(officer=proposed.officer)
