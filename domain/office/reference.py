"""What the office has adopted to decide by: policy editions and working-day calendars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from domain.base import CONSEQUENCE, Decision, Event, Struct, event, field, replace
from domain.calendar import WorkingDays
from domain.entitlement.edition import Edition
from domain.entitlement.standard_checks import unfit
from domain.entitlement.standards import StandardTable
from domain.errors import NotAllowed
from domain.office.draw_rules import DrawRulesAdopted
from domain.office.sharing import SharingDeclared
from domain.streams import CALENDAR as CALENDAR
from domain.streams import Kind, stream_name


def policy_stream(policy: str) -> str:
    return stream_name(Kind.POLICY, policy)


@event("policy.edition-adopted.v1", CONSEQUENCE)
class EditionAdopted(Event):
    """A policy edition, whole: the file's text is in the log, so every decision can be followed from the log alone."""

    edition: str
    """Such as `xiamen-2023-187@1`."""
    digest: str
    """`sha256:` and the hex digest over the file's bytes."""
    applies_from: date
    """The first day of receipt that selects this edition rather than an earlier one."""
    content: str

    @property
    def happened_on(self) -> date:
        return self.applies_from


@event("policy.standard-adopted.v1", CONSEQUENCE)
class StandardAdopted(Event):
    """A table of a standard that the notice leaves to the bureau, row by row. ADR 0059."""

    table: StandardTable
    digest: str
    """`sha256:` and the hex digest over the bytes of the file that it was read from."""

    @property
    def happened_on(self) -> date:
        return self.table.applies_from


@event("calendar.year-adopted.v1", CONSEQUENCE)
class CalendarYearAdopted(Event):
    """A year of working days. `exceptions` are weekdays off and weekend days worked (调休), by the source's notice."""

    year: int
    exceptions: tuple[date, ...]
    source: str


class AdoptEdition(Struct):
    policy: str
    edition: str
    digest: str
    applies_from: date
    content: str


class AdoptStandard(Struct):
    policy: str
    table: StandardTable
    digest: str


class AdoptCalendarYear(Struct):
    year: int
    exceptions: tuple[date, ...]
    source: str


class Editions(Struct):
    """The adopted editions of one policy, and the standards that stand beside it, in the order of adoption."""

    adopted: tuple[EditionAdopted, ...] = ()
    tables: tuple[StandardAdopted, ...] = ()
    groups: Mapping[str, SharingDeclared] = field(default_factory=dict)
    """The groups of limits and registers of which some are, or were, of this policy; the last declaration of each."""
    draw_rules: tuple[DrawRulesAdopted, ...] = ()
    """In the order of adoption."""

    @property
    def standards(self) -> Mapping[str, tuple[StandardTable, ...]]:
        """The tables of each standard, in the order of adoption."""
        by_standard: dict[str, tuple[StandardTable, ...]] = {}
        for adopted in self.tables:
            name = adopted.table.standard
            by_standard[name] = (*by_standard.get(name, ()), adopted.table)
        return by_standard

    def table(self, ref: str) -> StandardAdopted | None:
        """The adoption of a table such as `skill-certificate@1`."""
        return next((adopted for adopted in self.tables if adopted.table.ref == ref), None)

    def of(self, received_on: date) -> EditionAdopted | None:
        """The edition that the day of receipt selects: the latest that applied by then, else the first of all."""
        applied = [edition for edition in self.adopted if edition.applies_from <= received_on]
        chosen = applied[-1:] or self.adopted[:1]
        return chosen[0] if chosen else None

    def named(self, edition: str) -> EditionAdopted | None:
        return next((adoption for adoption in self.adopted if adoption.edition == edition), None)


def evolve_editions(state: Editions, happened: Event) -> Editions:
    if isinstance(happened, SharingDeclared):
        return replace(state, groups={**state.groups, happened.group: happened})
    if isinstance(happened, StandardAdopted):
        return replace(state, tables=(*state.tables, happened))
    if isinstance(happened, DrawRulesAdopted):
        return replace(state, draw_rules=(*state.draw_rules, happened))
    assert isinstance(happened, EditionAdopted)
    return replace(state, adopted=(*state.adopted, happened))


def decide_adoption(state: Editions, command: AdoptEdition) -> Decision:
    """Adopt an edition. The same file again changes nothing; another file under an adopted id is refused."""
    earlier = state.named(command.edition)
    if earlier is not None:
        if earlier.digest != command.digest:
            raise NotAllowed("edition-adopted-otherwise", edition=command.edition, digest=earlier.digest)
        return {}
    if state.adopted and command.applies_from < state.adopted[-1].applies_from:
        raise NotAllowed("dates-out-of-order", first=state.adopted[-1].applies_from, last=command.applies_from)
    adopted = EditionAdopted(
        edition=command.edition,
        digest=command.digest,
        applies_from=command.applies_from,
        content=command.content,
    )
    return {policy_stream(command.policy): (adopted,)}


def decide_standard(state: Editions, editions: Sequence[Edition], command: AdoptStandard) -> Decision:
    """Adopt a table of a standard that one of `editions`, those adopted of the policy, leaves to the bureau. The same
    file again changes nothing; cases that are decided stay as they are until they are revised.

    Raises `NotAllowed`: `standard-adopted-otherwise` for another file under the same number, `dates-out-of-order` for
    a table that applies from before the last one of its standard and has no last day, and `standard-unfit` for what
    none of the editions allows.
    """
    table = command.table
    earlier = state.table(table.ref)
    if earlier is not None:
        if earlier.digest != command.digest:
            raise NotAllowed("standard-adopted-otherwise", standard=table.ref, digest=earlier.digest)
        return {}
    wrong = [next(unfit(edition, table), None) for edition in editions]
    if None not in wrong:
        rate = next((one[0] for one in wrong if one is not None and one[0]), table.standard)
        raise NotAllowed("standard-unfit", standard=table.ref, rate=rate)
    before = state.standards.get(table.standard, ())
    # What fills the days before has a last one: without, it would answer for all that came after, too.
    if before and table.applies_from < before[-1].applies_from and table.applies_to is None:
        raise NotAllowed("dates-out-of-order", first=before[-1].applies_from, last=table.applies_from)
    return {policy_stream(command.policy): (StandardAdopted(table=table, digest=command.digest),)}


class Calendar(Struct):
    years: Mapping[int, CalendarYearAdopted] = field(default_factory=dict)

    @property
    def working_days(self) -> WorkingDays:
        return WorkingDays(
            years=frozenset(self.years),
            exceptions=frozenset(day for adopted in self.years.values() for day in adopted.exceptions),
        )


def evolve_calendar(state: Calendar, happened: Event) -> Calendar:
    assert isinstance(happened, CalendarYearAdopted)
    return replace(state, years={**state.years, happened.year: happened})


def decide_calendar(state: Calendar, command: AdoptCalendarYear) -> Decision:
    """Adopt or replace a year. Closing days already recorded stay as they were. The same data again changes nothing."""
    if any(day.year != command.year for day in command.exceptions):
        raise NotAllowed("calendar-other-year", year=command.year)
    adopted = CalendarYearAdopted(
        year=command.year, exceptions=tuple(sorted(set(command.exceptions))), source=command.source
    )
    return {} if state.years.get(command.year) == adopted else {CALENDAR: (adopted,)}
