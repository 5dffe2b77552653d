"""Whether a table of a standard is one that the notice allows: for whoever writes it, and for whoever adopts it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from domain.base import replace
from domain.entitlement.determined import Determined
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Value
from domain.entitlement.standards import Accepted, Rate, StandardKind, StandardTable, meeting
from domain.entitlement.vocabulary import FactKind, FactType

Unfit = tuple[str | None, str, Mapping[str, Value]]
"""What is wrong: in which of its rates, or None for the table; a code; and the values that belong to it."""

RATES_MAX = 1_000
"""So many rates has a table at the most: each is read by two people."""
RATE_MAX_FEN = 1_000_000_000_00
"""So much is one unit worth at the most, in fen: whatever is more was mistyped."""

_BANDS = (FactType.COUNT, FactType.FEN, FactType.DAY)


def unfit(edition: Edition, table: StandardTable) -> Iterator[Unfit]:
    """Everything for which the table is none that the edition's notice lets a bureau adopt."""
    if table.standard not in edition.standards:
        yield None, "no-such-standard", {"found": table.standard, "known": ", ".join(edition.standards)}
        return
    if not table.kind.counts_as(edition.standards[table.standard].kind):
        yield None, "standard-of-other-kind", {"standard": table.standard}
        return
    if len(table.rates) > RATES_MAX:
        yield None, "rates-too-many", {"found": len(table.rates), "required": RATES_MAX}
        return
    if table.applies_to is not None and table.applies_to < table.applies_from:
        first, last = table.applies_from.isoformat(), table.applies_to.isoformat()
        yield None, "dates-out-of-order", {"first": first, "last": last}
    wrong = list(_rates(edition, table))
    yield from wrong
    if wrong:
        return
    for one, other in meeting(table.rates):
        yield other.id, "rates-meet", {"first": one.id, "second": other.id}


def allowed(
    edition: Edition, standards: Mapping[str, tuple[StandardTable, ...]], scheme: str
) -> Mapping[str, tuple[StandardTable, ...]]:
    """The tables by which a scheme may be paid that fit `edition`: what was adopted beside another edition of the
    notice does not answer under one whose facts, units or bounds it does not keep.
    """
    amount = edition.schemes[scheme].amount
    kind = amount.standard if isinstance(amount, Determined) else None
    if kind is None:
        return {}
    answering: list[StandardTable] = []
    for table in standards.get(kind.id, ()):
        if _allowed(edition, table):
            answering.append(table)
        else:
            # It took the place of those before it, also here: that it does not fit brings none of them back.
            answering = [part for earlier in answering for part in _beside(earlier, table)]
    return {kind.id: tuple(answering)}


def _beside(table: StandardTable, other: StandardTable) -> Iterator[StandardTable]:
    """The parts of a table on whose days the `other` does not apply."""
    before = other.applies_from - timedelta(days=1)
    if table.applies_from <= before:
        yield replace(table, applies_to=before if table.applies_to is None else min(table.applies_to, before))
    if other.applies_to is not None:
        after = max(table.applies_from, other.applies_to + timedelta(days=1))
        if table.applies_to is None or after <= table.applies_to:
            yield replace(table, applies_from=after)


def _allowed(edition: Edition, table: StandardTable) -> bool:
    same_kind = table.kind.counts_as(edition.standards[table.standard].kind)
    return same_kind and next(_rates(edition, table), None) is None


def _rates(edition: Edition, table: StandardTable) -> Iterator[Unfit]:
    kind = edition.standards[table.standard].kind
    amounts = [scheme.amount for scheme in edition.schemes.values() if isinstance(scheme.amount, Determined)]
    answered = [amount for amount in amounts if amount.standard is not None and amount.standard.id == kind.id]
    for rate in table.rates:
        for code, values in (*_rate(edition, kind, rate), *_bounds(kind, answered, rate)):
            yield rate.id, code, values


def _rate(edition: Edition, kind: StandardKind, rate: Rate) -> Iterator[tuple[str, Mapping[str, Value]]]:
    for fact, accepted in rate.when.items():
        if fact not in kind.keys:
            yield "rate-over-other-fact", {"fact": fact, "known": ", ".join(kind.keys)}
        elif not _fits(edition.vocabulary[fact], accepted):
            yield "rate-value-unfit", {"fact": fact, "expected": edition.vocabulary[fact].type.value}
    if rate.asks_paid and kind.paid is None:
        yield "rate-of-nothing-paid", {"standard": kind.id}
    if rate.share is not None and not 0 < rate.share.numerator <= rate.share.denominator:
        yield "share-above-one", {"found": str(rate.share)}


def _fits(kind: FactKind, accepted: Accepted) -> bool:
    if accepted.values:
        return all(kind.fits(value) for value in accepted.values)
    ends = [end for end in (accepted.first, accepted.last) if end is not None]
    if kind.type not in _BANDS or not ends or not all(kind.fits(end) for end in ends):
        return False
    return len(ends) < 2 or accepted.accepts(ends[0])


def _bounds(
    kind: StandardKind, answered: Iterable[Determined], rate: Rate
) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Every scheme that the standard answers may be paid so much; one unit of several may be less than the least."""
    amount_fen = rate.amount_fen
    if amount_fen is None:
        return
    if amount_fen > RATE_MAX_FEN:
        yield "rate-too-much", {"found_fen": amount_fen, "cap_fen": RATE_MAX_FEN}
        return
    for amount in answered:
        floor_fen = 1 if kind.counted else amount.floor_fen
        cap_fen = RATE_MAX_FEN if amount.cap_fen is None else amount.cap_fen
        if not floor_fen <= amount_fen <= cap_fen:
            bounds: dict[str, Value] = {"found_fen": amount_fen, "floor_fen": floor_fen, "cap_fen": cap_fen}
            yield "rate-outside-bounds", {**bounds, "clause": amount.clause}
