"""Limits and registers that several notices share: a group, its members named with their notice. ADR 0056.

What closing-1 counts crosses notices, and no notice can say so for another. Two people declare a group; from then on a
decision under one member's notice looks at the uses, or the entries, of all of them. What was recorded before stays as
it is, and no key is rewritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from domain.base import CONSEQUENCE, Decision, Event, Struct, event
from domain.entitlement.comparing_limits import Excludes, Exclusive, NoLower
from domain.entitlement.edition import Edition
from domain.entitlement.limits import Limit
from domain.entitlement.quotas import Quota
from domain.errors import NoSuchThing, NotAllowed
from domain.streams import Kind, stream_name

Shared = Literal["limit", "register"]


@event("policy.sharing-declared.v1", CONSEQUENCE)
class SharingDeclared(Event):
    """From now on these limits, or registers, count as one: `members` as `POLICY/ID`. Without members the group ends.

    It stands in the stream of every notice that is a member, or was one.
    """

    group: str
    shared: Shared
    members: tuple[str, ...]
    document: str


class DeclareSharing(Struct):
    """Have the members of a group count as one; a group that there is becomes another, and none without members."""

    group: str
    shared: Shared
    members: tuple[str, ...]
    document: str


def policy_of(member: str) -> str:
    return member.partition("/")[0]


def id_of(member: str) -> str:
    return member.partition("/")[2]


def decide_sharing(
    groups: Mapping[str, SharingDeclared], editions: Mapping[str, Edition], command: DeclareSharing
) -> Decision:
    """Declare it in the stream of each notice: `editions` are their newest, `groups` what they declared before.

    Raises `NotAllowed`: `group-of-one`, `two-of-a-notice`, `group-of-another-kind`, `quota-not-shared`, and
    `not-comparable` for members that do not compare the same facts and choices; `NoSuchThing`: `no-such-member` and
    `no-such-group`.
    """
    members = tuple(sorted(set(command.members)))
    before = groups.get(command.group)
    if before is not None and before.shared != command.shared and before.members:
        raise NotAllowed("group-of-another-kind", group=command.group)
    if members and len({policy_of(member) for member in members}) < 2:
        raise NotAllowed("group-of-one", group=command.group)
    if len({policy_of(member) for member in members}) < len(members):
        raise NotAllowed("two-of-a-notice", group=command.group)
    if not members and (before is None or not before.members):
        raise NoSuchThing("no-such-group", group=command.group)
    for one, other in differing(editions, command.shared, members):
        raise NotAllowed("not-comparable", member=one, other=other)
    declared = SharingDeclared(group=command.group, shared=command.shared, members=members, document=command.document)
    if before is not None and (before.members, before.shared) == (members, command.shared):
        return {}
    former = before.members if before else ()
    policies = dict.fromkeys(policy_of(member) for member in (*members, *former))
    return {stream_name(Kind.POLICY, policy): (declared,) for policy in sorted(policies)}


def differing(editions: Mapping[str, Edition], shared: Shared, members: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The members that cannot be compared with the first one. Raises `NoSuchThing("no-such-member")`."""
    described = {member: _described(editions, shared, member) for member in members}
    for member in members[1:]:
        if described[member] != described[members[0]]:
            yield members[0], member


def _described(editions: Mapping[str, Edition], shared: Shared, member: str) -> object:
    """What two members must have in common, so that a use or an entry of one tells the same under the other."""
    edition = editions.get(policy_of(member))
    if edition is None:
        raise NoSuchThing("no-such-member", member=member)
    if shared == "limit":
        limit = edition.limits.get(id_of(member))
        if limit is None or isinstance(limit, Excludes):
            raise NoSuchThing("no-such-member", member=member)
        if isinstance(limit, Quota):
            raise NotAllowed("quota-not-shared", member=member)
        return _described_limit(limit), _choices(edition, limit.compared)
    register = edition.registers.get(id_of(member))
    if register is None:
        raise NoSuchThing("no-such-member", member=member)
    if register.quota is not None:
        raise NotAllowed("quota-not-shared", member=member)
    return (register.kind, register.owned), _choices(edition, register.attributes)


def _described_limit(limit: Limit) -> object:
    stands_in = [(one.fact, one.otherwise, sorted(one.taken_as.items())) for one in limit.alike]
    compared = (limit.over, stands_in, limit.day, bool(limit.yearly), limit.own_facts, limit.per_scheme)
    match limit:
        case NoLower(order=order):
            return type(limit).__name__, compared, order
        case Exclusive(excluded_by=excluded_by):
            return type(limit).__name__, compared, sorted((one, sorted(others)) for one, others in excluded_by.items())
    return type(limit).__name__, compared


def _choices(edition: Edition, facts: Iterable[str]) -> list[object]:
    words = (edition.vocabulary[fact] for fact in sorted(set(facts)) if fact in edition.vocabulary)
    return [(word.name, word.type, tuple(choice.value for choice in word.choices)) for word in words]


def broken_by(groups: Mapping[str, SharingDeclared], editions: Mapping[str, Edition]) -> str | None:
    """A group whose members these editions do not compare in the same way any more."""
    for group, declared in groups.items():
        try:
            if any(differing(editions, declared.shared, declared.members)):
                return group
        except (NoSuchThing, NotAllowed):
            return group
    return None


def sharing(groups: Mapping[str, SharingDeclared], shared: Shared, member: str) -> tuple[str, ...]:
    """The other members of the groups of which this is one."""
    of_member = (one.members for one in groups.values() if one.shared == shared and member in one.members)
    return tuple(dict.fromkeys(other for members in of_member for other in members if other != member))
