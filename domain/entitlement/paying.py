"""Which authority pays a case (兑现机关), and which receives and decides it (受理机关): two questions. ADR 0067.

The city pays what the notice leaves to it. What districts pay, the district pays that the register entry names; where
no entry names one, the district that received the file; and where the city received it, nobody knows yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.base import Struct
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Finding, OwedBy
from domain.entitlement.paid_by import Paid, Payer
from domain.entitlement.recognition import OnRegister
from domain.entitlement.rules import Rule, Stated
from domain.entitlement.scheme import Scheme
from domain.entitlement.stating import Stating

PAID_BY = "paid-by"
"""What the findings about it are called, which stand in no pack."""


class Paying(Struct):
    """The authority that pays, or None and the finding that says what is missing."""

    authority: str | None
    finding: Finding | None = None


def expected_payer(edition: Edition, scheme: Scheme, authority: str) -> str | None:
    """Who pays a file of the scheme that `authority` received, as long as no entry says more; None while it depends."""
    match scheme.paid_by.one:
        case Payer.CITY:
            return edition.city
        case Payer.DISTRICT if authority != edition.city:
            return authority
    return None


def paying(edition: Edition, states: Stating, decided: str | None = None) -> Paying:
    """Who pays a claim. Once a case was `decided`, that authority goes on where the entries name no other one.

    Unclear, and owed by the office, while no district can be told, where lines are paid by several authorities, and
    where another district than that of the file would pay: then the file is to be handed over (移送).
    """
    scheme, received_by = states.scheme, states.claim.authority
    if scheme.paid_by.one is Payer.CITY:
        return Paying(authority=edition.city)
    here = None if received_by in ("", edition.city) else received_by
    by_line = list(_by_line(edition, states))
    # A line whose entry names no district goes with the others.
    payers = {authority: paid for paid, authority in by_line if authority is not None}
    rule = _rule(scheme, _first(by_line, scheme.paid_by.otherwise))
    if len(payers) > 1:
        return Paying(
            authority=decided,
            finding=rule.unclear(OwedBy.OFFICE, "several-payers", authorities=", ".join(sorted(payers))),
        )
    payer = next(iter(payers), decided or here)
    if payer is None and received_by:
        return Paying(authority=None, finding=rule.unclear(OwedBy.OFFICE, "payer-unnamed", authority=received_by))
    if decided is None and here is not None and payer not in (here, edition.city):
        values = {"authority": received_by, "payer": str(payer)}
        return Paying(authority=payer, finding=rule.unclear(OwedBy.OFFICE, "received-elsewhere", **values))
    return Paying(authority=payer)


def competent(edition: Edition, states: Stating) -> str | None:
    """The district that receives a file, beside the city: where districts pay, the one that its entries name. None
    where any authority receives it, or where the entries name none, or several.
    """
    if states.scheme.paid_by.one is Payer.CITY:
        return None
    named = {authority for _, authority in _by_line(edition, states) if authority not in (None, edition.city)}
    return named.pop() if len(named) == 1 else None


def other_payer(scheme: Scheme, decided: str, now: str) -> Finding:
    """Of lines that are decided later: another authority would pay them than the one that pays the case."""
    rule = _rule(scheme, scheme.paid_by.otherwise)
    return rule.unclear(OwedBy.OFFICE, "several-payers", authorities=", ".join(sorted((decided, now))))


def _rule(scheme: Scheme, paid: Paid) -> Rule:
    return Rule(id=PAID_BY, clause=paid.source.clause, interpretation=paid.source.interpretation)


def _first(by_line: Iterable[tuple[Paid, str | None]], otherwise: Paid) -> Paid:
    """The sentence that a finding cites: of the first line that names no authority, else of the first line."""
    in_order = sorted(by_line, key=lambda one: one[1] is not None)
    return in_order[0][0] if in_order else otherwise


def _by_line(edition: Edition, states: Stating) -> Iterator[tuple[Paid, str | None]]:
    """By line, in the order of their numbers: by which government it is paid, and by which authority, where an entry
    names it.
    """
    scheme = states.scheme
    of_application = _named(states.application, scheme.application_entries)
    if scheme.paid_by.fact is None and not scheme.line_entries:
        yield scheme.paid_by.otherwise, of_application
        return
    for line in sorted(states.claim.lines, key=lambda one: one.line):
        stated = states.of_line(line)
        paid = scheme.paid_by.when(stated.value(scheme.paid_by.fact) if scheme.paid_by.fact else None)
        if paid.government is Payer.CITY:
            yield paid, edition.city
        else:
            yield paid, _named(stated, scheme.line_entries) or of_application


def _named(stated: Stated, entries: Iterable[OnRegister]) -> str | None:
    """The authority that the first entry names which names one."""
    asked = (one.asking.question(stated) for one in entries)
    answers = (stated.answers.get(question) for question in asked if question is not None)
    return next((answer.authority for answer in answers if answer and answer.entry and answer.authority), None)
