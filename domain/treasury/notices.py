"""What a log tells of allotments in a notice, and what two notices tell of the same. ADR 0079."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from domain.base import Event, Struct
from domain.errors import NotAllowed
from domain.office.allotment_notice import (
    AllotmentNotice,
    AllotmentTerms,
    EntryKind,
    NotedAllotment,
    NoticeEntry,
    NoticePart,
    Side,
)
from domain.text import document_key
from domain.treasury.allotment import Allotment
from domain.treasury.allotment_events import (
    AllotmentMade,
    AllotmentReclaimed,
    AllotmentReleased,
    AllotmentSettled,
    MovedPart,
)
from domain.treasury.fund import Fund
from domain.treasury.incoming import Incoming, Receipt


def allotted(allotment: Allotment, events: Sequence[Event], funds: Mapping[str, Fund]) -> NotedAllotment:
    """The city's side: `events` is its stream from the first on. What moved nothing is left out, but the making."""
    entries = tuple(_entries(events, funds))
    terms = AllotmentTerms(
        allotment=allotment.allotment,
        edition=allotment.edition,
        year=allotment.year,
        schemes=allotment.schemes,
        document=allotment.document,
        total_fen=allotment.total_fen,
        advance_percent=allotment.advance_percent,
        targets=allotment.targets,
    )
    return NotedAllotment(terms=terms, entries=entries)


def _entries(events: Sequence[Event], funds: Mapping[str, Fund]) -> Iterator[NoticeEntry]:
    for number, happened in enumerate(events, 1):
        match happened:
            case AllotmentMade(document=document, value_on=value_on):
                moved = [
                    (MovedPart(fund=part.fund, out_of=part.fund, to=part.to, amount_fen=part.advance_fen), part.fund)
                    for part in happened.parts
                    if part.advance_fen
                ]
                kind = EntryKind.ADVANCED
            case (
                AllotmentReleased(document=document, value_on=value_on)
                | AllotmentSettled(document=document, value_on=value_on)
            ):
                moved, kind = [(part, part.out_of) for part in happened.parts], EntryKind.RELEASED
            case AllotmentReclaimed(document=document, value_on=value_on):
                moved, kind = [(part, part.to) for part in happened.parts], EntryKind.RECLAIMED
            case _:
                continue
        if moved or kind is EntryKind.ADVANCED:
            parts = tuple(
                NoticePart(
                    part=part.fund,
                    fund=fund,
                    year=funds[fund].year,
                    indicator=funds[part.fund].indicator,
                    amount_fen=part.amount_fen,
                )
                for part, fund in moved
            )
            yield NoticeEntry(number=number, kind=kind, document=document, value_on=value_on, parts=parts)


def received(incoming: Incoming, funds: Mapping[str, Fund]) -> NotedAllotment:
    """The district's side: of each entry what it received or gave back so far, as of its last day."""
    entries = tuple(_of_receipt(receipt, funds) for _, receipt in sorted(incoming.receipts.items()))
    return NotedAllotment(terms=incoming.terms, entries=entries)


def _of_receipt(receipt: Receipt, funds: Mapping[str, Fund]) -> NoticeEntry:
    back = receipt.entry.kind is EntryKind.RECLAIMED
    parts = []
    for move in receipt.moved:
        own = funds[move.out_of if back else move.to]
        fund = move.to if back else move.out_of
        part = NoticePart(part=move.fund, fund=fund, year=own.year, indicator=own.indicator, amount_fen=move.amount_fen)
        parts.append(part)
    entry = receipt.entry
    return NoticeEntry(
        number=entry.number, kind=entry.kind, document=entry.document, value_on=receipt.value_on, parts=tuple(parts)
    )


class Compared(Struct):
    """One entry as both sides have it; None where a side does not."""

    terms: AllotmentTerms
    given: NoticeEntry | None
    received: NoticeEntry | None
    differences: tuple[str, ...]
    """`not-received`, `not-allotted`, `other-terms`, `other-document`, `other-kind`, `other-amount`; empty where both
    agree.
    """


def compare(one: AllotmentNotice, other: AllotmentNotice) -> tuple[Compared, ...]:
    """Entry by entry. Raises `NotAllowed`: `notices-one-side`, and `notices-apart` for other authorities."""
    if one.side is other.side:
        raise NotAllowed("notices-one-side")
    if (one.giver, one.holder) != (other.giver, other.holder):
        values = {"giver": one.giver, "holder": one.holder, "other_giver": other.giver, "other_holder": other.holder}
        raise NotAllowed("notices-apart", **values)
    given, received_ = (one, other) if one.side is Side.ALLOTTED else (other, one)
    return tuple(_compared(_by_number(given), _by_number(received_)))


_Noted = Mapping[str, NotedAllotment]


def _by_number(notice: AllotmentNotice) -> _Noted:
    return {noted.terms.allotment: noted for noted in notice.allotments}


def _compared(given: _Noted, received_: _Noted) -> Iterator[Compared]:
    for number in dict.fromkeys((*given, *received_)):
        of_giver, of_holder = given.get(number), received_.get(number)
        theirs, ours = _entries_of(of_giver), _entries_of(of_holder)
        noted = of_giver or of_holder
        assert noted is not None, "the number is of one of them"
        alike = of_giver is None or of_holder is None or of_giver.terms == of_holder.terms
        for entry in sorted({*theirs, *ours}):
            there, here = theirs.get(entry), ours.get(entry)
            differences = (*(() if alike else ("other-terms",)), *_differences(there, here))
            yield Compared(terms=noted.terms, given=there, received=here, differences=differences)


def _entries_of(noted: NotedAllotment | None) -> Mapping[int, NoticeEntry]:
    return {entry.number: entry for entry in noted.entries} if noted is not None else {}


def _differences(given: NoticeEntry | None, received_: NoticeEntry | None) -> Iterable[str]:
    if given is None:
        return ("not-allotted",)
    if received_ is None:
        return ("not-received",)
    differing = {
        "other-kind": given.kind is not received_.kind,
        "other-document": document_key(given.document) != document_key(received_.document),
        "other-amount": _by_part(given) != _by_part(received_),
    }
    return tuple(name for name, differs in differing.items() if differs)


def _by_part(entry: NoticeEntry) -> Mapping[str, int]:
    """What moved of each part, in fen."""
    moved: dict[str, int] = {}
    for part in entry.parts:
        moved[part.part] = moved.get(part.part, 0) + part.amount_fen
    return moved
