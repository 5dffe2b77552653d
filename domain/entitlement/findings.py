"""A finding: what one condition of a policy edition made of the facts, with the clause it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from domain.base import Struct, field

Value = bool | int | str
"""What a claim fact or a finding may hold. Days are ISO 8601 text, amounts are integer fen."""


class Outcome(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    UNCLEAR = "unclear"
    WAIVED = "waived"


class Finding(Struct):
    """One condition, answered. `code` and `values` say why; the CLI makes the sentence."""

    condition: str
    clause: str
    outcome: Outcome
    code: str
    values: Mapping[str, Value] = field(default_factory=dict)
    interpretation: str | None = None

    @property
    def holds(self) -> bool:
        return self.outcome in (Outcome.MET, Outcome.WAIVED)
