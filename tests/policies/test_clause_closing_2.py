"""The closing paragraph on payment: what districts pay, and how the city funds them."""

from __future__ import annotations

from domain.entitlement.paid_by import Payer
from tests.policies.documents import EDITION

CLAUSES = {"closing-2"}


def test_districts_pay_what_the_notice_names_and_by_interpretation_the_other_parks_and_the_stations():
    payers = {
        name: (scheme.paid_by.one, scheme.paid_by.otherwise.source.interpretation)
        for name, scheme in EDITION.schemes.items()
    }
    assert {name: payers.pop(name) for name in ("key-enterprise-training", "gig-market", "hr-park", "gig-station")} == {
        "key-enterprise-training": (Payer.DISTRICT, None),
        "gig-market": (Payer.DISTRICT, None),
        "hr-park": (Payer.DISTRICT, "district-paid"),
        "gig-station": (Payer.DISTRICT, "district-paid"),
    }
    assert set(payers.values()) == {(Payer.CITY, "payer")}
    parks = EDITION.schemes["hr-park"].paid_by
    assert {status: parks.when(status).source.interpretation for status in ("district", "municipal", "upgraded")} == {
        "district": None,
        "municipal": "district-paid",
        "upgraded": "district-paid",
    }


def test_70_per_cent_is_released_to_a_district_in_advance():
    assert (EDITION.advance.percent, EDITION.advance.source.clause) == (70, "closing-2")
    assert EDITION.advance.source.interpretation == "balance-share"


def test_districts_and_the_torch_committee_pay():
    assert set(EDITION.authorities) == {
        *("350200", "350203", "350205", "350206", "350211", "350212", "350213"),
        "torch",
    }
