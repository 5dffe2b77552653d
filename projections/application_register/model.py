"""受理台账: what is each application's state and money, now, and what is to be done about it.

Every fact of an application turns its stage, moves its money, or opens and closes what stands against it; no case is
loaded. Tests fold the same facts with the domain's own `evolve` and demand the same answer after each of them.

What a list of things to do is made of (see `projections.application_register.next_acts`): `next_act`, the act to begin
with, and `next_of` (what a confirmation is of), `next_about` (the proposal, objection, demand, batch or milestone),
`next_role` (who may do it) and `due_on` (the day from which a notice can be closed or a milestone seen, or by which the
payee has to pay). `open_acts` has every open act, the next one first, with the officers who are barred from it because
they did its first half.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Integer, String, Table, select

from projections.application_register.moves import MOVES, days_declared
from projections.application_register.row import REGISTER, Registered, cached_rows
from projections.application_register.state import State
from projections.database.connections import upsert
from projections.engine.model import METADATA
from projections.events import event_views as s
from projections.events.entries import Entry
from projections.folds.balances import MONEY, nothing_yet
from store.errors import StoreUnavailable

NAME = "application_register"
VERSION = 3
MILESTONES = Table(
    "application_register_milestone",
    METADATA,
    Column("id", String, primary_key=True),  # the digest of an edition and a milestone in it
    Column("fact", String, nullable=False),  # from whose day it counts
    Column("months", Integer, nullable=False),
    sqlite_with_rowid=False,
)
TABLES = (REGISTER, MILESTONES)
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


def begin(tables: Sequence[Table]) -> RegisterFold:
    return RegisterFold(*tables)


class RegisterFold:
    """See `projections.engine.model.Fold`."""

    def __init__(self, register: Table, milestones: Table) -> None:
        self._register = cached_rows(register)
        self._milestone_table = milestones
        self._milestones: dict[str, dict[str, tuple[str, int]]] | None = None
        self._new_milestones: list[tuple[str, str, int]] = []

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        if self._milestones is None:
            self._milestones = {}
            for key, fact, months in connection.execute(select(self._milestone_table)):
                digest, _, milestone = key.partition(" ")
                self._milestones.setdefault(digest, {})[milestone] = (fact, months)
        mine = [entry for entry in entries if entry.name in EVENTS]
        self._register.fetch(connection, {entry.subject for entry in mine if entry.version > 1})
        for entry in mine:
            if entry.name == _SUBMITTED:
                self._register.add(entry.subject, self._submitted(entry))
            elif entry.name == _ADOPTED:
                self._adopted(entry, self._milestones)
            else:
                row = self._register.change(entry.subject)
                if row is None:
                    raise StoreUnavailable("views-corrupt", model=NAME, application=entry.subject)
                _happened(row, entry)

    def write(self, connection: Connection, *, lazily: bool) -> None:
        upsert(connection, self._milestone_table, self._new_milestones)
        self._new_milestones.clear()
        self._register.write(connection, lazily=lazily)

    def _adopted(self, entry: Entry[s.Adopted], known: dict[str, dict[str, tuple[str, int]]]) -> None:
        # A pack that was adopted has been checked; of it only the milestones are wanted here.
        for milestone, stated in tomllib.loads(entry.data.content).get("milestones", {}).items():
            self._new_milestones.append((f"{entry.data.digest} {milestone}", stated["fact"], stated["months"]))
            known.setdefault(entry.data.digest, {})[milestone] = (stated["fact"], stated["months"])

    def _submitted(self, entry: Entry[s.Submitted]) -> Registered:
        milestones = (self._milestones or {}).get(entry.data.digest, {})
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
                milestones=milestones,
                declared=days_declared(milestones, entry.data.lines),
            ),
            positions=nothing_yet(),
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
