"""What the facts of a demand say, from its proposal to the last fen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.application import events as f
from domain.base import Event
from domain.money import yuan
from presentation.labels.vocabulary import label
from presentation.language import N_, _


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


def _received(event: f.RecoveryReceived) -> str:
    said = _("%(amount)s yuan received for demand %(recovery)s on %(day)s (%(reference)s)") % {
        **_of(event),
        "day": event.received_on,
        "reference": event.reference,
    }
    if event.owed_back_fen:
        said += _("; %(amount)s yuan of it is owed back") % {"amount": yuan(event.owed_back_fen)}
    return said


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
    return _(_CHANGES[event.act]) % {**_of(event), "proposal": event.proposal, "referred_to": event.referred_to or ""}


def _reduced(event: f.RecoveryReduced) -> str:
    sentence = (
        N_("demand %(recovery)s reduced by %(amount)s yuan")
        if event.because == "reduced"
        else N_("demand %(recovery)s reduced by %(amount)s yuan, since less was overpaid after all")
    )
    return _(sentence) % _of(event)


def _cancelled(event: f.RecoveryCancelled) -> str:
    return _("demand %(recovery)s cancelled: %(amount)s yuan less") % _of(event)


def _written_off(event: f.RecoveryWrittenOff) -> str:
    return _("%(amount)s yuan of demand %(recovery)s written off") % _of(event)


def _referred(event: f.RecoveryReferred) -> str:
    return _("demand %(recovery)s referred to %(referred_to)s") % {
        "recovery": event.recovery,
        "referred_to": event.referred_to,
    }


def _of(event: Any) -> dict[str, str]:
    return {"recovery": event.recovery, "amount": yuan(event.amount_fen)}


RECOVERY_SENTENCES: Mapping[type[Event], Callable[[Any], str]] = {
    f.RecoveryDemanded: _demanded,
    f.RecoveryApproved: _approved,
    f.RecoveryServed: _served,
    f.RecoveryObjected: _objected,
    f.RecoveryPlanned: _planned,
    f.RecoveryReceived: _received,
    f.RecoveryOffset: _offset,
    f.RecoveryChangeProposed: _change,
    f.RecoveryReduced: _reduced,
    f.RecoveryCancelled: _cancelled,
    f.RecoveryWrittenOff: _written_off,
    f.RecoveryReferred: _referred,
}
