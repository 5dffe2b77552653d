"""Limits that compare what was used, not how often: periods, awards that exclude each other, levels that must rise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from domain.entitlement.claim import Use
from domain.entitlement.findings import Finding, OwedBy, Value
from domain.entitlement.limits import SUBJECT_STATED_AS, Earlier, Limit
from domain.entitlement.uses import NOT_STATED, Asked, all_stated, culprits, may_be_alike
from domain.entitlement.written import folded


class OfPeriods(Limit):
    """A limit over periods, from the day `first` to the day `last`, both of which belong to them: a use has them at the
    end of what tells it apart.
    """

    first: str
    last: str

    @property
    def own_facts(self) -> tuple[str, ...]:
        return (self.first, self.last)

    def qualifier(self, asked: Asked) -> str | None:
        # Named by its class: a slotted dataclass is made anew, and the short form of super would not find it.
        alike = Limit.qualifier(self, asked)
        first, last = asked.stated_or_left_out(self.first), asked.stated_or_left_out(self.last)
        return None if alike is None or first is None or last is None else f"{alike}|{first}|{last}"

    def may_count(self, qualifier: str, other: str) -> bool:
        (alike, *period), (other_alike, *_) = qualifier.rsplit("|", 2), other.rsplit("|", 2)
        return may_be_alike(alike, other_alike) and self._periods_may(period, other)

    def _periods_may(self, period: Sequence[str], other: str) -> bool:
        """Whether a period, of which something may have been left out, can count against that of the `other`."""
        return True


class NoOverlap(OfPeriods):
    """No two periods share a day."""

    def _periods_may(self, period: Sequence[str], other: str) -> bool:
        first, last = period
        _, other_first, other_last = other.rsplit("|", 2)
        return (first == NOT_STATED or first <= other_last) and (last == NOT_STATED or other_first <= last)

    def against(self, use: Use, earlier: Earlier) -> Sequence[Use]:
        stated = (qualifier for qualifier in earlier if all_stated(qualifier))
        return [one for qualifier in stated if _overlap(qualifier, use.qualifier) for one in earlier[qualifier]]

    def test(self, use: Use, against: Sequence[Use], asked: Asked) -> Finding:
        _, first, last = use.qualifier.rsplit("|", 2)
        if not against:
            return self.met("no-overlap", first=first, last=last)
        return self.not_met("overlap", first=first, last=last, **culprits(against))


class Months(OfPeriods):
    """The calendar months of all periods together are not more than `maximum`; a month of which two periods have a day
    counts once.
    """

    maximum: int

    def open_after(self, uses: Sequence[Use], asked: Asked) -> bool:
        """A period that nobody has compared yet may be too long by itself."""
        return False

    def against(self, use: Use, earlier: Earlier) -> Sequence[Use]:
        stated = (qualifier for qualifier in earlier if all_stated(qualifier))
        alike = (qualifier for qualifier in stated if _same_but_period(qualifier, use.qualifier))
        return [one for qualifier in alike for one in earlier[qualifier]]

    def holds_with(self, use: Use, uses: Sequence[Use], asked: Asked) -> bool:
        return False  # How many months those are that were left out, nobody knows.

    def test(self, use: Use, against: Sequence[Use], asked: Asked) -> Finding:
        used = {month for one in against for month in _months(one.qualifier)}
        own = _months(use.qualifier)
        values: dict[str, Value] = {"found": len(used), "asked": len(own - used), "required": self.maximum}
        if len(used | own) <= self.maximum:
            return self.met("months-open", **values)
        return self.not_met("months-exceeded", **values, **culprits(against))


class Exclusive(Limit):
    """Awards that exclude each other: `excluded_by` names, for each choice of `fact`, those that may not precede it."""

    fact: str
    excluded_by: Mapping[str, frozenset[str]]

    @property
    def own_facts(self) -> tuple[str, ...]:
        return (self.fact,)

    def qualifier(self, asked: Asked) -> str | None:
        return asked.stated_or_left_out(self.fact)

    def may_count(self, qualifier: str, other: str) -> bool:
        return bool(self.excluded_by.get(other))

    def against(self, use: Use, earlier: Earlier) -> Sequence[Use]:
        excluding = self.excluded_by.get(use.qualifier, frozenset())
        return [one for award in earlier if award in excluding for one in earlier[award]]

    def test(self, use: Use, against: Sequence[Use], asked: Asked) -> Finding:
        if not against:
            return self.met("award-open", fact=self.fact, found=use.qualifier)
        return self.not_met("award-excluded", fact=self.fact, found=use.qualifier, **culprits(against))


class NoLower(Limit):
    """No award below an earlier one: `order` has the choices of `fact`, the highest first.

    A line that does not state `fact` is below nothing, and is not limited.
    """

    fact: str
    order: tuple[str, ...]

    @property
    def compared(self) -> tuple[str, ...]:
        return (*(part.fact for part in self.alike), *self.day_compared, self.fact)

    def qualifier(self, asked: Asked) -> str | None:
        alike = Limit.qualifier(self, asked)
        level = asked.stated_or_left_out(self.fact)
        if alike is None or level is None:
            return None
        return f"{alike}|{level if level == NOT_STATED else folded(level)}"

    def may_count(self, qualifier: str, other: str) -> bool:
        (alike, _, level), (other_alike, _, other_level) = qualifier.rpartition("|"), other.rpartition("|")
        higher = other_level in self.order[1:] if level == NOT_STATED else self._is_higher(level, other_level)
        return higher and may_be_alike(alike, other_alike)

    def against(self, use: Use, earlier: Earlier) -> Sequence[Use]:
        return [one for qualifier in earlier if self._above(qualifier, use.qualifier) for one in earlier[qualifier]]

    def test(self, use: Use, against: Sequence[Use], asked: Asked) -> Finding:
        _, _, level = use.qualifier.rpartition("|")
        if not against:
            return self.met("level-open", fact=self.fact, found=level)
        return self.not_met("level-lower", fact=self.fact, found=level, **culprits(against))

    def not_applying(self, asked: Asked) -> Finding | None:
        if asked.stated.value(self.fact) is None:
            return self.met("limit-not-applying", fact=self.fact)
        return Limit.not_applying(self, asked)

    def _above(self, qualifier: str, other: str) -> bool:
        """Whether `qualifier` is alike with `other`, and of a higher level."""
        alike, _, level = qualifier.rpartition("|")
        other_alike, _, other_level = other.rpartition("|")
        return alike == other_alike and self._is_higher(level, other_level)

    def _is_higher(self, level: str, other: str) -> bool:
        return level in self.order and self.order.index(level) < self.order.index(other)


class Excludes(Limit):
    """Nothing of the limits `also`, each named with its notice (`other-notice/limit`), was paid to the same subject
    (不得与…重复享受). It binds the notice that says so, and counts no uses of its own.
    """

    def use(self, asked: Asked) -> Use | None:
        return None

    def use_elsewhere(self, asked: Asked) -> Use | None:
        subject = self.subject(asked)
        if subject is None:
            return None
        return Use(
            limit=self.also[0],
            subject=subject,
            qualifier="",
            on=asked.stated.received_on,
            amount_fen=0,
            application=asked.application,
            line=asked.line,
        )

    def examine(self, asked: Asked, use: Use | None, earlier: Earlier) -> Finding | None:
        if self.subject(asked) is None:
            return self.without_subject(asked)
        if unknown := self.unverified(asked.stated, SUBJECT_STATED_AS.get(self.over, ())):
            return unknown
        elsewhere = [one for uses in earlier.values() for one in uses]
        certain = [one for one in elsewhere if one.subject == self.subject(asked)]
        if certain:
            return self.not_met("excluded-by-notice", **culprits(certain))
        if elsewhere:
            return self.unclear(OwedBy.OFFICE, "limit-possibly-used", **culprits(elsewhere))
        return self.met("not-excluded", excluded=", ".join(self.also))

    def test(self, use: Use, against: Sequence[Use], asked: Asked) -> Finding:
        raise AssertionError("it counts no uses of its own")


def _months(qualifier: str) -> set[int]:
    """The months of the period of a qualifier, each as a number."""
    first, last = (date.fromisoformat(day) for day in qualifier.rsplit("|", 2)[1:])
    return set(range(first.year * 12 + first.month, last.year * 12 + last.month + 1))


def _same_but_period(qualifier: str, other: str) -> bool:
    # Another edition may have told uses apart by other things: such uses are not alike.
    same_form = qualifier.count("|") == other.count("|")
    return same_form and qualifier.rsplit("|", 2)[0] == other.rsplit("|", 2)[0]


def _overlap(qualifier: str, other: str) -> bool:
    """Whether two periods, alike in everything else, share a day."""
    if not _same_but_period(qualifier, other):
        return False
    _, first, last = qualifier.rsplit("|", 2)
    _, other_first, other_last = other.rsplit("|", 2)
    return first <= other_last and other_first <= last
