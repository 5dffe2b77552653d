"""What is done about an allotment that was made: evaluated, released, settled, reclaimed. ADR 0069.

Each is decided twice by the same rule, as acts about funds are: when one officer proposes it, and when another confirms
it. The funds of city and district move in one decision, as of the legal day of the confirmation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product

from domain.base import Decision
from domain.errors import NoSuchThing, NotAllowed
from domain.office.allotment_proposals import (
    EvaluateAllotment,
    ReclaimAllotment,
    ReleaseAllotment,
    SettleAllotment,
)
from domain.text import document_key
from domain.treasury import fund_events as e
from domain.treasury.allotment import Allotment, Part
from domain.treasury.allotment_events import (
    AllotmentEvaluated,
    AllotmentReclaimed,
    AllotmentReleased,
    AllotmentSettled,
    MovedPart,
)
from domain.treasury.allotment_making import Moves, decision, opening
from domain.treasury.allotment_sums import apportioned
from domain.treasury.fund import Fund
from domain.treasury.fund_acts import in_its_year, positive
from domain.treasury.fund_returns import booked_to, chain_of, last_of


def evaluate(allotment: Allotment, command: EvaluateAllotment) -> Decision:
    """Nothing, where it is recorded so already.

    Raises `NotAllowed`: `allotment-settled`, `target-twice`, `achieved-negative`; and `NoSuchThing("no-such-target")`.
    """
    _unsettled(allotment)
    named = [one.target for one in command.achievements]
    for one in command.achievements:
        if not 1 <= one.target <= len(allotment.targets):
            raise NoSuchThing("no-such-target", allotment=allotment.allotment, target=one.target)
        if named.count(one.target) > 1:
            raise NotAllowed("target-twice", target=one.target)
        if one.quantity < 0:
            raise NotAllowed("achieved-negative", target=one.target)
    if all(allotment.achieved.get(one.target) == one.quantity for one in command.achievements):
        return {}
    achievements = tuple(sorted(command.achievements, key=lambda one: one.target))
    evaluated = AllotmentEvaluated(achievements=achievements, document=command.document)
    return decision(allotment.allotment, evaluated, ())


def release(
    allotment: Allotment, funds: Mapping[str, Fund], fresh: Sequence[str], command: ReleaseAllotment, today: date
) -> Decision:
    """Let the district have so much of what is reserved, as far as it is achieved by what was evaluated so far.

    Raises `NotAllowed`: `allotment-settled`, `amount-not-positive`, `release-again` for what is recorded already,
    `release-beyond`, and `fund-ended` or `fund-year-over` for a fund of the city that is to be carried over first.
    """
    _unsettled(allotment)
    positive(command.amount_fen)
    again = document_key(command.document), command.amount_fen
    if any((document_key(document), fen) == again for document, fen in allotment.releases):
        named = {"allotment": allotment.allotment, "document": command.document}
        raise NotAllowed("release-again", amount_fen=command.amount_fen, **named)
    most_fen = allotment.releasable_fen
    if command.amount_fen > most_fen:
        amount_fen = command.amount_fen
        raise NotAllowed("release-beyond", allotment=allotment.allotment, amount_fen=amount_fen, most_fen=most_fen)
    parts, moves = _released(allotment, funds, fresh, command.amount_fen, today, last=False)
    released = AllotmentReleased(amount_fen=command.amount_fen, document=command.document, parts=parts, value_on=today)
    return decision(allotment.allotment, released, moves)


def settle(
    allotment: Allotment, funds: Mapping[str, Fund], fresh: Sequence[str], command: SettleAllotment, today: date
) -> Decision:
    """Let the district have the rest that it achieved, and end what is reserved of what it did not.

    Raises `NotAllowed`: `allotment-settled`, `targets-open` while one is not evaluated, `allotment-changed` where
    another amount is due by now, and as `release` does of a fund.
    """
    _unsettled(allotment)
    if allotment.open_targets:
        targets = ", ".join(map(str, allotment.open_targets))
        raise NotAllowed("targets-open", allotment=allotment.allotment, targets=targets)
    amount_fen = allotment.releasable_fen
    if command.amount_fen != amount_fen:
        raise NotAllowed("allotment-changed", allotment=allotment.allotment)
    parts, moves = _released(allotment, funds, fresh, amount_fen, today, last=True)
    settled = AllotmentSettled(
        amount_fen=amount_fen,
        lapsed_fen=allotment.reserved_fen - amount_fen,
        document=command.document,
        parts=parts,
        value_on=today,
    )
    return decision(allotment.allotment, settled, moves)


def _released(
    allotment: Allotment, funds: Mapping[str, Fund], fresh: Sequence[str], amount_fen: int, today: date, *, last: bool
) -> tuple[tuple[MovedPart, ...], Moves]:
    """What goes to the district of each part, in proportion to what is reserved of it, and what the funds record: the
    `last` time nothing stays reserved.
    """
    parts: list[MovedPart] = []
    moves: Moves = []
    numbers = iter(fresh)
    shares = apportioned(amount_fen, [part.reserved_fen for part in allotment.parts])
    for part, share_fen in zip(allotment.parts, shares, strict=True):
        free_fen = part.reserved_fen if last else share_fen
        if not free_fen:
            continue
        fund = last_of(funds, part.fund)
        in_its_year(fund, today)
        name = allotment.allotment
        moves.append((fund.fund, e.FundReservationEnded(allotment=name, amount_fen=free_fen, value_on=today)))
        if share_fen:
            into, received = _receipt(allotment, last_of(funds, part.funds[-1]), fund, numbers, share_fen, today)
            out = e.FundAllottedOut(allotment=name, to=into, amount_fen=share_fen, value_on=today)
            moves += [(fund.fund, out), (into, received)]
            parts.append(MovedPart(fund=part.fund, out_of=fund.fund, to=into, amount_fen=share_fen))
    return tuple(parts), moves


def _receipt(
    allotment: Allotment, there: Fund, fund: Fund, numbers: Iterator[str], amount_fen: int, today: date
) -> tuple[str, e.FundAllottedIn | e.FundOpenedByAllotment]:
    """Into the district's fund of the same money and year, or into one of its own where that is over, or there is none
    of the year in which the city's is by now.
    """
    if there.open and there.year == fund.year:
        name = allotment.allotment
        return there.fund, e.FundAllottedIn(allotment=name, out_of=fund.fund, amount_fen=amount_fen, value_on=today)
    to = next(numbers)
    return to, opening(allotment.allotment, fund, to, allotment.receiver, amount_fen, today)


def reclaimable(allotment: Allotment, funds: Mapping[str, Fund], today: date) -> tuple[MovedPart, ...]:
    """What is due to come back, as far as it is left in the district's funds of each part, and then in those of others
    into which it may have been transferred: money of one source is not paid back out of another's. What came back to
    such a fund and is due to the treasury is owed to the city first.
    """
    left_fen = {
        name: fund.treasury_due_fen + (fund.least_fen(today) if fund.open else 0)
        for name, fund in funds.items()
        if fund.allotment == allotment.allotment
    }
    missing_fen = [dict(due) for due in allotment.due_by_part()]
    moved: list[MovedPart] = []
    # What each fund received goes first where it came from, then for the rest of its part, then for what others owe:
    # so nobody pays for a part what is due of another.
    for near in range(3):
        for number, part in enumerate(allotment.parts):
            for to, name in product(missing_fen[number], left_fen):
                if _nearness(part, funds, name, to) != near:
                    continue
                given_fen = min(missing_fen[number][to], left_fen[name])
                if given_fen:
                    moved.append(MovedPart(fund=part.fund, out_of=name, to=to, amount_fen=given_fen))
                    left_fen[name] -= given_fen
                    missing_fen[number][to] -= given_fen
    return tuple(moved)


def _nearness(part: Part, funds: Mapping[str, Fund], name: str, to: str) -> int | None:
    """How money of a fund of the district is that of a part which is due to a fund of the city: 0 where it was received
    from there, 1 where it is of the part, 2 where it is of the same kind; None where it is not.
    """
    of_part = [(move, one.fund) for move in part.moves for one in chain_of(funds, move.to)]
    received_from = {move.out_of for move, fund in of_part if fund == name}
    if received_from:
        return 0 if to in received_from else 1
    return 2 if funds[name].indicator.kind == funds[part.fund].indicator.kind else None


def reclaim(allotment: Allotment, funds: Mapping[str, Fund], command: ReclaimAllotment, today: date) -> Decision:
    """Take back what the district received and did not achieve, as far as it has it; the rest it owes. It comes back
    to the fund that it had gone out of, or of a year that is over to the treasury.

    Raises `NotAllowed`: `allotment-unsettled`, `reclaim-empty` where nothing is due, or nothing more is there, and
    `allotment-changed` where something else is there than the command says.
    """
    if allotment.settled_on is None:
        raise NotAllowed("allotment-unsettled", allotment=allotment.allotment)
    parts = reclaimable(allotment, funds, today)
    amount_fen = sum(part.amount_fen for part in parts)
    due_fen = allotment.due_fen
    if not due_fen or (allotment.claimed and not amount_fen):
        raise NotAllowed("reclaim-empty", allotment=allotment.allotment, due_fen=due_fen)
    if command.amount_fen != amount_fen:
        raise NotAllowed("allotment-changed", allotment=allotment.allotment)
    moves: Moves = []
    due = {part.out_of: funds[part.out_of].treasury_due_fen for part in parts}
    for part in parts:
        name, fen = allotment.allotment, part.amount_fen
        to = booked_to(funds, part.to, today, owed=False)
        of_due_fen = min(fen, due[part.out_of])
        due[part.out_of] -= of_due_fen
        out = e.FundReclaimedOut(allotment=name, to=part.to, amount_fen=fen, due_fen=of_due_fen, value_on=today)
        back = e.FundReclaimedIn(allotment=name, out_of=part.out_of, amount_fen=fen, booked_to=to, value_on=today)
        moves += [(part.out_of, out), (part.to, back)]
    reclaimed = AllotmentReclaimed(
        due_fen=due_fen, amount_fen=amount_fen, document=command.document, parts=parts, value_on=today
    )
    return decision(allotment.allotment, reclaimed, moves)


def _unsettled(allotment: Allotment) -> None:
    if allotment.settled_on is not None:
        raise NotAllowed("allotment-settled", allotment=allotment.allotment, settled_on=allotment.settled_on)
