"""追回: `receive`, money that came back, and `offset`, money that is kept back from another case of the payee."""

from __future__ import annotations

from collections.abc import Iterable

from domain.application.values import Restored
from domain.money import yuan
from presentation.language import _
from usecases.dossiers.demand_sheet import restored


def goes_back(payments: Iterable[Restored]) -> Iterable[str]:
    for row in restored(payments):
        yield _("Of payment %(batch)s: %(computation)s = %(amount)s yuan, back to %(funds)s") % {
            **row,
            "amount": yuan(row["amount_fen"]),
        }
