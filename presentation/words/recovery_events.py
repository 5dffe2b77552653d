"""What the facts of a demand say, from its proposal to the last fen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.application import events as f
from domain.base import Event
from domain.money import yuan
from presentation.labels.vocabulary import label
from presentation.language import N_, _


def _demanded(fact: f.RecoveryDemanded) -> str:
    return _("proposed (%(proposal)s): demand %(amount)s yuan back as %(recovery)s, %(ground)s, by %(basis)s") % {
        "proposal": fact.proposal,
        "amount": yuan(fact.amount_fen),
        "recovery": fact.recovery,
        "ground": label(fact.ground),
        "basis": fact.basis,
    }


def _approved(fact: f.RecoveryApproved) -> str:
    return _("demand %(recovery)s of %(amount)s yuan approved") % _of(fact)


def _served(fact: f.RecoveryServed) -> str:
    return _("demand %(recovery)s served on %(served_on)s, due by %(due_on)s") % {
        "recovery": fact.recovery,
        "served_on": fact.served_on,
        "due_on": fact.due_on,
    }


def _objected(fact: f.RecoveryObjected) -> str:
    return _("objection to demand %(recovery)s, received on %(day)s") % {
        "recovery": fact.recovery,
        "day": fact.received_on,
    }


def _planned(fact: f.RecoveryPlanned) -> str:
    return _("demand %(recovery)s is paid back in %(count)s part(s): %(parts)s") % {
        "recovery": fact.recovery,
        "count": len(fact.parts),
        "parts": ", ".join(f"{part.due_on} {yuan(part.amount_fen)}" for part in fact.parts),
    }


def _received(fact: f.RecoveryReceived) -> str:
    said = _("%(amount)s yuan received for demand %(recovery)s on %(day)s (%(reference)s)") % {
        **_of(fact),
        "day": fact.received_on,
        "reference": fact.reference,
    }
    if fact.owed_back_fen:
        said += _("; %(amount)s yuan of it is owed back") % {"amount": yuan(fact.owed_back_fen)}
    return said


def _offset(fact: f.RecoveryOffset) -> str:
    return _("%(amount)s yuan offset for demand %(recovery)s against %(against)s") % {
        **_of(fact),
        "against": fact.against,
    }


_CHANGES = {
    "reduce-recovery": N_("proposed (%(proposal)s): reduce demand %(recovery)s by %(amount)s yuan"),
    "cancel-recovery": N_("proposed (%(proposal)s): cancel demand %(recovery)s, %(amount)s yuan"),
    "write-off-recovery": N_("proposed (%(proposal)s): write off %(amount)s yuan of demand %(recovery)s"),
    "refer-recovery": N_("proposed (%(proposal)s): refer demand %(recovery)s of %(amount)s yuan to %(referred_to)s"),
}


def _change(fact: f.RecoveryChangeProposed) -> str:
    return _(_CHANGES[fact.act]) % {**_of(fact), "proposal": fact.proposal, "referred_to": fact.referred_to or ""}


def _reduced(fact: f.RecoveryReduced) -> str:
    sentence = (
        N_("demand %(recovery)s reduced by %(amount)s yuan")
        if fact.because == "reduced"
        else N_("demand %(recovery)s reduced by %(amount)s yuan, since less was overpaid after all")
    )
    return _(sentence) % _of(fact)


def _cancelled(fact: f.RecoveryCancelled) -> str:
    return _("demand %(recovery)s cancelled: %(amount)s yuan less") % _of(fact)


def _written_off(fact: f.RecoveryWrittenOff) -> str:
    return _("%(amount)s yuan of demand %(recovery)s written off") % _of(fact)


def _referred(fact: f.RecoveryReferred) -> str:
    return _("demand %(recovery)s referred to %(referred_to)s") % {
        "recovery": fact.recovery,
        "referred_to": fact.referred_to,
    }


def _of(fact: Any) -> dict[str, str]:
    return {"recovery": fact.recovery, "amount": yuan(fact.amount_fen)}


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
