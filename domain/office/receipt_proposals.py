"""What is proposed where a notice of allotments comes in from the log of the city. ADR 0079."""

from __future__ import annotations

from domain.base import Event, Struct, event, first
from domain.office.allotment_notice import AllotmentNotice, NotedAllotment, NoticeOrigin, Side


@event("office.allotment-receipt-proposed.v1", first("receive-allotment", about="proposal", pair="proposal"))
class AllotmentReceiptProposed(Event):
    """收到: what the city allotted is to be in funds of the district, and what it reclaimed is not to be any more."""

    proposal: str
    holder: str
    """The district: its officers answer it."""
    giver: str
    origin: NoticeOrigin
    allotments: tuple[NotedAllotment, ...]
    """All that the notice has, so that the second person confirms exactly what the first has read."""


class ReceiveAllotments(Struct):
    """Have a notice of the city take effect in the district's funds, as far as it is new."""

    notice: AllotmentNotice
    file_sha256: str


def receipt_proposal(command: ReceiveAllotments, name: str) -> AllotmentReceiptProposed:
    """The event that proposes what the command asks for."""
    notice = command.notice
    return AllotmentReceiptProposed(
        proposal=name,
        holder=notice.holder,
        giver=notice.giver,
        origin=notice.origin(command.file_sha256),
        allotments=notice.allotments,
    )


def receipt_command(proposed: AllotmentReceiptProposed) -> ReceiveAllotments:
    """The command that such an event came from. A notice of another side is never proposed."""
    origin = proposed.origin
    notice = AllotmentNotice(
        side=Side.ALLOTTED,
        giver=proposed.giver,
        holder=proposed.holder,
        log=origin.log,
        position=origin.position,
        root=origin.root,
        allotments=proposed.allotments,
    )
    return ReceiveAllotments(notice=notice, file_sha256=origin.file_sha256)
