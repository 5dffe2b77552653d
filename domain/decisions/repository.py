"""What decisions read: the state of every stream as of one moment, under the lock of the log's head.

The store satisfies this from its tables, the tests from memory, and whoever verifies a log from the lines before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from domain.application.state.case import Case
from domain.base import Event
from domain.entitlement.claim import Use
from domain.entitlement.edition import Edition
from domain.imports.debts import Debts
from domain.imports.imports import Import
from domain.office.book_months import Months
from domain.office.log import Log
from domain.office.officer import Officer
from domain.office.people import People
from domain.office.proposed import OfficeProposed
from domain.office.reference import Calendar, Editions
from domain.office.register_state import Register
from domain.proposals import Proposals
from domain.treasury.allotment import Allotment
from domain.treasury.batch import Batch
from domain.treasury.fund import Fund
from domain.treasury.incoming import Incoming


class Happened(NamedTuple):
    """An event with the stream that it is in and its legal day."""

    stream: str
    event: Event
    effective_on: date


class Repository(Protocol):
    """Reads state; what is not there is None or empty where it may be missing, and a refusal where it must not."""

    def case(self, number: str) -> Case:
        """Raises `NoSuchThing("no-such-application")`."""
        ...

    def log(self) -> Log:
        """What the log's own stream tells; `UNOPENED` where there is none."""
        ...

    def office(self) -> Proposals[OfficeProposed]:
        """What waits for a second person about what the whole office works with."""
        ...

    def series(self) -> Mapping[str, int]:
        """The last number of every series of numbers that there is."""
        ...

    def officer(self, officer: str) -> Officer | None: ...

    def officers(self) -> Mapping[str, Officer]:
        """Every officer, suspended ones included, by id."""
        ...

    def register(self, register: str) -> Register: ...

    def imported(self, number: str) -> Import:
        """Raises `NoSuchThing("no-such-import")`."""
        ...

    def debts(self, number: str) -> Debts:
        """The demands of one file that was brought in, by how they are cited. Raises `NoSuchThing("no-such-debts")`."""
        ...

    def all_debts(self) -> Sequence[Debts]:
        """Every file of demands, in the order in which they were proposed."""
        ...

    def imports(self) -> Sequence[Import]:
        """Every import, in the order in which they were proposed."""
        ...

    def editions(self, policy: str) -> Editions: ...

    def edition(self, ref: str) -> Edition:
        """An adopted edition, such as `xiamen-2023-187@1`. Raises `NoSuchThing("policy-not-adopted")`."""
        ...

    def edition_for(self, policy: str, received_on: date) -> Edition:
        """The adopted edition that the day of receipt selects. Raises `NoSuchThing("policy-not-adopted")`."""
        ...

    def newest_editions(self) -> Sequence[Edition]:
        """The edition of each policy that was adopted last, by policy."""
        ...

    def edition_in(self, content: str) -> Edition:
        """The edition in the text of a file that is to be adopted."""
        ...

    def calendar(self) -> Calendar: ...

    def people(self) -> People: ...

    def batch(self, batch: str) -> Batch:
        """Raises `NoSuchThing("no-such-batch")`."""
        ...

    def fund(self, fund: str) -> Fund | None: ...

    def funds(self) -> Sequence[Fund]:
        """Every fund, in the order of opening."""
        ...

    def months(self, authority: str) -> Months:
        """How far the books of an authority are closed."""
        ...

    def behind(self, position: int, names: Collection[str]) -> Iterable[Happened]:
        """What was recorded behind a position of the log, in order, of events that are stored under these names."""
        ...

    def allotment(self, allotment: str) -> Allotment | None: ...

    def allotments(self) -> Sequence[Allotment]:
        """Every allotment, in the order in which they were made."""
        ...

    def incoming(self, allotment: str) -> Incoming | None:
        """What an allotment of another log, by the number that it has there, came to here."""
        ...

    def all_incoming(self) -> Sequence[Incoming]:
        """Every allotment of another log, in the order in which they were received."""
        ...

    def uses(self, wanted: Iterable[tuple[str, str]]) -> Iterable[Use]:
        """Every use that cases and imports hold of the given (limit, subject) pairs, each limit by its key."""
        ...

    def counter(self, series: str) -> int:
        """The last number given out in a series such as `application-350203-2024`, 0 if none."""
        ...
