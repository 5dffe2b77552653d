"""Whether a scheme asks for what it examines, examines what it asks for, and pays what it can."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from domain.entitlement.recognition import ENTRY_KEY
from domain.entitlement.rules import RECEIVED_ON
from domain.entitlement.vocabulary import ENTRY
from policies.amount_checks import amount_rules, check_amount, check_clip, read_by
from policies.limit_tables import LimitTable, QuotaTable
from policies.pack import Pack, SchemeTable
from policies.problems import Complaint, Path
from policies.rule_tables import (
    ConditionalTable,
    OneOfTable,
    OnRegisterTable,
    StagedTable,
    StandardKindTable,
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
    for within, rule in amount_rules(pack, scheme):
        if not isinstance(rule, StandardKindTable):
            yield from check_words(pack, rule, (*path, *within))
        yield from _asked(pack, scheme, "line_conditions", rule, (*path, *within))
    yield from check_amount(pack, scheme, (*path, "amount"))
    yield from _paid_by(pack, scheme, (*path, "paid_by"))
    for index, name in enumerate(scheme.limits):
        yield from _limit(pack, scheme, name, (*path, "limits", index))


def _paid_by(pack: Pack, scheme: SchemeTable, path: Path) -> Iterator[Complaint]:
    """Who pays by a fact names both, the fact and some of its choices; what the city pays, somebody pays."""
    paid_by = scheme.paid_by
    yield from check_words(pack, paid_by, path)
    yield from _asked(pack, scheme, "line_conditions", paid_by, path)
    if (paid_by.fact is None) != (not paid_by.among):
        yield path, "payer-without-fact", {}
    if paid_by.fact is not None:
        yield from check_choices(pack, paid_by.fact, paid_by.among, (*path, "among"))
    governments = {paid_by.government, *(paid.government for paid in paid_by.among.values())}
    cities = [name for name, authority in pack.authorities.items() if authority.government == "city"]
    all_read = not pack.ids["authorities"] - pack.authorities.keys()
    if "city" in governments and not cities and all_read:
        yield path, "no-city", {}


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
    read = [*read_by(scheme.application_conditions), *read_by(scheme.line_conditions)]
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
    amounts = [rule for _, rule in amount_rules(pack, scheme)]
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


def _asked(pack: Pack, scheme: SchemeTable, level: str, rule: BaseModel, path: Path) -> Iterator[Complaint]:
    """A rule looks only at facts that the scheme asks for. A line stands on its own facts and its application's."""
    stated = {*scheme.application_facts.all, *read_by(scheme.application_conditions)}
    if level != "application_conditions":
        stated |= {*scheme.line_facts.all, *read_by(scheme.line_conditions)}
    for key, fact, _ in named_facts(rule):
        if fact in pack.ids["facts"] and fact not in stated:
            yield (*path, key), "fact-not-asked", {"fact": fact}


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


def _limit(pack: Pack, scheme: SchemeTable, name: str, path: Path) -> Iterator[Complaint]:
    """The limit is there, and this scheme's lines have what it counts over and looks at."""
    if name not in pack.ids["limits"]:
        yield path, "unknown-limit", {"found": name}
    limit = pack.limits.get(name)
    if limit is None:
        return
    yield from check_clip(pack, scheme, name, path)
    conditions = {**scheme.application_conditions, **scheme.line_conditions}
    stated = {*scheme.application_facts.all, *scheme.line_facts.all, *read_by(conditions)}
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
