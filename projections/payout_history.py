"""拨付台账: every movement of money, append-only and bitemporal.

One row for each application, line, instalment and, where the money has one, fund. Rows are never changed, so that what
was known at a position is the rows up to it, and what had taken effect by a day is the rows with that `effective_on`.

`amount_fen` is what the movement adds to the sum that it is about: `entitled` adds to the entitlement, `forfeited` and
`revised` (here: to nothing, by a withdrawal) take from it; `ordered` adds to what was ordered and `order-cancelled`
takes from it; `paid` adds to what was paid. So the entitlement is the sum of `entitled`, `revised` and `forfeited`, and
what is in flight is the sum of `ordered` and `order-cancelled` less that of `paid`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table, select

from projections import shapes as s
from projections.databases import insert, upsert
from projections.entries import Entry
from projections.model import METADATA
from projections.payout_context import CONTEXTS, Context, kept_contexts, submitted
from projections.shapes import DueKey
from store.trouble import StoreUnavailable

NAME = "payout_history"
VERSION = 1


class Kind(StrEnum):
    """What kind of movement a row is."""

    ENTITLED = "entitled"
    REVISED = "revised"
    FORFEITED = "forfeited"
    ORDERED = "ordered"
    ORDER_CANCELLED = "order-cancelled"
    PAID = "paid"


MOVEMENTS = Table(
    NAME,
    METADATA,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),  # within the fact, from 1
    Column("application", String, nullable=False),
    Column("line", Integer, nullable=False),
    Column("instalment", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("source", String),  # of the fund that is drawn on
    Column("fund", String),
    Column("person", String),  # the pseudonym of the person whom the line is about
    Column("payee", String, nullable=False),  # the applicant: a USCC or a pseudonym
    Column("scheme", String, nullable=False),
    Column("authority", String, nullable=False),
    Column("effective_on", String, nullable=False),
    Column("recorded_at", String, nullable=False),
    Column("reference", String),  # the bank's for a payment, the batch for an order and its cancellation
    Column("clause", String),
    Column("edition", String, nullable=False),
    Column("digest", String, nullable=False),
    sqlite_with_rowid=False,
)
CLAUSES = Table(
    "payout_history_clause",
    METADATA,
    Column("id", String, primary_key=True),  # the digest of an edition and a scheme in it
    Column("clause", String, nullable=False),
    sqlite_with_rowid=False,
)
TABLES = (MOVEMENTS, CONTEXTS, CLAUSES)
INDEXES: Mapping[str, Sequence[Sequence[str]]] = {
    NAME: tuple(
        (column, "position", "ordinal")
        for column in ("application", "payee", "person", "scheme", "authority", "source", "recorded_at")
    )
}
FACTS = frozenset(
    {
        "policy.edition-adopted.v1",
        "application.submitted.v1",
        "application.corrected.v1",
        "application.approved.v1",
        "application.withdrawn.v1",
        "application.instalment-forfeited.v1",
        "application.payment-ordered.v1",
        "application.payment-cancelled.v1",
        "application.partially-paid.v1",
        "application.settled.v1",
    }
)


def begin(tables: Sequence[Table]) -> PayoutFold:
    return PayoutFold(*tables)


class PayoutFold:
    """See `projections.model.Fold`."""

    def __init__(self, movements: Table, contexts: Table, clauses: Table) -> None:
        self._movements = movements
        self._contexts = kept_contexts(contexts)
        self._clause_table = clauses
        self._clauses: dict[str, str] | None = None
        self._new_clauses: dict[str, str] = {}
        self._rows: list[tuple[object, ...]] = []
        self._take: Mapping[str, Callable[[Entry[Any]], None]] = {
            "policy.edition-adopted.v1": self._adopted,
            "application.submitted.v1": self._submitted,
            "application.corrected.v1": self._corrected,
            "application.approved.v1": self._approved,
            "application.withdrawn.v1": self._withdrawn,
            "application.instalment-forfeited.v1": self._forfeited,
            "application.payment-ordered.v1": self._ordered,
            "application.payment-cancelled.v1": self._cancelled,
            "application.partially-paid.v1": self._credited,
            "application.settled.v1": self._credited,
        }

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        if self._clauses is None:
            self._clauses = {row[0]: row[1] for row in connection.execute(select(self._clause_table))}
        mine = [entry for entry in entries if entry.name in self._take]
        self._contexts.fetch(connection, {entry.subject for entry in mine if entry.version > 1})
        for entry in mine:
            self._take[entry.name](entry)

    def write(self, connection: Connection, *, lazily: bool) -> None:
        insert(connection, self._movements, self._rows)
        self._rows.clear()
        upsert(connection, self._clause_table, list(self._new_clauses.items()))
        self._new_clauses.clear()
        self._contexts.write(connection, lazily=lazily)

    def _adopted(self, entry: Entry[s.Adopted]) -> None:
        # A pack that was adopted has been checked; of it only the clause of each scheme is wanted here.
        for scheme, stated in tomllib.loads(entry.data.content)["schemes"].items():
            self._new_clauses[_clause_id(entry.data.digest, scheme)] = stated["clause"]
        self._clauses = (self._clauses or {}) | self._new_clauses

    def _submitted(self, entry: Entry[s.Submitted]) -> None:
        self._contexts.add(entry.subject, submitted(entry))

    def _corrected(self, entry: Entry[s.Corrected]) -> None:
        _known(self._contexts.change(entry.subject), entry).correct(entry.data)

    def _approved(self, entry: Entry[s.Approved]) -> None:
        context = _known(self._contexts.change(entry.subject), entry)
        context.approve(entry.data)
        self._move(entry, context, Kind.ENTITLED, _whole(context.amounts_fen.items()))

    def _withdrawn(self, entry: Entry[s.Empty]) -> None:
        context = _known(self._contexts.change(entry.subject), entry)
        self._move(entry, context, Kind.REVISED, _given_up(context, sorted(context.amounts_fen)))

    def _forfeited(self, entry: Entry[s.Forfeited]) -> None:
        context = _known(self._contexts.change(entry.subject), entry)
        self._move(entry, context, Kind.FORFEITED, _given_up(context, sorted(entry.data.items)))

    def _ordered(self, entry: Entry[s.Ordered]) -> None:
        context = _known(self._contexts.get(entry.subject), entry)
        drawn = divided(_amounts(context, entry.data.items), entry.data.drawn)
        self._move(entry, context, Kind.ORDERED, drawn, entry.data.batch)

    def _cancelled(self, entry: Entry[s.Ordered]) -> None:
        context = _known(self._contexts.get(entry.subject), entry)
        drawn = divided(_amounts(context, entry.data.items), entry.data.drawn)
        back = ((due, -amount_fen, draw) for due, amount_fen, draw in drawn)
        self._move(entry, context, Kind.ORDER_CANCELLED, back, entry.data.batch)

    def _credited(self, entry: Entry[s.PartlyPaid] | Entry[s.Settled]) -> None:
        credit = entry.data.credit
        if credit is not None:
            context = _known(self._contexts.get(entry.subject), entry)
            drawn = divided(_amounts(context, credit.items), credit.drawn)
            self._move(entry, context, Kind.PAID, drawn, credit.reference)

    def _move(
        self, entry: Entry[Any], context: Context, kind: Kind, moved: Iterable[Moved], reference: str | None = None
    ) -> None:
        clause = (self._clauses or {}).get(_clause_id(context.digest, context.scheme))
        said = (
            context.payee,
            context.scheme,
            context.authority,
            entry.effective_on,
            entry.recorded_at,
            reference,
            clause,
            context.edition,
            context.digest,
        )
        position, number, word, persons = entry.position, context.application, kind.value, context.persons
        self._rows += [
            (
                position,
                ordinal,
                number,
                line,
                instalment,
                word,
                amount_fen,
                draw.source if draw else None,
                draw.fund if draw else None,
                persons.get(line),
                *said,
            )
            for ordinal, ((line, instalment), amount_fen, draw) in enumerate(moved, start=1)
        ]


Moved = tuple[DueKey, int, s.Draw | None]
"""What moved: the instalment, the amount in fen, and what it was drawn from, if it was."""


def divided(items: Iterable[tuple[DueKey, int]], draws: Iterable[s.Draw]) -> Iterator[Moved]:
    """Divide a bank item, which is drawn as a whole, over its instalments: each draw is used up before the next.

    `items` are in order of line and instalment, `draws` in funding order. The parts of an instalment add up to its
    amount and those of a draw to the draw, to the fen.
    """
    sources = iter(draws)
    draw, left_fen = None, 0
    for due, amount_fen in items:
        while amount_fen:
            if not left_fen:
                draw = next(sources, None)
                assert draw is not None, "a bank item draws what its instalments amount to"
                left_fen = draw.amount_fen
            part_fen = min(amount_fen, left_fen)
            yield due, part_fen, draw
            amount_fen -= part_fen
            left_fen -= part_fen
    assert not left_fen, "a bank item draws no more than its instalments amount to"
    assert next(sources, None) is None, "a bank item draws no more than its instalments amount to"


def _whole(items: Iterable[tuple[DueKey, int]]) -> Iterator[Moved]:
    return ((due, amount_fen, None) for due, amount_fen in items)


def _given_up(context: Context, items: Iterable[DueKey]) -> list[Moved]:
    """These are owed no more."""
    return [(due, -context.amounts_fen.pop(due), None) for due in items]


def _amounts(context: Context, items: Iterable[DueKey]) -> list[tuple[DueKey, int]]:
    """What each instalment amounts to, in order of line and instalment."""
    return [(due, context.amounts_fen[due]) for due in sorted(items)]


def _known(context: Context | None, entry: Entry[Any]) -> Context:
    """Every application was submitted, so that a context that is not there has been lost."""
    if context is None:
        raise StoreUnavailable("views-corrupt", model=NAME, application=entry.subject)
    return context


def _clause_id(digest: str, scheme: str) -> str:
    return f"{digest} {scheme}"
