"""The city as it stands when the year begins, and grows: who is who, what is on a register, what is the next number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from random import Random

from benchmarks.city import people
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Value
from domain.office.register_events import EntryContent, Recognition
from usecases.intake.application import DeclaredApplicant, DeclaredPerson

CITY, TORCH = "350200", "torch"
DISTRICTS = ("350203", "350205", "350206", "350211", "350212", "350213")
LISTED_FROM = date(2023, 1, 1)
QUOTA = 5_000
"""More than any project, class or enterprise trains in a year."""
_BODY = "厦门市人力资源和社会保障局"


@dataclass(slots=True)
class Town:
    """`random` is all that is left to chance; the numbers of persons, accounts and bodies are given out in turn."""

    random: Random
    edition: Edition
    new_entries: dict[tuple[str, str], EntryContent] = field(default_factory=dict)
    """What is to be listed before the next application comes in, by register and key."""
    _entries: set[tuple[str, str]] = field(default_factory=set)
    _persons: Iterator[int] = field(default_factory=count)
    _accounts: Iterator[int] = field(default_factory=lambda: count(1))
    _bodies: Iterator[int] = field(default_factory=lambda: count(1))
    _papers: Iterator[int] = field(default_factory=lambda: count(1))
    _by_trade: dict[str, list[DeclaredApplicant]] = field(default_factory=dict)
    _account_of: dict[str, int] = field(default_factory=dict)

    def authority(self) -> str:
        """Where somebody lives or has their seat: a third in the city's own office, the others all over it."""
        return self.random.choices((CITY, TORCH, *DISTRICTS), (8, 2, 3, 2, 4, 3, 2, 2))[0]

    def somebody(self, born_on: date | None = None) -> DeclaredPerson:
        """A resident who has not applied before."""
        return people.person(next(self._persons), born_on)

    def new_body(self) -> DeclaredApplicant:
        return people.body(next(self._bodies))

    def one_of(self, trade: str, many: int) -> DeclaredApplicant:
        """One of as `many` bodies of a trade."""
        members = self._by_trade.setdefault(trade, [])
        if len(members) < many:
            members.append(self.new_body())
            return members[-1]
        return self.random.choice(members)

    def account_number(self, party: str) -> int:
        """That of whoever applied before, or a new one."""
        return self._account_of.setdefault(party, next(self._accounts))

    def another_account(self, party: str) -> int:
        self._account_of[party] = next(self._accounts)
        return self._account_of[party]

    def paper(self) -> int:
        """The number of the next certificate, class or document."""
        return next(self._papers)

    def listed(
        self,
        register: str,
        key: str,
        *,
        owner: str | None = None,
        facts: Mapping[str, Value] | None = None,
        name: str | None = None,
    ) -> str:
        """An entry by its key, which is listed if it is not yet."""
        if (register, key) not in self._entries:
            self._entries.add((register, key))
            kind = self.edition.registers[register]
            papers = tuple(
                Recognition(document=f"示例名单〔2023〕{self.paper()}号", body=_BODY) for _ in range(kind.documents)
            )
            self.new_entries[register, key] = EntryContent(
                key=key,
                name=name,
                owner=owner if kind.owned else None,
                facts=dict(facts or {}),
                valid_from=LISTED_FROM,
                valid_to=None,
                documents=papers,
                quota=QUOTA if kind.quota else None,
            )
        return key

    def take_new_entries(self) -> dict[tuple[str, str], EntryContent]:
        taken, self.new_entries = self.new_entries, {}
        return taken
