"""What the payout history should hold, told another way: from the domain's facts and cases, one fact after another.

What a fact changed of an entitlement is the difference between the case before and after it, and what was ordered or
credited is what the case says of its orders and payments, so that nothing here repeats the fold that is tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count

from domain.application import events as f
from domain.application.folding.case import evolve
from domain.application.payment_key import payment_key
from domain.application.state.case import Case
from domain.application.values import OWED_BACK, UNMATCHED, Draw, Due, Portion, Restored, amounts_of
from domain.base import Event
from projections.payout_history.queries import Movement
from tests.domain.given_when_then import Minute
from tests.domain.sample_cases import edition

Share = tuple[Due, int, Draw | None]
HELD = Draw(fund="owed-back", source="owed-back", amount_fen=0)


@dataclass(frozen=True)
class Group:
    """Some movements of one fact that are alike."""

    kind: str
    sign: int
    shares: Iterable[Share]
    reference: str | None = None
    batch: str | None = None
    recovery: str | None = None
    effective_on: date | None = None


@dataclass
class Ledgers:
    """Every case as it stands, and what of each demand is still demanded of which payment."""

    cases: dict[str, Case] = field(default_factory=dict)
    demands: dict[tuple[str, str], list[tuple[str, Due, int]]] = field(default_factory=dict)


def movements(minutes: Sequence[Minute], recorded_at: Sequence[datetime]) -> list[Movement]:
    """Every movement of these facts, which stand at the positions from 1 on."""
    ledgers = Ledgers()
    moved: list[Movement] = []
    for position, (minute, instant) in enumerate(zip(minutes, recorded_at, strict=True), start=1):
        kind, _, number = minute.stream.partition("-")
        if kind == "application":
            before = ledgers.cases.get(number)
            case = ledgers.cases[number] = evolve(before, minute.event, minute.by)
            groups = _groups(ledgers, before or case, case, minute.event)
            moved += _of(case, groups, minute.event, position, minute.on, instant)
    return moved


def _of(
    case: Case, groups: Iterable[Group], happened: Event, position: int, today: date, instant: datetime
) -> Iterator[Movement]:
    ordinals = count(1)
    for group in groups:
        for due, amount_fen, draw in group.shares:
            yield Movement(
                position=position,
                ordinal=next(ordinals),
                application=case.number,
                line=due.line,
                instalment=due.instalment,
                kind=group.kind,
                amount_fen=group.sign * amount_fen,
                source=draw.source if draw else None,
                fund=draw.fund if draw else None,
                payee=case.applicant.party,
                person=None if due == OWED_BACK else case.person(case.lines[due.line]),
                scheme=case.scheme,
                authority=case.authority,
                payer=case.payer,
                effective_on=group.effective_on or happened.happened_on or today,
                recorded_at=instant,
                reference=group.reference,
                batch=group.batch,
                recovery=group.recovery,
                clause=edition().schemes[case.scheme].clause,
                edition=case.edition,
                digest=case.digest,
            )


def _groups(ledgers: Ledgers, before: Case, case: Case, happened: Event) -> Iterator[Group]:
    match happened:
        case f.ApplicationApproved() | f.ApplicationFollowedUp():
            yield Group("entitled", 1, _difference(before, case))
        case f.ApplicationRevised() | f.ObjectionUpheld() | f.ApplicationWithdrawn():
            yield Group("revised", 1, _difference(before, case))
        case f.MilestoneMet(revived=revived) if revived:
            yield Group("revised", 1, _difference(before, case))
        case f.InstalmentForfeited():
            yield Group("forfeited", 1, _difference(before, case))
        case f.PaymentOrdered(batch=batch, drawn=drawn):
            yield Group("ordered", 1, overlaps(amounts_of(happened.items), drawn), batch, batch)
        case f.PaymentReinstated(batch=batch, items=items, drawn=drawn):
            yield Group("ordered", 1, overlaps(amounts_of(items), drawn), batch, batch)
        case f.PaymentCancelled(batch=batch) | f.PaymentFailed(batch=batch) | f.PaymentOvertaken(batch=batch):
            order = before.orders[payment_key(batch, happened.fund)]
            yield Group("order-cancelled", -1, overlaps(order.amounts_fen, order.drawn), batch, batch)
        case f.ApplicationPartiallyPaid(credit=credit) | f.ApplicationSettled(credit=credit) if credit is not None:
            paid = overlaps(amounts_of(credit.items), credit.drawn)
            yield Group("paid", 1, paid, credit.reference, credit.batch)
        case f.PaidByOffset(credit=credit, recovery=recovery):
            paid = list(overlaps(case.payments[credit.batch].amounts_fen, credit.drawn))
            yield Group("ordered", 1, paid, credit.reference, credit.batch, recovery)
            yield Group("paid", 1, paid, credit.reference, credit.batch, recovery)
        case f.PaymentReturned(batch=batch, reference=reference):
            yield from _came_back("returned", -1, happened.items, happened.undone, happened.restored, reference, batch)
        case f.PaymentReversed(batch=batch, reference=reference):
            yield from _came_back("paid", -1, happened.items, happened.undone, happened.restored, reference, batch)
            undone = amounts_of(happened.undone)
            restored = {due: fen - undone.get(due, 0) for due, fen in amounts_of(happened.items).items()}
            ordered = [one for one in _from_the_end(restored, happened.restored) if one[2] and one[2].fund != UNMATCHED]
            plain = [(due, fen, None) for due, fen in sorted(undone.items())]
            yield Group("order-cancelled", -1, [*ordered, *plain], batch, batch)
        case f.ReturnReversed(batch=batch, reference=reference):
            drawn = tuple(reversed(happened.drawn))
            yield from _came_back("returned", 1, happened.items, happened.undone, drawn, reference, batch)
        case f.PaymentRedated(batch=batch, drawn=drawn, items=items):
            moved = [*overlaps(amounts_of(items), drawn)] if drawn else [*_plain(items)]
            recorded_on = happened.recorded_on
            yield Group("paid", -1, moved, happened.recorded_reference, batch, effective_on=recorded_on)
            yield Group("paid", 1, moved, happened.reference, batch)
        case f.PaymentAssigned(batch=batch, items=items):
            cleared = [*_from_the_end(amounts_of(items), happened.cleared)]
            funds = [*overlaps(amounts_of(items), happened.drawn)]
            ordered = [one for one in cleared if one[2] and one[2].fund != UNMATCHED]
            yield Group("ordered", -1, ordered, batch, batch)
            yield Group("ordered", 1, funds, batch, batch)
            yield Group("paid", -1, cleared, batch, batch)
            yield Group("paid", 1, funds, batch, batch)
        case (
            f.RecoveryReceived(recovery=recovery, reference=reference)
            | f.ReceiptReversed(recovery=recovery, reference=reference)
        ):
            sign = 1 if isinstance(happened, f.RecoveryReceived) else -1
            for group in _restored("recovered", recovery, reference, happened.restored):
                yield replace(group, sign=sign)
            if happened.owed_back_fen:
                beyond = ((OWED_BACK, happened.owed_back_fen, HELD),)
                yield Group("recovered", sign, beyond, reference, None, recovery)
            yield Group("written-off", -sign, _plain(happened.written_back), recovery, None, recovery)
        case f.RecoveryOffsetWithin(recovery=recovery, amount_fen=amount_fen):
            yield from _restored("offset", recovery, recovery, happened.restored)
            yield Group("offset", -1, ((OWED_BACK, amount_fen, HELD),), recovery, None, recovery)
        case f.RecoveryOffset(recovery=recovery, batch=batch):
            yield from _restored("offset", recovery, batch, happened.restored)
        case f.RecoveryWrittenOff(recovery=recovery, items=items):
            yield Group("written-off", 1, _plain(items), recovery, None, recovery)
        case _:
            yield from _demands(ledgers, case, happened)


def _demands(ledgers: Ledgers, case: Case, happened: Event) -> Iterator[Group]:
    match happened:
        case f.RecoveryDemanded(recovery=recovery):
            ledgers.demands[case.number, recovery] = [
                (payment.batch, due, fen) for payment in happened.payments for due, fen, _ in _plain(payment.items)
            ]
        case f.RecoveryApproved(recovery=recovery):
            for batch, due, fen in ledgers.demands[case.number, recovery]:
                yield Group("recovery-demanded", 1, ((due, fen, None),), recovery, batch, recovery)
        case (
            f.RecoveryReduced(recovery=recovery, amount_fen=left)
            | f.RecoveryCancelled(recovery=recovery, amount_fen=left)
        ):
            named = ledgers.demands.get((case.number, recovery), [])
            while left:
                batch, due, fen = named[-1]
                part = min(fen, left)
                named[-1:] = [(batch, due, fen - part)] if fen > part else []
                left -= part
                if case.recoveries[recovery].approved:
                    yield Group("recovery-demanded", -1, ((due, part, None),), recovery, batch, recovery)


def _came_back(
    kind: str,
    sign: int,
    items: Iterable[Portion],
    undone: Iterable[Portion],
    drawn: Sequence[Draw],
    reference: str,
    batch: str,
) -> Iterator[Group]:
    """`drawn` with what was drawn last first."""
    had_paid_back = sorted(amounts_of(undone).items())
    of_funds = {due: fen - dict(had_paid_back).get(due, 0) for due, fen in amounts_of(items).items()}
    yield Group(kind, sign, _from_the_end(of_funds, drawn), reference, batch)
    yield Group(kind, sign, ((due, fen, HELD) for due, fen in had_paid_back), reference, batch)
    yield Group("recovered", sign, ((due, fen, None) for due, fen in had_paid_back), reference, batch)


def _restored(kind: str, recovery: str, reference: str, restored: Iterable[Restored]) -> Iterator[Group]:
    for payment in restored:
        shares = _from_the_end(amounts_of(payment.items), payment.drawn)
        yield Group(kind, 1, shares, reference, payment.batch, recovery)


def _difference(before: Case, case: Case) -> Iterator[Share]:
    """By how much the entitlement of each instalment has changed."""
    for due in sorted({*before.items, *case.items}):
        was, now = (state.items[due].entitled_fen if due in state.items else 0 for state in (before, case))
        if was != now:
            yield due, now - was, None


def _plain(items: Iterable[Portion]) -> Iterator[Share]:
    return ((due, fen, None) for due, fen in sorted(amounts_of(items).items()))


def overlaps(amounts_fen: Mapping[Due, int], drawn: Iterable[Draw]) -> Iterator[Share]:
    """Lay the instalments end to end, and the draws beside them: a share is where one of each overlap."""
    start = 0
    for due in sorted(amounts_fen):
        end = start + amounts_fen[due]
        begun = 0
        for draw in drawn:
            done = begun + draw.amount_fen
            shared = min(end, done) - max(start, begun)
            if shared > 0:
                yield due, shared, draw
            begun = done
        start = end


def _from_the_end(amounts_fen: Mapping[Due, int], restored: Sequence[Draw]) -> Iterator[Share]:
    """The same with the last instalments beside what was drawn last, which stands first in `restored`."""
    return overlaps(amounts_fen, tuple(reversed(restored)))
