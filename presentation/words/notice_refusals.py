"""Why a notice of allotments from another log is not received: a sentence for every code."""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_

NOTICE_SENTENCES: Mapping[str, str] = {
    "nothing-allotted": N_("This log has nothing that was allotted to %(authority)s."),
    "notice-unreadable": N_("%(path)s is no file as `bailu allotment export` writes it: see %(at)s in it."),
    "notice-number": N_("%(path)s: the number at %(at)s is beyond any amount."),
    "notice-text": N_("%(path)s: the text at %(at)s is too long, or has characters that cannot be seen."),
    "notice-side": N_("The file is what %(authority)s received: what is received is a file of the city."),
    "notice-own": N_("The allotment %(allotment)s was made in this log: its funds are here already."),
    "notice-twice": N_("%(number)s stands twice in the file, or out of its order."),
    "notice-early": N_("%(number)s is of %(value_on)s, which is still to come."),
    "notice-year": N_(
        "The file has money of %(origin_year)s for the budget year %(year)s under %(allotment)s: there is none such."
    ),
    "notice-sums": N_(
        "The file does not add up for %(allotment)s: it begins with an advance, no more is received than was allotted, "
        "and no more is reclaimed than was received."
    ),
    "notice-log": N_("The file is of the log %(log)s, and what was received before of the log %(before)s."),
    "notice-older": N_("The file is as of position %(position)s; one as of position %(before)s was received before."),
    "notice-forked": N_(
        "At position %(position)s the log of the city had the root %(before)s when it was received, and has %(root)s "
        "in this file: ask the city which is right."
    ),
    "notice-missing": N_("The file does not have %(number)s, which was received by the file %(file)s."),
    "notice-terms": N_(
        "What the allotment %(allotment)s is for differs between this file (%(file)s) and the one that was received "
        "(%(before)s)."
    ),
    "notice-differs": N_(
        "%(number)s is %(amount_fen)s yuan by %(document)s on %(value_on)s in this file, and was received as "
        "%(before_fen)s yuan by %(before_document)s on %(before_on)s: one number is one thing."
    ),
    "notices-one-side": N_("The file is of the same side as this log: compare it with one of the other."),
    "notices-apart": N_(
        "The file is of %(other_giver)s and %(other_holder)s, and this log of %(giver)s and %(holder)s."
    ),
}
"""A value whose name ends in `_fen` is shown in yuan."""
