"""Rights that an officer has for a time: an exception of a small office (岗位兼任备案), and a deputyship (AB岗).

Both are proposed by an administrator. An exception is confirmed by the supervising authority's key alone; a deputyship
by whoever confirms a right. Neither lets anybody confirm what they proposed, or release what they ordered. ADR 0053.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.base import replace
from domain.errors import NotAllowed
from domain.office.log import Log
from domain.office.officer import AppointDeputy, ExceptOfficer, Officer, other_than
from domain.office.rights import DeputyProposed, ExceptionProposed
from domain.office.roles import CASE_ROLES, ROLES_APART, Actor, Deputyship, Role, RoleException, acting, excluding
from domain.office.rolls import enrolled, is_of_authority

YEARS_MAX = 3
"""A right for a time ends within so many years: what lasts longer is none, and is asked for again."""


def propose_exception(
    log: Log, officers: Mapping[str, Officer], command: ExceptOfficer, actor: Actor, today: date
) -> ExceptionProposed:
    """An office that has told no key of an authority above it has nobody to ask.

    Raises `NotAllowed`: `roles-incompatible`, `no-authority-above`, `exception-empty`, and as `_term` does.
    """
    state = enrolled(officers, command.officer)
    acting(actor, "except-officer", state.authority)
    if not any(is_of_authority(officer) for officer in officers.values()):
        raise NotAllowed("no-authority-above", officer=command.officer)
    exception_holds(state, command.exception, today)
    return ExceptionProposed(
        proposal=log.proposals.next_name,
        officer=command.officer,
        authority=state.authority,
        exception=command.exception,
    )


def exception_holds(state: Officer, exception: RoleException, today: date) -> None:
    """Raises `NotAllowed`: `roles-incompatible` for whoever has no second role, `exception-empty` for a ceiling of
    nothing, and `term-empty`, `term-over`, `term-long`.
    """
    if state.roles & ROLES_APART:
        raise NotAllowed("roles-incompatible", roles=", ".join(sorted(state.roles)))
    if exception.ceiling_fen <= 0:
        raise NotAllowed("exception-empty", officer=state.officer)
    _term(state.officer, exception.begins_on, exception.ends_on, today)


def propose_deputy(
    log: Log, officers: Mapping[str, Officer], command: AppointDeputy, actor: Actor, today: date
) -> DeputyProposed:
    """Raises as `deputyship_holds` does."""
    state = enrolled(officers, command.officer)
    acting(actor, "appoint-deputy", state.authority)
    deputyship_holds(officers, command.officer, command.deputyship, today)
    return DeputyProposed(
        proposal=log.proposals.next_name,
        officer=command.officer,
        authority=state.authority,
        deputyship=command.deputyship,
    )


def deputyship_holds(officers: Mapping[str, Officer], officer: str, deputyship: Deputyship, today: date) -> None:
    """A deputy has roles in cases that the absent officer has, works for the same authority, and has no roles that
    exclude each other, but by an exception that lasts as long.

    Raises `NoSuchThing("no-such-officer")`; `NotAllowed`: `deputy-same`, `deputy-roles`, `deputy-authority`,
    `deputy-incompatible`, `term-empty`, `term-over`, `term-long`.
    """
    state, absent = enrolled(officers, officer), enrolled(officers, deputyship.absent)
    if state.officer == absent.officer:
        raise NotAllowed("deputy-same", officer=officer)
    # Whoever keeps officers, inspects or stands above is replaced by another, and not for a time.
    if not deputyship.roles or not (absent.roles & CASE_ROLES).issuperset(deputyship.roles):
        roles = ", ".join(sorted(absent.roles & CASE_ROLES))
        raise NotAllowed("deputy-roles", absent=absent.officer, roles=roles)
    if state.authority != absent.authority:
        raise NotAllowed("deputy-authority", officer=officer, absent=absent.officer, authority=absent.authority)
    _term(officer, deputyship.begins_on, deputyship.ends_on, today)
    others = replace(state, deputyships=other_than(state.deputyships, absent.officer))
    excepted = state.exception is not None and state.exception.covers(deputyship)
    together = roles_until(others, today).union(deputyship.roles)
    if excluding(together, excepted=excepted):
        raise NotAllowed("deputy-incompatible", officer=officer, roles=", ".join(sorted(together)))


def roles_until(state: Officer, today: date) -> frozenset[Role]:
    """Their own roles, and those that they have, or will have, of whom they stand in for."""
    lasting = (deputyship.roles for deputyship in state.deputyships if today <= deputyship.ends_on)
    return state.roles.union(*lasting)


def _term(officer: str, begins_on: date, ends_on: date, today: date) -> None:
    if ends_on < begins_on:
        raise NotAllowed("term-empty", officer=officer, first=begins_on, last=ends_on)
    if ends_on < today:
        raise NotAllowed("term-over", officer=officer, last=ends_on)
    if (ends_on.year - begins_on.year, ends_on.month, ends_on.day) > (YEARS_MAX, begins_on.month, begins_on.day):
        raise NotAllowed("term-long", officer=officer, first=begins_on, last=ends_on, years=YEARS_MAX)
