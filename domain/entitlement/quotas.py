"""Limits that the notice or a recognition sets for all lines of a scheme, or of an entry, together."""

from __future__ import annotations

from collections.abc import Sequence

from domain.entitlement.claim import Use
from domain.entitlement.findings import Finding, OwedBy, Value
from domain.entitlement.limits import Limit, fits
from domain.entitlement.rules import Asking
from domain.entitlement.uses import Asked, Over, together_fen


class ProgrammeBudget(Limit):
    """A scheme's lines, of all applicants together, are not worth more than `maximum_fen`: approvals stop there."""

    maximum_fen: int

    def test(self, use: Use, against: Sequence[Use], asked: Asked) -> Finding:
        # How much is left is not said of each line: it would be another finding for each of five hundred.
        used_fen = together_fen(against)
        if fits(used_fen, asked.worth.most_fen, self.maximum_fen):
            return self.met("budget-open", maximum_fen=self.maximum_fen)
        if fits(used_fen, asked.worth.least_fen, self.maximum_fen):
            return self.unclear(OwedBy.OFFICE, "sum-not-known", used_fen=used_fen, maximum_fen=self.maximum_fen)
        return self.not_met(
            "budget-exhausted", used_fen=used_fen, asked_fen=asked.worth.least_fen, maximum_fen=self.maximum_fen
        )


class Quota(Limit):
    """No more uses than the register entry that answered allows, whoever applies, and however often the entry was
    changed; one that does not say how many leaves it open.
    """

    over: Over = Over.ENTRY
    asking: Asking

    @property
    def compared(self) -> tuple[str, ...]:
        return self.asking.facts

    def open_after(self, uses: Sequence[Use], asked: Asked) -> bool:
        return False  # Of which entry the quota is, is not known either.

    def subject(self, asked: Asked) -> str | None:
        question = self.asking.question(asked.stated)
        answer = None if question is None else asked.stated.answers.get(question)
        return None if answer is None else answer.series or answer.entry

    def qualifier(self, asked: Asked) -> str | None:
        return self.subject(asked)

    def not_applying(self, asked: Asked) -> None:
        """Nobody is listed: the condition on the register says so already."""

    def test(self, use: Use, against: Sequence[Use], asked: Asked) -> Finding:
        question = self.asking.question(asked.stated)
        assert question is not None
        answer = asked.stated.answers[question]
        quota = answer.quota
        # How much is left is not said of each line: it would be another finding for each of five hundred.
        values: dict[str, Value] = {"register": self.asking.register, "entry": use.qualifier}
        if quota is None:
            if answer.unlimited:
                return self.met("quota-not-asked", **values)
            return self.unclear(OwedBy.OFFICE, "quota-not-set", **values)
        if len(against) < quota:
            return self.met("quota-open", **values, required=quota)
        return self.not_met("quota-reached", **values, found=len(against), required=quota)
