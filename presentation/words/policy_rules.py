"""What a policy edition asks for and gives, in a sentence a rule: conditions, amounts, limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from domain.entitlement.amounts import (
    ON_APPROVAL,
    Amount,
    ByChoice,
    Flat,
    Staged,
)
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
from domain.entitlement.determined import Determined
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Value
from domain.entitlement.measured import ByBand, CostCapped, PercentOf
from domain.entitlement.receipt import AppliedBy, ReceiptFollows, ReceivedWithin
from domain.entitlement.recognition import OnRegister
from domain.entitlement.rules import APPLICANT, RECEIVED_ON, Names
from domain.entitlement.vocabulary import FactType
from domain.money import yuan
from presentation.labels.units import a_unit
from presentation.labels.vocabulary import label
from presentation.language import N_, _, spoken

_BETWEEN = N_("; ")
"""What stands between the parts of a list."""


def called(names: Names) -> str:
    return names.zh if spoken() == "zh" else names.en


def condition_in_words(rule: Condition, edition: Edition) -> str:
    """What the condition requires."""
    fact = _Words(edition)
    match rule:
        case Holds(wanted=True):
            return _("“%(fact)s” is yes") % {"fact": fact(rule.fact)}
        case Holds():
            return _("“%(fact)s” is no") % {"fact": fact(rule.fact)}
        case AnyHolds():
            return _("At least one is yes: %(facts)s") % {"facts": _listed(map(fact, rule.alternatives))}
        case OneOf():
            accepted = _listed(fact.choice(rule.fact, choice) for choice in rule.accepted)
            return _("“%(fact)s” is one of: %(accepted)s") % {"fact": fact(rule.fact), "accepted": accepted}
        case AtLeast():
            return _("“%(fact)s” is at least %(bound)s") % fact.bounded(rule.fact, rule.minimum)
        case AtMost():
            return _("“%(fact)s” is at most %(bound)s") % fact.bounded(rule.fact, rule.maximum)
        case AtLeastShare():
            values = {"fact": fact(rule.fact), "percent": rule.percent, "of": fact(rule.of)}
            return _("“%(fact)s” is at least %(percent)s %% of “%(of)s”") % values
        case NotMoreThan():
            return _("“%(fact)s” is not more than “%(of)s”") % {"fact": fact(rule.fact), "of": fact(rule.of)}
        case InOrder():
            return _("“%(first)s” is not after “%(last)s”") % {"first": fact(rule.first), "last": fact(rule.last)}
        case EndsBy():
            return _("“%(fact)s” is not after %(last)s") % {"fact": fact(rule.fact), "last": rule.last}
        case IsStated():
            return _("“%(fact)s” is stated") % {"fact": fact(rule.fact)}
        case AllStated():
            return _("All of these are stated: %(facts)s") % {"facts": _listed(map(fact, rule.particulars))}
        case OnRegister():
            values = {
                "key": fact(rule.asking.key),
                "register": called(edition.registers[rule.asking.register].names),
                "on": fact(rule.asking.on),
            }
            listed = _("On the %(register)s, as of “%(on)s”: %(key)s") % values
            if not rule.reads:
                return listed
            read = _("the entry states %(facts)s") % {"facts": _listed(map(fact, rule.reads))}
            return _listed((listed, read))
        case ReceivedWithin():
            return _("Received from %(first)s to %(last)s") % {"first": rule.first, "last": rule.last}
        case OnlyWhen():
            among = _listed(fact.choice(rule.fact, choice) for choice in rule.among)
            values = {"fact": fact(rule.fact), "among": among, "required": condition_in_words(rule.required, edition)}
            return _("Where “%(fact)s” is one of %(among)s: %(required)s") % values
        case ReceiptFollows():
            return _("Received as the document cited as “%(fact)s” says") % {"fact": fact(rule.document)}
        case AppliedBy():
            return _("The applicant is: %(kinds)s") % {"kinds": _listed(map(label, rule.kinds))}
    raise AssertionError(f"a condition without a sentence: {rule!r}")


def amount_rule_in_words(rule: Amount, edition: Edition) -> str:
    """How much a line is worth."""
    fact = _Words(edition)
    match rule:
        case Flat():
            amount = _("%(amount)s yuan") % {"amount": yuan(rule.amount_fen)}
            if rule.times is None:
                return amount
            values = {"amount": amount, "fact": fact(rule.times.fact), "most": rule.times.most}
            return _("%(amount)s, times “%(fact)s”, of which there are at most %(most)s") % values
        case ByChoice():
            rates = [f"{fact.choice(rule.fact, choice)} {yuan(rate)}" for choice, rate in rule.amounts_fen.items()]
            open_still = _("not settled")
            rates += [f"{fact.choice(rule.fact, choice)} {open_still}" for choice in rule.unsettled]
            return _("By “%(fact)s”, in yuan: %(rates)s") % {"fact": fact(rule.fact), "rates": _listed(rates)}
        case ByBand():
            rates = [f"{fact.band(rule.fact, band.first, band.last)} {yuan(band.amount_fen)}" for band in rule.bands]
            return _("By “%(fact)s”, in yuan: %(rates)s") % {"fact": fact(rule.fact), "rates": _listed(rates)}
        case Determined():
            return _listed(_determined(rule, edition))
        case CostCapped():
            return _("“%(fact)s”, at most %(cap)s yuan") % {"fact": fact(rule.fact), "cap": yuan(rule.cap_fen)}
        case PercentOf():
            return _("%(percent)s %% of “%(fact)s”") % {"percent": rule.percent, "fact": fact(rule.fact)}
        case Staged():
            return _listed(
                _("%(amount)s yuan: %(milestone)s")
                % {"amount": yuan(stage.amount_fen), "milestone": _due(stage.milestone, edition)}
                for stage in rule.stages
            )
    raise AssertionError(f"an amount without a sentence: {rule!r}")


def _due(milestone: str, edition: Edition) -> str:
    return label(milestone) if milestone == ON_APPROVAL else called(edition.milestones[milestone].names)


def _determined(rule: Determined, edition: Edition) -> Iterator[str]:
    """Who sets the amount, and within what."""
    fact = _Words(edition)
    values = {"floor": yuan(rule.floor_fen), "cap": yuan(rule.cap_fen or 0)}
    if rule.fact is not None:
        fixed = _("“%(fact)s”, as the entry fixes it; nothing where that is above %(cap)s yuan")
        yield fixed % {**values, "fact": fact(rule.fact)}
    if rule.standard is not None:
        names = edition.standards[rule.standard.id].names
        yield _("By the %(standard)s (%(unit)s)") % {
            "standard": called(names),
            "unit": a_unit(rule.standard.unit.value),
        }
    if rule.by is not None:
        yield (
            _("determined by a body, by its document") if rule.standard else _("Determined by a body, by its document")
        )
    if rule.fact is None and rule.cap_fen is not None:
        bounds = _("%(floor)s to %(cap)s yuan") if rule.floor_fen > 1 else _("at most %(cap)s yuan")
        yield bounds % values
    if rule.cost is not None:
        yield _("not above “%(fact)s”") % {"fact": fact(rule.cost.fact)}


def choices_in_words(fact: str, choices: Iterable[str], edition: Edition) -> str:
    """Some choices of a fact, each as the edition calls it."""
    words = _Words(edition)
    named = _listed(words.choice(fact, choice) for choice in choices)
    return _("“%(fact)s” is %(choices)s") % {"fact": words(fact), "choices": named}


def fact_called(fact: str, edition: Edition) -> str:
    """What the edition calls a fact; one that it does not have keeps its id."""
    kind = edition.vocabulary.get(fact)
    if kind is None:
        return fact
    return kind.zh if spoken() == "zh" else kind.en


def value_in_words(fact: str, value: Value, edition: Edition) -> str:
    """A value of a fact as people read it: the name of a choice, yes or no, yuan."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if fact not in edition.vocabulary:
        return str(value)
    if edition.vocabulary[fact].type is FactType.FEN and isinstance(value, int):
        return yuan(value)
    return _Words(edition).choice(fact, str(value))


def as_stated(facts: Mapping[str, Value], edition: Edition) -> str:
    """What an entry of a register states, each fact as the notice calls it; empty where it states nothing."""
    return _listed(
        _("%(fact)s: %(found)s") % {"fact": fact_called(fact, edition), "found": value_in_words(fact, value, edition)}
        for fact, value in facts.items()
    )


class _Words:
    """What the edition calls its facts and their choices."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition

    def __call__(self, fact: str) -> str:
        if fact in (APPLICANT, RECEIVED_ON):
            return {APPLICANT: _("the applicant"), RECEIVED_ON: _("day of receipt")}[fact]
        return fact_called(fact, self._edition)

    def choice(self, fact: str, value: str) -> str:
        choices = self._edition.vocabulary[fact].choices
        chosen = next((choice for choice in choices if choice.value == value), None)
        if chosen is None:
            return value
        return chosen.zh if spoken() == "zh" else chosen.en

    def bounded(self, fact: str, bound: int) -> dict[str, str]:
        return {"fact": self(fact), "bound": self._number(fact, bound)}

    def band(self, fact: str, first: int, last: int | None) -> str:
        if last is None:
            return _("%(first)s and more") % {"first": self._number(fact, first)}
        return _("%(first)s to %(last)s") % {"first": self._number(fact, first), "last": self._number(fact, last)}

    def _number(self, fact: str, number: int) -> str:
        """A bound of a rule: of an amount it is in fen, and people read yuan."""
        return yuan(number) if self._edition.vocabulary[fact].type is FactType.FEN else str(number)


def _listed(parts: Iterable[str]) -> str:
    return _(_BETWEEN).join(parts)
