"""Which public keys may be enrolled: of a scheme that is spoken here, in one form only, and not weak.

The domain imports no cryptography. What has to be decided about a point of edwards25519 (RFC 8032, 5.1) follows from
its y alone and takes a few lines of integers; `audit.ed25519.strong`, which every verifier asks, answers the same.
ADR 0045.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from enum import StrEnum

from domain.base import Struct
from domain.errors import NotAllowed

_KEY_SIZE = 32
_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P


class Scheme(StrEnum):
    """How a key signs. It belongs to the key and not to a signature, so that nobody can choose a weaker one."""

    ED25519 = "ed25519-v1"
    """RFC 8032, verified without the cofactor."""


class MadeBy(StrEnum):
    """Who made the pair of keys: whoever did has held the secret one."""

    OFFICER = "officer"
    OFFICE = "office"


class PublicKey(Struct):
    """A public key as it is enrolled."""

    scheme: str
    public_key: str
    """Raw, base64."""
    made_by: MadeBy
    proof: str | None
    """Of a key that its officer made: its own signature (base64) over who asks for it in which log
    (`audit.key_requests`), so that nobody has a key enrolled that somebody else holds. None for a key of the office.
    """


def fitting(key: PublicKey) -> None:
    """Raise `NotAllowed` unless the key may be enrolled.

    `key-scheme`: of another scheme; `key-form`: not 32 bytes in canonical base64; `key-weak`: not canonical, not on the
    curve, or of small order; `key-unproved`: its officer made it, and it does not say so itself.
    """
    if key.scheme not in tuple(Scheme):
        raise NotAllowed("key-scheme", scheme=key.scheme, schemes=", ".join(Scheme))
    raw = _raw(key.public_key)
    if not _strong(raw):
        raise NotAllowed("key-weak", public_key=key.public_key)
    if (key.proof is None) != (key.made_by is MadeBy.OFFICE):
        raise NotAllowed("key-unproved", officer=key.public_key)


def _raw(text: str) -> bytes:
    """The bytes of standard base64 in its one canonical form (RFC 4648, 3.5)."""
    try:
        raw = b64decode(text, validate=True)
    except ValueError:
        raise NotAllowed("key-form", public_key=text) from None
    if len(raw) != _KEY_SIZE or b64encode(raw).decode("ascii") != text:
        raise NotAllowed("key-form", public_key=text)
    return raw


def _strong(raw: bytes) -> bool:
    """Whether the point is in canonical form, on the curve, and not of small order: 8 times it is not the identity.

    On the curve: x² = u/v has a root, that is (Euler) (u·v)^((p-1)/2) is not -1. Of order 1 and 2 are the points with
    y = ±1, which alone have x = 0, so that no form with a needless sign passes (RFC 8032, 5.1.3); of order 4 those with
    y = 0; of order 8 those whose double has y = 0, that is x² + y² = 0, which with the equation of the curve is
    d·y⁴ + 2·y² = 1.
    """
    y = int.from_bytes(raw, "little") & ~(1 << 255)
    squared = y * y % _P
    u, v = squared - 1, _D * squared + 1
    on_the_curve = pow(u * v, (_P - 1) // 2, _P) != _P - 1
    small_order = y * u * (_D * squared * squared + 2 * squared - 1) % _P == 0
    return y < _P and on_the_curve and not small_order
