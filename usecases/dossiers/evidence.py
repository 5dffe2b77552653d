"""What stood behind a finding when it was made: what was required, what was declared, what a comparison verified."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from domain.application.folding.case import evolve
from domain.application.state.case import Case
from domain.application.state.stated import WHOLE_APPLICATION, Verified
from domain.entitlement.amounts import Amount
from domain.entitlement.conditions import Condition
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Finding, Value
from domain.entitlement.limits import Limit
from domain.entitlement.rules import Rule
from domain.entitlement.scheme import Scheme
from domain.entitlement.standing import DAY_PASSED
from domain.entitlement.vocabulary import FactType
from presentation.language import _
from presentation.rows.columns import Row
from presentation.words.policy_rules import (
    amount_rule_in_words,
    called,
    condition_in_words,
    fact_called,
    value_in_words,
)
from usecases.dossiers.dossier import Dossier

AMOUNTS = ("amount", "amount-cost")
"""The conditions under which an amount answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What one finding rests on for one line; a certificate number, which is sealed, is never among it."""

    required: str
    declared: Mapping[str, Value]
    verified: Mapping[str, Verified]


class VerifiedFact(Row):
    """What a comparison found about a fact, which source was asked, and when."""

    value: Value
    source: str
    checked_on: date


def verified_facts(verified: Mapping[str, Verified]) -> dict[str, VerifiedFact]:
    """What comparisons found, by the fact's name in the edition."""
    return {
        name: VerifiedFact(value=fact.value, source=fact.source, checked_on=fact.checked_on)
        for name, fact in verified.items()
    }


class Evidence:
    """The case as it stood when it was assessed: what was verified later is no part of it."""

    def __init__(self, dossier: Dossier) -> None:
        self.edition = dossier.edition
        self._scheme = dossier.edition.schemes[dossier.case.scheme]
        self._read = self._scheme.read
        self._case = _as_assessed(dossier)
        self._rules = {rule.id: rule for rule in _rules(self._scheme, self.edition)}

    def of(self, finding: Finding, line: int = WHOLE_APPLICATION) -> Behind:
        """What `finding` rests on; `line` says of which line, where it is of one."""
        rule = self._rules.get("amount" if finding.condition in AMOUNTS else finding.condition)
        facts = rule.facts if isinstance(rule, Condition | Amount | Limit) else _day_of(finding)
        declared, verified = self._stated(line)
        return Behind(
            required=self._required(rule, finding),
            declared={name: declared[name] for name in facts if name in declared and self._shown(name)},
            verified={name: verified[name] for name in facts if name in verified and self._shown(name)},
        )

    def is_limit(self, finding: Finding) -> bool:
        return isinstance(self._rules.get(finding.condition), Limit)

    def _stated(self, line: int) -> tuple[Mapping[str, Value], Mapping[str, Verified]]:
        """What a line states, with what the application as a whole states behind it."""
        case = self._case
        own = case.lines[line].facts if line in case.lines else {}
        of_whole = {name: fact for name, fact in case.verified.get(WHOLE_APPLICATION, {}).items() if name not in own}
        # What an entry states, the applicant has no say in: it is not shown as declared either.
        declared = {name: value for name, value in {**case.facts, **own}.items() if name not in self._read}
        return declared, {**of_whole, **case.verified.get(line, {})}

    def _required(self, rule: Rule | None, finding: Finding) -> str:
        match rule:
            case Condition():
                return condition_in_words(rule, self.edition)
            case Amount():
                return amount_rule_in_words(rule, self.edition)
            case Limit():
                return called(rule.names)
        if finding.condition == DAY_PASSED:
            return _("No day lies after the receipt")
        return _("Each line says whom or what it is about")

    def _shown(self, fact: str) -> bool:
        return self.edition.vocabulary[fact].type is not FactType.CERTIFICATE


def _day_of(finding: Finding) -> tuple[str, ...]:
    """The fact with the day, where one lies after the receipt."""
    return (str(finding.values["fact"]),) if finding.condition == DAY_PASSED else ()


def declared_in_words(behind: Behind, edition: Edition) -> str:
    """`是否本企业职工：是；培训总课时：40`."""
    return _("; ").join(
        _("%(fact)s: %(value)s") % {"fact": fact_called(name, edition), "value": value_in_words(name, value, edition)}
        for name, value in behind.declared.items()
    )


def verified_in_words(behind: Behind, edition: Edition) -> str:
    """What a comparison found, who was asked, and when."""
    return _("; ").join(
        _("%(fact)s: %(value)s (%(source)s, %(on)s)")
        % {
            "fact": fact_called(name, edition),
            "value": value_in_words(name, fact.value, edition),
            "source": fact.source,
            "on": fact.checked_on,
        }
        for name, fact in behind.verified.items()
    )


def _rules(scheme: Scheme, edition: Edition) -> Iterator[Rule]:
    yield from (scheme.receipt or edition.window, scheme.applicant)
    yield from (*scheme.application_conditions, *scheme.line_conditions, *scheme.limits, scheme.amount)


def _as_assessed(dossier: Dossier) -> Case:
    case: Case | None = None
    for recorded in dossier.recorded:
        if recorded.version <= dossier.case.assessed_version:
            case = evolve(case, recorded.event, recorded.actor)
    assert case is not None, "what was assessed was handed in"
    return case
