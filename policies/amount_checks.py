"""Whether a scheme can pay what it says: every amount has a bound, and somebody in particular who sets it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from pydantic import BaseModel

from domain.entitlement.amounts import ON_APPROVAL
from policies.limit_tables import SumTable
from policies.pack import Pack, SchemeTable
from policies.problems import Complaint, Path
from policies.rule_tables import (
    ByBandTable,
    ByChoiceTable,
    DeterminedTable,
    FlatTable,
    OnRegisterTable,
    PercentTable,
    StagedTable,
    StandardKindTable,
)
from policies.word_checks import check_choices, check_words, facts_of

_UNITS_COUNTED = ("occasion", "hour", "person-day")


def check_amount(pack: Pack, scheme: SchemeTable, path: Path) -> Iterator[Complaint]:
    """Every complaint about what a scheme pays: no amount is without a bound, or set by nobody in particular."""
    amount = scheme.amount
    if isinstance(amount, DeterminedTable):
        yield from _determined(pack, scheme, amount, path)
    if isinstance(amount, PercentTable):
        if amount.per_day is None:
            yield path, "amount-unbounded", {}
        else:
            # A bound that the applicant states is none.
            for fact in (*facts_of(amount), *facts_of(amount.per_day)):
                if fact not in {*scheme.verify, *reads(scheme)}:
                    yield (*path, "per_day"), "standard-fact-declared", {"fact": fact}
    if isinstance(amount, ByChoiceTable):
        yield from _rates(pack, amount, path)
    if isinstance(amount, ByBandTable):
        yield from _bands(amount, path)
    if isinstance(amount, StagedTable):
        yield from _stages(pack, scheme, amount, path)


def _rates(pack: Pack, amount: ByChoiceTable, path: Path) -> Iterator[Complaint]:
    """Every choice has one amount, or is said to be unsettled, or not to be given."""
    yield from check_choices(pack, amount.fact, amount.yuan, (*path, "yuan"))
    yield from check_choices(pack, amount.fact, amount.excluded, (*path, "excluded"))
    for choice in amount.excluded:
        if choice in amount.yuan or choice in amount.unsettled:
            yield (*path, "excluded"), "choice-twice", {"fact": amount.fact, "found": choice}
    yield from check_choices(pack, amount.fact, amount.unsettled, (*path, "unsettled"))
    for choice, interpretation in amount.unsettled.items():
        if interpretation not in pack.ids["interpretations"]:
            yield (*path, "unsettled", choice), "unknown-interpretation", {"found": interpretation}
        if choice in amount.yuan:
            yield (*path, "unsettled", choice), "choice-twice", {"fact": amount.fact, "found": choice}
    if amount.fact in pack.facts:
        for choice in pack.facts[amount.fact].choices:
            if choice not in {*amount.yuan, *amount.unsettled, *amount.excluded}:
                yield path, "choice-without-amount", {"fact": amount.fact, "found": choice}


def _bands(amount: ByBandTable, path: Path) -> Iterator[Complaint]:
    """Bands ascend and do not overlap; only the last may be open."""
    for index, band in enumerate(amount.bands):
        if band.to is not None and band.to < band.from_:
            yield (*path, "bands", index), "cap-below-floor", {"floor": str(band.from_), "cap": str(band.to)}
    for index, (band, following) in enumerate(pairwise(amount.bands), start=1):
        if band.to is None or following.from_ <= band.to:
            last = "…" if band.to is None else str(band.to)
            yield (*path, "bands", index), "bands-overlap", {"last": last, "first": following.from_}


def _stages(pack: Pack, scheme: SchemeTable, amount: StagedTable, path: Path) -> Iterator[Complaint]:
    """Every stage waits for a milestone that a line can reach, each later than the one before."""
    for index, stage in enumerate(amount.stages):
        where = (*path, "stages", index)
        if stage.milestone == ON_APPROVAL and index == 0 and len(amount.stages) > 1:
            continue
        if stage.milestone not in pack.ids["milestones"]:
            yield where, "unknown-milestone", {"found": stage.milestone}
        elif (milestone := pack.milestones.get(stage.milestone)) and milestone.fact not in scheme.line_facts.required:
            yield where, "milestone-unreachable", {"milestone": stage.milestone, "fact": milestone.fact}
    for before, after in pairwise(stage.milestone for stage in amount.stages):
        earlier, later = pack.milestones.get(before), pack.milestones.get(after)
        if earlier and later and earlier.months >= later.months:
            yield (*path, "stages"), "stages-out-of-order", {"first": before, "last": after}


def _determined(pack: Pack, scheme: SchemeTable, amount: DeterminedTable, path: Path) -> Iterator[Complaint]:
    floor, cap = amount.at_least_yuan, amount.at_most_yuan
    if floor and cap and floor > cap:
        yield path, "cap-below-floor", {"floor": str(floor), "cap": str(cap)}
    if amount.fact is not None:
        if amount.fact in pack.facts and amount.fact not in {*reads(scheme)}:
            yield (*path, "fact"), "fact-not-read", {"fact": amount.fact}
        if amount.standard or amount.by:
            yield path, "determined-twice", {}
    elif amount.standard is None and amount.by is None:
        yield path, "determined-by-nobody", {}
    if cap is None and (amount.by or amount.fact):
        yield path, "amount-unbounded", {}
    if amount.standard is not None:
        if amount.standard not in pack.ids["standards"]:
            yield (*path, "standard"), "unknown-standard", {"found": amount.standard}
        elif standard := _standard_of(pack, scheme):
            for fact in facts_of(standard):
                if fact not in {*scheme.verify, *reads(scheme)}:
                    yield (*path, "standard"), "standard-fact-declared", {"fact": fact}


def check_standard(pack: Pack, standard: StandardKindTable, path: Path) -> Iterator[Complaint]:
    """What is counted is said: the months of a period, or a number of units, or one unit a line."""
    yield from check_words(pack, standard, path)
    months = standard.unit == "person-month"
    if (standard.first is None) != (standard.last is None) or months != (standard.first is not None):
        yield path, "standard-without-period", {"unit": standard.unit}
    if (standard.unit in _UNITS_COUNTED) != (standard.quantity is not None):
        yield path, "standard-without-quantity", {"unit": standard.unit}
    if months and standard.on is not None:
        yield (*path, "on"), "standard-by-months", {}


def check_clip(pack: Pack, scheme: SchemeTable, limit: str, path: Path) -> Iterator[Complaint]:
    """Only what is paid at once can be cut to what is left."""
    table = pack.limits.get(limit)
    if isinstance(table, SumTable) and table.clip and isinstance(scheme.amount, StagedTable):
        yield path, "clip-with-stages", {"limit": limit}
    if isinstance(table, SumTable) and table.clip and table.waivable:
        yield path, "clip-with-waiver", {"limit": limit}


def reads(scheme: SchemeTable) -> Iterator[str]:
    """The facts that entries of registers state, of the application or of its lines."""
    yield from read_by(scheme.application_conditions)
    yield from read_by(scheme.line_conditions)


def _standard_of(pack: Pack, scheme: SchemeTable) -> StandardKindTable | None:
    amount = scheme.amount
    return pack.standards.get(amount.standard or "") if isinstance(amount, DeterminedTable) else None


def amount_rules(pack: Pack, scheme: SchemeTable) -> Iterator[tuple[Path, BaseModel]]:
    """The tables that decide about the amount, each with where it stands within the scheme."""
    yield ("amount",), scheme.amount
    if isinstance(scheme.amount, DeterminedTable) and scheme.amount.not_above:
        yield ("amount", "not_above"), scheme.amount.not_above
    if isinstance(scheme.amount, FlatTable) and scheme.amount.times:
        yield ("amount", "times"), scheme.amount.times
    if isinstance(scheme.amount, PercentTable) and scheme.amount.per_day:
        yield ("amount", "per_day"), scheme.amount.per_day
    if standard := _standard_of(pack, scheme):
        yield ("amount", "standard"), standard


def read_by(conditions: Mapping[str, BaseModel]) -> Iterator[str]:
    """The facts that entries of registers state."""
    for condition in conditions.values():
        if isinstance(condition, OnRegisterTable):
            yield from condition.reads
