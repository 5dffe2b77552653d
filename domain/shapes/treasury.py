"""Commands that move money: they touch cases and funds beside the stream that they begin in."""

from __future__ import annotations

from domain.application import events as f
from domain.base import Event, replace
from domain.shapes.application import CREDITED, OVERPAID_LESS, UNCREDITED, once, settled_after
from domain.shapes.shape import Follower, Half, Shape, Stands, Where
from domain.treasury import batch_events as b
from domain.treasury import fund
from domain.treasury.fund_events import FundPassedIn, FundPassedOn


def _apart(*events: type[Event], least: int = 0, beside: type[Event] | None = None) -> Follower:
    return Follower(events=events, least=least, most=None, stands=Stands.APART, beside=beside)


def _settled_apart(*after: type[Event], most: int | None = None, beside: type[Event] | None = None) -> Follower:
    return replace(settled_after(*after), stands=Stands.APART, most=most, beside=beside)


def _of_items(*events: type[Event]) -> Follower:
    """Of a case as many as it has items in the run."""
    return Follower(events=events, least=1, most=None, stands=Stands.OTHER)


_ORDERED = Shape(
    leads=b.BatchOrdered,
    permission="order-payment",
    half=Half.OPENS,
    # Through the treasury a case is paid in an item for each fund. What is owed back comes out of a clearing account,
    # so that no fund may be drawn on.
    followers=(_of_items(f.PaymentOrdered), _apart(fund.FundDrawn)),
)

# One fund may get several sums back by one command, each as of its own day; of one that was carried over they pass on.


def _back(moved: type[Event]) -> Follower:
    return Follower(events=(moved,), most=None, stands=Stands.OTHER)


_PASSED_ON = Follower(events=(FundPassedOn, FundPassedIn), most=None, stands=Stands.OTHER)


# A revision may have left nothing to be ordered again.
def _cancelled(*settles: type[Event]) -> tuple[Follower, ...]:
    return (
        _of_items(f.PaymentCancelled),
        _settled_apart(f.PaymentCancelled, *settles),
        _back(fund.FundDrawCancelled),
        _PASSED_ON,
    )


_CANCELLED = _cancelled()
# None, where the bank had credited every item before, and two people said that it is this payment.
_RELEASED = replace(_of_items(f.PaymentReleased), least=0)


def _closes(leads: type[Event], *followers: Follower) -> Shape:
    return Shape(leads=leads, permission="order-payment", half=Half.CLOSES, followers=followers)


# Several demands of one case may be netted.
_NETTED = (
    replace(_back(f.RecoveryOffsetWithin), where=Where(member="proposal", filled=False)),
    _back(fund.FundRestored),
)

_SECOND_LOOKS = (
    _closes(b.BatchReleased, _RELEASED, *_NETTED, _settled_apart(f.RecoveryOffsetWithin), _PASSED_ON),
    # Of a run that is released and has not gone out, some may be left out later: nobody's proposal is closed by that.
    Shape(leads=b.BatchItemsLeftOut, permission="export-payment", followers=_CANCELLED),
    _closes(
        b.BatchItemsDropped,
        Follower(events=(b.BatchReleased,)),
        _RELEASED,
        *_cancelled(f.RecoveryOffsetWithin),
        *_NETTED,
    ),
    _closes(b.BatchCancelled, *_CANCELLED),
)

# The bank's reply. What was credited as ordered is recorded at once. Whatever differs waits for another officer, and so
# does what was recorded wrongly, or has to be assigned: it may move several cases, each of them back and forth.


def _moves(*events: type[Event], after: tuple[type[Event], ...] = (), where: Where | None = None) -> Follower:
    return Follower(events=events, most=None, stands=Stands.OTHER, after=after, where=where)


_BANK_DOES = (
    _moves(f.PaymentReinstated, f.PaymentFailed, f.PaymentReturned, f.PaymentInDoubt, f.PaymentOvertaken),
    _moves(f.ApplicationPartiallyPaid, f.ApplicationSettled, where=CREDITED),
    _moves(
        f.ApplicationSettled,
        after=(f.PaymentFailed, f.PaymentOvertaken, f.PaymentInDoubt, f.PaymentReversed, f.ReturnReversed),
        where=UNCREDITED,
    ),
    _moves(f.ApplicationReopened, after=(f.PaymentReturned, f.PaymentReversed, f.PaymentReinstated)),
    _moves(f.RecoveryReduced, after=(f.PaymentReturned, f.PaymentReversed), where=OVERPAID_LESS),
    _moves(fund.FundDrawn, fund.FundDrawCancelled, fund.FundRestored, FundPassedOn, FundPassedIn),
    _moves(b.BatchItemsOvertaken),
)
_INSTEAD = _moves(f.PaymentAssigned, after=(f.PaymentOvertaken,))
_PUT_RIGHT = (_moves(f.PaymentReversed, f.ReturnReversed, f.PaymentRedated), *_BANK_DOES, _INSTEAD)


def _confirmed(permission: str, *followers: Follower) -> Shape:
    return Shape(leads=b.BatchProposalConfirmed, permission=permission, half=Half.CLOSES, followers=followers)


def _declined(permission: str) -> Shape:
    return Shape(leads=b.BatchProposalDeclined, permission=permission, half=Half.CLOSES)


_REPLIES = (
    Shape(
        leads=b.BatchAnswered,
        permission="record-credits",
        followers=(
            replace(_of_items(f.ApplicationPartiallyPaid, f.ApplicationSettled), where=CREDITED),
            _moves(f.PaymentInDoubt),
        ),
    ),
    Shape(leads=b.BatchReplyProposed, permission="differing-reply", half=Half.OPENS),
    _confirmed("differing-reply", once(b.BatchAnswered), *_BANK_DOES, _INSTEAD),
    _declined("differing-reply"),
    Shape(leads=b.BatchCorrectionProposed, permission="correct-reply", half=Half.OPENS),
    _confirmed("correct-reply", once(b.BatchCorrected), *_PUT_RIGHT),
    _declined("correct-reply"),
    Shape(leads=b.BatchAssignmentProposed, permission="assign-clearing", half=Half.OPENS),
    _confirmed("assign-clearing", once(b.BatchAssigned), _moves(f.PaymentAssigned), *_BANK_DOES),
    _declined("assign-clearing"),
)

_FIRST, _ANEW = Where(member="correction", filled=False), Where(member="correction")
"""A receipt as it is confirmed, and as it is recorded anew behind a correction."""


def _several(*events: type[Event], after: tuple[type[Event], ...], where: Where | None = None) -> Follower:
    return Follower(events=events, most=None, after=after, where=where)


_RECOVERIES = (
    # What goes beyond the demand is overpaid besides, also where another demand asks for it, or owed back to the payee.
    Shape(
        leads=f.ProposalConfirmed,
        permission="receive-recovery",
        half=Half.CLOSES,
        followers=(
            once(f.RecoveryReceived, where=_FIRST),
            Follower(events=(f.RecoveryReduced,), most=None, after=(f.RecoveryReceived,), where=OVERPAID_LESS),
            Follower(events=(f.ApplicationReopened,), after=(f.RecoveryReceived,)),
            _back(fund.FundRestored),
            _PASSED_ON,
        ),
    ),
    # What came of the receipt, and of those after it, is undone, and what is right of them recorded anew.
    Shape(
        leads=f.ProposalConfirmed,
        permission="correct-receipt",
        half=Half.CLOSES,
        followers=(
            once(f.ReceiptCorrected),
            Follower(events=(f.ReceiptReversed,), least=1, most=None, after=(f.ReceiptCorrected,)),
            _several(f.RecoveryReceived, after=(f.ReceiptReversed,), where=_ANEW),
            _several(f.RecoveryReduced, after=(f.ReceiptReversed,), where=OVERPAID_LESS),
            _several(f.ApplicationSettled, after=(f.ReceiptReversed,), where=UNCREDITED),
            _several(f.ApplicationReopened, after=(f.ReceiptReversed,)),
            _back(fund.FundDrawn),
            _back(fund.FundRestored),
            _PASSED_ON,
        ),
    ),
    # The leading case is the one that is owed; another of the same payee is paid, or itself where it is owed back.
    Shape(
        leads=f.ProposalConfirmed,
        permission="offset-recovery",
        half=Half.CLOSES,
        followers=(
            once(f.RecoveryOffset, f.RecoveryOffsetWithin, where=Where(member="proposal")),
            settled_after(f.RecoveryOffsetWithin),
            Follower(events=(f.PaidByOffset,), least=1, stands=Stands.APART, beside=f.RecoveryOffset),
            _settled_apart(f.PaidByOffset, most=1, beside=f.RecoveryOffset),
            # What is owed back there comes out of a clearing account.
            _apart(fund.FundDrawn, beside=f.RecoveryOffset),
            _back(fund.FundRestored),
            _PASSED_ON,
        ),
    ),
)

MONEY: tuple[Shape, ...] = (
    _ORDERED,
    *_SECOND_LOOKS,
    Shape(leads=b.BatchExported, permission="export-payment"),
    Shape(leads=b.BatchDocumentAttached, permission="attach-to-run"),
    *_REPLIES,
    *_RECOVERIES,
)
