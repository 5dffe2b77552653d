"""What is stated about a claim and about each of its lines: what was declared or verified, and what entries state."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set

from domain.base import Struct, field, replace
from domain.entitlement.amounts import DETERMINED
from domain.entitlement.claim import Claim, ClaimLine, Question, RegisterResult
from domain.entitlement.findings import OwedBy, Value
from domain.entitlement.recognition import OnRegister
from domain.entitlement.rules import Stated
from domain.entitlement.scheme import Scheme
from domain.entitlement.standards import StandardTable

Reading = tuple[dict[str, Value], dict[str, OwedBy]]
"""What an entry states, by fact, and who owes what it does not."""


class Stating(Struct):
    """A claim under its scheme, with what registers answered; `application` is what is stated of it as a whole."""

    scheme: Scheme
    claim: Claim
    application: Stated
    read: Set[str]
    asked: Collection[str]
    """The facts that the scheme asks for or reads: put together once, and looked at for every line."""
    not_of_lines: Set[str]
    """What a line may not say in the place of its application, or of an entry."""
    entries: Sequence[OnRegister]
    abridged: bool = False
    """The claim was settled elsewhere: what it states itself comes before what entries say of today."""

    states: dict[tuple[str, Question | None], Reading] = field(default_factory=dict)
    """What entries state, by condition and question: hundreds of lines name the same one."""

    def of_line(self, line: ClaimLine, determined_fen: int | None = None) -> Stated:
        """What is stated of a line; of the application what the line itself says nothing about."""
        application, claim = self.application, self.claim
        own = line.facts
        if not self.not_of_lines.isdisjoint(own):
            own = _without(own, self.not_of_lines)
        facts = {**application.facts, **own}
        owed = application.owed
        if self.entries:
            of_entries, owed_by_line = self._of_entries(replace(application, facts=facts))
            facts = {**of_entries, **facts} if self.abridged else {**facts, **of_entries}
            owed = {**owed, **owed_by_line} if owed_by_line else owed
        return Stated(
            applicant=application.applicant,
            applicant_kind=application.applicant_kind,
            received_on=application.received_on,
            facts=facts,
            unverified=_untrusted(self.scheme, line.unverified | (claim.unverified - line.facts.keys())),
            confirmed=(line.confirmed | (claim.confirmed - line.facts.keys())) - self.read,
            answers=application.answers,
            determined_fen=determined_fen,
            applicant_name=application.applicant_name,
            standards=application.standards,
            owed=owed,
        )

    def _of_entries(self, stated: Stated) -> Reading:
        facts: dict[str, Value] = {}
        owed: dict[str, OwedBy] = {}
        for one in self.entries:
            asked = (one.id, one.asking.question(stated))
            reading = self.states.get(asked)
            if reading is None:
                reading = self.states[asked] = one.read(stated)
            facts |= reading[0]
            owed |= reading[1]
        return facts, owed


def stating(
    scheme: Scheme,
    claim: Claim,
    answers: Mapping[Question, RegisterResult],
    standards: Mapping[str, tuple[StandardTable, ...]] | None = None,
    *,
    abridged: bool = False,
) -> Stating:
    """What is stated about a claim, `answers` being what registers said; what an entry states, nobody else does, unless
    the claim is `abridged`. `standards` are needed for amounts alone.
    """
    read = frozenset[str]() if abridged else scheme.read
    stated = Stated(
        applicant=claim.applicant,
        applicant_kind=claim.applicant_kind,
        received_on=claim.received_on,
        facts=_without(claim.facts, read) if read else claim.facts,
        unverified=_untrusted(scheme, claim.unverified),
        confirmed=claim.confirmed - read,
        answers=answers,
        applicant_name=claim.applicant_name,
        standards=standards or {},
    )
    entries = [one for one in scheme.line_entries if one.reads]
    application = _with_entries(stated, scheme.application_entries, own_first=abridged)
    not_of_lines = read.union(scheme.application_facts).difference(scheme.line_facts)
    return Stating(
        scheme=scheme,
        claim=claim,
        application=application,
        read=read,
        asked=scheme.asked,
        not_of_lines=not_of_lines,
        entries=entries,
        abridged=abridged,
    )


def _with_entries(stated: Stated, entries: Sequence[OnRegister], *, own_first: bool) -> Stated:
    facts: dict[str, Value] = {}
    owed: dict[str, OwedBy] = {}
    for one in entries:
        of_entry, missing = one.read(stated)
        facts |= of_entry
        owed |= missing
    if not facts and not owed:
        return stated
    both = {**facts, **stated.facts} if own_first else {**stated.facts, **facts}
    return replace(stated, facts=both, owed={**stated.owed, **owed})


def _without(facts: Mapping[str, Value], read: Set[str]) -> Mapping[str, Value]:
    return {fact: value for fact, value in facts.items() if fact not in read}


def _untrusted(scheme: Scheme, declared: frozenset[str]) -> frozenset[str]:
    """Of what is only declared, that on which nothing may be paid: applicants do not set their own amounts."""
    return declared & (scheme.verify.keys() | {DETERMINED})
