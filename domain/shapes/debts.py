"""Commands about demands that were brought in."""

from __future__ import annotations

from domain.base import Event
from domain.imports import debt_events as d
from domain.shapes.shape import Follower, Half, Shape, Where

_CHANGES = ("reduce-recovery", "cancel-recovery", "write-off-recovery", "refer-recovery")


def _happens(event: type[Event]) -> tuple[Follower, ...]:
    return (Follower(events=(event,), least=1),)


_CONFIRMED: dict[str, tuple[Follower, ...]] = {
    "import-recovery": (),
    "receive-recovery": (Follower(events=(d.DebtReceived,), least=1, where=Where(member="correction", filled=False)),),
    "correct-receipt": (
        *_happens(d.DebtReceiptCorrected),
        Follower(events=(d.DebtReceiptReversed,), least=1, most=None, after=(d.DebtReceiptCorrected,)),
        Follower(
            events=(d.DebtReceived,),
            most=None,
            after=(d.DebtReceiptReversed,),
            where=Where(member="correction"),
        ),
    ),
    "pay-out-recovery": _happens(d.DebtPaidOut),
    **dict.fromkeys(_CHANGES, _happens(d.DebtChanged)),
}
"""What follows from the yes of the second officer, by what was proposed."""

DEBTS: tuple[Shape, ...] = (
    Shape(leads=d.DebtsProposed, permission="import-recovery", half=Half.OPENS),
    Shape(leads=d.DebtServed, permission="serve-recovery"),
    Shape(leads=d.DebtReceiptProposed, permission="receive-recovery", half=Half.OPENS),
    Shape(leads=d.DebtReceiptCorrectionProposed, permission="correct-receipt", half=Half.OPENS),
    Shape(leads=d.DebtPayoutProposed, permission="pay-out-recovery", half=Half.OPENS),
    *(Shape(leads=d.DebtChangeProposed, permission=act, half=Half.OPENS) for act in _CHANGES),
    *(
        Shape(leads=d.DebtProposalConfirmed, permission=act, half=Half.CLOSES, followers=followers)
        for act, followers in _CONFIRMED.items()
    ),
    *(Shape(leads=d.DebtProposalDeclined, permission=act, half=Half.CLOSES) for act in _CONFIRMED),
)
