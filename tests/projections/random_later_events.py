"""The turns that a case may take: suspension, objections, revisions, another account, and everything about recovery."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.balances import Recovery
from domain.application.state.case import Case
from domain.application.state.proceedings import intended
from domain.application.status import DECIDED, DEMANDING, Ground, ServiceWay, Status
from domain.application.values import Document, PlannedPart, ReceiptValues, expand, ranges
from domain.base import replace
from domain.entitlement.findings import OwedBy
from domain.treasury.offsets import OffsetRecovery
from domain.treasury.receipts import CorrectReceipt
from domain.treasury.recoveries import ReceiveRecovery
from tests.projections.random_acts import ANN, BO, CY, changed_by, confirm
from tests.projections.random_applications import an_account, some_awards, some_uses

if TYPE_CHECKING:
    from tests.projections.random_histories import Town

Turn = Callable[["Town", Case], None]


def suspend_or_resume(town: Town, case: Case) -> None:
    if case.suspended:
        town.do(c.ResumeApplication(application=case.number), ANN)
    elif town.chance.random() < 0.3:
        town.do(c.SuspendApplication(application=case.number, reason="r"), ANN)


def attach(town: Town, case: Case) -> None:
    document = Document(sha256=f"{town.chance.randint(1, 9)}" * 64, number=None, sealed="s")
    town.do(c.AttachDocuments(application=case.number, documents=(document,)), ANN)


def propose_account(town: Town, case: Case) -> None:
    account = case.account if town.chance.random() < 0.5 else an_account(town.chance, case.applicant.party)
    town.do(c.ProposeAccount(application=case.number, account=account), ANN)


def issue_letter(town: Town, case: Case) -> None:
    letter, about = ("recovery-demand", "r1") if case.recoveries else ("approval", None)
    if town.chance.random() < 0.3 and case.correction_asked:
        letter, about = "correction-request", None
    town.do(c.IssueLetter(application=case.number, letter=letter, about=about, sha256="5f" * 32), ANN)


def serve_letter(town: Town, case: Case) -> None:
    for letter in case.letters:
        if letter.served_on is None and town.chance.random() < 0.5:
            due_on = town.today + timedelta(days=town.chance.randint(1, 3))
            served = c.ServeLetter(
                application=case.number,
                letter=letter.letter,
                about=letter.about,
                way=town.chance.choice(list(ServiceWay)),
                served_on=town.today,
                receipt="1",
                due_on=due_on if letter.letter == "correction-request" else None,
            )
            town.do(served, ANN)


def object_to_decision(town: Town, case: Case) -> None:
    lines = ranges(line for line in case.lines if town.chance.random() < 0.4)
    raised = c.RaiseObjection(
        application=case.number,
        lines=lines,
        received_on=town.today - timedelta(days=town.chance.randint(0, 3)),
        raised_by=town.chance.choice(("applicant", "third-party")),
        grounds="s",
    )
    if town.chance.random() < 0.3:
        town.do(raised, ANN)


def answer(town: Town, case: Case) -> None:
    for objection in case.objections:
        upheld = town.chance.random() < 0.4
        answered = c.AnswerObjection(application=case.number, objection=objection, upheld=upheld, reason="s")
        town.do(answered, ANN)


def ask_for_waiver(town: Town, case: Case) -> None:
    """Directly, since an edition would say which limits may be waived."""
    if case.status in DECIDED and town.chance.random() < 0.2:
        requested = f.WaiverRequested(
            proposal=f"p{case.proposals_made + 1}", limit="over-person", lines=((1, 1),), reason="s"
        )
        town.note(case, BO, requested)


def revise(town: Town, case: Case) -> None:
    """Any other awards: less and nothing more often than more, for what is overpaid is worth most turns."""
    if case.status not in DECIDED or any(
        isinstance(proposal, f.RevisionProposed) for proposal in case.proposed.values()
    ):
        return
    back = {due for due, item in case.items.items() if item.forfeited and town.chance.random() < 0.2}
    single = back if town.chance.random() < 0.5 else set()
    revived = {due.line for due in back - single}
    decided = case.lines.keys() - case.open_lines
    awards = tuple(award for award in some_awards(town.chance, case) if decided >= {*expand(award.lines)})
    kind = town.chance.random()
    if kind < 0.3:
        awards = ()
    elif kind < 0.7:
        awards = tuple(
            replace(award, parts=tuple(replace(part, amount_fen=max(1, part.amount_fen // 3)) for part in award.parts))
            for award in awards
        )
    untouched = decided - {due.line for due in case.items} - {line for award in awards for line in expand(award.lines)}
    opened = {line for line in untouched if case.status != Status.WITHDRAWN and town.chance.random() < 0.2}
    proposed = f.RevisionProposed(
        proposal=f"p{case.proposals_made + 1}",
        ground=Ground.CORRECTION.value,
        reason="s",
        struck=(),
        revived=ranges(revived),
        struck_items=(),
        revived_items=tuple(sorted(single)),
        edition=case.edition,
        digest=case.digest,
        payer=case.payer or case.authority,
        findings=(),
        line_findings=(),
        awards=awards,
        uses=some_uses(town.chance, case, awards),
        determined=(),
        changed=changed_by(case, awards, revived, single),
        opened=ranges(opened),
        owed_by=(OwedBy.OFFICE,) if opened else (),
    )
    if proposed.changed:
        town.note(case, ANN, proposed)


# Recovery


def demand(town: Town, case: Case) -> None:
    """What a bank did is demanded at once; else a notice is given, or a demand goes on from one."""
    ground = town.chance.choice(DEMANDING)
    amount_fen = town.chance.choice((None, None, town.chance.randint(1, 100_000)))
    told = [recovery for recovery in case.recoveries.values() if intended(recovery)]
    common = {"application": case.number, "reason": "s", "amount_fen": amount_fen}
    if ground is Ground.BANK_ERROR:
        town.do(c.DemandRecovery(ground=ground.value, basis="m01", **common), CY)
    elif not told:
        town.do(c.NotifyRecovery(ground=ground.value, basis="m01", days=town.chance.randint(1, 5), **common), CY)
    else:
        recovery = town.chance.choice(told)
        _told_and_heard(town, case, recovery)
        town.do(c.DemandRecovery(recovery=recovery.recovery, **common), CY)


def _told_and_heard(town: Town, case: Case, recovery: Recovery) -> None:
    _letter(town, case, recovery, "recovery-notice")
    if town.chance.random() < 0.9:
        nothing = town.chance.random() < 0.2
        town.do(
            c.HearRecovery(
                application=case.number,
                recovery=recovery.recovery,
                received_on=None if nothing else town.today,
                summary=None if nothing else "s",
            ),
            CY,
        )


def _letter(town: Town, case: Case, recovery: Recovery, kind: str) -> None:
    town.do(c.IssueLetter(application=case.number, letter=kind, about=recovery.recovery, sha256="5f" * 32), CY)
    served = c.ServeLetter(
        application=case.number,
        letter=kind,
        about=recovery.recovery,
        way=ServiceWay.BY_POST,
        served_on=town.today,
    )
    town.do(served, CY)


def _remind(town: Town, case: Case, recovery: Recovery) -> object:
    if recovery.reminded:
        _letter(town, case, recovery, "recovery-reminder")
        return None
    return c.RemindRecovery(application=case.number, recovery=recovery.recovery)


def _of_one(about: Callable[[Town, Case, Recovery], object]) -> Turn:
    """A turn of one of the demands that are open, or, now and then, of any."""

    def turn(town: Town, case: Case) -> None:
        live = [recovery for recovery in case.recoveries.values() if recovery.open_fen or town.chance.random() < 0.2]
        if live:
            command = about(town, case, town.chance.choice(live))
            if command is not None:
                town.do(command, CY)

    return turn


def _serve(town: Town, case: Case, recovery: Recovery) -> object:
    served_on = town.today - timedelta(days=town.chance.randint(0, 2))
    due_on = served_on + timedelta(days=town.chance.randint(1, 30))
    return c.ServeRecovery(application=case.number, recovery=recovery.recovery, served_on=served_on, due_on=due_on)


def _object(town: Town, case: Case, recovery: Recovery) -> object:
    return c.ObjectToRecovery(application=case.number, recovery=recovery.recovery, received_on=town.today, grounds="s")


def _plan(town: Town, case: Case, recovery: Recovery) -> object:
    first_fen = town.chance.randint(1, max(1, recovery.open_fen))
    amounts = [fen for fen in (first_fen, recovery.open_fen - first_fen) if fen]
    parts = tuple(
        PlannedPart(due_on=town.today + timedelta(days=30 * number), amount_fen=fen)
        for number, fen in enumerate(amounts, start=1)
    )
    return c.PlanRecovery(application=case.number, recovery=recovery.recovery, parts=parts)


def _receive(town: Town, case: Case, recovery: Recovery) -> object:
    amount_fen = town.chance.choice((recovery.open_fen, recovery.open_fen // 3, recovery.open_fen + 5_000))
    return ReceiveRecovery(
        application=case.number,
        recovery=recovery.recovery,
        amount_fen=amount_fen,
        received_on=town.today - timedelta(days=town.chance.randint(0, 5)),
        reference=f"in-{len(town.minutes)}",
    )


def _correct(town: Town, case: Case, recovery: Recovery) -> object:
    if not recovery.receipts:
        return None
    reference, receipt = town.chance.choice([*recovery.receipts.items()])
    amount_fen = town.chance.choice((0, receipt.amount_fen // 2, receipt.amount_fen + 5_000))
    instead = ReceiptValues(amount_fen=amount_fen, received_on=receipt.received_on, reference=reference)
    return CorrectReceipt(
        application=case.number,
        recovery=recovery.recovery,
        reference=reference,
        instead=instead if amount_fen else None,
        reason="sealed",
    )


def _offset(town: Town, case: Case, recovery: Recovery) -> object:
    others = [
        other
        for other in town.office.cases.values()
        if (other.applicant.party, other.payer) == (case.applicant.party, case.payer) and other.payable_fen
    ]
    if not others:
        return None
    amount_fen, other = town.chance.choice((None, 1_000)), town.chance.choice(others)
    offset = OffsetRecovery(
        application=case.number, recovery=recovery.recovery, against=other.number, amount_fen=amount_fen
    )
    if town.chance.random() < 0.3:
        return offset
    town.agree(offset, BO, CY)
    return None


def _reduce(town: Town, case: Case, recovery: Recovery) -> object:
    amount_fen = town.chance.randint(1, max(1, recovery.open_fen))
    return c.ReduceRecovery(application=case.number, recovery=recovery.recovery, amount_fen=amount_fen, reason="s")


def _cancel(town: Town, case: Case, recovery: Recovery) -> object:
    return c.CancelRecovery(application=case.number, recovery=recovery.recovery, reason="s")


def _write_off(town: Town, case: Case, recovery: Recovery) -> object:
    amount_fen = town.chance.choice((None, town.chance.randint(1, max(1, recovery.open_fen))))
    return c.WriteOffRecovery(application=case.number, recovery=recovery.recovery, reason="s", amount_fen=amount_fen)


def _refer(town: Town, case: Case, recovery: Recovery) -> object:
    referred_to = town.chance.choice(("court", "police"))
    return c.ReferRecovery(application=case.number, recovery=recovery.recovery, referred_to=referred_to, reason="s")


def late_withdrawal(town: Town, case: Case) -> None:
    if case.status not in (Status.SETTLED, Status.WITHDRAWN) and town.chance.random() < 0.05:
        town.do(c.WithdrawApplication(application=case.number, reason="r"), ANN)


_ALWAYS: Sequence[Turn] = (
    suspend_or_resume,
    attach,
    propose_account,
    issue_letter,
    serve_letter,
    object_to_decision,
    ask_for_waiver,
    revise,
    revise,
    late_withdrawal,
)
_MONEY_BACK: Sequence[Turn] = tuple(map(_of_one, (_receive, _receive, _correct, _offset, _offset, _offset, _offset)))
_OF_DEMANDS: Sequence[Turn] = tuple(
    map(
        _of_one,
        (
            *(_serve, _serve, _serve, _object, _object, _object, _plan, _plan, _remind, _remind),
            *(_reduce, _cancel, _write_off, _refer),
        ),
    )
)


def turn(town: Town, case: Case) -> None:
    """One turn, of those that have their occasion more often than of the others."""
    occasions: list[Sequence[Turn]] = [_ALWAYS]
    if case.suspended:
        occasions.append((suspend_or_resume,))
    if case.proposals:
        occasions.append((confirm,))
    if case.account_doubtful:
        occasions.append((propose_account,))
    if case.objections:
        occasions.append((answer,))
    if case.collectable_fen > case.demanded_fen:
        occasions += [(demand,)] * 2
    if case.recoveries:
        occasions += [_OF_DEMANDS, _MONEY_BACK]
    if any(
        isinstance(proposed, f.RecoveryReceiptProposed | f.RecoveryOffsetProposed | f.ReceiptCorrectionProposed)
        for proposed in case.proposed.values()
    ):
        occasions.append((confirm,))
    town.chance.choice(town.chance.choice(occasions))(town, case)


def worth_a_turn(case: Case) -> bool:
    """Whether something may be made of the case, for most cases that there ever were are over."""
    return bool(case.items) or case.status in (Status.NOT_ACCEPTED, Status.REJECTED)


def owing(case: Case) -> bool:
    return bool(case.demanded_fen or case.collectable_fen)
