"""The sheet of a demand: its ground, what it takes back, where it stands, and what is still open of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from domain.application import events as f
from domain.application.state.balances import Recovery
from domain.application.state.case import Case
from domain.application.values import Restored
from domain.money import yuan
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from presentation.words.amounts import amount_in_words
from presentation.words.phrases import terms
from store.line.envelope import Recorded

COLUMNS = (
    Column("recovery", N_("Demand"), Kind.NAME),
    Column("standing", N_("Standing"), Kind.LABEL),
    Column("ground", N_("Ground"), Kind.LABEL),
    Column("basis", N_("Basis")),
    Column("demanded_fen", N_("Demanded (yuan)"), Kind.MONEY),
    Column("received_fen", N_("Received (yuan)"), Kind.MONEY),
    Column("reduced_fen", N_("Reduced (yuan)"), Kind.MONEY, minor=True),
    Column("written_off_fen", N_("Written off (yuan)"), Kind.MONEY, minor=True),
    Column("open_fen", N_("Open (yuan)"), Kind.MONEY),
    Column("served_on", N_("Served on"), Kind.DAY, minor=True),
    Column("due_on", N_("Due by"), Kind.DAY),
)
PAYMENTS = (
    Column("batch", N_("Payment"), Kind.NAME),
    Column("computation", N_("Computation"), Kind.NAME),
    Column("amount_fen", N_("Amount (yuan)"), Kind.MONEY),
    Column("funds", N_("Goes back to")),
)


def demand_values(recovery: Recovery, recorded: Iterable[Recorded] = ()) -> dict[str, Any]:
    """A demand for programs; with its case's facts, also what it takes back, and what came in by which way."""
    events = [each.event for each in recorded if getattr(each.event, "recovery", None) == recovery.recovery]
    return {
        "recovery": recovery.recovery,
        "ground": recovery.ground,
        "basis": recovery.basis,
        "standing": recovery.status,
        "demanded_fen": recovery.demanded_fen,
        "reduced_fen": recovery.reduced_fen,
        "received_fen": recovery.received_fen,
        "written_off_fen": recovery.written_off_fen,
        "open_fen": recovery.open_fen,
        "served_on": recovery.served_on,
        "due_on": recovery.due_on,
        "plan": [{"due_on": part.due_on, "amount_fen": part.amount_fen} for part in recovery.plan],
        "referred_to": recovery.referred_to,
        "receipts": [{"reference": name, "amount_fen": fen} for name, fen in recovery.receipts.items()],
        "payments": [
            row for event in events if isinstance(event, f.RecoveryDemanded) for row in restored(event.payments)
        ],
        "restored": [
            row
            for event in events
            if isinstance(event, f.RecoveryReceived | f.RecoveryOffset)
            for row in restored(event.restored)
        ],
    }


def restored(payments: Iterable[Restored]) -> list[dict[str, Any]]:
    """What comes back of each payment, and to which funds."""
    return [
        {
            "batch": each.batch,
            "amount_fen": each.amount_fen,
            "computation": terms(each.items),
            "funds": ", ".join(f"{draw.fund} {yuan(draw.amount_fen)}" for draw in each.drawn),
            "drawn": [{"fund": draw.fund, "source": draw.source, "amount_fen": draw.amount_fen} for draw in each.drawn],
        }
        for each in payments
    ]


def demand_lines(case: Case, demanded: f.RecoveryDemanded) -> Iterator[str]:
    """A demand in sentences, for whoever proposes it and whoever approves it."""
    yield _("%(ground)s, by %(basis)s") % {"ground": label(demanded.ground), "basis": demanded.basis}
    yield _("Paid %(paid)s yuan (net), entitled to %(entitled)s yuan: overpaid %(overpaid)s yuan") % {
        "paid": yuan(case.net_paid_fen),
        "entitled": yuan(case.entitled_fen),
        "overpaid": yuan(case.overpaid_fen),
    }
    for row in restored(demanded.payments):
        yield _("Payment %(batch)s: %(computation)s yuan, back to %(funds)s") % row
    yield _("Demanded: %(amount)s") % {"amount": amount_in_words(demanded.amount_fen)}


def standing(case: Case, recovery: str) -> Iterator[str]:
    """The demand as it stands, if there is one."""
    found = case.recoveries.get(recovery)
    if found is not None:
        yield _("Demand %(recovery)s by %(basis)s, open: %(amount)s") % {
            "recovery": recovery,
            "basis": found.basis,
            "amount": amount_in_words(found.open_fen),
        }
