"""个人享受记录: which subsidies a person received, and which limits are used by what.

A row of `person_record` is one line of one application that is about a person and was awarded something: what it is
entitled to, was paid (after returns) and has paid back (with offsets), in fen. A row of `person_record_use` is one use
of a limit that counts over the person, over a certificate of theirs, or over the applicant who is that person; limits
over sites and organisations are nobody's. A row of `person_record_line` is whom a line is about as it was handed in
last, awarded or not; line 0 is an applicant who is known by a pseudonym and whom no line is about. Persons are
pseudonyms; two of them that stand for one person are linked in `person_record_link`, and whoever asks for one asks for
both.

An application's rows are made anew whenever an event changes its money or its uses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table, bindparam, delete, select

from domain.entitlement.uses import Over
from projections.database.connections import insert, upsert
from projections.engine.model import METADATA
from projections.events import event_views as s
from projections.events.entries import Entry
from projections.folds.balances import MONEY
from projections.person_record.case import CASES, USES, Case, cached_cases, submitted
from store.errors import StoreUnavailable

NAME = "person_record"
VERSION = 6
SUBSIDIES = Table(
    NAME,
    METADATA,
    Column("application", String, primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("person", String, nullable=False),
    Column("scheme", String, nullable=False),
    Column("authority", String, nullable=False),
    Column("applicant", String, nullable=False),  # a USCC or a pseudonym
    Column("received_on", String, nullable=False),
    Column("entitled_fen", BigInteger, nullable=False),
    Column("paid_fen", BigInteger, nullable=False),
    Column("recovered_fen", BigInteger, nullable=False),
    Column("paid_on", String),  # the value date of the last credit
    sqlite_with_rowid=False,
)
USED = Table(
    "person_record_use",
    METADATA,
    Column("application", String, primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),  # within the application, from 1
    Column("line", Integer, nullable=False),
    Column("person", String, nullable=False),
    Column("limit_id", String, nullable=False),
    Column("over", String, nullable=False),
    Column("qualifier", String, nullable=False),
    Column("used_on", String, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
LINKS = Table(
    "person_record_link",
    METADATA,
    Column("pseudonym", String, primary_key=True),
    Column("person", String, nullable=False),  # the pseudonym that stands for the person
    sqlite_with_rowid=False,
)
LINES = Table(
    "person_record_line",
    METADATA,
    Column("application", String, primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("person", String, nullable=False),
    sqlite_with_rowid=False,
)
TABLES = (SUBSIDIES, USED, LINKS, CASES, LINES)
INDEXES: Mapping[str, Sequence[Sequence[str]]] = {
    SUBSIDIES.name: (("person", "application", "line"),),
    USED.name: (("person", "application", "ordinal"),),
    LINKS.name: (("person", "pseudonym"),),
    LINES.name: (("person", "application", "line"),),
}
_SUBMITTED, _CORRECTED, _LINKED = "application.submitted.v1", "application.corrected.v1", "people.linked.v1"
EVENTS = frozenset({_SUBMITTED, _CORRECTED, _LINKED, *MONEY, *USES})
_PENDING_MAX = 20_000
"""Applications whose rows are kept back while a rebuild goes on: some 40 MB."""


def begin(tables: Sequence[Table]) -> PersonFold:
    return PersonFold(*tables)


class PersonFold:
    """See `projections.engine.model.Fold`."""

    def __init__(self, subsidies: Table, used: Table, links: Table, cases: Table, lines: Table) -> None:
        self._subsidies, self._used, self._links, self._lines = subsidies, used, links, lines
        self._cases = cached_cases(cases)
        self._known_as: dict[str, str] | None = None
        self._changed: set[str] = set()
        self._pending: dict[str, tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]] = {}
        self._relinked: dict[str, str] = {}
        self._handed_in: dict[str, dict[int, str]] = {}
        self._corrected: set[str] = set()

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        if self._known_as is None:
            self._known_as = {row[0]: row[1] for row in connection.execute(select(self._links))}
        mine = [entry for entry in entries if entry.name in EVENTS]
        self._cases.fetch(connection, {e.subject for e in mine if e.version > 1 and e.name != _LINKED})
        for entry in mine:
            if entry.name == _LINKED:
                self._link(entry, self._known_as)
            elif entry.name == _SUBMITTED:
                self._cases.add(entry.subject, submitted(entry))
                self._handed_in[entry.subject] = s.everybody_in(entry.data)
            else:
                self._happened(entry)

    def write(self, connection: Connection, *, lazily: bool) -> None:
        for number in self._changed:
            case = self._cases.get(number)
            assert case is not None, "what changed in this page is in memory"
            self._pending[number] = (list(_subsidies(case)), list(_uses(case)))
        self._changed.clear()
        if not lazily or len(self._pending) > _PENDING_MAX:
            self._replace(connection)
        if not lazily or len(self._handed_in) > _PENDING_MAX:
            self._replace_lines(connection)
        upsert(connection, self._links, list(self._relinked.items()))
        self._relinked.clear()
        self._cases.write(connection, lazily=lazily)

    def _happened(self, entry: Entry[Any]) -> None:
        case = self._cases.change(entry.subject)
        if case is None:
            raise StoreUnavailable("views-corrupt", model=NAME, application=entry.subject)
        if entry.name == _CORRECTED:
            case.correct(entry.data)
            self._handed_in[entry.subject] = s.everybody_in(entry.data)
            self._corrected.add(entry.subject)
            return
        money = MONEY.get(entry.name)
        if money is not None:
            money(case.positions, entry)
        uses = USES.get(entry.name)
        if uses is not None:
            uses(case, entry)
        self._changed.add(entry.subject)

    def _link(self, entry: Entry[s.Linked], known_as: dict[str, str]) -> None:
        """The first that was linked stands for the person; whoever stood for the other follows."""
        person = known_as.get(entry.data.person, entry.data.person)
        absorbed = known_as.get(entry.data.other, entry.data.other)
        followers = [alias for alias, named in known_as.items() if named == absorbed]
        linked = dict.fromkeys((*followers, entry.data.person, entry.data.other, absorbed), person)
        known_as.update(linked)
        self._relinked.update(linked)

    def _replace(self, connection: Connection) -> None:
        if not self._pending:
            return
        numbers = sorted(self._pending)
        for table in (self._subsidies, self._used):
            gone = delete(table).where(table.c.application == bindparam("number"))
            connection.execute(gone, [{"number": number} for number in numbers])
        insert(connection, self._subsidies, [row for number in numbers for row in self._pending[number][0]])
        insert(connection, self._used, [row for number in numbers for row in self._pending[number][1]])
        self._pending.clear()

    def _replace_lines(self, connection: Connection) -> None:
        if self._corrected:
            gone = delete(self._lines).where(self._lines.c.application == bindparam("number"))
            connection.execute(gone, [{"number": number} for number in sorted(self._corrected)])
        people = sorted(self._handed_in.items())
        insert(
            connection,
            self._lines,
            [(number, line, person) for number, lines in people for line, person in sorted(lines.items())],
        )
        self._handed_in.clear()
        self._corrected.clear()


def _subsidies(case: Case) -> Iterator[tuple[Any, ...]]:
    sums: dict[int, list[int]] = {}
    for (line, _), item in case.positions.items.items():
        of_line = sums.setdefault(line, [0, 0, 0])
        of_line[0] += item.entitled_fen
        of_line[1] += item.paid_fen
        of_line[2] += item.recovered_fen
    for line in sorted(sums):
        person = case.persons.get(line)
        if person is not None:
            of_case = (case.scheme, case.authority, case.applicant, case.received_on)
            yield case.application, line, person, *of_case, *sums[line], case.paid_on.get(line)


def _uses(case: Case) -> Iterator[tuple[Any, ...]]:
    ordinal = 0
    for use in case.uses:
        for line in use.lines:
            person = _person_of(case, use.over, line)
            if person is not None:
                ordinal += 1
                of_use = (use.limit, use.over, use.qualifier, use.on, use.amount_fen)
                yield case.application, ordinal, line, person, *of_use


def _person_of(case: Case, over: str, line: int) -> str | None:
    match over:
        case Over.PERSON | Over.CERTIFICATE:
            return case.persons.get(line)
        case Over.APPLICANT:
            return case.applicant if case.is_person else None
    return None
