"""Amounts as money documents have them."""

from __future__ import annotations

from domain.money import yuan
from presentation.language import _


def amount_in_words(amount_fen: int) -> str:
    """An amount in figures and in RMB capitals, which nobody alters with a pen."""
    return _("%(figures)s yuan (RMB %(capitals)s)") % {"figures": yuan(amount_fen), "capitals": in_capitals(amount_fen)}


def in_capitals(amount_fen: int) -> str:
    """An amount in RMB capitals, 负 before one below zero: 叁仟元整."""
    from cn2an import an2cn

    amount, sign = abs(amount_fen), "负" if amount_fen < 0 else ""
    return sign + str(an2cn(f"{amount // 100}.{amount % 100:02d}", "rmb"))
