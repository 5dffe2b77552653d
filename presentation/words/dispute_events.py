"""What the turns of a case say: objections, suspensions, revisions, accounts, and payments that came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.application import events as f
from domain.base import Event
from domain.money import yuan
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.words.phrases import change_fen, lines_said, of_lines, signed


def _plainly(sentence: str) -> Callable[[Event], str]:
    return lambda fact: _(sentence)


def _attached(fact: f.DocumentsAttached) -> str:
    return _("%(count)s document(s) attached") % {"count": len(fact.documents)}


def _account_proposed(fact: f.AccountProposed) -> str:
    return _("proposed (%(proposal)s): pay to the account that the applicant has given now") % {
        "proposal": fact.proposal
    }


def _letter(fact: f.LetterIssued) -> str:
    about = f" ({fact.about})" if fact.about else ""
    return _("letter made: %(letter)s%(about)s") % {"letter": label(fact.letter), "about": about}


def _failed(fact: f.PaymentFailed) -> str:
    return _("the bank did not carry out %(amount)s yuan of batch %(batch)s (%(day)s)") % {
        "amount": yuan(fact.amount_fen),
        "batch": fact.batch,
        "day": fact.failed_on,
    }


def _returned(fact: f.PaymentReturned) -> str:
    values = {
        "amount": yuan(fact.amount_fen),
        "batch": fact.batch,
        "day": fact.returned_on,
        "reference": fact.reference,
        "owed_back": yuan(fact.owed_back_fen),
    }
    said = _("the bank returned %(amount)s yuan of batch %(batch)s on %(day)s (%(reference)s)") % values
    if fact.owed_back_fen:
        said += _("; %(owed_back)s yuan of it had been paid back and is owed back now") % values
    return said


def _paid_by_offset(fact: f.PaidByOffset) -> str:
    return _("%(amount)s yuan paid by offset against demand %(recovery)s of %(debtor)s") % {
        "amount": yuan(fact.credit.amount_fen),
        "recovery": fact.recovery,
        "debtor": fact.debtor,
    }


def _objection(fact: f.ObjectionRaised) -> str:
    sentence = (
        N_("objection %(objection)s by the applicant against %(lines)s, received on %(day)s")
        if fact.raised_by == "applicant"
        else N_("objection %(objection)s by a third party against %(lines)s, received on %(day)s")
    )
    return _(sentence) % {
        "objection": fact.objection,
        "lines": of_lines(fact.lines),
        "day": fact.received_on,
    }


def _answer(fact: f.ObjectionAnswerProposed) -> str:
    sentence = (
        N_("proposed (%(proposal)s): uphold objection %(objection)s")
        if fact.upheld
        else N_("proposed (%(proposal)s): dismiss objection %(objection)s")
    )
    return _(sentence) % {"proposal": fact.proposal, "objection": fact.objection}


def _upheld(fact: f.ObjectionUpheld) -> str:
    values = {"objection": fact.objection, "lines": of_lines(fact.lines)}
    if fact.status:
        return _("objection %(objection)s upheld: the case is %(status)s again") % {
            **values,
            "status": label(fact.status),
        }
    return _("objection %(objection)s upheld: %(lines)s held until revised") % values


def _dismissed(fact: f.ObjectionDismissed) -> str:
    return _("objection %(objection)s dismissed") % {"objection": fact.objection}


def _waiver(fact: f.WaiverRequested) -> str:
    return _("proposed (%(proposal)s): waive the limit %(limit)s for line(s) %(lines)s") % {
        "proposal": fact.proposal,
        "limit": fact.limit,
        "lines": lines_said(fact.lines),
    }


def _waived(fact: f.LimitWaived) -> str:
    return _("limit %(limit)s waived for line(s) %(lines)s") % {"limit": fact.limit, "lines": lines_said(fact.lines)}


def _revision(fact: f.RevisionProposed) -> str:
    return _("proposed (%(proposal)s): revise, %(ground)s, %(change)s yuan") % {
        "proposal": fact.proposal,
        "ground": label(fact.ground),
        "change": signed(change_fen(fact.changed)),
    }


def _revised(fact: f.ApplicationRevised) -> str:
    said = _("revised (%(ground)s): %(change)s yuan, entitled to %(amount)s yuan now") % {
        "ground": label(fact.ground),
        "change": signed(change_fen(fact.changed)),
        "amount": yuan(fact.entitled_fen),
    }
    if fact.added:
        said += _("; line(s) %(lines)s go on public notice") % {"lines": lines_said(fact.added)}
    return said


DISPUTE_SENTENCES: Mapping[type[Event], Callable[[Any], str]] = {
    f.ApplicationSuspended: _plainly(N_("suspended")),
    f.ApplicationResumed: _plainly(N_("resumed")),
    f.DocumentsAttached: _attached,
    f.AccountProposed: _account_proposed,
    f.AccountCorrected: _plainly(N_("the account is confirmed: payments go there")),
    f.LetterIssued: _letter,
    f.PaymentFailed: _failed,
    f.ApplicationReopened: _plainly(N_("open again: something is outstanding")),
    f.PaymentReturned: _returned,
    f.PaidByOffset: _paid_by_offset,
    f.ObjectionRaised: _objection,
    f.ObjectionAnswerProposed: _answer,
    f.ObjectionUpheld: _upheld,
    f.ObjectionDismissed: _dismissed,
    f.WaiverRequested: _waiver,
    f.LimitWaived: _waived,
    f.RevisionProposed: _revision,
    f.ApplicationRevised: _revised,
}
