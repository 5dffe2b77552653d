"""Movements of demands from before this log: what was taken over, what came in, what is demanded no more.

Line `n` is the demand `rn` of the file that stands in the place of an application; they have no instalments, and no
fund gets their money back: it is due to the treasury.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from domain.imports.debt_events import TREASURY
from projections.engine.row_cache import RowCache
from projections.events import event_views as s
from projections.events.entries import Entry
from projections.events.money_views import OWED_BACK, DueKey
from projections.folds.debts import CONFIRMED, OF_THE_FILE, PROPOSED
from projections.payout_history.context import Context
from projections.payout_history.rows import Kind, Moved


class DebtMovements:
    """The part of `PayoutFold` that is about them. Each demand has a context of its own, and so has its file."""

    _contexts: RowCache[Context]

    def _move(
        self,
        entry: Entry[Any],
        context: Context,
        kind: Kind,
        moved: Iterable[Moved],
        reference: str | None = None,
        batch: str | None = None,
        recovery: str | None = None,
        effective_on: str | None = None,
    ) -> None:
        raise NotImplementedError

    def _fetch_debts(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        debts = [entry for entry in entries if entry.name in DEBT_FOLDS]
        self._contexts.fetch(connection, {entry.stream for entry in debts if entry.version > 1})
        files = [file for entry in debts if (file := self._contexts.get(entry.stream))]
        named = {_key(file.application, f"r{line}") for file in files for line, _ in file.entitled_fen}
        self._contexts.fetch(connection, named)

    def _debts_proposed(self, entry: Entry[s.DebtsProposed]) -> None:
        open_fen: dict[DueKey, int] = {}
        for debt in entry.data.debts:
            open_fen[_due(debt.recovery)] = debt.open_fen
            self._contexts.add(
                _key(entry.stream, debt.recovery), _context(entry, debt.scheme, debt.payee, debt.recovery)
            )
        file = _context(entry, "", "")
        file.entitled_fen = open_fen
        self._contexts.add(entry.stream, file)

    def _debts_confirmed(self, entry: Entry[s.DebtAnswer]) -> None:
        file = self._contexts.get(entry.stream)
        if entry.data.act != OF_THE_FILE or file is None:
            return
        for due, amount_fen in file.entitled_fen.items():
            recovery = f"r{due[0]}"
            moved: list[Moved] = [(due, amount_fen, None)]
            self._move(entry, self._of(entry, recovery), Kind.RECOVERY_DEMANDED, moved, recovery, None, recovery)

    def _debt_received(self, entry: Entry[s.DebtReceived], sign: int = 1) -> None:
        data = entry.data
        due, context = _due(data.recovery), self._of(entry, data.recovery)
        came: list[Moved] = [(due, sign * data.treasury_due_fen, None), (OWED_BACK, sign * data.beyond_fen, None)]
        back: list[Moved] = [(due, -sign * data.written_back_fen, None)]
        self._move(entry, context, Kind.RECOVERED, _some(came), data.reference, None, data.recovery)
        self._move(entry, context, Kind.WRITTEN_OFF, _some(back), data.recovery, None, data.recovery)

    def _debt_receipt_reversed(self, entry: Entry[s.DebtReceived]) -> None:
        self._debt_received(entry, -1)

    def _debt_paid_out(self, entry: Entry[s.DebtPaidOut]) -> None:
        """What went beyond is with its payee again; what the treasury gets was no payee's."""
        data = entry.data
        if data.to != TREASURY:
            moved: list[Moved] = [(OWED_BACK, data.amount_fen, None)]
            self._move(entry, self._of(entry, data.to), Kind.PAID, moved, data.document, None, data.to)

    def _debt_changed(self, entry: Entry[s.DebtChanged]) -> None:
        data = entry.data
        forgiven = data.act == "write-off-recovery"
        kind, sign = (Kind.WRITTEN_OFF, 1) if forgiven else (Kind.RECOVERY_DEMANDED, -1)
        moved: list[Moved] = [(_due(data.recovery), sign * data.amount_fen, None)]
        self._move(entry, self._of(entry, data.recovery), kind, _some(moved), data.recovery, None, data.recovery)

    def _of(self, entry: Entry[Any], recovery: str) -> Context:
        context = self._contexts.get(_key(entry.stream, recovery))
        assert context is not None, "a demand was brought in before anything happens to it"
        return context


DEBT_FOLDS: Mapping[str, str] = {
    PROPOSED: "_debts_proposed",
    CONFIRMED: "_debts_confirmed",
    "debt.received.v1": "_debt_received",
    "debt.receipt-reversed.v1": "_debt_receipt_reversed",
    "debt.changed.v1": "_debt_changed",
    "debt.paid-out.v1": "_debt_paid_out",
}


def _key(file: str, recovery: str) -> str:
    return f"{file} {recovery}"


def _due(recovery: str) -> DueKey:
    return int(recovery.removeprefix("r")), 0


def _some(moved: Iterable[Moved]) -> list[Moved]:
    return [one for one in moved if one[1]]


def _context(entry: Entry[s.DebtsProposed], scheme: str, payee: str, recovery: str = "") -> Context:
    return Context(
        application=_key(entry.stream, recovery) if recovery else entry.stream,
        scheme=scheme,
        authority=entry.data.authority,
        payer=entry.data.authority,
        payee=payee,
        edition="",
        digest="",
        persons={},
        entitled_fen={},
        demands={},
    )
