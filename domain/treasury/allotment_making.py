"""How an allotment is made: out of which funds of the city, in which order, so much in advance and so much reserved.

Closing-2 has the share, and the edition has it from there. ADR 0069.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from domain.base import Decision, Event, Struct
from domain.entitlement.edition import Edition
from domain.entitlement.paid_by import Payer
from domain.errors import NotAllowed
from domain.money import half_up
from domain.office.allotment_proposals import MakeAllotment, PartOfFund
from domain.office.draw_rules import DrawRules
from domain.text import document_key
from domain.treasury import fund_events as e
from domain.treasury.allotment import Allotment
from domain.treasury.allotment_events import AllotmentMade, AllottedPart, allotment_stream
from domain.treasury.allotment_sums import apportioned
from domain.treasury.drawing import Spendable, drawing
from domain.treasury.fund import Fund
from domain.treasury.fund_acts import in_its_year, positive

Moves = list[tuple[str, Event]]
"""Events of funds, with the fund in whose stream each is."""


class Making(Struct):
    """What an allotment is made by: the edition, the rules of the day, the funds that the command names, in the funding
    order, and the numbers that come next.
    """

    edition: Edition
    rules: DrawRules | None
    funds: tuple[Fund, ...]
    others: tuple[Allotment, ...]
    """Every allotment that was made before."""
    held: tuple[Fund, ...]
    """Every fund of the receiver."""
    number: str
    fresh: tuple[str, ...]
    """For the district's funds, one for each of `funds`."""


def parts_of(funds: Sequence[Fund], total_fen: int, today: date) -> tuple[PartOfFund, ...]:
    """The total, in fen, over funds in their order, each to its last fen before the next. Raises as `drawing` does."""
    (draws,) = drawing([(Spendable(funds=tuple(funds)), total_fen)], today)
    return tuple(PartOfFund(fund=draw.fund, amount_fen=draw.amount_fen) for draw in draws)


def make(by: Making, command: MakeAllotment, today: date) -> Decision:
    """Advance the share that the edition names, and reserve the rest where it is.

    Raises `NotAllowed`: `allotment-not-city` for an authority that is not the city of the notice, `allotment-receiver`
    for one that is no district of it, `no-such-scheme` and `scheme-of-city`, `targets-missing`, `target-not-positive`;
    of a fund `fund-of-other` for another holder's or year's, `fund-ended`, `fund-year-over`, `fund-barred` by the draw
    rules; `amount-not-positive`, `funds-short`, `allotment-changed` where the funding order gives other parts,
    `allotment-made` where the same document has one of the schemes allotted to the receiver in that year already, and
    `allotment-held` where the receiver has opened the same line of the same document without an allotment.
    """
    _city_and_district(by.edition, command)
    _targets(command)
    for other in by.others:
        again = [scheme for scheme in command.schemes if scheme in other.schemes]
        if again and _document_of(other) == _document_of(command):
            named = {"allotment": other.allotment, "document": other.document}
            raise NotAllowed("allotment-made", scheme=again[0], **named)
    for fund in by.funds:
        _fund_fits(fund, by.rules, command, today)
        _held_once(fund, by.held)
    for part in command.parts:
        positive(part.amount_fen)
    total_fen = sum(part.amount_fen for part in command.parts)
    positive(total_fen)
    if parts_of(by.funds, total_fen, today) != command.parts:
        raise NotAllowed("allotment-changed", allotment=by.number)
    percent = by.edition.advance.percent
    amounts = [part.amount_fen for part in command.parts]
    advances = apportioned(half_up(total_fen * percent, 100), amounts)
    moves: Moves = []
    for fund, to, amount_fen, advance_fen in zip(by.funds, by.fresh, amounts, advances, strict=True):
        moves += _advanced(by.number, fund, to, command, advance_fen, today)
        if amount_fen > advance_fen:
            reserved = e.FundReserved(allotment=by.number, amount_fen=amount_fen - advance_fen, value_on=today)
            moves.append((fund.fund, reserved))
    made = AllotmentMade(
        allotment=by.number,
        holder=command.holder,
        edition=command.edition,
        receiver=command.receiver,
        year=command.year,
        schemes=command.schemes,
        document=command.document,
        targets=command.targets,
        advance_percent=percent,
        parts=tuple(
            AllottedPart(fund=fund.fund, to=to, amount_fen=amount_fen, advance_fen=advance_fen)
            for fund, to, amount_fen, advance_fen in zip(by.funds, by.fresh, amounts, advances, strict=True)
        ),
        value_on=today,
    )
    return decision(by.number, made, moves)


def _document_of(one: Allotment | MakeAllotment) -> tuple[object, ...]:
    """What allots a scheme once, however much it is, and beside whichever others."""
    return one.holder, one.receiver, one.year, document_key(one.document)


def _held_once(fund: Fund, held: Iterable[Fund]) -> None:
    """A line of a document is open once: the receiver has it by allotments, or by its own opening."""
    for own in held:
        if own.allotment is None and own.indicator.same_money(fund.indicator) and not _given_up_whole(own):
            raise NotAllowed("allotment-held", fund=own.fund, document=own.indicator.document)


def _given_up_whole(fund: Fund) -> bool:
    """Whether the treasury has all that it ever came to, or the fund into which that was carried over."""
    gone_fen = fund.surrendered_fen + fund.carried_over_fen
    return not fund.open and not fund.transferred_fen and fund.came_to_fen == gone_fen


def _city_and_district(edition: Edition, command: MakeAllotment) -> None:
    if command.holder != edition.city:
        raise NotAllowed("allotment-not-city", authority=command.holder, city=edition.city or "-")
    receiver = edition.authorities.get(command.receiver)
    if receiver is None or receiver.government is not Payer.DISTRICT:
        raise NotAllowed("allotment-receiver", authority=command.receiver)
    for scheme in command.schemes:
        if scheme not in edition.schemes:
            raise NotAllowed("no-such-scheme", scheme=scheme, policy=edition.ref)
        if edition.schemes[scheme].paid_by.one is Payer.CITY:
            raise NotAllowed("scheme-of-city", scheme=scheme)


def _targets(command: MakeAllotment) -> None:
    if not command.targets or not command.schemes:
        raise NotAllowed("targets-missing")
    for number, target in enumerate(command.targets, 1):
        if min(target.quantity, target.weight) <= 0:
            raise NotAllowed("target-not-positive", target=number)


def _fund_fits(fund: Fund, rules: DrawRules | None, command: MakeAllotment, today: date) -> None:
    if (fund.holder, fund.year) != (command.holder, command.year):
        raise NotAllowed("fund-of-other", fund=fund.fund, holder=command.holder, year=command.year)
    in_its_year(fund, today)
    barred = [scheme for scheme in command.schemes if rules and not rules.allows(scheme, fund.indicator)]
    if rules and barred:
        raise NotAllowed("fund-barred", fund=fund.fund, scheme=barred[0], rules=rules.ref)


def _advanced(
    number: str, fund: Fund, to: str, command: MakeAllotment, advance_fen: int, today: date
) -> Iterator[tuple[str, Event]]:
    out = e.FundAllottedOut(allotment=number, to=to, amount_fen=advance_fen, value_on=today)
    yield fund.fund, out
    yield to, opening(number, fund, to, command.receiver, advance_fen, today)


def opening(number: str, fund: Fund, to: str, receiver: str, amount_fen: int, today: date) -> e.FundOpenedByAllotment:
    """A fund of the district: all that stays with the money is as it is in the city's."""
    return e.FundOpenedByAllotment(
        fund=to,
        holder=receiver,
        year=fund.year,
        indicator=fund.indicator,
        allotment=number,
        out_of=fund.fund,
        amount_fen=amount_fen,
        value_on=today,
    )


def decision(number: str, happened: Event, moves: Iterable[tuple[str, Event]]) -> Decision:
    """The allotment, and then fund by fund what moved in it."""
    decided: dict[str, tuple[Event, ...]] = {allotment_stream(number): (happened,)}
    for fund, move in moves:
        stream = e.fund_stream(fund)
        decided[stream] = (*decided.get(stream, ()), move)
    return decided
