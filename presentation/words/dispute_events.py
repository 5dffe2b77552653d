"""What the turns of a case say: objections, suspensions, revisions, accounts, and payments that came back."""

from __future__ import annotations

from typing import assert_never

from domain.application import events as f
from domain.money import yuan
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.words.phrases import change_fen, instalment_numbers, line_numbers, of_lines, signed

AfterDecision = (
    f.DisputeEvent
    | f.ApplicationSuspended
    | f.ApplicationResumed
    | f.DocumentsAttached
    | f.AccountProposed
    | f.AccountCorrected
    | f.LetterIssued
    | f.LetterServed
    | f.ApplicationReopened
    | f.PaidByOffset
)


def dispute_sentence(event: AfterDecision) -> str:
    match event:
        case f.ApplicationSuspended():
            return _("suspended")
        case f.ApplicationResumed():
            return _("resumed")
        case f.DocumentsAttached():
            return _attached(event)
        case f.AccountProposed():
            return _account_proposed(event)
        case f.AccountCorrected():
            return _("the account is confirmed: payments go there")
        case f.LetterIssued():
            return _letter(event)
        case f.LetterServed():
            return _served(event)
        case f.ApplicationReopened():
            return _("open again: something is outstanding")
        case f.PaidByOffset():
            return _paid_by_offset(event)
        case f.ObjectionRaised():
            return _objection(event)
        case f.ObjectionAnswerProposed():
            return _answer(event)
        case f.ObjectionUpheld():
            return _upheld(event)
        case f.ObjectionDismissed():
            return _dismissed(event)
        case f.TakingBackProposed():
            return _taking_back(event)
        case f.DecisionTakenBack():
            return _taken_back(event)
        case f.WaiverRequested():
            return _waiver(event)
        case f.LimitWaived():
            return _waived(event)
        case f.RevisionProposed():
            return _revision(event)
        case f.ApplicationRevised():
            return _revised(event)
    assert_never(event)


def _attached(event: f.DocumentsAttached) -> str:
    return _("%(count)s document(s) attached") % {"count": len(event.documents)}


def _account_proposed(event: f.AccountProposed) -> str:
    return _("proposed (%(proposal)s): pay to the account that the applicant has given now") % {
        "proposal": event.proposal
    }


def _letter(event: f.LetterIssued) -> str:
    about = f" ({event.about})" if event.about else ""
    return _("letter made: %(letter)s%(about)s") % {"letter": label(event.letter), "about": about}


def _served(event: f.LetterServed) -> str:
    values = {
        "letter": label(event.letter),
        "about": f" ({event.about})" if event.about else "",
        "way": label(event.way),
        "day": event.served_on,
        "receipt": event.receipt,
        "due_on": event.due_on,
    }
    sentence = _("letter served %(way)s on %(day)s: %(letter)s%(about)s") % values
    if event.receipt:
        sentence += _(", by %(receipt)s") % values
    if event.due_on:
        reminder = event.letter == "recovery-reminder"
        due = N_("; to be paid by %(due_on)s") if reminder else N_("; to be corrected by %(due_on)s")
        sentence += _(due) % values
    return sentence


def _paid_by_offset(event: f.PaidByOffset) -> str:
    return _("%(amount)s yuan paid by offset against demand %(recovery)s of %(debtor)s") % {
        "amount": yuan(event.credit.amount_fen),
        "recovery": event.recovery,
        "debtor": event.debtor,
    }


def _objection(event: f.ObjectionRaised) -> str:
    sentence = (
        N_("objection %(objection)s by the applicant against %(lines)s, received on %(day)s")
        if event.raised_by == "applicant"
        else N_("objection %(objection)s by a third party against %(lines)s, received on %(day)s")
    )
    return _(sentence) % {
        "objection": event.objection,
        "lines": of_lines(event.lines),
        "day": event.received_on,
    }


def _answer(event: f.ObjectionAnswerProposed) -> str:
    sentence = (
        N_("proposed (%(proposal)s): uphold objection %(objection)s")
        if event.upheld
        else N_("proposed (%(proposal)s): dismiss objection %(objection)s")
    )
    return _(sentence) % {"proposal": event.proposal, "objection": event.objection}


def _upheld(event: f.ObjectionUpheld) -> str:
    values = {"objection": event.objection, "lines": of_lines(event.lines)}
    if event.status:
        return _("objection %(objection)s upheld: the case is %(status)s again") % {
            **values,
            "status": label(event.status),
        }
    return _("objection %(objection)s upheld: %(lines)s held until revised") % values


def _dismissed(event: f.ObjectionDismissed) -> str:
    return _("objection %(objection)s dismissed") % {"objection": event.objection}


def _taking_back(event: f.TakingBackProposed) -> str:
    return _("proposed (%(proposal)s): %(act)s") % {"proposal": event.proposal, "act": label(event.act)}


def _taken_back(event: f.DecisionTakenBack) -> str:
    sentence = (
        N_("decision revoked after its letter was served: the case is %(status)s again")
        if event.revoked
        else N_("decision taken back: the case is %(status)s again")
    )
    return _(sentence) % {"status": label(event.status)}


def _waiver(event: f.WaiverRequested) -> str:
    return _("proposed (%(proposal)s): waive the limit %(limit)s for line(s) %(lines)s") % {
        "proposal": event.proposal,
        "limit": event.limit,
        "lines": line_numbers(event.lines),
    }


def _waived(event: f.LimitWaived) -> str:
    return _("limit %(limit)s waived for line(s) %(lines)s") % {
        "limit": event.limit,
        "lines": line_numbers(event.lines),
    }


def _revision(event: f.RevisionProposed) -> str:
    sentence = _("proposed (%(proposal)s): revise, %(ground)s, %(change)s yuan") % {
        "proposal": event.proposal,
        "ground": label(event.ground),
        "change": signed(change_fen(event.changed)),
    }
    return sentence + _single_instalments(event)


def _single_instalments(event: f.RevisionProposed | f.ApplicationRevised) -> str:
    """What is taken out or back in where single instalments are: then the lines that are so as a whole, too."""
    if not (event.struck_items or event.revived_items):
        return ""
    sentence = ""
    if event.struck:
        sentence += _("; line(s) %(lines)s taken out") % {"lines": line_numbers(event.struck)}
    if event.revived:
        sentence += _("; line(s) %(lines)s back in") % {"lines": line_numbers(event.revived)}
    if event.struck_items:
        sentence += _("; instalment(s) %(items)s taken out") % {"items": instalment_numbers(event.struck_items)}
    if event.revived_items:
        sentence += _("; instalment(s) %(items)s back in") % {"items": instalment_numbers(event.revived_items)}
    return sentence


def _revised(event: f.ApplicationRevised) -> str:
    sentence = _("revised (%(ground)s): %(change)s yuan, entitled to %(amount)s yuan now") % {
        "ground": label(event.ground),
        "change": signed(change_fen(event.changed)),
        "amount": yuan(event.entitled_fen),
    }
    sentence += _single_instalments(event)
    if event.added:
        sentence += _("; line(s) %(lines)s go on public notice") % {"lines": line_numbers(event.added)}
    return sentence
