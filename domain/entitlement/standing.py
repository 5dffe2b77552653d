"""What every claim has to be, whatever its scheme asks: about somebody or some site, and of days that have come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from datetime import date

from domain.entitlement.findings import Finding, OwedBy, Value
from domain.entitlement.rules import Rule
from domain.entitlement.scheme import LineKind, Scheme
from domain.entitlement.uses import SITE, Asked

PERSON_KIND = "person"


def about_something(scheme: Scheme, asked: Asked) -> tuple[Finding, ...]:
    """Unclear when a line names nobody, or no site, so that no limit could find it again.

    Where only persons are paid, each is paid for themselves: a line about somebody else is not met.
    """
    payee = scheme.applicant
    rule = Rule(id="line-about", clause=payee.clause, interpretation=payee.interpretation)
    if scheme.line_kind is LineKind.PERSON and asked.person is None:
        return (rule.unclear(OwedBy.APPLICANT, "person-missing"),)
    if payee.kinds == (PERSON_KIND,) and asked.person not in (None, asked.stated.applicant):
        return (rule.not_met("not-the-applicant"),)
    if scheme.line_kind is LineKind.SITE and asked.stated.value(SITE) is None:
        return (rule.unclear(OwedBy.APPLICANT, "site-missing"),)
    return ()


def after_receipt(scheme: Scheme, days: Set[str], facts: Mapping[str, Value], received_on: date) -> Iterator[Finding]:
    """Unclear where a day is stated that had not come when the application was received: nothing is approved on what
    is yet to happen. Periods that may run on are exempt by the pack (an insurance policy).
    """
    rule = Rule(id="day-passed", clause=scheme.clause)
    for fact in sorted(days & facts.keys() - scheme.running_on.keys()):
        stated = str(facts[fact])
        if stated > received_on.isoformat():  # Both are ISO 8601 of the same width.
            values: dict[str, Value] = {"fact": fact, "found": stated, "received_on": received_on.isoformat()}
            yield rule.unclear(OwedBy.APPLICANT, "after-receipt", **values)
