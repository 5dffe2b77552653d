"""What may still turn out: the standings of facts, and everything that they can become once all of it is verified."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from domain.base import Struct, replace
from domain.entitlement.findings import Value

Facts = Mapping[str, Value]
Domains = Mapping[str, Sequence[Value]]
"""The values that each fact can have."""


class Standing(Struct):
    """Facts as an application may state them: those in `unverified` are only declared, and of these the applicant
    `confirmed` some.
    """

    facts: Facts
    unverified: frozenset[str]
    confirmed: frozenset[str] = frozenset()

    def completions(self, domains: Domains, *, missing: bool, held: bool = False) -> Iterator[Facts]:
        """The facts as they may turn out; with `missing`, those that are not stated may turn out to be anything. Where
        the applicant is `held` to what they confirmed, that stands as it was declared.
        """
        standing = replace(self, unverified=self.unverified - self.confirmed) if held else self
        ways = [[*standing._ways(fact, values, missing=missing)] for fact, values in domains.items()]
        for chosen in product(*ways):
            pairs = zip(domains, chosen, strict=True)
            yield {fact: value for fact, value in pairs if value is not None}

    def _ways(self, fact: str, values: Sequence[Value], *, missing: bool) -> Sequence[Value | None]:
        stated = self.facts.get(fact)
        if fact in self.unverified or (missing and stated is None):
            return values
        return (stated,)


def standings(domains: Domains) -> Iterator[Standing]:
    """Every way in which the facts can stand: each verified, only declared, or not stated."""
    ways = [
        [*((value, False) for value in values), *((value, True) for value in values), (None, False)]
        for values in domains.values()
    ]
    for chosen in product(*ways):
        pairs = dict(zip(domains, chosen, strict=True))
        yield Standing(
            facts={fact: value for fact, (value, _) in pairs.items() if value is not None},
            unverified=frozenset(fact for fact, (_, declared) in pairs.items() if declared),
        )


def confirming(standing: Standing) -> Iterator[Standing]:
    """The same, with every choice of what is only declared confirmed by the applicant."""
    declared = sorted(standing.unverified)
    for chosen in product((False, True), repeat=len(declared)):
        confirmed = frozenset(fact for fact, one in zip(declared, chosen, strict=True) if one)
        yield replace(standing, confirmed=confirmed)
