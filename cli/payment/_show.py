"""`bailu payment list` and `show`: what was ordered, what went to the bank, and what the bank answered."""

from __future__ import annotations

from typing import Any

from domain.treasury.batch import Batch
from presentation.language import N_
from presentation.rows.columns import Column, Kind

BATCHES = (
    Column("batch", N_("Batch"), Kind.NAME),
    Column("authority", N_("Authority"), Kind.NAME),
    Column("standing", N_("Standing"), Kind.LABEL),
    Column("count", N_("Applications"), Kind.COUNT),
    Column("amount_fen", N_("Amount (yuan)"), Kind.MONEY),
    Column("credited_fen", N_("Credited (yuan)"), Kind.MONEY),
    Column("returned_fen", N_("Returned (yuan)"), Kind.MONEY),
    Column("failed", N_("Not carried out"), Kind.COUNT, minor=True),
    Column("ordered_on", N_("Ordered on"), Kind.DAY),
    Column("ordered_by", N_("Ordered by"), Kind.NAME),
)


def row(batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.batch,
        "authority": batch.authority,
        "standing": batch.status,
        "count": len(batch.items),
        "amount_fen": batch.amount_fen,
        "credited_fen": sum(item.amount_fen for item in batch.credited.values()),
        "returned_fen": sum(item.amount_fen for item in batch.returned),
        "failed": len(batch.failed),
        "ordered_on": batch.ordered_on,
        "ordered_by": batch.ordered_by,
    }
