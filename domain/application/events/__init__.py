"""Everything that can happen to an application. A recorded event is never edited, and its stored name never reused."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard, get_args

from domain.application.events.decision import *
from domain.application.events.decision import DecisionEvent
from domain.application.events.disputes import *
from domain.application.events.disputes import DisputeEvent
from domain.application.events.milestones import *
from domain.application.events.milestones import MilestoneEvent
from domain.application.events.payout import *
from domain.application.events.payout import PaymentEvent
from domain.application.events.receipt import *
from domain.application.events.receipt import ReceiptEvent
from domain.application.events.recovery import *
from domain.application.events.recovery import RecoveryEvent
from domain.base import Event

if TYPE_CHECKING:
    from typing_extensions import TypeIs

PayoutEvent = MilestoneEvent | PaymentEvent
CaseEvent = ReceiptEvent | DecisionEvent | PayoutEvent | DisputeEvent | RecoveryEvent

_CASE = frozenset(get_args(CaseEvent))
_PAYOUT = frozenset(get_args(PayoutEvent))
_DECISION = frozenset(get_args(DecisionEvent))
_RECEIPT = frozenset(get_args(ReceiptEvent))
_RECOVERY = frozenset(get_args(RecoveryEvent))
_DISPUTE = frozenset(get_args(DisputeEvent))


def is_case_event(event: Event) -> TypeGuard[CaseEvent]:
    """What a stream holds is of any kind to a type checker; this and the following tell it apart in one look-up."""
    return type(event) in _CASE


def is_payout_event(event: CaseEvent) -> TypeIs[PayoutEvent]:
    return type(event) in _PAYOUT


def is_decision_event(event: CaseEvent) -> TypeIs[DecisionEvent]:
    return type(event) in _DECISION


def is_receipt_event(event: CaseEvent) -> TypeIs[ReceiptEvent]:
    return type(event) in _RECEIPT


def is_recovery_event(event: CaseEvent) -> TypeIs[RecoveryEvent]:
    return type(event) in _RECOVERY


def is_dispute_event(event: CaseEvent) -> TypeIs[DisputeEvent]:
    return type(event) in _DISPUTE
