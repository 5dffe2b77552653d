"""What is told of clearing accounts beside funds, and of what does not agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.money import yuan
from presentation.labels.vocabulary import label
from presentation.language import _

if TYPE_CHECKING:
    from usecases.queries.reconciliation import Disagreement


def on_clearing_in_words(clearing_fen: int, bank_error_fen: int) -> str:
    return _("On clearing: %(clearing)s yuan; on bank-error: %(bank_error)s yuan.") % {
        "clearing": yuan(clearing_fen),
        "bank_error": yuan(bank_error_fen),
    }


def disagreement_in_words(one: Disagreement) -> str:
    values = {
        "between": label(one.between),
        "what": label(one.what),
        "first": yuan(one.first_fen),
        "second": yuan(one.second_fen),
        "subject": f"{one.batch} {one.application}" if one.batch else one.fund,
    }
    return _("%(subject)s: %(between)s do not agree on what is %(what)s: %(first)s and %(second)s yuan.") % values
