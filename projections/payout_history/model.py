"""拨付台账: every movement of money, append-only and bitemporal.

One row for each application, line, instalment and, where the money has one, fund. Rows are never changed, so that what
was known at a position is the rows up to it, and what had taken effect by a day is the rows with that `effective_on`.

`amount_fen` is what the movement adds to the sum that it is about, so that sums are sums:

- entitlement: `entitled`, `revised` (up or down, by a revision, an upheld objection or a withdrawal), `forfeited`
  (below zero);
- in flight: `ordered`, `order-cancelled` (below zero: declined, not carried out by the bank, or credited short) less
  `paid`, but for what was drawn on `bank-error`, which nobody had ordered. An offset is ordered and paid at once;
- paid: `paid`, `returned` (below zero);
- demanded back: `recovery-demanded`, once a supervisor approves it; below zero what is reduced or cancelled, taken from
  what the demand named last. It names the payment and the demand, and no source, for no money moves;
- recovered: `recovered` (received from the payee; below zero what a return undoes) and `offset` (kept back from a
  later instalment), with the source and the fund that get it back;
- `written-off` adds to what is forgiven.

Line 0, instalment 0 is no line but money owed back to the payee. The source and fund of `ordered`, `order-cancelled`
and `paid` give; those of `returned`, `recovered` and `offset` get back. Of each fund, and of the clearing accounts
`owed-back` and `bank-error`, drawn is `ordered` + `order-cancelled`, restored is `recovered` + `offset` - `returned`. A
return of what had been recovered restores nothing a second time: it goes to `owed-back`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Table

from projections.payout_history.context import CONTEXTS
from projections.payout_history.fold import CLAUSES, FOLDS, PayoutFold
from projections.payout_history.rows import MOVEMENTS, NAME

__all__ = ["EVENTS", "INDEXES", "NAME", "TABLES", "VERSION", "begin"]

VERSION = 6
TABLES = (MOVEMENTS, CONTEXTS, CLAUSES)
INDEXES: Mapping[str, Sequence[Sequence[str]]] = {
    NAME: tuple(
        (column, "position", "ordinal")
        for column in ("application", "payee", "person", "scheme", "authority", "payer", "source", "recorded_at")
    )
}
EVENTS = frozenset(FOLDS)


def begin(tables: Sequence[Table]) -> PayoutFold:
    return PayoutFold(*tables)
