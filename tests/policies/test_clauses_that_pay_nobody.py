"""Measures (十), (十二) and (十三), and the parts of others that pay nobody: said, with the reason."""

from __future__ import annotations

import pytest

from tests.policies.documents import EDITION

CLAUSES = {"m10", "m12", "m13"}


@pytest.mark.parametrize("clause", sorted(CLAUSES))
def test_a_measure_that_pays_nobody_has_no_scheme_and_says_why(clause: str):
    assert [name for name, scheme in EDITION.schemes.items() if scheme.clause == clause] == []
    reasons = [part for part in EDITION.pays_nobody.values() if part.clause == clause]
    assert reasons
    assert all(part.why.zh and part.why.en for part in reasons)


@pytest.mark.parametrize(
    ("clause", "parts"),
    [
        ("m04", {"institute-courses", "training-resources"}),
        ("m05", {"labour-relations-services"}),
        ("m06", {"park-construction", "labour-cooperation", "operator-services"}),
        ("m10", {"information-systems"}),
        ("m12", {"labour-brands"}),
        ("m13", {"cross-strait-events", "events", "job-fairs", "quality-and-promotion"}),
    ],
)
def test_the_parts_that_pay_nobody_are_quoted_from_their_clauses(clause: str, parts: set[str]):
    unpaid = {name: part for name, part in EDITION.pays_nobody.items() if part.clause == clause}
    assert set(unpaid) == parts
    assert all(part.quote in EDITION.clauses[clause].text for part in unpaid.values())
