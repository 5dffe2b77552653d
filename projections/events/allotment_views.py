"""What read models read of allotments: their targets, and what of their money moves."""

from __future__ import annotations

import msgspec


class AllotmentActProposed(msgspec.Struct, gc=False):
    """Something is to be done about an allotment that was made."""

    proposal: str
    holder: str
    allotment: str


class Target(msgspec.Struct, gc=False):
    quantity: int
    weight: int
    due_on: str


class AllottedPart(msgspec.Struct, gc=False):
    amount_fen: int
    advance_fen: int


class AllotmentMade(msgspec.Struct, gc=False):
    holder: str
    targets: list[Target]
    parts: list[AllottedPart]


class Achievement(msgspec.Struct, gc=False):
    target: int
    quantity: int


class AllotmentEvaluated(msgspec.Struct, gc=False):
    achievements: list[Achievement]


class AllotmentReleased(msgspec.Struct, gc=False):
    """Of what went to the district, or came back from it."""

    amount_fen: int


class AllotmentSettled(msgspec.Struct, gc=False):
    amount_fen: int
    lapsed_fen: int


class AllotmentReclaimed(msgspec.Struct, gc=False):
    due_fen: int
    amount_fen: int
