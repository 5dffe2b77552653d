"""追回: what an officer can ask about money that is to come back, from the notice of it to its end."""

from __future__ import annotations

from datetime import date

from domain.application.addressed import ForApplication
from domain.application.values import PlannedPart, Sealed


class NotifyRecovery(ForApplication):
    """`amount_fen` None is all that was overpaid, and is neither demanded yet nor told of by another notice."""

    ground: str
    basis: str
    days: int
    reason: Sealed
    amount_fen: int | None = None


class DemandRecovery(ForApplication):
    """Goes on from the notice `recovery`, on its ground and basis. Only on the ground `bank-error` there is none, and
    `ground` and `basis` are stated.

    `amount_fen` None demands all of which notice was given, without a notice all that was overpaid, as far as that is
    not demanded yet.
    """

    reason: Sealed
    recovery: str | None = None
    ground: str | None = None
    basis: str | None = None
    amount_fen: int | None = None


class ForRecovery(ForApplication):
    """A command to one demand, by its id in the case, such as `r1`."""

    recovery: str


class HearRecovery(ForRecovery):
    """What the payee said to the notice; without day and summary, that nothing came within the term."""

    received_on: date | None = None
    summary: Sealed | None = None


class RemindRecovery(ForRecovery):
    pass


class ServeRecovery(ForRecovery):
    served_on: date
    due_on: date


class ObjectToRecovery(ForRecovery):
    received_on: date
    grounds: Sealed


class PlanRecovery(ForRecovery):
    parts: tuple[PlannedPart, ...]


class ReduceRecovery(ForRecovery):
    amount_fen: int
    reason: Sealed


class CancelRecovery(ForRecovery):
    reason: Sealed


class WriteOffRecovery(ForRecovery):
    """`amount_fen` None writes off all that is open."""

    reason: Sealed
    amount_fen: int | None = None


class ReferRecovery(ForRecovery):
    referred_to: str
    reason: Sealed


RecoveryCommand = (
    HearRecovery
    | ServeRecovery
    | RemindRecovery
    | ObjectToRecovery
    | PlanRecovery
    | ReduceRecovery
    | CancelRecovery
    | WriteOffRecovery
    | ReferRecovery
)
