"""What is proposed about allotments, in sentences: what the second person is shown before they confirm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.office.allotment_proposals import (
    Achievement,
    AllotmentEvaluationProposed,
    AllotmentProposed,
    AllotmentReclaimProposed,
    AllotmentReleaseProposed,
    AllotmentSettlementProposed,
    AnyAllotmentProposal,
    Target,
)
from presentation.language import _
from presentation.words.amounts import amount_in_words


def about_allotment(officer: str, proposed: AnyAllotmentProposal) -> Iterator[str]:
    """Amounts in figures and in capitals."""
    match proposed:
        case AllotmentProposed(receiver=receiver, year=year):
            sentence = _("%(officer)s: allot %(amount)s of %(year)s to %(receiver)s, by %(document)s, for %(schemes)s")
            yield sentence % {
                "officer": officer,
                "amount": amount_in_words(sum(part.amount_fen for part in proposed.parts)),
                "year": year,
                "receiver": receiver,
                "document": proposed.document,
                "schemes": ", ".join(proposed.schemes),
            }
            for part in proposed.parts:
                values = {"fund": part.fund, "amount": amount_in_words(part.amount_fen)}
                yield _("Out of the fund %(fund)s: %(amount)s") % values
            yield from targets_in_words(proposed.targets)
        case AllotmentEvaluationProposed(allotment=number, achievements=achievements, document=document):
            sentence = _("%(officer)s: evaluate the allotment %(allotment)s, by %(document)s: %(achieved)s")
            achieved = achieved_in_words(achievements)
            yield sentence % {"officer": officer, "allotment": number, "document": document, "achieved": achieved}
        case AllotmentReleaseProposed():
            sentence = _("%(officer)s: release %(amount)s of what is reserved for %(allotment)s, by %(document)s")
            yield sentence % _values(officer, proposed)
        case AllotmentSettlementProposed():
            sentence = _("%(officer)s: settle the allotment %(allotment)s with %(amount)s more, by %(document)s")
            yield sentence % _values(officer, proposed)
        case AllotmentReclaimProposed():
            sentence = _("%(officer)s: reclaim %(amount)s of the allotment %(allotment)s, by %(document)s")
            yield sentence % _values(officer, proposed)


def _values(
    officer: str, proposed: AllotmentReleaseProposed | AllotmentSettlementProposed | AllotmentReclaimProposed
) -> dict[str, str]:
    return {
        "officer": officer,
        "allotment": proposed.allotment,
        "amount": amount_in_words(proposed.amount_fen),
        "document": proposed.document,
    }


def targets_in_words(targets: Iterable[Target]) -> Iterator[str]:
    for number, target in enumerate(targets, 1):
        yield _("Target %(number)s (weight %(weight)s): %(what)s, %(quantity)s %(unit)s by %(due_on)s") % {
            "number": number,
            "weight": target.weight,
            "what": target.what,
            "quantity": target.quantity,
            "unit": target.unit,
            "due_on": target.due_on,
        }


def achieved_in_words(achievements: Iterable[Achievement]) -> str:
    achieved = _("target %(target)s: %(quantity)s")
    return _(", ").join(achieved % {"target": one.target, "quantity": one.quantity} for one in achievements)
