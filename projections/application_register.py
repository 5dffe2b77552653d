"""受理台账: what is each application's state and money, now.

Every fact of an application turns its status, moves its sums or counts its instalments; no case is loaded. Tests fold
the same facts with the domain's own `evolve` and demand the same answer after each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from domain.application.status import ON_APPROVAL, Status
from projections import shapes as s
from projections.entries import Entry
from projections.register_row import REGISTER, Registered, kept_rows
from store.trouble import StoreUnavailable

NAME = "application_register"
VERSION = 1
TABLES = (REGISTER,)
INDEXES: Mapping[str, Sequence[Sequence[str]]] = {
    NAME: (("status", "number"), ("scheme", "number"), ("authority", "number"))
}
_TURNS: Mapping[str, Status] = {
    "application.correction-requested.v1": Status.CORRECTION_REQUESTED,
    "application.corrected.v1": Status.SUBMITTED,
    "application.accepted.v1": Status.ACCEPTED,
    "application.not-accepted.v1": Status.NOT_ACCEPTED,
    "application.withdrawn.v1": Status.WITHDRAWN,
    "application.assessed.v1": Status.ASSESSED,
    "application.sent-back.v1": Status.ACCEPTED,
    "application.approved.v1": Status.APPROVED,
    "application.rejected.v1": Status.REJECTED,
    "application.notice-published.v1": Status.ON_PUBLIC_NOTICE,
    "application.notice-closed.v1": Status.PAYABLE,
    "application.partially-paid.v1": Status.PARTIALLY_PAID,
    "application.settled.v1": Status.SETTLED,
}
_ACCOUNT_QUERY = "other-account-holder"


def begin(tables: Sequence[Table]) -> RegisterFold:
    return RegisterFold(*tables)


class RegisterFold:
    """See `projections.model.Fold`."""

    def __init__(self, register: Table) -> None:
        self._register = kept_rows(register)

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        mine = [entry for entry in entries if entry.name in FACTS]
        self._register.fetch(connection, {entry.subject for entry in mine if entry.version > 1})
        for entry in mine:
            if entry.name == "application.submitted.v1":
                self._register.add(entry.subject, _submitted(entry))
            else:
                row = self._register.change(entry.subject)
                if row is None:
                    raise StoreUnavailable("views-corrupt", model=NAME, application=entry.subject)
                _happened(row, entry)

    def write(self, connection: Connection, *, lazily: bool) -> None:
        self._register.write(connection, lazily=lazily)


def _submitted(entry: Entry[s.Submitted]) -> Registered:
    return Registered(
        number=entry.subject,
        scheme=entry.data.scheme,
        authority=entry.data.authority,
        applicant=entry.data.applicant.party,
        received_on=entry.data.received_on,
        status=Status.SUBMITTED.value,
        lines=len(entry.data.lines),
        recorded_at=entry.recorded_at,
        position=entry.position,
        pays_to=entry.data.account.pays_to,
    )


def _happened(row: Registered, entry: Entry[Any]) -> None:
    row.version = entry.version
    row.recorded_at = entry.recorded_at
    row.position = entry.position
    turned = _TURNS.get(entry.name)
    if turned is not None:
        row.status = turned.value
    moved = _MOVES.get(entry.name)
    if moved is not None:
        moved(row, entry)


def _corrected(row: Registered, entry: Entry[s.Corrected]) -> None:
    row.lines = len(entry.data.lines)
    if entry.data.account.pays_to != row.pays_to:
        # What was asked about the other account falls away with it.
        row.pays_to, row.account_queries = entry.data.account.pays_to, 0


def _proposed(row: Registered, entry: Entry[s.Proposed]) -> None:
    _count(row, entry.data.act, 1)


def _answered(row: Registered, entry: Entry[s.Proposed]) -> None:
    _count(row, entry.data.act, -1)


def _count(row: Registered, act: str, step: int) -> None:
    if act == _ACCOUNT_QUERY:
        row.account_queries += step
    else:
        row.other_proposals += step


def _reported(row: Registered, entry: Entry[s.Empty]) -> None:
    row.other_proposals += 1


def _assessed(row: Registered, entry: Entry[s.Assessed]) -> None:
    row.assessed_by, row.eligible = entry.actor, entry.data.eligible


def _approved(row: Registered, entry: Entry[s.Approved]) -> None:
    row.entitled_fen = entry.data.entitled_fen
    row.waiting = row.payable = 0
    for award in entry.data.awards:
        at_once = sum(part.payable == ON_APPROVAL for part in award.parts)
        row.payable += at_once * award.count()
        row.waiting += (len(award.parts) - at_once) * award.count()


def _ended(row: Registered, entry: Entry[s.Empty]) -> None:
    """Nothing is owed any more, and nothing that was proposed can be confirmed."""
    row.entitled_fen = row.waiting = row.payable = row.account_queries = row.other_proposals = 0


def _published(row: Registered, entry: Entry[s.Published]) -> None:
    row.closes_on, row.payable_from = entry.data.closes_on, entry.data.payable_from


def _met(row: Registered, entry: Entry[s.Met]) -> None:
    row.waiting -= len(entry.data.items)
    row.payable += len(entry.data.items)


def _forfeited(row: Registered, entry: Entry[s.Forfeited]) -> None:
    row.waiting -= len(entry.data.items)
    row.entitled_fen -= entry.data.amount_fen


def _ordered(row: Registered, entry: Entry[s.Ordered]) -> None:
    row.payable -= len(entry.data.items)
    row.ordered_fen += entry.data.amount_fen
    row.unreleased += 1


def _released(row: Registered, entry: Entry[s.Empty]) -> None:
    row.unreleased -= 1
    row.released += 1


def _cancelled(row: Registered, entry: Entry[s.Ordered]) -> None:
    row.payable += len(entry.data.items)
    row.ordered_fen -= entry.data.amount_fen
    row.unreleased -= 1


def _credited(row: Registered, entry: Entry[s.PartlyPaid] | Entry[s.Settled]) -> None:
    credit = entry.data.credit
    if credit is not None:
        row.ordered_fen -= credit.amount_fen
        row.paid_fen += credit.amount_fen
        row.released -= 1


_MOVES: Mapping[str, Callable[[Registered, Entry[Any]], None]] = {
    "application.corrected.v1": _corrected,
    "application.confirmation-required.v1": _proposed,
    "application.proposal-confirmed.v1": _answered,
    "application.proposal-declined.v1": _answered,
    "application.milestone-reported.v1": _reported,
    "application.assessed.v1": _assessed,
    "application.approved.v1": _approved,
    "application.not-accepted.v1": _ended,
    "application.rejected.v1": _ended,
    "application.withdrawn.v1": _ended,
    "application.notice-published.v1": _published,
    "application.milestone-met.v1": _met,
    "application.instalment-forfeited.v1": _forfeited,
    "application.payment-ordered.v1": _ordered,
    "application.payment-released.v1": _released,
    "application.payment-cancelled.v1": _cancelled,
    "application.partially-paid.v1": _credited,
    "application.settled.v1": _credited,
}
FACTS = frozenset({"application.submitted.v1", "application.facts-verified.v1", *_TURNS, *_MOVES})
