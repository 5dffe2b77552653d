"""The sheet of a payment run: what each case is paid and how that adds up, and the funds that it draws on.

Everything on it is read from the events with which the run was ordered, so the sheet that is shown before the question
and the one that is shown a year later are made in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated

from msgspec import structs

from domain.application.events import PaymentOrdered
from domain.application.state.case import Case, application_stream
from domain.application.values import (
    CLEARING,
    OWED_BACK,
    Applicant,
    ApplicantKind,
    Draw,
    Due,
    spread,
)
from domain.decisions.money_index import open_demands
from domain.errors import NoSuchThing
from domain.money import yuan
from domain.treasury.batch import Batch
from domain.treasury.batch_events import BankItem, BatchOrdered, Netted, batch_stream
from domain.treasury.messages import ItemKey, PaidThrough
from domain.treasury.run_standing import standing_of
from presentation.language import N_, _
from presentation.masks import masked_name, masked_number
from presentation.rows.columns import Column, Heading, Kind, Row, columns, columns_of
from presentation.rows.values import fields
from store.commands.repository import Repository
from store.line.envelope import Recorded, read, read_all
from usecases.dossiers.item_replies import reply_values
from usecases.session.officer_session import OfficerSession


class Parcel(Row):
    """So many lines of one case, each with this instalment of this amount, in fen."""

    count: int
    instalment: int
    amount_fen: int


class Computation(tuple[Parcel, ...]):
    """How the amount of an item adds up: parcels for programs, `26 × 1,000.00 + …` for people."""

    __slots__ = ()

    def in_words(self) -> str:
        """The instalment is named only where it is not the first."""
        return " + ".join(map(_term, self))


class OpenDemand(Row):
    """A demand that a payee has yet to meet, in fen."""

    application: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    recovery: Annotated[str, Heading(N_("Demand"), Kind.NAME)]
    open_fen: Annotated[int, Heading(N_("Open (yuan)"))]


class PaymentItem(Row):
    """An item of a run, in fen: what one case is paid, or what one `fund` pays it. Names and account numbers are
    masked.
    """

    application: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    fund: Annotated[str | None, Heading(N_("Fund"), Kind.NAME)]
    payee: Annotated[str, Heading(N_("Payee"))]
    account: Annotated[str, Heading(N_("Account"), Kind.NAME, below=True)]
    scheme: Annotated[str, Heading(N_("Scheme"), Kind.NAME, below=True)]
    clause: Annotated[str, Heading(N_("Clause"), Kind.NAME, below=True)]
    lines: Annotated[tuple[Parcel, ...], Heading(N_("Computation"), Kind.NAME, below=True)]
    count: Annotated[int, Heading(N_("Payments"), minor=True)]
    """How many instalments; one that two funds pay counts with the first."""
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]
    shared_account: Annotated[str | None, Heading(N_("Why another's account, too"), minor=True)] = None
    """The reason that was given for paying to an account that is another applicant's, too."""
    despite_demands: Annotated[str | None, Heading(N_("Why although the payee owes"), minor=True)] = None
    """The reason that was given for paying back to a payee who owes, too."""
    open_demands: Annotated[tuple[OpenDemand, ...], Heading(N_("The payee owes"), minor=True)] = ()
    """What the payee owes as of now, in this case and others."""
    netted_fen: Annotated[int, Heading(N_("Kept back for demands (yuan)"), minor=True)] = 0
    """What is owed back, and kept for demands of the same case: with its first item, where it has several."""


class RepliedItem(PaymentItem):
    """An item with what the bank replied about it, in fen; None where it did not."""

    result: Annotated[str | None, Heading(N_("The bank's answer"), Kind.LABEL)]
    credited_fen: Annotated[int | None, Heading(N_("Credited (yuan)"))]
    value_on: Annotated[date | None, Heading(N_("Credited on"))]
    reference: Annotated[str | None, Heading(N_("Bank reference"), Kind.NAME, below=True)]
    returned_fen: Annotated[int | None, Heading(N_("Returned (yuan)"))]
    returned_on: Annotated[date | None, Heading(N_("Returned on"), below=True)]
    return_reference: Annotated[str | None, Heading(N_("Reference of the return"), Kind.NAME, below=True)]
    failed_on: Annotated[date | None, Heading(N_("Not carried out on"), below=True)]
    reason: Annotated[str | None, Heading(N_("Reason"), below=True)]
    in_flight_fen: Annotated[int | None, Heading(N_("In flight (yuan)"))]
    unmatched_fen: Annotated[int | None, Heading(N_("Unmatched (yuan)"), below=True)]
    """What the bank moved that no order of ours is behind."""
    clearing_fen: Annotated[int | None, Heading(N_("On clearing (yuan)"), below=True)]
    bank_error_fen: Annotated[int | None, Heading(N_("On bank-error (yuan)"), below=True)]
    """What of the payment no fund has given: beyond the order, and of an order that had come to nothing."""


REPLY_COLUMNS: Sequence[Column] = columns(
    RepliedItem, without={column.key for column in columns_of(PaymentItem)} - {"application", "fund"}
)
"""What the bank replied, without what was ordered."""


class SheetDraw(Row):
    """What a run draws on a fund, and what is left of the fund then, in fen; None of clearing accounts."""

    fund: Annotated[str, Heading(N_("Fund"), Kind.NAME)]
    source: Annotated[str, Heading(N_("Source"), Kind.LABEL)]
    amount_fen: Annotated[int, Heading(N_("Draws (yuan)"))]
    left_fen: Annotated[int | None, Heading(N_("Left (yuan)"))]


class Sheet(Row):
    """The sheet of a run; `batch` is the number that it has, or would get, and `amount_fen` what it pays in all.
    `paid_through` is `bank`, or `treasury` where the items are by fund.
    """

    batch: str
    authority: str
    paid_through: str
    amount_fen: int
    items: tuple[PaymentItem, ...]
    drawn: tuple[SheetDraw, ...]

    @property
    def applications(self) -> int:
        return len({item.application for item in self.items if item.amount_fen})


def ordering_events(session: OfficerSession, batch: str) -> tuple[Recorded, ...]:
    """The events with which a run was ordered. Raises `NoSuchThing("no-such-batch")`."""
    with session.database.reading() as view:
        rows = view.stream(batch_stream(batch))
        if not rows:
            raise NoSuchThing("no-such-batch", batch=batch)
        command = view.command(read(rows[0]).command_id)
        assert command is not None, "what was recorded was a command"
        return tuple(read_all(view.rows(after=command.first_position - 1, limit=command.count)))


def sheet_of(
    session: OfficerSession,
    ordering: Iterable[Recorded],
    *,
    recorded: bool,
    run: Batch | None = None,
    without: Iterable[str] = (),
) -> Sheet:
    """The sheet of the run that these events order, but for the applications in `without`.

    `recorded` says whether the funds have been drawn on already; of a `run` that went to the bank, its replies stand
    beside the items, and what was left out and paid all the same stands among them.
    """
    recorded_events = list(ordering)
    ordered = next(one.event for one in recorded_events if isinstance(one.event, BatchOrdered))
    payments = {
        (one.stream, one.event.fund): one.event for one in recorded_events if isinstance(one.event, PaymentOrdered)
    }
    left_out = set(without)
    every = [(item, payments[application_stream(item.application), item.fund]) for item in ordered.items]
    orders = [(item, payment) for item, payment in every if item.application not in left_out]
    shown = [one for one in every if one in orders or (run is not None and _paid_though_left_out(run, one[0].key))]
    with session.repository() as repository:
        netted = ordered.netted if run is None else run.netted
        begun: dict[str, set[Due]] = {}
        items = once_a_case(
            _item(session, repository, item, payment, run, netted, begun.setdefault(item.application, set()))
            for item, payment in shown
        )
        drawn = tuple(
            _draw(repository, draw, recorded=recorded) for draw in _totals(payment.drawn for _, payment in orders)
        )
    return Sheet(
        batch=ordered.batch,
        authority=ordered.authority,
        paid_through=ordered.paid_through.value,
        amount_fen=sum(payment.amount_fen for _, payment in orders),
        items=items,
        drawn=drawn,
    )


def once_a_case(items: Iterable[PaymentItem]) -> tuple[PaymentItem, ...]:
    """The items, and what is the case's with its first alone, so that the amounts of a sheet add up."""
    begun: set[str] = set()
    once = []
    for item in items:
        once.append(structs.replace(item, netted_fen=0) if item.application in begun else item)
        begun.add(item.application)
    return tuple(once)


def without_fund(sheet: Sheet) -> set[str]:
    """The columns that say nothing: where a case is paid in one item, no fund is of the item."""
    return set() if sheet.paid_through == PaidThrough.TREASURY else {"fund"}


def _paid_though_left_out(run: Batch, key: ItemKey) -> bool:
    return key in run.left_out and bool(run.of(key)) and standing_of(run, key).paid_fen > 0


def _totals(drawn: Iterable[Sequence[Draw]]) -> list[Draw]:
    """What several payments draw on each fund together, in funding order."""
    amounts_fen: dict[tuple[str, str], int] = {}
    for draw in (draw for draws in drawn for draw in draws):
        amounts_fen[draw.fund, draw.source] = amounts_fen.get((draw.fund, draw.source), 0) + draw.amount_fen
    return [Draw(fund=fund, source=source, amount_fen=amount_fen) for (fund, source), amount_fen in amounts_fen.items()]


def _item(
    session: OfficerSession,
    repository: Repository,
    ordered: BankItem,
    payment: PaymentOrdered,
    run: Batch | None,
    netted: Iterable[Netted],
    begun: set[Due],
) -> PaymentItem:
    """`begun` are the instalments of which an item before it pays a part."""
    case = repository.case(ordered.application)
    dropped_fen = run.dropped_fen.get(ordered.key, 0) if run is not None else 0
    # What is left of an item does not add up by lines: it is what the bank had paid by then.
    of_lines = [*spread(payment.items)] if not dropped_fen else []
    count = len({due for due, _fen in of_lines} - begun)
    begun.update(due for due, _fen in of_lines)
    counted = Counter((due.instalment, amount_fen) for due, amount_fen in of_lines)
    item = PaymentItem(
        application=case.number,
        fund=ordered.fund,
        payee=_payee_name(session, case.applicant),
        account=masked_number(session.unseal(case.applicant.party, case.account.sealed).get("number", "")),
        scheme=case.scheme,
        clause=repository.edition(case.edition).schemes[case.scheme].clause,
        lines=Computation(
            Parcel(count=count, instalment=instalment, amount_fen=amount_fen)
            for (instalment, amount_fen), count in sorted(counted.items())
        ),
        count=count,
        amount_fen=payment.amount_fen - dropped_fen,
        shared_account=session.unseal(case.applicant.party, ordered.shared_account).get("reason"),
        despite_demands=session.unseal(case.applicant.party, ordered.despite_demands).get("reason"),
        open_demands=tuple(_open_demands(repository, case, () if run is not None and run.released else netted)),
        netted_fen=sum(part.amount_fen for part in netted if part.application == case.number),
    )
    return item if run is None else RepliedItem(**fields(item), **reply_values(session, case, run, ordered.key))


def _open_demands(repository: Repository, case: Case, netted: Iterable[Netted]) -> Iterator[OpenDemand]:
    """Without what this very run is to keep back for them."""
    netted_part_fen = {(part.application, part.recovery): part.amount_fen for part in netted}
    for use in open_demands(repository, case):
        open_fen = use.amount_fen - netted_part_fen.get((use.application, use.qualifier), 0)
        if open_fen > 0:
            yield OpenDemand(application=use.application, recovery=use.qualifier, open_fen=open_fen)


def _payee_name(session: OfficerSession, applicant: Applicant) -> str:
    """Who is paid: an organisation by its public name, a person by a masked one; empty once the person is forgotten."""
    if applicant.name is not None:
        return applicant.name
    name = session.unseal(applicant.party, applicant.sealed).get("name", "")
    return masked_name(name) if applicant.kind is ApplicantKind.PERSON else name


def _term(parcel: Parcel) -> str:
    if parcel.instalment == OWED_BACK.instalment:
        return yuan(parcel.amount_fen) + " " + _("(owed back)")
    term = f"{parcel.count} × {yuan(parcel.amount_fen)}"
    if parcel.instalment > 1:
        term += " " + _("(instalment %(instalment)s)") % {"instalment": parcel.instalment}
    return term


def _draw(repository: Repository, draw: Draw, *, recorded: bool) -> SheetDraw:
    left_fen = None
    if draw.fund not in CLEARING:
        fund = repository.fund(draw.fund)
        assert fund is not None, "what was drawn on was opened"
        left_fen = fund.balance_fen if recorded else fund.balance_fen - draw.amount_fen
    return SheetDraw(fund=draw.fund, source=draw.source, amount_fen=draw.amount_fen, left_fen=left_fen)
