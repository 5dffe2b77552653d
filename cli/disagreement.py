"""What is told of two that do not agree: a fund, an allotment, the books, the runs, the bank."""

from __future__ import annotations

from domain.money import yuan
from presentation.labels.vocabulary import label
from presentation.language import _


def disagreement_in_words(subject: str, between: str, what: str, first_fen: int, second_fen: int) -> str:
    """`between` and `what` are named by labels; amounts in fen."""
    values = {
        "between": label(between),
        "what": label(what),
        "first": yuan(first_fen),
        "second": yuan(second_fen),
        "subject": subject,
    }
    return _("%(subject)s: %(between)s do not agree on what is %(what)s: %(first)s and %(second)s yuan.") % values
