"""What the payout history should hold, told another way: from the domain's facts and cases, one fact after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from domain.application import facts as f
from domain.application.evolve import evolve
from domain.application.state import Case
from domain.application.status import Standing
from domain.application.values import Draw, Due
from domain.facts import Fact
from projections.questions import Movement
from tests.domain.minutes import Minute
from tests.domain.story import edition

Share = tuple[Due, int, Draw | None]


def movements(minutes: Sequence[Minute], recorded_at: Sequence[datetime]) -> list[Movement]:
    """Every movement of these facts, which stand at the positions from 1 on."""
    cases: dict[str, Case] = {}
    found: list[Movement] = []
    for position, (minute, instant) in enumerate(zip(minutes, recorded_at, strict=True), start=1):
        kind, _, number = minute.stream.partition("-")
        if kind == "application":
            before = cases.get(number)
            case = cases[number] = evolve(before, minute.fact, minute.by)
            found += _of(before or case, case, minute.fact, position, minute.on, instant)
    return found


def _of(before: Case, case: Case, happened: Fact, position: int, today: date, instant: datetime) -> Iterator[Movement]:
    kind, sign, shares, reference = _shares(before, case, happened)
    for ordinal, (due, amount_fen, draw) in enumerate(shares, start=1):
        yield Movement(
            position=position,
            ordinal=ordinal,
            application=case.number,
            line=due.line,
            instalment=due.instalment,
            kind=kind,
            amount_fen=sign * amount_fen,
            source=draw.source if draw else None,
            fund=draw.fund if draw else None,
            payee=case.applicant.party,
            person=case.person(case.lines[due.line]),
            scheme=case.scheme,
            authority=case.authority,
            effective_on=happened.happened_on or today,
            recorded_at=instant,
            reference=reference,
            clause=edition().schemes[case.scheme].clause,
            edition=case.edition,
            digest=case.digest,
        )


def _shares(before: Case, case: Case, happened: Fact) -> tuple[str, int, Iterable[Share], str | None]:
    match happened:
        case f.ApplicationApproved():
            return "entitled", 1, _undrawn(case, case.items), None
        case f.ApplicationWithdrawn():
            owed = (due for due, item in before.items.items() if item.standing is not Standing.FORFEITED)
            return "revised", -1, _undrawn(before, owed), None
        case f.InstalmentForfeited(items=items):
            return "forfeited", -1, _undrawn(case, items), None
        case f.PaymentOrdered(items=items, drawn=drawn, batch=batch):
            return "ordered", 1, _overlaps(case, items, drawn), batch
        case f.PaymentCancelled(items=items, drawn=drawn, batch=batch):
            return "order-cancelled", -1, _overlaps(case, items, drawn), batch
        case f.ApplicationPartiallyPaid(credit=credit) | f.ApplicationSettled(credit=credit) if credit is not None:
            return "paid", 1, _overlaps(case, credit.items, credit.drawn), credit.reference
    return "", 0, (), None


def _undrawn(case: Case, items: Iterable[Due]) -> Iterator[Share]:
    return ((due, case.items[due].amount_fen, None) for due in sorted(items))


def _overlaps(case: Case, items: Iterable[Due], drawn: Iterable[Draw]) -> Iterator[Share]:
    """Lay the instalments end to end, and the draws beside them: a share is where one of each overlap."""
    start = 0
    for due in sorted(items):
        end = start + case.items[due].amount_fen
        begun = 0
        for draw in drawn:
            done = begun + draw.amount_fen
            shared = min(end, done) - max(start, begun)
            if shared > 0:
                yield due, shared, draw
            begun = done
        start = end
