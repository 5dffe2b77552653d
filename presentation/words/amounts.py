"""Amounts and shares as money documents have them."""

from __future__ import annotations

from fractions import Fraction

from domain.money import half_up, yuan
from presentation.language import _


def amount_in_words(amount_fen: int) -> str:
    """An amount in figures and in RMB capitals, which nobody alters with a pen."""
    return _("%(figures)s yuan (RMB %(capitals)s)") % {"figures": yuan(amount_fen), "capitals": in_capitals(amount_fen)}


def in_capitals(amount_fen: int) -> str:
    """An amount in RMB capitals, 负 before one below zero: 叁仟元整."""
    from cn2an import an2cn

    amount, sign = abs(amount_fen), "负" if amount_fen < 0 else ""
    return sign + str(an2cn(f"{amount // 100}.{amount % 100:02d}", "rmb"))


def in_percent(share: Fraction) -> str:
    """A share as people read it, such as `66.67%`: rounded half up to hundredths of a per cent, and paid by nowhere."""
    return f"{in_hundredths(share * 100)}%"


def in_hundredths(value: Fraction) -> str:
    """A value that is not below zero with two places, rounded half up: `66.67`."""
    hundredths = half_up(value.numerator * 100, value.denominator)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
