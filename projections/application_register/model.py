"""受理台账: what is each application's state and money, now, and what is to be done about it.

Every fact of an application turns its stage, moves its money, or opens and closes what stands against it; no case is
loaded. Tests fold the same facts with the domain's own `evolve` and demand the same answer after each of them.

What is to be done is the rule of `domain.worklist` over the row: `next_act`, what to begin with, and `next_of` (what a
confirmation is of), `next_about` (the proposal, objection, demand, batch or milestone), `next_role` (who may do it) and
`due_on` (the day from which a notice can be closed or a milestone seen, or by which the payee has to pay). `open_acts`
has everything that waits, what is next first, with the officers who are excluded because they did its first half.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, String, Table, select

from projections.application_register.moves import MOVES, days_declared, to_be_compared
from projections.application_register.row import REGISTER, Registered, cached_rows
from projections.application_register.state import State
from projections.database.connections import upsert
from projections.engine.model import METADATA
from projections.events import event_views as s
from projections.events.entries import Entry
from projections.folds.balances import MONEY, nothing_yet
from store.errors import StoreUnavailable

NAME = "application_register"
VERSION = 4
EDITIONS = Table(
    "application_register_edition",
    METADATA,
    Column("digest", String, primary_key=True),
    Column("content", String, nullable=False),  # JSON: see `Edition`
    sqlite_with_rowid=False,
)
TABLES = (REGISTER, EDITIONS)
INDEXES: Mapping[str, Sequence[Sequence[str]]] = {
    NAME: (
        ("status", "number"),
        ("scheme", "number"),
        ("authority", "number"),
        ("next_role", "due_on", "number"),
    )
}
_SUBMITTED = "application.submitted.v1"
_ADOPTED = "policy.edition-adopted.v1"
EVENTS = frozenset({_SUBMITTED, _ADOPTED, *MOVES, *MONEY})


class Edition(msgspec.Struct):
    """What the register needs of an edition: the fact and the months of each milestone, what each scheme wants
    compared.
    """

    milestones: dict[str, tuple[str, int]]
    compared: dict[str, list[str]]


_decode_edition = msgspec.json.Decoder(Edition).decode


def begin(tables: Sequence[Table]) -> RegisterFold:
    return RegisterFold(*tables)


class RegisterFold:
    """See `projections.engine.model.Fold`."""

    def __init__(self, register: Table, editions: Table) -> None:
        self._register = cached_rows(register)
        self._edition_table = editions
        self._editions: dict[str, Edition] | None = None
        self._new_editions: list[tuple[str, str]] = []

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        if self._editions is None:
            rows = connection.execute(select(self._edition_table))
            self._editions = {digest: _decode_edition(content) for digest, content in rows}
        mine = [entry for entry in entries if entry.name in EVENTS]
        self._register.fetch(connection, {entry.subject for entry in mine if entry.version > 1})
        for entry in mine:
            if entry.name == _SUBMITTED:
                self._register.add(entry.subject, self._submitted(entry))
            elif entry.name == _ADOPTED:
                self._adopted(entry, self._editions)
            else:
                row = self._register.change(entry.subject)
                if row is None:
                    raise StoreUnavailable("views-corrupt", model=NAME, application=entry.subject)
                _happened(row, entry)

    def write(self, connection: Connection, *, lazily: bool) -> None:
        upsert(connection, self._edition_table, self._new_editions)
        self._new_editions.clear()
        self._register.write(connection, lazily=lazily)

    def _adopted(self, entry: Entry[s.Adopted], known: dict[str, Edition]) -> None:
        # A pack that was adopted has been checked.
        pack = tomllib.loads(entry.data.content)
        edition = Edition(
            milestones={name: (each["fact"], each["months"]) for name, each in pack.get("milestones", {}).items()},
            compared={name: sorted(each.get("verify", {})) for name, each in pack.get("schemes", {}).items()},
        )
        self._new_editions.append((entry.data.digest, msgspec.json.encode(edition).decode()))
        known[entry.data.digest] = edition

    def _submitted(self, entry: Entry[s.Submitted]) -> Registered:
        edition = (self._editions or {}).get(entry.data.digest) or Edition(milestones={}, compared={})
        compared = edition.compared.get(entry.data.scheme, [])
        return Registered(
            number=entry.subject,
            scheme=entry.data.scheme,
            authority=entry.data.authority,
            applicant=entry.data.applicant.party,
            received_on=entry.data.received_on,
            lines=len(entry.data.lines),
            state=State(
                stage="submitted",
                pays_to=entry.data.account.pays_to,
                milestones=edition.milestones,
                declared=days_declared(edition.milestones, entry.data.lines),
                unverified=to_be_compared(compared, entry.data.facts, entry.data.lines),
            ),
            positions=nothing_yet(),
            compared=compared,
            recorded_at=entry.recorded_at,
            position=entry.position,
        )


def _happened(row: Registered, entry: Entry[Any]) -> None:
    row.version = entry.version
    row.recorded_at = entry.recorded_at
    row.position = entry.position
    money = MONEY.get(entry.name)
    if money is not None:
        money(row.positions, entry)
    moved = MOVES.get(entry.name)
    if moved is not None:
        moved(row, entry)
