"""The closed vocabulary of conditions: what an edition may require of an application or of one of its lines.

A condition is met, not met or unclear. It is unclear while a fact that it needs is not stated, and while one that the
scheme wants verified is merely declared, whatever was declared; but where the applicant confirmed what they declared,
in answer to a correction request that was served, it may fail on that (ADR 0061). What is composed of others follows
Kleene's strong logic: unclear wherever what is not known could decide. ADR 0055.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from datetime import date

from domain.base import replace
from domain.entitlement.findings import Finding
from domain.entitlement.rules import CONFIRMED, Rule, Stated


class Condition(Rule):
    """One requirement."""

    @property
    @abstractmethod
    def facts(self) -> tuple[str, ...]:
        """The facts without which the condition cannot be answered."""

    @abstractmethod
    def test(self, stated: Stated) -> Finding:
        """Met or not met, all `facts` being stated."""

    def examine(self, stated: Stated) -> Finding:
        missing = self.missing(stated, self.facts)
        if missing is not None:
            return missing
        finding = self.test(stated)
        if not stated.unverified:
            return finding
        return (self.against if finding.fails else self.trusted)(finding, stated, self.facts)

    def against(self, finding: Finding, stated: Stated, facts: Iterable[str]) -> Finding:
        """`finding`, which fails, where each of `facts` was compared or confirmed by the applicant; else unclear."""
        declared = [fact for fact in facts if fact in stated.unverified]
        if not declared:
            return finding
        doubted = self.unverified(stated, (fact for fact in declared if fact not in stated.confirmed))
        return doubted or replace(finding, values={**finding.values, CONFIRMED: True})


class Holds(Condition):
    """A true-or-false fact has the value that is `wanted`."""

    fact: str
    wanted: bool = True

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.fact,)

    def test(self, stated: Stated) -> Finding:
        declared = stated.facts[self.fact]
        if declared is self.wanted:
            return self.met("as-required", fact=self.fact, found=declared)
        return self.not_met("not-as-required", fact=self.fact, found=declared, required=self.wanted)


class AnyHolds(Condition):
    """At least one of several true-or-false facts is true; what is not known matters only when none is."""

    alternatives: tuple[str, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        return self.alternatives

    def examine(self, stated: Stated) -> Finding:
        for fact in self.alternatives:
            if stated.value(fact) is True and fact not in stated.unverified:
                return self.met("one-holds", fact=fact)
        # What is declared is compared before more is asked of the applicant.
        doubted = (one for one in self.alternatives if one not in stated.confirmed or stated.value(one) is True)
        unknown = self.unverified(stated, doubted) or self.missing(stated, self.alternatives)
        return unknown or self.against(self.test(stated), stated, self.alternatives)

    def test(self, stated: Stated) -> Finding:
        return self.not_met("none-holds", facts=", ".join(self.alternatives))


class OneOf(Condition):
    """A choice is among the `accepted` ones."""

    fact: str
    accepted: tuple[str, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.fact,)

    def test(self, stated: Stated) -> Finding:
        declared = str(stated.facts[self.fact])
        if declared in self.accepted:
            return self.met("among", fact=self.fact, found=declared)
        return self.not_met("not-among", fact=self.fact, found=declared, required=", ".join(self.accepted))


class AtLeast(Condition):
    """A count or an amount reaches `minimum`."""

    fact: str
    minimum: int

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.fact,)

    def test(self, stated: Stated) -> Finding:
        declared = stated.number(self.fact)
        assert declared is not None
        if declared >= self.minimum:
            return self.met("enough", fact=self.fact, found=declared, required=self.minimum)
        return self.not_met("too-little", fact=self.fact, found=declared, required=self.minimum)


class AtMost(Condition):
    """A count or an amount does not exceed `maximum`."""

    fact: str
    maximum: int

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.fact,)

    def test(self, stated: Stated) -> Finding:
        declared = stated.number(self.fact)
        assert declared is not None
        if declared <= self.maximum:
            return self.met("not-too-much", fact=self.fact, found=declared, required=self.maximum)
        return self.not_met("too-much", fact=self.fact, found=declared, required=self.maximum)


class AtLeastShare(Condition):
    """`fact` is at least `percent` per cent of `of`: exact integers, no rounding. A share of nothing is not met."""

    fact: str
    of: str
    percent: int

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.fact, self.of)

    def test(self, stated: Stated) -> Finding:
        declared, total = stated.number(self.fact), stated.number(self.of)
        assert declared is not None
        assert total is not None
        enough = total > 0 and 100 * declared >= self.percent * total
        return (self.met if enough else self.not_met)(
            "share-enough" if enough else "share-too-small",
            fact=self.fact,
            found=declared,
            of=self.of,
            total=total,
            percent=self._percent_as_shown(declared, total, enough),
            required=self.percent,
        )

    def _percent_as_shown(self, declared: int, total: int, enough: bool) -> str:
        # To one decimal, but a share that is too small is never shown as the share that it misses.
        tenths = (2000 * declared + total) // (2 * total) if total else 0
        if not enough:
            tenths = min(tenths, 10 * self.percent - 1) if self.percent else 0
        return f"{tenths // 10}.{tenths % 10}"


class NotMoreThan(Condition):
    """`fact` does not exceed `of`, of which it is a part: facts that contradict each other are not met."""

    fact: str
    of: str

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.fact, self.of)

    def test(self, stated: Stated) -> Finding:
        declared, total = stated.number(self.fact), stated.number(self.of)
        assert declared is not None
        assert total is not None
        if declared <= total:
            return self.met("consistent", fact=self.fact, found=declared, of=self.of, total=total)
        return self.not_met("contradiction", fact=self.fact, found=declared, of=self.of, total=total)


class InOrder(Condition):
    """The day `first` is not after the day `last`."""

    first: str
    last: str

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.first, self.last)

    def test(self, stated: Stated) -> Finding:
        first, last = str(stated.facts[self.first]), str(stated.facts[self.last])
        if date.fromisoformat(first) <= date.fromisoformat(last):
            return self.met("in-order", fact=self.first, found=first, of=self.last, total=last)
        return self.not_met("out-of-order", fact=self.first, found=first, of=self.last, total=last)


class EndsBy(Condition):
    """The day `fact` is not after `last`."""

    fact: str
    last: date

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.fact,)

    def test(self, stated: Stated) -> Finding:
        declared, last = str(stated.facts[self.fact]), self.last.isoformat()
        if date.fromisoformat(declared) <= self.last:
            return self.met("ends-in-time", fact=self.fact, found=declared, required=last)
        return self.not_met("ends-too-late", fact=self.fact, found=declared, required=last)


class IsStated(Condition):
    """A document or a number is cited; what it says is for people to read."""

    fact: str

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.fact,)

    def test(self, stated: Stated) -> Finding:
        return self.met("cited", fact=self.fact, found=stated.facts[self.fact])


class AllStated(Condition):
    """Particulars that belong together are stated, such as those of a certificate."""

    particulars: tuple[str, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        return self.particulars

    def test(self, stated: Stated) -> Finding:
        return self.met("all-cited", facts=", ".join(self.particulars))


class OnlyWhen(Condition):
    """Where the choice of `fact` is `among` these, `required` is examined; elsewhere nothing is asked.

    While the choice is not known, `required` is enough where it is met, and fails where the choice was confirmed.
    """

    fact: str
    among: tuple[str, ...]
    required: Condition

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.fact, *self.required.facts)

    def examine(self, stated: Stated) -> Finding:
        unknown = self.missing(stated, (self.fact,)) or self.unverified(stated, (self.fact,))
        if unknown is None and str(stated.facts[self.fact]) not in self.among:
            return self.test(stated)
        required = self.required.examine(stated)
        if required.holds or unknown is None:
            return required
        asked = stated.value(self.fact) is not None and str(stated.facts[self.fact]) in self.among
        return self.against(required, stated, (self.fact,)) if required.fails and asked else unknown

    def test(self, stated: Stated) -> Finding:
        return self.met("not-required", fact=self.fact, found=stated.facts[self.fact])
