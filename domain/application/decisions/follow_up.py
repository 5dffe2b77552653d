"""续审: lines that an approval left open are decided by two people, as soon as what was missing is known. ADR 0055."""

from __future__ import annotations

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.applied_policy import (
    against,
    apply_within_bounds,
    awards_of,
    determined_fen,
    grounds,
    grouped_findings,
    may_be_determined,
    open_of,
    set_by_tables,
    uses_of,
)
from domain.application.decisions.given import Given, has_lines, in_status, released_nothing
from domain.application.determinations import determined_anew
from domain.application.state.case import Case
from domain.application.status import UNSETTLED
from domain.application.values import Determination
from domain.base import Event, replace
from domain.entitlement.assessment import Assessment
from domain.entitlement.findings import Finding, Outcome
from domain.entitlement.paying import other_payer
from domain.errors import NotAllowed
from domain.office.roles import acting


def follow_up(case: Case, command: c.FollowUpApplication, given: Given) -> tuple[Event, ...]:
    """Propose what open lines come to by now; those on which something is still not known stay open.

    Raises `NotAllowed`: `no-line-open`, `sent-back-first` while lines that an upheld objection sent back, and that come
    first under a limit, wait for their revision, `follow-up-open` while another is proposed, `line-decided` for an
    amount of a line that is not open, `out-of-bounds`, and `still-open` with the first finding that is unclear, where
    nothing can be decided.
    """
    acting(given.actor, "follow-up", case.authority)
    in_status(case, "follow-up", *UNSETTLED)
    released_nothing(case, given.actor)
    _something_open(case)
    if any(isinstance(proposed, f.FollowUpProposed) for proposed in case.proposed.values()):
        raise NotAllowed("follow-up-open", application=case.number)
    amounts = determined_fen(command.determined)
    has_lines(case, amounts)
    if amounts.keys() - case.open_lines:
        raise NotAllowed("line-decided", application=case.number, line=min(amounts.keys() - case.open_lines))
    may_be_determined(case, given, command.determined)
    result = _open_lines_now(case, given, command.determined)
    proposed = _proposed(case, result, given, command.determined)
    if not (proposed.awards or proposed.refused):
        finding = next(
            finding for line in result.lines for finding in line.findings if finding.outcome is Outcome.UNCLEAR
        )
        lines = tuple(sorted(case.open_lines))
        raise NotAllowed("still-open", application=case.number, lines=lines, finding=finding)
    return (proposed,)


def followed_up(case: Case, proposed: f.FollowUpProposed, given: Given) -> tuple[Event, ...]:
    """What follows when the approver confirms: the same, if it comes out the same under the lock now.

    Raises `NotAllowed("follow-up-overtaken")` when a limit, a register or a value changed it since.
    """
    in_status(case, "follow-up", *UNSETTLED)
    _something_open(case)
    anew = _proposed(case, _open_lines_now(case, given, proposed.determined), given, proposed.determined)
    same_grounds = grounds((), anew.refused) == grounds((), proposed.refused)
    same = (anew.awards, anew.uses, anew.open_lines) == (proposed.awards, proposed.uses, proposed.open_lines)
    if not (same and same_grounds):
        raise NotAllowed("follow-up-overtaken", application=case.number, proposal=proposed.proposal)
    return (
        f.ApplicationFollowedUp(
            edition=proposed.edition,
            digest=proposed.digest,
            awards=proposed.awards,
            uses=proposed.uses,
            refused=proposed.refused,
            open_lines=proposed.open_lines,
            owed_by=proposed.owed_by,
            determined=proposed.determined,
        ),
    )


def _something_open(case: Case) -> None:
    if not case.open_lines:
        raise NotAllowed("no-line-open", application=case.number)
    if case.sent_back:
        raise NotAllowed("sent-back-first", application=case.number, lines=tuple(sorted(case.sent_back)))


def _open_lines_now(case: Case, given: Given, determined: tuple[Determination, ...]) -> Assessment:
    """What is decided already stays decided, and holds its limits.

    What is found of the application as a whole is found of each of these lines: the others have their decision.
    """
    decided = case.lines.keys() - case.open_lines
    amounts = determined_fen(determined_anew(case.determined, determined))
    # What a body determined of a line that is still open, a table sets by now.
    for line in set_by_tables(case, given, amounts.keys() & case.open_lines):
        del amounts[line]
    typed = determined_fen(determined)
    result = apply_within_bounds(case, given, amounts, typed, without=decided, held=case.uses)
    elsewhere = _paid_elsewhere(case, given, result)
    lines = tuple(replace(line, findings=(*result.findings, *elsewhere, *line.findings)) for line in result.lines)
    return replace(result, findings=(), lines=lines)


def _paid_elsewhere(case: Case, given: Given, result: Assessment) -> tuple[Finding, ...]:
    """Unclear where another authority would pay what is still open than pays what was decided."""
    if case.payer is None or result.payer in (None, case.payer):
        return ()
    return (other_payer(given.the_edition.schemes[case.scheme], case.payer, result.payer),)


def _proposed(
    case: Case, result: Assessment, given: Given, determined: tuple[Determination, ...]
) -> f.FollowUpProposed:
    line_findings = grouped_findings(result.lines)
    return f.FollowUpProposed(
        proposal=f"p{case.proposals_made + 1}",
        edition=case.edition,
        digest=case.digest,
        line_findings=line_findings,
        awards=awards_of(result),
        uses=uses_of(result, given.the_edition),
        refused=against(line_findings),
        open_lines=open_of(result),
        owed_by=result.owed_by,
        determined=determined,
    )
