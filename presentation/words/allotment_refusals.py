"""Why an allotment is not made, evaluated, released, settled or reclaimed: a sentence for every code."""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_
from presentation.words.notice_refusals import NOTICE_SENTENCES

ALLOTMENT_SENTENCES: Mapping[str, str] = {
    **NOTICE_SENTENCES,
    "no-such-allotment": N_("There is no allotment %(allotment)s."),
    "allotment-not-yet": N_("The allotment %(allotment)s was made after %(as_of)s."),
    "allotment-not-city": N_("%(authority)s allots nothing to districts: by the notice the city does (%(city)s)."),
    "allotment-receiver": N_("%(authority)s is no district of the notice: money is allotted to districts."),
    "scheme-of-city": N_("%(scheme)s is paid by the city: nothing is allotted for it."),
    "targets-missing": N_("An allotment names the schemes that it is for, and at least one target."),
    "target-not-positive": N_("The target %(target)s needs a quantity, and a weight, of at least 1."),
    "weights-differ": N_("There are %(targets)s target(s) and %(weights)s weight(s): name one for each, or none."),
    "fund-of-other": N_("The fund %(fund)s is not one of %(holder)s for %(year)s."),
    "fund-barred": N_("By %(rules)s %(scheme)s is not paid from the fund %(fund)s: it is not allotted for it."),
    "allotment-made": N_(
        "%(document)s is the allotment %(allotment)s already: what is allotted beside it has another."
    ),
    "release-again": N_(
        "That %(amount_fen)s yuan of the allotment %(allotment)s are released by %(document)s is recorded already. For "
        "another line of the document name the line with it."
    ),
    "allotment-for-other": N_(
        "The funds that may pay %(scheme)s do not suffice: %(needed_fen)s yuan needed, %(available_fen)s yuan left. "
        "The fund %(fund)s has its money by the allotment %(allotment)s, which is for other schemes."
    ),
    "fund-reserved": N_(
        "Of the fund %(fund)s %(reserved_fen)s yuan are reserved for allotments: settle these first, or carry it over."
    ),
    "fund-not-allotted": N_("The fund %(fund)s is of no allotment: only what was allotted replaces own money."),
    "fund-not-own": N_("The fund %(fund)s is of the allotment %(allotment)s: own money alone is replaced."),
    "nothing-drawn": N_("%(application)s: nothing of this payment is drawn on the fund %(fund)s."),
    "more-than-drawn": N_("%(application)s: %(drawn_fen)s yuan is drawn on that fund, and not %(amount_fen)s yuan."),
    "more-than-released": N_(
        "Of the rest of the allotment %(allotment)s %(most_fen)s yuan was released and has replaced nothing yet, which "
        "is less than %(amount_fen)s yuan."
    ),
    "fund-allotted": N_("The fund %(fund)s has its money by the allotment %(allotment)s: more of it comes by that."),
    "allotment-changed": N_(
        "The allotment %(allotment)s would move other amounts by now. If it was proposed, decline it, and propose it "
        "anew."
    ),
    "allotment-settled": N_("The allotment %(allotment)s was settled on %(settled_on)s."),
    "allotment-unsettled": N_("The allotment %(allotment)s is not settled: what is to come back is not known yet."),
    "no-such-target": N_("The allotment %(allotment)s has no target %(target)s."),
    "target-twice": N_("The target %(target)s is named twice."),
    "achieved-negative": N_("Of the target %(target)s nothing less than 0 is achieved."),
    "release-beyond": N_(
        "Of what is reserved for the allotment %(allotment)s %(most_fen)s yuan are achieved so far: %(amount_fen)s "
        "yuan cannot be released."
    ),
    "targets-open": N_("The allotment %(allotment)s is settled once all is evaluated. Missing: target %(targets)s."),
    "reclaim-empty": N_(
        "Nothing can be reclaimed of the allotment %(allotment)s: %(due_fen)s yuan are due, and nothing of it is in "
        "funds of the district."
    ),
}
"""Beside `presentation.words.refusals`, which takes them in."""
