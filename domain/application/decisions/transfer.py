"""移送: a file that another authority is competent for goes on there, under the same number. ADR 0068."""

from __future__ import annotations

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.given import Given, in_status
from domain.application.state.case import Case
from domain.application.status import RECEIVED, Status
from domain.base import Event
from domain.entitlement.paying import competent, expected_payer
from domain.entitlement.stating import stating
from domain.errors import NoSuchThing, NotAllowed
from domain.office.roles import acting

_BEFORE_DECISION = (*RECEIVED, Status.CORRECTION_REQUESTED, Status.ACCEPTED, Status.ASSESSED)


def transfer(case: Case, command: c.TransferApplication, given: Given) -> tuple[Event, ...]:
    """Propose it, before anything is decided.

    Raises `NoSuchThing("no-such-authority")`; `NotAllowed`: `transfer-same`, `transfer-open` while another is proposed,
    `transfer-decided` for an assessment that only waits for its approval or rejection, `not-competent` where the
    register names another district than `to`.
    """
    acting(given.actor, "transfer", case.authority)
    _transferable(case)
    authorities = given.the_edition.authorities
    if command.to not in authorities:
        raise NoSuchThing("no-such-authority", authority=command.to, authorities=", ".join(sorted(authorities)))
    if command.to == case.authority:
        raise NotAllowed("transfer-same", application=case.number, authority=case.authority)
    if any(isinstance(proposed, f.TransferProposed) for proposed in case.proposed.values()):
        raise NotAllowed("transfer-open", application=case.number)
    _competent(case, command.to, given)
    return (f.TransferProposed(proposal=f"p{case.proposals_made + 1}", authority=command.to, reason=command.reason),)


def transferred(case: Case, proposed: f.TransferProposed, given: Given) -> tuple[Event, ...]:
    """What follows when the approver confirms. Raises `NotAllowed`: `status`, `transfer-decided`, `not-competent`."""
    _transferable(case)
    _competent(case, proposed.authority, given)
    edition = given.the_edition
    payer = expected_payer(edition, edition.schemes[case.scheme], proposed.authority)
    return (f.ApplicationTransferred(authority=proposed.authority, payer=payer),)


def accepted_here(case: Case, given: Given) -> None:
    """Raises `NotAllowed("received-elsewhere")` for a file that is to be handed over to the district it is for."""
    if given.edition is not None:
        of = _named(case, given)
        if of is not None and case.authority not in (of, given.edition.city):
            raise NotAllowed("received-elsewhere", application=case.number, authority=of)


def _transferable(case: Case) -> None:
    in_status(case, "transfer", *_BEFORE_DECISION)
    if case.stage is Status.ASSESSED and not case.undecided:
        raise NotAllowed("transfer-decided", application=case.number)


def _competent(case: Case, to: str, given: Given) -> None:
    of = _named(case, given)
    if of is not None and to not in (of, given.the_edition.city):
        raise NotAllowed("not-competent", application=case.number, authority=of)


def _named(case: Case, given: Given) -> str | None:
    scheme = given.the_edition.schemes[case.scheme]
    claim = given.people.one_person(case.claim())
    return competent(given.the_edition, stating(scheme, claim, given.register_results))
