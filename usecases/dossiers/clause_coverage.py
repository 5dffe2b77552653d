"""Every clause of a notice: what implements it or why it pays nobody, and what proves it. ADR 0057."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from domain.base import Struct, field_names
from domain.entitlement.edition import Clause, Edition
from domain.entitlement.rules import Rule, Source
from policies import Proofs, proofs
from presentation.rows.columns import Row
from presentation.words.policy_rules import called


class UnpaidPart(Row):
    """A part of a clause for which there is no scheme, and why."""

    part: str
    name: str
    why: str


class Coverage(StrEnum):
    """How far a clause has come."""

    IMPLEMENTED = "implemented"
    """A test that applies the rules to cases proves how it behaves."""
    DECLARED_ONLY = "declared-only"
    """The policy states it; no test proves that anything comes of it."""
    PAYS_NOBODY = "pays-nobody"
    NOT_COVERED = "not-covered"


class CoveredClause(Row):
    """One clause: the ids of what implements it by kind, the parts that pay nobody, and the tests that are about it."""

    clause: str
    name: str
    coverage: Coverage
    implemented_by: Mapping[str, tuple[str, ...]]
    pays_nobody: tuple[UnpaidPart, ...]
    interpretations: tuple[str, ...]
    tests: tuple[str, ...]
    """Those of behaviour."""
    wording_tests: tuple[str, ...]
    """Those that only read how the policy puts it."""


def clause_coverage(edition: Edition) -> list[CoveredClause]:
    """Every clause, in the order of the notice. A policy that did not come with bailu has no tests here."""
    tests = proofs(edition.policy)
    return [_clause(edition, clause, tests.get(clause.id, Proofs())) for clause in edition.clauses.values()]


def _clause(edition: Edition, clause: Clause, tests: Proofs) -> CoveredClause:
    implemented_by = {kind: ids for kind, ids in _implementing(edition, clause.id).items() if ids}
    pays_nobody = tuple(
        UnpaidPart(part=part.id, name=called(part.names), why=called(part.why))
        for part in edition.pays_nobody.values()
        if part.clause == clause.id
    )
    if implemented_by:
        coverage = Coverage.IMPLEMENTED if tests.behaviour else Coverage.DECLARED_ONLY
    else:
        coverage = Coverage.PAYS_NOBODY if pays_nobody else Coverage.NOT_COVERED
    return CoveredClause(
        clause=clause.id,
        name=called(clause.names),
        coverage=coverage,
        implemented_by=implemented_by,
        pays_nobody=pays_nobody,
        interpretations=tuple(
            interpretation.id
            for interpretation in edition.interpretations.values()
            if interpretation.clause == clause.id
        ),
        tests=tests.behaviour,
        wording_tests=tests.wording,
    )


def _implementing(edition: Edition, clause: str) -> dict[str, tuple[str, ...]]:
    """What stands on the clause: schemes by their own clause, everything else by what it cites."""
    schemes = edition.schemes.values()
    limits = (*edition.limits.values(), *(limit for scheme in schemes for limit in scheme.limits))
    return {
        "schemes": tuple(scheme.id for scheme in schemes if scheme.clause == clause),
        "limits": tuple(dict.fromkeys(limit.id for limit in limits if clause in _cited(limit))),
        "registers": tuple(kind.id for kind in edition.registers.values() if kind.source.clause == clause),
        "milestones": tuple(kind.id for kind in edition.milestones.values() if kind.source.clause == clause),
        "budgets": tuple(scheme.id for scheme in schemes if scheme.budget and scheme.budget.source.clause == clause),
        "whole": tuple(_whole(edition, clause)),
    }


def _whole(edition: Edition, clause: str) -> Iterator[str]:
    """The parts of the edition that are about every scheme."""
    for name, sources in (
        ("received", [edition.window]),
        ("public_notice", [edition.notice_source]),
        ("advance", [edition.advance.source]),
        ("authorities", [authority.source for authority in edition.authorities.values()]),
        ("funding_order", [fund_source.source for fund_source in edition.funding_order]),
        ("paid_by", [paid.source for scheme in edition.schemes.values() for paid in scheme.paid_by]),
    ):
        if any(source.clause == clause for source in sources):
            yield name


def _cited(part: object) -> set[str]:
    """The clauses that a rule stands on, with those of its parts."""
    clauses = {part.clause} if isinstance(part, Rule | Source) else set()
    if isinstance(part, tuple):
        return clauses.union(*map(_cited, part))
    if isinstance(part, Struct):
        return clauses.union(*(_cited(getattr(part, name)) for name in field_names(part)))
    return clauses
