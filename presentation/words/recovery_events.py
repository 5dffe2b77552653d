"""What the events of a demand say, from its proposal to the last fen."""

from __future__ import annotations

from typing import assert_never

from domain.application import events as f
from domain.application.values import amounts_of
from domain.money import yuan
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.words.receipt_corrections import correction_sentence


def recovery_sentence(event: f.RecoveryEvent) -> str:
    match event:
        case f.RecoveryNotified():
            return _notified(event)
        case f.RecoveryHeard():
            return _heard(event)
        case f.RecoveryReminded():
            return _("payee reminded of demand %(recovery)s, open: %(amount)s yuan") % _of(event)
        case f.RecoveryOffsetWithin():
            return _("%(amount)s yuan that was owed back is taken for demand %(recovery)s") % _of(event)
        case f.RecoveryDemanded():
            return _demanded(event)
        case f.RecoveryApproved():
            return _approved(event)
        case f.RecoveryServed():
            return _served(event)
        case f.RecoveryObjected():
            return _objected(event)
        case f.RecoveryPlanned():
            return _planned(event)
        case f.RecoveryReceiptProposed():
            return _receipt_proposed(event)
        case f.RecoveryReceived():
            return _received(event)
        case f.ReceiptCorrectionProposed() | f.ReceiptCorrected() | f.ReceiptReversed():
            return correction_sentence(event)
        case f.RecoveryOffsetProposed():
            return _offset_proposed(event)
        case f.RecoveryOffset():
            return _offset(event)
        case f.RecoveryChangeProposed():
            return _change(event)
        case f.RecoveryReduced():
            return _reduced(event)
        case f.RecoveryCancelled():
            return _cancelled(event)
        case f.RecoveryWrittenOff():
            return _written_off(event)
        case f.RecoveryReferred():
            return _referred(event)
    assert_never(event)


def _notified(event: f.RecoveryNotified) -> str:
    sentence = _(
        "notice %(recovery)s that %(amount)s yuan is to be demanded back, %(ground)s, by %(basis)s; %(days)s day(s) to "
        "answer"
    )
    return sentence % {**_of(event), "ground": label(event.ground), "basis": event.basis, "days": event.days}


def _heard(event: f.RecoveryHeard) -> str:
    if event.received_on is None:
        return _("no statement came to notice %(recovery)s within its term") % {"recovery": event.recovery}
    return _("statement to notice %(recovery)s, received on %(day)s") % {
        "recovery": event.recovery,
        "day": event.received_on,
    }


def _demanded(event: f.RecoveryDemanded) -> str:
    return _("proposed (%(proposal)s): demand %(amount)s yuan back as %(recovery)s, %(ground)s, by %(basis)s") % {
        "proposal": event.proposal,
        "amount": yuan(event.amount_fen),
        "recovery": event.recovery,
        "ground": label(event.ground),
        "basis": event.basis,
    }


def _approved(event: f.RecoveryApproved) -> str:
    return _("demand %(recovery)s of %(amount)s yuan approved") % _of(event)


def _served(event: f.RecoveryServed) -> str:
    return _("demand %(recovery)s served on %(served_on)s, due by %(due_on)s") % {
        "recovery": event.recovery,
        "served_on": event.served_on,
        "due_on": event.due_on,
    }


def _objected(event: f.RecoveryObjected) -> str:
    return _("objection to demand %(recovery)s, received on %(day)s") % {
        "recovery": event.recovery,
        "day": event.received_on,
    }


def _planned(event: f.RecoveryPlanned) -> str:
    return _("demand %(recovery)s is paid back in %(count)s part(s): %(parts)s") % {
        "recovery": event.recovery,
        "count": len(event.parts),
        "parts": ", ".join(f"{part.due_on} {yuan(part.amount_fen)}" for part in event.parts),
    }


def _receipt_proposed(event: f.RecoveryReceiptProposed) -> str:
    values = {**_of(event), "day": event.received_on, "reference": event.reference, "proposal": event.proposal}
    sentence = _("proposed (%(proposal)s): %(amount)s yuan received for demand %(recovery)s on %(day)s (%(reference)s)")
    return sentence % values


def _received(event: f.RecoveryReceived) -> str:
    sentence = _("%(amount)s yuan received for demand %(recovery)s on %(day)s (%(reference)s)") % {
        **_of(event),
        "day": event.received_on,
        "reference": event.reference,
    }
    if event.written_back:
        back_fen = sum(amounts_of(event.written_back).values())
        sentence += _("; %(amount)s yuan of it was written off before") % {"amount": yuan(back_fen)}
    if event.beyond_fen:
        sentence += _("; %(amount)s yuan of it is beyond the demand and was overpaid, too") % {
            "amount": yuan(event.beyond_fen)
        }
    if event.owed_back_fen:
        sentence += _("; %(amount)s yuan of it is owed back") % {"amount": yuan(event.owed_back_fen)}
    return sentence


def _offset_proposed(event: f.RecoveryOffsetProposed) -> str:
    return _("proposed (%(proposal)s): offset %(amount)s yuan for demand %(recovery)s against %(against)s") % {
        **_of(event),
        "proposal": event.proposal,
        "against": event.against,
    }


def _offset(event: f.RecoveryOffset) -> str:
    return _("%(amount)s yuan offset for demand %(recovery)s against %(against)s") % {
        **_of(event),
        "against": event.against,
    }


_CHANGES = {
    "reduce-recovery": N_("proposed (%(proposal)s): reduce demand %(recovery)s by %(amount)s yuan"),
    "cancel-recovery": N_("proposed (%(proposal)s): cancel demand %(recovery)s, %(amount)s yuan"),
    "write-off-recovery": N_("proposed (%(proposal)s): write off %(amount)s yuan of demand %(recovery)s"),
    "refer-recovery": N_("proposed (%(proposal)s): refer demand %(recovery)s of %(amount)s yuan to %(referred_to)s"),
}


def _change(event: f.RecoveryChangeProposed) -> str:
    referred_to = label(event.referred_to) if event.referred_to else ""
    return _(_CHANGES[event.act]) % {**_of(event), "proposal": event.proposal, "referred_to": referred_to}


def _reduced(event: f.RecoveryReduced) -> str:
    sentence = (
        N_("demand %(recovery)s reduced by %(amount)s yuan")
        if event.because == "reduced"
        else N_("demand %(recovery)s reduced by %(amount)s yuan, since less was overpaid after all")
    )
    return _(sentence) % _of(event)


def _cancelled(event: f.RecoveryCancelled) -> str:
    if not event.amount_fen:
        return _("notice %(recovery)s dropped: nothing is demanded") % {"recovery": event.recovery}
    return _("demand %(recovery)s cancelled: %(amount)s yuan less") % _of(event)


def _written_off(event: f.RecoveryWrittenOff) -> str:
    return _("%(amount)s yuan of demand %(recovery)s written off") % _of(event)


def _referred(event: f.RecoveryReferred) -> str:
    return _("demand %(recovery)s referred to %(referred_to)s") % {
        "recovery": event.recovery,
        "referred_to": label(event.referred_to),
    }


_Amounting = (
    f.RecoveryNotified
    | f.RecoveryReminded
    | f.RecoveryOffsetWithin
    | f.RecoveryApproved
    | f.RecoveryReceiptProposed
    | f.RecoveryReceived
    | f.RecoveryOffsetProposed
    | f.RecoveryOffset
    | f.RecoveryChangeProposed
    | f.RecoveryReduced
    | f.RecoveryCancelled
    | f.RecoveryWrittenOff
)


def _of(event: _Amounting) -> dict[str, str]:
    return {"recovery": event.recovery, "amount": yuan(event.amount_fen)}
