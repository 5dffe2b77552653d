"""The sheet of a payment run: what each case is paid and how that adds up, and the funds that it draws on.

Everything on it is read from the facts with which the run was ordered, so the sheet that is shown before the question
and the one that is shown a year later are made in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.application.events import PaymentOrdered
from domain.application.state.case import Case, application_stream
from domain.application.values import CLEARING, OWED_BACK, Applicant, ApplicantKind, Draw, spread
from domain.base import Event
from domain.errors import NoSuchThing
from domain.money import yuan
from domain.treasury.batch import Batch, BatchExported, BatchFailed, BatchOrdered, batch_stream
from presentation.language import N_, _
from presentation.masks import masked_name, masked_number
from presentation.rows.columns import Column, Kind
from store.commands.repository import Repository
from store.line.envelope import Recorded, read, read_all
from usecases.session.officer_session import OfficerSession

ITEMS = (
    Column("application", N_("Application"), Kind.NAME),
    Column("payee", N_("Payee")),
    Column("account", N_("Account"), Kind.NAME),
    Column("scheme", N_("Scheme"), Kind.NAME),
    Column("clause", N_("Clause"), Kind.NAME),
    Column("computation", N_("Computation"), Kind.NAME),
    Column("amount_fen", N_("Amount (yuan)"), Kind.MONEY),
)
ANSWERS = (
    Column("application", N_("Application"), Kind.NAME),
    Column("result", N_("The bank's answer"), Kind.LABEL),
    Column("credited_fen", N_("Credited (yuan)"), Kind.MONEY),
    Column("value_on", N_("Credited on"), Kind.DAY),
    Column("reference", N_("Bank reference"), Kind.NAME),
    Column("returned_fen", N_("Returned (yuan)"), Kind.MONEY),
    Column("returned_on", N_("Returned on"), Kind.DAY),
    Column("return_reference", N_("Reference of the return"), Kind.NAME),
    Column("failed_on", N_("Not carried out on"), Kind.DAY),
    Column("reason", N_("Reason")),
)
DRAWS = (
    Column("fund", N_("Fund"), Kind.NAME),
    Column("source", N_("Source"), Kind.LABEL),
    Column("amount_fen", N_("Draws (yuan)"), Kind.MONEY),
    Column("left_fen", N_("Left (yuan)"), Kind.MONEY),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """So many lines of one case, each with this instalment of this amount."""

    lines: int
    instalment: int
    amount_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`items` and `drawn` are rows to show; `batch` is the number that the run has, or would get."""

    batch: str
    authority: str
    amount_fen: int
    items: tuple[dict[str, Any], ...]
    drawn: tuple[dict[str, Any], ...]

    def values(self) -> dict[str, Any]:
        """The sheet for a program."""
        return {
            "batch": self.batch,
            "authority": self.authority,
            "amount_fen": self.amount_fen,
            "items": [{key: value for key, value in item.items() if key != "computation"} for item in self.items],
            "drawn": self.drawn,
        }


def ordering_facts(session: OfficerSession, batch: str) -> tuple[Recorded, ...]:
    """The facts with which a run was ordered. Raises `NoSuchThing("no-such-batch")`."""
    with session.database.reading() as view:
        rows = view.stream(batch_stream(batch))
        if not rows:
            raise NoSuchThing("no-such-batch", batch=batch)
        known = view.command(read(rows[0]).command_id)
        assert known is not None, "what was recorded was a command"
        return tuple(read_all(view.rows(after=known.first_position - 1, limit=known.count)))


def payee_name(session: OfficerSession, applicant: Applicant) -> str:
    """Who is paid: an organisation by its public name, a person by a masked one; empty once the person is forgotten."""
    if applicant.name is not None:
        return applicant.name
    name = session.unseal(applicant.party, applicant.sealed).get("name", "")
    return masked_name(name) if applicant.kind is ApplicantKind.PERSON else name


def _account(session: OfficerSession, case: Case) -> str:
    return masked_number(session.unseal(case.applicant.party, case.account.sealed).get("number", ""))


def steps_of(session: OfficerSession, batch: str) -> list[dict[str, Any]]:
    """What happened to a run, in order: who ordered, released and exported it, and when its credits were recorded."""
    with session.database.reading() as view:
        recorded = read_all(view.stream(batch_stream(batch)))
    return [
        {
            "what": each.name,
            "recorded_at": each.recorded_at,
            "officer": each.actor,
            "position": each.position,
            "sha256": each.event.sha256 if isinstance(each.event, BatchExported) else None,
        }
        for each in recorded
    ]


def dropped_from(run: Batch, ordering: Iterable[Recorded]) -> list[str]:
    """The applications that were ordered in a run and left out of it when it was released."""
    ordered = next(each.event for each in ordering if isinstance(each.event, BatchOrdered))
    return [item.application for item in ordered.items if item.application not in run.items]


def sheet_of(
    session: OfficerSession,
    ordering: Iterable[Recorded],
    *,
    recorded: bool,
    run: Batch | None = None,
    without: Iterable[str] = (),
) -> Sheet:
    """The sheet of the run that these facts order, but for the applications in `without`.

    `recorded` says whether the funds have been drawn on already; of a `run` that went to the bank, its answers stand
    beside the items.
    """
    events = {each.stream: each.event for each in ordering}
    ordered = next(each for each in events.values() if isinstance(each, BatchOrdered))
    left_out = set(without)
    orders = {
        item.application: _order_of(events, item.application)
        for item in ordered.items
        if item.application not in left_out
    }
    with session.repository() as repository:
        items = tuple(_item(session, repository, number, payment, run) for number, payment in orders.items())
        drawn = tuple(
            _draw(repository, draw, recorded=recorded) for draw in totals(payment.drawn for payment in orders.values())
        )
    return Sheet(
        batch=ordered.batch,
        authority=ordered.authority,
        amount_fen=sum(payment.amount_fen for payment in orders.values()),
        items=items,
        drawn=drawn,
    )


def totals(drawn: Iterable[Sequence[Draw]]) -> list[Draw]:
    """What several payments draw on each fund together, in funding order."""
    found: dict[tuple[str, str], int] = {}
    for draw in (draw for draws in drawn for draw in draws):
        found[draw.fund, draw.source] = found.get((draw.fund, draw.source), 0) + draw.amount_fen
    return [Draw(fund=fund, source=source, amount_fen=amount_fen) for (fund, source), amount_fen in found.items()]


def _order_of(events: Mapping[str, Event], number: str) -> PaymentOrdered:
    found = events[application_stream(number)]
    assert isinstance(found, PaymentOrdered), "each bank item orders the payment of its case"
    return found


def _item(
    session: OfficerSession, repository: Repository, number: str, payment: PaymentOrdered, run: Batch | None
) -> dict[str, Any]:
    case = repository.case(number)
    # Orders of before partial payments say only which instalments they pay, and in full.
    stated = ((due, case.items[due].entitled_fen if fen is None else fen) for due, fen in spread(payment.items))
    counted = Counter((due.instalment, amount_fen) for due, amount_fen in stated)
    parcels = [
        Parcel(lines=lines, instalment=instalment, amount_fen=amount_fen)
        for (instalment, amount_fen), lines in sorted(counted.items())
    ]
    return {
        "application": number,
        "payee": payee_name(session, case.applicant),
        "account": _account(session, case),
        "scheme": case.scheme,
        "clause": repository.edition(case.edition).schemes[case.scheme].clause,
        "computation": computation(parcels),
        "lines": [
            {"count": each.lines, "instalment": each.instalment, "amount_fen": each.amount_fen} for each in parcels
        ],
        "amount_fen": payment.amount_fen,
        **(_answered(session, case, run) if run else {}),
    }


def _answered(session: OfficerSession, case: Case, run: Batch) -> dict[str, Any]:
    """What the bank said of the item of a case."""
    credit = run.credited.get(case.number)
    returns = [each for each in run.returned if each.application == case.number]
    failed_on, reason = None, returns[-1].reason if returns else None
    if case.number in run.failed:
        failed_on, reason = _failed(session, run.batch, case.number)
    result = "failed" if case.number in run.failed else "returned" if returns else "credited" if credit else None
    return {
        "result": result,
        "credited_fen": credit.amount_fen if credit else None,
        "value_on": credit.value_on if credit else None,
        "reference": credit.reference if credit else None,
        "returned_fen": sum(each.amount_fen for each in returns) if returns else None,
        "returned_on": returns[-1].returned_on if returns else None,
        "return_reference": returns[-1].reference if returns else None,
        "failed_on": failed_on,
        "reason": session.unseal(case.applicant.party, reason).get("reason"),
    }


def _failed(session: OfficerSession, batch: str, number: str) -> tuple[date, str]:
    """When the bank did not carry an item out, and the sealed reason."""
    with session.database.reading() as view:
        events = [each.event for each in read_all(view.stream(batch_stream(batch)))]
    failed = (item for event in events if isinstance(event, BatchFailed) for item in event.items)
    found = next(item for item in failed if item.application == number)
    return found.failed_on, found.reason


def computation(parcels: Sequence[Parcel]) -> str:
    """Such as `26 × 1,000.00`; the instalment is named only where it is not the first."""
    said = []
    for each in parcels:
        term = f"{each.lines} × {yuan(each.amount_fen)}"
        if each.instalment == OWED_BACK.instalment:
            term = yuan(each.amount_fen) + " " + _("(owed back)")
        elif each.instalment > 1:
            term += " " + _("(instalment %(instalment)s)") % {"instalment": each.instalment}
        said.append(term)
    return " + ".join(said)


def _draw(repository: Repository, draw: Draw, *, recorded: bool) -> dict[str, Any]:
    row = {"fund": draw.fund, "source": draw.source, "amount_fen": draw.amount_fen, "left_fen": None}
    if draw.fund in CLEARING:
        return row
    fund = repository.fund(draw.fund)
    assert fund is not None, "what was drawn on was opened"
    return {**row, "left_fen": fund.balance_fen if recorded else fund.balance_fen - draw.amount_fen}
