"""What officers do about a case on its way, from receipt to the last milestone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.consequences import with_consequences
from domain.application.folding.money import items_of
from domain.application.state.case import Case
from domain.application.status import DECIDED, ON_APPROVAL, UNSETTLED, ServiceWay, Status
from domain.application.values import Award, Due, Portion, VerifiedValue, expand, portions, ranges
from domain.base import replace
from domain.entitlement.findings import OwedBy
from domain.office.roles import Role
from tests.domain.sample_cases import CITY, actor
from tests.projections.random_applications import (
    AUTHORITIES,
    an_account,
    some_awards,
    some_days,
    some_licence,
    some_lines,
    some_uses,
)

if TYPE_CHECKING:
    from tests.projections.random_histories import Town

ANN, BO, CY = (actor(name, *Role, authority=CITY) for name in ("ann", "bo", "cy"))


def request_correction(town: Town, case: Case) -> None:
    town.do(c.RequestCorrection(application=case.number, lines=((1, 1),), reason="r"), ANN)


def correct(town: Town, case: Case) -> None:
    corrected = c.CorrectApplication(
        application=case.number,
        applicant=replace(case.applicant, printed_on=some_licence(town.chance)),
        account=an_account(town.chance, case.applicant.party),
        documents=(),
        facts={},
        lines=some_lines(town.chance),
    )
    town.do(corrected, ANN)


def accept(town: Town, case: Case) -> None:
    town.do(c.AcceptApplication(application=case.number), ANN)


def transfer(town: Town, case: Case) -> None:
    """Directly, for an edition would ask which authority is competent."""
    proposed_already = any(isinstance(proposed, f.TransferProposed) for proposed in case.proposed.values())
    if proposed_already or town.chance.random() > 0.2:
        return
    to = next(authority for authority in AUTHORITIES if authority != case.authority)
    proposed = f.TransferProposed(proposal=f"p{case.proposals_made + 1}", authority=to, reason="r")
    town.note(case, ANN, proposed)


def refuse(town: Town, case: Case) -> None:
    if town.chance.random() < 0.1:
        town.do(c.RefuseApplication(application=case.number, clause="closing-3", reason="r"), ANN)


def request_and_serve(town: Town, case: Case) -> None:
    """A correction request reaches the applicant on the day it is made, and may be answered until the day after."""
    if case.status is not Status.CORRECTION_REQUESTED or town.chance.random() > 0.5:
        return
    town.do(c.IssueLetter(application=case.number, letter="correction-request", about=None, sha256="6f" * 32), ANN)
    served = c.ServeLetter(
        application=case.number,
        letter="correction-request",
        about=None,
        way=ServiceWay.BY_POST,
        served_on=town.today,
        receipt="1",
        due_on=town.today + timedelta(days=1),
    )
    if town.chance.random() < 0.7:
        town.do(served, ANN)


def refuse_overdue(town: Town, case: Case) -> None:
    if town.chance.random() < 0.5:
        town.do(c.RefuseOverdue(application=case.number), ANN)


def take_back(town: Town, case: Case) -> None:
    if town.chance.random() < 0.3:
        town.do(c.TakeBackDecision(application=case.number, reason="r"), ANN)


def issue_refusal(town: Town, case: Case) -> None:
    if town.chance.random() < 0.3:
        town.do(c.IssueLetter(application=case.number, letter="refusal", about=None, sha256="5f" * 32), ANN)


def withdraw(town: Town, case: Case) -> None:
    if town.chance.random() < 0.05:
        town.do(c.WithdrawApplication(application=case.number, reason="r"), ANN)


def verify(town: Town, case: Case) -> None:
    lines = ranges(line for line in case.lines if town.chance.random() < 0.5)
    days = [VerifiedValue(fact=event, value=day, lines=lines) for event, day in some_days(town.chance).items() if lines]
    values = (VerifiedValue(fact="site", value="site 1", lines=ranges(case.lines)), *days)
    by, file_sha256 = town.chance.choice(((ANN, "c0" * 32), (BO, None)))
    compared = c.VerifyFacts(
        application=case.number, source="s", checked_on=town.today, values=values, file_sha256=file_sha256
    )
    town.do(compared, by)


def assess(town: Town, case: Case) -> None:
    awards = some_awards(town.chance, case) if town.chance.random() < 0.9 else ()
    open_lines = lines_left_open(town, case, awards)
    assessed = f.ApplicationAssessed(
        edition=case.edition,
        digest=case.digest,
        eligible=bool(awards),
        undecided=bool(open_lines),
        open_lines=ranges(open_lines),
        owed_by=owed_by(town),
        payer=case.payer or case.authority,
        entitled_fen=sum(award.amount_fen for award in awards),
        findings=(),
        line_findings=(),
        awards=awards,
        uses=some_uses(town.chance, case, awards),
        determined=(),
    )
    town.note(case, town.chance.choice((ANN, BO)), assessed)


def lines_left_open(town: Town, case: Case, awards: tuple[Award, ...]) -> list[int]:
    """Lines that are not awarded, sometimes, are open."""
    awarded = {line for award in awards for line in expand(award.lines)}
    return [line for line in case.lines if line not in awarded and town.chance.random() < 0.25]


def owed_by(town: Town) -> tuple[OwedBy, ...]:
    return tuple(debtor for debtor in OwedBy if town.chance.random() < 0.4)


def follow_up(town: Town, case: Case) -> None:
    """Directly, for an edition would make something else of the case."""
    if not case.open_lines or any(isinstance(event, f.FollowUpProposed) for event in case.proposed.values()):
        return
    awards = tuple(award for award in some_awards(town.chance, case) if case.open_lines.issuperset(expand(award.lines)))
    awarded = {line for award in awards for line in expand(award.lines)}
    left = [line for line in case.open_lines - awarded if town.chance.random() < 0.4]
    proposed = f.FollowUpProposed(
        proposal=f"p{case.proposals_made + 1}",
        edition=case.edition,
        digest=case.digest,
        line_findings=(),
        awards=awards,
        uses=some_uses(town.chance, case, awards),
        refused=(),
        open_lines=ranges(left),
        owed_by=owed_by(town),
        determined=(),
    )
    town.note(case, ANN, proposed)


def followed_up(case: Case, proposed: f.FollowUpProposed) -> f.ApplicationFollowedUp:
    return f.ApplicationFollowedUp(
        edition=proposed.edition,
        digest=proposed.digest,
        awards=proposed.awards,
        uses=proposed.uses,
        refused=(),
        open_lines=proposed.open_lines,
        owed_by=proposed.owed_by,
        determined=(),
    )


def decide(town: Town, case: Case) -> None:
    assessed = case.assessment
    assert assessed is not None, "an assessed case has its assessment"
    by = BO if case.assessed_by == ANN.officer else ANN
    if town.chance.random() < 0.1:
        town.do(c.SendBackApplication(application=case.number, reason="r"), by)
    elif not assessed.eligible and assessed.undecided:
        request_correction(town, case)
    elif not assessed.eligible:
        rejected = f.ApplicationRejected(
            edition=assessed.edition,
            digest=assessed.digest,
            assessed_version=case.assessed_version,
            findings=(),
            line_findings=(),
        )
        town.note(case, by, rejected)
    else:
        approved = f.ApplicationApproved(
            edition=assessed.edition,
            digest=assessed.digest,
            assessed_version=case.assessed_version,
            payer=assessed.payer or case.authority,
            entitled_fen=assessed.entitled_fen,
            awards=assessed.awards,
            uses=assessed.uses,
            refused=(),
            open_lines=assessed.open_lines,
        )
        town.note(case, by, approved)


def publish(town: Town, case: Case) -> None:
    """Directly, for the town has no calendar."""
    lines = ranges(case.unpublished - case.sent_back)
    if lines and not case.notice_open:
        published = f.NoticePublished(
            lines=lines,
            published_on=town.today,
            working_days=5,
            closes_on=town.today + timedelta(days=7),
            payable_from=town.today + timedelta(days=8),
        )
        town.note(case, ANN, published)


def close(town: Town, case: Case) -> None:
    town.do(c.CloseNotice(application=case.number), ANN)


def report(town: Town, case: Case) -> None:
    """Directly, for an edition would look for the day from which the months count."""
    waiting = {
        due.line: item.payable
        for due, item in sorted(case.items.items(), reverse=True)
        if item.waiting and not item.forfeited and item.entitled_fen
    }
    reports = [proposal for proposal in case.proposed.values() if isinstance(proposal, f.MilestoneReported)]
    open_lines = sorted(set(waiting).difference(*(expand(proposal.lines) for proposal in reports)))
    if open_lines:
        milestone = waiting[open_lines[0]]
        reported = f.MilestoneReported(
            proposal=f"p{case.proposals_made + 1}",
            milestone=milestone,
            lines=ranges(line for line in open_lines if waiting[line] == milestone),
            met=town.chance.random() < 0.7,
            reached_on=town.today - timedelta(days=town.chance.randint(0, 9)),
            source="s",
        )
        town.note(case, ANN, reported)


def report_anew(town: Town, case: Case) -> None:
    """What was recorded wrongly: the milestone of one instalment was missed after all, or met."""
    awarded = items_of(case.awards)
    over = [
        due
        for due, item in sorted(case.items.items())
        if item.payable != ON_APPROVAL
        and (
            due in awarded and item.missed == item.payable if item.forfeited else item.entitled_fen and not item.waiting
        )
    ]
    if over and not case.proposed and town.chance.random() < 0.3:
        due = town.chance.choice(over)
        reported = f.MilestoneReported(
            proposal=f"p{case.proposals_made + 1}",
            milestone=case.items[due].payable,
            lines=((due.line, due.line),),
            met=case.items[due].forfeited,
            reached_on=town.today,
            source="s",
        )
        town.note(case, ANN, reported)


def confirm(town: Town, case: Case) -> None:
    """A revision directly, for an edition would make something else of the case."""
    if not case.proposals:
        return
    proposal = case.proposals[town.chance.choice(sorted(case.proposals))]
    declined = town.chance.random() < 0.2
    proposed = case.proposed.get(proposal.id)
    if isinstance(proposed, f.FollowUpProposed) and not declined:
        decided = [*expand(proposed.open_lines), *(line for award in proposed.awards for line in expand(award.lines))]
        if case.status in UNSETTLED and case.open_lines.issuperset(decided):
            confirmed = f.ProposalConfirmed(proposal=proposal.id, act=proposal.act)
            events = with_consequences(case, (confirmed, followed_up(case, proposed)), BO.officer)
            town.note(case, BO, *events)
    elif isinstance(proposed, f.TransferProposed) and not declined:
        if case.status in (Status.SUBMITTED, Status.TRANSFERRED, Status.CORRECTION_REQUESTED, Status.ACCEPTED):
            confirmed = f.ProposalConfirmed(proposal=proposal.id, act=proposal.act)
            payer = case.payer if case.payer == CITY else proposed.authority
            town.note(case, BO, confirmed, f.ApplicationTransferred(authority=proposed.authority, payer=payer))
    elif not isinstance(proposed, f.RevisionProposed) or declined:
        by = CY if proposal.by == BO.officer else BO
        town.do(c.ConfirmProposal(application=case.number, proposal=proposal.id, declined=declined, reason="r"), by)
    elif (
        case.status in DECIDED
        and case.open_lines.union(due.line for due in case.items).isdisjoint(expand(proposed.opened))
        and proposed.changed == changed_by(case, proposed.awards, expand(proposed.revived))
    ):
        confirmed = f.ProposalConfirmed(proposal=proposal.id, act=proposal.act)
        events = with_consequences(case, (confirmed, revised(case, proposed)), BO.officer)
        town.note(case, BO, *events)


def changed_by(
    case: Case, awards: tuple[Award, ...], revived: Iterable[int], single: Collection[Due] = ()
) -> tuple[Portion, ...]:
    """By how much a revision with these awards changes each instalment; what was forfeited stays so unless revived."""
    again = frozenset(revived)
    after = {due: item.entitled_fen for due, item in items_of(awards).items()}
    lost = {due for due, item in case.items.items() if item.forfeited and due.line not in again}
    after.update(dict.fromkeys(lost - {*single}, 0))
    before = {due: item.entitled_fen for due, item in case.items.items()}
    return portions({due: after.get(due, 0) - before.get(due, 0) for due in {*before, *after}})


def revised(case: Case, proposed: f.RevisionProposed) -> f.ApplicationRevised:
    changed = {line for portion in proposed.changed if (portion.amount_fen or 0) > 0 for line in expand(portion.lines)}
    entitled = {due.line for due, item in case.items.items() if item.entitled_fen}
    return f.ApplicationRevised(
        ground=proposed.ground,
        edition=proposed.edition,
        digest=proposed.digest,
        payer=proposed.payer,
        entitled_fen=0,
        awards=proposed.awards,
        uses=proposed.uses,
        struck=proposed.struck,
        revived=proposed.revived,
        struck_items=proposed.struck_items,
        revived_items=proposed.revived_items,
        added=ranges(changed - entitled),
        changed=proposed.changed,
        determined=(),
        opened=proposed.opened,
        owed_by=proposed.owed_by,
    )


PERMISSIONS: Mapping[Status, Sequence[Callable[[Town, Case], None]]] = {
    Status.SUBMITTED: (request_correction, accept, accept, accept, refuse, verify, confirm, transfer),
    Status.TRANSFERRED: (request_correction, accept, accept, refuse, verify, confirm, transfer),
    Status.CORRECTION_REQUESTED: (request_and_serve, request_and_serve, correct, refuse, refuse_overdue, transfer),
    Status.NOT_ACCEPTED: (take_back, issue_refusal, confirm),
    Status.REJECTED: (take_back, issue_refusal, confirm),
    Status.ACCEPTED: (verify, verify, assess, assess, assess, confirm, withdraw, request_correction, transfer),
    Status.ASSESSED: (verify, assess, decide, decide, withdraw),
    Status.APPROVED: (publish, publish, report, confirm, withdraw, follow_up),
    Status.ON_PUBLIC_NOTICE: (close, close, report, confirm, withdraw, follow_up),
    Status.PAYABLE: (report, report_anew, confirm, withdraw, publish, close, follow_up),
    Status.PARTIALLY_PAID: (report, report_anew, confirm, withdraw, publish, close, follow_up),
}
