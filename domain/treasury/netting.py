"""抵扣: what is owed back in a case is kept for what its payee owes there, and only the rest is paid.

Within one case alone: there it is one claim against another between the same two, by one decision. Across cases an
offset needs a basis of its own, and an officer who says so (`bailu recovery offset`). ADR 0075.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from domain.application import events as f
from domain.application.decisions.consequences import case_after, with_consequences
from domain.application.decisions.demands import overpaid, taken_back
from domain.application.state import money
from domain.application.state.case import Case, application_stream
from domain.application.state.money import awaits_payee
from domain.application.values import OWED_BACK
from domain.base import Decision, Event, replace
from domain.entitlement.claim import Use
from domain.errors import NotAllowed
from domain.treasury.batch import Batch
from domain.treasury.batch_events import Netted
from domain.treasury.fund import Fund
from domain.treasury.fund_returns import giving_back
from domain.treasury.receipts import by_fund


def netted(case: Case) -> tuple[Netted, ...]:
    """What of the money that is owed back is kept for demands of the case that their payee has to pay: approved, with
    them and not objected to, as `recovery offset` has it; the one served first before the others.

    Raises `NotAllowed("netted-in-full")` where nothing of the case would be left to be paid.
    """
    payable, left_fen = case.payable(), money.owed_back_fen(case)
    due = [demand for demand in case.recoveries.values() if awaits_payee(demand)]
    parts: list[Netted] = []
    for demand in sorted(due, key=lambda demand: demand.served_on or date.max):
        part_fen = min(left_fen, demand.open_fen)
        left_fen -= part_fen
        if part_fen:
            parts.append(Netted(application=case.number, recovery=demand.recovery, amount_fen=part_fen))
    rest_fen = max(0, payable.pop(OWED_BACK, 0) - netted_fen(parts)) + sum(payable.values())
    if parts and not rest_fen:
        raise NotAllowed("netted-in-full", application=case.number, recovery=parts[0].recovery)
    return tuple(parts)


def netted_fen(parts: Iterable[Netted]) -> int:
    return sum(part.amount_fen for part in parts)


def still_owing(owing: Iterable[Use], parts: Iterable[Netted]) -> list[Use]:
    """The demands of which something is open when these parts were kept for them."""
    taken = {(part.application, part.recovery): part.amount_fen for part in parts}
    return [use for use in owing if use.amount_fen > taken.get((use.application, use.qualifier), 0)]


def offsets_of(
    run: Batch, cases: Iterable[Case], funds: Mapping[str, Fund], by: str, today: date
) -> tuple[tuple[Netted, ...], dict[str, tuple[Event, ...]], Decision]:
    """What was netted in a run, for those of its `cases` that stay in it: the parts, the events by case, and what their
    funds get back. Of a case that the bank had paid before, nothing else can be left out: there what is still owed both
    ways is kept.

    Raises `NotAllowed("net-overtaken")` where the demand, or what is owed back, is not so high any more, or the payee
    objected since.
    """
    parts: list[Netted] = []
    events: dict[str, tuple[Event, ...]] = {}
    restored_fen: Counter[tuple[str, date]] = Counter()
    for case in cases:
        in_flight, offsets = bool(case.orders_of(run.batch)), []
        after = case
        for part in run.netted:
            if part.application != case.number:
                continue
            demand = after.recoveries[part.recovery]
            most_fen = min(demand.open_fen, after.owed_back.open_fen) if awaits_payee(demand) else 0
            if in_flight and part.amount_fen > most_fen:
                raise NotAllowed("net-overtaken", application=case.number, batch=run.batch, recovery=part.recovery)
            amount_fen = min(part.amount_fen, most_fen)
            if amount_fen <= 0:
                continue
            restored = taken_back(after, overpaid(after, amount_fen))
            within = f.RecoveryOffsetWithin(
                proposal=None, recovery=part.recovery, amount_fen=amount_fen, restored=restored
            )
            restored_fen += by_fund(restored, today)
            parts.append(replace(part, amount_fen=amount_fen))
            offsets.append(within)
            after = case_after(after, (within,), by)  # Several demands of one case, one after the other.
        if offsets:
            whole = tuple(offsets) if in_flight else with_consequences(case, tuple(offsets), by)
            events[application_stream(case.number)] = whole
    return tuple(parts), events, giving_back(funds, restored_fen, run.batch)
