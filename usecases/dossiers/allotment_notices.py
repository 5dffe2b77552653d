"""What this log tells of the allotments of a district in a notice, and what is proposed of one in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from domain.errors import NoSuchThing
from domain.office.allotment_notice import AllotmentNotice, EntryKind, NotedAllotment, NoticeEntry, Side
from domain.office.log import LogOpened
from domain.office.receipt_proposals import AllotmentReceiptProposed
from domain.streams import LOG, Kind
from domain.treasury.allotment import evolve as evolve_made
from domain.treasury.allotment_events import allotment_stream
from domain.treasury.fund import Fund
from domain.treasury.incoming import evolve as evolve_received
from domain.treasury.incoming import incoming_stream
from domain.treasury.notices import allotted, received
from domain.treasury.receiving import entry_name
from presentation.labels.vocabulary import label
from presentation.language import _
from presentation.words.amounts import amount_in_words
from store.line.envelope import read_all
from store.log import Reading
from usecases.dossiers.balances_of_day import funds_of_day, names_of
from usecases.session.officer_session import OfficerSession


def notice_of(session: OfficerSession, holder: str, otherwise: Side | None = None) -> AllotmentNotice:
    """All that this log has of allotments to a district: those that were made in it, else those that it received; where
    there is nothing, an empty notice of the side `otherwise`.

    Raises `NoSuchThing("nothing-allotted")`, where no side is named.
    """
    with session.database.reading() as view:
        funds = funds_of_day(view, None)
        told = {side: list(_told(view, side, holder, funds)) for side in Side}
        head, log = view.head(), _log(view)
    chosen = next((side for side, noted in told.items() if noted), otherwise)
    if chosen is None:
        raise NoSuchThing("nothing-allotted", authority=holder)
    return AllotmentNotice(
        side=chosen,
        giver=next((giver for giver, _noted in told[chosen]), ""),
        holder=holder,
        log=log,
        position=head.size,
        root=head.root.hex(),
        allotments=tuple(noted for _giver, noted in told[chosen]),
    )


def _told(view: Reading, side: Side, holder: str, funds: dict[str, Fund]) -> Iterator[tuple[str, NotedAllotment]]:
    """With who allotted."""
    if side is Side.ALLOTTED:
        for name in names_of(view, Kind.ALLOTMENT):
            events = [one.event for one in read_all(view.stream(allotment_stream(name)))]
            made = None
            for happened in events:
                made = evolve_made(made, happened)
            if made is not None and made.receiver == holder:
                yield made.holder, allotted(made, events, funds)
        return
    for name in names_of(view, Kind.INCOMING):
        incoming = None
        for one in read_all(view.stream(incoming_stream(name))):
            incoming = evolve_received(incoming, one.event)
        if incoming is not None and incoming.holder == holder:
            yield incoming.giver, received(incoming, funds)


def _log(view: Reading) -> str:
    """The identity that it was opened under: behind a restore it is still the log of the same office."""
    events = (one.event for one in read_all(view.stream(LOG)))
    return next(happened.log for happened in events if isinstance(happened, LogOpened))


def about_receipt(officer: str, proposed: AllotmentReceiptProposed) -> Iterator[str]:
    """Entry by entry, amounts in figures and in capitals, with what the money is and where all of it is from."""
    sentence = _("%(officer)s: receive for %(holder)s what %(giver)s allotted, as far as it is new")
    yield sentence % {"officer": officer, "holder": proposed.holder, "giver": proposed.giver}
    yield from entries_in_words(proposed.allotments)
    origin = proposed.origin
    yield _("As of position %(position)s of the log %(log)s, root %(root)s; SHA-256 of the file: %(sha256)s") % {
        "position": origin.position,
        "log": origin.log,
        "root": origin.root,
        "sha256": origin.file_sha256,
    }


def entries_in_words(allotments: tuple[NotedAllotment, ...]) -> Iterator[str]:
    for noted in allotments:
        for entry in noted.entries:
            yield _("%(number)s: %(kind)s on %(value_on)s, %(amount)s, by %(document)s, for %(schemes)s") % {
                "number": entry_name(noted.terms.allotment, entry.number),
                "kind": label(_KINDS[entry.kind]),
                "value_on": entry.value_on,
                "amount": amount_in_words(entry.amount_fen),
                "document": entry.document,
                "schemes": ", ".join(noted.terms.schemes),
            }
            yield from _parts_in_words(entry)


def _parts_in_words(entry: NoticeEntry) -> Iterator[str]:
    for part in entry.parts:
        indicator = part.indicator
        yield _("Of the fund %(fund)s, %(source)s, %(document)s, budget year %(year)s: %(amount)s") % {
            "fund": part.fund,
            "source": label(indicator.source),
            "document": indicator.document,
            "year": part.year,
            "amount": amount_in_words(part.amount_fen),
        }


_KINDS = {EntryKind.ADVANCED: "advanced", EntryKind.RELEASED: "part-released", EntryKind.RECLAIMED: "part-reclaimed"}


def kind_label(entry: NoticeEntry) -> str:
    """The label of what it is."""
    return _KINDS[entry.kind]
