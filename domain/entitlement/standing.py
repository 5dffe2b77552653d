"""What every claim has to be, whatever its scheme asks: about somebody or some site, and of days that have come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date

from domain.entitlement.claim import Use
from domain.entitlement.findings import Finding, OwedBy, Value
from domain.entitlement.rules import Rule
from domain.entitlement.scheme import LineKind, Scheme
from domain.entitlement.uses import SITE, Asked, culprits

PERSON_KIND = "person"
LINE_ABOUT, DAY_PASSED, ONE_NAME = "line-about", "day-passed", "one-name"
"""What findings of these conditions are called, which stand in no pack."""


def about_something(scheme: Scheme, asked: Asked) -> tuple[Finding, ...]:
    """Unclear when a line names nobody, or no site, so that no limit could find it again.

    Where only persons are paid, each is paid for themselves: a line about somebody else is not met.
    """
    if scheme.line_kind is LineKind.PERSON and asked.person is None:
        return (_line_about(scheme).unclear(OwedBy.APPLICANT, "person-missing"),)
    if scheme.applicant.kinds == (PERSON_KIND,) and asked.person not in (None, asked.stated.applicant):
        return (_line_about(scheme).not_met("not-the-applicant"),)
    stated = asked.stated
    if scheme.line_kind is LineKind.SITE and stated.value(SITE) is None and SITE not in stated.owed:
        return (_line_about(scheme).unclear(OwedBy.APPLICANT, "site-missing"),)
    return ()


def _line_about(scheme: Scheme) -> Rule:
    return Rule(id=LINE_ABOUT, clause=scheme.applicant.clause, interpretation=scheme.applicant.interpretation)


def two_names(scheme: Scheme, apart: Sequence[Use]) -> Iterator[Finding]:
    """Unclear where the number of whom a line is about stands under another name, until two people stand by both."""
    if apart:
        rule = Rule(id=ONE_NAME, clause=scheme.applicant.clause, interpretation=scheme.applicant.interpretation)
        yield rule.unclear(OwedBy.OFFICE, "number-of-two-names", **culprits(apart))


def after_receipt(scheme: Scheme, days: Set[str], facts: Mapping[str, Value], received_on: date) -> Iterator[Finding]:
    """Unclear where a day is stated that had not come when the application was received: nothing is approved on what
    is yet to happen. Periods that may run on are exempt by the pack (an insurance policy).
    """
    received = received_on.isoformat()
    ahead = (fact for fact in days if fact in facts and str(facts[fact]) > received)  # ISO 8601 of the same width.
    for fact in sorted(set(ahead).difference(scheme.running_on)):
        values: dict[str, Value] = {"fact": fact, "found": str(facts[fact]), "received_on": received}
        yield Rule(id=DAY_PASSED, clause=scheme.clause).unclear(OwedBy.APPLICANT, "after-receipt", **values)
