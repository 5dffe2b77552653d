"""What the events of an application say, in the officer's language and without free text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from domain.application import events as f
from domain.application.values import Award, Credit, LineFinding, Ranges, expand, ranges
from domain.base import Event
from domain.money import yuan
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.words.bank_events import bank_sentence
from presentation.words.dispute_events import dispute_sentence
from presentation.words.phrases import change_fen, item_in_words, line_numbers
from presentation.words.recovery_events import recovery_sentence


def event_sentence(event: Event) -> str:
    """What an event of an application says."""
    assert f.is_case_event(event), f"not an event of a case: {event!r}"
    return _sentence(event)


def _sentence(event: f.CaseEvent) -> str:
    if f.is_recovery_event(event):
        return recovery_sentence(event)
    if f.is_dispute_event(event):
        return dispute_sentence(event)
    match event:
        case f.ApplicationSubmitted():
            return _submitted(event)
        case f.ConfirmationRequired():
            return _required(event)
        case f.ProposalConfirmed():
            return _confirmed(event)
        case f.ProposalDeclined():
            return _declined(event)
        case f.CorrectionRequested():
            return _correction_requested(event)
        case f.ApplicationCorrected():
            return _corrected(event)
        case f.ApplicationAccepted():
            return _("accepted")
        case f.ApplicationNotAccepted():
            return _not_accepted(event)
        case f.ApplicationWithdrawn():
            return _("withdrawn")
        case f.FactsVerified():
            return _verified(event)
        case f.ApplicationAssessed():
            return _assessed(event)
        case f.ApplicationSentBack():
            return _("sent back to be assessed again")
        case f.ApplicationApproved():
            return _approved(event)
        case f.ApplicationRejected():
            return _("rejected")
        case f.FollowUpProposed():
            return _follow_up(event)
        case f.ApplicationFollowedUp():
            return _followed_up(event)
        case f.NoticePublished():
            return _published(event)
        case f.NoticeClosed():
            return _("public notice closed")
        case f.MilestoneReported():
            return _reported(event)
        case f.MilestoneMet():
            return _met(event)
        case f.InstalmentForfeited():
            return _forfeited(event)
        case f.PaymentOrdered():
            return _ordered(event)
        case f.PaymentReleased():
            return _released(event)
        case f.PaymentCancelled():
            return _cancelled(event)
        case f.ApplicationPartiallyPaid():
            return _partially_paid(event)
        case f.ApplicationSettled():
            return _settled(event)
        case f.TransferProposed():
            return _("transfer to %(authority)s proposed") % {"authority": event.authority}
        case f.ApplicationTransferred():
            return _("handed over to %(authority)s, which goes on with it") % {"authority": event.authority}
        case (
            f.ApplicationSuspended()
            | f.ApplicationResumed()
            | f.DocumentsAttached()
            | f.AccountProposed()
            | f.AccountCorrected()
            | f.LetterIssued()
            | f.LetterServed()
            | f.ApplicationReopened()
            | f.PaidByOffset()
        ):
            return dispute_sentence(event)
        case (
            f.PaymentFailed()
            | f.PaymentOvertaken()
            | f.PaymentInDoubt()
            | f.PaymentReinstated()
            | f.PaymentReturned()
            | f.PaymentReversed()
            | f.ReturnReversed()
            | f.PaymentRedated()
            | f.PaymentAssigned()
        ):
            return bank_sentence(event)
    assert_never(event)


def _submitted(event: f.ApplicationSubmitted) -> str:
    return _("submitted under %(edition)s with %(lines)s line(s), received on %(day)s") % {
        "edition": event.edition,
        "lines": len(event.lines),
        "day": event.received_on,
    }


def _required(event: f.ConfirmationRequired) -> str:
    return _("a second officer must confirm (%(proposal)s): %(act)s") % {
        "proposal": event.proposal,
        "act": label(event.act),
    }


def _confirmed(event: f.ProposalConfirmed) -> str:
    return _("%(proposal)s confirmed: %(act)s") % {"proposal": event.proposal, "act": label(event.act)}


def _declined(event: f.ProposalDeclined) -> str:
    return _("%(proposal)s declined (%(act)s)") % {"proposal": event.proposal, "act": label(event.act)}


def _correction_requested(event: f.CorrectionRequested) -> str:
    if not event.lines:
        return _("correction requested")
    return _("correction requested of line(s) %(lines)s") % {"lines": line_numbers(event.lines)}


def _corrected(event: f.ApplicationCorrected) -> str:
    return _("corrected, now with %(lines)s line(s)") % {"lines": len(event.lines)}


def _not_accepted(event: f.ApplicationNotAccepted) -> str:
    if event.clause is None:
        return _("not accepted: no correction came by %(due_on)s") % {"due_on": event.due_on}
    return _("not accepted, by %(clause)s") % {"clause": event.clause}


def _verified(event: f.FactsVerified) -> str:
    return _("%(values)s fact(s) verified with %(source)s on %(day)s") % {
        "values": sum(len(list(expand(verification.lines))) or 1 for verification in event.values),
        "source": event.source,
        "day": event.checked_on,
    }


def _assessed(event: f.ApplicationAssessed) -> str:
    if not event.eligible:
        return _("assessed: undecided") if event.undecided else _("assessed: not eligible")
    sentence = _("assessed: eligible, %(amount)s yuan for %(lines)s line(s)") % {
        "amount": yuan(event.entitled_fen),
        "lines": _counted(event.awards),
    }
    return sentence + _still_open(event.open_lines)


def _still_open(lines: Ranges) -> str:
    return _("; open: line(s) %(lines)s") % {"lines": line_numbers(lines)} if lines else ""


def _refused(refused: Sequence[LineFinding]) -> str:
    lines = ranges(line for of_lines in refused for line in expand(of_lines.lines))
    return _("; refused: line(s) %(lines)s") % {"lines": line_numbers(lines)} if lines else ""


def _approved(event: f.ApplicationApproved) -> str:
    sentence = _("approved: %(amount)s yuan for %(lines)s line(s)") % {
        "amount": yuan(event.entitled_fen),
        "lines": _counted(event.awards),
    }
    return sentence + _refused(event.refused) + _still_open(event.open_lines)


def _follow_up(event: f.FollowUpProposed) -> str:
    sentence = _("proposed (%(proposal)s): follow-up, %(amount)s yuan for %(lines)s line(s)") % {
        "proposal": event.proposal,
        "amount": yuan(sum(award.amount_fen for award in event.awards)),
        "lines": _counted(event.awards),
    }
    return sentence + _refused(event.refused) + _still_open(event.open_lines)


def _followed_up(event: f.ApplicationFollowedUp) -> str:
    sentence = _("followed up: %(amount)s yuan for %(lines)s line(s)") % {
        "amount": yuan(sum(award.amount_fen for award in event.awards)),
        "lines": _counted(event.awards),
    }
    return sentence + _refused(event.refused) + _still_open(event.open_lines)


def _counted(awards: Sequence[Award]) -> int:
    return sum(len(list(expand(award.lines))) for award in awards)


def _published(event: f.NoticePublished) -> str:
    return _("on public notice until the end of %(closes_on)s, payable from %(payable_from)s") % {
        "closes_on": event.closes_on,
        "payable_from": event.payable_from,
    }


def _reported(event: f.MilestoneReported) -> str:
    sentence = (
        N_("proposed (%(proposal)s): line(s) %(lines)s met the milestone “%(milestone)s” on %(day)s, by %(source)s")
        if event.met
        else N_(
            "proposed (%(proposal)s): line(s) %(lines)s missed the milestone “%(milestone)s” on %(day)s, by %(source)s"
        )
    )
    return _(sentence) % {
        "proposal": event.proposal,
        "lines": line_numbers(event.lines),
        "milestone": label(event.milestone),
        "day": event.reached_on,
        "source": event.source,
    }


def _met(event: f.MilestoneMet) -> str:
    sentence = _("%(instalments)s instalment(s) payable: milestone “%(milestone)s” met") % {
        "instalments": len(event.items),
        "milestone": label(event.milestone),
    }
    if event.revived:
        sentence += _("; %(amount)s yuan that were forfeited are owed again") % {
            "amount": yuan(change_fen(event.revived))
        }
    return sentence


def _forfeited(event: f.InstalmentForfeited) -> str:
    return _("%(instalments)s instalment(s), %(amount)s yuan, forfeited: milestone “%(milestone)s” missed") % {
        "instalments": len(event.items),
        "amount": yuan(event.amount_fen),
        "milestone": label(event.milestone),
    }


def _ordered(event: f.PaymentOrdered) -> str:
    return _("payment of %(amount)s yuan ordered in batch %(batch)s") % {
        "amount": yuan(event.amount_fen),
        "batch": item_in_words(event.batch, event.fund),
    }


def _released(event: f.PaymentReleased) -> str:
    return _("payment of %(amount)s yuan released in batch %(batch)s") % {
        "amount": yuan(event.amount_fen),
        "batch": item_in_words(event.batch, event.fund),
    }


def _cancelled(event: f.PaymentCancelled) -> str:
    return _("payment of %(amount)s yuan in batch %(batch)s cancelled") % {
        "amount": yuan(event.amount_fen),
        "batch": item_in_words(event.batch, event.fund),
    }


def _partially_paid(event: f.ApplicationPartiallyPaid) -> str:
    return _("%(amount)s yuan credited on %(day)s (%(reference)s); more is outstanding") % _credit(event.credit)


def _settled(event: f.ApplicationSettled) -> str:
    if event.credit is None:
        return _("settled")
    return _("%(amount)s yuan credited on %(day)s (%(reference)s); settled") % _credit(event.credit)


def _credit(credit: Credit) -> dict[str, object]:
    return {"amount": yuan(credit.amount_fen), "day": credit.value_on, "reference": credit.reference}
