"""The rows of the payout history, and how one amount of money is divided over instalments and funds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from sqlalchemy import BigInteger, Column, Integer, String, Table

from domain.application.values import HELD_FOR_PAYEE
from projections.engine.model import METADATA
from projections.events import money_views as m
from projections.events.money_views import DueKey

NAME = "payout_history"


class Kind(StrEnum):
    """What kind of movement a row is."""

    ENTITLED = "entitled"
    REVISED = "revised"
    FORFEITED = "forfeited"
    ORDERED = "ordered"
    ORDER_CANCELLED = "order-cancelled"
    PAID = "paid"
    RETURNED = "returned"
    RECOVERY_DEMANDED = "recovery-demanded"
    RECOVERED = "recovered"
    OFFSET = "offset"
    WRITTEN_OFF = "written-off"


MOVEMENTS = Table(
    NAME,
    METADATA,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),  # within the event, from 1
    Column("application", String, nullable=False),
    Column("line", Integer, nullable=False),
    Column("instalment", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("source", String),  # of the fund that is drawn on, or gets its money back
    Column("fund", String),
    Column("person", String),  # the pseudonym of the person whom the line is about
    Column("payee", String, nullable=False),  # the applicant: a USCC or a pseudonym
    Column("scheme", String, nullable=False),
    Column("authority", String, nullable=False),
    Column("payer", String),
    Column("effective_on", String, nullable=False),
    Column("recorded_at", String, nullable=False),
    Column("reference", String),  # the bank's where it has one, else the batch, or the demand
    Column("batch", String),  # the payment that this is about, or that comes back
    Column("recovery", String),  # the demand
    Column("clause", String),
    Column("edition", String, nullable=False),
    Column("digest", String, nullable=False),
    sqlite_with_rowid=False,
)

Moved = tuple[DueKey, int, m.Draw | None]
"""What moved: the instalment, the amount in fen, and what it was drawn from or goes back to, if there is such."""

TO_OWED_BACK = m.Draw(fund=HELD_FOR_PAYEE, source=HELD_FOR_PAYEE, amount_fen=0)


def divided(items: Iterable[tuple[DueKey, int]], draws: Iterable[m.Draw]) -> Iterator[Moved]:
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


def given_back(items: Iterable[tuple[DueKey, int]], restored: Iterable[m.Draw]) -> Iterator[Moved]:
    """Divide what came back of a payment: the last instalment goes to what was drawn last, which stands first in
    `restored`. In order of line and instalment all the same.
    """
    return reversed(list(divided(sorted(items, reverse=True), restored)))


def undrawn(items: Iterable[tuple[DueKey, int]]) -> Iterator[Moved]:
    return ((due, amount_fen, None) for due, amount_fen in items)


def less(moved: Iterable[Moved]) -> Iterator[Moved]:
    return ((due, -amount_fen, draw) for due, amount_fen, draw in moved)
