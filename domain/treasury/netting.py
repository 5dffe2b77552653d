"""抵扣: what is owed back in a case is kept for what its payee owes there, and only the rest is paid.

Within one case alone: there it is one claim against another between the same two, by one decision. Across cases an
offset needs a basis of its own, and an officer who says so (`bailu recovery offset`). ADR 0075.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from domain.application import events as f
from domain.application.decisions.consequences import case_after
from domain.application.decisions.demands import overpaid, taken_back
from domain.application.state.case import Case, application_stream
from domain.application.state.money import awaits_payee
from domain.application.values import OWED_BACK
from domain.base import Decision, Event
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
    payable = case.payable()
    left_fen = payable.get(OWED_BACK, 0)
    due = [demand for demand in case.recoveries.values() if awaits_payee(demand)]
    parts: list[Netted] = []
    for demand in sorted(due, key=lambda demand: demand.served_on or date.max):
        part_fen = min(left_fen, demand.open_fen)
        left_fen -= part_fen
        if part_fen:
            parts.append(Netted(application=case.number, recovery=demand.recovery, amount_fen=part_fen))
    if parts and netted_fen(parts) == sum(payable.values()):
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
) -> tuple[dict[str, tuple[Event, ...]], Decision]:
    """What was netted in a run, for those of its `cases` that are released: by case, and what their funds get back.

    Raises `NotAllowed("net-overtaken")` where the demand, or what is owed back, is not so high any more, or the payee
    objected since.
    """
    events: dict[str, tuple[Event, ...]] = {}
    restored_fen: Counter[tuple[str, date]] = Counter()
    for case in cases:
        for part in run.netted:
            if part.application != case.number:
                continue
            demand = case.recoveries[part.recovery]
            if part.amount_fen > min(demand.open_fen, case.owed_back.open_fen) or not awaits_payee(demand):
                raise NotAllowed("net-overtaken", application=case.number, batch=run.batch, recovery=part.recovery)
            restored = taken_back(case, overpaid(case, part.amount_fen))
            within = f.RecoveryOffsetWithin(
                proposal=None, recovery=part.recovery, amount_fen=part.amount_fen, restored=restored
            )
            restored_fen += by_fund(restored, today)
            stream = application_stream(case.number)
            events[stream] = (*events.get(stream, ()), within)
            case = case_after(case, (within,), by)  # Several demands of one case, one after the other.
    return events, giving_back(funds, restored_fen, run.batch, owed=False)
