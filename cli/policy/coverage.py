"""`bailu policy coverage`: every clause of a notice, what implements it or why it pays nobody, and what proves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from cli.output import print_listing, print_note
from cli.verbs import Verb, output_option
from domain.base import Struct, field_names
from domain.entitlement.edition import Clause, Edition
from domain.entitlement.rules import Rule, Source
from policies import proofs
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from presentation.words.policy_rules import called
from usecases.intake.editions import edition_of
from usecases.session.settings import Settings

_COLUMNS = (
    Column("clause", N_("Clause"), Kind.NAME),
    Column("name", N_("Name")),
    Column("implemented_by", N_("Implemented by")),
    Column("pays_nobody", N_("Pays nobody, because")),
    Column("interpretations", N_("Interpretations")),
    Column("tests_count", N_("Tests"), Kind.COUNT),
)


_MACHINES = tuple(
    Column(key, "") for key in ("clause", "name", "implemented_by", "pays_nobody", "interpretations", "tests")
)


@click.command(
    "coverage",
    cls=Verb,
    help=N_(
        "Every clause of a policy: what implements it or why it pays nobody, its interpretations, and its tests.\n\n"
        "With -o json the tests are named; a policy that did not come with bailu has none here."
    ),
)
@click.argument("policy", metavar="[POLICY]", required=False)
@output_option
@click.pass_obj
def command(settings: Settings, policy: str | None, output: str | None) -> None:
    edition = edition_of(settings, policy)
    tests = proofs(edition.policy)
    rows = [covered(edition, clause, tests.get(clause.id, ())) for clause in edition.clauses.values()]
    if output in ("json", "jsonl"):
        print_listing(_MACHINES, rows, output)
        return
    print_listing(_COLUMNS, map(_for_people, rows), output)
    uncovered = [row["clause"] for row in rows if not row["implemented_by"] and not row["pays_nobody"]]
    if uncovered:
        print_note(_("Nothing implements: %(clauses)s.") % {"clauses": ", ".join(uncovered)})


def covered(edition: Edition, clause: Clause, tests: tuple[str, ...] = ()) -> dict[str, Any]:
    """One clause: `implemented_by` by kind of thing, the parts that pay nobody, and who proves it."""
    return {
        "clause": clause.id,
        "name": called(clause.names),
        "implemented_by": {kind: ids for kind, ids in _implementing(edition, clause.id).items() if ids},
        "pays_nobody": [
            {"part": part.id, "name": called(part.names), "why": called(part.why)}
            for part in edition.pays_nobody.values()
            if part.clause == clause.id
        ],
        "interpretations": [each.id for each in edition.interpretations.values() if each.clause == clause.id],
        "tests": list(tests),
        "tests_count": len(tests),
    }


def _implementing(edition: Edition, clause: str) -> dict[str, list[str]]:
    """What stands on the clause: schemes by their own clause, everything else by what it cites."""
    retained = (*edition.limits.values(), *(limit for scheme in edition.schemes.values() for limit in scheme.limits))
    return {
        "schemes": [scheme.id for scheme in edition.schemes.values() if scheme.clause == clause],
        "limits": list(dict.fromkeys(limit.id for limit in retained if clause in _cited(limit))),
        "registers": [each.id for each in edition.registers.values() if each.source.clause == clause],
        "milestones": [each.id for each in edition.milestones.values() if each.source.clause == clause],
        "budgets": [
            scheme.id for scheme in edition.schemes.values() if scheme.budget and scheme.budget.source.clause == clause
        ],
        "whole": list(_whole(edition, clause)),
    }


def _whole(edition: Edition, clause: str) -> Iterator[str]:
    """The parts of the edition that are about every scheme."""
    for name, sources in (
        ("received", [edition.window]),
        ("public_notice", [edition.notice_source]),
        ("advance", [edition.advance.source]),
        ("authorities", [each.source for each in edition.authorities.values()]),
        ("funding_order", [each.source for each in edition.funding_order]),
        ("paid_by", [scheme.payer_source for scheme in edition.schemes.values()]),
    ):
        if any(source.clause == clause for source in sources):
            yield name


def _cited(thing: object) -> set[str]:
    """The clauses that a rule stands on, with those of its parts."""
    found = {thing.clause} if isinstance(thing, Rule | Source) else set()
    if isinstance(thing, tuple):
        return found.union(*map(_cited, thing))
    if isinstance(thing, Struct):
        return found.union(*(_cited(getattr(thing, name)) for name in field_names(thing)))
    return found


def _for_people(row: dict[str, Any]) -> dict[str, Any]:
    kinds = {
        "schemes": N_("schemes: %(ids)s"),
        "limits": N_("limits: %(ids)s"),
        "registers": N_("registers: %(ids)s"),
        "milestones": N_("milestones: %(ids)s"),
        "budgets": N_("budget of: %(ids)s"),
        "whole": N_("of the whole: %(ids)s"),
    }
    return {
        **row,
        "implemented_by": [_(kinds[kind]) % {"ids": ", ".join(ids)} for kind, ids in row["implemented_by"].items()],
        "pays_nobody": [f"{part['name']}: {part['why']}" for part in row["pays_nobody"]],
    }
