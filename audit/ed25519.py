"""Signatures of Ed25519 are verified here (RFC 8032, section 5.1): one rule, with a package or without one.

The rule, for whoever has to give the same answer:

1. A public key is 32 bytes. It is refused when its y is not below p or its x is 0 with the sign bit set (RFC 8032,
   5.1.3: not canonical), when it is not on the curve, and when it is of small order (8·A is the identity): under such
   a key one constant signature can be accepted for every message.
2. A signature is 64 bytes, R and S. S is below L (5.1.7, step 1: nobody makes a second signature from the first), and
   R is canonical as a key has to be.
3. R equals S·B - SHA-512(R, A, message)·A, encoded, byte for byte. That is the equation without the cofactor, which
   5.1.7 permits and OpenSSL computes: the one with the cofactor would accept what OpenSSL refuses.

`cryptography` (OpenSSL) computes the equation where it can be imported. By itself it would take keys that the first
point refuses, so what stands in front of the equation is decided here for both. `backend()` says who computes. Only
public values are read, so nothing here has to take the same time for all of them. Runs on Python 3.8, by itself.
ADR 0045.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import sha512
from typing import List, Tuple

KEY_SIZE = 32
SIGNATURE_SIZE = 64
PYTHON = "python"
CRYPTOGRAPHY = "cryptography"
KEYS_PREPARED_MAX = 256
"""How many keys are kept ready to verify with; in Python one takes some 45 kB."""

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)
_SIGN = 1 << 255
_BASE = bytes([0x58]) + bytes([0x66]) * 31
"""The base point B, encoded: y = 4/5 (RFC 8032, 5.1)."""

_KNOWN_KEY = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
_KNOWN_SIGNATURE = bytes.fromhex(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
    "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)
"""RFC 8032, 7.1, TEST 1, whose message is empty: what a package has to answer rightly before it is trusted."""

_Point = Tuple[int, int, int, int]
"""(X, Y, Z, T) in extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z (RFC 8032, 5.1.4)."""
_Addend = Tuple[int, int, int, int]
"""A point made ready to be added: Y-X, Y+X, 2Z, 2dT."""
_Rows = List[List[_Addend]]

_IDENTITY: _Point = (0, 1, 1, 0)


def strong(raw: bytes) -> bool:
    """Whether this is a key that may be enrolled: canonical, on the curve, not of small order."""
    point = _decompressed(raw)
    return point is not None and not _of_small_order(point)


def verify(raw_key: bytes, signature: bytes, message: bytes, *, with_backend: str | None = None) -> bool:
    """Whether the signature of this message holds, and under a key that is strong.

    `with_backend` is one of the two by name, for whoever compares them.
    """
    if len(signature) != SIGNATURE_SIZE or not _canonical(signature[:32]):
        return False
    if int.from_bytes(signature[32:], "little") >= _L:
        return False
    equation_holds = _prepared(raw_key, with_backend or backend())
    return equation_holds is not None and equation_holds(signature, message)


def decoded(text: str) -> bytes:
    """The bytes of standard base64 (RFC 4648, section 4) in its one canonical form; raises ValueError otherwise.

    White space, missing padding, another alphabet and stray bits (RFC 4648, 3.5) would give one value several texts.
    """
    content = b64decode(text, validate=True)
    if b64encode(content).decode("ascii") != text:
        raise ValueError("base64, but not in its canonical form")
    return content


@lru_cache(maxsize=1)
def backend() -> str:
    """Who computes: `cryptography` where it can be imported and answers a known question rightly, else `python`."""
    try:
        equation_holds = _in_openssl(_KNOWN_KEY)
        right = equation_holds(_KNOWN_SIGNATURE, b"") and not equation_holds(_KNOWN_SIGNATURE, b"another message")
    except Exception:  # not there, half installed, or built without Ed25519: all of them are answered in Python
        return PYTHON
    return CRYPTOGRAPHY if right else PYTHON


@lru_cache(maxsize=KEYS_PREPARED_MAX)
def _prepared(raw_key: bytes, computed_by: str) -> Callable[[bytes, bytes], bool] | None:
    """The third point of the rule as a function of signature and message; None when the key is refused."""
    point = _decompressed(raw_key)
    if point is None or _of_small_order(point):
        return None
    return _in_openssl(raw_key) if computed_by == CRYPTOGRAPHY else _in_python(raw_key, point)


def _in_openssl(raw_key: bytes) -> Callable[[bytes, bytes], bool]:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    public_key = Ed25519PublicKey.from_public_bytes(raw_key)

    def equation_holds(signature: bytes, message: bytes) -> bool:
        try:
            public_key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    return equation_holds


def _in_python(raw_key: bytes, point: _Point) -> Callable[[bytes, bytes], bool]:
    base_rows, key_rows = _rows_of_base(), _rows(_negative(point))

    def equation_holds(signature: bytes, message: bytes) -> bool:
        digest = sha512(signature[:32] + raw_key + message).digest()
        hashed = int.from_bytes(digest, "little") % _L
        wanted = _sum_of_multiples(base_rows, int.from_bytes(signature[32:], "little"), key_rows, hashed)
        return _compressed(wanted) == signature[:32]

    return equation_holds


# A scalar is 64 digits of four bits. Row j of a point P holds 0 … 15 times 2^(32j)·P, so that the digits 8j + i of both
# scalars, for one i, are a sum of entries; four doublings lie between one i and the next. That is 128 additions and 32
# doublings a signature, and as many and 224 once a key.


@lru_cache(maxsize=1)
def _rows_of_base() -> _Rows:
    base = _decompressed(_BASE)
    assert base is not None
    return _rows(base)


def _rows(point: _Point) -> _Rows:
    rows = []
    for _ in range(8):
        multiple, once, row = _IDENTITY, _addend(point), []
        for _ in range(16):
            row.append(_addend(multiple))
            multiple = _added(multiple, once)
        rows.append(row)
        point = _doubled(multiple, times=28)
    return rows


def _sum_of_multiples(first: _Rows, first_scalar: int, second: _Rows, second_scalar: int) -> _Point:
    total = _IDENTITY
    for digit in reversed(range(8)):
        total = _doubled(total, times=4)
        for rows, scalar in ((first, first_scalar), (second, second_scalar)):
            for addend in _entries(rows, scalar >> (4 * digit)):
                total = _added(total, addend)
    return total


def _entries(rows: _Rows, shifted: int) -> Iterator[_Addend]:
    for row in rows:
        yield row[shifted & 15]
        shifted >>= 32


def _added(point: _Point, addend: _Addend) -> _Point:
    """RFC 8032, 5.1.4, the first list of formulas: complete, so that no pair of points is an exception."""
    x, y, z, t = point
    minus, plus, twice_z, twice_dt = addend
    a, b = (y - x) * minus % _P, (y + x) * plus % _P
    c, d = t * twice_dt % _P, z * twice_z % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _doubled(point: _Point, times: int) -> _Point:
    """RFC 8032, 5.1.4, the second list of formulas, several times."""
    x, y, z, t = point
    for _ in range(times):
        a, b = x * x % _P, y * y % _P
        h, g = a + b, a - b
        e, f = h - (x + y) * (x + y) % _P, 2 * z * z % _P + g
        x, y, z, t = e * f % _P, g * h % _P, f * g % _P, e * h % _P
    return x, y, z, t


def _addend(point: _Point) -> _Addend:
    x, y, z, t = point
    return (y - x) % _P, (y + x) % _P, 2 * z % _P, 2 * _D * t % _P


def _negative(point: _Point) -> _Point:
    x, y, z, t = point
    return -x % _P, y, z, -t % _P


def _of_small_order(point: _Point) -> bool:
    x, y, z, _ = _doubled(point, times=3)
    return x == 0 and y == z


def _canonical(raw: bytes) -> bool:
    """Whether 32 bytes are the one encoding of what they encode: y < p, and no sign where x is 0, that is y = ±1."""
    encoded = int.from_bytes(raw, "little")
    y = encoded & ~_SIGN
    return y < _P and not (encoded & _SIGN and y in (1, _P - 1))


def _decompressed(raw: bytes) -> _Point | None:
    """RFC 8032, 5.1.3; None when it is not canonical or not on the curve."""
    if len(raw) != KEY_SIZE or not _canonical(raw):
        return None
    encoded = int.from_bytes(raw, "little")
    y = encoded & ~_SIGN
    u, v = (y * y - 1) % _P, (_D * y * y + 1) % _P
    x = u * v**3 * pow(u * v**7, (_P - 5) // 8, _P) % _P
    if (v * x * x - u) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (v * x * x - u) % _P:
        return None
    if x & 1 != encoded >> 255:
        x = -x % _P
    return x, y, 1, x * y % _P


def _compressed(point: _Point) -> bytes:
    """RFC 8032, 5.1.2."""
    x, y, z, _ = point
    inverse = pow(z, -1, _P)
    return (y * inverse % _P | (x * inverse % _P & 1) << 255).to_bytes(32, "little")
