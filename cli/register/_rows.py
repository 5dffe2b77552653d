"""The entries of a register as rows: what is in force, what has ended, and what waits for a second officer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from domain.office.register import Entry, EntryProposed, Open, Register
from presentation.language import N_
from presentation.rows.columns import Column, Kind

ENTRIES = (
    Column("register", N_("Register"), Kind.NAME),
    Column("entry", N_("Entry"), Kind.NAME),
    Column("key", N_("Credit code"), Kind.NAME),
    Column("name", N_("Name")),
    Column("valid_from", N_("From"), Kind.DAY),
    Column("valid_to", N_("To"), Kind.DAY),
    Column("quota", N_("Quota"), Kind.COUNT),
    Column("document", N_("Document")),
    Column("standing", N_("Standing"), Kind.LABEL),
    Column("proposal", N_("Proposal"), Kind.NAME),
    Column("officer", N_("Proposed by"), Kind.NAME),
)


def entry_rows(name: str, register: Register, today: date, on: date | None) -> Iterator[dict[str, Any]]:
    """With `on`, only what is in force on that day; else everything, with its standing `today`."""
    for entry in register.entries.values():
        standing = _standing(entry, on or today)
        if on is None or standing == "in-force":
            yield _row(name, entry, standing)
    for opened in register.proposals.values() if on is None else ():
        yield _proposed(name, register, opened)


def _standing(entry: Entry, on: date) -> str:
    if on < entry.valid_from:
        return "to-come"
    return "ended" if entry.valid_to is not None and entry.valid_to < on else "in-force"


def _proposed(name: str, register: Register, opened: Open) -> dict[str, Any]:
    change, waiting = opened.change, {"proposal": opened.proposal.id, "officer": opened.proposal.by}
    if isinstance(change, EntryProposed):
        return {**_row(name, change, "entry-proposed"), **waiting}
    ended = _row(name, register.entries[change.entry], "end-proposed")
    return {**ended, "valid_to": change.last_on, "document": change.document, **waiting}


def _row(name: str, entry: Entry | EntryProposed, standing: str) -> dict[str, Any]:
    return {
        "register": name,
        "entry": entry.entry,
        "key": entry.key,
        "name": entry.name,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "quota": entry.quota,
        "document": entry.document,
        "standing": standing,
        "proposal": None,
        "officer": None,
    }
