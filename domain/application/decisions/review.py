"""核验、初审与复核: verification, assessment, and the approver's yes, no, or send-back. ADR 0012."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.given import Given, has_lines, in_status, not_in_future, not_status, released_nothing
from domain.application.state.case import Case
from domain.application.status import Status
from domain.application.values import (
    Award,
    Computed,
    LimitUse,
    LineFinding,
    Part,
    expand,
    ranges,
)
from domain.base import Event
from domain.entitlement.assessment import Assessment, LineAssessment
from domain.entitlement.assessment import assess as apply_policy
from domain.entitlement.claim import AssessmentGiven
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Finding
from domain.errors import NotAllowed, NotPermitted
from domain.office.roles import acting, confirming
from domain.proposals import Proposal


def verify(case: Case, command: c.VerifyFacts, given: Given) -> tuple[Event, ...]:
    """Record a comparison's result; a later assessment uses the verified values, or a revision once it is decided."""
    acting(given.actor, "verify", case.authority)
    not_status(case, "verify", Status.CORRECTION_REQUESTED, Status.NOT_ACCEPTED, Status.REJECTED, Status.SUSPENDED)
    not_in_future(command.checked_on, given.today)
    has_lines(case, (line for verified in command.values for line in expand(verified.lines)))
    if not command.values:
        raise NotAllowed("nothing-verified", application=case.number)
    if command.file_sha256 is None and given.actor.officer in case.taken_in_by:
        raise NotPermitted("took-it-in", officer=given.actor.officer, application=case.number)
    return (
        f.FactsVerified(
            source=command.source,
            checked_on=command.checked_on,
            values=command.values,
            file_sha256=command.file_sha256,
        ),
    )


def assess(case: Case, command: c.AssessApplication, given: Given) -> tuple[Event, ...]:
    """初审. The result may be no: that is an event with findings, which an approver confirms by rejecting."""
    acting(given.actor, "assess", case.authority)
    in_status(case, "assess", Status.ACCEPTED, Status.ASSESSED)
    released_nothing(case, given.actor)
    determined = {line: amount.amount_fen for amount in command.determined for line in expand(amount.lines)}
    has_lines(case, determined)
    result = apply_policy_to(case, given, determined)
    awards = awards_of(result)
    return (
        f.ApplicationAssessed(
            edition=result.edition,
            digest=result.digest,
            eligible=result.eligible,
            entitled_fen=sum(award.amount_fen for award in awards),
            findings=result.findings,
            line_findings=grouped_findings(result.lines),
            awards=awards,
            uses=uses_of(result, given.the_edition),
            determined=command.determined,
        ),
    )


def send_back(case: Case, command: c.SendBackApplication, given: Given) -> tuple[Event, ...]:
    _second_look(case, given, "send-back")
    return (f.ApplicationSentBack(reason=command.reason),)


def approve(case: Case, command: c.ApproveApplication, given: Given) -> tuple[Event, ...]:
    """复核: stand by the assessment, if it would come out the same under the lock now.

    Raises `NotAllowed("not-eligible")` when it found against the application, `NotAllowed("assessed-again")` when it is
    not the one that was shown, and `NotAllowed("overtaken")` with the finding when a limit was used up, a register
    changed or a value was verified since (closing-1).
    """
    assessed = _second_look(case, given, "approve")
    if not assessed.eligible:
        raise NotAllowed("not-eligible", application=case.number)
    if command.assessed_version not in (None, case.assessed_version):
        raise NotAllowed("assessed-again", application=case.number)
    _still_holds(case, assessed, apply_policy_to(case, given, _determined(assessed)), given.the_edition)
    released_nothing(case, given.actor)
    return (
        f.ApplicationApproved(
            edition=assessed.edition,
            digest=assessed.digest,
            assessed_version=case.assessed_version,
            entitled_fen=assessed.entitled_fen,
            awards=assessed.awards,
            uses=assessed.uses,
        ),
    )


def reject(case: Case, command: c.RejectApplication, given: Given) -> tuple[Event, ...]:
    """Confirm an assessment that found against the application; its findings are the reason, each with its clause.

    Raises `NotAllowed("eligible-now")` when a value that was verified since would turn the assessment round.
    """
    assessed = _second_look(case, given, "reject")
    if assessed.eligible:
        raise NotAllowed("eligible", application=case.number)
    if apply_policy_to(case, given, _determined(assessed)).eligible:
        raise NotAllowed("eligible-now", application=case.number)
    return (
        f.ApplicationRejected(
            edition=assessed.edition,
            digest=assessed.digest,
            assessed_version=case.assessed_version,
            findings=tuple(finding for finding in assessed.findings if not finding.holds),
            line_findings=tuple(of_lines for of_lines in assessed.line_findings if not of_lines.finding.holds),
        ),
    )


def _second_look(case: Case, given: Given, act: str) -> f.ApplicationAssessed:
    """The assessment as a proposal, which another officer, an approver, may act on."""
    in_status(case, act, Status.ASSESSED)
    assert case.assessment is not None, "an assessed case has its assessment"
    confirming(given.actor, Proposal(id="assessment", act="assess", by=case.assessed_by), case.authority)
    return case.assessment


def _determined(assessed: f.ApplicationAssessed) -> Mapping[int, int]:
    return {line: amount.amount_fen for amount in assessed.determined for line in expand(amount.lines)}


def apply_policy_to(
    case: Case, given: Given, determined: Mapping[int, int], *, without: Collection[int] = ()
) -> Assessment:
    """What the edition makes of the case as it stands, leaving the lines in `without` out. Limits count persons who
    are known under two documents as one.
    """
    return apply_policy(
        given.the_edition,
        given.people.one_person(case.claim()).without(without),
        AssessmentGiven(answers=given.register_results, uses=given.uses, waived=case.waived, determined_fen=determined),
    )


def _still_holds(case: Case, assessed: f.ApplicationAssessed, now: Assessment, edition: Edition) -> None:
    if now.eligible and awards_of(now) == assessed.awards and uses_of(now, edition) == assessed.uses:
        return
    counted = {line for award in assessed.awards for line in expand(award.lines)}
    lost = [line for line in now.lines if line.line in counted and not line.counts]
    failing: Iterable[Finding] = lost[0].findings if lost else now.findings
    raise NotAllowed(
        "overtaken",
        application=case.number,
        lines=tuple(line.line for line in lost),
        finding=next((finding for finding in failing if not finding.holds), None),
    )


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
    groups: dict[tuple[str, str, date, int], list[int]] = {}
    for use in result.uses:
        groups.setdefault((use.limit, use.qualifier, use.on, use.amount_fen), []).append(use.line)
    scheme = edition.schemes[result.scheme]
    over = {limit.id: scheme.over(limit) for limit in scheme.limits}
    return tuple(
        LimitUse(
            limit=limit,
            over=over[limit],
            qualifier=qualifier,
            on=on,
            amount_fen=amount_fen,
            lines=ranges(lines),
        )
        for (limit, qualifier, on, amount_fen), lines in groups.items()
    )


def grouped_findings(lines: tuple[LineAssessment, ...]) -> tuple[LineFinding, ...]:
    groups: dict[tuple[object, ...], tuple[Finding, list[int]]] = {}
    for line in lines:
        for finding in line.findings:
            values = tuple(sorted(finding.values.items()))
            key = (finding.condition, finding.outcome, finding.code, values, finding.interpretation)
            groups.setdefault(key, (finding, []))[1].append(line.line)
    return tuple(LineFinding(lines=ranges(numbers), finding=finding) for finding, numbers in groups.values())
