"""变更与豁免: a decided case is assessed anew, up or down, by two people; limits may be waived by two others.

ADR 0026.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.applied_policy import (
    apply_within_bounds,
    awards_of,
    determined_fen,
    grouped_findings,
    may_be_determined,
    uses_of,
)
from domain.application.decisions.claimed_falsely import ClaimedFalsely
from domain.application.decisions.given import Given, has_lines, in_status, released_nothing
from domain.application.decisions.striking import awards_without, may_be_struck, uses_worth
from domain.application.determinations import determinations_anew, determined_anew
from domain.application.folding.money import items_of
from domain.application.limit_uses import same_uses, worth_as_held
from domain.application.state.case import Case
from domain.application.state.letters import overdue_from
from domain.application.state.striking import Strikes, brought_back, lines_named, lines_struck
from domain.application.status import DECIDED, RECEIVED, Ground, Status
from domain.application.values import (
    Award,
    Determination,
    LimitUse,
    LineFinding,
    Portion,
    Ranges,
    amounts_of,
    expand,
    portions,
    ranges,
)
from domain.base import Event, Struct, replace
from domain.entitlement.assessment import Assessment, LineAssessment
from domain.entitlement.findings import Finding, LineOutcome, Outcome, OwedBy, together
from domain.errors import NoSuchThing, NotAllowed
from domain.office.roles import acting

_BEFORE_APPROVAL = (*RECEIVED, Status.ACCEPTED, Status.ASSESSED)


def request_waiver(case: Case, command: c.RequestWaiver, given: Given) -> tuple[Event, ...]:
    """Ask that a limit be waived for lines, which only some limits allow (closing-1: 原则上).

    Raises `NoSuchThing("no-such-limit")`, `NotAllowed("not-waivable")` and `NotAllowed("waived-already")`.
    """
    acting(given.actor, "waive", case.authority)
    in_status(case, "waive", *_BEFORE_APPROVAL, *DECIDED)
    has_lines(case, expand(command.lines))
    limits = {limit.id: limit for limit in given.the_edition.schemes[case.scheme].limits}
    limit = limits.get(command.limit)
    if limit is None:
        raise NoSuchThing("no-such-limit", application=case.number, limit=command.limit)
    if not limit.waivable:
        raise NotAllowed("not-waivable", application=case.number, limit=command.limit)
    if all((limit.id, line) in case.waived for line in expand(command.lines)):
        raise NotAllowed("waived-already", application=case.number, limit=command.limit)
    return (
        f.WaiverRequested(
            proposal=f"p{case.proposals_made + 1}", limit=command.limit, lines=command.lines, reason=command.reason
        ),
    )


def waived(case: Case, requested: f.WaiverRequested) -> tuple[Event, ...]:
    return (f.LimitWaived(limit=requested.limit, lines=requested.lines),)


def revise(case: Case, command: c.ReviseApplication, given: Given) -> tuple[Event, ...]:
    """Propose what the case is entitled to on today's verified facts, without struck lines and instalments and with
    revived ones.

    Raises what `may_be_struck` raises, `NotAllowed("revision-open")` while another is proposed,
    `NotAllowed("nothing-changes")`,
    `NotAllowed("line-open")` for a line on which nothing was decided yet, unless it is struck because its correction
    has not come in time (逾期未补正, ADR 0061), and `NotAllowed("revision-unclear")`.
    """
    acting(given.actor, "revise", case.authority)
    _revisable(case)
    released_nothing(case, given.actor)
    # An amount that stands so already is nobody's word of today: a recorded revision has all of them.
    anew = determinations_anew(case.determined, command.determined)
    typed = determined_fen(anew)
    named = {*lines_named(command), *typed}
    has_lines(case, named)
    may_be_determined(case, given, anew)
    _decided_or_overdue(case, command.ground, named, {*expand(command.struck)}, given)
    if any(isinstance(proposed, f.RevisionProposed) for proposed in case.proposed.values()):
        raise NotAllowed("revision-open", application=case.number)
    may_be_struck(case, command)
    determined = determined_anew(case.determined, command.determined)
    reassessed = _reassessed(case, given, Ground(command.ground), command, determined, typed)
    moved = (
        reassessed.payer != case.payer
        or reassessed.changed
        or reassessed.opened
        or not same_uses(reassessed.uses, case.counted)
    )
    if not (moved or case.sent_back or lines_named(command)):
        raise NotAllowed("nothing-changes", application=case.number)
    return (
        f.RevisionProposed(
            proposal=f"p{case.proposals_made + 1}",
            ground=command.ground,
            reason=command.reason,
            struck=command.struck,
            revived=command.revived,
            struck_items=command.struck_items,
            revived_items=command.revived_items,
            edition=case.edition,
            digest=case.digest,
            payer=reassessed.payer,
            findings=reassessed.findings,
            line_findings=reassessed.line_findings,
            awards=reassessed.awards,
            uses=reassessed.uses,
            determined=reassessed.determined,
            changed=reassessed.changed,
            opened=reassessed.opened,
            owed_by=reassessed.owed_by,
        ),
    )


def revised(case: Case, proposed: f.RevisionProposed, given: Given) -> tuple[Event, ...]:
    """What follows when the approver confirms: the same, if it comes out the same under the lock now.

    Raises `NotAllowed("revision-overtaken")` when a limit, a register, a value or a payment changed it since, and
    `NotAllowed("line-open")` when the correction of a line came that was to be struck for want of it.
    """
    _revisable(case)
    struck = {*expand(proposed.struck)}
    _decided_or_overdue(case, proposed.ground, struck, struck, given)
    typed = determined_fen(determinations_anew(case.determined, proposed.determined))
    anew = _reassessed(case, given, Ground(proposed.ground), proposed, proposed.determined, typed)
    was = (proposed.payer, proposed.awards, proposed.uses, proposed.changed, proposed.opened)
    if (anew.payer, anew.awards, anew.uses, anew.changed, anew.opened) != was:
        raise NotAllowed("revision-overtaken", application=case.number, proposal=proposed.proposal)
    changed = amounts_of(anew.changed)
    before = {due.line for due, item in case.items.items() if item.entitled_fen}
    added = {due.line for due, amount_fen in changed.items() if amount_fen > 0} - before
    return (
        f.ApplicationRevised(
            ground=proposed.ground,
            edition=proposed.edition,
            digest=proposed.digest,
            payer=anew.payer,
            entitled_fen=case.entitled_fen + sum(changed.values()),
            awards=anew.awards,
            uses=anew.uses,
            struck=proposed.struck,
            revived=proposed.revived,
            struck_items=proposed.struck_items,
            revived_items=proposed.revived_items,
            added=ranges(added),
            changed=anew.changed,
            determined=proposed.determined,
            opened=anew.opened,
            owed_by=proposed.owed_by,
        ),
    )


def _decided_or_overdue(case: Case, ground: str, named: Set[int], struck: Set[int], given: Given) -> None:
    """Raises `NotAllowed`: `line-open` for an undecided line; `line-not-overdue` where 逾期未补正 is the ground."""
    if ground == Ground.NOT_CORRECTED:
        late_from = overdue_from(case.letters) if case.awaits_correction else None
        late = late_from is not None and late_from <= given.today
        others = named - (struck & case.asked_of & case.open_lines if late else frozenset())
        if others or not struck:
            raise NotAllowed("line-not-overdue", application=case.number, line=min(others, default=0))
    elif still_open := named & case.open_lines:
        raise NotAllowed("line-open", application=case.number, line=min(still_open))


def _decidable(case: Case, result: Assessment, revived: Collection[int]) -> list[LineAssessment]:
    """The lines without an award of which something is not known by now: they are open again.

    Nothing is taken away for what is not known. Raises `NotAllowed("revision-unclear")` with the finding, where a line
    would lose what it has, or what an upheld objection sent back, or is `revived` without being known to be entitled.
    """
    unclear = [line for line in result.lines if line.outcome is LineOutcome.OPEN]
    has_something = {due.line for due, item in case.items.items() if item.entitled_fen or due.line in case.sent_back}
    losing = [line for line in unclear if line.line in has_something or line.line in revived]
    if losing or together(result.findings) is LineOutcome.OPEN:
        deciding: Iterable[Finding] = losing[0].findings if losing else result.findings
        raise NotAllowed(
            "revision-unclear",
            application=case.number,
            lines=tuple(line.line for line in losing),
            finding=next(finding for finding in deciding if finding.outcome is Outcome.UNCLEAR),
        )
    awarded_once = {due.line for due in case.items}
    return [line for line in unclear if line.line not in awarded_once]


class _Reassessed(Struct):
    payer: str
    findings: tuple[Finding, ...]
    line_findings: tuple[LineFinding, ...]
    awards: tuple[Award, ...]
    uses: tuple[LimitUse, ...]
    determined: tuple[Determination, ...]
    changed: tuple[Portion, ...]
    opened: Ranges
    owed_by: tuple[OwedBy, ...]


def _revisable(case: Case) -> None:
    """A withdrawn case can be revised for what was paid of it."""
    paid_once = (Status.WITHDRAWN,) if case.items else ()
    in_status(case, "revise", *DECIDED, *paid_once)


def _reassessed(
    case: Case,
    given: Given,
    ground: Ground,
    change: Strikes,
    determined: tuple[Determination, ...],
    typed: Mapping[int, int],
) -> _Reassessed:
    """With the amounts `determined`, of which those in `typed` are this revision's own."""
    struck = case.struck.after(change, case.items)
    again = brought_back(change, case.items)
    out = struck.whole_lines(case.items)
    if case.stage is Status.WITHDRAWN:
        # What was given up is not owed again: only what was paid can still be decided on.
        out |= frozenset(case.lines) - {due.line for due in case.items}
    claimed_falsely = ClaimedFalsely(case, ground, lines_struck(change))
    # What an approval left open, a follow-up decides on.
    without, amounts = out | case.open_lines, determined_fen(determined)
    result = apply_within_bounds(case, given, amounts, typed, without=without, held=claimed_falsely.uses())
    if claimed_falsely.add_lost(result):
        result = apply_within_bounds(case, given, amounts, typed, without=without, held=claimed_falsely.uses())
    opened = _decidable(case, result, {due.line for due in again} | {*expand(change.revived)})
    awards = awards_without(awards_of(result), struck.items)
    entitled = {due: item.entitled_fen for due, item in items_of(awards).items()}
    for due, item in case.items.items():
        if item.forfeited and due not in again:
            entitled[due] = 0
        else:
            entitled.setdefault(due, 0)
    if case.stage is Status.WITHDRAWN:
        entitled = {due: min(entitled[due], max(item.entitled_fen, item.paid_fen)) for due, item in case.items.items()}
    changed = {due: fen - (case.items[due].entitled_fen if due in case.items else 0) for due, fen in entitled.items()}
    uses = uses_worth(case, uses_of(result, given.the_edition), awards, struck, ground)
    if case.stage is Status.WITHDRAWN:
        # Nor does a line take more of a limit because another gave it up.
        uses = worth_as_held(uses, case.counted)
    return _Reassessed(
        payer=_payer(case, result),
        findings=result.findings,
        line_findings=grouped_findings(result.lines),
        awards=awards,
        uses=(*uses, *claimed_falsely.beside(uses)),
        determined=determined,
        changed=portions(changed),
        opened=ranges(line.line for line in opened),
        owed_by=replace(result, findings=(), lines=tuple(opened)).owed_by,
    )


def _payer(case: Case, result: Assessment) -> str:
    """Whoever ordered money goes on to pay, and to take back, whatever the register says of it later."""
    assert case.payer is not None, "it was approved with who pays it"
    return case.payer if case.orders or case.payments or result.payer is None else result.payer
