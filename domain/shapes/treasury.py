"""Commands that move money: they touch cases and funds beside the stream that they begin in."""

from __future__ import annotations

from domain.application import events as f
from domain.base import Event, replace
from domain.shapes.application import CREDITED, OVERPAID_LESS, once, settled_after
from domain.shapes.shape import Follower, Half, Shape, Stands
from domain.treasury import batch as b
from domain.treasury import fund


def _apart(*events: type[Event], least: int = 0, beside: type[Event] | None = None) -> Follower:
    return Follower(events=events, least=least, most=None, stands=Stands.APART, beside=beside)


def _settled_apart(*after: type[Event], most: int | None = None, beside: type[Event] | None = None) -> Follower:
    return replace(settled_after(*after), stands=Stands.APART, most=most, beside=beside)


_ORDERED = Shape(
    leads=b.BatchOrdered,
    permission="order-payment",
    half=Half.OPENS,
    # What is owed back comes out of a clearing account, so that no fund may be drawn on.
    followers=(_apart(f.PaymentOrdered, least=1), _apart(fund.FundDrawn)),
)

# A revision may have left nothing to be ordered again.
_CANCELLED = (
    _apart(f.PaymentCancelled, least=1),
    _settled_apart(f.PaymentCancelled),
    _apart(fund.FundDrawCancelled),
)
_RELEASED = _apart(f.PaymentReleased, least=1)


def _closes(leads: type[Event], *followers: Follower) -> Shape:
    return Shape(leads=leads, permission="order-payment", half=Half.CLOSES, followers=followers)


_SECOND_LOOKS = (
    _closes(b.BatchReleased, _RELEASED),
    _closes(b.BatchItemsDropped, Follower(events=(b.BatchReleased,), least=1), _RELEASED, *_CANCELLED),
    _closes(b.BatchCancelled, *_CANCELLED),
)

# The bank's reply. What was credited as ordered is recorded at once. Whatever differs waits for another officer: of
# several cases that were credited, failed and returned, the run has an event for each of the three that it has.


def _paid(beside: type[Event] | None = None) -> Follower:
    paid = _apart(f.ApplicationPartiallyPaid, f.ApplicationSettled, least=1, beside=beside)
    return replace(paid, where=CREDITED)


_RETURN_LESS = Follower(
    events=(f.RecoveryReduced,),
    most=None,
    stands=Stands.OTHER,
    after=(f.PaymentReturned,),
    where=OVERPAID_LESS,
    beside=b.BatchReturned,
)
"""A case may have money returned more than once in a reply, and each time a demand may give way."""

_REPLIES = (
    Shape(leads=b.BatchCredited, permission="record-credits", followers=(_paid(),)),
    Shape(leads=b.BatchReplyProposed, permission="differing-reply", half=Half.OPENS),
    Shape(
        leads=b.BatchReplyConfirmed,
        permission="differing-reply",
        half=Half.CLOSES,
        followers=(
            Follower(events=(b.BatchCredited,)),
            Follower(events=(b.BatchFailed,)),
            Follower(events=(b.BatchReturned,)),
            _paid(beside=b.BatchCredited),
            _apart(f.PaymentFailed, least=1, beside=b.BatchFailed),
            _settled_apart(f.PaymentFailed, beside=b.BatchFailed),
            # Less may be credited than was ordered.
            _apart(fund.FundDrawCancelled),
            Follower(events=(f.PaymentReturned,), least=1, most=None, stands=Stands.OTHER, beside=b.BatchReturned),
            _RETURN_LESS,
            replace(_apart(f.ApplicationReopened, beside=b.BatchReturned), after=(f.PaymentReturned,)),
            _apart(fund.FundRestored, beside=b.BatchReturned),
        ),
    ),
    Shape(leads=b.BatchReplyDeclined, permission="differing-reply", half=Half.CLOSES),
)

_RECOVERIES = (
    # What goes beyond the demand is owed back to the payee.
    Shape(
        leads=f.ProposalConfirmed,
        permission="receive-recovery",
        half=Half.CLOSES,
        followers=(
            once(f.RecoveryReceived),
            Follower(events=(f.ApplicationReopened,), after=(f.RecoveryReceived,)),
            _apart(fund.FundRestored),
        ),
    ),
    # The leading case is the one that is owed; another of the same payee is paid.
    Shape(
        leads=f.RecoveryOffset,
        permission="offset-recovery",
        followers=(
            Follower(events=(f.PaidByOffset,), least=1, stands=Stands.APART),
            _settled_apart(f.PaidByOffset, most=1),
            # What is owed back there comes out of a clearing account.
            _apart(fund.FundDrawn),
            _apart(fund.FundRestored),
        ),
    ),
    Shape(
        leads=f.RecoveryOffsetWithin,
        permission="offset-recovery",
        followers=(settled_after(f.RecoveryOffsetWithin), _apart(fund.FundRestored)),
    ),
)

MONEY: tuple[Shape, ...] = (
    _ORDERED,
    *_SECOND_LOOKS,
    Shape(leads=b.BatchExported, permission="export-payment"),
    *_REPLIES,
    *_RECOVERIES,
)
