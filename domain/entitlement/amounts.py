"""The closed vocabulary of amounts: what one line is worth, in which instalments, and how that was computed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from domain.base import Struct, field
from domain.entitlement.findings import Finding, LineOutcome, OwedBy, Value, together
from domain.entitlement.rules import Rule, Source, Span, Stated

ON_APPROVAL = "on-approval"
DETERMINED = "determined_fen"

OUT_OF_BOUNDS = frozenset({"determined-outside", "determined-nothing", "above-cost"})
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
        if not all(finding.holds for finding in findings):
            return Award(findings=findings)
        whole = Instalment(instalment=1, amount_fen=amount_fen)
        return Award(findings=findings, instalments=(whole,), arithmetic=(step,))


class Flat(Amount):
    """The same amount for every line."""

    amount_fen: int

    @property
    def facts(self) -> tuple[str, ...]:
        return ()

    @property
    def most_fen(self) -> int:
        return self.amount_fen

    @property
    def least_fen(self) -> int:
        return self.amount_fen

    def award(self, stated: Stated) -> Award:
        return self.paid(self.amount_fen, Step(code="flat", values={"amount_fen": self.amount_fen}))


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


class Cost(Struct):
    """A cost that an amount may not exceed, or that it follows; `fact` holds it, in fen."""

    fact: str
    source: Source


class Determined(Amount):
    """The assessor sets the amount, from `floor_fen` to `cap_fen`; or the document that recognises sets it, where a
    `fact` holds it. Outside is refused, never clipped.

    Where no floor is named it is one fen: an award of nothing is not an award. With `cost`, the amount may not exceed
    what the training cost either.
    """

    floor_fen: int = 1
    cap_fen: int
    cost: Cost | None = None
    fact: str | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        return (*((self.fact,) if self.fact else ()), *((self.cost.fact,) if self.cost else ()))

    @property
    def most_fen(self) -> int:
        return self.cap_fen

    @property
    def least_fen(self) -> int:
        return self.floor_fen

    def award(self, stated: Stated) -> Award:
        found_fen = determined_fen(stated) if self.fact is None else stated.number(self.fact)
        if found_fen is None:
            return Award(findings=(self._not_set(stated),))
        bounds: dict[str, Value] = {"found_fen": found_fen, "floor_fen": self.floor_fen, "cap_fen": self.cap_fen}
        if self.floor_fen <= found_fen <= self.cap_fen:
            within = self.met("determined-within", **bounds)
        else:
            within = self.not_met("determined-outside", **bounds)
        step = Step(code="determined", values={"amount_fen": found_fen})
        if self.cost is None:
            return self.paid(found_fen, step, within)
        return self.paid(found_fen, step, within, self._covered(self.cost, found_fen, stated))

    def _not_set(self, stated: Stated) -> Finding:
        missing = self.missing(stated, (self.fact,)) if self.fact else None
        return missing or self.unclear(OwedBy.OFFICE, "not-determined")

    def _covered(self, cost: Cost, found_fen: int, stated: Stated) -> Finding:
        rule = Rule(id="amount-cost", clause=cost.source.clause, interpretation=cost.source.interpretation)
        if missing := rule.missing(stated, (cost.fact,)):
            return missing
        cost_fen = stated.number(cost.fact)
        assert cost_fen is not None
        if found_fen > cost_fen:
            within = rule.not_met("above-cost", found_fen=found_fen, cost_fen=cost_fen)
        else:
            within = rule.met("within-cost", found_fen=found_fen, cost_fen=cost_fen)
        return rule.trusted(within, stated, (cost.fact,))


class UnderDocument(Amount):
    """The notice names no rate: the assessor sets the amount under another document, which must be cited."""

    document: str

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.document,)

    @property
    def most_fen(self) -> None:
        return None

    def award(self, stated: Stated) -> Award:
        if unknown := self.unknown(stated):
            return Award(findings=(unknown,))
        found_fen = determined_fen(stated)
        if found_fen is None:
            return Award(findings=(self.unclear(OwedBy.OFFICE, "not-determined"),))
        values: dict[str, Value] = {"document": str(stated.facts[self.document]), "amount_fen": found_fen}
        if found_fen < 1:
            return Award(findings=(self.not_met("determined-nothing", **values),))
        step = Step(code="determined-under-document", values=values)
        return self.paid(found_fen, step, self.met("determined-under-document", **values))


class Stage(Struct):
    """One instalment of a staged amount, payable once `milestone` is met."""

    milestone: str
    amount_fen: int
    source: Source


class Staged(Amount):
    """Instalments that fall due one after the other, each at its milestone."""

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


def determined_fen(stated: Stated) -> int | None:
    """The amount that the assessor set. One among the facts counts too, unless the applicant merely declared it."""
    if stated.determined_fen is not None or DETERMINED in stated.unverified:
        return stated.determined_fen
    return stated.number(DETERMINED)
