"""The tables of conditions, amounts and limits: one for each rule of the closed vocabulary of `domain.entitlement`.

A key that names a fact is marked with the types of which that fact must be.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from policies.tables import Count, Key, NamedSource, Percent, Sourced, Table, Text, Yuan


@dataclass(frozen=True, slots=True)
class Word:
    """Marks a key that names a fact, and of which types (any, when there are none) that fact must be."""

    types: tuple[str, ...] = ()


BOOLEAN, NUMBER, FEN, DAY = Word(("boolean",)), Word(("count", "fen")), Word(("fen",)), Word(("day",))
CHOICE, TEXT, KEY, ANY = Word(("choice", "rank")), Word(("text",)), Word(("uscc", "text")), Word()

BooleanFact = Annotated[Text, BOOLEAN]
NumberFact = Annotated[Text, NUMBER]
FenFact = Annotated[Text, FEN]
DayFact = Annotated[Text, DAY]
ChoiceFact = Annotated[Text, CHOICE]
TextFact = Annotated[Text, TEXT]
KeyFact = Annotated[Text, KEY]
AnyFact = Annotated[Text, ANY]


class WhenTable(Table):
    fact: ChoiceFact
    among: Annotated[list[Text], Field(min_length=1)]


class ConditionalTable(Sourced):
    """A condition that may be asked only where a choice is among some."""

    when: WhenTable | None = None


class HoldsTable(ConditionalTable):
    rule: Literal["true", "false"]
    fact: BooleanFact


class AnyHoldsTable(ConditionalTable):
    rule: Literal["any-true"]
    facts: Annotated[list[Text], Field(min_length=2), BOOLEAN]


class OneOfTable(ConditionalTable):
    rule: Literal["one-of"]
    fact: ChoiceFact
    accepted: Annotated[list[Text], Field(min_length=1)]


class AtLeastTable(ConditionalTable):
    rule: Literal["at-least"]
    fact: NumberFact
    minimum: Count


class AtMostTable(ConditionalTable):
    rule: Literal["at-most"]
    fact: NumberFact
    maximum: Count


class AtLeastShareTable(ConditionalTable):
    rule: Literal["at-least-share"]
    fact: NumberFact
    of: NumberFact
    percent: Percent


class NotMoreThanTable(ConditionalTable):
    rule: Literal["not-more-than"]
    fact: NumberFact
    of: NumberFact


class InOrderTable(ConditionalTable):
    rule: Literal["in-order"]
    first: DayFact
    last: DayFact


class EndsByTable(ConditionalTable):
    rule: Literal["ends-by"]
    fact: DayFact
    last: date


class StatedTable(ConditionalTable):
    rule: Literal["stated"]
    fact: AnyFact


class AllStatedTable(ConditionalTable):
    rule: Literal["all-stated"]
    facts: Annotated[list[Text], Field(min_length=2), ANY]


class OnRegisterTable(Sourced):
    rule: Literal["on-register"]
    register_: Text = Field(alias="register")
    key: KeyFact
    on: DayFact
    reads: dict[Key, Text] = Field(default_factory=dict)
    """What the entry states: each fact with the attribute that it is, or `key`."""


ConditionTable = Annotated[
    HoldsTable
    | AnyHoldsTable
    | OneOfTable
    | AtLeastTable
    | AtMostTable
    | AtLeastShareTable
    | NotMoreThanTable
    | InOrderTable
    | EndsByTable
    | StatedTable
    | AllStatedTable
    | OnRegisterTable,
    Field(discriminator="rule"),
]


class RepeatedTable(Sourced):
    """How many times: a number that is stated, and the most that it can be."""

    fact: Annotated[Text, Word(("count",))]
    at_most: Count


class FlatTable(Sourced):
    rule: Literal["flat"]
    yuan: Yuan
    times: RepeatedTable | None = None


class ByChoiceTable(Sourced):
    rule: Literal["by-choice"]
    fact: ChoiceFact
    yuan: Annotated[dict[Key, Yuan], Field(min_length=1)]
    unsettled: dict[Key, Text] = Field(default_factory=dict)
    excluded: list[Text] = Field(default_factory=list)


class CostTable(Sourced):
    fact: FenFact


class ByBodyTable(Sourced):
    scored: bool = False


class DeterminedTable(Sourced):
    """By a standard, by a body where no table of it answers, or by the entry whose attribute `fact` is."""

    rule: Literal["determined"]
    standard: Text | None = None
    by: ByBodyTable | None = None
    fact: Annotated[Text | None, FEN] = None
    """Holds the amount, where the document that recognises sets it and nobody else does."""
    at_least_yuan: Yuan | None = None
    at_most_yuan: Yuan | None = None
    not_above: CostTable | None = None
    document: Annotated[Text | None, TEXT] = None
    """Cites the standard in an evaluation that knows no tables."""


class StandardKindTable(NamedSource):
    """What the tables of a standard may look at, and what one of their rates is for."""

    unit: Literal["person", "site", "occasion", "hour", "person-day", "person-month"]
    keys: Annotated[list[Text], ANY] = Field(default_factory=list)
    on: Annotated[Text | None, DAY] = None
    quantity: Annotated[Text | None, Word(("count",))] = None
    first: Annotated[Text | None, DAY] = None
    last: Annotated[Text | None, DAY] = None
    paid: Annotated[Text | None, FEN] = None


class CostCappedTable(Sourced):
    rule: Literal["cost-capped"]
    fact: FenFact
    at_most_yuan: Yuan


class PerDayTable(Sourced):
    """What it costs a day, from the day `first` to the day `last`: more than that it did not cost."""

    fact: FenFact
    first: DayFact
    last: DayFact


class PercentTable(Sourced):
    rule: Literal["percent"]
    fact: FenFact
    percent: Percent
    per_day: PerDayTable | None = None


class BandTable(Sourced):
    from_: Annotated[int, Field(alias="from", ge=0, le=10**9)]
    to: Annotated[int, Field(ge=0, le=10**9)] | None = None
    yuan: Yuan


class ByBandTable(Sourced):
    rule: Literal["by-band"]
    fact: NumberFact
    bands: Annotated[list[BandTable], Field(min_length=1)]


class StageTable(Sourced):
    milestone: Text
    yuan: Yuan


class StagedTable(Sourced):
    rule: Literal["staged"]
    stages: Annotated[list[StageTable], Field(min_length=1)]


AmountTable = Annotated[
    FlatTable | ByChoiceTable | ByBandTable | DeterminedTable | CostCappedTable | PercentTable | StagedTable,
    Field(discriminator="rule"),
]
