"""Amounts as money documents have them."""

from __future__ import annotations

from domain.money import yuan
from presentation.language import _


def amount_in_words(amount_fen: int) -> str:
    """An amount in figures and in RMB capitals, which nobody alters with a pen."""
    from cn2an import an2cn

    capitals = an2cn(f"{amount_fen // 100}.{amount_fen % 100:02d}", "rmb")
    return _("%(figures)s yuan (RMB %(capitals)s)") % {"figures": yuan(amount_fen), "capitals": capitals}
