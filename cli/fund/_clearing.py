"""What is told of clearing accounts beside funds."""

from __future__ import annotations

from domain.money import yuan
from presentation.language import _


def on_clearing_in_words(clearing_fen: int, bank_error_fen: int) -> str:
    return _("On clearing: %(clearing)s yuan; on bank-error: %(bank_error)s yuan.") % {
        "clearing": yuan(clearing_fen),
        "bank_error": yuan(bank_error_fen),
    }
