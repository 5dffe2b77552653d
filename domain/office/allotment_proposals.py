"""What is proposed about allotments (资金下达), and the commands that it comes from. ADR 0069."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from domain.base import Event, Struct, event, first
from domain.office.indicator import holder_of


class Target(Struct):
    """One 绩效目标: so much of something, by a day. It counts by its `weight` among the targets of its allotment."""

    what: str
    quantity: int
    unit: str
    due_on: date
    weight: int = 1


class Achievement(Struct):
    """How much of a target was achieved; targets count from 1, in the order in which they were set."""

    target: int
    quantity: int


class PartOfFund(Struct):
    """What of an allotment comes out of one fund of the city, in fen: what is advanced and what is reserved."""

    fund: str
    amount_fen: int


class AllotmentProposal(Event):
    """Anything that is proposed about an allotment: officers of the authority that makes it answer."""

    proposal: str
    holder: str
    """The authority that allots, such as the city."""


@event("office.allotment-proposed.v1", first("make-allotment", about="proposal", pair="proposal"))
class AllotmentProposed(AllotmentProposal):
    """Money of the city is to go to a district, a share of it in advance. It gets its number when it is confirmed."""

    edition: str
    """The edition whose share is advanced, such as `xiamen-2023-187@1`."""
    receiver: str
    year: int
    schemes: tuple[str, ...]
    document: str
    parts: tuple[PartOfFund, ...]
    targets: tuple[Target, ...]


@event("office.allotment-evaluation-proposed.v1", first("evaluate-allotment", about="proposal", pair="proposal"))
class AllotmentEvaluationProposed(AllotmentProposal):
    """绩效评价: how much of some targets was achieved, by the document of the evaluation."""

    allotment: str
    achievements: tuple[Achievement, ...]
    document: str


@event("office.allotment-release-proposed.v1", first("release-allotment", about="proposal", pair="proposal"))
class AllotmentReleaseProposed(AllotmentProposal):
    """Part of what is reserved is to go to the district before all targets are evaluated."""

    allotment: str
    amount_fen: int
    document: str


@event("office.allotment-settlement-proposed.v1", first("settle-allotment", about="proposal", pair="proposal"))
class AllotmentSettlementProposed(AllotmentProposal):
    """What was achieved of the rest is to go to the district, `amount_fen`, and what was not is reserved no more."""

    allotment: str
    amount_fen: int
    document: str


@event("office.allotment-reclaim-proposed.v1", first("reclaim-allotment", about="proposal", pair="proposal"))
class AllotmentReclaimProposed(AllotmentProposal):
    """What the district received and did not achieve is to come back: `amount_fen` of it is there."""

    allotment: str
    amount_fen: int
    document: str


class AllotmentCommand(Struct):
    """Anything that somebody is to have happen about an allotment."""


class MakeAllotment(AllotmentCommand):
    """Have money of the holder's funds allotted to a district."""

    holder: str
    edition: str
    receiver: str
    year: int
    schemes: tuple[str, ...]
    document: str
    parts: tuple[PartOfFund, ...]
    targets: tuple[Target, ...]


class EvaluateAllotment(AllotmentCommand):
    """Have recorded how much of its targets was achieved."""

    allotment: str
    achievements: tuple[Achievement, ...]
    document: str


class ReleaseAllotment(AllotmentCommand):
    """Have so much of what is reserved go to the district, in fen."""

    allotment: str
    amount_fen: int
    document: str


class SettleAllotment(AllotmentCommand):
    """Have the rest go to the district that it achieved, which is `amount_fen`, and end what is reserved."""

    allotment: str
    amount_fen: int
    document: str


class ReclaimAllotment(AllotmentCommand):
    """Have come back what the district received, did not achieve and still has, which is `amount_fen`."""

    allotment: str
    amount_fen: int
    document: str


AnyAllotmentProposal = (
    AllotmentProposed
    | AllotmentEvaluationProposed
    | AllotmentReleaseProposed
    | AllotmentSettlementProposed
    | AllotmentReclaimProposed
)
AnyAllotmentCommand = MakeAllotment | EvaluateAllotment | ReleaseAllotment | SettleAllotment | ReclaimAllotment


def act_on_allotment(proposed: AnyAllotmentProposal) -> str:
    """The permission under which it was proposed."""
    match proposed:
        case AllotmentProposed():
            return "make-allotment"
        case AllotmentEvaluationProposed():
            return "evaluate-allotment"
        case AllotmentReleaseProposed():
            return "release-allotment"
        case AllotmentSettlementProposed():
            return "settle-allotment"
        case AllotmentReclaimProposed():
            return "reclaim-allotment"
    assert_never(proposed)


def allotment_of(proposed: AnyAllotmentProposal) -> str | None:
    """The allotment that it is about; None for one that is to be made."""
    return None if isinstance(proposed, AllotmentProposed) else proposed.allotment


def allotment_proposal(command: AnyAllotmentCommand, name: str) -> AnyAllotmentProposal:
    """The event that proposes what the command asks for. Whoever made the allotment answers it: its number says who."""
    match command:
        case MakeAllotment():
            return AllotmentProposed(
                proposal=name,
                holder=command.holder,
                edition=command.edition,
                receiver=command.receiver,
                year=command.year,
                schemes=command.schemes,
                document=command.document,
                parts=command.parts,
                targets=command.targets,
            )
        case EvaluateAllotment(allotment=number, achievements=achievements, document=document):
            return AllotmentEvaluationProposed(
                proposal=name,
                holder=holder_of(number),
                allotment=number,
                achievements=tuple(sorted(achievements, key=lambda one: one.target)),
                document=document,
            )
        case ReleaseAllotment(allotment=number, amount_fen=amount_fen, document=document):
            return AllotmentReleaseProposed(
                proposal=name, holder=holder_of(number), allotment=number, amount_fen=amount_fen, document=document
            )
        case SettleAllotment(allotment=number, amount_fen=amount_fen, document=document):
            return AllotmentSettlementProposed(
                proposal=name, holder=holder_of(number), allotment=number, amount_fen=amount_fen, document=document
            )
        case ReclaimAllotment(allotment=number, amount_fen=amount_fen, document=document):
            return AllotmentReclaimProposed(
                proposal=name, holder=holder_of(number), allotment=number, amount_fen=amount_fen, document=document
            )
    assert_never(command)


def allotment_command(proposed: AnyAllotmentProposal) -> AnyAllotmentCommand:
    """The command that such an event came from."""
    match proposed:
        case AllotmentProposed():
            return MakeAllotment(
                holder=proposed.holder,
                edition=proposed.edition,
                receiver=proposed.receiver,
                year=proposed.year,
                schemes=proposed.schemes,
                document=proposed.document,
                parts=proposed.parts,
                targets=proposed.targets,
            )
        case AllotmentEvaluationProposed(allotment=number, achievements=achievements, document=document):
            return EvaluateAllotment(allotment=number, achievements=achievements, document=document)
        case AllotmentReleaseProposed(allotment=number, amount_fen=amount_fen, document=document):
            return ReleaseAllotment(allotment=number, amount_fen=amount_fen, document=document)
        case AllotmentSettlementProposed(allotment=number, amount_fen=amount_fen, document=document):
            return SettleAllotment(allotment=number, amount_fen=amount_fen, document=document)
        case AllotmentReclaimProposed(allotment=number, amount_fen=amount_fen, document=document):
            return ReclaimAllotment(allotment=number, amount_fen=amount_fen, document=document)
    assert_never(proposed)
