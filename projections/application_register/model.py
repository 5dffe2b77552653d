"""受理台账: what is each application's state and money, now, and what is to be done about it.

What is to be done is the domain's own rule (see `domain.worklist`): `next_act`, the action to begin with, and `next_of`
(what a confirmation is of), `next_about` (the proposal, objection, demand, run or milestone), `next_role` (who may do
it) and `due_on`. `open_acts` has everything that is open, the next first, with the officers who are excluded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from projections.application_register.row import REGISTER, Registered, cached_rows
from projections.events import event_views as s
from projections.events.entries import Entry
from projections.folds import case_moves
from projections.folds.editions import ADOPTED, Editions, edition_table
from store.errors import StoreUnavailable

NAME = "application_register"
VERSION = 13
TABLES = (REGISTER, edition_table(NAME))
INDEXES: Mapping[str, Sequence[Sequence[str]]] = {
    NAME: (
        ("status", "number"),
        ("scheme", "number"),
        ("authority", "number"),
        ("payer", "number"),
        ("next_role", "due_on", "number"),
    )
}
EVENTS = frozenset({ADOPTED, *case_moves.EVENTS})


def begin(tables: Sequence[Table]) -> RegisterFold:
    return RegisterFold(*tables)


class RegisterFold:
    """See `projections.engine.model.Fold`."""

    def __init__(self, register: Table, editions: Table) -> None:
        self._register = cached_rows(register)
        self._editions = Editions(editions)

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        self._editions.fetch(connection)
        mine = [entry for entry in entries if entry.name in EVENTS]
        self._register.fetch(connection, {entry.subject for entry in mine if entry.version > 1})
        for entry in mine:
            if entry.name == case_moves.SUBMITTED:
                self._register.add(entry.subject, self._submitted(entry))
            elif entry.name == ADOPTED:
                self._editions.adopt(entry)
            else:
                row = self._register.change(entry.subject)
                if row is None:
                    raise StoreUnavailable("views-corrupt", model=NAME, application=entry.subject)
                self._happened(row, entry)

    def write(self, connection: Connection, *, lazily: bool) -> None:
        self._editions.write(connection)
        self._register.write(connection, lazily=lazily)

    def _submitted(self, entry: Entry[s.Submitted]) -> Registered:
        state, positions = case_moves.submitted(entry, self._editions.of(entry.data.digest))
        return Registered(
            number=entry.subject,
            scheme=entry.data.scheme,
            authority=entry.data.authority,
            state=state,
            positions=positions,
            applicant=entry.data.applicant.party,
            received_on=entry.data.received_on,
            lines=len(entry.data.lines),
            recorded_at=entry.recorded_at,
            position=entry.position,
        )

    def _happened(self, row: Registered, entry: Entry[Any]) -> None:
        row.version = entry.version
        row.recorded_at = entry.recorded_at
        row.position = entry.position
        if entry.name == case_moves.CORRECTED:
            row.lines = len(entry.data.lines)
        case_moves.happened(row, entry, self._editions)
