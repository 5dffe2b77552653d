"""Words of ours for allotments: what is done about them, what moved in funds by them, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_

ALLOTMENT_LABELS: Mapping[str, str] = {
    # Acts
    "make-allotment": N_("making of an allotment"),
    "evaluate-allotment": N_("evaluation of an allotment"),
    "release-allotment": N_("release of part of an allotment"),
    "settle-allotment": N_("settlement of an allotment"),
    "reclaim-allotment": N_("reclaim of an allotment"),
    "receive-allotment": N_("receipt of what was allotted"),
    # What moved in a fund
    "opened-by-allotment": N_("opened by allotment"),
    "allotted-in": N_("allotted in"),
    "allotted-out": N_("allotted out"),
    "reserved": N_("reserved"),
    "reservation-ended": N_("reservation ended"),
    "reclaimed-out": N_("reclaimed from it"),
    "reclaimed-in": N_("reclaimed into it"),
    "own-money-replaced": N_("own money replaced"),
    # Where an allotment stands
    "advanced": N_("advanced"),
    "evaluated": N_("evaluated"),
    "balance-settled": N_("balance settled"),
    "owed-back": N_("owed back"),
    # What a notice tells, and where two do not agree
    "part-released": N_("part released"),
    "part-reclaimed": N_("part reclaimed"),
    "not-received": N_("not received"),
    "not-allotted": N_("not allotted"),
    "other-terms": N_("other terms"),
    "other-kind": N_("something else moved"),
    "other-document": N_("another document"),
    "other-amount": N_("another amount"),
    # Events, by the names under which they are stored
    "office.allotment-proposed.v1": N_("allotment proposed"),
    "office.allotment-evaluation-proposed.v1": N_("evaluation of an allotment proposed"),
    "office.allotment-release-proposed.v1": N_("release of part of an allotment proposed"),
    "office.allotment-settlement-proposed.v1": N_("settlement of an allotment proposed"),
    "office.allotment-reclaim-proposed.v1": N_("reclaim of an allotment proposed"),
    "office.allotment-receipt-proposed.v1": N_("receipt of what was allotted proposed"),
    "incoming.entry-received.v1": N_("allotted money received, or given back"),
    "allotment.made.v1": N_("allotment made"),
    "allotment.evaluated.v1": N_("allotment evaluated"),
    "allotment.released.v1": N_("part of an allotment released"),
    "allotment.settled.v1": N_("allotment settled"),
    "allotment.reclaimed.v1": N_("allotment reclaimed"),
    "fund.allotted-out.v1": N_("money allotted to a district"),
    "fund.opened-by-allotment.v1": N_("fund opened by allotment"),
    "fund.allotted-in.v1": N_("more of its allotment in the fund"),
    "fund.reserved.v1": N_("money reserved for an allotment"),
    "fund.reservation-ended.v1": N_("reservation for an allotment ended"),
    "fund.reclaimed-out.v1": N_("money reclaimed from the fund"),
    "fund.reclaimed-in.v1": N_("reclaimed money back in the fund"),
}
"""Beside `presentation.labels.vocabulary.LABELS`, which takes them in."""
