"""What banks did, in a sentence for each event: late, in doubt, back again, put right."""

from __future__ import annotations

from typing import assert_never

from domain.application import events as f
from domain.application.values import CLEARING
from domain.money import yuan
from presentation.language import _
from presentation.words.phrases import item_in_words

BankEvent = (
    f.PaymentFailed
    | f.PaymentOvertaken
    | f.PaymentInDoubt
    | f.PaymentReinstated
    | f.PaymentReturned
    | f.PaymentReversed
    | f.ReturnReversed
    | f.PaymentRedated
    | f.PaymentAssigned
)


def bank_sentence(event: BankEvent) -> str:
    match event:
        case f.PaymentFailed():
            return _("the bank did not carry out %(amount)s yuan of batch %(batch)s (%(day)s)") % {
                **_money(event),
                "day": event.failed_on,
            }
        case f.PaymentOvertaken():
            sentence = _(
                "order of %(amount)s yuan in batch %(batch)s cancelled: batch %(other)s was credited after all"
            )
            return sentence % {**_money(event), "other": event.by_batch}
        case f.PaymentInDoubt():
            values = {"batch": item_in_words(event.batch, event.fund), "day": event.since}
            if event.since is None:
                return _("the bank knows now what became of batch %(batch)s") % values
            return _("the bank does not know what became of batch %(batch)s (%(day)s)") % values
        case f.PaymentReinstated():
            return _("%(amount)s yuan of batch %(batch)s is in flight after all") % _money(event)
        case f.PaymentReturned():
            return _returned(event)
        case f.PaymentReversed():
            sentence = _("%(amount)s yuan of batch %(batch)s was not credited as recorded on %(day)s (%(reference)s)")
            return _owed_back(event, sentence % {**_money(event), "day": event.value_on, "reference": event.reference})
        case f.ReturnReversed():
            sentence = _("%(amount)s yuan of batch %(batch)s was not returned as recorded (%(reference)s)")
            return sentence % {**_money(event), "reference": event.reference}
        case f.PaymentRedated():
            values = {"was": event.recorded_on, "day": event.value_on, "reference": event.reference}
            sentence = _(
                "%(amount)s yuan of batch %(batch)s was credited on %(day)s (%(reference)s), and not on %(was)s"
            )
            return sentence % {**_money(event), **values}
        case f.PaymentAssigned():
            return _assigned(event)
    assert_never(event)


def _money(
    event: f.PaymentFailed
    | f.PaymentOvertaken
    | f.PaymentReinstated
    | f.PaymentReturned
    | f.PaymentReversed
    | f.ReturnReversed
    | f.PaymentRedated
    | f.PaymentAssigned,
) -> dict[str, object]:
    return {"amount": yuan(event.amount_fen), "batch": item_in_words(event.batch, event.fund)}


def _assigned(event: f.PaymentAssigned) -> str:
    own = dict.fromkeys(draw.fund for draw in event.cleared if draw.fund not in CLEARING)
    if own:
        sentence = _("%(amount)s yuan of batch %(batch)s, paid of own money (%(own)s), replaced by %(funds)s")
    else:
        sentence = _("%(amount)s yuan of batch %(batch)s, until then on a clearing account, drawn on %(funds)s")
    funds = dict.fromkeys(draw.fund for draw in event.drawn)
    return sentence % {**_money(event), "own": ", ".join(own), "funds": ", ".join(funds)}


def _returned(event: f.PaymentReturned) -> str:
    values = {**_money(event), "day": event.returned_on, "reference": event.reference}
    return _owed_back(
        event, _("the bank returned %(amount)s yuan of batch %(batch)s on %(day)s (%(reference)s)") % values
    )


def _owed_back(event: f.PaymentReturned | f.PaymentReversed, sentence: str) -> str:
    if not event.owed_back_fen:
        return sentence
    more = _("; %(owed_back)s yuan of it had been paid back and is owed back now")
    return sentence + more % {"owed_back": yuan(event.owed_back_fen)}
