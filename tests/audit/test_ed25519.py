"""Which signatures hold: the same for both backends, whatever is thrown at them."""

from __future__ import annotations

import builtins
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha512
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from audit import ed25519
from audit.ed25519 import CRYPTOGRAPHY, PYTHON, backend, decoded, strong, verify
from tests.audit.points import IDENTITY, NOT_CANONICAL, SMALL_ORDER, P, encoded

L = 2**252 + 27742317777372353535851937790883648493
seeds = st.binary(min_size=32, max_size=32)
messages = st.binary(max_size=200)


def answers(raw_key: bytes, signature: bytes, message: bytes) -> tuple[bool, bool]:
    """What both backends say."""
    in_python, in_openssl = (verify(raw_key, signature, message, with_backend=name) for name in (PYTHON, CRYPTOGRAPHY))
    return in_python, in_openssl


def signed(seed: bytes, message: bytes) -> tuple[bytes, bytes]:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key.public_key().public_bytes_raw(), key.sign(message)


def openssl_alone(raw_key: bytes, signature: bytes, message: bytes) -> bool:
    """What the package says by itself, without our rule about keys."""
    try:
        Ed25519PublicKey.from_public_bytes(raw_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@given(seeds, messages)
def test_what_was_signed_holds(seed: bytes, message: bytes) -> None:
    raw_key, signature = signed(seed, message)
    assert strong(raw_key)
    assert answers(raw_key, signature, message) == (True, True)


@given(seeds, st.binary(min_size=1, max_size=60), st.data())
def test_no_bit_can_be_flipped(seed: bytes, message: bytes, data: st.DataObject) -> None:
    whole = b"".join((*signed(seed, message), message))
    bit = data.draw(st.integers(0, 8 * len(whole) - 1))
    flipped = bytearray(whole)
    flipped[bit // 8] ^= 1 << bit % 8
    changed = bytes(flipped)
    assert answers(changed[:32], changed[32:96], changed[96:]) == (False, False)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64), messages)
def test_noise_does_not_hold(raw_key: bytes, signature: bytes, message: bytes) -> None:
    assert answers(raw_key, signature, message) == (False, False)


@pytest.mark.parametrize(("key_size", "signature_size"), [(31, 64), (33, 64), (0, 64), (32, 63), (32, 65), (32, 0)])
def test_other_sizes_are_refused(key_size: int, signature_size: int) -> None:
    raw_key, signature = signed(bytes(32), b"a line")
    raw_key, signature = (raw_key + b"\0")[:key_size], (signature + b"\0")[:signature_size]
    assert answers(raw_key, signature, b"a line") == (False, False)


def test_nobody_makes_a_second_signature_of_a_first_one() -> None:
    raw_key, signature = signed(bytes(32), b"a line")
    s = int.from_bytes(signature[32:], "little")
    for multiple in range(1, 16):
        second = signature[:32] + (s + multiple * L).to_bytes(32, "little")
        assert answers(raw_key, second, b"a line") == (False, False)


def test_with_the_identity_point_one_constant_signature_is_accepted_for_every_message() -> None:
    """That is why the identity is no key: A = O, R = O, S = 0 fit the equation, whatever the message hashes to."""
    constant = IDENTITY + bytes(32)
    for message in (b"", b"pay nobody", b"pay everybody"):
        assert openssl_alone(IDENTITY, constant, message)
        assert answers(IDENTITY, constant, message) == (False, False)


@pytest.mark.parametrize("raw_key", SMALL_ORDER, ids=bytes.hex)
def test_a_key_of_small_order_is_refused_in_every_form(raw_key: bytes) -> None:
    """Under one of order n, S = 0 and an R of small order hold for one message in n; OpenSSL alone accepts them."""
    assert not strong(raw_key)
    guesses = [(commitment + bytes(32), b"%d" % number) for commitment in SMALL_ORDER for number in range(16)]
    assert any(openssl_alone(raw_key, *guess) for guess in guesses)
    assert not any(any(answers(raw_key, *guess)) for guess in guesses)


def test_there_are_eight_points_of_small_order() -> None:
    points = {ed25519._decompressed(raw) for raw in SMALL_ORDER} - {None}
    assert len(points) == 8
    assert all(ed25519._of_small_order(point) for point in points if point)


@pytest.mark.parametrize("raw_key", NOT_CANONICAL, ids=bytes.hex)
def test_a_key_that_is_not_canonical_is_refused(raw_key: bytes) -> None:
    assert not strong(raw_key)
    assert answers(raw_key, IDENTITY + bytes(32), b"a line") == (False, False)


def test_a_commitment_that_is_not_canonical_is_refused() -> None:
    """R = O and S = h·a hold in the form with y = 1, and in no other; h is taken anew for every form."""
    seed, message = bytes(range(32)), b"a line"
    raw_key, _ = signed(seed, message)
    pruned = int.from_bytes(sha512(seed).digest()[:32], "little") & (1 << 254) - 8 | 1 << 254
    for commitment, expected in (
        (IDENTITY, True),
        (encoded(1, 1), False),
        (encoded(P + 1, 0), False),
        (encoded(P + 1, 1), False),
    ):
        hashed = int.from_bytes(sha512(commitment + raw_key + message).digest(), "little")
        signature = commitment + (hashed * pruned % L).to_bytes(32, "little")
        assert answers(raw_key, signature, message) == (expected, expected)


def test_about_half_of_all_encodings_are_no_points() -> None:
    off_the_curve = [y for y in range(2, 200) if ed25519._decompressed(encoded(y, 0)) is None]
    assert 60 < len(off_the_curve) < 140
    assert not any(strong(encoded(y, sign)) for y in off_the_curve for sign in (0, 1))


@given(seeds, messages, st.sampled_from(SMALL_ORDER))
def test_both_agree_about_points_outside_the_prime_order_group(seed: bytes, message: bytes, torsion: bytes) -> None:
    """Where equations with and without the cofactor differ: a key or a commitment plus a point of small order."""
    small = ed25519._decompressed(torsion)
    raw_key, signature = signed(seed, message)
    key, commitment = ed25519._decompressed(raw_key), ed25519._decompressed(signature[:32])
    if small is None or key is None or commitment is None:
        return
    mixed_key = ed25519._compressed(ed25519._added(key, ed25519._addend(small)))
    mixed_commitment = ed25519._compressed(ed25519._added(commitment, ed25519._addend(small)))
    hashed = int.from_bytes(sha512(signature[:32] + mixed_key + message).digest(), "little")
    secret = int.from_bytes(sha512(seed).digest()[:32], "little") & (1 << 254) - 8 | 1 << 254
    nonce = int.from_bytes(sha512(sha512(seed).digest()[32:] + message).digest(), "little")
    under_mixed_key = signature[:32] + ((nonce + hashed * secret) % L).to_bytes(32, "little")
    for pair in (
        answers(mixed_key, under_mixed_key, message),
        answers(raw_key, mixed_commitment + signature[32:], message),
    ):
        assert pair[0] == pair[1]
    assert answers(raw_key, mixed_commitment + signature[32:], message)[0] == (torsion == IDENTITY)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64), messages)
def test_where_the_key_is_strong_openssl_alone_equals(raw_key: bytes, signature: bytes, message: bytes) -> None:
    if strong(raw_key):
        assert openssl_alone(raw_key, signature, message) == verify(raw_key, signature, message, with_backend=PYTHON)


@given(st.integers(0, L - 1), st.integers(0, L - 1))
def test_the_sum_of_multiples_is_that_of_adding_one_after_the_other(first: int, second: int) -> None:
    """Against the definition: double and add, bit by bit."""
    raw_key, _ = signed(bytes(32), b"")
    base, key = ed25519._decompressed(ed25519._BASE), ed25519._decompressed(raw_key)
    assert base is not None
    assert key is not None
    total = ed25519._IDENTITY
    for scalar, point in ((first, base), (second, key)):
        doubled = point
        while scalar:
            if scalar & 1:
                total = ed25519._added(total, ed25519._addend(doubled))
            doubled, scalar = ed25519._doubled(doubled, times=1), scalar >> 1
    at_once = ed25519._sum_of_multiples(ed25519._rows(base), first, ed25519._rows(key), second)
    assert ed25519._compressed(at_once) == ed25519._compressed(total)


def test_many_signatures_by_one_key_prepare_it_once() -> None:
    raw_key, signature = signed(b"once" * 8, b"a line")
    verify(raw_key, signature, b"a line")
    before = ed25519._prepared.cache_info()
    assert all(verify(raw_key, signature, b"a line") for _ in range(50))
    after = ed25519._prepared.cache_info()
    assert (after.hits, after.misses) == (before.hits + 50, before.misses)


@pytest.fixture
def asked_anew() -> Iterator[None]:
    backend.cache_clear()
    yield
    backend.cache_clear()


@pytest.mark.usefixtures("asked_anew")
def test_the_package_is_used_where_it_is_there() -> None:
    assert backend() == CRYPTOGRAPHY


@pytest.mark.usefixtures("asked_anew")
def test_without_the_package_signatures_are_verified_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("cryptography"):
            raise ImportError(name)
        return imported(name, *rest)

    raw_key, signature = signed(b"bare" * 8, b"a line")
    monkeypatch.setattr(builtins, "__import__", without)
    assert backend() == PYTHON
    assert verify(raw_key, signature, b"a line")
    assert not verify(raw_key, signature, b"another line")


@pytest.mark.usefixtures("asked_anew")
@pytest.mark.parametrize("answer", [True, False])
def test_a_package_that_answers_a_known_question_wrongly_is_not_used(
    answer: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ed25519, "_in_openssl", lambda raw_key: lambda signature, message: answer)
    assert backend() == PYTHON


@given(st.binary(max_size=100))
def test_base64_is_read_in_its_one_form(content: bytes) -> None:
    assert decoded(b64encode(content).decode()) == content


@pytest.mark.parametrize(
    "text",
    ["QQ", "QQ=", "QQ===", "QR==", "QUF=", "QQ==\n", " QQ==", "Q Q==", "QQ==QQ==", "-_-_", "=", "QQ==x", "Q", "ＱＱ=="],
)
def test_base64_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what the library says of it differs by version
        decoded(text)
