"""Why not, in the officer's language: a sentence for every code with which a command or the store says no."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from domain.application.values import ranges
from domain.entitlement.findings import Finding
from domain.text import visible
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Kind
from presentation.rows.values import human
from presentation.words.allotment_refusals import ALLOTMENT_SENTENCES
from presentation.words.bank_files import BANK_REFUSALS
from presentation.words.case_refusals import CASE_SENTENCES
from presentation.words.fund_refusals import FUND_SENTENCES
from presentation.words.import_refusals import IMPORT_SENTENCES
from presentation.words.letter_refusals import LETTER_SENTENCES
from presentation.words.phrases import first_lines
from presentation.words.store_refusals import STORE

SENTENCES: Mapping[str, str] = {
    # The state of a case does not allow it
    "status": N_("%(application)s is %(status)s: this cannot be done now (%(act)s)."),
    "in-the-future": N_("%(day)s is in the future; today is %(today)s."),
    "too-far-ahead": N_("%(day)s is too far ahead: no day to pay is later than %(last)s. Check the year."),
    "no-lines": N_("The application has no lines: there is nothing to claim."),
    "other-applicant": N_("%(application)s: a correction cannot change the applicant. Hand in a new application."),
    "receipt-unconfirmed": N_(
        "%(application)s: the receipt is dated back more than 7 days and no supervisor stands by it. Once that was "
        "declined, it can only be refused, or withdrawn and handed in again with its right day."
    ),
    "payment-in-flight": N_(
        "%(application)s is in payment run %(batch)s: first the bank answers or, before it is released, another "
        "finance officer leaves the case out with `bailu payment release %(batch)s --without %(application)s`."
    ),
    "nothing-verified": N_("%(application)s: the file verifies nothing of this application."),
    "not-assessed": N_("%(application)s has not been assessed yet."),
    "assessed-again": N_("%(application)s was assessed again meanwhile: look at it before you approve it."),
    "not-eligible": N_(
        "%(application)s was assessed as not eligible: it can be rejected or sent back, but not approved."
    ),
    "undecided": N_(
        "%(application)s is undecided: something is not known yet, and for that nobody is refused. "
        "`bailu application explain` says what."
    ),
    "lines-open": N_(
        "%(application)s: line(s) %(lines)s cannot be decided yet. Wait, or approve the others with --leave-open."
    ),
    "out-of-bounds": N_("%(application)s, line %(line)s: %(finding)s Nothing was recorded."),
    "determined-not-verified": N_(
        "%(application)s: an amount is determined with the assessment, and not by a comparison."
    ),
    "reasons-changed": N_(
        "%(application)s would be found against for other reasons now: send it back and assess it again."
    ),
    "accepted-already": N_(
        "%(application)s was accepted before the correction was asked for: correct it or have it withdrawn."
    ),
    "verified-after-receipt": N_("%(application)s: %(finding)s Nothing was recorded."),
    "eligible-now": N_("%(application)s would be eligible if it were assessed now: send it back and assess it again."),
    "eligible": N_("%(application)s was assessed as eligible: it can be approved or sent back, but not rejected."),
    "overtaken": N_(
        "%(application)s: the assessment no longer holds for line(s) %(lines)s. %(finding)s "
        "Send it back and assess again."
    ),
    "notice-open": N_("%(application)s is on public notice until the end of %(closes_on)s: nothing before that."),
    "calendar-missing": N_(
        "No working-day calendar was adopted for %(year)s: `bailu calendar adopt` it first, nothing is guessed."
    ),
    "calendar-without-source": N_("%(path)s: say which notice decrees these days, in the file or with --source."),
    "calendar-other-year": N_("The calendar has days outside %(year)s."),
    "nothing-waiting": N_(
        "%(application)s: of line(s) %(lines)s nothing depends on the milestone %(milestone)s, or this is recorded."
    ),
    "already-proposed": N_("%(application)s: for line %(line)s this was proposed already and waits for confirmation."),
    "milestone-early": N_("%(application)s: line %(line)s reaches this milestone on %(due_on)s, not before."),
    "milestone-kept": N_("%(application)s: line %(line)s reached this milestone on %(due_on)s, so it was not missed."),
    "earlier-stage-open": N_("%(application)s: line %(line)s still waits for an earlier milestone (%(milestone)s)."),
    "nothing-proposed": N_("%(subject)s: nothing waits for confirmation."),
    "proposal-id-form": N_(
        "%(proposal)s names no proposal: write its stream and its number, as `bailu proposals` lists them."
    ),
    "proposals-open": N_("%(subject)s: several proposals wait (%(proposals)s); say which one is meant."),
    # Payments and funds
    "nothing-payable-at-all": N_("Nothing is payable."),
    "nothing-payable": N_("%(application)s: nothing is payable."),
    "account-unconfirmed": N_(
        "%(application)s: the account is not in the applicant's name and finance has not confirmed it."
    ),
    "run-too-large": N_("A payment run has at most %(most)s cases; these are %(cases)s. Order them in parts."),
    "several-authorities": N_("A payment run is of one paying authority; these are of %(authorities)s."),
    "amount-not-positive": N_("The amount must be more than zero."),
    "batch-standing": N_("Batch %(batch)s is %(standing)s: this cannot be done now."),
    "value-before-order": N_("%(application)s: the value date %(value_on)s lies before the order."),
    "policy-unsaid": N_("Several policies were adopted (%(policies)s): the file must say which, as “policy”."),
    "lines-given-twice": N_("%(path)s has lines of its own, and a roster was given, too: give one or the other."),
    "correction-differs": N_(
        "%(application)s: the file says “%(key)s” is %(given)s, but it is %(kept)s. Hand in a new application."
    ),
    "several-editions": N_("These applications are under different editions (%(editions)s): verify them in turn."),
    "payee-forgotten": N_(
        "%(application)s: the payee's account cannot be opened any more, for the person was forgotten."
    ),
    "file-exists": N_("%(path)s is there already, with other content; it is never overwritten."),
    # Officers, registers, editions
    "complete-already": N_("The register %(register)s is complete through %(through)s already."),
    "officer-enrolled": N_("Officer %(officer)s is enrolled already."),
    "second-person-key": N_(
        "%(officer)s is the second person and makes the key, or one person would hold both: `bailu officer key new` at "
        "their own desk, then `bailu officer enrol --request`."
    ),
    "second-person-first": N_(
        "There is nobody yet who could confirm anything: first enrol another administrator or a supervisor."
    ),
    "last-second-person": N_(
        "Without %(officer)s nobody could give anybody a right any more: have another administrator or supervisor "
        "enrolled before."
    ),
    "fault-declined": N_(
        "What stands at position %(position)s does not verify, and how it was declared was declined: declare it as it "
        "is, and have that confirmed. Nothing else is recorded before."
    ),
    "took-it-in": N_(
        "%(officer)s took %(application)s in, and so vouches for nothing that it declares: another clerk does, or a "
        "comparison file of the source."
    ),
    "ordered-it": N_("%(officer)s ordered the run %(batch)s: another finance officer imports what the bank answered."),
    "reply-waits": N_("%(application)s: another reply of the bank waits for confirmation as %(proposal)s."),
    "role-of-authority": N_(
        "The authority above the office stands in the first line of the log: its role is neither given nor taken away. "
        "A key of its that is lost is reported (`bailu officer key-lost`)."
    ),
    "proposal-waits": N_("%(proposal)s proposes the same already, and waits for confirmation."),
    "proposer-stopped": N_(
        "%(officer)s, who proposed it, could not propose it any more: decline it, and let another propose it."
    ),
    "proposals-left": N_(
        "%(officer)s proposed %(proposal)s before they were stopped: decline it first, for it may be somebody else's."
    ),
    "removal-waits": N_("%(proposal)s asks that you be stopped: no new key before others have answered it."),
    "proposal-overtaken": N_("What %(proposal)s proposes has come about meanwhile: decline it."),
    "key-unproved": N_("The key of %(officer)s does not say itself that it was asked for here: ask for a new request."),
    "request-elsewhere": N_("The request of %(officer)s is for another log or another end: ask for a new one."),
    "role-held": N_("Officer %(officer)s has the role %(role)s already."),
    "role-not-held": N_("Officer %(officer)s does not have the role %(role)s."),
    "roles-incompatible": N_(
        "These roles exclude each other: %(roles)s. Inspectors only read; administrators keep officers and keys."
    ),
    "key-scheme": N_("%(scheme)s is not a scheme of keys that is known here: %(schemes)s."),
    "key-form": N_("“%(public_key)s” is not a public key: 32 bytes are asked for, in base64 without spaces or breaks."),
    "key-weak": N_(
        "The public key %(public_key)s proves nothing: others could sign under it, or verifiers would differ about "
        "it. Make a new pair of keys."
    ),
    "dates-out-of-order": N_("The dates are out of order: %(first)s and %(last)s."),
    "edition-adopted-otherwise": N_(
        "The edition %(edition)s was adopted with other content (%(digest)s). A changed notice is a new edition."
    ),
    "unknown-scheme": N_("The policy %(policy)s has no scheme %(scheme)s."),
    "unknown-fact": N_("Line %(line)s: the policy knows no fact %(fact)s."),
    "fact-not-fitting": N_("Line %(line)s: %(fact)s is %(found)s, which is not of its type (%(expected)s)."),
    "unknown-limit": N_("The policy %(policy)s has no limit %(limit)s."),
    "unknown-line": N_("There is no line %(line)s."),
    "received-on-missing": N_("The file does not say when the application was received (received_on)."),
    "folder-not-empty": N_("%(path)s is not empty: name a new folder."),
    "no-such-scheme": N_("The policy %(policy)s has no scheme %(scheme)s."),
    "key-enrolled": N_("This log has the key already: everybody needs one of their own, and a new one each time."),
    "series-full": N_("The numbers of %(series)s are used up."),
    "log-open": N_("This store has been opened already."),
    "command-id-reused": N_("The command id %(command_id)s was used for something else. Nothing was recorded."),
    "no-authority-above": N_(
        "Nobody could confirm an exception for %(officer)s: the log has no key of the supervising authority "
        "(`bailu init --supervising-key`)."
    ),
    "exception-empty": N_("An exception for %(officer)s needs a ceiling above 0."),
    "term-empty": N_("The term of %(officer)s ends on %(last)s, before it begins (%(first)s)."),
    "term-over": N_("The term of %(officer)s is over: its last day is %(last)s."),
    "term-long": N_("%(officer)s: from %(first)s to %(last)s is too long; at most %(years)s years, then asked again."),
    "deputy-same": N_("%(officer)s cannot stand in for themselves."),
    "deputy-roles": N_("A deputy of %(absent)s has one or more of their roles, and no others: %(roles)s."),
    "deputy-authority": N_(
        "%(officer)s is of another authority than %(absent)s (%(authority)s), and cannot stand in for them."
    ),
    "deputy-incompatible": N_(
        "%(officer)s would have roles that exclude each other (%(roles)s): name with --role those that they may have."
    ),
    "role-deputised": N_(
        "%(officer)s has the role %(role)s of %(absent)s, for whom they stand in: "
        "`bailu officer deputy %(officer)s --for %(absent)s --end`."
    ),
    "deputy-none": N_("%(officer)s does not stand in for %(absent)s."),
    "key-lost-known": N_("The key of %(officer)s is known to be lost since %(since)s."),
    "second-person-authority": N_(
        "%(officer)s is the second person and answers whatever is proposed, so they work for %(authority)s, which "
        "supervises all."
    ),
    "roles-missing": N_("%(officer)s needs a role: without one nobody can do anything."),
    # Not permitted
    "role-missing": N_("Officer %(officer)s may not do this (%(act)s): it takes the role %(role)s."),
    "other-authority": N_("Officer %(officer)s may not act for the authority %(authority)s (%(act)s)."),
    "own-proposal": N_("Officer %(officer)s may not confirm their own work (%(act)s): it takes a second person."),
    "exception-ceiling": N_(
        "Officer %(officer)s decided about %(application)s and may pay up to %(ceiling_fen)s yuan under the exception; "
        "%(amount_fen)s yuan are released by another."
    ),
    "assessed-it": N_("Officer %(officer)s assessed %(application)s and may not release its money."),
    "released-it": N_("Officer %(officer)s released money of %(application)s and may not assess it."),
    "own-role": N_("Officer %(officer)s may not change their own roles."),
    "own-removal": N_("What is to be taken from %(officer)s, others confirm or decline."),
    "own-key-lost": N_(
        "Officer %(officer)s cannot report their own key: an administrator or a supervisor does. Whoever still has the "
        "key takes a new one first (`bailu officer rotate-key`)."
    ),
    "officer-unknown": N_("Nobody is enrolled as %(officer)s."),
    "officer-suspended": N_("Officer %(officer)s is suspended."),
    "key-lost": N_(
        "The key of %(officer)s was reported lost, and is not trusted since %(since)s: another takes its place first "
        "(`bailu officer key new --lost`)."
    ),
    "wrong-key": N_("The key is not the one that is enrolled for officer %(officer)s."),
    # No such thing
    "no-such-application": N_("There is no application %(application)s."),
    "no-such-batch": N_("There is no batch %(batch)s."),
    "not-answered": N_("Batch %(batch)s, %(application)s: no such answer of the bank is recorded."),
    "not-in-batch": N_("Batch %(batch)s has no item for %(application)s."),
    "no-such-key": N_("%(officer)s never had the key %(public_key)s."),
    "no-such-officer": N_("There is no officer %(officer)s."),
    "entry-overlaps": N_("%(key)s is listed on some of these days already: entry %(entry)s. End or change it first."),
    "entry-waiting": N_("%(key)s is proposed for some of these days already: entry %(entry)s, proposal %(proposal)s."),
    "replaced-by-another-key": N_("The entry %(entry)s is that of %(key)s: it cannot become one of %(found)s."),
    "entry-ended": N_("The entry %(entry)s ends on %(valid_to)s already: an end can be moved forward only."),
    "no-such-entry": N_("The register %(register)s has no entry %(entry)s."),
    "no-such-register": N_("The policy knows no register %(register)s."),
    "no-such-clause": N_("%(policy)s has no clause and no interpretation %(clause)s."),
    "no-such-proposal": N_("%(subject)s: there is no open proposal %(proposal)s."),
    "no-such-authority": N_("%(authority)s is not an authority that the policy names: %(authorities)s."),
    "no-such-source": N_("%(source)s is not a source of money that the policy names: %(sources)s."),
    "no-policy-adopted": N_("No policy was adopted yet: `bailu policy adopt` one first."),
    "policy-not-shipped": N_("The policy %(policy)s was not adopted here and does not come with bailu."),
    "no-calendar-data": N_(
        "No working days are known for %(year)s: the data at hand cover %(first)s to %(last)s. "
        "Adopt the year from a file of the decreed days."
    ),
    "no-such-stream": N_("There is no stream %(stream)s."),
    "no-such-file": N_("There is no file %(path)s."),
    "policy-not-adopted": N_("The policy %(policy)s was not adopted: `bailu policy adopt` it first."),
    **STORE,
    **BANK_REFUSALS,
    **CASE_SENTENCES,
    **FUND_SENTENCES,
    **ALLOTMENT_SENTENCES,
    **IMPORT_SENTENCES,
    **LETTER_SENTENCES,
}

_WORDS = ("status", "standing", "role", "act", "milestone", "ground", "letter", "through")


def sentence(code: str, values: Mapping[str, Any]) -> str:
    """The sentence for a code. An unknown code is a mistake of ours, and is shown with its values all the same."""
    if code not in SENTENCES:
        details = ", ".join(f"{name}={value}" for name, value in values.items())
        return f"{code} ({details})"
    return _(SENTENCES[code]) % _Values({name: _in_words(name, value) for name, value in values.items()})


_WORD_MAX = 400
"""Longer than the paths of files that people work with."""
_SHOWN_MAX = 60


class _Values(dict[str, str]):
    """What goes into a sentence. A value that the reason did not bring must not cost the officer the reason itself."""

    def __missing__(self, name: str) -> str:
        return "?"


def _in_words(name: str, value: Any) -> str:
    if isinstance(value, Finding):
        from presentation.words.findings import because

        return because(value)
    if name == "lines" and isinstance(value, Collection) and all(isinstance(line, int) for line in value):
        return first_lines(ranges(value))
    if name in _WORDS:
        return label(str(value))
    if name == "roles":
        return _(", ").join(map(label, str(value).split(", ")))
    return _legible(human(Kind.MONEY if name.endswith("_fen") else Kind.TEXT, value))


def _legible(words: str) -> str:
    """Without what cannot be seen, which a terminal would obey; and of one endless word its beginning."""
    shown = visible(words)
    return shown if len(shown) <= _WORD_MAX or " " in shown else f"{shown[:_SHOWN_MAX]}…"
