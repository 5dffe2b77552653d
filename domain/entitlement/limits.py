"""The closed vocabulary of limits: rules that cross lines and applications.

A line that counts turns into *uses* of the limits of its scheme. A limit looks at the uses so far, by lines before it
in the same application and by other applications, and says whether one more is allowed. ADR 0021, ADR 0022.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from domain.base import replace
from domain.entitlement.claim import Use
from domain.entitlement.findings import Finding, OwedBy, Value
from domain.entitlement.rules import RECEIVED_ON, Names, Period, Rule, Source, Stated
from domain.entitlement.uses import (
    CERTIFICATE_NO,
    NOT_STATED,
    SITE,
    Alike,
    Asked,
    Otherwise,
    Over,
    all_stated,
    are_alike,
    culprits,
    may_be_alike,
    together_fen,
)

Earlier = Mapping[str, Sequence[Use]]
"""The earlier uses of one subject, by qualifier."""


class Limit(Rule):
    """A limit over persons, certificates, sites or applicants, within uses that are `alike`.

    `day` is the fact whose day a use carries, the day of receipt standing in for it. With `yearly`, only uses of the
    same calendar year of that day count against each other, and `yearly` is the source of that reading. With `within`,
    the limit applies to uses of those days only. The uses of the limits `also` count as its own: they are those that
    lines left under an earlier edition. A `waivable` limit may be waived by a supervisor, line by line. One that is not
    `named` by a clause rests on an interpretation alone.
    """

    names: Names
    over: Over
    alike: tuple[Alike, ...] = ()
    day: str = RECEIVED_ON
    yearly: Source | None = None
    within: Period | None = None
    also: tuple[str, ...] = ()
    waivable: bool = False
    named: bool = True
    per_scheme: bool = False
    """Uses of two schemes never count against each other."""

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts of a line that the limit looks at, stated or not."""
        day = () if self.day == RECEIVED_ON else (self.day,)
        return (*(part.fact for part in self.alike), *day, *self.own_facts)

    @property
    def own_facts(self) -> tuple[str, ...]:
        """The facts without which the limit cannot be answered."""
        return ()

    def subject(self, asked: Asked) -> str | None:
        """Whom or what the line is counted by; None when it has none, so that nothing is limited."""
        return asked.subject(self.over)

    def use(self, asked: Asked) -> Use | None:
        """The use that the line would be, or None when the limit does not apply to it."""
        subject, left_out = self.subject(asked), ""
        if subject is None and asked.abridged:
            subject, left_out = self.possible_subject(asked), f"{NOT_STATED}|"
        qualifier = None if subject is None else self.qualifier(asked)
        day_fits = self._applies_on(self._day(asked.stated)) or asked.leaves_out(self.day)
        if subject is None or qualifier is None or not day_fits:
            return None
        return Use(
            limit=self.id,
            subject=subject,
            qualifier=left_out + qualifier,
            on=self._day(asked.stated),
            amount_fen=asked.worth.least_fen,
            application=asked.application,
            line=asked.line,
        )

    def possible_subject(self, asked: Asked) -> str | None:
        """By whom a use is counted, which could be of any subject of theirs: a certificate of which nobody has told the
        number.
        """
        wanted = asked.asks is None or CERTIFICATE_NO in asked.asks
        return asked.person if self.over is Over.CERTIFICATE and wanted else None

    def use_elsewhere(self, asked: Asked) -> Use | None:
        """The use under another notice that would stand in the line's way; None where the limit looks at none."""
        return None

    def qualifier(self, asked: Asked) -> str | None:
        """What must be equal besides the subject, as text; None when the limit does not apply."""
        parts = [asked.scheme] if self.per_scheme else []
        if (self.yearly or self.within) and asked.leaves_out(self.day):
            parts.append(NOT_STATED)
        elif self.yearly:
            parts.append(str(self._day(asked.stated).year))
        for alike in self.alike:
            part = asked.alike(alike)
            if part is None:
                return None
            parts.append(part)
        return "|".join(parts)

    def examine(self, asked: Asked, use: Use | None, earlier: Earlier) -> Finding | None:
        """The answer to a line that would be `use`, given the `earlier` uses of its subject.

        None when the line has nothing to count over. Unclear while a fact that it compares is left out, by the
        applicant or by the entry that should state it. While one waits for its comparison, the limit is met if it is
        under every value of that fact: if all earlier uses of the subject together leave it open.
        """
        if use is None and self.subject(asked) is None:
            return self.without_subject(asked)
        if missing := self.missing(asked.stated, self._needed(asked)):
            return missing
        if asked.stated.unverified:
            if unknown := self.unverified(asked.stated, SUBJECT_STATED_AS.get(self.over, ())):
                return unknown
            unknown = self.unverified(asked.stated, self._compared(asked))
            if unknown is not None and not self.open_after([one for uses in earlier.values() for one in uses], asked):
                return unknown
        if use is not None:
            return self._citing_stand_ins(self._tested(use, earlier, asked), asked)
        return self.not_applying(asked)

    def without_subject(self, asked: Asked) -> Finding | None:
        """Who leaves out the number of a certificate that the scheme asks for does not get round the limit so."""
        if self.over is Over.CERTIFICATE and CERTIFICATE_NO in asked.requires:
            return self.missing(asked.stated, (CERTIFICATE_NO,))
        return None

    def _needed(self, asked: Asked) -> Iterator[str]:
        """The facts without which it cannot be told which uses count: those for which nothing stands in."""
        for part in self.alike:
            if part.otherwise is None and asked.scheme not in part.taken_as:
                yield part.fact
        yield from (*self.day_compared, *self.own_facts)
        if asked.stated.owed:
            yield from (fact for fact in self.compared if fact in asked.stated.owed)

    def open_after(self, uses: Sequence[Use], asked: Asked) -> bool:
        """Whether the limit is met even where all of `uses` count against the line."""
        return not uses

    @property
    def compared(self) -> tuple[str, ...]:
        """The facts whose values decide which uses count against each other."""
        return (*(part.fact for part in self.alike), *self.day_compared, *self.own_facts)

    @property
    def day_compared(self) -> tuple[str, ...]:
        """The fact with the day, where a year or a period is compared."""
        return (self.day,) if self.day != RECEIVED_ON and (self.yearly or self.within) else ()

    def _compared(self, asked: Asked) -> tuple[str, ...]:
        return tuple(fact for fact in self.compared if asked.asks is None or fact in asked.asks)

    def against(self, use: Use, earlier: Earlier) -> Sequence[Use]:
        """The earlier uses that count against this one: those that are alike."""
        if any(part.otherwise is Otherwise.APPLICANT for part in self.alike):
            return [one for qualifier in earlier if are_alike(qualifier, use.qualifier) for one in earlier[qualifier]]
        return earlier.get(use.qualifier, ())

    def _tested(self, use: Use, earlier: Earlier, asked: Asked) -> Finding:
        """What is met only if uses of which something was left out do not count is not known: the office finds out."""
        against = self.against(use, earlier)
        tested = self.test(use, against, asked)
        # Most lines have nothing before them, and hardly any use leaves something out.
        possible = self.possibly_against(use, earlier) if earlier and tested.holds else ()
        if not possible or self.holds_with(use, [*against, *possible], asked):
            return tested
        return self.unclear(OwedBy.OFFICE, "limit-possibly-used", **culprits(possible))

    def possibly_against(self, use: Use, earlier: Earlier) -> Sequence[Use]:
        """The earlier uses of which something was left out that decides whether they count against this one."""
        doubtful = (qualifier for qualifier in earlier if not all_stated(qualifier))
        return [one for qualifier in doubtful if self.may_count(qualifier, use.qualifier) for one in earlier[qualifier]]

    def may_count(self, qualifier: str, other: str) -> bool:
        """Whether a use told apart by `qualifier`, of which something was left out, may count against the `other`."""
        return may_be_alike(qualifier, other)

    def holds_with(self, use: Use, uses: Sequence[Use], asked: Asked) -> bool:
        """Whether the limit is met where all of `uses` count, some of which may not."""
        return self.test(use, uses, asked).holds

    @abstractmethod
    def test(self, use: Use, against: Sequence[Use], asked: Asked) -> Finding:
        """Met or not met, given the uses that count `against` this one."""

    def not_applying(self, asked: Asked) -> Finding | None:
        """What is said of a line to which the limit does not apply: which fact it lacks, and who says that it may."""
        if self.within is not None and not self._applies_on(self._day(asked.stated)):
            first, last = self.within.first.isoformat(), self.within.last.isoformat()
            return self.met("limit-of-other-days", found=self._day(asked.stated).isoformat(), first=first, last=last)
        missing = next(part for part in self.alike if asked.alike(part) is None)
        return _citing(self.met("limit-not-applying", fact=missing.fact), missing.source)

    def _applies_on(self, day: date) -> bool:
        return self.within is None or day in self.within

    def _day(self, stated: Stated) -> date:
        return stated.day(self.day) or stated.received_on

    def _citing_stand_ins(self, finding: Finding, asked: Asked) -> Finding:
        for part in self.alike:
            if asked.stated_about(part) is None:
                return _citing(finding, part.source)
        stated = self.day != RECEIVED_ON and asked.stated.day(self.day)
        return finding if stated else _citing(finding, self.yearly)


class Times(Limit):
    """At most `maximum` uses."""

    maximum: int = 1

    def open_after(self, uses: Sequence[Use], asked: Asked) -> bool:
        return len(uses) < self.maximum

    def against(self, use: Use, earlier: Earlier) -> Sequence[Use]:
        if not self.also:
            # Named by its class: a slotted dataclass is made anew, and the short form of super would not find it.
            return Limit.against(self, use, earlier)
        # Under other limits uses are told apart by other things, such as the year: here the days decide.
        stated = (uses for qualifier, uses in earlier.items() if all_stated(qualifier))
        return [one for uses in stated for one in uses if self._applies_on(one.on)]

    def may_count(self, qualifier: str, other: str) -> bool:
        return bool(self.also) or may_be_alike(qualifier, other)

    def test(self, use: Use, against: Sequence[Use], asked: Asked) -> Finding:
        values: dict[str, Value] = {"found": len(against), "required": self.maximum, "within": use.qualifier}
        if len(against) < self.maximum:
            return self.met("limit-open", **values)
        return self.not_met("limit-reached", **values, **culprits(against))


class Sum(Limit):
    """Uses that together do not exceed `maximum_fen`. With `clips`, a line is paid what is left, and refused only where
    nothing is.
    """

    maximum_fen: int
    clips: bool = False

    def left_fen(self, use: Use, earlier: Earlier) -> int:
        """What the earlier uses leave, in fen; never below nothing."""
        return max(0, self.maximum_fen - together_fen(self.against(use, earlier)))

    def open_after(self, uses: Sequence[Use], asked: Asked) -> bool:
        return fits(together_fen(uses), asked.worth.most_fen, self.maximum_fen)

    def test(self, use: Use, against: Sequence[Use], asked: Asked) -> Finding:
        used_fen = together_fen(against)
        values: dict[str, Value] = {
            "used_fen": used_fen,
            "asked_fen": asked.worth.least_fen,
            "maximum_fen": self.maximum_fen,
            "within": use.qualifier,
        }
        # Where it clips, whatever is more than what is left has been cut from a worth that is known.
        if fits(used_fen, asked.worth.most_fen, self.maximum_fen):
            return self.met("sum-open", **values)
        if used_fen < self.maximum_fen if self.clips else fits(used_fen, asked.worth.least_fen, self.maximum_fen):
            return self.unclear(OwedBy.OFFICE, "sum-not-known", used_fen=used_fen, maximum_fen=self.maximum_fen)
        return self.not_met("sum-exceeded", **values, **culprits(against))


SUBJECT_STATED_AS: Mapping[Over, tuple[str, ...]] = {Over.SITE: (SITE,), Over.CERTIFICATE: (CERTIFICATE_NO,)}
"""The fact that says whom or what a limit counts over, where it is one that may have to be verified."""


def fits(used_fen: int, amount_fen: int | None, maximum_fen: int) -> bool:
    """Whether an amount, None being without bound, leaves a sum within its maximum; all in fen."""
    return amount_fen is not None and used_fen + amount_fen <= maximum_fen


def _citing(finding: Finding, source: Source | None) -> Finding:
    """`finding`, citing `source` where there is one."""
    if source is None:
        return finding
    return replace(finding, clause=source.clause, interpretation=source.interpretation)
