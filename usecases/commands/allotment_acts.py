"""What is proposed about allotments. Amounts that follow are worked out, and have to be the same when it is decided."""

from __future__ import annotations

from collections.abc import Sequence

from domain.decisions.allotting import named_funds, the_allotment
from domain.decisions.funding import all_funds
from domain.errors import NoSuchThing
from domain.office.allotment_proposals import (
    Achievement,
    EvaluateAllotment,
    MakeAllotment,
    ReclaimAllotment,
    ReleaseAllotment,
    SettleAllotment,
    Target,
)
from domain.treasury.allotment import Allotment
from domain.treasury.allotment_acts import reclaimable
from domain.treasury.allotment_making import parts_of
from usecases.commands.planned import Plan, plan
from usecases.session.officer_session import OfficerSession


def making(
    session: OfficerSession,
    policy: str | None,
    receiver: str,
    year: int,
    total_fen: int,
    schemes: Sequence[str],
    funds: Sequence[str],
    document: str,
    targets: Sequence[Target],
    command_id: str | None,
) -> tuple[Plan, MakeAllotment]:
    """To allot a total, in fen, out of the funds in the funding order of the edition that applies today.

    Raises `NoSuchThing`: `no-policy-adopted`, `no-such-fund`, `no-such-source`; `NotAllowed("funds-short")`; and the
    `Refusal` of the decision.
    """
    today = session.today()
    with session.repository() as repository:
        newest = repository.newest_editions()
        if not newest:
            raise NoSuchThing("no-policy-adopted")
        edition = repository.edition_for(policy or newest[0].policy, today)
        parts = parts_of(named_funds(repository, edition.ref, funds), total_fen, today)
    command = MakeAllotment(
        holder=edition.city or session.supervised_by,
        edition=edition.ref,
        receiver=receiver,
        year=year,
        schemes=tuple(schemes),
        document=document,
        parts=parts,
        targets=tuple(targets),
    )
    asked = [receiver, year, total_fen, list(schemes), list(funds), document, list(targets)]
    # The same command again is the same, whatever is left by then.
    return plan(session, session.prepare(command, clear=asked, command_id=command_id)), command


def evaluating(
    session: OfficerSession,
    number: str,
    achieved: Sequence[tuple[int, int]],
    document: str,
    command_id: str | None,
) -> tuple[Plan, EvaluateAllotment]:
    """By target and quantity. Raises the `Refusal` that declines it."""
    achievements = tuple(Achievement(target=target, quantity=quantity) for target, quantity in achieved)
    command = EvaluateAllotment(allotment=number, achievements=achievements, document=document)
    return plan(session, session.prepare(command, command_id=command_id)), command


def releasing(
    session: OfficerSession, number: str, amount_fen: int | None, document: str, command_id: str | None
) -> tuple[Plan, ReleaseAllotment]:
    """So much of what is reserved, or all that is achieved so far, in fen. Raises the `Refusal` that declines it."""
    releasable_fen = _of(session, number).releasable_fen
    command = ReleaseAllotment(
        allotment=number, amount_fen=releasable_fen if amount_fen is None else amount_fen, document=document
    )
    asked = [number, amount_fen, document]
    return plan(session, session.prepare(command, clear=asked, command_id=command_id)), command


def settling(
    session: OfficerSession, number: str, document: str, command_id: str | None
) -> tuple[Plan, SettleAllotment]:
    """With the rest that is achieved. Raises the `Refusal` that declines it."""
    command = SettleAllotment(allotment=number, amount_fen=_of(session, number).releasable_fen, document=document)
    return plan(session, session.prepare(command, clear=[number, document], command_id=command_id)), command


def reclaiming(
    session: OfficerSession, number: str, document: str, command_id: str | None
) -> tuple[Plan, ReclaimAllotment]:
    """All that is due and there. Raises the `Refusal` that declines it."""
    with session.repository() as repository:
        allotment, funds = the_allotment(repository, number), all_funds(repository)
    there = reclaimable(allotment, funds, session.today()) if allotment.settled_on is not None else ()
    command = ReclaimAllotment(allotment=number, amount_fen=sum(part.amount_fen for part in there), document=document)
    return plan(session, session.prepare(command, clear=[number, document], command_id=command_id)), command


def _of(session: OfficerSession, number: str) -> Allotment:
    with session.repository() as repository:
        return the_allotment(repository, number)
