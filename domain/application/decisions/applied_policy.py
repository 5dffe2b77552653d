"""What a policy makes of a case, in the shapes that its events record: awards, uses of limits, findings by line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from domain.application.decisions.given import Given
from domain.application.state.case import Case
from domain.application.values import (
    Award,
    Computed,
    Determination,
    LimitUse,
    LineFinding,
    Part,
    Ranges,
    expand,
    ranges,
)
from domain.entitlement.amounts import OUT_OF_BOUNDS
from domain.entitlement.assessment import Assessment, LineAssessment
from domain.entitlement.assessment import assess as apply_policy
from domain.entitlement.claim import AssessmentGiven, Use
from domain.entitlement.determined import Determined
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Finding, LineOutcome
from domain.entitlement.standards import StandardTable
from domain.entitlement.stating import stating
from domain.entitlement.uses import Over
from domain.errors import NotAllowed


def apply_policy_to(
    case: Case,
    given: Given,
    determined: Mapping[int, int],
    *,
    without: Collection[int] = (),
    held: Iterable[Use] = (),
) -> Assessment:
    """What the edition makes of the case as it stands, leaving the lines in `without` out. The uses in `held` count at
    the rank of their lines, whatever is found of these. Limits count persons who are known under two documents as one.
    """
    return apply_policy(
        given.the_edition,
        given.people.one_person(case.claim()).without(without),
        AssessmentGiven(
            answers=given.register_results,
            standards=given.standards,
            uses=given.uses,
            names_apart=given.names_apart,
            waived=case.waived,
            determined_fen=determined,
            payer=case.payer if case.approval else None,
            ranks=case.awarded_at,
            held=tuple(given.people.one_subject(held)),
        ),
    )


def determined_fen(determined: Iterable[Determination]) -> dict[int, int]:
    """What was determined, by line, in fen."""
    return {line: amount.amount_fen for amount in determined for line in expand(amount.lines)}


def may_be_determined(case: Case, given: Given, determined: Iterable[Determination]) -> None:
    """Amounts are typed only where the notice leaves them to a body, and no standard answers. Raises `NotAllowed`:
    `nothing-determined` where the scheme leaves no amount to anybody, `left-to-standard` where it leaves it to a
    standard, `set-by-standard` where a table of it answers, `score-sheet-missing` of a body that scores.
    """
    typed = {line: one for one in determined for line in expand(one.lines)}
    if not typed:
        return
    scheme = given.the_edition.schemes[case.scheme]
    amount = scheme.amount
    first = min(typed)
    if not isinstance(amount, Determined) or (amount.by is None and amount.standard is None):
        raise NotAllowed("nothing-determined", application=case.number, line=first, scheme=scheme.id)
    if amount.by is None:
        assert amount.standard is not None
        raise NotAllowed("left-to-standard", application=case.number, line=first, standard=amount.standard.id)
    for line, table in sorted(set_by_tables(case, given, typed).items()):
        raise NotAllowed("set-by-standard", application=case.number, line=line, standard=table.ref)
    for line, one in sorted(typed.items()):
        if amount.by.scored and one.score_sheet is None:
            raise NotAllowed("score-sheet-missing", application=case.number, line=line)


def set_by_tables(case: Case, given: Given, lines: Collection[int]) -> dict[int, StandardTable]:
    """Of these lines those whose amount a table sets by now, with the table."""
    scheme = given.the_edition.schemes[case.scheme]
    amount = scheme.amount
    if not isinstance(amount, Determined) or not lines:
        return {}
    states = stating(scheme, given.people.one_person(case.claim()), given.register_results, given.standards)
    asked = (line for line in states.claim.lines if line.line in lines)
    tables = ((line.line, amount.answering(states.of_line(line))) for line in asked)
    return {line: table for line, table in tables if table is not None}


def apply_within_bounds(
    case: Case,
    given: Given,
    determined: Mapping[int, int],
    typed: Collection[int],
    *,
    without: Collection[int] = (),
    held: Iterable[Use] = (),
) -> Assessment:
    """As `apply_policy_to`, where no amount that an officer sets speaks against the applicant: what is out of bounds is
    refused to whoever has just typed it for the lines `typed`, and what was typed earlier is as if nobody had, when a
    cost that was compared since is below it.

    Raises `NotAllowed("out-of-bounds")`.
    """
    result = apply_policy_to(case, given, determined, without=without, held=held)
    outside = {line.line: finding for line in result.lines for finding in line.findings if _out_of_bounds(finding)}
    for line in sorted(outside.keys() & set(typed)):
        raise NotAllowed("out-of-bounds", application=case.number, line=line, finding=outside[line])
    if not outside:
        return result
    still = {line: amount_fen for line, amount_fen in determined.items() if line not in outside}
    return apply_policy_to(case, given, still, without=without, held=held)


def _out_of_bounds(finding: Finding) -> bool:
    return finding.fails and finding.code in OUT_OF_BOUNDS


def awards_of(result: Assessment) -> tuple[Award, ...]:
    """The counted lines of an eligible assessment, grouped where amount and arithmetic are the same."""
    if not result.eligible:
        return ()
    groups: dict[tuple[object, ...], list[LineAssessment]] = {}
    for line in result.lines:
        if line.counts:
            steps = tuple((step.code, tuple(sorted(step.values.items()))) for step in line.arithmetic)
            groups.setdefault((line.instalments, steps), []).append(line)
    return tuple(
        Award(
            lines=ranges(line.line for line in same),
            parts=tuple(
                Part(instalment=instalment.instalment, amount_fen=instalment.amount_fen, payable=instalment.payable)
                for instalment in same[0].instalments
            ),
            arithmetic=tuple(Computed(code=step.code, values=step.values) for step in same[0].arithmetic),
        )
        for same in groups.values()
    )


def uses_of(result: Assessment, edition: Edition) -> tuple[LimitUse, ...]:
    """The uses that the counted lines of an eligible assessment would take, grouped where only the subject differs."""
    scheme = edition.schemes[result.scheme]
    over = {limit.id: scheme.over(limit) for limit in scheme.limits}
    groups: dict[tuple[str, str, date, int, str | None], list[int]] = {}
    for use in result.uses:
        subject = use.subject if over[use.limit] in (Over.SITE, Over.ENTRY) else None
        groups.setdefault((use.limit, use.qualifier, use.on, use.amount_fen, subject), []).append(use.line)
    return tuple(
        LimitUse(
            limit=limit,
            over=over[limit],
            qualifier=qualifier,
            on=on,
            amount_fen=amount_fen,
            lines=ranges(lines),
            subject=subject,
        )
        for (limit, qualifier, on, amount_fen, subject), lines in groups.items()
    )


def open_of(result: Assessment) -> Ranges:
    """The lines that wait for something; none where the application as a whole is decided against."""
    if not result.undecided:
        return ()
    return ranges(line.line for line in result.lines if line.outcome is LineOutcome.OPEN)


def grounds(findings: Iterable[Finding], line_findings: Iterable[LineFinding]) -> set[tuple[int, str, str]]:
    """Why what is refused, by line, or 0 for the application: what a budget has left meanwhile is no other reason."""
    of_application = {(0, finding.condition, finding.code) for finding in findings if finding.fails}
    of_lines = {
        (line, of.finding.condition, of.finding.code) for of in against(line_findings) for line in expand(of.lines)
    }
    return of_application | of_lines


def grouped_findings(lines: tuple[LineAssessment, ...]) -> tuple[LineFinding, ...]:
    groups: dict[tuple[object, ...], tuple[Finding, list[int]]] = {}
    for line in lines:
        for finding in line.findings:
            values = tuple(sorted(finding.values.items()))
            key = (finding.condition, finding.outcome, finding.code, values, finding.interpretation)
            groups.setdefault(key, (finding, []))[1].append(line.line)
    return tuple(LineFinding(lines=ranges(numbers), finding=finding) for finding, numbers in groups.values())


def against(line_findings: Iterable[LineFinding]) -> tuple[LineFinding, ...]:
    """What is against lines: the only findings that a refusal may cite."""
    return tuple(of_lines for of_lines in line_findings if of_lines.finding.fails)
