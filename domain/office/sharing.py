"""Limits and registers that several notices share: a group, its members named with their notice. ADR 0056.

What closing-1 counts crosses notices, and no notice can say so for another. Two people declare a group; from then on a
decision under one member's notice looks at the uses, or the entries, of all of them. What was recorded before stays as
it is, and no key is rewritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from domain.base import CONSEQUENCE, Decision, Event, Struct, event
from domain.entitlement.comparing_limits import Excludes, Exclusive, NoLower
from domain.entitlement.edition import Edition
from domain.entitlement.limits import Limit
from domain.entitlement.quotas import Quota
from domain.entitlement.uses import Otherwise, Over
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
    groups: Mapping[str, SharingDeclared], editions: Mapping[str, Sequence[Edition]], command: DeclareSharing
) -> Decision:
    """Declare it in the stream of each notice: `editions` are all that were adopted of each, the newest first,
    and `groups` what they declared before.

    Raises `NotAllowed`: `group-of-one`, `two-of-a-notice`, `group-of-another-kind`, `quota-not-shared`,
    `counts-by-scheme`, and
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


def differing(
    editions: Mapping[str, Sequence[Edition]], shared: Shared, members: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """The members that cannot be compared with the first one, under any edition that has them: cases of an older one go
    on. Raises `NoSuchThing("no-such-member")` for one that the newest does not have.
    """
    described = {member: _described(editions, shared, member) for member in members}
    for member in members:
        if any(one != described[members[0]][0] for one in described[member]):
            yield members[0], member


def _described(editions: Mapping[str, Sequence[Edition]], shared: Shared, member: str) -> list[object]:
    """What two members must have in common, so that a use or an entry of one tells the same under the other: by each
    edition that has the member.
    """
    adopted = editions.get(policy_of(member), ())
    having = [edition for edition in adopted if id_of(member) in _things(edition, shared)]
    if not having or having[0] is not adopted[0]:
        raise NoSuchThing("no-such-member", member=member)
    return [_described_in(edition, shared, member) for edition in having]


def _things(edition: Edition, shared: Shared) -> Mapping[str, object]:
    return edition.limits if shared == "limit" else edition.registers


def _described_in(edition: Edition, shared: Shared, member: str) -> object:
    if shared == "limit":
        limit = edition.limits[id_of(member)]
        if isinstance(limit, Excludes):
            raise NoSuchThing("no-such-member", member=member)
        if isinstance(limit, Quota):
            raise NotAllowed("quota-not-shared", member=member)
        by_scheme = any(one.otherwise is Otherwise.SCHEME for one in limit.alike)
        if by_scheme or limit.per_scheme or limit.over is Over.SCHEME:
            raise NotAllowed("counts-by-scheme", member=member)
        return _described_limit(limit), _choices(edition, limit.compared)
    register = edition.registers[id_of(member)]
    if register.quota is not None:
        raise NotAllowed("quota-not-shared", member=member)
    return (register.kind, register.owned), _choices(edition, register.attributes)


def _described_limit(limit: Limit) -> object:
    stands_in = [(one.fact, one.otherwise, sorted(one.taken_as.items())) for one in limit.alike]
    compared = (limit.over, stands_in, limit.day, bool(limit.yearly), limit.within, limit.own_facts)
    match limit:
        case NoLower(order=order):
            return type(limit).__name__, compared, order
        case Exclusive(excluded_by=excluded_by):
            return type(limit).__name__, compared, sorted((one, sorted(others)) for one, others in excluded_by.items())
    return type(limit).__name__, compared


def _choices(edition: Edition, facts: Iterable[str]) -> list[object]:
    words = (edition.vocabulary[fact] for fact in sorted(set(facts)) if fact in edition.vocabulary)
    return [(word.name, word.type, tuple(choice.value for choice in word.choices)) for word in words]


def broken_by(groups: Mapping[str, SharingDeclared], editions: Mapping[str, Sequence[Edition]]) -> str | None:
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
