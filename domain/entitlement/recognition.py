"""The condition that a register lists somebody or something, and what its entry then states in the applicant's place.

Recognition lives in the register: which tier a base has, which occupation a project teaches. ADR 0058.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.base import field
from domain.entitlement.conditions import Condition
from domain.entitlement.findings import Finding, OwedBy, Value
from domain.entitlement.rules import Asking, Stated

ENTRY_KEY = "key"
"""Stands where an attribute of an entry could stand: the key of the entry itself."""


class OnRegister(Condition):
    """A register lists the applicant, or what a fact names, on the legal day that matters, and not as another's. Which
    authority pays by it is asked elsewhere: `domain.entitlement.paying`.

    `reads` are the facts that the entry states: each with the attribute that it is, or `ENTRY_KEY`. Whatever an
    application says of them does not count.
    """

    asking: Asking
    reads: Mapping[str, str] = field(default_factory=dict)

    @property
    def facts(self) -> tuple[str, ...]:
        return self.asking.facts

    def test(self, stated: Stated) -> Finding:
        question = self.asking.question(stated)
        assert question is not None
        answer = stated.answers[question]
        asked = {"register": question.register, "found": question.key, "on": question.on.isoformat()}
        if answer.entry is None:
            return (
                self.unclear(OwedBy.OFFICE, answer.doubt, **asked)
                if answer.doubt
                else self.not_met("not-listed", **asked)
            )
        if answer.payee is not None and answer.payee != stated.applicant:
            return self.not_met("listed-for-another", **asked, entry=answer.entry, payee=answer.payee)
        if answer.document is None:
            return self.met("listed", **asked, entry=answer.entry)
        return self.met("listed-by-document", **asked, entry=answer.entry, document=answer.document)

    def read(self, stated: Stated) -> tuple[dict[str, Value], dict[str, OwedBy]]:
        """What the entry states, by fact; and of what it does not, who owes it: who did not name the entry, or else the
        office that keeps the register.
        """
        question = self.asking.question(stated)
        answer = None if question is None else stated.answers.get(question)
        if answer is None or answer.entry is None:
            return {}, dict.fromkeys(self.reads, OwedBy.APPLICANT if question is None else OwedBy.OFFICE)
        content: dict[str, Value | None] = {**answer.facts, ENTRY_KEY: answer.key}
        facts = {fact: value for fact, source in self.reads.items() if (value := content.get(source)) is not None}
        return facts, {fact: OwedBy.OFFICE for fact in self.reads if fact not in facts}
