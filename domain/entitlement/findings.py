"""A finding: what one condition of a policy edition made of the facts, with the clause it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from domain.base import Struct, field, replace

Value = bool | int | str
"""What a claim fact or a finding may hold. Days are ISO 8601 text, amounts are integer fen."""


class Outcome(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    UNCLEAR = "unclear"
    WAIVED = "waived"


class OwedBy(StrEnum):
    """Who owes what an unclear finding lacks."""

    OFFICE = "office"
    """Something to be compared, determined, entered or declared complete."""
    APPLICANT = "applicant"
    """Something to be stated, or stated otherwise: it is asked for with a correction request."""
    READING = "reading"
    """What the notice leaves open, until whoever interprets it has settled it."""


class LineOutcome(StrEnum):
    """What the findings of a line come to; those of the application as a whole come to one of them, too."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not-eligible"
    OPEN = "open"
    """Nothing is against it, and something is not known: neither awarded nor refused."""


class Finding(Struct):
    """One condition, answered. `code` and `values` say why; the CLI makes the sentence.

    An unclear one, and no other, says by whom what is missing is owed. ADR 0055.
    """

    condition: str
    clause: str
    outcome: Outcome
    code: str
    values: Mapping[str, Value] = field(default_factory=dict)
    interpretation: str | None = None
    owed_by: OwedBy | None = None

    @property
    def holds(self) -> bool:
        return self.outcome in (Outcome.MET, Outcome.WAIVED)

    @property
    def fails(self) -> bool:
        """Whether it is against the claim: only such a finding is ever the reason of a refusal."""
        return self.outcome is Outcome.NOT_MET

    @property
    def waived(self) -> Finding:
        """The same, with what it found or lacks, but waived: nobody owes it any more."""
        return replace(self, outcome=Outcome.WAIVED, owed_by=None)


def together(findings: Iterable[Finding]) -> LineOutcome:
    """All of them, as Kleene's strong conjunction: one that fails decides, whatever is not known of the others."""
    outcomes = {finding.outcome for finding in findings}
    if Outcome.NOT_MET in outcomes:
        return LineOutcome.NOT_ELIGIBLE
    return LineOutcome.OPEN if Outcome.UNCLEAR in outcomes else LineOutcome.ELIGIBLE
