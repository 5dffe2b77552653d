"""Demands from before this log, as they are shown: the file with its demands, and what is proposed about them."""

from __future__ import annotations

from collections.abc import Iterator

from domain.imports.debt_events import (
    TREASURY,
    BroughtDebt,
    DebtChangeProposed,
    DebtPayoutProposed,
    DebtProposed,
    DebtReceiptCorrectionProposed,
    DebtReceiptProposed,
    DebtsProposed,
)
from domain.imports.debts import Debts
from domain.proposals import OpenProposal, ProposalId, meant
from presentation.labels.vocabulary import label
from presentation.language import _
from presentation.masks import masked_name
from presentation.rows.columns import Row
from presentation.words.amounts import amount_in_words
from presentation.words.debt_events import debt_sentence
from usecases.dossiers.demand_sheet import Demand, demand_row
from usecases.dossiers.receipt_corrections import proposed_correction
from usecases.session.officer_session import OfficerSession


class BroughtDemand(Row):
    """A demand from before this log; the payee is masked where it is a person."""

    payee: str
    scheme: str
    paid_year: int
    number: str | None
    beyond_fen: int
    """What came in beyond it."""
    owed_back_fen: int
    """What of that the payee has yet to get, in fen; below zero what they got too much."""
    demand: Demand


class BroughtDemands(Row):
    """The demands of one file, in fen; what came in is due to the treasury on the account `treasury`, and was paid to
    it or is still to be; below zero what it was paid too much.
    """

    number: str
    standing: str
    body: str
    document: str
    treasury: str
    sha256: str
    officer: str
    treasury_due_fen: int
    treasury_paid_fen: int
    demands: tuple[BroughtDemand, ...]


def payee_shown(session: OfficerSession, debt: BroughtDebt) -> str:
    """How a screen may show who owes it."""
    if debt.payee_name is not None:
        return debt.payee_name
    name = session.unseal(debt.payee, debt.sealed).get("name", "")
    return masked_name(name) if debt.payee_kind == "person" else name


def debts_of(session: OfficerSession, number: str, recovery: str | None = None) -> BroughtDemands:
    """The demands of a file, or the one named `recovery`. Raises `NoSuchThing`: `no-such-debts`, `no-such-recovery`."""
    from domain.application.decisions.demands import the_recovery

    with session.repository() as repository:
        state = repository.debts(number)
    wanted = [the_recovery(state, recovery)] if recovery else [*state.recoveries.values()]
    return BroughtDemands(
        number=state.name,
        standing=_standing(state),
        body=state.brought.body,
        document=state.brought.document,
        treasury=state.brought.treasury,
        sha256=state.brought.sha256,
        officer=state.by,
        treasury_due_fen=state.due_fen(TREASURY),
        treasury_paid_fen=state.paid_out_fen.get(TREASURY, 0),
        demands=tuple(
            BroughtDemand(
                payee=payee_shown(session, state.debt(one.recovery)),
                scheme=state.debt(one.recovery).scheme,
                paid_year=state.debt(one.recovery).paid_year,
                number=state.debt(one.recovery).number,
                beyond_fen=state.beyond_fen.get(one.recovery, 0),
                owed_back_fen=state.due_fen(one.recovery),
                demand=demand_row(one),
            )
            for one in wanted
        ),
    )


def _standing(state: Debts) -> str:
    if state.declined:
        return "import-declined"
    return "import-confirmed" if state.confirmed else "import-proposed"


def shown_debts(session: OfficerSession, proposal: ProposalId) -> tuple[str, list[str]]:
    """A heading and sentences for whoever confirms something about them. Raises as `meant`."""
    with session.repository() as repository:
        state = repository.debts(proposal.stream)
    opened = meant(state.proposals.waiting, proposal.name, proposal.stream)
    return f"{state.name}/{opened.proposal.id}", list(_about(session, state, opened))


def _about(session: OfficerSession, state: Debts, opened: OpenProposal[DebtProposed]) -> Iterator[str]:
    event = opened.event
    if isinstance(event, DebtsProposed):
        yield _("%(officer)s: take over %(count)s demand(s) that %(body)s made; by %(document)s") % {
            "officer": opened.proposal.by,
            "count": len(event.debts),
            "body": event.body,
            "document": event.document,
        }
        yield _("Open in all: %(amount)s; what comes in is due to the treasury: %(treasury)s") % {
            "amount": amount_in_words(sum(debt.open_fen for debt in event.debts)),
            "treasury": event.treasury,
        }
        yield _("SHA-256 of the file: %(sha256)s") % {"sha256": event.sha256}
        return
    if isinstance(event, DebtPayoutProposed):
        yield from _payout(session, state, event)
        return
    debt, recovery = state.debt(event.recovery), state.recoveries[event.recovery]
    yield _("%(payee)s, by %(document)s; open of demand %(recovery)s: %(open)s") % {
        "payee": payee_shown(session, debt),
        "document": debt.document,
        "recovery": event.recovery,
        "open": amount_in_words(recovery.open_fen),
    }
    if isinstance(event, DebtReceiptProposed):
        yield _("Received on %(day)s under %(reference)s: %(amount)s") % {
            "day": event.received_on,
            "reference": event.reference,
            "amount": amount_in_words(event.amount_fen),
        }
        same = session.unseal(debt.payee, event.same_reference).get("reason")
        if same:
            yield _("Why something else stands under the reference, too: %(reason)s") % {"reason": same}
    elif isinstance(event, DebtReceiptCorrectionProposed):
        yield from proposed_correction(session, debt.payee, recovery, event, state.name)
        yield _("Reason: %(reason)s") % {"reason": session.unseal(debt.payee, event.reason).get("reason", "")}
    elif isinstance(event, DebtChangeProposed):
        yield f"{label(event.act)}: {amount_in_words(event.amount_fen)}"
        yield _("Reason: %(reason)s") % {"reason": session.unseal(debt.payee, event.reason).get("reason", "")}


def _payout(session: OfficerSession, state: Debts, event: DebtPayoutProposed) -> Iterator[str]:
    """To whom, how much, and on which account or by which document."""
    if event.to == TREASURY:
        yield _("The treasury: %(treasury)s") % {"treasury": state.brought.treasury}
    else:
        yield payee_shown(session, state.debt(event.to))
    yield debt_sentence(event)
