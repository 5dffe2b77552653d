"""Whether a scheme asks for what it examines, examines what it asks for, and pays what it can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from pydantic import BaseModel

from domain.entitlement.recognition import ENTRY_KEY
from domain.entitlement.rules import RECEIVED_ON
from domain.entitlement.vocabulary import ENTRY
from policies.pack import Pack, SchemeTable
from policies.problems import Complaint, Path
from policies.rule_tables import (
    ByBandTable,
    ByChoiceTable,
    ConditionalTable,
    DeterminedTable,
    LimitTable,
    OneOfTable,
    OnRegisterTable,
    QuotaTable,
    StagedTable,
)
from policies.word_checks import check_choices, check_word, check_words, facts_of, named_facts

CERTIFICATE = "certificate_no"
SITE = "site"


def check_scheme(pack: Pack, scheme: SchemeTable, path: Path) -> Iterator[Complaint]:
    """Every complaint about one scheme."""
    yield from _facts_asked(pack, scheme, path)
    for level, conditions in (
        ("application_conditions", scheme.application_conditions),
        ("line_conditions", scheme.line_conditions),
    ):
        for name, condition in conditions.items():
            yield from _condition(pack, condition, (*path, level, name))
            yield from _asked(pack, scheme, level, condition, (*path, level, name))
    if scheme.receipt is not None:
        yield from check_words(pack, scheme.receipt, (*path, "receipt"))
        yield from _asked(pack, scheme, "line_conditions", scheme.receipt, (*path, "receipt"))
    for within, rule in _amount_rules(scheme):
        yield from check_words(pack, rule, (*path, *within))
        yield from _asked(pack, scheme, "line_conditions", rule, (*path, *within))
    yield from _amount(pack, scheme, (*path, "amount"))
    for index, name in enumerate(scheme.limits):
        yield from _limit(pack, scheme, name, (*path, "limits", index))


def _facts_asked(pack: Pack, scheme: SchemeTable, path: Path) -> Iterator[Complaint]:
    examined, compared = set(_examined(pack, scheme)), set(_compared(pack, scheme))
    for level, facts in (("application_facts", scheme.application_facts), ("line_facts", scheme.line_facts)):
        for fact in facts.all:
            yield from check_word(pack, fact, (*path, level))
            if facts.all.count(fact) > 1:
                yield (*path, level), "fact-twice", {"fact": fact}
        for fact in facts.required:
            if fact not in examined and fact not in compared:
                yield (*path, level, "required"), "fact-not-examined", {"fact": fact}
    read = [*_read(scheme.application_conditions), *_read(scheme.line_conditions)]
    for fact in dict.fromkeys(read):
        if read.count(fact) > 1:
            yield path, "fact-twice", {"fact": fact}
        if fact == ENTRY or fact in _asking(scheme):
            yield path, "fact-asks", {"fact": fact}
        if fact in {*scheme.application_facts.all, *scheme.line_facts.all, *scheme.verify}:
            yield path, "fact-read-and-asked", {"fact": fact}
    for fact in scheme.running_on:
        yield from check_word(pack, fact, (*path, "running_on", fact))
        if fact in pack.facts and (pack.facts[fact].type != "day" or fact not in (*scheme.line_facts.all, *read)):
            yield (*path, "running_on", fact), "no-day-of-lines", {"fact": fact}
    for fact in scheme.verify:
        yield from check_word(pack, fact, (*path, "verify", fact))
        if fact in pack.ids["facts"] and fact not in examined:
            yield (*path, "verify", fact), "fact-not-examined", {"fact": fact}


def _examined(pack: Pack, scheme: SchemeTable) -> Iterator[str]:
    """The facts that decide about a line, about its amount, or about the day on which an instalment falls due."""
    amounts = [rule for _, rule in _amount_rules(scheme)]
    for rule in (*scheme.application_conditions.values(), *scheme.line_conditions.values(), *amounts):
        yield from facts_of(rule)
    if isinstance(scheme.amount, StagedTable):
        named = (pack.milestones.get(stage.milestone) for stage in scheme.amount.stages)
        yield from (milestone.fact for milestone in named if milestone)
    if scheme.about == "site":
        yield SITE


def _asking(scheme: SchemeTable) -> set[str]:
    """The facts with which registers are asked: what an entry states cannot say which entry is meant."""
    conditions = (*scheme.application_conditions.values(), *scheme.line_conditions.values())
    return {fact for one in conditions if isinstance(one, OnRegisterTable) for fact in (one.key, one.on)}


def _compared(pack: Pack, scheme: SchemeTable) -> Iterator[str]:
    """The facts without which one of its limits cannot be answered; a certificate is one if it is counted over."""
    for limit in (pack.limits[name] for name in scheme.limits if name in pack.limits):
        yield from (fact for fact, part in limit.alike.items() if part.otherwise is None)
        if limit.day is not None and (limit.yearly or limit.within):
            yield limit.day
        if limit.over == "certificate":
            yield CERTIFICATE


def _amount_rules(scheme: SchemeTable) -> Iterator[tuple[Path, BaseModel]]:
    """The tables that decide about the amount, each with where it stands within the scheme."""
    yield ("amount",), scheme.amount
    if isinstance(scheme.amount, DeterminedTable) and scheme.amount.not_above:
        yield ("amount", "not_above"), scheme.amount.not_above


def _asked(pack: Pack, scheme: SchemeTable, level: str, rule: BaseModel, path: Path) -> Iterator[Complaint]:
    """A rule looks only at facts that the scheme asks for. A line stands on its own facts and its application's."""
    stated = {*scheme.application_facts.all, *_read(scheme.application_conditions)}
    if level != "application_conditions":
        stated |= {*scheme.line_facts.all, *_read(scheme.line_conditions)}
    for key, fact, _ in named_facts(rule):
        if fact in pack.ids["facts"] and fact not in stated:
            yield (*path, key), "fact-not-asked", {"fact": fact}


def _read(conditions: Mapping[str, BaseModel]) -> Iterator[str]:
    """The facts that entries of registers state."""
    for condition in conditions.values():
        if isinstance(condition, OnRegisterTable):
            yield from condition.reads


def _condition(pack: Pack, condition: BaseModel, path: Path) -> Iterator[Complaint]:
    yield from check_words(pack, condition, path)
    if isinstance(condition, OneOfTable):
        yield from check_choices(pack, condition.fact, condition.accepted, (*path, "accepted"))
    if isinstance(condition, ConditionalTable) and (when := condition.when):
        yield from check_choices(pack, when.fact, when.among, (*path, "when"))
    if isinstance(condition, OnRegisterTable):
        yield from _on_register(pack, condition, path)


def _on_register(pack: Pack, condition: OnRegisterTable, path: Path) -> Iterator[Complaint]:
    """What is read is an attribute of the register's entries, or their key, and is written as the fact is."""
    if condition.register_ not in pack.ids["registers"]:
        yield (*path, "register"), "unknown-register", {"found": condition.register_}
    register = pack.registers.get(condition.register_)
    if register is None:
        return
    if register.kind == "body" and condition.key in pack.facts and pack.facts[condition.key].type != "uscc":
        yield (*path, "key"), "body-without-code", {"register": condition.register_, "fact": condition.key}
    for fact, source in condition.reads.items():
        where = (*path, "reads", fact)
        types = {"text"}
        if source != ENTRY_KEY:
            if source not in register.attributes:
                yield where, "unknown-attribute", {"register": condition.register_, "found": source}
                continue
            types = {pack.facts[source].type} if source in pack.facts else set()
        yield from check_word(pack, fact, where, tuple(types))


def _amount(pack: Pack, scheme: SchemeTable, path: Path) -> Iterator[Complaint]:
    amount = scheme.amount
    if isinstance(amount, DeterminedTable) and amount.at_least_yuan and amount.at_least_yuan > amount.at_most_yuan:
        yield path, "cap-below-floor", {"floor": str(amount.at_least_yuan), "cap": str(amount.at_most_yuan)}
    if isinstance(amount, DeterminedTable) and amount.fact is not None:
        read = {*_read(scheme.application_conditions), *_read(scheme.line_conditions)}
        if amount.fact in pack.facts and amount.fact not in read:
            yield (*path, "fact"), "fact-not-read", {"fact": amount.fact}
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
        if stage.milestone not in pack.ids["milestones"]:
            yield where, "unknown-milestone", {"found": stage.milestone}
        elif (milestone := pack.milestones.get(stage.milestone)) and milestone.fact not in scheme.line_facts.required:
            yield where, "milestone-unreachable", {"milestone": stage.milestone, "fact": milestone.fact}
    for before, after in pairwise(stage.milestone for stage in amount.stages):
        earlier, later = pack.milestones.get(before), pack.milestones.get(after)
        if earlier and later and earlier.months >= later.months:
            yield (*path, "stages"), "stages-out-of-order", {"first": before, "last": after}


def _limit(pack: Pack, scheme: SchemeTable, name: str, path: Path) -> Iterator[Complaint]:
    """The limit is there, and this scheme's lines have what it counts over and looks at."""
    if name not in pack.ids["limits"]:
        yield path, "unknown-limit", {"found": name}
    limit = pack.limits.get(name)
    if limit is None:
        return
    conditions = {**scheme.application_conditions, **scheme.line_conditions}
    stated = {*scheme.application_facts.all, *scheme.line_facts.all, *_read(conditions)}
    # Where the scheme itself stands in for a fact, a scheme that does not ask for it is what is meant.
    alike = (fact for fact, part in limit.alike.items() if part.otherwise != "scheme")
    for fact in (*facts_of(limit), *alike):
        if fact in pack.ids["facts"] and fact not in stated:
            yield path, "fact-not-asked", {"fact": fact, "limit": name}
    if not _has_subject(limit, scheme, stated):
        yield path, "limit-over-nothing", {"limit": name, "over": limit.over}
    if isinstance(limit, QuotaTable) and not any(
        isinstance(one, OnRegisterTable)
        and (one.register_, one.key, one.on) == (limit.register_, limit.key, RECEIVED_ON)
        for one in conditions.values()
    ):
        yield path, "quota-without-register", {"limit": name, "register": limit.register_}


def _has_subject(limit: LimitTable, scheme: SchemeTable, stated: set[str]) -> bool:
    match limit.over:
        case "person":
            return scheme.about == "person"
        case "certificate":
            return CERTIFICATE in stated
        case "site":
            return SITE in stated or scheme.about == "applicant"
        case _:
            return True
