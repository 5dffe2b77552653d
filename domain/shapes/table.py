"""All shapes, and everything that a verifier is handed, as plain data under the stored names of events.

A verifier that imports nothing of ours reads `table()` as JSON.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from domain.application import events as f
from domain.base import ACTS, STORED_NAMES, Event, Struct, asdict
from domain.office.rights import EnrolmentProposed, RemovalProposed
from domain.office.roles import EXCLUDING, PERMISSIONS, ROLES_APART, Role
from domain.office.terms import YEARS_MAX
from domain.shapes import outcomes, rights
from domain.shapes.application import CASE
from domain.shapes.debts import DEBTS
from domain.shapes.office import OFFICE
from domain.shapes.shape import Follower, Half, Shape, Where
from domain.shapes.treasury import MONEY

SHAPES: Mapping[tuple[type[Event], str], Shape] = {
    (shape.leads, shape.permission): shape for shape in (*CASE, *MONEY, *OFFICE, *DEBTS)
}


class Pair(Struct):
    """How the halves of a proposal meet, in one stream: they agree in `member`; without it one is open at a time."""

    member: str | None
    opens: tuple[type[Event], ...]
    closes: tuple[type[Event], ...]


def _pair(act: str) -> Pair:
    opens = tuple(shape.leads for shape in SHAPES.values() if (shape.permission, shape.half) == (act, Half.OPENS))
    closes = tuple(shape.leads for shape in SHAPES.values() if (shape.permission, shape.half) == (act, Half.CLOSES))
    # What is asked about a file opens with the file, and leads nothing.
    opens = opens or (f.ConfirmationRequired,)
    return Pair(member=ACTS[STORED_NAMES[opens[0]]].pair, opens=opens, closes=closes)


PAIRS: Mapping[str, Pair] = {act: _pair(act) for act, held in PERMISSIONS.items() if held.second}
"""By permission. Whoever closes is never whoever opened."""


def permissions_of(leads: type[Event]) -> tuple[str, ...]:
    """The permissions under which an event leads a command; none, where it only follows."""
    return tuple(permission for event, permission in SHAPES if event is leads)


def table() -> dict[str, Any]:
    return {
        "permissions": {act: [list(held.first), list(held.second)] for act, held in PERMISSIONS.items()},
        "roles": [role.value for role in Role],
        "roles_apart": sorted(role.value for role in ROLES_APART),
        "roles_excluding": [sorted(pair) for pair in EXCLUDING],
        "role_of_authority": Role.SUPERVISING_AUTHORITY.value,
        "own": sorted(rights.OWN),
        "founding": sorted(rights.FOUNDING),
        "leading": {STORED_NAMES[event]: _choice(event) for event in dict.fromkeys(event for event, _ in SHAPES)},
        "shapes": _shapes(),
        "streams": dict(rights.STREAMS),
        "authorities": {STORED_NAMES[event]: member for event, member in rights.AUTHORITIES.items()},
        "handed_over": {STORED_NAMES[event]: member for event, member in rights.HANDED_OVER.items()},
        "payers": {"events": _names(rights.PAYERS), "member": "payer"},
        "receivers": {
            "named_by": {STORED_NAMES[event]: member for event, member in rights.RECEIVERS.items()},
            "events": _names(rights.RECEIVED),
        },
        "of_payer": {half: sorted(acts) for half, acts in rights.OF_PAYER.items()},
        "authority_of_proposal": {
            STORED_NAMES[event]: member for event, member in rights.AUTHORITY_OF_PROPOSAL.items()
        },
        "everywhere": sorted(rights.EVERYWHERE),
        "city_only": sorted(rights.CITY_ONLY),
        "replaces": {
            "permission": rights.REPLACES,
            "role": Role.ADMINISTRATOR.value,
            "members": {STORED_NAMES[event]: member for event, member in rights.OF_ADMINISTRATORS.items()},
        },
        "removals": {"proposed": STORED_NAMES[RemovalProposed], "role": rights.TAKES_ROLES},
        "enrolling": [STORED_NAMES[EnrolmentProposed]],
        "terms": {"years_max": YEARS_MAX},
        "second_person": {"permission": rights.SECOND_PERSON, "of": rights.SECOND_PERSON_OF},
        "pairs": {act: _plain_pair(pair) for act, pair in PAIRS.items()},
        "carried": {
            "event": STORED_NAMES[rights.CARRIED.event],
            "member": rights.CARRIED.member,
            "declaring": _names(rights.CARRIED.declaring),
        },
        "as_proposed": {
            STORED_NAMES[event]: _plain_outcome(outcome) for event, outcome in outcomes.AS_PROPOSED.items()
        },
        "drops": {STORED_NAMES[event]: sorted(acts) for event, acts in rights.DROPS.items()},
        "exclusions": {
            "marks": {STORED_NAMES[event]: mark for event, mark in rights.MARKS.items()},
            "barred_beginning": {STORED_NAMES[event]: mark for event, mark in rights.BARRED_BEGINNING.items()},
            "barred_without": {STORED_NAMES[event]: list(rule) for event, rule in rights.BARRED_WITHOUT.items()},
            "barred": {STORED_NAMES[event]: mark for event, mark in rights.BARRED.items()},
            "waived": {
                mark: {STORED_NAMES[event]: member for event, member in amounts.items()}
                for mark, amounts in rights.WAIVED.items()
            },
            "never_own": sorted(_names(tuple(rights.NEVER_OWN))),
            "never_about_oneself": {
                STORED_NAMES[event]: member for event, member in rights.NEVER_ABOUT_ONESELF.items()
            },
        },
    }


def _choice(leads: type[Event]) -> dict[str, Any]:
    """Which of its permissions a leading event is under: where a member has a value, as the event's own `act` has it,
    else `permission`; the first that holds.
    """
    declared, permissions = ACTS[STORED_NAMES[leads]], permissions_of(leads)
    # What a batch records is nobody's act beside that of its cases, and yet leads.
    plain = declared.permission or (permissions[0] if len(permissions) == 1 else None)
    return {
        "otherwise": asdict(declared.otherwise),
        "member": None if plain else "act",
        "permission": plain,
    }


def _shapes() -> dict[str, dict[str, Any]]:
    shapes: dict[str, dict[str, Any]] = {}
    for (leads, permission), shape in SHAPES.items():
        followers = [_plain_follower(follower) for follower in shape.followers]
        shapes.setdefault(STORED_NAMES[leads], {})[permission] = {"half": shape.half.value, "followers": followers}
    return shapes


def _plain_follower(follower: Follower) -> dict[str, Any]:
    return {
        "events": _names(follower.events),
        "least": follower.least,
        "most": follower.most,
        "stands": follower.stands.value,
        "after": _names(follower.after),
        "beside": STORED_NAMES[follower.beside] if follower.beside else None,
        "where": _plain_where(follower.where),
    }


def _plain_where(where: Where | None) -> dict[str, Any] | None:
    return {**asdict(where), "values": list(where.values)} if where else None


def _plain_outcome(outcome: outcomes.Outcome) -> dict[str, Any]:
    return {
        "proposed": STORED_NAMES[outcome.proposed],
        "members": list(outcome.members),
        "among": dict(outcome.among),
        "without": list(outcome.without),
        "stream": outcome.stream,
        "where": _plain_where(outcome.where),
        "answers": dict(outcome.answers),
        "against": dict(outcome.against),
    }


def _plain_pair(pair: Pair) -> dict[str, Any]:
    return {"member": pair.member, "opens": _names(pair.opens), "closes": _names(pair.closes)}


def _names(events: Collection[type[Event]]) -> list[str]:
    return [STORED_NAMES[event] for event in events]
