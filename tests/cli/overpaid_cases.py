"""Cases in which too much was paid, and how they came to it."""

from __future__ import annotations

from typing import Any

from tests.cli.conftest import Bailu
from tests.cli.noticed import noticed
from tests.cli.payable_cases import CREDITED, paid, training

REVISED, DEMANDED, SERVED, DUE, RECEIVED = (
    "2024-10-21",
    "2024-10-22",
    "2024-10-23",
    "2024-11-22",
    "2024-11-04",
)
LATER = "2024-12-02"


def overpaid(bureau: Bailu, *people: int, struck: str = "3") -> str:
    """A training that was paid in full, and then revised without one of its trainees: 1 000 yuan too much."""
    number = training(bureau, *people)
    paid(bureau, number)
    revise(bureau, number, "--strike", struck)
    return number


def revise(bureau: Bailu, number: str, *how: str, clock: str = REVISED, ground: str = "ineligible") -> None:
    arguments = ("application", "revise", number, "--ground", ground, "--reason", "核查发现不符合条件", *how)
    for argv, officer in ((arguments, "chen"), (("confirm", f"application-{number}"), "huang")):
        ran = bureau(*argv, officer=officer, clock=clock)
        assert ran.code == 0, ran.err


def demanded(bureau: Bailu, number: str, *more: str, clock: str = DEMANDED) -> str:
    """The demand of what was overpaid, approved by a supervisor; its id."""
    noticed(bureau, number, clock=clock)
    made = bureau(
        "recovery", "demand", number, "--reason", "不符合条件",
        *more, "--yes", "-o", "json", officer="wu", clock=clock,
    ).json  # fmt: skip
    recovery = str(made["demands"][0]["recovery"])
    ran = bureau("recovery", "approve", number, recovery, "--yes", officer="xu", clock=clock)
    assert ran.code == 0, ran.err
    return recovery


def shown(bureau: Bailu, number: str, clock: str = LATER) -> dict[str, Any]:
    details: dict[str, Any] = bureau("application", "show", number, "-o", "json", officer="gao", clock=clock).json
    return details


def drawn(bureau: Bailu) -> dict[str, int]:
    """What is drawn of each fund, by its source."""
    return {fund["source"]: fund["drawn_fen"] for fund in bureau("fund", "list", "-o", "json", officer="gao").json}


__all__ = ["CREDITED", "DEMANDED", "DUE", "LATER", "RECEIVED", "REVISED", "SERVED"]
