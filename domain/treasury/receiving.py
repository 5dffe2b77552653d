"""What a district does with a notice of its city: entry by entry, what is new of it takes effect in funds. ADR 0079.

Decided twice by the same rule, as acts about funds are. Nothing is recorded of what was received before; a notice that
tells otherwise of it is refused whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from domain.base import Decision, Event, Struct, replace
from domain.entitlement.edition import Edition
from domain.entitlement.paid_by import Payer
from domain.errors import NoSuchThing, NotAllowed
from domain.office.allotment_notice import EntryKind, NotedAllotment, NoticeEntry, NoticePart, Side
from domain.office.indicator import check_codes
from domain.office.receipt_proposals import ReceiveAllotments
from domain.treasury import fund_events as e
from domain.treasury.allotment_events import MovedPart
from domain.treasury.fund import Fund, evolve
from domain.treasury.fund_acts import positive
from domain.treasury.fund_returns import last_of
from domain.treasury.incoming import EntryReceived, Incoming, incoming_stream

_YEARS = range(2000, 2200)
"""Of budgets: the number of a fund has four digits for it."""


class Receiving(Struct):
    """What it is decided on."""

    editions: Mapping[str, Edition]
    """Those that the notice names, by their reference."""
    incoming: Mapping[str, Incoming]
    """What was received before, by the city's number."""
    made_here: frozenset[str]
    """The allotments that were made in this log."""
    funds: Mapping[str, Fund]
    fresh: Mapping[int, Sequence[str]]
    """Numbers for new funds, by the budget year."""


def receive(by: Receiving, command: ReceiveAllotments, today: date) -> Decision:
    """Nothing, where nothing of it is new.

    Raises `NotAllowed`: what `check_notice` refuses, and what `check_against` does.
    """
    for one in command.notice.allotments:
        check_terms(by, command, one)
    check_notice(command, today)
    check_against(by.incoming, command)
    return _Books(by, command, today).decision()


def check_terms(by: Receiving, command: ReceiveAllotments, one: NotedAllotment) -> None:
    """Raises `NotAllowed`: `notice-own`, `allotment-not-city`, `allotment-receiver`, `no-such-scheme`, of its
    money `notice-year` and `code-form`; and `NoSuchThing("no-such-source")`.
    """
    notice, terms = command.notice, one.terms
    edition = by.editions[terms.edition]
    if terms.allotment in by.made_here:
        raise NotAllowed("notice-own", allotment=terms.allotment)
    if notice.giver != edition.city:
        raise NotAllowed("allotment-not-city", authority=notice.giver, city=edition.city or "-")
    receiver = edition.authorities.get(notice.holder)
    if receiver is None or receiver.government is not Payer.DISTRICT:
        raise NotAllowed("allotment-receiver", authority=notice.holder)
    for scheme in terms.schemes:
        if scheme not in edition.schemes:
            raise NotAllowed("no-such-scheme", scheme=scheme, policy=edition.ref)
    sources = [source.id for source in edition.funding_order]
    for part in (part for entry in one.entries for part in entry.parts):
        _money_can_be(part, terms.allotment, sources)


def _money_can_be(part: NoticePart, allotment: str, sources: Sequence[str]) -> None:
    indicator = part.indicator
    if not indicator.origin_year <= part.year or part.year not in _YEARS:
        raise NotAllowed("notice-year", allotment=allotment, year=part.year, origin_year=indicator.origin_year)
    if indicator.source not in sources:
        raise NoSuchThing("no-such-source", source=indicator.source, sources=", ".join(sources))
    check_codes(indicator)


def check_notice(command: ReceiveAllotments, today: date) -> None:
    """What a notice has to be by itself. Raises `NotAllowed`: `notice-side` for one of a district, `notice-twice` for a
    number that stands in it twice, `notice-early` for a day to come, `amount-not-positive`, and `notice-sums` where
    what was allotted, released and reclaimed does not add up.
    """
    if command.notice.side is not Side.ALLOTTED:
        raise NotAllowed("notice-side", authority=command.notice.holder)
    seen: set[str] = set()
    for one in command.notice.allotments:
        if one.terms.allotment in seen:
            raise NotAllowed("notice-twice", number=one.terms.allotment)
        seen.add(one.terms.allotment)
        _adds_up(one, today)


def _adds_up(one: NotedAllotment, today: date) -> None:
    allotment, received_fen, reclaimed_fen, before = one.terms.allotment, 0, 0, 0
    for entry in one.entries:
        if entry.number <= before:
            raise NotAllowed("notice-twice", number=entry_name(allotment, entry.number))
        if (entry.kind is EntryKind.ADVANCED) != (entry is one.entries[0]):
            raise NotAllowed("notice-sums", allotment=allotment)
        if entry.value_on > today:
            raise NotAllowed("notice-early", number=entry_name(allotment, entry.number), value_on=entry.value_on)
        before = entry.number
        for part in entry.parts:
            positive(part.amount_fen)
        if entry.kind is EntryKind.RECLAIMED:
            reclaimed_fen += entry.amount_fen
        else:
            received_fen += entry.amount_fen
        if not reclaimed_fen <= received_fen <= one.terms.total_fen:
            raise NotAllowed("notice-sums", allotment=allotment)
    if not one.entries:
        raise NotAllowed("notice-sums", allotment=allotment)


def check_against(incoming: Mapping[str, Incoming], command: ReceiveAllotments) -> None:
    """Raises `NotAllowed`: `notice-log` for a notice of another log of the same city, `notice-older` for one as of a
    lower position than was received, `notice-forked` for another root at the same position, `notice-terms` and
    `notice-differs` where it tells otherwise of what was received, and `notice-missing` where it does not tell of it.
    """
    notice = command.notice
    of_giver = [one for one in incoming.values() if (one.giver, one.holder) == (notice.giver, notice.holder)]
    for before in of_giver:
        origin = before.origin
        if origin.log != notice.log:
            raise NotAllowed("notice-log", log=notice.log, before=origin.log)
        if notice.position < origin.position:
            raise NotAllowed("notice-older", position=notice.position, before=origin.position)
        if notice.position == origin.position and notice.root != origin.root:
            raise NotAllowed("notice-forked", position=notice.position, root=notice.root, before=origin.root)
    told = {one.terms.allotment: one for one in notice.allotments}
    for before in of_giver:
        if (one := told.get(before.allotment)) is None:
            raise NotAllowed("notice-missing", number=before.allotment, file=before.origin.file_sha256)
        if one.terms != before.terms:
            files = {"file": command.file_sha256, "before": before.origin.file_sha256}
            raise NotAllowed("notice-terms", allotment=before.allotment, **files)
        entries = {entry.number: entry for entry in one.entries}
        for number, receipt in before.receipts.items():
            name = entry_name(before.allotment, number)
            if (entry := entries.get(number)) is None:
                raise NotAllowed("notice-missing", number=name, file=receipt.file_sha256)
            if entry != receipt.entry:
                raise NotAllowed("notice-differs", number=name, **_both(entry, receipt.entry))


def _both(now: NoticeEntry, before: NoticeEntry) -> Mapping[str, object]:
    return {
        "document": now.document,
        "amount_fen": now.amount_fen,
        "value_on": now.value_on,
        "before_document": before.document,
        "before_fen": before.amount_fen,
        "before_on": before.value_on,
    }


def entry_name(allotment: str, number: int) -> str:
    """How an entry is cited, such as `350200-2024-A001/3`."""
    return f"{allotment}/{number}"


class _Books:
    """The funds of the district as they become, entry by entry, within one decision."""

    def __init__(self, by: Receiving, command: ReceiveAllotments, today: date) -> None:
        self._command = command
        self._today = today
        self._funds = dict(by.funds)
        self._incoming = by.incoming
        self._into: dict[tuple[str, str], list[str]] = {
            (one.allotment, part): list(one.funds_of(part))
            for one in by.incoming.values()
            for part in {part.part for receipt in one.receipts.values() for part in receipt.entry.parts}
        }
        self._fresh = {year: iter(numbers) for year, numbers in by.fresh.items()}
        self._decided: dict[str, list[Event]] = {}

    def decision(self) -> Decision:
        received: dict[str, list[Event]] = {}
        for one in self._command.notice.allotments:
            for entry in one.entries:
                if (happened := self._entry(one, entry)) is not None:
                    received.setdefault(incoming_stream(one.terms.allotment), []).append(happened)
        return {stream: tuple(events) for stream, events in {**received, **self._decided}.items()}

    def _entry(self, one: NotedAllotment, entry: NoticeEntry) -> EntryReceived | None:
        """What is new of an entry."""
        number = one.terms.allotment
        before = self._incoming.get(number)
        receipt = before.receipts.get(entry.number) if before is not None else None
        if entry.kind is EntryKind.RECLAIMED:
            due = {
                index: part.amount_fen if receipt is None else receipt.missing_fen(part)
                for index, part in enumerate(_merged(entry.parts))
            }
            moved = tuple(self._given_back(number, _merged(entry.parts), due))
            if receipt is not None and not moved:
                return None
        elif receipt is not None:
            return None
        else:
            moved = tuple(self._arrived(number, part) for part in entry.parts)
        notice = self._command.notice
        return EntryReceived(
            allotment=number,
            giver=notice.giver,
            holder=notice.holder,
            origin=notice.origin(self._command.file_sha256),
            terms=one.terms,
            entry=entry,
            moved=moved,
            value_on=self._today,
        )

    def _arrived(self, number: str, part: NoticePart) -> MovedPart:
        """Into the fund of the same money and year, or into a new one where that is over, or there is none."""
        into = self._into.setdefault((number, part.part), [])
        there = last_of(self._funds, into[-1]) if into else None
        if there is not None and there.open and there.year == part.year:
            name = there.fund
            fen, today = part.amount_fen, self._today
            self._record(name, e.FundAllottedIn(allotment=number, out_of=part.fund, amount_fen=fen, value_on=today))
        else:
            name = next(self._fresh[part.year])
            into.append(name)
            opened = e.FundOpenedByAllotment(
                fund=name,
                holder=self._command.notice.holder,
                year=part.year,
                indicator=part.indicator,
                allotment=number,
                out_of=part.fund,
                amount_fen=part.amount_fen,
                value_on=self._today,
            )
            self._record(name, opened)
        return MovedPart(fund=part.part, out_of=part.fund, to=name, amount_fen=part.amount_fen)

    def _given_back(self, number: str, parts: Sequence[NoticePart], due: dict[int, int]) -> Iterator[MovedPart]:
        """As far as it is there as of today and every later day: first out of the funds of its part, then for the rest
        out of others of the allotment whose money is of the same kind.
        """
        for near in (True, False):
            for index, part in enumerate(parts):
                for fund in self._sources(number, part, near=near):
                    fen = min(due[index], self._funds[fund].least_fen(self._today))
                    if fen > 0:
                        today = self._today
                        out = e.FundReclaimedOut(allotment=number, to=part.fund, amount_fen=fen, value_on=today)
                        self._record(fund, out)
                        due[index] -= fen
                        yield MovedPart(fund=part.part, out_of=fund, to=part.fund, amount_fen=fen)

    def _sources(self, number: str, part: NoticePart, *, near: bool) -> list[str]:
        own = {last_of(self._funds, name).fund for name in self._into.get((number, part.part), ())}
        return [
            name
            for name, fund in self._funds.items()
            if fund.allotment == number
            and fund.open
            and (name in own if near else name not in own and fund.indicator.kind == part.indicator.kind)
        ]

    def _record(self, fund: str, happened: Event) -> None:
        self._funds[fund] = evolve(self._funds.get(fund), happened)
        self._decided.setdefault(e.fund_stream(fund), []).append(happened)


def _merged(parts: Sequence[NoticePart]) -> tuple[NoticePart, ...]:
    """One for what comes back of one part to one fund."""
    merged: dict[tuple[str, str], NoticePart] = {}
    for part in parts:
        before = merged.get((part.part, part.fund))
        more = part if before is None else replace(before, amount_fen=before.amount_fen + part.amount_fen)
        merged[part.part, part.fund] = more
    return tuple(merged.values())
