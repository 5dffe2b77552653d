"""What a limit says of a line stays so, whatever a comparison makes of the facts that it looks at: by brute force.

Lines are assessed under a scheme that has the one limit and wants every fact verified, after as many earlier lines
of the same person as can matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations_with_replacement
from typing import Any

import pytest

from domain.base import replace
from domain.entitlement.amounts import Amount, ByChoice, Flat
from domain.entitlement.assessment import LineAssessment, assess, limit_subjects, line_uses
from domain.entitlement.claim import AssessmentGiven, Claim, ClaimLine, Use
from domain.entitlement.comparing_limits import Exclusive, NoLower, NoOverlap
from domain.entitlement.edition import Edition
from domain.entitlement.findings import LineOutcome, Outcome, OwedBy
from domain.entitlement.limits import Limit, Sum, Times
from domain.entitlement.rules import Names, Period, Source
from domain.entitlement.scheme import FactsAsked, LineKind
from domain.entitlement.uses import CERTIFICATE_NO, Alike, Otherwise, Over
from tests.domain.entitlement.completing import Domains, Standing, standings
from tests.domain.sample_cases import TRAINING, edition

SOURCE = Source(clause="closing-1")
LIMITED: dict[str, Any] = {"id": "limit", "clause": "closing-1", "names": Names(zh="限制", en="Limit")}
OF_PERSON: dict[str, Any] = {**LIMITED, "over": Over.PERSON}
FLAT = Flat(clause="m01", amount_fen=100)
OCCUPATION = Alike(fact="occupation", otherwise=Otherwise.NOT_LIMITED)
LEVEL = Alike(fact="level", otherwise=Otherwise.NONE)
ISSUER = Alike(fact="certificate_issuer", otherwise=Otherwise.APPLICANT)
BENEFIT = Alike(fact="benefit", otherwise=Otherwise.SCHEME)
DAYS = ("2023-12-31", "2024-01-01", "2024-01-02")


class Ruled:
    """An edition under which the one scheme has the one limit."""

    def __init__(self, limit: Limit, domains: Domains, amount: Amount = FLAT, most: int = 1) -> None:
        self.limit = limit
        self.domains = domains
        self._most = most
        self._edition = self._ruled_by(limit, amount)
        self._judged: dict[object, LineAssessment] = {}

    def _ruled_by(self, limit: Limit, amount: Amount) -> Edition:
        scheme = replace(
            edition().schemes[TRAINING],
            line_kind=LineKind.PERSON,
            application_conditions=(),
            line_conditions=(),
            line_facts=FactsAsked(optional=(*self.domains,)),
            application_facts=FactsAsked(),
            verify=dict.fromkeys(self.domains, SOURCE),
            amount=amount,
            limits=(limit,),
        )
        return replace(edition(), schemes={TRAINING: scheme})

    def earlier(self) -> Iterator[tuple[Use, ...]]:
        """The uses of any verified lines before, of as many as can matter."""
        verified = [one for one in standings(self.domains) if not one.unverified]
        for count in range(self._most + 1):
            for lines in combinations_with_replacement(verified, count):
                claims = [self._claim(standing, f"other-{number}") for number, standing in enumerate(lines)]
                judged = [assess(self._edition, claim, AssessmentGiven(answers={})).lines[0] for claim in claims]
                yield tuple(
                    use
                    for claim, one in zip(claims, judged, strict=True)
                    for use in line_uses(self._edition, claim, claim.lines[0], {}, one.amount_fen)
                )

    def line(self, standing: Standing, uses: Sequence[Use]) -> LineAssessment:
        """The line, after those of the uses that the store would have looked up for it."""
        key = (tuple(standing.facts.items()), standing.unverified, uses)
        if key not in self._judged:
            claim = self._claim(standing, "here")
            wanted = limit_subjects(self._edition, claim, {})
            looked_up = tuple(use for use in uses if (use.limit, use.subject) in wanted)
            result = assess(self._edition, claim, AssessmentGiven(answers={}, uses=looked_up))
            self._judged[key] = result.lines[0]
        return self._judged[key]

    def limit_outcome(self, judged: LineAssessment) -> Outcome:
        """What the limit says; where it says nothing, nothing is limited."""
        outcomes = [one.outcome for one in judged.findings if one.condition == self.limit.id]
        return outcomes[0] if outcomes else Outcome.MET

    def completed(self, standing: Standing, uses: Sequence[Use]) -> Iterator[LineAssessment]:
        for facts in standing.completions(self.domains, missing=False):
            yield self.line(Standing(facts=facts, unverified=frozenset()), uses)

    def _claim(self, standing: Standing, application: str) -> Claim:
        line = ClaimLine(
            line=1,
            person="person",
            facts=standing.facts,
            certificate=str(standing.facts.get(CERTIFICATE_NO, "certificate")),
            unverified=standing.unverified,
        )
        return Claim(
            application=application,
            scheme=TRAINING,
            authority="350203",
            received_on=date(2024, 9, 18),
            applicant="91350203M0001B2C3X",
            applicant_kind="organisation",
            facts={},
            lines=(line,),
        )


SPELLED: Domains = {"occupation": ("6-01", "6-02"), "level": ("4", "5")}
PARK: Domains = {"park_status": ("district", "municipal", "upgraded", "other")}
PERIODS: Domains = {"period_from": DAYS[:2], "period_to": DAYS[1:], "benefit": ("insurance",)}
EXCLUDED = {
    "district": frozenset({"district", "municipal"}),
    "municipal": frozenset({"district", "municipal", "upgraded"}),
    "upgraded": frozenset({"municipal", "upgraded"}),
}
RANKED = NoLower(**OF_PERSON, fact="level", order=("4", "5"), alike=(OCCUPATION,))
OF_2024 = Times(**OF_PERSON, day="certificate_on", within=Period(first=date(2024, 1, 1), last=date(2024, 12, 31)))

RULED = {
    "once": Ruled(Times(**OF_PERSON, alike=(OCCUPATION, LEVEL)), SPELLED),
    "twice": Ruled(Times(**OF_PERSON, alike=(OCCUPATION,), maximum=2), {"occupation": ("6-01", "6-02")}, most=2),
    "yearly": Ruled(
        Times(**OF_PERSON, day="certificate_on", yearly=SOURCE, maximum=2), {"certificate_on": DAYS}, most=3
    ),
    "certificate": Ruled(
        Times(**LIMITED, over=Over.CERTIFICATE, alike=(ISSUER,)), {"certificate_issuer": ("91350203M0001B2C3X", "else")}
    ),
    "benefit": Ruled(Times(**OF_PERSON, alike=(BENEFIT,)), {"benefit": ("insurance", "post")}),
    "no-overlap": Ruled(
        NoOverlap(**OF_PERSON, first="period_from", last="period_to", day="period_from", alike=(BENEFIT,)), PERIODS
    ),
    "exclusive": Ruled(Exclusive(**OF_PERSON, fact="park_status", excluded_by=EXCLUDED), PARK),
    "no-lower": Ruled(RANKED, SPELLED),
    "within a period": Ruled(OF_2024, {"certificate_on": DAYS}),
    "over a site": Ruled(Times(**LIMITED, over=Over.SITE), {"site": ("A", "B")}),
    "over a number": Ruled(Times(**LIMITED, over=Over.CERTIFICATE), {"certificate_no": ("A", "B")}),
}


@pytest.mark.parametrize("ruled", RULED.values(), ids=RULED)
def test_what_a_limit_says_it_says_whatever_a_comparison_brings(ruled: Ruled) -> None:
    outcomes = set()
    for uses in ruled.earlier():
        for standing in standings(ruled.domains):
            outcome = ruled.limit_outcome(ruled.line(standing, uses))
            outcomes.add(outcome)
            if outcome is not Outcome.UNCLEAR:
                possible = {ruled.limit_outcome(one) for one in ruled.completed(standing, uses)}
                assert possible == {outcome}, (standing, uses)
    assert outcomes == {Outcome.MET, Outcome.NOT_MET, Outcome.UNCLEAR}


@pytest.mark.parametrize("ruled", RULED.values(), ids=RULED)
def test_where_nothing_is_to_be_compared_a_limit_that_has_its_facts_is_decided(ruled: Ruled) -> None:
    for uses in ruled.earlier():
        for standing in standings(ruled.domains):
            if not standing.unverified and len(standing.facts) == len(ruled.domains):
                assert ruled.limit_outcome(ruled.line(standing, uses)) is not Outcome.UNCLEAR


@pytest.mark.parametrize("ruled", RULED.values(), ids=RULED)
def test_what_is_unclear_about_a_limit_the_office_compares_or_the_applicant_states(ruled: Ruled) -> None:
    for uses in ruled.earlier():
        for standing in standings(ruled.domains):
            for finding in ruled.line(standing, uses).findings:
                if finding.outcome is not Outcome.UNCLEAR:
                    assert finding.owed_by is None
                elif finding.owed_by is OwedBy.OFFICE:
                    assert finding.values["fact"] in standing.unverified
                else:
                    assert finding.owed_by is OwedBy.APPLICANT
                    assert finding.values["fact"] not in standing.facts


TIERED = Ruled(
    Sum(**OF_PERSON, maximum_fen=300),
    {"tier": ("1", "2", "3", "4")},
    ByChoice(clause="m05", fact="tier", amounts_fen={"1": 100, "2": 200}, unsettled={"3": "tier-order"}),
    most=2,
)
"""Two tiers with a rate, one that is unsettled and one that the clause excludes."""


def test_a_sum_never_decides_a_line_whose_amount_could_turn_out_otherwise() -> None:
    decided: dict[LineOutcome, int] = {}
    for uses in TIERED.earlier():
        for standing in standings(TIERED.domains):
            judged = TIERED.line(standing, uses)
            decided[judged.outcome] = decided.get(judged.outcome, 0) + 1
            completed = {one.outcome for one in TIERED.completed(standing, uses)}
            if judged.outcome is not LineOutcome.OPEN:
                assert completed == {judged.outcome}, (standing, uses)
            if judged.outcome is not LineOutcome.ELIGIBLE:
                assert (judged.amount_fen, judged.instalments, judged.uses) == (0, (), ())
    assert decided.keys() == {*LineOutcome}
