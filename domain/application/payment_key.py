"""Under which name a case holds what a payment run pays it. ADR 0072.

A run through a bank pays a case one item, a run through the treasury one for each fund that it draws on. An item of a
run is so the run itself, or the run and the fund.
"""

from __future__ import annotations


def payment_key(batch: str, fund: str | None) -> str:
    """The name of an item: `350200-2024-0001`, or with its fund `350200-2024-0001/350200-2024-F001`."""
    return batch if fund is None else f"{batch}/{fund}"


def batch_of(key: str) -> str:
    """The run of an item."""
    return key.partition("/")[0]
