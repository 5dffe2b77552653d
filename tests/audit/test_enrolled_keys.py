"""Which keys may be enrolled: the domain's rule, and that it is the verifiers' rule."""

from __future__ import annotations

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import example, given
from hypothesis import strategies as st

from audit.ed25519 import strong
from domain.base import asdict, field_names, replace
from domain.errors import NotAllowed
from domain.office.keys import MadeBy, PublicKey, Scheme, fitting
from presentation.words.refusals import sentence
from tests.audit.points import IDENTITY, NOT_CANONICAL, SMALL_ORDER, P, encoded
from tests.domain.keys import Key
from tests.vectors import json_of


def key(raw: bytes) -> PublicKey:
    return PublicKey(scheme="ed25519-v1", public_key=b64encode(raw).decode(), made_by=MadeBy.OFFICE, proof=None)


def refused_as(public_key: PublicKey) -> str | None:
    try:
        fitting(public_key)
    except NotAllowed as refusal:
        return refusal.code
    return None


def agree(raw: bytes) -> bool:
    return strong(raw) == (refused_as(key(raw)) is None)


@pytest.mark.parametrize(
    ("scheme", "text", "words"),
    [("rsa", "", "rsa"), ("ed25519-v1", "QQ==", "QQ=="), ("ed25519-v1", "A" * 43 + "=", "AAA")],
)
def test_the_sentence_names_what_is_refused(scheme: str, text: str, words: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        fitting(PublicKey(scheme=scheme, public_key=text, made_by=MadeBy.OFFICE, proof=None))
    written = sentence(refusal.value.code, refusal.value.values)
    assert words in written
    assert "?" not in written


def test_a_key_has_its_four_members_in_this_order() -> None:
    """They are members of events: their order is that of the stored line."""
    assert field_names(PublicKey) == ("scheme", "public_key", "made_by", "proof")
    assert [*Scheme, *MadeBy] == ["ed25519-v1", "officer", "office"]
    assert asdict(key(bytes(32)))["made_by"] == "office"


@pytest.mark.parametrize("made_by", MadeBy)
@pytest.mark.parametrize("proof", [None, "c2lnbmVk"])
def test_a_key_has_a_proof_exactly_where_its_officer_made_it(made_by: MadeBy, proof: str | None) -> None:
    """Whether it holds, the store asks, and every verifier: the domain knows no cryptography."""
    made = replace(key(Key("lin").raw), made_by=made_by, proof=proof)
    assert refused_as(made) == (None if (proof is None) == (made_by is MadeBy.OFFICE) else "key-unproved")


@given(st.binary(min_size=32, max_size=32))
def test_every_key_that_is_made_may_be_enrolled(seed: bytes) -> None:
    raw = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    assert refused_as(key(raw)) is None
    assert agree(raw)


@given(st.binary(min_size=32, max_size=32))
@example(IDENTITY)
def test_the_domain_and_the_verifiers_agree_about_every_point(raw: bytes) -> None:
    assert agree(raw)


def test_they_agree_about_the_smallest_and_the_largest_points() -> None:
    numbers = [y for centre in (0, P // 2, P) for y in range(max(centre - 40, 0), min(centre + 40, 2**255))]
    assert [y for y in numbers for sign in (0, 1) if not agree(encoded(y, sign))] == []


@pytest.mark.parametrize("raw", [*SMALL_ORDER, *NOT_CANONICAL, encoded(2, 0)], ids=bytes.hex)
def test_what_is_weak_or_not_canonical_or_no_point_is_not_enrolled(raw: bytes) -> None:
    assert refused_as(key(raw)) == "key-weak"
    assert not strong(raw)


def test_they_agree_about_the_keys_of_the_published_vectors() -> None:
    groups = json_of("wycheproof/testvectors_v1/ed25519_test.json")["testGroups"]
    raws = {bytes.fromhex(group["publicKey"]["pk"]) for group in groups}
    raws |= {bytes.fromhex(vector["sig"])[:32] for group in groups for vector in group["tests"]}
    assert [raw.hex() for raw in raws if len(raw) == 32 and not agree(raw)] == []


@pytest.mark.parametrize("text", ["", "QQ==", "A" * 43, "A" * 44, "A" * 42 + "B=", " " + "A" * 43 + "=", "键" * 11])
def test_a_key_in_another_form_is_not_enrolled(text: str) -> None:
    assert refused_as(PublicKey(scheme="ed25519-v1", public_key=text, made_by=MadeBy.OFFICE, proof=None)) == "key-form"


@pytest.mark.parametrize("scheme", ["", "ed25519", "ED25519-V1", "ml-dsa-44-v1"])
def test_a_key_of_another_scheme_is_not_enrolled(scheme: str) -> None:
    raw = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    public_key = PublicKey(scheme=scheme, public_key=b64encode(raw).decode(), made_by=MadeBy.OFFICE, proof=None)
    assert refused_as(public_key) == "key-scheme"
