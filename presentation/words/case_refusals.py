"""Why not, for the turns of a case: objections, revisions, returned payments, demands. A part of
`presentation.words.refusals`.
"""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_
from presentation.words.recovery_refusals import RECOVERY_SENTENCES

CASE_SENTENCES: Mapping[str, str] = {
    "document-names-somebody": N_(
        "This text stands in the log for everybody to read, as the name or number of a document does, and it has the "
        "number of an identity card or a bank card in it: write it without."
    ),
    "reference-names-somebody": N_(
        "The reference %(reference)s stands in the log for everybody to read, and has the number of an identity card "
        "in it: give the bank's own."
    ),
    "line-not-overdue": N_("%(application)s: line %(line)s does not wait for a correction whose day has passed."),
    "fact-not-compared": N_("%(application)s: %(fact)s is nothing that is compared here, and nothing to confirm."),
    "service-unproved": N_(
        "%(application)s: the service of a correction request takes the document that proves it: --receipt."
    ),
    "correction-due-past": N_("%(application)s: the last day of the correction, %(due_on)s, has passed already."),
    "no-such-line": N_("%(application)s has no line %(line)s."),
    "no-such-person": N_("%(whom)s is about nobody but an organisation."),
    # Suspension, accounts, documents
    "suspended": N_("%(application)s is suspended: resume it first, or leave it out with --without."),
    "not-suspended": N_("%(application)s is not suspended: there is nothing to resume."),
    "account-same": N_(
        "%(application)s: this is the account that payments go to already. Only after a return is it confirmed again."
    ),
    "account-proposed": N_("%(application)s: an account is proposed already and waits for finance: `bailu confirm`."),
    "account-doubtful": N_(
        "%(application)s: the bank did not accept the account. A clerk gives one with `bailu application account`, "
        "or stands by it with --same, and finance confirms."
    ),
    "same-name": N_("Both lines have the same name: there is nothing to join."),
    "another-number": N_("%(one)s and %(other)s are not about one number: `bailu person link` is for two."),
    "account-shared": N_(
        "%(application)s: another applicant is paid to the same account: %(others)s. If that is right, say why with "
        "--shared-account."
    ),
    "code-unconfirmed": N_(
        "%(application)s: the credit code %(uscc)s fails its check, and no supervisor has confirmed that the licence "
        "has it so."
    ),
    # Public notice and objections
    "nothing-unpublished": N_("%(application)s: every line that counts was on public notice."),
    "nothing-published": N_("%(application)s: no public notice is open."),
    "notice-pending": N_(
        "%(application)s: line %(line)s was not on public notice yet: `bailu public-notice publish` it, and close it; "
        "a run goes on without the case by `bailu payment release --without`."
    ),
    "objection": N_(
        "%(application)s: an objection holds line %(line)s. Resolve it or revise the line; a run goes on without the "
        "case by `bailu payment release --without`."
    ),
    "no-such-objection": N_(
        "%(application)s has no open objection %(objection)s: `bailu application show` lists those that are open."
    ),
    "objection-answered": N_(
        "%(application)s: an answer to objection %(objection)s is proposed already and waits for an approver."
    ),
    "objection-open": N_(
        "%(application)s: objection %(objection)s waits for an answer, which can bring the case back."
    ),
    "taking-back-proposed": N_(
        "%(application)s: it is proposed already to take this back, and waits for confirmation."
    ),
    # Which authority is competent
    "received-elsewhere": N_(
        "%(application)s is for %(authority)s, as the register entry has it: `bailu application transfer` hands it "
        "over."
    ),
    "not-competent": N_(
        "%(application)s is for %(authority)s, as the register entry has it, and for no other district."
    ),
    "transfer-same": N_("%(application)s is with %(authority)s already."),
    "transfer-open": N_("%(application)s: a transfer is proposed already, and waits for confirmation."),
    "transfer-decided": N_(
        "%(application)s is assessed, and waits for an approver: it is handed over only where something is not known."
    ),
    # What was left open
    "line-open": N_("%(application)s: nothing was decided about line %(line)s yet: `bailu application follow-up`."),
    "line-decided": N_("%(application)s: line %(line)s is decided already: `bailu application revise`."),
    "account-by-two": N_(
        "%(application)s was accepted: another account is proposed with `bailu application account`, and confirmed by "
        "finance."
    ),
    "decided-differs": N_(
        "%(application)s: line %(line)s is decided, and the file says something else of it or of the application: only "
        "lines that are open can be corrected now."
    ),
    "more-lines": N_("%(application)s: the file has more lines than were open: claim them in another application."),
    "no-line-open": N_("%(application)s: no line is open."),
    "sent-back-first": N_(
        "%(application)s: an objection sent line(s) %(lines)s back. Revise them first: under a limit they come before "
        "the lines that are open."
    ),
    "follow-up-open": N_("%(application)s: a follow-up is proposed already, and waits for confirmation."),
    "still-open": N_("%(application)s: line(s) %(lines)s cannot be decided yet. %(finding)s"),
    "follow-up-overtaken": N_(
        "%(application)s: since follow-up %(proposal)s was proposed, a limit, a register or a value has changed: "
        "decline it and propose it again."
    ),
    # Waivers and revisions
    "no-such-limit": N_("%(application)s: its scheme has no limit %(limit)s: `bailu policy show` lists them."),
    "not-waivable": N_("%(application)s: the notice does not allow the limit %(limit)s to be waived."),
    "waived-already": N_("%(application)s: the limit %(limit)s is waived for these lines already."),
    "revision-open": N_(
        "%(application)s: a revision is proposed already: confirm it or decline it before another is made."
    ),
    "milestone-overtaken": N_(
        "%(application)s: line(s) %(lines)s were decided otherwise since (milestone %(milestone)s): decline "
        "%(proposal)s and report it again."
    ),
    "earlier-stage-missed": N_(
        "%(application)s: line %(line)s missed an earlier milestone (%(milestone)s): report first that this was met."
    ),
    "no-such-instalment": N_("%(application)s: line %(line)s has no instalment %(instalment)s."),
    "instalment-struck": N_("%(application)s: instalment %(line)s/%(instalment)s is taken out already."),
    "instalment-stands": N_(
        "%(application)s: instalment %(line)s/%(instalment)s is neither taken out nor forfeited: it stands as it is."
    ),
    "nothing-changes": N_(
        "%(application)s: assessed anew, everything comes out as it is. Verify what has changed first, or name lines."
    ),
    "revision-unclear": N_(
        "%(application)s: %(finding)s Nothing is revised for what is not known: verify it first, or --strike the line."
    ),
    "revision-overtaken": N_(
        "%(application)s: since revision %(proposal)s was proposed, a limit, a register, a value or a payment has "
        "changed: decline it and propose it again."
    ),
    "false-claim-unrevised": N_(
        "%(application)s: line(s) %(lines)s were revised on another ground, which freed their limits; after a false "
        "claim they stay used. Revise the case on the ground false-claim first."
    ),
    # What the bank answered
    "answered-otherwise": N_(
        "Batch %(batch)s, %(application)s: recorded under %(reference)s is %(kind)s, %(recorded_fen)s yuan on "
        "%(recorded_on)s; the file says %(amount_fen)s yuan on %(value_on)s, or another reason. If what is recorded is "
        "wrong: `bailu payment correct`."
    ),
    "reference-elsewhere": N_(
        "Batch %(batch)s, %(application)s: the bank's reference %(reference)s stands for %(other)s (%(about)s) "
        "already. If that is right, say why: --same-reference."
    ),
    "answered-twice": N_("Batch %(batch)s, %(application)s: that is recorded already, as another answer of the bank."),
    "credited-in-full": N_(
        "Batch %(batch)s, %(application)s is credited in full, and the file says %(kind)s: one of the two is wrong. If "
        "it is the credit: `bailu payment correct`."
    ),
    "not-exported": N_("Batch %(batch)s, %(application)s: no file went to the bank; it cannot be in doubt about it."),
    "denied-it": N_(
        "%(officer)s had a credit of %(application)s denied: a third finance officer pays it again, once the bank has "
        "said that it did not pay."
    ),
    "corrects-nothing": N_("Batch %(batch)s, %(application)s: that is what is recorded already."),
    "several-answers": N_(
        "Batch %(batch)s, %(application)s: the bank said several things (%(references)s): say which with --what or "
        "--reference."
    ),
    "ordered-again": N_(
        "%(application)s was ordered again since, in batch %(batch)s, and that is released: record the credit of the "
        "first order instead, if there is one."
    ),
    "unmatched": N_(
        "Batch %(batch)s, %(application)s: the bank moved money without waiting for the release. Two people say first "
        "what it is: `bailu payment assign`."
    ),
    "credited-early": N_(
        "Batch %(batch)s, %(application)s: the bank has paid all of it already, so that nothing is left out. "
        "Leave out the others by their numbers."
    ),
    "nothing-unmatched": N_("Batch %(batch)s, %(application)s: nothing there waits to be assigned so."),
    "more-than-unmatched": N_(
        "%(application)s: %(unmatched_fen)s yuan is to be assigned, and not %(amount_fen)s yuan."
    ),
    "other-indicator": N_(
        "%(application)s: the item is paid from %(of_fund)s, where what comes back of it goes, too: %(fund)s cannot be "
        "drawn on for it. Where that fund has nothing left, settle it with the treasury."
    ),
    "item-held": N_(
        "%(application)s: less is owed by now than batch %(batch)s orders. Leave it out first, by another officer: "
        "`bailu payment release %(batch)s --without %(application)s`."
    ),
    "nothing-to-export": N_("Batch %(batch)s: nothing of it is still to be paid."),
    "nothing-of-file": N_("Nothing in %(file)s is recorded just so: nothing to take back."),
    "account-waits": N_("%(application)s: another account waits for confirmation as %(proposal)s."),
    "bank-in-doubt": N_(
        "%(application)s: since %(since)s the bank does not know whether batch %(batch)s was paid: ask it first."
    ),
    "failed-differs": N_(
        "Batch %(batch)s, %(application)s: %(ordered_fen)s yuan ordered, but the file says that %(amount_fen)s yuan "
        "was not carried out."
    ),
    "return-before-credit": N_(
        "%(application)s: the return is dated before the credit of %(value_on)s: correct the day in the file."
    ),
    "order-too-much": N_(
        "%(application)s: since batch %(batch)s was ordered, less is owed. Release it --without this case, and order "
        "it anew."
    ),
    # Recovery
    "ground": N_("%(application)s: on the ground “%(ground)s” nothing is demanded back."),
    "received-before-paid": N_(
        "%(application)s: its first payment was credited on %(value_on)s; nothing can have come back before."
    ),
    "nothing-to-serve": N_("%(application)s: no approved demand waits to be served."),
    "nothing-overpaid": N_(
        "%(application)s: nothing is overpaid that is not demanded already. If less is owed than was paid, "
        "revise first."
    ),
    "more-than-overpaid": N_(
        "%(application)s: %(amount_fen)s yuan is more than what is overpaid, and neither demanded nor told of by a "
        "notice (%(left_fen)s yuan)."
    ),
    "nothing-open": N_("%(application)s: nothing is open of demand %(recovery)s."),
    "more-than-open": N_("%(application)s: %(amount_fen)s yuan is more than what is open (%(open_fen)s yuan)."),
    "no-such-recovery": N_("%(application)s has no demand %(recovery)s: `bailu recovery show` lists its demands."),
    "nothing-demanded": N_("%(application)s: nothing is demanded back."),
    "recovery-unsaid": N_("%(application)s has several demands (%(recoveries)s): say which one."),
    "recovery-not-approved": N_(
        "%(application)s: demand %(recovery)s was not approved by a supervisor: `bailu recovery approve` it first."
    ),
    **RECOVERY_SENTENCES,
    "served-already": N_("%(application)s: demand %(recovery)s was served already."),
    "not-served": N_("%(application)s: demand %(recovery)s was not served yet, so nobody can object to it."),
    "objected-already": N_(
        "%(application)s: an objection to demand %(recovery)s is open: reduce it, cancel it, or serve it again."
    ),
    "plan-differs": N_(
        "%(application)s: the parts make %(planned_fen)s yuan, but %(open_fen)s yuan is open: they must be the same, "
        "and each more than nothing."
    ),
    "recovery-change-open": N_(
        "%(application)s: the same about demand %(recovery)s is proposed already and waits for a supervisor."
    ),
    "offset-open": N_(
        "%(application)s: an offset for demand %(recovery)s is proposed already and waits for another finance officer."
    ),
    "other-payee": N_("%(application)s and %(other)s are of different payees: nothing is offset between them."),
    "other-payer": N_(
        "%(application)s and %(other)s are paid by different authorities: nothing is offset between them."
    ),
    # Amounts that a standard or a body sets
    "nothing-determined": N_("%(application)s, line %(line)s: %(scheme)s leaves no amount to be determined."),
    "left-to-standard": N_(
        "%(application)s, line %(line)s: the amount is left to the standard %(standard)s. Adopt its table: "
        "`bailu standard adopt`."
    ),
    "set-by-standard": N_(
        "%(application)s, line %(line)s: the table %(standard)s sets the amount, and nobody determines another."
    ),
    "score-sheet-missing": N_("%(application)s, line %(line)s: the body scores: name its score sheet, too."),
    "standard-adopted-otherwise": N_(
        "The table %(standard)s was adopted with other content (%(digest)s). Changed rates are a new number."
    ),
    "standard-unfit": N_("The table %(standard)s is not what the notice allows: %(rate)s."),
    "standard-not-adopted": N_("No table of a standard %(standard)s was adopted: `bailu standard list` lists them."),
    # People and officers
    "same-document": N_("Both lines name the same document: they are one person already."),
    "line-without-person": N_("%(application)s, line %(line)s: it names no person."),
    "hand-over-same": N_("An officer hands over to somebody else, not to themselves."),
    "hand-over-known": N_("%(officer)s has handed over to %(to)s already."),
    "hand-over-none": N_("%(officer)s has not handed over their work: there is nothing to take back."),
    "hand-over-onward": N_(
        "%(to)s has handed over to %(onward)s: hand over to %(onward)s, or have %(to)s take their work back first."
    ),
    "hand-over-roles": N_(
        "%(to)s has none of the roles of %(officer)s (%(roles)s): `bailu officer grant` what is to be taken over first."
    ),
    "hand-over-nothing": N_("%(officer)s has no part in cases: there is no open work to hand over."),
    "hand-over-authority": N_("%(to)s may not act for the authority %(authority)s, whose work this is."),
}
