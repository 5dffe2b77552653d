"""Encodings of points that a rule about keys has to tell apart: every one of small order, in every form, and others."""

from __future__ import annotations

from itertools import product

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def encoded(y: int, sign: int) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


def square_root(square: int) -> int | None:
    """Of p = 5 (mod 8); None when there is none."""
    root = pow(square, (P + 3) // 8, P)
    for candidate in (root, root * ROOT_OF_MINUS_ONE % P):
        if candidate * candidate % P == square % P:
            return candidate
    return None


def order_eight() -> int:
    """A y of the points of order 8: the double has y = 0, so x² = -y², and with the curve d·y⁴ + 2·y² = 1."""
    root = square_root(1 + D)
    assert root is not None
    for numerator in (root - 1, -root - 1):
        y = square_root(numerator * pow(D, -1, P))
        if y is not None:
            return y
    raise AssertionError("there are points of order 8")


SMALL_ORDER = [
    encoded(y, sign) for y, sign in product((0, 1, P - 1, order_eight(), P - order_eight(), P, P + 1), (0, 1))
]
"""The eight points, and those of their forms that are not canonical: y + p, or a sign where x is 0."""

IDENTITY = encoded(1, 0)
NOT_CANONICAL = [encoded(y, sign) for y, sign in product(range(P, 2**255), (0, 1))]
"""Every y that is not below p: nineteen of them, whether on the curve or not."""
