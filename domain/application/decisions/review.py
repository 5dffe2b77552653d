"""核验、初审与复核: verification, assessment, and the approver's yes, no, or send-back. ADR 0012."""

from __future__ import annotations

from collections.abc import Iterable

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.applied_policy import (
    against,
    apply_policy_to,
    apply_within_bounds,
    awards_of,
    determined_fen,
    grounds,
    grouped_findings,
    may_be_determined,
    open_of,
    uses_of,
)
from domain.application.decisions.given import (
    Given,
    has_lines,
    in_status,
    not_in_future,
    not_status,
    released_nothing,
    why_shared,
)
from domain.application.state.case import CODE_AS_PRINTED, Case
from domain.application.status import Status
from domain.application.values import expand
from domain.base import Event
from domain.entitlement.amounts import DETERMINED
from domain.entitlement.assessment import Assessment
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Finding, LineOutcome
from domain.entitlement.standing import after_receipt
from domain.entitlement.vocabulary import FactType
from domain.errors import NotAllowed, NotPermitted
from domain.office.roles import acting, confirming
from domain.proposals import Proposal


def verify(case: Case, command: c.VerifyFacts, given: Given) -> tuple[Event, ...]:
    """Record a comparison's result; a later assessment uses the verified values, or a revision once it is decided.

    Raises `NotAllowed("determined-not-verified")`: an amount is determined by the assessor, and by no comparison.
    """
    acting(given.actor, "verify", case.authority)
    not_status(case, "verify", Status.CORRECTION_REQUESTED, Status.NOT_ACCEPTED, Status.REJECTED, Status.SUSPENDED)
    not_in_future(command.checked_on, given.today)
    has_lines(case, (line for verified in command.values for line in expand(verified.lines)))
    if any(verified.fact == DETERMINED for verified in command.values):
        raise NotAllowed("determined-not-verified", application=case.number)
    if not command.values:
        raise NotAllowed("nothing-verified", application=case.number)
    _days_have_come(case, command, given.the_edition)
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
    """初审. The result may be no: that is an event with findings, which an approver confirms by rejecting. Or something
    is not known yet: then it says who owes what, and nobody is refused for it. ADR 0055.

    Raises `NotAllowed("out-of-bounds")` for an amount outside of what the notice lets be determined, and as
    `may_be_determined`.
    """
    acting(given.actor, "assess", case.authority)
    in_status(case, "assess", Status.ACCEPTED, Status.ASSESSED)
    released_nothing(case, given.actor)
    determined = determined_fen(command.determined)
    has_lines(case, determined)
    may_be_determined(case, given, command.determined)
    result = apply_within_bounds(case, given, determined, determined)
    awards = awards_of(result)
    return (
        f.ApplicationAssessed(
            edition=result.edition,
            digest=result.digest,
            eligible=result.eligible,
            undecided=result.undecided,
            open_lines=open_of(result),
            owed_by=result.owed_by,
            payer=result.payer,
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
    """复核: stand by the assessment, if it would come out the same under the lock now. Lines that it found against are
    refused by the same decision (部分批准); those that are open stay so, if the command says that it leaves them.

    Raises `NotAllowed("code-unconfirmed")` while nobody has confirmed a code that fails its check,
    `NotAllowed("not-eligible")` when it found against the application, `NotAllowed("undecided")` when nothing
    can be approved for what is not known, `NotAllowed("lines-open")` when a part could, `NotAllowed("assessed-again")`
    when it is not the one that was shown, and `NotAllowed("overtaken")` with the finding when a limit was used up, a
    register changed or a value was verified since (closing-1); as `may_be_determined`, where a table was adopted since
    that sets what a body determined; and as `why_shared`.
    """
    assessed = _second_look(case, given, "approve")
    if CODE_AS_PRINTED in case.unconfirmed:
        raise NotAllowed("code-unconfirmed", application=case.number, uscc=case.applicant.party)
    if not assessed.eligible:
        raise NotAllowed("undecided" if assessed.undecided else "not-eligible", application=case.number)
    if assessed.open_lines and not command.leaving_open:
        raise NotAllowed("lines-open", application=case.number, lines=tuple(expand(assessed.open_lines)))
    if command.assessed_version not in (None, case.assessed_version):
        raise NotAllowed("assessed-again", application=case.number)
    may_be_determined(case, given, assessed.determined)
    _still_holds(case, assessed, apply_policy_to(case, given, determined_fen(assessed.determined)), given.the_edition)
    released_nothing(case, given.actor)
    assert assessed.payer is not None, "what is eligible has who pays it"
    shared_account = why_shared(case, given.sharing_account, command.shared_account)
    return (
        f.ApplicationApproved(
            edition=assessed.edition,
            digest=assessed.digest,
            assessed_version=case.assessed_version,
            payer=assessed.payer,
            entitled_fen=assessed.entitled_fen,
            awards=assessed.awards,
            uses=assessed.uses,
            refused=against(assessed.line_findings),
            open_lines=assessed.open_lines,
            shared_account=shared_account,
        ),
    )


def reject(case: Case, command: c.RejectApplication, given: Given) -> tuple[Event, ...]:
    """Confirm an assessment that found against the application; the findings that are not met are the reason, each with
    its clause, and none that is unclear.

    Raises `NotAllowed("undecided")` while something that is not known could turn it, and `NotAllowed("eligible-now")`
    and `NotAllowed("reasons-changed")` when a value that was verified since would turn it or change why.
    """
    assessed = _second_look(case, given, "reject")
    if assessed.eligible:
        raise NotAllowed("eligible", application=case.number)
    if assessed.undecided:
        raise NotAllowed("undecided", application=case.number)
    now = apply_policy_to(case, given, determined_fen(assessed.determined))
    if now.eligible or now.undecided:
        raise NotAllowed("eligible-now", application=case.number)
    line_findings = against(assessed.line_findings)
    if grounds(now.findings, grouped_findings(now.lines)) != grounds(assessed.findings, line_findings):
        raise NotAllowed("reasons-changed", application=case.number)
    return (
        f.ApplicationRejected(
            edition=assessed.edition,
            digest=assessed.digest,
            assessed_version=case.assessed_version,
            findings=_failing(assessed.findings),
            line_findings=line_findings,
        ),
    )


def _failing(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.fails)


def _days_have_come(case: Case, command: c.VerifyFacts, edition: Edition) -> None:
    """What the desk itself compares is refused at once where an applicant would be asked to correct it. Raises
    `NotAllowed("verified-after-receipt")`.
    """
    scheme = edition.schemes[case.scheme]
    for verified in command.values:
        kind = edition.vocabulary.get(verified.fact)
        days = {verified.fact} if kind is not None and kind.type is FactType.DAY else set()
        for finding in after_receipt(scheme, days, {verified.fact: verified.value}, case.received_on):
            raise NotAllowed("verified-after-receipt", application=case.number, finding=finding)


def _second_look(case: Case, given: Given, act: str) -> f.ApplicationAssessed:
    """The assessment as a proposal, which another officer, an approver, may act on."""
    in_status(case, act, Status.ASSESSED)
    assert case.assessment is not None, "an assessed case has its assessment"
    confirming(given.actor, Proposal(id="assessment", act="assess", by=case.assessed_by), case.authority)
    return case.assessment


def _still_holds(case: Case, assessed: f.ApplicationAssessed, now: Assessment, edition: Edition) -> None:
    same_grounds = grounds((), grouped_findings(now.lines)) == grounds((), assessed.line_findings)
    outcome = (now.eligible, now.payer, awards_of(now), uses_of(now, edition), open_of(now))
    if outcome == (True, assessed.payer, assessed.awards, assessed.uses, assessed.open_lines) and same_grounds:
        return
    before = dict.fromkeys(expand(assessed.open_lines), LineOutcome.OPEN)
    before |= {line: LineOutcome.ELIGIBLE for award in assessed.awards for line in expand(award.lines)}
    other = [line for line in now.lines if line.outcome is not before.get(line.line, LineOutcome.NOT_ELIGIBLE)]
    if now.eligible and not other:
        raise NotAllowed("reasons-changed", application=case.number)
    deciding: Iterable[Finding] = other[0].findings if other else now.findings
    raise NotAllowed(
        "overtaken",
        application=case.number,
        lines=tuple(line.line for line in other),
        finding=next((finding for finding in deciding if not finding.holds), None),
    )
