"""What the payout history should hold, told another way: from the domain's facts and cases, one fact after another.

What a fact changed of an entitlement is the difference between the case before and after it, and what was ordered or
credited is what the case says of its orders and payments, so that nothing here repeats the fold that is tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count

from domain.application import events as f
from domain.application.folding.case import evolve
from domain.application.state.case import Case
from domain.application.values import OWED_BACK, Credit, Draw, Due, Portion, Restored, amounts_of
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
                effective_on=happened.happened_on or today,
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
        case f.InstalmentForfeited():
            yield Group("forfeited", 1, _difference(before, case))
        case f.PaymentOrdered(batch=batch, drawn=drawn):
            yield Group("ordered", 1, overlaps(case.orders[batch].amounts_fen, drawn), batch, batch)
        case f.PaymentCancelled(batch=batch) | f.PaymentFailed(batch=batch):
            order = before.orders[batch]
            yield Group("order-cancelled", -1, overlaps(order.amounts_fen, order.drawn), batch, batch)
        case f.ApplicationPartiallyPaid(credit=credit) | f.ApplicationSettled(credit=credit) if credit is not None:
            yield from _credited(before, case, credit)
        case f.PaidByOffset(credit=credit, recovery=recovery):
            paid = list(overlaps(case.payments[credit.batch].amounts_fen, credit.drawn))
            yield Group("ordered", 1, paid, credit.reference, credit.batch, recovery)
            yield Group("paid", 1, paid, credit.reference, credit.batch, recovery)
        case f.PaymentReturned(batch=batch, reference=reference):
            undone = amounts_of(happened.undone)
            restored = {due: fen - undone.get(due, 0) for due, fen in amounts_of(happened.items).items()}
            yield Group("returned", -1, _from_the_end(restored, happened.restored), reference, batch)
            yield Group("returned", -1, ((due, fen, HELD) for due, fen in sorted(undone.items())), reference, batch)
            yield Group("recovered", -1, ((due, fen, None) for due, fen in sorted(undone.items())), reference, batch)
        case f.RecoveryReceived(recovery=recovery, reference=reference):
            yield from _restored("recovered", recovery, reference, happened.restored)
            if happened.owed_back_fen:
                beyond = ((OWED_BACK, happened.owed_back_fen, HELD),)
                yield Group("recovered", 1, beyond, reference, None, recovery)
            yield Group("written-off", -1, _plain(happened.written_back), recovery, None, recovery)
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


def _credited(before: Case, case: Case, credit: Credit) -> Iterator[Group]:
    paid = list(overlaps(case.payments[credit.batch].amounts_fen, credit.drawn))
    yield Group("paid", 1, paid, credit.reference, credit.batch)
    order = before.orders[credit.batch]
    given = {(due, draw and draw.fund): fen for due, fen, draw in paid}
    rest = (
        (due, fen - given.get((due, draw and draw.fund), 0), draw)
        for due, fen, draw in overlaps(order.amounts_fen, order.drawn)
    )
    yield Group("order-cancelled", -1, (share for share in rest if share[1]), credit.batch, credit.batch)


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
