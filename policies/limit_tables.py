"""The tables of limits: one for each rule of `domain.entitlement.limits` and what is built on it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.entitlement.rules import APPLICANT
from policies.rule_tables import DAY, ChoiceFact, DayFact, KeyFact
from policies.tables import Count, Key, NamedSource, Sourced, Table, Text, Yuan


class AlikeTable(Sourced):
    otherwise: Literal["not-limited", "none", "applicant", "scheme"] | None = None
    taken_as: dict[Key, Text] = Field(default_factory=dict)


class PeriodTable(Table):
    from_: date = Field(alias="from")
    to: date


class LimitTable(NamedSource):
    """What every limit has. An edition's limits are of the classes below."""

    over: Literal["person", "certificate", "site", "applicant", "entry"]
    alike: dict[Key, AlikeTable] = Field(default_factory=dict)
    day: Annotated[Text | None, DAY] = None
    yearly: Sourced | None = None
    within: PeriodTable | None = None
    also: list[Text] = Field(default_factory=list)
    waivable: bool = False


class TimesTable(LimitTable):
    rule: Literal["times"]
    per_scheme: bool = False
    at_most: Count


class SumTable(LimitTable):
    rule: Literal["sum"]
    at_most_yuan: Yuan
    clip: bool = False
    """Pays what is left, and refuses only where nothing is."""


class MonthsTable(LimitTable):
    rule: Literal["months"]
    first: DayFact
    last: DayFact
    at_most: Count


class NoOverlapTable(LimitTable):
    rule: Literal["no-overlap"]
    first: DayFact
    last: DayFact


class ExclusiveTable(LimitTable):
    rule: Literal["exclusive"]
    fact: ChoiceFact
    excluded_by: dict[Key, list[Text]]


class NoLowerTable(LimitTable):
    rule: Literal["no-lower"]
    fact: ChoiceFact


class ExcludesTable(LimitTable):
    """What other notices pay: their limits, each as `other-notice/limit`."""

    rule: Literal["excludes"]
    over: Literal["person", "certificate", "site", "applicant"]
    excluded: Annotated[list[Text], Field(min_length=1)]


class QuotaTable(LimitTable):
    rule: Literal["quota"]
    over: Literal["entry"]
    register_: Text = Field(alias="register")
    key: KeyFact = APPLICANT


AnyLimitTable = Annotated[
    TimesTable | SumTable | MonthsTable | NoOverlapTable | ExclusiveTable | NoLowerTable | ExcludesTable | QuotaTable,
    Field(discriminator="rule"),
]
