"""The closed vocabulary of amounts: what one line is worth, in which instalments, and how that was computed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from domain.base import Struct, field, replace
from domain.entitlement.findings import Finding, LineOutcome, OwedBy, Value, together
from domain.entitlement.rules import Rule, Source, Span, Stated

ON_APPROVAL = "on-approval"
DETERMINED = "determined_fen"

OUT_OF_BOUNDS = frozenset({"determined-outside", "above-cost"})
"""Findings against an amount that somebody typed: at the desk it is refused to them, and nothing is recorded."""


class Instalment(Struct):
    """A part of a line's amount. `payable` is `ON_APPROVAL` or the milestone that must be met first."""

    instalment: int
    amount_fen: int
    payable: str = ON_APPROVAL


class Step(Struct):
    """One step of the computation, as a code and its values."""

    code: str
    values: Mapping[str, Value]


class Award(Struct):
    """What an amount rule made of a line. It is worth nothing while one of its findings does not hold."""

    findings: tuple[Finding, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    arithmetic: tuple[Step, ...] = ()

    @property
    def amount_fen(self) -> int:
        return sum(part.amount_fen for part in self.instalments)

    def cut_to(self, amount_fen: int, step: Step) -> Award:
        """The same, of which only so much is left: what is paid at once is cut, and `step` says by what."""
        (whole,) = self.instalments
        return replace(self, instalments=(replace(whole, amount_fen=amount_fen),), arithmetic=(*self.arithmetic, step))


class Amount(Rule):
    """How much a line is worth."""

    id: str = "amount"

    @property
    @abstractmethod
    def facts(self) -> tuple[str, ...]:
        """The facts that decide about the amount."""

    @property
    @abstractmethod
    def most_fen(self) -> int | None:
        """The most that a line can ever be worth; None where the notice names no bound."""

    @property
    def least_fen(self) -> int:
        """The least that a line can be worth that is worth anything: an award of nothing is not an award."""
        return 1

    @abstractmethod
    def award(self, stated: Stated) -> Award: ...

    def unknown(self, stated: Stated) -> Finding | None:
        """Unclear while one of `facts` is not stated, or only declared where it must be compared."""
        return self.missing(stated, self.facts) or self.unverified(stated, self.facts)

    def span(self, award: Award) -> Span:
        """Between what the line may be worth: what it is, where `award` knows; nothing, where a finding fails."""
        match together(award.findings):
            case LineOutcome.OPEN:
                return Span(least_fen=self.least_fen, most_fen=self.most_fen)
            case _:
                return Span.exactly(award.amount_fen)

    def paid(self, amount_fen: int, step: Step, *findings: Finding) -> Award:
        """Everything at once, when all `findings` hold; nothing otherwise."""
        return self.paid_by_steps(amount_fen, (step,), findings)

    def paid_by_steps(self, amount_fen: int, steps: tuple[Step, ...], findings: tuple[Finding, ...]) -> Award:
        """The same, computed in several steps."""
        if not all(finding.holds for finding in findings):
            return Award(findings=findings)
        whole = Instalment(instalment=1, amount_fen=amount_fen)
        return Award(findings=findings, instalments=(whole,), arithmetic=steps)


class Repeated(Struct):
    """How many times an amount is paid: the number `fact`, of which there can be `most` at the most."""

    fact: str
    most: int
    source: Source


class Flat(Amount):
    """The same amount for every line, or for each of so many `times`: days worked, of the days of a holiday."""

    amount_fen: int
    times: Repeated | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        return () if self.times is None else (self.times.fact,)

    @property
    def most_fen(self) -> int:
        return self.amount_fen * (1 if self.times is None else self.times.most)

    @property
    def least_fen(self) -> int:
        return self.amount_fen

    def award(self, stated: Stated) -> Award:
        if self.times is None:
            return self.paid(self.amount_fen, Step(code="flat", values={"amount_fen": self.amount_fen}))
        return self._times(self.times, stated)

    def _times(self, times: Repeated, stated: Stated) -> Award:
        if unknown := self.unknown(stated):
            return Award(findings=(unknown,))
        number = stated.number(times.fact)
        assert number is not None
        values: dict[str, Value] = {"fact": times.fact, "found": number, "required": times.most}
        rule = Rule(id=self.id, clause=times.source.clause, interpretation=times.source.interpretation)
        if not 1 <= number <= times.most:
            return Award(findings=(rule.not_met("times-outside", **values),))
        amount_fen = self.amount_fen * number
        step: dict[str, Value] = {"times": number, "rate_fen": self.amount_fen, "amount_fen": amount_fen}
        return self.paid(amount_fen, Step(code="times", values=step), rule.met("times-within", **values))


class ByChoice(Amount):
    """An amount for each choice of a fact. `unsettled` choices have none, by the interpretation named; what is neither
    priced nor unsettled is not given.
    """

    fact: str
    amounts_fen: Mapping[str, int]
    unsettled: Mapping[str, str] = field(default_factory=dict)

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.fact,)

    @property
    def most_fen(self) -> int:
        return max(self.amounts_fen.values())

    @property
    def least_fen(self) -> int:
        return min(self.amounts_fen.values())

    def award(self, stated: Stated) -> Award:
        if unknown := self.unknown(stated):
            return Award(findings=(unknown,))
        named = str(stated.facts[self.fact])
        amount_fen = self.amounts_fen.get(named)
        if amount_fen is None:
            return Award(findings=(self._without_rate(named),))
        values: dict[str, Value] = {"fact": self.fact, "found": named, "amount_fen": amount_fen}
        return self.paid(amount_fen, Step(code="by-choice", values=values), self.met("rate-named", **values))

    def _without_rate(self, named: str) -> Finding:
        if named not in self.unsettled:
            return self.not_met("choice-excluded", fact=self.fact, found=named, required=", ".join(self.amounts_fen))
        rule = Rule(id=self.id, clause=self.clause, interpretation=self.unsettled[named])
        return rule.unclear(OwedBy.READING, "rate-not-named", fact=self.fact, found=named)


class Stage(Struct):
    """One instalment of a staged amount, payable once `milestone` is met, or `ON_APPROVAL`."""

    milestone: str
    amount_fen: int
    source: Source


class Staged(Amount):
    """Instalments that fall due one after the other, each at its milestone; the first may be due on approval."""

    stages: tuple[Stage, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        return ()

    @property
    def most_fen(self) -> int:
        return sum(stage.amount_fen for stage in self.stages)

    @property
    def least_fen(self) -> int:
        return self.most_fen

    def award(self, stated: Stated) -> Award:
        return Award(
            instalments=tuple(
                Instalment(instalment=number, amount_fen=stage.amount_fen, payable=stage.milestone)
                for number, stage in enumerate(self.stages, start=1)
            ),
            arithmetic=tuple(
                Step(code="stage", values={"milestone": stage.milestone, "amount_fen": stage.amount_fen})
                for stage in self.stages
            ),
        )
