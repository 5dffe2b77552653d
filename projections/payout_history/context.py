"""What money events do not repeat: of each application, who is paid, whom its lines are about, what they amount to,
what is in flight, and what is demanded back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, String, Table

from projections.engine.model import METADATA
from projections.engine.row_cache import RowCache
from projections.events.entries import Entry
from projections.events.event_views import Corrected, Submitted, persons_of
from projections.events.money_views import Approved, Demanded, DueKey, FollowedUp, Revised, stated
from projections.folds.entitlements import Amounts, Items, awarded

CONTEXTS = Table(
    "payout_history_context",
    METADATA,
    Column("application", String, primary_key=True),
    Column("scheme", String, nullable=False),
    Column("authority", String, nullable=False),
    Column("payer", String),
    Column("payee", String, nullable=False),
    Column("edition", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("persons", String, nullable=False),  # JSON: pseudonym by line
    Column("amounts", String, nullable=False),  # JSON: [[line, instalment], fen], what each is entitled to
    Column("demands", String, nullable=False),  # JSON: what is demanded back, by demand
    sqlite_with_rowid=False,
)
_CAPACITY = 100_000
"""Lines and instalments kept in memory: some 40 MB."""


class Demand(msgspec.Struct, gc=False):
    """What a demand takes back: of which payment, of which instalment, how much. It moves nothing until approved."""

    proposal: str
    taken: list[tuple[str, DueKey, int]]
    approved: bool = False

    def reduce(self, amount_fen: int) -> Iterator[tuple[str, DueKey, int]]:
        """Take `amount_fen` from what was named last; yields what was taken from what, above zero."""
        while amount_fen:
            batch, due, named_fen = self.taken.pop()
            part_fen = min(amount_fen, named_fen)
            if part_fen < named_fen:
                self.taken.append((batch, due, named_fen - part_fen))
            yield batch, due, part_fen
            amount_fen -= part_fen


class Context(msgspec.Struct, gc=False):
    application: str
    scheme: str
    authority: str
    payer: str | None
    payee: str
    edition: str
    digest: str
    persons: dict[int, str]
    """The pseudonym of whom a line is about, by line."""
    entitled_fen: Amounts
    demands: dict[str, Demand]

    def correct(self, corrected: Corrected) -> None:
        self.persons = persons_of(corrected)

    def approve(self, approved: Approved) -> None:
        self.edition = approved.edition
        self.digest = approved.digest
        self.payer = approved.payer
        self.entitled_fen = awarded(approved.awards)

    def follow_up(self, decided: FollowedUp) -> Items:
        """What lines that were open are entitled to from now on."""
        fresh = awarded(decided.awards)
        self.entitled_fen.update(fresh)
        return list(fresh.items())

    def decided_under(self, revised: Revised) -> None:
        self.edition = revised.edition
        self.digest = revised.digest
        self.payer = revised.payer

    def demand(self, demanded: Demanded) -> None:
        taken = [
            (payment.batch, due, amount_fen)
            for payment in demanded.payments
            for due, amount_fen in sorted(stated(payment.items).items())
        ]
        self.demands[demanded.recovery] = Demand(proposal=demanded.proposal, taken=taken)

    def weight(self) -> int:
        return 4 + len(self.persons) + len(self.entitled_fen)


def submitted(entry: Entry[Submitted]) -> Context:
    return Context(
        application=entry.subject,
        scheme=entry.data.scheme,
        authority=entry.data.authority,
        payer=entry.data.payer,
        payee=entry.data.applicant.party,
        edition=entry.data.edition,
        digest=entry.data.digest,
        persons=persons_of(entry.data),
        entitled_fen={},
        demands={},
    )


def cached_contexts(table: Table) -> RowCache[Context]:
    return RowCache(table, read=_read, row=_row, weigh=Context.weight, capacity=_CAPACITY)


_encode = msgspec.json.Encoder().encode
_decode_persons = msgspec.json.Decoder(dict[int, str]).decode
_decode_amounts = msgspec.json.Decoder(Items).decode
_decode_demands = msgspec.json.Decoder(dict[str, Demand]).decode


def _read(row: Sequence[Any]) -> Context:
    application, scheme, authority, payer, payee, edition, digest, persons, entitled_fen, demands = row
    return Context(
        application=application,
        scheme=scheme,
        authority=authority,
        payer=payer,
        payee=payee,
        edition=edition,
        digest=digest,
        persons=_decode_persons(persons),
        entitled_fen=dict(_decode_amounts(entitled_fen)),
        demands=_decode_demands(demands),
    )


def _row(context: Context) -> tuple[Any, ...]:
    return (
        context.application,
        context.scheme,
        context.authority,
        context.payer,
        context.payee,
        context.edition,
        context.digest,
        _encode(context.persons).decode(),
        _encode(list(context.entitled_fen.items())).decode(),
        _encode(context.demands).decode() if context.demands else "{}",
    )


def clauses_of(pack: dict[str, Any]) -> dict[str, str]:
    """The clause of each scheme, which is all that is wanted of a pack here."""
    return {name: str(scheme["clause"]) for name, scheme in pack["schemes"].items()}


def clause_id(digest: str, scheme: str) -> str:
    return f"{digest} {scheme}"
