"""What read models need of an adopted edition: its milestones, and the facts that a scheme wants to be compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Column, Connection, String, Table, select

from policies.loader import read_toml
from policies.problems import PackInvalid
from projections.database.connections import upsert
from projections.engine.model import METADATA
from projections.events import event_views as s
from projections.events.entries import Entry

_T = TypeVar("_T")
ADOPTED = "policy.edition-adopted.v1"


class EditionTerms(msgspec.Struct, gc=False):
    """`milestones`: the event from whose day each counts, and the months. `verify`: events by scheme."""

    milestones: dict[str, tuple[str, int]] = {}
    verify: dict[str, list[str]] = {}


NOTHING_KNOWN = EditionTerms()


def edition_table(model: str) -> Table:
    """The table in which a read model keeps them."""
    return Table(
        f"{model}_edition",
        METADATA,
        Column("digest", String, primary_key=True),
        Column("terms", String, nullable=False),  # JSON
        sqlite_with_rowid=False,
    )


class Editions:
    """The adopted editions, by digest, read once and written as they are adopted."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: dict[str, EditionTerms] | None = None
        self._new: list[tuple[str, str]] = []

    def fetch(self, connection: Connection) -> None:
        if self._known is None:
            rows = connection.execute(select(self._table))
            self._known = {digest: _decode(terms) for digest, terms in rows}

    def adopt(self, entry: Entry[s.Adopted]) -> None:
        terms = read_adopted(entry.data.content, _terms) or NOTHING_KNOWN
        self._new.append((entry.data.digest, _encode(terms).decode()))
        assert self._known is not None, "what is there was read before"
        self._known[entry.data.digest] = terms

    def of(self, digest: str) -> EditionTerms:
        return (self._known or {}).get(digest, NOTHING_KNOWN)

    def write(self, connection: Connection) -> None:
        rows: Sequence[tuple[str, str]] = self._new
        upsert(connection, self._table, rows)
        self._new.clear()


def read_adopted(content: str, reading: Callable[[dict[str, Any]], _T]) -> _T | None:
    """What `reading` takes from the tables of a pack that was adopted; None if they are no pack's.

    A pack that is adopted has been checked: somebody wrote this one into the log, and by it nothing is known.
    """
    try:
        return reading(read_toml(content.encode())[1])
    except (PackInvalid, ValueError, LookupError, TypeError, AttributeError):
        return None


def _terms(pack: dict[str, Any]) -> EditionTerms:
    return EditionTerms(
        milestones={name: (table["fact"], table["months"]) for name, table in pack.get("milestones", {}).items()},
        verify={name: sorted(table["verify"]) for name, table in pack["schemes"].items() if table.get("verify")},
    )


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(EditionTerms).decode
