"""Words for the turns that a case takes: money that comes back, demands, notices, and who did what."""

from __future__ import annotations

from collections.abc import Mapping

from cli.language import N_

LABELS_OF_TURNS: Mapping[str, str] = {
    # Kinds of movement
    "revised": N_("revised"),
    "returned": N_("returned by the bank"),
    "recovery-demanded": N_("demanded back"),
    "recovered": N_("recovered"),
    "offset": N_("offset"),
    "written-off": N_("written off"),
    # Clearing accounts
    "owed-back": N_("owed back to the payee"),
    "bank-error": N_("credited by the bank's error"),
    # Where a demand stands, and all demands of a case together
    "proposed": N_("proposed"),
    "served": N_("served"),
    "objected": N_("objected to"),
    "planned": N_("to be paid in parts"),
    "partly": N_("partly recovered"),
    "done": N_("done"),
    "referred": N_("referred"),
    "demanded": N_("demanded"),
    # Grounds of a revision or a demand
    "overpaid": N_("overpaid"),
    "ineligible": N_("ineligible on review"),
    "duplicate": N_("paid twice"),
    "false-claim": N_("false claim"),
    "left-early": N_("left early"),
    "audit-order": N_("ordered by an audit"),
    "objection": N_("objection upheld"),
    "correction": N_("correction of a mistake"),
    # Ages of demands
    "age-30": N_("up to 30 days"),
    "age-90": N_("31 to 90 days"),
    "age-365": N_("91 to 365 days"),
    "age-older": N_("more than 365 days"),
    # Where a public notice stands
    "open": N_("open"),
    "closed": N_("closed"),
    # What officers do
    "suspend": N_("suspension"),
    "resume": N_("resumption"),
    "attach": N_("attachment of documents"),
    "account": N_("correction of the account"),
    "raise-objection": N_("recording of an objection"),
    "answer-objection": N_("answer to an objection"),
    "waive": N_("waiver of a limit"),
    "revise": N_("revision"),
    "demand-recovery": N_("demand to pay back"),
    "reduce-recovery": N_("reduction of a demand"),
    "cancel-recovery": N_("cancellation of a demand"),
    "write-off-recovery": N_("writing off of a demand"),
    "refer-recovery": N_("referral of a demand"),
    "serve-recovery": N_("service of a demand"),
    "object-to-recovery": N_("recording of an objection to a demand"),
    "plan-recovery": N_("plan to pay back in parts"),
    "receive-recovery": N_("receipt of money paid back"),
    "offset-recovery": N_("offset against a later payment"),
    "issue-letter": N_("issue of a letter"),
    "issue-demand": N_("issue of a demand letter"),
    "link-persons": N_("linking of two documents of one person"),
    "confirm": N_("confirmation"),
    "release-payment": N_("release of a payment"),
    # Which part of an act, and what came of it
    "alone": N_("alone"),
    "first": N_("begun"),
    "second": N_("answered"),
    "sent-back": N_("sent back"),
}
"""Beside `cli.labels.LABELS`, which takes them in."""
