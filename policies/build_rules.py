"""From the tables of conditions, amounts and limits to the rules of the domain. Yuan become fen here."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from domain.entitlement.amounts import Amount, ByChoice, Flat, Repeated, Stage, Staged
from domain.entitlement.comparing_limits import Excludes, Exclusive, Months, NoLower, NoOverlap
from domain.entitlement.conditions import (
    AllStated,
    AnyHolds,
    AtLeast,
    AtLeastShare,
    AtMost,
    Condition,
    EndsBy,
    Holds,
    InOrder,
    IsStated,
    NotMoreThan,
    OneOf,
    OnlyWhen,
)
from domain.entitlement.determined import ByBody, Cost, Determined
from domain.entitlement.limits import Limit, Sum, Times
from domain.entitlement.measured import Band, ByBand, CostCapped, PercentOf, PerDay
from domain.entitlement.quotas import Quota
from domain.entitlement.recognition import OnRegister
from domain.entitlement.rules import APPLICANT, RECEIVED_ON, Asking, Names, Period, Source
from domain.entitlement.standards import StandardKind, Unit
from domain.entitlement.uses import Alike, Otherwise, Over
from domain.entitlement.written import folded

Raw = Mapping[str, Any]
"""A table of a pack whose form has been checked."""


class Citations:
    """What tables cite. A table that names only an interpretation stands on that interpretation's clause."""

    def __init__(self, interpretations: Raw) -> None:
        self._interpretations = interpretations

    def source(self, table: Raw) -> Source:
        return Source(**self.of(table))

    def of(self, table: Raw) -> dict[str, Any]:
        if "clause" in table:
            return {"clause": table["clause"], "interpretation": table.get("interpretation")}
        interpretation = table["interpretation"]
        return {"clause": self._interpretations[interpretation]["clause"], "interpretation": interpretation}


def condition(name: str, table: Raw, cited: Citations) -> Condition:
    required = _required(name, table, cited)
    when = table.get("when")
    if when is None:
        return required
    among = tuple(when["among"])
    return OnlyWhen(id=name, **cited.of(table), fact=when["fact"], among=among, required=required)


def _required(name: str, table: Raw, cited: Citations) -> Condition:
    rule = {"id": name, **cited.of(table)}
    match table["rule"]:
        case "true" | "false" as wanted:
            return Holds(**rule, fact=table["fact"], wanted=wanted == "true")
        case "any-true":
            return AnyHolds(**rule, alternatives=tuple(table["facts"]))
        case "one-of":
            return OneOf(**rule, fact=table["fact"], accepted=tuple(table["accepted"]))
        case "at-least":
            return AtLeast(**rule, fact=table["fact"], minimum=table["minimum"])
        case "at-most":
            return AtMost(**rule, fact=table["fact"], maximum=table["maximum"])
        case "at-least-share":
            return AtLeastShare(**rule, fact=table["fact"], of=table["of"], percent=table["percent"])
        case "not-more-than":
            return NotMoreThan(**rule, fact=table["fact"], of=table["of"])
        case "in-order":
            return InOrder(**rule, first=table["first"], last=table["last"])
        case "ends-by":
            return EndsBy(**rule, fact=table["fact"], last=table["last"])
        case "stated":
            return IsStated(**rule, fact=table["fact"])
        case "all-stated":
            return AllStated(**rule, particulars=tuple(table["facts"]))
        case "on-register":
            asking = Asking(register=table["register"], key=table["key"], on=table["on"])
            return OnRegister(**rule, asking=asking, reads=table.get("reads", {}))
    raise AssertionError("the form of the pack was checked")


def amount(table: Raw, cited: Citations, standards: Mapping[str, StandardKind]) -> Amount:
    rule = cited.of(table)
    match table["rule"]:
        case "flat":
            of = table.get("times")
            repeated = Repeated(fact=of["fact"], most=of["at_most"], source=cited.source(of)) if of else None
            return Flat(**rule, amount_fen=fen(table["yuan"]), times=repeated)
        case "by-choice":
            amounts_fen = {choice: fen(yuan) for choice, yuan in table["yuan"].items()}
            return ByChoice(**rule, fact=table["fact"], amounts_fen=amounts_fen, unsettled=table.get("unsettled", {}))
        case "by-band":
            return ByBand(**rule, fact=table["fact"], bands=tuple(_band(band, cited) for band in table["bands"]))
        case "determined":
            return _determined(rule, table, cited, standards)
        case "cost-capped":
            return CostCapped(**rule, fact=table["fact"], cap_fen=fen(table["at_most_yuan"]))
        case "percent":
            daily = table.get("per_day")
            per_day = (
                PerDay(fact=daily["fact"], first=daily["first"], last=daily["last"], source=cited.source(daily))
                if daily
                else None
            )
            return PercentOf(**rule, fact=table["fact"], percent=table["percent"], per_day=per_day)
        case "staged":
            return Staged(**rule, stages=tuple(_stage(stage, cited) for stage in table["stages"]))
    raise AssertionError("the form of the pack was checked")


def _determined(
    rule: Mapping[str, Any], table: Raw, cited: Citations, standards: Mapping[str, StandardKind]
) -> Determined:
    above, by = table.get("not_above"), table.get("by")
    return Determined(
        **rule,
        floor_fen=fen(table["at_least_yuan"]) if "at_least_yuan" in table else 1,
        cap_fen=fen(table["at_most_yuan"]) if "at_most_yuan" in table else None,
        standard=standards[table["standard"]] if "standard" in table else None,
        by=None if by is None else ByBody(source=cited.source(by), scored=by.get("scored", False)),
        fact=table.get("fact"),
        cost=Cost(fact=above["fact"], source=cited.source(above)) if above else None,
        document=table.get("document"),
    )


def standard(name: str, table: Raw) -> StandardKind:
    return StandardKind(
        id=name,
        unit=Unit(table["unit"]),
        keys=tuple(table.get("keys", ())),
        on=table.get("on"),
        quantity=table.get("quantity"),
        period=(table["first"], table["last"]) if "first" in table else None,
        paid=table.get("paid"),
    )


def limit(name: str, table: Raw, cited: Citations, facts: Raw) -> Limit:
    within = table.get("within")
    rule = {
        "id": name,
        **cited.of(table),
        "names": names(table),
        "named": "clause" in table,
        "over": Over(table["over"]),
        "alike": tuple(_alike(fact, part, cited) for fact, part in table.get("alike", {}).items()),
        "day": table.get("day", RECEIVED_ON),
        "yearly": cited.source(table["yearly"]) if "yearly" in table else None,
        "within": Period(first=within["from"], last=within["to"]) if within else None,
        "also": tuple(table.get("also", ())),
        "waivable": table.get("waivable", False),
        "per_scheme": table.get("per_scheme", False),
    }
    match table["rule"]:
        case "times":
            return Times(**rule, maximum=table["at_most"])
        case "sum":
            return Sum(**rule, maximum_fen=fen(table["at_most_yuan"]), clips=table.get("clip", False))
        case "months":
            return Months(**rule, first=table["first"], last=table["last"], maximum=table["at_most"])
        case "no-overlap":
            return NoOverlap(**rule, first=table["first"], last=table["last"])
        case "exclusive":
            excluded_by = {award: frozenset(others) for award, others in table["excluded_by"].items()}
            return Exclusive(**rule, fact=table["fact"], excluded_by=excluded_by)
        case "no-lower":
            # The choices of a fact stand in the pack with the highest first.
            order = tuple(folded(choice) for choice in facts[table["fact"]]["choices"])
            return NoLower(**rule, fact=table["fact"], order=order)
        case "excludes":
            return Excludes(**{**rule, "also": tuple(table["excluded"])})
        case "quota":
            return Quota(**rule, asking=Asking(register=table["register"], key=table.get("key", APPLICANT)))
    raise AssertionError("the form of the pack was checked")


def fen(yuan: int | Decimal) -> int:
    return int(yuan * 100)


def names(table: Raw) -> Names:
    return Names(zh=table["zh"], en=table["en"])


def _stage(table: Raw, cited: Citations) -> Stage:
    return Stage(milestone=table["milestone"], amount_fen=fen(table["yuan"]), source=cited.source(table))


def _alike(fact: str, table: Raw, cited: Citations) -> Alike:
    otherwise = Otherwise(table["otherwise"]) if "otherwise" in table else None
    return Alike(fact=fact, otherwise=otherwise, source=cited.source(table), taken_as=table.get("taken_as", {}))


def _band(table: Raw, cited: Citations) -> Band:
    return Band(first=table["from"], last=table.get("to"), amount_fen=fen(table["yuan"]), source=cited.source(table))
