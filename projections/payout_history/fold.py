"""Events into movements of money (see `payout_history` for what each kind of movement adds to)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, String, Table, select

from projections.database.connections import insert, upsert
from projections.engine.model import METADATA
from projections.events import bank_views as v
from projections.events import event_views as s
from projections.events import money_views as m
from projections.events.entries import Entry
from projections.events.money_views import OWED_BACK
from projections.folds.editions import read_adopted
from projections.folds.entitlements import change, forfeit, give_up, paid_of
from projections.payout_history.bank import OF_BANK
from projections.payout_history.context import Context, cached_contexts, clause_id, clauses_of, submitted
from projections.payout_history.debts import DEBT_FOLDS, DebtMovements
from projections.payout_history.rows import NAME, TO_OWED_BACK, Kind, Moved, divided, given_back, less, undrawn
from store.errors import StoreUnavailable

CLAUSES = Table(
    "payout_history_clause",
    METADATA,
    Column("id", String, primary_key=True),  # the digest of an edition and a scheme in it
    Column("clause", String, nullable=False),
    sqlite_with_rowid=False,
)


class PayoutFold(DebtMovements):
    """See `projections.engine.model.Fold`."""

    def __init__(self, movements: Table, contexts: Table, clauses: Table) -> None:
        self._movements = movements
        self._contexts = cached_contexts(contexts)
        self._clause_table = clauses
        self._clauses: dict[str, str] | None = None
        self._new_clauses: dict[str, str] = {}
        self._rows: list[tuple[object, ...]] = []
        self._at = self._ordinal = 0
        self._folding = {name: getattr(self, method) for name, method in FOLDS.items()}

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        if self._clauses is None:
            self._clauses = {row[0]: row[1] for row in connection.execute(select(self._clause_table))}
        mine = [entry for entry in entries if entry.name in FOLDS]
        self._contexts.fetch(connection, {entry.subject for entry in mine if entry.version > 1})
        self._fetch_debts(connection, mine)
        for entry in mine:
            self._folding[entry.name](entry)

    def write(self, connection: Connection, *, lazily: bool) -> None:
        insert(connection, self._movements, self._rows)
        self._rows.clear()
        upsert(connection, self._clause_table, list(self._new_clauses.items()))
        self._new_clauses.clear()
        self._contexts.write(connection, lazily=lazily)

    def _adopted(self, entry: Entry[s.Adopted]) -> None:
        clauses = read_adopted(entry.data.content, clauses_of) or {}
        self._new_clauses |= {clause_id(entry.data.digest, scheme): clause for scheme, clause in clauses.items()}
        self._clauses = (self._clauses or {}) | self._new_clauses

    def _submitted(self, entry: Entry[s.Submitted]) -> None:
        self._contexts.add(entry.subject, submitted(entry))

    def _corrected(self, entry: Entry[s.Corrected]) -> None:
        self._changing(entry).correct(entry.data)

    def _transferred(self, entry: Entry[s.Transferred]) -> None:
        context = self._changing(entry)
        context.authority, context.payer = entry.data.authority, entry.data.payer

    def _approved(self, entry: Entry[m.Approved]) -> None:
        context = self._changing(entry)
        context.approve(entry.data)
        self._move(entry, context, Kind.ENTITLED, undrawn(context.entitled_fen.items()))

    def _followed_up(self, entry: Entry[m.FollowedUp]) -> None:
        context = self._changing(entry)
        self._move(entry, context, Kind.ENTITLED, undrawn(context.follow_up(entry.data)))

    def _revised(self, entry: Entry[m.Revised]) -> None:
        context = self._changing(entry)
        context.decided_under(entry.data)
        self._move(entry, context, Kind.REVISED, undrawn(change(context.entitled_fen, entry.data.changed)))

    def _upheld(self, entry: Entry[m.Upheld]) -> None:
        context = self._changing(entry)
        self._move(entry, context, Kind.REVISED, undrawn(change(context.entitled_fen, entry.data.changed)))

    def _withdrawn(self, entry: Entry[m.Withdrawn]) -> None:
        context = self._changing(entry)
        self._move(entry, context, Kind.REVISED, undrawn(give_up(context.entitled_fen, entry.data.given_up)))

    def _met(self, entry: Entry[m.Met]) -> None:
        """What had been forfeited is owed again."""
        context = self._changing(entry)
        self._move(entry, context, Kind.REVISED, undrawn(change(context.entitled_fen, entry.data.revived)))

    def _forfeited(self, entry: Entry[m.Forfeited]) -> None:
        context = self._changing(entry)
        self._move(entry, context, Kind.FORFEITED, undrawn(forfeit(context.entitled_fen, entry.data.items)))

    def _ordered(self, entry: Entry[m.Ordered]) -> None:
        data, context = entry.data, self._changing(entry)
        self._move(entry, context, Kind.ORDERED, divided(paid_of(data.items), data.drawn), data.batch, data.batch)

    def _cancelled(self, entry: Entry[m.Ordered] | Entry[v.Failed]) -> None:
        data, context = entry.data, self._changing(entry)
        drawn = divided(paid_of(data.items), data.drawn)
        self._move(entry, context, Kind.ORDER_CANCELLED, less(drawn), data.batch, data.batch)

    def _credited(self, entry: Entry[m.PartlyPaid] | Entry[m.Settled]) -> None:
        credit = entry.data.credit
        if credit is None:
            return
        context = self._changing(entry)
        items = paid_of(credit.items)
        self._move(entry, context, Kind.PAID, divided(items, credit.drawn), credit.reference, credit.batch)

    def _paid_by_offset(self, entry: Entry[m.PaidByOffset]) -> None:
        credit, context = entry.data.credit, self._changing(entry)
        moved = list(divided(paid_of(credit.items), credit.drawn))
        for kind in (Kind.ORDERED, Kind.PAID):
            self._move(entry, context, kind, moved, credit.reference, credit.batch, entry.data.recovery)

    def _of_bank(self, entry: Entry[Any]) -> None:
        context = self._changing(entry)
        for group in OF_BANK[entry.name](entry.data):
            self._move(
                entry, context, group.kind, group.moved, group.reference, group.batch, effective_on=group.effective_on
            )

    def _demanded(self, entry: Entry[m.Demanded]) -> None:
        self._changing(entry).demand(entry.data)

    def _approved_demand(self, entry: Entry[m.OfDemand]) -> None:
        context, recovery = self._changing(entry), entry.data.recovery
        demand = context.demands[recovery]
        demand.approved = True
        for batch, due, amount_fen in demand.taken:
            self._move(entry, context, Kind.RECOVERY_DEMANDED, [(due, amount_fen, None)], recovery, batch, recovery)

    def _declined(self, entry: Entry[s.Proposed]) -> None:
        if entry.data.act == "demand-recovery":
            context = self._changing(entry)
            context.demands = {
                name: demand for name, demand in context.demands.items() if demand.proposal != entry.data.proposal
            }

    def _reduced(self, entry: Entry[m.Reduced] | Entry[m.Cancelled]) -> None:
        context, recovery = self._changing(entry), entry.data.recovery
        demand = context.demands.get(recovery)  # What was only intended takes nothing back.
        for batch, due, amount_fen in demand.reduce(entry.data.amount_fen) if demand else ():
            if demand and demand.approved:
                less: list[Moved] = [(due, -amount_fen, None)]
                self._move(entry, context, Kind.RECOVERY_DEMANDED, less, recovery, batch, recovery)

    def _received(self, entry: Entry[m.Received], sign: int = 1) -> None:
        data, context = entry.data, self._changing(entry)
        self._recovered(entry, context, Kind.RECOVERED, data.reference, sign)
        if data.owed_back_fen:
            beyond = [(OWED_BACK, sign * data.owed_back_fen, TO_OWED_BACK)]
            self._move(entry, context, Kind.RECOVERED, beyond, data.reference, None, data.recovery)
        back = undrawn((due, -sign * fen) for due, fen in sorted(m.stated(data.written_back).items()))
        self._move(entry, context, Kind.WRITTEN_OFF, back, data.recovery, None, data.recovery)

    def _receipt_reversed(self, entry: Entry[m.Received]) -> None:
        self._received(entry, sign=-1)

    def _offset_within(self, entry: Entry[m.OffsetWithin]) -> None:
        data, context = entry.data, self._changing(entry)
        self._recovered(entry, context, Kind.OFFSET, data.recovery)
        no_more = [(OWED_BACK, -data.amount_fen, TO_OWED_BACK)]
        self._move(entry, context, Kind.OFFSET, no_more, data.recovery, None, data.recovery)

    def _offset(self, entry: Entry[m.Offset]) -> None:
        self._recovered(entry, self._changing(entry), Kind.OFFSET, entry.data.batch)

    def _recovered(
        self,
        entry: Entry[m.Received] | Entry[m.Offset] | Entry[m.OffsetWithin],
        context: Context,
        kind: Kind,
        reference: str,
        sign: int = 1,
    ) -> None:
        for payment in entry.data.restored:
            back = given_back(m.stated(payment.items).items(), payment.drawn)
            self._move(
                entry, context, kind, back if sign > 0 else less(back), reference, payment.batch, entry.data.recovery
            )

    def _written_off(self, entry: Entry[m.WrittenOff]) -> None:
        data, context = entry.data, self._changing(entry)
        forgiven = undrawn(sorted(m.stated(data.items).items()))
        self._move(entry, context, Kind.WRITTEN_OFF, forgiven, data.recovery, None, data.recovery)

    def _changing(self, entry: Entry[Any]) -> Context:
        """Every application was submitted, so that a context that is not there has been lost."""
        context = self._contexts.change(entry.subject)
        if context is None:
            raise StoreUnavailable("views-corrupt", model=NAME, application=entry.subject)
        return context

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
        clause = (self._clauses or {}).get(clause_id(context.digest, context.scheme))
        common = (
            context.payee,
            context.scheme,
            context.authority,
            context.payer,
            effective_on or entry.effective_on,
            entry.recorded_at,
            reference,
            batch,
            recovery,
            clause,
            context.edition,
            context.digest,
        )
        number = context.application.partition(" ")[0]  # A demand from before this log has a context of its own.
        position, word, persons = entry.position, kind.value, context.persons
        if position != self._at:
            self._at, self._ordinal = position, 0
        rows = [
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
                *common,
            )
            for ordinal, ((line, instalment), amount_fen, draw) in enumerate(moved, start=self._ordinal + 1)
        ]
        self._ordinal += len(rows)
        self._rows += rows


FOLDS: Mapping[str, str] = {
    **dict.fromkeys(OF_BANK, "_of_bank"),
    **DEBT_FOLDS,
    "policy.edition-adopted.v1": "_adopted",
    "application.submitted.v1": "_submitted",
    "application.corrected.v1": "_corrected",
    "application.proposal-declined.v1": "_declined",
    "application.transferred.v1": "_transferred",
    "application.approved.v1": "_approved",
    "application.followed-up.v1": "_followed_up",
    "application.revised.v1": "_revised",
    "application.objection-upheld.v1": "_upheld",
    "application.withdrawn.v1": "_withdrawn",
    "application.milestone-met.v1": "_met",
    "application.instalment-forfeited.v1": "_forfeited",
    "application.payment-ordered.v1": "_ordered",
    "application.payment-cancelled.v1": "_cancelled",
    "application.payment-failed.v1": "_cancelled",
    "application.payment-overtaken.v1": "_cancelled",
    "application.payment-reinstated.v1": "_ordered",
    "application.partially-paid.v1": "_credited",
    "application.settled.v1": "_credited",
    "application.paid-by-offset.v1": "_paid_by_offset",
    "application.recovery-demanded.v1": "_demanded",
    "application.recovery-approved.v1": "_approved_demand",
    "application.recovery-reduced.v1": "_reduced",
    "application.recovery-cancelled.v1": "_reduced",
    "application.recovery-received.v1": "_received",
    "application.receipt-reversed.v1": "_receipt_reversed",
    "application.recovery-offset.v1": "_offset",
    "application.recovery-offset-within.v1": "_offset_within",
    "application.recovery-written-off.v1": "_written_off",
}
