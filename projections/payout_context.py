"""What money facts do not repeat: of each application, who is paid, whom its lines are about, what they amount to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, String, Table

from projections.entries import Entry
from projections.kept import KeptRows
from projections.model import METADATA
from projections.shapes import Approved, Award, Corrected, DueKey, Submitted

CONTEXTS = Table(
    "payout_history_context",
    METADATA,
    Column("application", String, primary_key=True),
    Column("scheme", String, nullable=False),
    Column("authority", String, nullable=False),
    Column("payee", String, nullable=False),
    Column("edition", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("persons", String, nullable=False),  # JSON: pseudonym by line
    Column("amounts", String, nullable=False),  # JSON: [[line, instalment], fen], in that order
    sqlite_with_rowid=False,
)
_CAPACITY = 100_000
"""Lines and instalments kept in memory: some 40 MB."""


class Context(msgspec.Struct, gc=False):
    application: str
    scheme: str
    authority: str
    payee: str
    edition: str
    digest: str
    persons: dict[int, str]
    """The pseudonym of whom a line is about, by line."""
    amounts_fen: dict[DueKey, int]
    """What is owed for each instalment, in order of line and instalment; paid or not, and nothing before approval."""

    def correct(self, corrected: Corrected) -> None:
        self.persons = _persons(corrected)

    def approve(self, approved: Approved) -> None:
        self.edition = approved.edition
        self.digest = approved.digest
        self.amounts_fen = _amounts_fen(approved.awards)

    def weight(self) -> int:
        return 4 + len(self.persons) + len(self.amounts_fen)


def submitted(entry: Entry[Submitted]) -> Context:
    return Context(
        application=entry.subject,
        scheme=entry.data.scheme,
        authority=entry.data.authority,
        payee=entry.data.applicant.party,
        edition=entry.data.edition,
        digest=entry.data.digest,
        persons=_persons(entry.data),
        amounts_fen={},
    )


def kept_contexts(table: Table) -> KeptRows[Context]:
    return KeptRows(table, read=_read, row=_row, weigh=Context.weight, capacity=_CAPACITY)


def _persons(handed_in: Submitted | Corrected) -> dict[int, str]:
    """A line without a person whose applicant is a person is about the applicant."""
    applicant = handed_in.applicant.party if handed_in.applicant.kind == "person" else None
    found = ((line.line, line.person or applicant) for line in handed_in.lines)
    return {line: person for line, person in found if person is not None}


def _amounts_fen(awards: Iterable[Award]) -> dict[DueKey, int]:
    return dict(
        sorted(
            ((line, part.instalment), part.amount_fen)
            for award in awards
            for first, last in award.lines
            for line in range(first, last + 1)
            for part in award.parts
        )
    )


_encode = msgspec.json.Encoder().encode
_decode_persons = msgspec.json.Decoder(dict[int, str]).decode
_decode_amounts = msgspec.json.Decoder(list[tuple[DueKey, int]]).decode


def _read(row: Sequence[Any]) -> Context:
    application, scheme, authority, payee, edition, digest, persons, amounts_fen = row
    return Context(
        application=application,
        scheme=scheme,
        authority=authority,
        payee=payee,
        edition=edition,
        digest=digest,
        persons=_decode_persons(persons),
        amounts_fen=dict(_decode_amounts(amounts_fen)),
    )


def _row(context: Context) -> tuple[Any, ...]:
    *plain, persons, amounts_fen = msgspec.structs.astuple(context)
    return *plain, _encode(persons).decode(), _encode(list(amounts_fen.items())).decode()
