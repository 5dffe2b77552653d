"""A pack as read: its header and its tables of tables, each entry checked on its own so that all mistakes are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from policies.limit_tables import AnyLimitTable
from policies.rule_tables import CHOICE, AmountTable, ConditionTable, StandardKindTable, TextFact
from policies.tables import (
    AuthorityTable,
    ClauseTable,
    FactTable,
    Header,
    InterpretationTable,
    Key,
    MilestoneTable,
    Named,
    NamedSource,
    PaysNobodyTable,
    RegisterTable,
    Sourced,
    Table,
    Text,
    Yuan,
)


class ApplicantTable(Sourced):
    kinds: Annotated[list[Literal["organisation", "person"]], Field(min_length=1)]


class PaidTable(Sourced):
    government: Literal["city", "district"]


class PaidByTable(PaidTable):
    """Who pays; and of choices of a `fact` that are paid otherwise, or on another source, who pays these."""

    fact: Annotated[Text | None, CHOICE] = None
    among: dict[Key, PaidTable] = Field(default_factory=dict)


class BudgetTable(Sourced):
    yuan: Yuan


class ReceiptTable(Sourced):
    follows: TextFact


class FactsTable(Table):
    required: list[Text] = Field(default_factory=list)
    optional: list[Text] = Field(default_factory=list)

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.required, *self.optional)


class SchemeTable(Named):
    clause: Text
    about: Literal["person", "site", "applicant"]
    applicant: ApplicantTable
    amount: AmountTable
    limits: list[Text] = Field(default_factory=list)
    paid_by: PaidByTable
    budget: BudgetTable | None = None
    receipt: ReceiptTable | None = None
    application_facts: FactsTable = Field(default_factory=FactsTable)
    line_facts: FactsTable = Field(default_factory=FactsTable)
    verify: dict[Key, Sourced] = Field(default_factory=dict)
    running_on: dict[Key, Sourced] = Field(default_factory=dict)
    application_conditions: dict[Key, ConditionTable] = Field(default_factory=dict)
    line_conditions: dict[Key, ConditionTable] = Field(default_factory=dict)


SECTIONS: Mapping[str, TypeAdapter[Any]] = {
    "authorities": TypeAdapter(AuthorityTable),
    "funding_order": TypeAdapter(NamedSource),
    "registers": TypeAdapter(RegisterTable),
    "standards": TypeAdapter(StandardKindTable),
    "milestones": TypeAdapter(MilestoneTable),
    "limits": TypeAdapter(AnyLimitTable),
    "schemes": TypeAdapter(SchemeTable),
    "facts": TypeAdapter(FactTable),
    "interpretations": TypeAdapter(InterpretationTable),
    "clauses": TypeAdapter(ClauseTable),
    "pays_nobody": TypeAdapter(PaysNobodyTable),
}
"""The tables of tables; everything else stands in the header."""

OPTIONAL = frozenset(("registers", "standards", "milestones", "limits", "interpretations", "pays_nobody"))
"""What a small notice may do without."""

HEADER: TypeAdapter[Header] = TypeAdapter(Header)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The well-formed parts of a pack. `ids` are the names that each section defines, well-formed or not."""

    header: Header | None
    sections: Mapping[str, Mapping[str, Any]]
    ids: Mapping[str, frozenset[str]]

    @property
    def authorities(self) -> Mapping[str, AuthorityTable]:
        return self.sections["authorities"]

    @property
    def facts(self) -> Mapping[str, FactTable]:
        return self.sections["facts"]

    @property
    def limits(self) -> Mapping[str, AnyLimitTable]:
        return self.sections["limits"]

    @property
    def milestones(self) -> Mapping[str, MilestoneTable]:
        return self.sections["milestones"]

    @property
    def registers(self) -> Mapping[str, RegisterTable]:
        return self.sections["registers"]

    @property
    def standards(self) -> Mapping[str, StandardKindTable]:
        return self.sections["standards"]

    @property
    def schemes(self) -> Mapping[str, SchemeTable]:
        return self.sections["schemes"]
