"""Why a letter is not written: a sentence for every code."""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_

LETTER_SENTENCES: Mapping[str, str] = {
    "letter-no-correction": N_("%(application)s is %(status)s: no correction is asked for at present."),
    "letter-no-refusal": N_("%(application)s is %(status)s: it is neither refused nor rejected."),
    "letter-no-follow-up": N_("%(application)s: no follow-up was decided."),
    "letter-not-transferred": N_("%(application)s was not handed over to another authority."),
    "letter-nothing-revoked": N_("%(application)s: no refusal was taken back after its letter was served."),
    "letter-no-approval": N_("%(application)s is %(status)s: no approval stands that a letter could tell."),
    "letter-sent-back": N_(
        "%(application)s: line(s) %(lines)s went back to assessment after an objection; the letter is written once a "
        "revision has decided on them."
    ),
    "nothing-published": N_("Nothing was put on public notice on %(published_on)s."),
    "not-published-then": N_("Not put on public notice on %(published_on)s: %(applications)s."),
    "notice-terms-differ": N_(
        "What was published on %(published_on)s closes on different days (%(terms)s): name the applications of one "
        "term."
    ),
    "letter-no-notice": N_("%(application)s is %(status)s: no public notice runs."),
    "letter-no-demand": N_(
        "%(application)s: the demand %(recovery)s is %(standing)s; the letter is of one that is approved and open."
    ),
    "letter-no-recovery-notice": N_(
        "%(application)s: %(recovery)s is %(standing)s; the letter tells of what is only intended."
    ),
    "letter-no-reminder": N_(
        "%(application)s: the payee was not reminded of demand %(recovery)s (%(standing)s): `bailu recovery remind` "
        "first."
    ),
    "letter-no-demands": N_("%(application)s: nothing was demanded back."),
    "letter-no-objections": N_("%(application)s: nobody has objected."),
    "letter-no-objection": N_("%(application)s has no objection %(objection)s."),
    "letter-objection-open": N_("%(application)s: the objection %(objection)s is not decided yet."),
    "letter-forgotten": N_("%(application)s: the applicant was forgotten, and no letter can name them any more."),
    "demand-served-elsewhere": N_(
        "%(application)s: a demand is served with `recovery serve`, which starts the clock of its payment."
    ),
    "notice-not-served": N_("%(application)s: a public notice is published, and served on nobody."),
    "letter-not-issued": N_("%(application)s: there is no letter %(letter)s (about: %(about)s) that could be served."),
    "letter-served-already": N_("%(application)s: this letter %(letter)s was served already, on %(day)s."),
    "served-before-issued": N_(
        "%(application)s: the letter %(letter)s was issued on %(issued_on)s, and cannot have been served on %(day)s."
    ),
    "correction-due-missing": N_(
        "%(application)s: say with --due-on until when the applicant may correct: a correction request is served with "
        "its last day."
    ),
    "due-on-other-letter": N_("%(application)s: a last day belongs to a correction request alone, not to %(letter)s."),
    "no-correction-asked": N_("%(application)s is %(status)s: no correction is waited for, so that none is overdue."),
    "request-not-served": N_(
        "%(application)s: the correction request was not served yet, so that nothing is overdue: record its service."
    ),
    "not-overdue": N_("%(application)s: the correction may come until the end of %(due_on)s."),
    "overdue-after-approval": N_(
        "%(application)s: an approval stands; its open line(s) %(lines)s are struck by two people, with "
        "`application revise --strike`."
    ),
    "letters-folder-missing": N_("There is no folder of letter templates at %(path)s."),
    "letters-office-damaged": N_("%(path)s cannot be read (%(reason)s)."),
    "letter-template-damaged": N_("The letter template %(template)s does not work: %(reason)s."),
}
