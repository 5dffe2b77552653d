"""Why not, for what goes before a demand and what follows it, and for references of a bank: a sentence for every code.
A part of `case_refusals`.
"""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_

RECOVERY_SENTENCES: Mapping[str, str] = {
    # Before the demand
    "notice-not-needed": N_(
        "%(application)s: what a bank paid without any decision needs no notice: `bailu recovery demand --ground "
        "bank-error`."
    ),
    "statement-days": N_("%(days)s day(s): the payee has at least one day to answer, and at most %(most)s."),
    "notified-already": N_(
        "%(application)s: notice was given of all that is overpaid: demand it from the notice once the payee could "
        "answer, or cancel the notice."
    ),
    "nothing-notified": N_(
        "%(application)s: no notice waits from which a demand could go on: `bailu recovery notify` first."
    ),
    "recovery-not-notified": N_(
        "%(application)s: on the ground “%(ground)s” nothing is demanded before the payee was told of it and could "
        "answer: `bailu recovery notify` first."
    ),
    "recovery-only-told": N_(
        "%(application)s: %(recovery)s is only announced, and nothing is demanded yet: `bailu recovery demand` it "
        "first."
    ),
    "basis-unsaid": N_("%(application)s: say with --basis by which document it is demanded."),
    "notice-unserved": N_(
        "%(application)s: the notice %(recovery)s is not served yet: write it with `bailu application letter`, and "
        "record its service with `bailu application serve`."
    ),
    "statement-awaited": N_(
        "%(application)s: the payee may answer the notice %(recovery)s until the end of %(day)s, and has not answered "
        "yet."
    ),
    "demanded-already": N_(
        "%(application)s: %(recovery)s is %(standing)s: only a notice of which nothing is demanded yet can be heard "
        "and demanded."
    ),
    "heard-already": N_("%(application)s: it is recorded already what the payee answered to the notice %(recovery)s."),
    "heard-before-notice": N_(
        "%(application)s: the notice %(recovery)s was served on %(served_on)s, and nobody answered it on %(day)s."
    ),
    "more-than-notified": N_(
        "%(application)s: %(amount_fen)s yuan is more than the notice %(recovery)s tells (%(notified_fen)s yuan): more "
        "needs a notice of its own."
    ),
    # After its service
    "served-before-approved": N_(
        "%(application)s: demand %(recovery)s was approved on %(approved_on)s, and cannot have been served on %(day)s."
    ),
    "objected-before-service": N_(
        "%(application)s: demand %(recovery)s was served on %(served_on)s, and nobody objected to it on %(day)s."
    ),
    "recovery-not-with-payee": N_(
        "%(application)s: the payee does not have demand %(recovery)s to pay: it is not served yet, or objected to."
    ),
    "not-due-yet": N_("%(application)s: demand %(recovery)s can be reminded of from %(day)s on, once it is overdue."),
    "reminded-already": N_("%(application)s: the payee was reminded of demand %(recovery)s already."),
    "referred-where": N_("%(application)s: a demand is referred to the court or the police, not to %(referred_to)s."),
    "court-before-reminder": N_(
        "%(application)s: the court is asked only after a reminder of demand %(recovery)s was served "
        "(行政强制法第五十四条): `bailu recovery remind`."
    ),
    "court-too-early": N_(
        "%(application)s: the court can be asked for demand %(recovery)s from %(day)s on, when review, suit and the "
        "reminder have had their days (行政强制法第五十三条, 第五十四条)."
    ),
    "court-too-late": N_(
        "%(application)s: the court could be asked for demand %(recovery)s until %(day)s (行政强制法第五十三条)."
    ),
    # References, and what is owed both ways
    "received-otherwise": N_(
        "Under the reference %(reference)s %(amount_fen)s yuan of %(received_on)s was received already, and is "
        "%(now_fen)s yuan of %(now_on)s now: another receipt has another number."
    ),
    "no-such-receipt": N_(
        "%(application)s: nothing is recorded as received for demand %(recovery)s under the reference %(reference)s."
    ),
    "receipt-so-recorded": N_(
        "%(application)s: that is what is recorded of the receipt %(reference)s for demand %(recovery)s."
    ),
    "received-too-early": N_(
        "%(application)s: before %(first_on)s nothing was paid or demanded, and nothing came back."
    ),
    "correction-waits": N_(
        "%(proposal)s says something else of the same receipt, and waits for confirmation: have it declined first."
    ),
    "owed-back-gone": N_(
        "%(application)s: %(missing_fen)s yuan of what this receipt left to be owed back is in a payment run, or was "
        "offset in the case: take it out of the run first, or record what the bank did with it."
    ),
    "nothing-to-pay-out": N_("%(application)s: nothing that came in is due, and nothing was paid too much."),
    "payout-changed": N_(
        "%(application)s: %(now_fen)s yuan is due by now, and not %(amount_fen)s. Decline, and propose it anew."
    ),
    "reference-used": N_(
        "The reference %(reference)s stands for %(others)s already, and would for %(recovery)s: --same-reference says "
        "why it is right for both."
    ),
    "owed-back-held": N_(
        "%(application)s: %(owed_back_fen)s yuan is owed back, and %(overpaid_fen)s yuan is overpaid in the same case: "
        "demand that, and keep what is owed back for it with `bailu recovery offset`."
    ),
    "netted-in-full": N_(
        "%(application)s: all that is owed back is owed to us under %(recovery)s, too, so that nothing is left to be "
        "paid: keep it with `bailu recovery offset %(application)s %(recovery)s --against %(application)s`."
    ),
    "net-overtaken": N_(
        "%(application)s: what %(batch)s keeps back for %(recovery)s is not owed so any more: leave it out with "
        "--without, and order it anew."
    ),
    "payee-owes-before": N_(
        "%(application)s: something is owed back to a payee who owes from before, too: %(demands)s. Say with "
        "--despite-demands why it is paid."
    ),
    "payee-owes": N_(
        "%(application)s: something is owed back to a payee who owes, too: %(demands)s. Once that is served, keep it "
        "back with `bailu recovery offset %(debtor)s %(recovery)s --against %(application)s`, or say with "
        "--despite-demands why it is paid."
    ),
}
